"""Questions to begin with: drawn from the indexed documents, and only those that are answered."""

from __future__ import annotations

import logging
import re
import threading
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from assistant.answer import Answer, Status
from corpus.document import BaliseError, Document

if TYPE_CHECKING:
    from ui.service import Service

WANTED = 4
_MOST_TRIED = 24
"""Questions tried at most: each costs a search."""
_LONGEST_S = 4.0
"""Seconds after which those found so far are enough."""
_LOG = logging.getLogger(__name__)
_NAME = r"[A-ZÉÈÀÂÎÔ][\w’'-]+(?: [A-ZÉÈÀÂÎÔ][\w’'-]+)+"
_WHO = re.compile(
    rf"\b{_NAME} (?P<did>préside|dirige|a créé|a fondé) "
    r"(?P<what>(?:le |la |les |l[’'])?[^.,;:()\n]{4,48}?)(?= en \d{4}|[.,;:])"
)
_WHEN = re.compile(r"^(?P<what>(?:La|Le|L[’']) ?[^:,.\n]{6,60}?)(?: :|,| en | dans ).*\bdates?\b")
_FOUNDED = re.compile(
    rf"\b(?P<what>(?:La |Le |L[’'])?{_NAME}) (?:a été|est) (?:créée?|née?) en \d{{4}}"
)


class Examples:
    """Questions that the sources answer, found once for each state of the index.

    Nobody waits for them but the server's start: finding them takes as long as asking them.
    """

    def __init__(self, service: Service) -> None:
        self._service = service
        self._lock = threading.Lock()
        self._looking = False
        self._of = ""
        self._questions: tuple[str, ...] = ()

    def known(self) -> tuple[str, ...]:
        """Return up to `WANTED` questions; none, and begin to look, where the index is new."""
        with self._lock:
            if self._of == self._service.fingerprint:
                return self._questions
            begin, self._looking = not self._looking, True
        if begin:
            threading.Thread(target=self.find, daemon=True).start()
        return ()

    def find(self) -> None:
        """Look for them now, as various as the documents allow."""
        fingerprint = self._service.fingerprint
        found: tuple[str, ...] = ()
        try:
            found = tuple(self._find())
        except BaliseError:
            _LOG.exception("Les exemples n'ont pas pu être trouvés")
        with self._lock:
            self._of, self._questions, self._looking = fingerprint, found, False

    def _find(self) -> Iterator[str]:
        documents = self._service.documents()
        kept: list[Answer] = []
        late = time.monotonic() + _LONGEST_S
        for tried, question in enumerate(self._candidates(documents)):
            if len(kept) == WANTED or tried == _MOST_TRIED or time.monotonic() > late:
                return
            answer = self._service.ask([question])
            if _shows_something_new(answer, kept):
                kept.append(answer)
                yield question

    def _candidates(self, documents: Sequence[Document]) -> Iterator[str]:
        """Yield one question of each sort in turn, so that the first four differ."""
        counted = self._counts(documents)
        sorts = [counted, _whens(documents), _whos(documents), _foundings(documents), counted]
        seen: set[str] = set()
        while sorts:
            for sort in list(sorts):
                question = next((q for q in sort if q not in seen), None)
                if question is None:
                    sorts.remove(sort)
                else:
                    seen.add(question)
                    yield question

    def _counts(self, documents: Sequence[Document]) -> Iterator[str]:
        latest = sorted(documents, key=lambda d: d.published.iso, reverse=True)
        for document in latest[:_MOST_TRIED]:
            yield from self._service.ask([document.title[:200]]).related


def _shows_something_new(answer: Answer, kept: Sequence[Answer]) -> bool:
    if answer.status is not Status.ANSWERED or not (answer.short or answer.conflicts):
        return False
    said = {a.citations[0].quote for a in kept}
    conflicts = any(a.conflicts for a in kept)
    return answer.citations[0].quote not in said and not (answer.conflicts and conflicts)


def _whos(documents: Sequence[Document]) -> Iterator[str]:
    for document in documents:
        for found in _WHO.finditer(document.text):
            yield f"Qui {found['did']} {found['what'].strip()} ?"


def _whens(documents: Sequence[Document]) -> Iterator[str]:
    for document in documents:
        if found := _WHEN.match(document.title):
            what = found["what"]
            yield f"Quand a lieu {what[0].lower()}{what[1:].strip()} ?"


def _foundings(documents: Sequence[Document]) -> Iterator[str]:
    for document in documents:
        for found in _FOUNDED.finditer(document.text):
            what = found["what"]
            lower = re.sub(r"^(La|Le|L)\b", lambda m: m.group().lower(), what)
            yield f"Quand a été créé {lower} ?"
