"""The embedding model that ships with Balise, ready to be read by sentence-transformers.

`e5/model.json` describes it and points at three files: the encoder, which is its own, and the
table of pieces and the tokenizer, which are those of the reader and are stored once.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final, Literal

from pydantic import ValidationError

from corpus.document import BaliseError, Frozen
from index.blocks import PIECE_TABLE
from index.model_folder import ModelContent, Progress, checksum, is_complete, make_folder

E5: Final = Path(__file__).with_name("e5")
"""Where the model is; `MODEL_CARD.md` there says what it is and what it was made from."""
SHARED: Final = Path(__file__).with_name("reader") / "trained"
"""Where the table of pieces and the tokenizer are."""
DESCRIPTION, ENCODER = "model.json", "encoder.safetensors"
PIECES, TOKENIZER = "pieces.safetensors", "tokenizer.json"
ROWS: Final = "rows"
"""The name of the table in `pieces.safetensors`."""

_ADVICE: Final = "Réinstallez Balise."


class ShippedFile(Frozen):
    """A file of the model: its path from the folder of the description, and its sha256."""

    path: str
    sha256: str


class ShippedFiles(Frozen):
    """The three files that hold the whole model."""

    encoder: ShippedFile
    pieces: ShippedFile
    tokenizer: ShippedFile


class Shipped(Frozen):
    """What `model.json` says: `config` is the `BertConfig`, `origin` where the weights are from."""

    format: Literal[1] = 1
    name: str
    licence: str
    origin: dict[str, str]
    config: dict[str, Any]
    files: ShippedFiles

    @property
    def source(self) -> dict[str, Any]:
        """What tells a folder made from this model from any other."""
        return {"model": self.name, "config": self.config, "files": self.files.model_dump()}


def read_shipped(home: Path = E5) -> Shipped:
    """Read the description of the model in `home`.

    Raises:
        BaliseError: it is missing or damaged.
    """
    try:
        return Shipped.model_validate_json((home / DESCRIPTION).read_bytes())
    except (OSError, ValidationError) as error:
        raise BaliseError(
            f"Le modèle fourni avec Balise est absent ou incomplet : « {home / DESCRIPTION} » "
            f"ne se lit pas. {_ADVICE}"
        ) from error


def read_content(home: Path = E5) -> ModelContent:
    """Read the model in `home`, its tensors as they are stored.

    Raises:
        BaliseError: a file is missing, or is not the one that was described.
    """
    from safetensors.numpy import load_file

    shipped = read_shipped(home)
    encoder, pieces, tokenizer = (
        _checked(home, file)
        for file in (shipped.files.encoder, shipped.files.pieces, shipped.files.tokenizer)
    )
    stored = {PIECE_TABLE: load_file(pieces)[ROWS], **load_file(encoder)}
    return ModelContent(shipped.config, tokenizer.read_bytes(), stored)


def _checked(home: Path, file: ShippedFile) -> Path:
    path = (home / file.path).resolve()
    try:
        is_right = checksum(path) == file.sha256
    except OSError as error:
        raise BaliseError(
            f"Le modèle fourni avec Balise est incomplet : « {path} » ne se lit pas. {_ADVICE}"
        ) from error
    if not is_right:
        raise BaliseError(
            f"Le modèle fourni avec Balise a un fichier modifié : « {path} ». {_ADVICE}"
        )
    return path


def decode_shipped(target: Path, home: Path = E5, *, on_progress: Progress = None) -> None:
    """Make `target` the sentence-transformers folder of the model in `home`, unless it is.

    The folder appears whole or not at all, whatever other processes do meanwhile; `on_progress`
    receives the share done.

    Raises:
        BaliseError: a file of the model is missing or was changed, or `target` cannot be written
            or holds something else.
    """
    source = read_shipped(home).source
    if not is_complete(target, source):
        make_folder(target, source, lambda: read_content(home), on_progress=on_progress)
