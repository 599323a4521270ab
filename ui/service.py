"""The assistant as the page and the API share it: one model, an index that may be replaced."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.answer import Answer, Status
from assistant.wording import say
from corpus.document import BaliseError, Document

if TYPE_CHECKING:
    from assistant.engine import Assistant
    from assistant.filters import Filters
    from index.embedding import Embedder
    from index.reader.reading import Reader
    from ui.settings import Settings

_LOG = logging.getLogger(__name__)


@dataclass
class _Lease:
    """An opened assistant and how many questions it is answering."""

    assistant: Assistant
    users: int = 0
    retired: bool = False


class Service:
    """Answers questions for everyone at once. Safe to share between threads.

    The model is loaded once. `reload` opens the index anew after it has changed; questions that
    are being answered end on the one where they began.
    """

    def __init__(self, settings: Settings, embedder: Embedder, reader: Reader | None) -> None:
        self.settings = settings
        self.embedder = embedder
        self.reader = reader
        self._lock = threading.Lock()
        self._current = _Lease(self._open())

    @classmethod
    def start(cls, settings: Settings) -> Service:
        """Load the model, open the index and answer one question to warm up.

        Raises:
            BaliseError: there is no index, or it can't be opened.
        """
        from ui.opening import check_index, load_model, load_reader

        check_index(settings)
        service = cls(settings, load_model(settings), load_reader(settings))
        service.warm_up()
        return service

    def warm_up(self) -> None:
        """Answer a question, so that nobody waits for what is loaded at first use."""
        with self._leased() as assistant:
            assistant.ask("Combien de salariés dans le numérique ?")

    def reload(self) -> None:
        """Open the index as it is now.

        Raises:
            BaliseError: it can't be opened; the previous one goes on answering.
        """
        opened = _Lease(self._open())
        with self._lock:
            previous, self._current = self._current, opened
            previous.retired = True
            idle = previous.users == 0
        if idle:
            previous.assistant.searcher.close()

    def close(self) -> None:
        """Release the index. Questions being answered end first."""
        with self._lock:
            self._current.retired = True
            idle = self._current.users == 0
        if idle:
            self._current.assistant.searcher.close()

    def ask(self, turns: Sequence[str], filters: Filters | None = None) -> Answer:
        """Answer the last of `turns`; what breaks is logged and told as such, never as unknown.

        Raises:
            QuestionError: the question is empty or too long.
            BaliseError: a filter names an unknown place.
        """
        try:
            with self._leased() as assistant:
                return assistant.ask(turns, filters=filters)
        except BaliseError:
            raise
        except Exception:  # the page must say that it failed, whatever it was
            _LOG.exception("La question n'a pas pu être traitée")
            asked = turns[-1] if turns else ""
            return Answer(
                question=asked, understood=asked, status=Status.FAILED, answer=say("failed")
            )

    def document(self, doc_id: str) -> Document:
        """Return a document of the index.

        Raises:
            KeyError: there is none with this id.
        """
        with self._leased() as assistant:
            return assistant.searcher.catalogue.document(doc_id)

    def documents(self) -> list[Document]:
        """Return all documents of the index."""
        with self._leased() as assistant:
            return list(assistant.searcher.catalogue.documents())

    def passage_counts(self) -> dict[str, int]:
        """Return the number of passages of each document, by id."""
        with self._leased() as assistant:
            return assistant.searcher.catalogue.passage_counts()

    @property
    def fingerprint(self) -> str:
        """What identifies the content of the index."""
        with self._leased() as assistant:
            return assistant.searcher.fingerprint

    def _open(self) -> Assistant:
        from assistant.engine import Assistant
        from index.search import Searcher
        from ui.opening import expected_identity

        searcher = Searcher(
            self.settings.index,
            self.embedder,
            expected_identity(self.settings),
            chroma_url=self.settings.chroma_url,
        )
        return Assistant(searcher, threshold=self.settings.threshold, reader=self.reader)

    @contextlib.contextmanager
    def _leased(self) -> Iterator[Assistant]:
        with self._lock:
            lease = self._current
            lease.users += 1
        try:
            yield lease.assistant
        finally:
            with self._lock:
                lease.users -= 1
                last = lease.retired and lease.users == 0
            if last:
                lease.assistant.searcher.close()
