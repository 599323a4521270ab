"""Whether evidence holds for the place, the year, the names and the person of a question."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from itertools import pairwise

from assistant.discourse import above, territories_of
from assistant.evidence import Evidence
from assistant.figures import Figure
from assistant.kinds import Kind
from assistant.publics import Public, Standing, depends_on_whom, public_of, standing, tells_who_may
from assistant.question import Question
from assistant.tables import row_of
from assistant.words import vocabulary
from corpus.dates import find_dates
from corpus.document import Document, Territory, TerritoryLevel
from corpus.places import (
    PlaceMention,
    around_town,
    find_places,
    is_excluded,
    is_named_after,
    relation,
    widen,
)
from index.sentences import is_list_item

QUANTITIES = frozenset({Kind.NUMBER, Kind.PERCENT, Kind.MONEY, Kind.DURATION})
_OF_SOMEONE = frozenset({Kind.PERSON, Kind.WHO_IS, Kind.DATE, Kind.CAUSE})
"""Questions whose answer may name another place in passing (where somebody comes from)."""
_BACK = 2
"""How many sentences back a place, a year or a name is still understood."""
_ITSELF = (
    (re.compile(r"\b(?:[Ll]a|[Nn]otre|[Cc]ette) région\b"), TerritoryLevel.REGION),
    (re.compile(r"\b(?:[Ll]e|[Nn]otre|[Cc]e) département\b"), TerritoryLevel.DEPARTMENT),
    (
        re.compile(r"\b(?:la|notre|cette) (?:métropole|agglomération)\b", re.I),
        TerritoryLevel.INTERCOMMUNAL,
    ),
    (re.compile(r"\b(?:la|notre|cette) (?:ville|commune)\b", re.I), TerritoryLevel.COMMUNE),
)
"""« La région » is a place; « la Région », with a capital, is a body that pays or decides."""


_LABEL = re.compile(r"[-–—•*▪\s]*[A-ZÀ-Ý][^:|\n]{1,40}?\s?(?::|\||(?=\s[–—-]\s\d)|(?=\s{2,}\d))")
"""« • Laval : 6 octobre »: what a line says is of the place that it is labelled with."""
_YEAR_ENTRY = re.compile(r"(?:19|20)\d\d\s?[:–—-]\s?\S")
"""« 2016 : création », in a chronology: one line does not tell of what another one tells of."""
_FROM = re.compile(r"\b(?:de |d['’]|du )$", re.I)
_TO = re.compile(r"\s(?:à|jusqu['’]à|au)\s", re.I)
"""« de Dunkerque à Soissons »: how far it goes, and not where a thing is."""
_IN_ONE_BREATH = re.compile(r"\s?[-–/]\s?|\s?,?\s(?:et|ou)\s(?:l['’]|l[ae]\s|les\s|à\s|en\s)?")
_SUBJECT = re.compile(r"\W*(?:l[ea]s? |l['’])?(?:(?:ville|métropole|agglomération) d[eu] )?", re.I)
_COMPLEMENT = re.compile(r"\w (?:de l['’]|d[eu] (?:la )?|des |d['’])(?:ancien(?:ne)? )?$")
_RELATIVE = re.compile(r",?\s(?:qui|où|dont)\b")
_THERE = re.compile(r",? (?:à|aux?|en|dans) (?:l[ae] |les |l['’])?")
_ENDS_CLAUSE = re.compile(r"[,;:()\d]")


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
    own = _places(evidence.text, document)
    if (label := _LABEL.match(evidence.text)) and (told := _places(label.group(), document)):
        return _best(asked, told)
    if own and _is_of_another_part(question, own):
        return Fit.ELSEWHERE
    if own:
        fit = _best(asked, own)
        asks_where = question.kind is Kind.PLACE and not question.inside
        in_passing = question.kind in _OF_SOMEONE and not _is_dated_by_place(question, evidence)
        if fit is Fit.ELSEWHERE and (in_passing or asks_where):
            around = [*_places(said_before(evidence), document), *_places(document.title, document)]
            if asks_where:
                # « d'où part-on pour le salon *de Vannes* ? »
                around += territories_of(evidence.hit)
            return Fit.HOLDS if _best(asked, around) is Fit.HOLDS else fit
        if fit is Fit.WIDER and (question.names or question.kind not in QUANTITIES):
            around = _places(said_before(evidence), document)
            if _best(asked, around) is Fit.HOLDS:
                return Fit.HOLDS
        return fit if fit is not Fit.WIDER else _wider(question, own)
    under = evidence.neighbour(1) if evidence.is_heading else ""
    for text in (under, said_before(evidence), above(evidence.hit)):
        near = _places(text, document)
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
    places = _places(evidence.document.text[slice(*row.label)], evidence.document)
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
    named = [place for text in texts for place in _places(text, document)]
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
        found = _places(text, document)
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
        found = next((places for text in texts if (places := _places(text, document))), [])
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


def _places(text: str, document: Document) -> list[Territory]:
    """Return the places of `text`, « la région » and its like read as the document's own."""
    mentions = [m for m in find_places(text) if not is_excluded(text, m)]
    spanned = {
        mention
        for first, last in pairwise(mentions)
        if _FROM.search(text[: first.start]) and _TO.fullmatch(text, first.end, last.start)
        for mention in (first, last)
    }
    found = [mention.territory for mention in mentions if mention not in spanned]
    for pattern, level in _ITSELF:
        if pattern.search(text):
            found += _own(document, level)
    return found


