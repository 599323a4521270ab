"""What a change of documents did, kept so that the page can say what changed last."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from pydantic import Field, ValidationError

from corpus.document import Frozen

_FILE = ".derniers-changements.json"


def _now() -> datetime:
    return datetime.now(UTC)


class Changes(Frozen):
    """What one change did: titles of documents, and files that were refused."""

    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    errors: dict[str, str] = Field(default_factory=dict)
    """Why a file was left out, in French, by the name it was given under."""
    warnings: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """What was recovered or left out while reading, in French, by name of file."""
    at: datetime = Field(default_factory=_now)

    @property
    def any(self) -> bool:
        """Whether the documents are not what they were."""
        return bool(self.added or self.updated or self.removed)


def write_changes(folder: Path, changes: Changes) -> None:
    """Keep `changes` in `folder`, at once or not at all."""
    unfinished = folder / f"{_FILE}.new"
    unfinished.write_text(changes.model_dump_json(indent=1), "utf-8")
    unfinished.replace(folder / _FILE)


def read_changes(folder: Path) -> Changes | None:
    """Return the last changes, or None where there are none, or none that can be read."""
    try:
        return Changes.model_validate_json((folder / _FILE).read_text("utf-8"))
    except (OSError, ValidationError, UnicodeDecodeError):
        return None
