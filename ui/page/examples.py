"""Questions to begin with: drawn from the indexed documents, and only those that are answered."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from assistant.answer import Answer, Status
from corpus.document import Document

if TYPE_CHECKING:
    from ui.service import Service

WANTED = 4
_MOST_TRIED = 24
"""Questions tried at most: each costs a search."""
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
    """Questions that the sources answer, found once for each state of the index."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._lock = threading.Lock()
        self._of = ""
        self._questions: tuple[str, ...] = ()

    def current(self) -> tuple[str, ...]:
        """Return up to `WANTED` questions, as various as the documents allow."""
        with self._lock:
            fingerprint = self._service.fingerprint
            if fingerprint != self._of:
                self._questions = tuple(self._find())
                self._of = fingerprint
            return self._questions

    def _find(self) -> Iterator[str]:
        documents = self._service.documents()
        kept: list[Answer] = []
        for tried, question in enumerate(self._candidates(documents)):
            if len(kept) == WANTED or tried == _MOST_TRIED:
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
        for document in sorted(documents, key=lambda d: d.published.iso, reverse=True):
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
