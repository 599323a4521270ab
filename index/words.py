"""The words of the indexed documents as they are written: for spelling, and to know names."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from index.analyser import fold

_WORD = re.compile(r"[^\W\d_]{2,}")
_ADDRESS = re.compile(r"\S+@\S+|\bhttps?://\S+|\bwww\.\S+", re.I)
"""Names are in small letters there, whatever they are elsewhere."""
_LONGEST_ACRONYM = 5
_NEARLY = 0.6
"""A longer word all in capitals is shouted, as titles are: it is not a name for that."""
_OPENING = re.compile(r"(?:^|[.!?…:»«“\"\n•–—]|(?<!\w)-)\s*$")
"""What stands before a capital that grammar asks for; not the hyphen of « Saint-Omer »."""


@dataclass(frozen=True, slots=True)
class Word:
    """A folded word of the documents: its commonest spelling, and how often it is a name.

    `capitals` counts the uses with a capital where grammar asks for none, `openings` those
    where it asks for one, which tell nothing.
    """

    surface: str
    count: int
    capitals: int
    openings: int = 0

    @property
    def is_name(self) -> bool:
        """Whether the documents nearly always write it with a capital."""
        return self.capitals > 0 and self.capitals >= _NEARLY * (self.count - self.openings)


class WordList:
    """Folded words of the documents."""

    def __init__(self, words: dict[str, Word]) -> None:
        self.words = words

    def __contains__(self, folded: object) -> bool:
        return folded in self.words

    def get(self, folded: str) -> Word | None:
        """Return what is known of a folded word, or None."""
        return self.words.get(folded)

    @classmethod
    def of(cls, texts: Iterable[str]) -> WordList:
        """Count the words of `texts`."""
        written: Counter[tuple[str, bool]] = Counter()
        for text in texts:
            text = _ADDRESS.sub(" ", text)
            for match in _WORD.finditer(text):
                surface, start = match.group(), match.start()
                shouted = surface.isupper() and len(surface) > _LONGEST_ACRONYM
                before = text[max(0, start - 3) : start]
                opening = surface[0].isupper() and (
                    shouted or bool(_OPENING.search(before)) or _opens_cell(before, surface)
                )
                written[surface, opening] += 1
        surfaces: dict[str, Counter[str]] = {}
        capitals: Counter[str] = Counter()
        openings: Counter[str] = Counter()
        for (surface, opening), count in written.items():
            folded = fold(surface)
            if opening:
                openings[folded] += count
            elif surface[0].isupper():
                capitals[folded] += count
            spelling = surface.lower() if opening else surface
            surfaces.setdefault(folded, Counter())[spelling] += count
        return cls(
            {
                folded: Word(
                    surface=counter.most_common(1)[0][0],
                    count=counter.total(),
                    capitals=capitals[folded],
                    openings=openings[folded],
                )
                for folded, counter in surfaces.items()
            }
        )

    def save(self, path: Path) -> None:
        """Write the list as JSON."""
        rows = {k: [w.surface, w.count, w.capitals, w.openings] for k, w in self.words.items()}
        path.write_text(json.dumps(rows, ensure_ascii=False), "utf-8")

    @classmethod
    def load(cls, path: Path) -> WordList:
        """Read what `save` wrote."""
        rows = json.loads(path.read_text("utf-8"))
        return cls({folded: Word(*values) for folded, values in rows.items()})


def _opens_cell(before: str, surface: str) -> bool:
    """Whether an everyday word opens the cell of a table: « | Hôtellerie | » is no name."""
    return before.endswith("| ") and fold(surface) in common_french()


@lru_cache(maxsize=1)
def common_french() -> dict[str, int]:
    """Return the folded words of everyday French with their frequency, from pyspellchecker."""
    from spellchecker import SpellChecker

    counts: dict[str, int] = {}
    for word, count in SpellChecker(language="fr").word_frequency.dictionary.items():
        folded = word if word.isascii() else fold(word)
        counts[folded] = counts.get(folded, 0) + int(count)
    return counts
