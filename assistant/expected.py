"""Whether a sentence holds the sort of thing that is asked, and where exactly it stands."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from assistant.ages import asks_an_age, find_ages
from assistant.denials import NOT, is_denied
from assistant.figures import FigureKind, binds, find_figures
from assistant.kinds import Kind
from assistant.match import Match
from assistant.offices import asked_offices, holders
from assistant.persons import find_persons
from assistant.prices import price
from assistant.quantities import (
    ANYBODY,
    CAPITALISED,
    belongs_to_another,
    counted_nearby,
    counts_anybody,
    did_it,
    distance_to,
    is_a_wage,
    is_an_aside,
    is_of_the_lost,
    is_of_the_period,
    is_told_for,
    share_of_them,
)
from assistant.question import Question
from assistant.words import vocabulary
from corpus.dates import find_dates
from corpus.places import find_places, is_within
from index.analyser import analyse, fold

Span = tuple[int, int]

_CONTACTS = (
    (
        re.compile(r"\b(?:tel|numero|phone|portable|joindre|appeler)"),
        re.compile(r"(?:\+33\s?|0)[1-9](?:[\s.-]?\d{2}){4}"),
    ),
    (
        re.compile(r"\b(?:e-?mail|mail|courriel|electronique)"),
        re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    ),
    (
        re.compile(r"\b(?:site|web|url|internet)"),
        re.compile(r"(?:https?://|www\.)\S+|\b[\w-]+\.(?:fr|com|org|eu|net)\b"),
    ),
    (
        re.compile(r"\badresse|coordonnees|contact"),
        re.compile(
            r"\d{1,4}(?:\s?(?:bis|ter))?,?\s(?:rue|avenue|boulevard|place|quai|allée|"
            r"chemin|route|impasse|square|cours)\b[^.;\n]{3,80}|\b\d{5}\s[A-ZÀ-Ý]\w+|"
            r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:\+33\s?|0)[1-9](?:[\s.-]?\d{2}){4}"
        ),
    ),
)
_IN_PLACE = re.compile(
    r"\b(?:à|au|aux|dans|en|sur|près de|chez|basée?s? (?:à|au)|quartier|rue|place|"
    r"avenue)\s+(?:la |le |les |l['’])?[A-ZÀ-Ý]"
)

_WEEKDAY = r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)"
_EVERY = re.compile(
    rf"\b(?:chaque|tous les|les|du|le|au) {_WEEKDAY}s?"
    rf"(?:(?:,| et| ou| au) (?:le |les )?{_WEEKDAY}s?)*(?!\s+\d)",
    re.I,
)
"""« chaque mardi », « du lundi au vendredi », and not « le mardi 3 juin »."""
_DAY_ASKED = re.compile(r"\bquels?\s+jours?\b", re.I)
_WITHIN = re.compile(
    r"\b(?:dans (?:les|un délai de)|sous|d['’]ici(?: à)?|il y a|depuis|au bout de|après|avant|"
    r"plus tard)\s+(?:les?\s+)?$|\b(?:jeunes|adultes|personnes|public|âgée?s?)\b[^.;,]{0,25}$",
    re.I,
)
"""« dans les trois mois », « depuis dix ans », « aux jeunes de 16 ans »: not for how long."""
_LASTS = re.compile(r"\b(?:dure\w*|durera|durée)\b", re.I)
_OLD_YEAR = re.compile(
    r"\b(?:en|vers|depuis|an|d[èe]s|avant|après|année) ([5-9]\d\d|"
    r"1[0-7]\d\d)\b(?! ?[%€]| [a-zà-ÿ]{4,}s\b)"
)
_ACRONYM = re.compile(r"\b[A-Z]{2,6}\b")
_NEEDS_NOUN = frozenset({Kind.NUMBER, Kind.PERCENT, Kind.MONEY})
_BOUND = 0.7
_FROM_THERE = re.compile(
    r"(?:\b(?:au|le) (?:nord|sud|nord[- ](?:est|ouest)|sud[- ](?:est|ouest))|\bl['’](?:est|ouest)|"
    r"\bloin|\bvenue?s?|\boriginaires?|\b(?:km|kilomètres|minutes|heures?))\s+"
    r"(?:de |d['’]|du |des )(?:la |l['’]|les? )?$",
    re.I,
)
"""« au nord de Paris », « à 20 minutes de Lille »: a place that another is told from."""
_PAY = frozenset(analyse("salaire rémunération"))
_TOWN_ASKED = re.compile(r"\bquel(?:le)?s? (?:villes?|communes?|departements?|regions?|pays)\b")
"""« dans quelle ville » is not answered with « au Palais universitaire »."""
_REASONS = re.compile(
    r"\b(?:raisons?|causes?|motifs?|freins?|obstacles?|facteurs?|explications?)\b[^.;:]{0,60}:"
)


def match_kind(question: Question, sentence: str, lead: str = "") -> Match:
    """Look in `sentence`, read under `lead`, for the sort of thing that `question` asks for."""
    return _match(question, sentence, lead)


@lru_cache(maxsize=8192)
def _match(question: Question, sentence: str, lead: str) -> Match:
    match = _MATCHERS.get(question.kind, _anything)(question, sentence)
    if question.kind in _NEEDS_NOUN and match.strength:
        return _with_noun(question, sentence, lead, match)
    return match


def _anything(_question: Question, _sentence: str) -> Match:
    return Match(1.0)


def _with_noun(question: Question, sentence: str, lead: str, match: Match) -> Match:
    """Weaken a figure when what is counted is named neither with it nor above it."""
    wanted = question.asked.counted
    if not wanted or match.strength >= _BOUND:
        return match
    head = wanted[0]
    alike = {head, *vocabulary().synonyms.get(head, ())}
    if question.kind is Kind.NUMBER:
        bare = not match.figures[0].counted
        under = bool(alike & set(analyse(lead)))
        strength = (
            0.8
            if bare and under
            else max(match.strength, 0.5)
            if under and bare
            else match.strength
        )
        return replace(match, strength=strength)
    named = bool(alike & {*analyse(sentence), *analyse(lead)})
    beside = bool(match.figures) and binds(match.figures[0], wanted) >= _BOUND
    for figure in match.figures[:1]:
        named |= bool(_PAY & alike) and is_a_wage(sentence, figure)
        named |= is_of_the_period(question, sentence, figure)
    return match if named or beside else replace(match, strength=0.3)


def _quantity(kinds: frozenset[FigureKind]) -> Callable[[Question, str], Match]:
    def match(question: Question, sentence: str) -> Match:
        figures = [f for f in find_figures(sentence) if f.kind in kinds]
        figures = [f for f in figures if f.value not in question.figures]
        if not figures:
            return Match(0.0)
        wanted = question.asked.counted
        ranked = sorted(
            figures,
            key=lambda f: (
                question.kind is Kind.PERCENT and not is_told_for(question, sentence, f),
                -binds(f, wanted),
                not is_told_for(question, sentence, f),
                distance_to(question, sentence, f),
            ),
        )
        strength = 1.0
        if question.kind is Kind.NUMBER and wanted:
            best = binds(ranked[0], wanted)
            strength = best if best else counted_nearby(ranked[0], wanted, sentence)
            if wanted[0] in ANYBODY and not best and did_it(question, ranked[0]):
                strength = _BOUND
            if not best and is_an_aside(ranked[0], sentence):
                strength = min(strength, 0.15)
            if best == _BOUND and counts_anybody(ranked[0], wanted, sentence):
                strength = 0.3
        elif wanted:
            strength = 0.65
        if belongs_to_another(question, sentence, ranked[0]) or is_of_the_lost(
            question, sentence, ranked[0]
        ):
            strength = min(strength, 0.3)
        spans = tuple((f.start, f.end) for f in ranked)
        return Match(strength, spans, tuple(ranked))

    return match


def _date(question: Question, sentence: str) -> Match:
    mentions = find_dates(sentence)
    dates = [(d.start, d.end) for d in mentions if d.kind != "relative"]
    if not NOT.search(question.text):
        dates = [span for span in dates if not is_denied(sentence, span[0])]
    days = [match.span() for match in _EVERY.finditer(sentence)]
    if days and _DAY_ASKED.search(question.text):
        return Match(1.0, (*days, *dates))
    if dates:
        return Match(1.0, tuple(dates))
    if days:
        return Match(_BOUND, tuple(days))
    old = _OLD_YEAR.search(sentence)
    if old:
        return Match(0.9, (old.span(1),))
    return Match(0.5 if any(d.kind == "relative" for d in mentions) else 0.0)


def _place(question: Question, sentence: str) -> Match:
    asked, inside = set(question.territories), question.inside
    found = [m for m in find_places(sentence) if m.territory not in asked]
    found = [m for m in found if not any(is_within(place, m.territory) for place in inside)]
    there = [m for m in found if not _FROM_THERE.search(sentence[: m.start])]
    if there:
        return Match(1.0, tuple((m.start, m.end) for m in there))
    return Match(0.7 if _IN_PLACE.search(sentence) else 0.3)


def asks_for_a_town(question: Question) -> bool:
    """Whether the name of a town or a region is asked for, not any sort of place."""
    return _TOWN_ASKED.search(fold(question.text)) is not None


def _person(question: Question, sentence: str) -> Match:
    named = {term for name in question.names for term in name}
    if len(question.names) == 1 and (offices := asked_offices(question.terms)):
        holding = holders(sentence, offices, question.names[0])
        if holding:
            return Match(1.0, holding, sure=True)
    persons = [p for p in find_persons(sentence) if not set(analyse(p.name)) <= named]
    if persons:
        persons.sort(key=lambda p: not p.surely)
        return Match(1.0, tuple((p.start, p.end) for p in persons))
    known = named | set(question.terms) | question.territory_terms
    places = [(m.start, m.end) for m in find_places(sentence)]
    others = (
        m for m in CAPITALISED.finditer(sentence) if not any(a <= m.start() < b for a, b in places)
    )
    return Match(0.5 if any(not set(analyse(m.group())) <= known for m in others) else 0.2)


def _who_is(question: Question, sentence: str) -> Match:
    terms = set(analyse(sentence))
    named = {term for name in question.names for term in name}
    if named and not named <= terms:
        return Match(0.2 if named & terms else 0.0)
    return Match(1.0 if terms & vocabulary().roles else 0.6)


def _contact(question: Question, sentence: str) -> Match:
    folded = fold(question.text)
    for asked, pattern in _CONTACTS:
        if asked.search(folded):
            found = pattern.search(sentence)
            return Match(1.0, (found.span(),), sure=True) if found else Match(0.0)
    return Match(0.0)


def _cause(_question: Question, sentence: str) -> Match:
    folded = f" {fold(sentence).replace(',', ' ')} "
    marked = any(f" {marker} " in folded for marker in vocabulary().causes)
    return Match(1.0 if marked or announces_reasons(sentence) else 0.5)


def announces_reasons(sentence: str) -> bool:
    """Whether a sentence opens a list of reasons: « Trois freins se cumulent : … »."""
    return _REASONS.search(fold(sentence)) is not None


def _list(_question: Question, sentence: str) -> Match:
    separators = sentence.count(",") + sentence.count(" et ") + 2 * sentence.count("\n")
    opens = sentence.rstrip().endswith(":")
    return Match(1.0 if separators >= 2 or opens else 0.6 + 0.2 * min(separators, 1))


def _figure_meaning(question: Question, sentence: str) -> Match:
    wanted = set(question.figures)
    found = [f for f in find_figures(sentence) if f.value in wanted]
    spans = tuple((f.start, f.end) for f in found)
    return Match(1.0, spans, sure=True) if found else Match(0.0)


def _definition(question: Question, sentence: str) -> Match:
    acronym = _ACRONYM.search(question.text)
    if acronym:
        word = re.escape(acronym.group())
        spelt = re.search(rf"\b{word} ?\([^)]{{6,}}\)|[^()]{{6,}}\({word}\)", sentence)
        if spelt:
            return Match(1.0, sure=True)
    folded = fold(sentence)
    defining = re.search(
        r"\b(?:est|sont|designe\w*|consiste\w*|permet\w*|vise\w*|c'est|:|vont?)\b|:", folded
    )
    named = {term for name in question.names for term in name}
    here = not named or bool(named & set(analyse(sentence)))
    return Match((0.6 if defining else 0.4) + (0.4 if here else 0.0))


_O_CLOCK = re.compile(r"\b(?:à|dès|vers|avant|après|entre)\s+$", re.I)


def _time(question: Question, sentence: str) -> Match:
    """« 14 h 30 », or « à 4 heures » when nothing is written as an hour of the day."""
    match = _quantity(frozenset({FigureKind.TIME}))(question, sentence)
    if match.strength:
        return match
    hours = [
        f
        for f in find_figures(sentence)
        if f.kind is FigureKind.DURATION
        and f.value <= 24
        and "heure" in fold(sentence[f.start : f.end])
    ]
    found = [f for f in hours if _O_CLOCK.search(sentence[: f.start])]
    if not found:
        return Match(0.0)
    strength = 1.0 if len(hours) == 1 else 0.6
    return Match(strength, tuple((f.start, f.end) for f in found), tuple(found))


_SUMS = _quantity(frozenset({FigureKind.MONEY}))
_SHARES = _quantity(frozenset({FigureKind.PERCENT}))
_SPELLS = _quantity(frozenset({FigureKind.DURATION}))


def _money(question: Question, sentence: str) -> Match:
    return price(question, sentence, _SUMS(question, sentence), _SHARES(question, sentence))


def _duration(question: Question, sentence: str) -> Match:
    """For how long, or at what age; « combien de temps dure » is not answered by a delay."""
    if asks_an_age(question):
        ages = find_ages(sentence)
        return Match(1.0 if ages else 0.0, tuple((f.start, f.end) for f in ages), ages)
    match = _SPELLS(question, sentence)
    if not _LASTS.search(question.text):
        return match
    told = tuple(f for f in match.figures if not _WITHIN.search(sentence[: f.start]))
    if len(told) == len(match.figures):
        return match
    if not told:
        return Match(0.0)
    return replace(match, spans=tuple((f.start, f.end) for f in told), figures=told)


_TIMES = _quantity(frozenset({FigureKind.DURATION, FigureKind.COUNT}))
_TIME_TERMS = frozenset(analyse("jour semaine mois an année heure minute"))
_UNITS = frozenset(analyse("kilomètre km mètre hectare"))
_SIZES = _quantity(frozenset({FigureKind.SIZE}))
_COUNTS = _quantity(frozenset({FigureKind.COUNT}))
_ANY_QUANTITY = _quantity(
    frozenset({FigureKind.COUNT, FigureKind.PERCENT, FigureKind.MONEY, FigureKind.DURATION})
)


def _number(question: Question, sentence: str) -> Match:
    """« Combien de … » asks for a count; « à combien » for any quantity."""
    wanted = question.asked.counted
    if not wanted:
        return _ANY_QUANTITY(question, sentence)
    if share := share_of_them(question, sentence):
        return Match(1.0, (share,))
    if wanted[0] in _UNITS:
        measured = _SIZES(question, sentence)
        return replace(measured, strength=1.0) if measured.figures else measured
    return (_TIMES if wanted[0] in _TIME_TERMS else _COUNTS)(question, sentence)


_MATCHERS: dict[Kind, Callable[[Question, str], Match]] = {
    Kind.NUMBER: _number,
    Kind.PERCENT: _quantity(frozenset({FigureKind.PERCENT})),
    Kind.MONEY: _money,
    Kind.DURATION: _duration,
    Kind.TIME: _time,
    Kind.SIZE: _SIZES,
    Kind.DATE: _date,
    Kind.PLACE: _place,
    Kind.PERSON: _person,
    Kind.WHO_IS: _who_is,
    Kind.CONTACT: _contact,
    Kind.CAUSE: _cause,
    Kind.LIST: _list,
    Kind.FIGURE_MEANING: _figure_meaning,
    Kind.DEFINITION: _definition,
}
