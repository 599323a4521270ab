"""SQLite as the page uses it: several threads and processes at once, and deletions that last."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import MetaData, create_engine, event, text
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DatabaseError, OperationalError

from corpus.document import BaliseError

_WAIT_S = 30
"""How long a writer waits for another one."""


class Database:
    """A SQLite file with the tables of `metadata`, made when it is opened.

    `schema` is kept in the file: one that was written by a later program is refused rather than
    misread. Safe to share between threads, and between processes that each open the file.

    Raises:
        BaliseError: the file can't be opened or written, is not SQLite, or is of a later schema.
    """

    def __init__(self, path: Path, metadata: MetaData, schema: int) -> None:
        self._path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise BaliseError(
                f"Impossible de créer le dossier « {path.parent} » ({error.strerror})."
            ) from error
        self._engine = _engine(path)
        with self.writing() as connection:
            found = int(connection.execute(text("PRAGMA user_version")).scalar_one())
            if found > schema:
                raise BaliseError(
                    f"« {path} » a été écrit par une version plus récente de Balise : "
                    "mettez Balise à jour."
                )
            metadata.create_all(connection)
            connection.execute(text(f"PRAGMA user_version = {schema:d}"))

    @contextlib.contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection in a transaction that nothing else writes during; then commit."""
        with self._explained(), self._engine.connect() as connection:
            connection.execute(text("BEGIN IMMEDIATE"))
            try:
                yield connection
            except BaseException:
                connection.rollback()
                raise
            connection.commit()

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one state of the file."""
        with self._explained(), self._engine.connect() as connection:
            connection.execute(text("BEGIN"))
            try:
                yield connection
            finally:
                connection.rollback()

    def shrink(self) -> None:
        """Give back the room of what was deleted, and leave no trace of it in the journal.

        Where somebody else is reading, the next call does it.
        """
        with contextlib.suppress(OperationalError), self._engine.connect() as connection:
            connection.execute(text("VACUUM"))
            connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))

    def close(self) -> None:
        """Release the file."""
        self._engine.dispose()

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except DatabaseError as error:
            raise BaliseError(f"« {self._path} » ne peut pas être lu ({error.orig}).") from error


def _engine(path: Path) -> Engine:
    engine = create_engine(
        f"sqlite:///{path}", connect_args={"timeout": _WAIT_S, "isolation_level": None}
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: Any) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA secure_delete = ON")  # what is forgotten is overwritten
        cursor.close()

    return engine
