"""A sentence-transformers folder made by Balise: whole or not at all, with a record of itself.

The folder is the same, byte for byte, on every platform, and so is the fingerprint of the model.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from corpus.document import BaliseError
from index.blocks import SCALE, Stored, decode_all

if TYPE_CHECKING:
    from torch import Tensor

RECORD_NAME: Final = "balise-model.json"
DECODER_VERSION: Final = 3  # raise it when the folder's content changes: old ones are redone
SPECIALS: Final = {"bos": "<s>", "eos": "</s>", "unk": "<unk>", "pad": "<pad>", "mask": "<mask>"}

Progress = Callable[[float], None] | None

_TOKENIZER: Final = "tokenizer.json"
_WEIGHTS: Final = "model.safetensors"
_FILES: Final = (
    "config.json", "modules.json", "sentence_bert_config.json", "config_sentence_transformers.json",
    "tokenizer_config.json", _TOKENIZER, _WEIGHTS, RECORD_NAME,
)  # fmt: skip


@dataclass(frozen=True)
class ModelContent:
    """What a folder is made from.

    `config` is the `BertConfig`, `tokenizer` the bytes of its `tokenizer.json`, `stored` holds
    every tensor under its `BertModel` name, without the pooler, as `index.blocks` reads them.
    """

    config: dict[str, Any]
    tokenizer: bytes
    stored: Mapping[str, Stored]


def make_folder(
    target: Path,
    source: dict[str, Any],
    read: Callable[[], ModelContent],
    *,
    on_progress: Progress = None,
) -> None:
    """Make `target` the sentence-transformers folder of a model, unless it already is.

    `source` says, in JSON, what the folder is made from: one made from anything else is replaced.
    The folder appears whole or not at all, and two processes may ask for it at once: the second
    waits. `on_progress` receives the share done, from 0 to 1. Raises BaliseError when `target`
    cannot be written or holds something else than a model, and what `read` raises.
    """
    from filelock import FileLock

    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{target}.lock"):
            if is_complete(target, source):
                return
            content = read()
            partial = target.with_name(f".{target.name}.partial")
            for unusable in filter(Path.exists, (partial, target)):
                _remove_model(unusable)
            _write_folder(partial, content, source, on_progress)
            partial.replace(target)
    except OSError as error:
        raise BaliseError(
            f"Impossible de préparer le modèle dans « {target} » : {error.strerror or error}."
        ) from error


def _remove_model(folder: Path) -> None:
    """Remove an unfinished or outdated model; a folder with anything else in it is refused."""
    if strangers := {path.name for path in folder.iterdir()} - {*_FILES, "1_Pooling"}:
        raise BaliseError(f"« {folder} » contient autre chose qu'un modèle : {min(strangers)}.")
    shutil.rmtree(folder)


def read_record(folder: Path) -> dict[str, dict[str, Any]] | None:
    """The record of a folder that we wrote, or None for any other folder.

    `source` says what it was made from, `sizes` gives the bytes of each file, `files` its sha256.
    """
    try:
        record = json.loads((folder / RECORD_NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    is_ours = isinstance(record, dict) and {"source", "files", "sizes"} <= record.keys()
    return record if is_ours else None


def is_complete(folder: Path, source: dict[str, Any]) -> bool:
    """Whether `folder` was made from `source` by this version and has all its files."""
    record = read_record(folder)
    if record is None or record["source"] != _dated(source):
        return False
    paths = {folder / name: size for name, size in record["sizes"].items()}
    return all(path.is_file() and path.stat().st_size == size for path, size in paths.items())


def checksum(path: Path) -> str:
    """The sha256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _dated(source: dict[str, Any]) -> dict[str, Any]:
    return {**source, "decoder": DECODER_VERSION}


def _write_folder(
    folder: Path, content: ModelContent, source: dict[str, Any], on_progress: Progress
) -> None:
    from safetensors.torch import save_file

    (folder / "1_Pooling").mkdir(parents=True)
    described = _describe(content)
    for name, value in described.items():
        _write_json(folder / name, value)
    (folder / _TOKENIZER).write_bytes(content.tokenizer)
    save_file(_tensors(content, on_progress), folder / _WEIGHTS, {"format": "pt"})
    names = [*described, _TOKENIZER, _WEIGHTS]
    record = {
        "source": _dated(source),
        "files": {name: checksum(folder / name) for name in names},
        "sizes": {name: (folder / name).stat().st_size for name in names},
    }
    _write_json(folder / RECORD_NAME, record)


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=2), encoding="utf-8", newline="\n")


def _describe(content: ModelContent) -> dict[str, object]:
    """Return what sentence-transformers and transformers read beside the weights, by file."""
    kinds = {"Transformer": "", "Pooling": "1_Pooling", "Normalize": "2_Normalize"}
    prompts = {"query": "query: ", "passage": "passage: ", "document": "passage: "}
    hidden, limit = (content.config[key] for key in ("hidden_size", "max_position_embeddings"))
    added = json.loads(content.tokenizer)["added_tokens"]
    return {
        "config.json": content.config,
        "modules.json": [
            {"idx": i, "name": str(i), "path": path, "type": f"sentence_transformers.models.{kind}"}
            for i, (kind, path) in enumerate(kinds.items())
        ],
        "sentence_bert_config.json": {"max_seq_length": limit, "do_lower_case": False},
        "1_Pooling/config.json": {
            "word_embedding_dimension": hidden, "pooling_mode_mean_tokens": True,
        },
        "config_sentence_transformers.json": {"prompts": prompts},
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": limit,
            **{f"{role}_token": token for role, token in SPECIALS.items()},
            # Without these transformers parses tokenizer.json twice, for one second more.
            "added_tokens_decoder": {
                token["id"]: {"content": token["content"], "special": True} for token in added
            },
        },
    }  # fmt: skip


def _tensors(content: ModelContent, on_progress: Progress) -> dict[str, Tensor]:
    import torch

    tensors: dict[str, Tensor] = {}
    count = sum(not name.endswith(SCALE) for name in content.stored)
    for done, (name, weights) in enumerate(decode_all(content.stored), start=1):
        tensors[name] = torch.from_numpy(weights).to(torch.bfloat16)
        if on_progress is not None:
            on_progress(done / count)
    # The file has no pooler, and mean pooling uses none: zeros keep transformers from drawing one.
    hidden = int(content.config["hidden_size"])
    tensors["pooler.dense.weight"] = torch.zeros((hidden, hidden), dtype=torch.bfloat16)
    tensors["pooler.dense.bias"] = torch.zeros(hidden, dtype=torch.bfloat16)
    return tensors
