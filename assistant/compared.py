"""Questions that ask the same of several years or places: « en 2022 et en 2024 »."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from assistant.contrasts import contrasts_of
from assistant.coverage import terms_of
from assistant.evidence import Evidence
from assistant.kinds import Kind
from assistant.question import Question
from assistant.scope import QUANTITIES
from assistant.years import years_said
from corpus.dates import find_dates
from corpus.places import PlaceMention, find_places, is_excluded, relation
from index.analyser import analyse
from index.sentences import Span

_COMPARABLE = QUANTITIES | {Kind.DATE}
_IN = r"(?:à|en|dans|sur|aux?|pour|du|de|d['’]|chez|l['’]année|l['’]an|l[ae]s?|l['’]|fin|\s)*"
_BEFORE = re.compile(rf"(?<!\w){_IN}$", re.I)
_LINK = re.compile(
    r"\s*(?:,|,?\s*(?:et|ou|puis|contre|vs|versus|(?:plutôt\s+)?qu(?:e|['’])"
    rf"|(?P<against>face|par rapport|en comparaison|comparée?s?)))\s*{_IN}",
    re.I,
)
_PLACED = re.compile(r"(?:à|en|dans|sur|aux?|chez)(?!\w)", re.I)
_THAT = re.compile(r"\bce(?:ll|lui|ux)", re.I)
"""« dans l'offre de Lille et dans celle de Nantes »: only the place changes."""
_RANGE = re.compile(r"\b(?:entre|depuis|de)\s+(?:l['’]année\s+|l[ae]s?\s+|l['’])?$", re.I)
"""« entre 2022 et 2024 », « de Lille à Nantes »: one stretch, not two things."""


@dataclass(frozen=True, slots=True)
class Variant:
    """The same question of one year or place: `label` is that one, in the question's words."""

    label: str
    text: str


def variants_of(question: Question) -> tuple[Variant, ...]:
    """Return a question for each year, else for each place, of one that asks of several.

    So it does for each of two things that a question sets against each other.
    """
    if contrasts := contrasts_of(question.text):
        return tuple(Variant(each.label, each.text) for each in contrasts)
    if question.kind not in _COMPARABLE:
        return ()
    text = question.text
    years = [(m.start, m.end) for m in find_dates(text) if m.date.year]
    if len(years) > 1 and len(question.years) > 1:
        return _cut(text, years)
    places = [m for m in find_places(text, loose=True) if not is_excluded(text, m)]
    if len(places) > 1 and _are_apart(places):
        return _cut(text, [(m.start, m.end) for m in places])
    return ()


def tells_all(question: Question, evidence: Evidence) -> bool:
    """Whether one sentence names every year, place or thing that a question asks of."""
    if len(question.years) > 1 and set(question.years) <= {m.year for m in years_said(evidence)}:
        return True
    told = {m.territory for m in find_places(evidence.text)}
    if contrasts := contrasts_of(question.text):
        said = terms_of(evidence.text)
        return all(set(analyse(each.label)) <= said for each in contrasts)
    return len(question.territories) > 1 and set(question.territories) <= told


def _are_apart(places: Sequence[PlaceMention]) -> bool:
    pairs = combinations([place.territory for place in places], 2)
    return all(relation(one, other) == "disjoint" for one, other in pairs)


def _cut(text: str, spans: Sequence[Span]) -> tuple[Variant, ...]:
    """Return the question with each of the spans in place of all of them, if they stand together.

    Each keeps the little words before it: « à Lille », « en Bretagne ».
    """
    links = [_LINK.fullmatch(text, a[1], b[0]) for a, b in pairwise(spans)]
    opened = _start(text, 0, spans[0][0])
    if _RANGE.search(text[: spans[0][0]]):
        return ()
    variants: list[Variant] = []
    before = text[opened : spans[0][0]]
    for number, (start, stop) in enumerate(spans):
        words = before
        if number:
            link = links[number - 1]
            if link is None:
                return ()
            own = text[_start(text, spans[number - 1][1], start) : start].strip()
            words = (
                own + " "
                if _PLACED.match(own) and not _THAT.search(own) and not link["against"]
                else before
            )
        asked = f"{text[:opened]}{words}{text[start:stop]}{text[spans[-1][1] :]}"
        variants.append(Variant(text[start:stop], " ".join(asked.split())))
    return tuple(variants)


def _start(text: str, floor: int, stop: int) -> int:
    """Return where the little words before a place or a year begin, not before `floor`."""
    found = _BEFORE.search(text, floor, stop)
    return found.start() if found else stop
