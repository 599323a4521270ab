"""How near the exact words are to accepted answers, as for SQuAD, with French articles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

import numpy as np

_ARTICLES: Final = re.compile(r"\b(?:le|la|les|un|une|des|du|de|d|l|au|aux)\b")
_NOT_WORDS: Final = re.compile(r"[^\w\s%€]")


def normalise(answer: str) -> list[str]:
    """Return the words of an answer without case, punctuation and articles."""
    text = _NOT_WORDS.sub(" ", answer.casefold().replace("_", " "))
    return _ARTICLES.sub(" ", text).split()


def exact_match(given: str, accepted: Sequence[str]) -> float:
    """Return 1 when `given` is one of the accepted answers, else 0."""
    return float(any(normalise(given) == normalise(answer) for answer in accepted))


def word_f1(given: str, accepted: Sequence[str]) -> float:
    """Return the best harmonic mean of precision and recall over words (Rajpurkar et al., 2016)."""
    return max((_f1(normalise(given), normalise(answer)) for answer in accepted), default=0.0)


def _f1(given: Sequence[str], accepted: Sequence[str]) -> float:
    if not given or not accepted:
        return float(given == accepted)
    common = sum((Counter(given) & Counter(accepted)).values())
    return 2 * common / (len(given) + len(accepted))


def separation(higher: Sequence[float], lower: Sequence[float]) -> float:
    """Return the chance that one of `higher` is above one of `lower`: the area under the ROC curve.

    Ties count for half.
    """
    difference = np.asarray(higher)[:, None] - np.asarray(lower)[None, :]
    return float((difference > 0).mean() + (difference == 0).mean() / 2)
