"""Which one of a series is meant: « la troisième édition » is not the second."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from assistant.question import Question
from index.analyser import analyse, fold

if TYPE_CHECKING:
    from assistant.evidence import Evidence

_IN_LETTERS: Final = {
    "premier": 1, "premiere": 1, "deuxieme": 2, "second": 2, "seconde": 2, "troisieme": 3,
    "quatrieme": 4, "cinquieme": 5, "sixieme": 6, "septieme": 7, "huitieme": 8, "neuvieme": 9,
    "dixieme": 10, "onzieme": 11, "douzieme": 12,
}  # fmt: skip
_RANK = rf"(?:(?P<letters>{'|'.join(_IN_LETTERS)})s?|(?P<digits>\d{{1,3}})(?:er|re|ere|eme|e|nde?))"
_ANOTHER = re.sub(r"\?P<\w+>", "?:", _RANK)
_ORDINAL = re.compile(
    rf"\b{_RANK}(?=(?:\s+(?:et|ou|a)\s+(?:l[ae]\s+)?{_ANOTHER})*\s+(?P<noun>[a-z]+))"
)
_SERIES = frozenset(analyse("édition promotion session saison vague phase rencontre"))
"""What comes back with a number: a document about one of them is about no other."""


def fits_the_order(question: Question, evidence: Evidence) -> bool:
    """Tell whether evidence may be about the one of a series that the question names.

    What says « seconde édition » does not hold for the third, nor does the rest of a document
    that only tells of the second.
    """
    wanted = ordinals_in(question.text)
    if not wanted:
        return True
    for said in (evidence.text, evidence.lead):
        here = _of_nouns(ordinals_in(said), wanted)
        if here:
            return bool(here & wanted)
    series = frozenset(pair for pair in wanted if pair[1] in _SERIES)
    told = _of_nouns(ordinals_in(evidence.document.text), series)
    return not told or bool(told & series)


@lru_cache(maxsize=512)
def ordinals_in(text: str) -> frozenset[tuple[int, str]]:
    """Return the (rank, term) of each noun that an ordinal comes before."""
    found: set[tuple[int, str]] = set()
    for match in _ORDINAL.finditer(fold(text)):
        terms = analyse(match["noun"])
        if terms:
            rank = _IN_LETTERS[match["letters"]] if match["letters"] else int(match["digits"])
            found.add((rank, terms[0]))
    return frozenset(found)


def _of_nouns(
    found: frozenset[tuple[int, str]], wanted: frozenset[tuple[int, str]]
) -> frozenset[tuple[int, str]]:
    nouns = {noun for _, noun in wanted}
    return frozenset(pair for pair in found if pair[1] in nouns)
