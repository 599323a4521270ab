"""Conversations kept for some days: who asked is known only as the hash of a name or of a key."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Column, ColumnElement, MetaData, Row, String, Table, Text, delete, select
from sqlalchemy.dialects.sqlite import insert

from assistant.answer import Answer
from corpus.document import BaliseError
from ui.database import Database

SCHEMA = 1
FILE = "conversations.sqlite"
"""Name of the file, in the data folder of the settings."""

_METADATA = MetaData()
_CONVERSATIONS = Table(
    "conversations",
    _METADATA,
    Column("owner", String, primary_key=True),
    Column("id", String, primary_key=True),
    Column("at", String, nullable=False, index=True),
    Column("turns", Text, nullable=False),
    Column("answers", Text, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation: `answers[i]` answers `turns[i]`. `at` is when it was last saved (UTC)."""

    id: str
    at: datetime
    turns: tuple[str, ...]
    answers: tuple[Answer, ...]

    @property
    def title(self) -> str:
        """Its first question."""
        return self.turns[0] if self.turns else ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A conversation in a list: its first question, when it was last saved (UTC), its length."""

    id: str
    at: datetime
    title: str
    questions: int


def _now() -> datetime:
    return datetime.now(UTC)


class HistoryStore:
    """Conversations by owner: the name of an account, or a random key of a browser.

    What was not touched for `days` is deleted at the next save, and is never shown meanwhile.
    Safe to share between threads.

    Raises:
        BaliseError: `days` is not positive, or the file can't be opened, here or later.
    """

    def __init__(self, path: Path, days: int, now: Callable[[], datetime] = _now) -> None:
        if days <= 0:
            raise BaliseError("L'historique se garde un jour au moins (BALISE_HISTORY_DAYS).")
        self._kept = timedelta(days=days)
        self._now = now
        self._database = Database(path, _METADATA, SCHEMA)
        self.purge()

    def save(
        self, owner: str, conversation_id: str, turns: Sequence[str], answers: Sequence[Answer]
    ) -> None:
        """Keep a conversation in place of what it was; delete those that are too old.

        Raises:
            ValueError: there are not as many answers as turns, or there are none.
        """
        if not turns or len(turns) != len(answers):
            raise ValueError("a conversation has as many answers as turns")
        values = {
            "at": self._now().isoformat(timespec="microseconds"),
            "turns": json.dumps(list(turns), ensure_ascii=False),
            "answers": json.dumps([a.model_dump(mode="json") for a in answers]),
        }
        key = {"owner": _hidden(owner), "id": conversation_id}
        query = insert(_CONVERSATIONS).values(**key, **values)
        query = query.on_conflict_do_update(index_elements=["owner", "id"], set_=values)
        with self._database.writing() as connection:
            connection.execute(query)
        self.purge()

    def conversations(self, owner: str) -> list[Conversation]:
        """Return the conversations of an owner, the last saved first."""
        query = select(_CONVERSATIONS).where(self._of(owner), _CONVERSATIONS.c.at >= self._oldest())
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(_CONVERSATIONS.c.at.desc())).all()
        return [_conversation(row) for row in rows]

    def entries(self, owner: str, most: int = 100) -> list[Entry]:
        """Return the latest conversations of an owner, the last saved first, without answers."""
        columns = _CONVERSATIONS.c
        query = (
            select(columns.id, columns.at, columns.turns)
            .where(self._of(owner), columns.at >= self._oldest())
            .order_by(columns.at.desc())
            .limit(most)
        )
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        return [_entry(row.id, row.at, row.turns) for row in rows]

    def load(self, owner: str, conversation_id: str) -> Conversation | None:
        """Return a conversation of an owner, or None: nobody opens what is not theirs."""
        query = select(_CONVERSATIONS).where(
            self._of(owner),
            _CONVERSATIONS.c.id == conversation_id,
            _CONVERSATIONS.c.at >= self._oldest(),
        )
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
        return _conversation(row) if row is not None else None

    def forget(self, owner: str, conversation_id: str | None = None) -> int:
        """Delete a conversation of an owner, or all of them; return how many."""
        query = delete(_CONVERSATIONS).where(self._of(owner))
        if conversation_id is not None:
            query = query.where(_CONVERSATIONS.c.id == conversation_id)
        with self._database.writing() as connection:
            forgotten = connection.execute(query).rowcount
        self._database.shrink()
        return forgotten

    def purge(self) -> int:
        """Delete what is older than the days of retention; return how many."""
        query = delete(_CONVERSATIONS).where(_CONVERSATIONS.c.at < self._oldest())
        with self._database.writing() as connection:
            purged = connection.execute(query).rowcount
        if purged:
            self._database.shrink()
        return purged

    def close(self) -> None:
        """Release the file."""
        self._database.close()

    def _of(self, owner: str) -> ColumnElement[bool]:
        return _CONVERSATIONS.c.owner == _hidden(owner)

    def _oldest(self) -> str:
        return (self._now() - self._kept).isoformat(timespec="microseconds")


def _hidden(owner: str) -> str:
    """Return what stands for an owner: who reads the file learns no name and no key."""
    return hashlib.sha256(f"balise\0{owner}".encode()).hexdigest()


def _conversation(row: Row[tuple[object, ...]]) -> Conversation:
    return Conversation(
        id=row.id,
        at=datetime.fromisoformat(row.at),
        turns=tuple(json.loads(row.turns)),
        answers=tuple(Answer.model_validate(answer) for answer in json.loads(row.answers)),
    )


def _entry(conversation_id: str, at: str, written: str) -> Entry:
    turns = json.loads(written)
    title = turns[0] if turns else ""
    return Entry(conversation_id, datetime.fromisoformat(at), title, len(turns))