def _own(document: Document, level: TerritoryLevel) -> list[Territory]:
    """Return the place of one level that a document is about; its town's metropolis is its own."""
    own = [place for place in document.territories if place.level is level]
    if not own and level is TerritoryLevel.INTERCOMMUNAL:
        around = map(around_town, document.territories)
        own = [place for place in around if place is not None]
    return own[:1]


def said_before(evidence: Evidence) -> str:
    """Return what a sentence is understood after; an item of a list leans on no other item.

    Nor does a row of a table lean on another row, or what comes after the table on its last ones.

    « 2. Bilan 2024 » is above the dashes that follow it, as they are not of its list.
    """
    if row_of(evidence.document, evidence.span):
        return evidence.lead
    before = _before(evidence)
    if is_list_item(evidence.text):
        own = evidence.text[:1].isalnum()
        before = [s for s in before if not is_list_item(s) or s[:1].isalnum() != own]
    elif _YEAR_ENTRY.match(evidence.text):
        before = [s for s in before if not _YEAR_ENTRY.match(s)]
    return " ".join([evidence.lead, *before]).strip()


def _before(evidence: Evidence) -> list[str]:
    """Return the sentences just before one in its passage, in order, without rows of a table."""
    spans = evidence.hit.passage.sentences[max(0, evidence.index - _BACK) : evidence.index]
    document = evidence.document
    return [document.text[slice(*span)] for span in spans if not row_of(document, span)]


def said_of(evidence: Evidence, figure: Figure) -> list[Territory]:
    """Return the places that a sentence gives a figure for: those right after it, else the last
    before it. « 2 900 offres en France, dont 310 en Bretagne » gives 2 900 for France."""
    text = evidence.text
    mentions = [m for m in find_places(text) if not is_excluded(text, m)]
    stop = _ENDS_CLAUSE.search(text, figure.end)
    after = [m for m in mentions if figure.end <= m.start < (stop.start() if stop else len(text))]
    before = [m for m in mentions if m.end <= figure.start]
    if not after and before and _is_only_told_by(text, before):
        before = before[:1]
    if after or before:
        return [m.territory for m in after or _together(text, before)]
    return _places(text, evidence.document)


def _is_only_told_by(text: str, mentions: Sequence[PlaceMention]) -> bool:
    """Whether a sentence opens on a place, and the last one only tells which it is.

    « Amiens est le deuxième pôle de l'ancienne Picardie, avec 96 300 emplois » counts Amiens's.
    """
    first, last = mentions[0], mentions[-1]
    return (
        _SUBJECT.fullmatch(text, 0, first.start) is not None
        and _COMPLEMENT.search(text, 0, last.start) is not None
        and _RELATIVE.match(text, last.end) is None
        and relation(first.territory, last.territory) == "inside"
    )


def _together(text: str, mentions: Sequence[PlaceMention]) -> list[PlaceMention]:
    """Return the last places named in one breath: « Lens-Béthune », « l'Oise et l'Aisne »."""
    last = list(mentions[-1:])
    for mention in reversed(mentions[:-1]):
        if not _IN_ONE_BREATH.fullmatch(text, mention.end, last[0].start):
            break
        last.insert(0, mention)
    return last


def holds_for_figure(question: Question, evidence: Evidence, figure: Figure) -> bool:
    """Whether a figure is said of the place asked, in a sentence that may tell of several."""
    if not question.territories:
        return True
    places = said_of(evidence, figure)
    if not places or _best(question.territories, places) in _NAMED:
        return True
    return _best(question.territories, _places(evidence.text, evidence.document)) not in _NAMED


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
        if near := _places(text, document):
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
