"""Years told by another one: « contre 8 900 l'année précédente », « l'an dernier »."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.dates import find_dates
from corpus.document import PartialDate

_THE_YEAR_BEFORE = re.compile(
    r"\b(?:l['’]ann[ée]e (?:pr[ée]c[ée]dente|d['’]avant)"
    r"|un an (?:plus t[ôo]t|avant|auparavant))\b",
    re.IGNORECASE,
)
_THE_YEAR_AFTER = re.compile(
    r"\b(?:l['’]ann[ée]e suivante|un an (?:plus tard|apr[èe]s))\b", re.IGNORECASE
)
_LAST_YEAR = re.compile(r"\bl['’]an(?:n[ée]e)? (?:derni(?:er|[èe]re)|pass[ée]e?)\b", re.IGNORECASE)
_THIS_YEAR = re.compile(r"\bcette ann[ée]e\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class YearMention:
    """A year, and the words that name it or tell it by another: `text[start:end]`."""

    year: int
    start: int
    end: int


def find_relative_years(text: str, published: PartialDate) -> list[YearMention]:
    """Return the years that `text` tells by another one, in no particular order.

    « L'année d'avant » counts from the year last named before it, « l'an dernier » from the
    publication; where that is not known, or only guessed, nothing is returned for it.
    """
    known = None if published.inferred else published.year
    found: list[YearMention] = []
    for pattern, step in ((_LAST_YEAR, -1), (_THIS_YEAR, 0)):
        if known:
            found += [YearMention(known + step, *m.span()) for m in pattern.finditer(text)]
    for pattern, step in ((_THE_YEAR_BEFORE, -1), (_THE_YEAR_AFTER, 1)):
        for match in pattern.finditer(text):
            named = [m.date.year for m in find_dates(text[: match.start()]) if m.date.year]
            base = named[-1] if named else known if step < 0 else None
            if base:
                found.append(YearMention(base + step, *match.span()))
    return found
