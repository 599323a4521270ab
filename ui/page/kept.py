"""The screen of the conversations that are kept: listed, opened again, forgotten one by one.

It is only there where history is on. Whose they are is checked by the store at each action.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from assistant.wording import french_date
from corpus.document import BaliseError, PartialDate
from ui.history.store import Entry, HistoryStore
from ui.page.context import PageContext
from ui.page.keeping import owner_of
from ui.page.rendering import render
from ui.page.state import MAX_TURNS, Session, Turn
from ui.page.texts import tell
from ui.public import public_answer
from ui.roles import Visitor

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class KeptScreen:
    """The screen of the kept conversations."""

    context: PageContext

    def show(self, session: Session, visitor: Visitor, *, asked: str = "", done: str = "") -> str:
        """Return the list; the conversation `asked` is about to be forgotten, `done` has been.

        Raises:
            BaliseError: it can't be read.
        """
        with self._store(session) as store:
            entries = store.entries(owner_of(session, visitor)) if store else []
        return render(
            "kept",
            session.register_,
            entries=[(entry, _when(entry)) for entry in entries],
            asked=asked,
            done=done,
            current=session.id,
            days=self.context.settings.history_days,
        )

    def reopened(self, session: Session, visitor: Visitor, conversation_id: str) -> Session:
        """Return the session with a kept conversation in place of its own.

        Raises:
            BaliseError: it is no longer kept, or can't be read.
        """
        with self._store(session) as store:
            found = store.load(owner_of(session, visitor), conversation_id) if store else None
        if found is None:
            raise BaliseError(tell("kept_gone", session.register_))
        turns = [Turn(answer=public_answer(answer)) for answer in found.answers]
        return session.model_copy(update={"id": found.id, "turns": tuple(turns[-MAX_TURNS:])})

    def forgotten(self, session: Session, visitor: Visitor, conversation_id: str) -> Session:
        """Forget a conversation and return the session, emptied where it was this one.

        Raises:
            BaliseError: it can't be forgotten.
        """
        with self._store(session) as store:
            if store and conversation_id:
                store.forget(owner_of(session, visitor), conversation_id)
        # What stays in the browser would be kept again with its next question.
        return session.renewed() if conversation_id == session.id else session

    @contextlib.contextmanager
    def _store(self, session: Session) -> Iterator[HistoryStore | None]:
        """Give the store, and tell what goes wrong with it without naming its file."""
        try:
            yield self.context.history
        except BaliseError as error:
            _LOG.exception("Les conversations gardées ne répondent pas")
            raise BaliseError(tell("kept_failed", session.register_)) from error


def _when(entry: Entry) -> str:
    """Return the day and the time of a conversation, where the server stands."""
    at: datetime = entry.at.astimezone()
    return tell(
        "kept_when",
        date=french_date(PartialDate(iso=at.date().isoformat())),
        time=at.strftime("%H:%M"),
    )
