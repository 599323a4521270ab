"""Questions to begin with: drawn from the indexed documents, and only those that are answered."""

from __future__ import annotations

import logging
import re
import threading
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from assistant.answer import Answer, Status
from assistant.related import suggested_by
from corpus.document import BaliseError, Document
from index.passage import split_document

if TYPE_CHECKING:
    from ui.service import Service

WANTED = 4
_MOST_TRIED = 24
"""Questions tried at most: each costs a search."""
_LONGEST_S = 4.0
"""Seconds after which those found so far are enough."""
_PASSAGES_READ = 24
"""Passages of a document that are read for questions."""
_LOG = logging.getLogger(__name__)
_WHEN = re.compile(r"^(?P<what>(?:La|Le|L[’']) ?[^:,.\n]{6,60}?)(?: :|,| en | dans ).*\bdates?\b")
_OPENINGS = ("Combien ", "Qui ", "Quand ", "Qu'est-ce ")


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

    @staticmethod
    def _candidates(documents: Sequence[Document]) -> Iterator[str]:
        """Yield one question of each sort in turn, so that the first four differ."""
        latest = sorted(documents, key=lambda d: d.published.iso, reverse=True)[:_MOST_TRIED]
        told = [question for document in latest for question in _suggested(document)]
        sorts = [iter([q for q in told if q.startswith(opening)]) for opening in _OPENINGS]
        sorts += [_whens(documents), iter([q for q in told if not q.startswith(_OPENINGS)])]
        seen: set[str] = set()
        while sorts:
            for sort in list(sorts):
                question = next((q for q in sort if q not in seen), None)
                if question is None:
                    sorts.remove(sort)
                else:
                    seen.add(question)
                    yield question


def _shows_something_new(answer: Answer, kept: Sequence[Answer]) -> bool:
    if answer.status is not Status.ANSWERED:
        return False
    said = {a.citations[0].quote for a in kept}
    conflicts = any(a.conflicts for a in kept)
    return answer.citations[0].quote not in said and not (answer.conflicts and conflicts)


def _suggested(document: Document) -> Iterator[str]:
    for passage in split_document(document)[:_PASSAGES_READ]:
        yield from (found.question for found in suggested_by(document, passage))


def _whens(documents: Sequence[Document]) -> Iterator[str]:
    for document in documents:
        if found := _WHEN.match(document.title):
            what = found["what"]
            yield f"Quand a lieu {what[0].lower()}{what[1:].strip()} ?"
