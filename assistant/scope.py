"""Whether evidence holds for the place, the year, the names and the person of a question."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum

from assistant.discourse import above, territories_of
from assistant.evidence import Evidence
from assistant.figures import Figure
from assistant.kinds import Kind
from assistant.mentioned import places_in, said_before, said_of
from assistant.publics import Public, Standing, depends_on_whom, public_of, standing, tells_who_may
from assistant.question import Question
from assistant.tables import row_of
from assistant.words import vocabulary
from corpus.dates import find_dates
from corpus.document import Territory, TerritoryLevel
from corpus.places import (
    find_places,
    is_named_after,
    relation,
    widen,
)

QUANTITIES = frozenset({Kind.NUMBER, Kind.PERCENT, Kind.MONEY, Kind.DURATION})
_OF_SOMEONE = frozenset({Kind.PERSON, Kind.WHO_IS, Kind.DATE, Kind.CAUSE})
"""Questions whose answer may name another place in passing (where somebody comes from)."""

_LABEL = re.compile(r"[-–—•*▪\s]*[A-ZÀ-Ý][^:|\n]{1,40}?\s?(?::|\||(?=\s[–—-]\s\d)|(?=\s{2,}\d))")
"""« • Laval : 6 octobre »: what a line says is of the place that it is labelled with."""
_THERE = re.compile(r",? (?:à|aux?|en|dans) (?:l[ae] |les |l['’])?")


class Fit(StrEnum):
    """How evidence stands to what is asked."""

    HOLDS = "holds"
    WIDER = "wider"
    NARROWER = "narrower"
    ELSEWHERE = "elsewhere"
    UNSAID = "unsaid"


_NAMED = frozenset({Fit.HOLDS, Fit.NARROWER})


def territory_fit(question: Question, evidence: Evidence) -> Fit:
    """Say whether `evidence` holds for the places of the question.

    The nearest statement of a place decides: the sentence's own, else that of the sentences and
    headings before it, else the document's territory.
    """
    if not question.territories:
        return Fit.HOLDS
    asked = question.territories
    document = evidence.document
    own = places_in(evidence.text, document, said_before(evidence))
    if (label := _LABEL.match(evidence.text)) and (told := places_in(label.group(), document)):
        return _best(asked, told)
    if own and _is_of_another_part(question, own):
        return Fit.ELSEWHERE
    if own:
        fit = _best(asked, own)
        asks_where = question.kind is Kind.PLACE and not question.inside
        in_passing = question.kind in _OF_SOMEONE and not _is_dated_by_place(question, evidence)
        if fit is Fit.ELSEWHERE and (in_passing or asks_where):
            around = [
                *places_in(said_before(evidence), document),
                *places_in(document.title, document),
            ]
            if asks_where:
                # « d'où part-on pour le salon *de Vannes* ? »
                around += territories_of(evidence.hit)
            return Fit.HOLDS if _best(asked, around) is Fit.HOLDS else fit
        if fit is Fit.WIDER and (question.names or question.kind not in QUANTITIES):
            around = places_in(said_before(evidence), document)
            if _best(asked, around) is Fit.HOLDS:
                return Fit.HOLDS
        return fit if fit is not Fit.WIDER else _wider(question, own)
    under = evidence.neighbour(1) if evidence.is_heading else ""
    for text in (under, said_before(evidence), above(evidence.hit)):
        near = places_in(text, document)
        if near:
            fit = _best(asked, near)
            if fit is Fit.WIDER:
                fit = _wider(question, near)
            if fit in {Fit.HOLDS, Fit.NARROWER}:
                return fit
    if of_all := territories_of(evidence.hit):
        return _best(asked, of_all)
    return Fit.UNSAID


def _is_dated_by_place(question: Question, evidence: Evidence) -> bool:
    """Whether dates are told of one place each: « le 7 mai à Vannes, le 9 à Auray »."""
    text, ends = evidence.text, [date.end for date in find_dates(evidence.text)]
    return question.kind is Kind.DATE and any(
        _THERE.fullmatch(text, end, place.start) for place in find_places(text) for end in ends
    )


def is_labelled_there(question: Question, evidence: Evidence) -> bool:
    """Whether evidence is a row of a table that is labelled with a place asked."""
    row = row_of(evidence.document, evidence.span)
    if row is None:
        return False
    places = places_in(evidence.document.text[slice(*row.label)], evidence.document)
    return any(
        relation(place, asked) == "same" for place in places for asked in question.territories
    )


def _is_of_another_part(question: Question, found: Sequence[Territory]) -> bool:
    """Whether « la part de la Somme dans les Hauts-de-France » meets what is said of the Oise."""
    asked = question.territories
    parts = [t for t in asked if any(relation(t, u) == "inside" for u in asked)]
    if question.kind is not Kind.PERCENT or not parts:
        return False
    others = [place for place in found if place not in asked]
    return (
        bool(others)
        and _best(parts, found) is not Fit.HOLDS
        and all(relation(place, part) == "disjoint" for place in others for part in parts)
    )


def _wider(question: Question, found: Iterable[Territory]) -> Fit:
    """A town's own area or metropolis may speak for it, figures aside."""
    local = [t for t in found if t.level in {TerritoryLevel.AREA, TerritoryLevel.INTERCOMMUNAL}]
    near = _best(question.territories, local) is Fit.WIDER
    return Fit.HOLDS if near and question.kind not in QUANTITIES else Fit.WIDER


