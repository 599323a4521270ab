"""Where opinions are kept: one SQLite file, for several threads and processes at once."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from pathlib import Path

from sqlalchemy import Column, Integer, MetaData, Row, String, Table, Text, delete, insert, select

from assistant.answer import Answer
from ui.database import Database
from ui.feedback.record import Feedback, Verdict

SCHEMA = 1
FILE = "avis.sqlite"
"""Name of the file, in the data folder of the settings."""

_METADATA = MetaData()
_FEEDBACK = Table(
    "feedback",
    _METADATA,
    Column("id", Integer, primary_key=True),
    Column("at", String, nullable=False, index=True),
    Column("verdict", String, nullable=False, index=True),
    Column("correction", Text, nullable=False),
    Column("turns", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("fingerprint", String, nullable=False),
    sqlite_autoincrement=True,
)


class FeedbackStore:
    """Opinions, in the order in which they came. Safe to share between threads.

    Raises:
        BaliseError: the file can't be opened, here or later.
    """

    def __init__(self, path: Path) -> None:
        self._database = Database(path, _METADATA, SCHEMA)

    def add(self, feedback: Feedback) -> int:
        """Keep an opinion; return its number, which no other one ever had."""
        row = {
            "at": _instant(feedback.at),
            "verdict": feedback.verdict.value,
            "correction": feedback.correction,
            "turns": json.dumps(feedback.turns, ensure_ascii=False),
            "answer": feedback.answer.model_dump_json(),
            "fingerprint": feedback.fingerprint,
        }
        with self._database.writing() as connection:
            query = insert(_FEEDBACK).values(row).returning(_FEEDBACK.c.id)
            return int(connection.execute(query).scalar_one())

    def numbered(self) -> list[tuple[int, Feedback]]:
        """Return all opinions with their numbers, oldest first."""
        with self._database.reading() as connection:
            rows = connection.execute(select(_FEEDBACK).order_by(_FEEDBACK.c.id)).all()
        return [(row.id, _feedback(row)) for row in rows]

    def all(self) -> list[Feedback]:
        """Return all opinions, oldest first."""
        return [feedback for _, feedback in self.numbered()]

    def forget(self, before: date | None = None) -> int:
        """Delete what was given before that day (UTC), or everything; return how many."""
        query = delete(_FEEDBACK)
        if before is not None:
            query = query.where(_FEEDBACK.c.at < _instant(datetime.combine(before, time(), UTC)))
        with self._database.writing() as connection:
            forgotten = connection.execute(query).rowcount
        self._database.shrink()
        return forgotten

    def close(self) -> None:
        """Release the file."""
        self._database.close()


def _instant(at: datetime) -> str:
    """Return an instant as text that sorts in time."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _feedback(row: Row[tuple[object, ...]]) -> Feedback:
    return Feedback(
        at=datetime.fromisoformat(row.at),
        verdict=Verdict(row.verdict),
        correction=row.correction,
        turns=tuple(json.loads(row.turns)),
        answer=Answer.model_validate_json(row.answer),
        fingerprint=row.fingerprint,
    )
