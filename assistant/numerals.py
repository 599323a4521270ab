"""Numbers in letters, as French composes them: « vingt-cinq », « trois mille deux cents »."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from assistant.words import vocabulary

_AND = r"[- ]et[- ]"
_COLLECTIVE = re.compile(r"(?:aine|ier)s?$")
"""« une centaine », « deux milliers »: they multiply what stands before them."""


@lru_cache(maxsize=1)
def numeral_pattern() -> str:
    """Return a regular expression for the numbers from two up, in folded text."""
    numbers = vocabulary().numbers
    collective = _either(word for word in numbers if _COLLECTIVE.search(word))
    exact = {word: value for word, value in numbers.items() if not _COLLECTIVE.search(word)}
    unit = _either(word for word, value in exact.items() if value < 20)
    tens = _either(word for word, value in exact.items() if 20 <= value < 100)
    one = r"une?(?![\w-])"
    under_100 = (
        rf"(?:quatre[- ]vingts?(?:[- ](?:{unit}|{one}))?"
        rf"|{tens}(?:{_AND}(?:{one}|onze)|[- ]{unit})?|{unit})"
    )
    under_1000 = rf"(?:(?:{unit}[- ])?cents?(?:[- ](?:{under_100}|{one}))?|{under_100})"
    whole = rf"(?:(?:{under_1000}[- ])?mille(?:[- ]{under_1000})?|{under_1000})"
    return rf"(?:(?:{under_100} )?{collective}|{whole})(?![\w-])"


def _either(words: Iterable[str]) -> str:
    longest_first = sorted(words, key=len, reverse=True)
    return rf"(?:{'|'.join(map(re.escape, longest_first))})(?!\w)"


def numeral_value(written: str) -> float:
    """Return the value of what `numeral_pattern` matched."""
    numbers = vocabulary().numbers | {"un": 1.0, "une": 1.0, "cents": 100.0, "vingts": 20.0}
    total = current = 0.0
    for word in re.split(r"[- ]", written):
        value = numbers.get(word, 0.0)
        if word.startswith("mille") and not _COLLECTIVE.search(word):
            total, current = total + max(current, 1.0) * value, 0.0
        elif _COLLECTIVE.search(word) or word.startswith("cent"):
            current = max(current, 1.0) * value
        elif word.startswith("vingt") and current % 100 == 4:
            current += 76
        else:
            current += value
    return total + current
