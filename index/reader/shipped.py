"""The reader that ships with Balise, and how another one or none is chosen."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from corpus.document import BaliseError
from index.model_folder import checksum
from index.reader.reading import Reader
from index.reader.weights import DESCRIPTION

TRAINED: Final = Path(__file__).with_name("trained")
"""Weights that ship with Balise; `MODEL_CARD.md` there says what they were made from."""
OFF: Final = "off"


def open_reader(choice: str | None = None) -> Reader | None:
    """Load the reader of a folder, the shipped one for None, and none at all for « off ».

    Raises:
        BaliseError: a file is missing or was changed.
    """
    return None if choice == OFF else Reader.open(_folder(choice))


def reader_identity(choice: str | None = None) -> str | None:
    """Return what tells a reader from another, without loading it; None for « off ».

    Raises:
        BaliseError: there is no reader in the folder.
    """
    if choice == OFF:
        return None
    folder = _folder(choice)
    try:
        return f"{folder.name}@{checksum(folder / DESCRIPTION)[:12]}"
    except OSError as error:
        raise BaliseError(f"Le lecteur « {folder} » est absent ou incomplet.") from error


def _folder(choice: str | None) -> Path:
    return Path(choice).expanduser() if choice else TRAINED