def widened_to(question: Question, evidence: Evidence) -> Territory | None:
    """Return the wider territory that evidence speaks of, when it stands in for the place asked.

    None when the evidence, or what stands just before it, names the place itself.
    """
    document = evidence.document
    texts = [evidence.text, said_before(evidence), above(evidence.hit)]
    texts += [evidence.neighbour(1)] if evidence.is_heading else []
    named = [place for text in texts for place in places_in(text, document)]
    if not question.territories or _best(question.territories, named) in _NAMED:
        return None
    if not named and _best(question.territories, territories_of(evidence.hit)) in _NAMED:
        return None
    near = [*named, *territories_of(evidence.hit)]
    wider = [t for t in near if _best(question.territories, [t]) is Fit.WIDER]
    return max(wider, key=lambda t: len(widen(t)), default=None)


def holds_there(question: Question, evidence: Evidence) -> bool:
    """Whether evidence may answer for the places asked.

    A part never stands for the whole in a quantity, unless the question names the very thing
    that is counted.
    """
    fit = territory_fit(question, evidence)
    if fit is Fit.HOLDS:
        return True
    if fit is Fit.WIDER and (question.names or question.kind in QUANTITIES):
        return _is_of_its_area(question, evidence)
    if fit is Fit.NARROWER:
        whole = question.kind in QUANTITIES and not question.names
        return not whole or namesake_of(question, evidence) is not None
    return False


def namesake_of(question: Question, evidence: Evidence) -> Territory | None:
    """Return the town that gives its name to the area asked, when evidence is of the town alone.

    « Dans le Dunkerquois » and « à Dunkerque » are said of the same firms and the same years.
    """
    document = evidence.document
    for text in (evidence.text, said_before(evidence), above(evidence.hit)):
        found = places_in(text, document)
        if found:
            return _town_named(question.territories, found)
    return _town_named(question.territories, territories_of(evidence.hit))


def _is_of_its_area(question: Question, evidence: Evidence) -> bool:
    """Whether evidence is of the area that bears the name of the town asked.

    « Le projet d'Orvalia dans le Douaisis » is the one that Orvalia has « près de Douai ». How
    many there are of anything in a town, only its metropolis tells, and it is said to.
    """
    document, figures = evidence.document, evidence.match.figures
    texts = (evidence.text, said_before(evidence), above(evidence.hit), document.title)
    found = said_of(evidence, figures[0]) if figures and question.kind in QUANTITIES else []
    if not found:
        found = next((places for text in texts if (places := places_in(text, document))), [])
    if not question.names:
        found = [area for area in found if area.level is TerritoryLevel.INTERCOMMUNAL]
    asked = question.territories
    return any(is_named_after(area, town) for area in found for town in asked)


def _town_named(asked: Sequence[Territory], found: Sequence[Territory]) -> Territory | None:
    if _best(asked, found) is not Fit.NARROWER:
        return None
    return next((town for town in found for area in asked if is_named_after(area, town)), None)


def _best(asked: Iterable[Territory], found: Iterable[Territory]) -> Fit:
    order = {
        "same": Fit.HOLDS,
        "inside": Fit.NARROWER,
        "contains": Fit.WIDER,
        "disjoint": Fit.ELSEWHERE,
    }
    ranks = [Fit.HOLDS, Fit.NARROWER, Fit.WIDER, Fit.ELSEWHERE]
    fits = [order[relation(place, wanted)] for wanted in asked for place in found]
    return min(fits, key=ranks.index) if fits else Fit.UNSAID


def holds_for_figure(question: Question, evidence: Evidence, figure: Figure) -> bool:
    """Whether a figure is said of the place asked, in a sentence that may tell of several."""
    if not question.territories:
        return True
    places = said_of(evidence, figure)
    if not places or _best(question.territories, places) in _NAMED:
        return True
    return _best(question.territories, places_in(evidence.text, evidence.document)) not in _NAMED


def same_place(
    question: Question, one: tuple[Evidence, Figure], other: tuple[Evidence, Figure]
) -> bool:
    """Whether two figures are said of one place, where the question gives none.

    A question that names somebody asks of them wherever they are: only what the sentences
    themselves say then tells two places apart.
    """
    if question.territories:
        return True
    places = [said_of(*each) for each in (one, other)]
    if not question.names:
        around = (_around(one[0]), _around(other[0]))
        places = [said or near for said, near in zip(places, around, strict=True)]
    if not all(places):
        return not any(places)
    return any(relation(a, b) == "same" for a in places[0] for b in places[1])


def _around(evidence: Evidence) -> list[Territory]:
    document = evidence.document
    for text in (said_before(evidence), above(evidence.hit)):
        if near := places_in(text, document):
            return near
    return list(territories_of(evidence.hit))


def standing_of(question: Question, evidence: Evidence) -> Standing:
    """Say whether what `evidence` states is meant for the person whom the question is for.

    The sentence's own words decide; those of the heading above it, where they say nothing.
    """
    public = public_of(evidence.text)
    if public == Public():
        public = public_of(evidence.lead)
    return standing(question.person, public)


def holds_for_whom(question: Question, evidence: Evidence) -> bool:
    """Whether evidence may answer for the person told of.

    An age is never another's. A group matters only to what may depend on it; where nothing is
    told that settles it, the words are shown with whom they are meant for.
    """
    if not question.person.told:
        return True
    if tells_who_may(question.text, evidence.text):
        return True
    found = standing_of(question, evidence)
    if not depends_on_whom(question.text):
        ages = public_of(evidence.text).ages
        return standing(question.person, Public(ages)) is not Standing.OTHERS
    if found is Standing.UNSAID:
        publics = vocabulary().publics
        return not question.person.groups - {*publics["gender"], *publics["stage"]}
    return found is not Standing.OTHERS
