"""What evidence may answer: it must be of the sort, the names, the place and the year asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.acronyms import tells_what_it_means
from assistant.attribution import is_said_by
from assistant.coverage import credit, terms_of, weight
from assistant.distinctions import is_about_another
from assistant.evidence import Evidence
from assistant.figures import FigureKind, find_figures
from assistant.headed import answered_there_first, is_answered_there, names_told
from assistant.kinds import Kind
from assistant.named import about_names, named_before
from assistant.numerals import numeral_pattern
from assistant.offices import is_another_office
from assistant.ordinals import fits_the_order
from assistant.persons import find_persons
from assistant.precedence import answering_first
from assistant.publics import Standing
from assistant.quantities import is_a_wage, is_an_aside, is_of_the_lost, is_of_the_period
from assistant.question import Question
from assistant.rows import is_of_another_row, names_what_no_row_is
from assistant.scope import (
    QUANTITIES,
    Fit,
    holds_for_figure,
    holds_for_whom,
    holds_there,
    is_labelled_there,
    standing_of,
    territory_fit,
)
from assistant.statements import is_boilerplate, may_tell, states
from assistant.sums import may_be_a_sum
from assistant.words import vocabulary
from assistant.years import year_fit
from corpus.dates import find_dates
from corpus.places import find_places
from index.analyser import analyse, fold

_LEAST_STRENGTH = {
    Kind.NUMBER: 0.5, Kind.PERCENT: 0.5, Kind.MONEY: 0.5, Kind.DURATION: 0.5, Kind.TIME: 0.5,
    Kind.SIZE: 0.5, Kind.DATE: 0.5, Kind.CONTACT: 0.5, Kind.FIGURE_MEANING: 0.5, Kind.PERSON: 0.5,
    Kind.WHO_IS: 0.5,
}  # fmt: skip
_SURE_OF_SORT, _SURE_OF_SUBJECT = 8.0, 10.0
"""Margins from which the reader overrules: « pendant la guerre » may answer « quand », and a
sentence may answer in none of the question's words. Places and years are never overruled."""
_WHAT_THING = re.compile(r"(?:de |dans |par |avec |a |sur |pour )?quel(?:le)? (?P<thing>\w{4,})")
_PAY = frozenset(analyse("salaire rémunération gagner toucher payer percevoir"))
_PAY_OR_PRICE = _PAY.union(
    analyse("tarif prix coût coûter loyer mensuel annuel mois an maintenant")
)
_BUT = re.compile(
    r"\b(?:hors|sans|sauf|pas) (?:(?:en|de|par|une?|l[ae]|les) |[dl]')?(?P<what>\w{4,})"
)
_LABEL = re.compile(r"[^:|\n.]{3,60}\s?:")
_COURSES = frozenset(analyse("programme formation parcours dispositif offre formule abonnement"))
_SURE_OF_NAMES = 3.0
"""Margin from which the reader is believed of a name that was told farther back than the rules
look. It never stands in for a name that the text has not told."""
_FOREIGN = {
    Kind.MONEY: frozenset({FigureKind.TIME, FigureKind.DURATION, FigureKind.PERCENT}),
    Kind.PERCENT: frozenset({FigureKind.TIME, FigureKind.DURATION, FigureKind.MONEY}),
}
"""Figures that are no amount, or no share, in any currency and whatever the words."""
_OF_A_PLACE = frozenset({Kind.NUMBER, Kind.PERCENT, Kind.MONEY})
_PAID_FOR = 0.4
"""Share of what a question names, by the weight of its words, that an amount must be of."""
_ROW_MARGIN = 3.0
_NEEDS_NO_WORD = frozenset({Kind.WHO_IS, Kind.CONTACT, Kind.FIGURE_MEANING})
_UNSAID = {
    Kind.PLACE: ("installer", "entreprise"),
    Kind.PERSON: ("entreprise", "société", "association", "réseau", "organisme", "structure"),
}
"""What « où est l'entreprise X », « qui a fondé l'entreprise X » are answered without."""
_HELD = frozenset({Kind.PERSON, Kind.WHO_IS})
_CLOSE = 30
"""Characters within which a role and its place belong together."""
_SPOKEN = 0.7
_WORTH = {Standing.MEANT: 1.5, Standing.PARTLY: -1.5}
"""What it counts beside the score of a sentence that it is meant for the person told of."""
_OUTDONE = 1.0
"""How much better what is meant for others may answer: past it, the rest is beside the point."""


@dataclass(frozen=True, slots=True)
class Sieved:
    """Evidence that may answer, and why the rest may not."""

    kept: tuple[Evidence, ...]
    elsewhere: bool
    """The best evidence left out is about another place."""
    outdated: bool
    """The best evidence left out is about another year, or not dated."""
    for_others: bool = False
    """What answers best is meant for other people than the one told of."""


def sieve(question: Question, ranked: Sequence[Evidence]) -> Sieved:
    """Keep the evidence that holds for what the question says: sort, names, place, year."""
    kept: list[Evidence] = []
    elsewhere = outdated = False
    barred: list[float] = []
    for evidence in ranked:
        if not states(question, evidence):
            continue
        if not _is_of_the_sort(question, evidence) and not _read_as_such(question, evidence):
            continue
        if not _is_of_the_names(question, evidence) or not _is_the_one(question, evidence):
            continue
        if not _is_about_it(question, evidence):
            continue
        if not holds_there(question, evidence):
            unsaid = territory_fit(question, evidence) is Fit.UNSAID
            elsewhere = elsewhere or not (outdated or unsaid)
            continue
        if not _has_figure_of_there(question, evidence):
            elsewhere = elsewhere or not outdated
            continue
        if year_fit(question, evidence) is not Fit.HOLDS:
            outdated = outdated or not elsewhere
            continue
        if not holds_for_whom(question, evidence):
            barred.append(evidence.score)
            continue
        kept.append(evidence)
    if question.person.told:
        kept.sort(key=lambda evidence: -_for_whom(question, evidence))
    kept.sort(key=lambda evidence: not evidence.match.sure)
    _labelled_first(question, kept)
    kept = answered_there_first(question, kept)
    if barred and (not kept or max(barred) > _for_whom(question, kept[0]) + _OUTDONE):
        return Sieved((), elsewhere, outdated, for_others=True)
    return Sieved(tuple(answering_first(question, kept)), elsewhere, outdated)


def _labelled_first(question: Question, kept: list[Evidence]) -> None:
    """Put first a row of the very place asked, before what only its document is about."""
    if question.kind not in _OF_A_PLACE or not question.territories or not kept:
        return
    best = kept[0]
    if is_labelled_there(question, best):
        return
    for evidence in kept:
        if evidence.score >= best.score - _ROW_MARGIN and is_labelled_there(question, evidence):
            kept.remove(evidence)
            kept.insert(0, evidence)
            return


def _has_figure_of_there(question: Question, evidence: Evidence) -> bool:
    """Whether a figure of the sentence is said of the place asked, rather than of another in it."""
    figures = evidence.match.figures
    if question.kind not in _OF_A_PLACE or not question.territories or not figures:
        return True
    return any(holds_for_figure(question, evidence, figure) for figure in figures)


def _is_about_it(question: Question, evidence: Evidence) -> bool:
    if question.kind is Kind.DEFINITION and not tells_what_it_means(question.text, evidence.text):
        return False
    if not _tells_the_thing(question, evidence) or names_what_no_row_is(question, evidence):
        return False
    if _speaks_of(question, evidence) or _read_about(question, evidence):
        return True
    if _is_surely_labelled(question, evidence):
        return True
    return question.person.told and standing_of(question, evidence) is Standing.MEANT


def _is_surely_labelled(question: Question, evidence: Evidence) -> bool:
    """Whether a sure reader answers after the place asked: « Région Bretagne : 1,7 M€ »."""
    label = _LABEL.match(evidence.text)
    if label is None or evidence.reading is None or not evidence.reading.sure:
        return False
    return any(place.territory in question.territories for place in find_places(label.group()))


def _is_told_by_its_unit(question: Question, evidence: Evidence) -> bool:
    """Whether « 1 870 euros net » is what somebody earns, « 175 euros par mois » what it costs."""
    for figure in evidence.match.figures[:1]:
        if _PAY & {*question.terms} and is_a_wage(evidence.text, figure):
            return True
        return is_of_the_period(question, evidence.text, figure) and _read_as(evidence, 0)
    return False


def _tells_the_thing(question: Question, evidence: Evidence) -> bool:
    """Whether « quel diplôme a X » meets a diploma, where a reader does not see one."""
    asked = _WHAT_THING.match(fold(question.text))
    if question.kind is not Kind.FACT or not question.names or not asked:
        return True
    if evidence.reading is None or evidence.reading.margin >= 0:
        return True
    near = terms_of(evidence.text) | terms_of(evidence.lead) | terms_of(evidence.neighbour(-1))
    return any(credit(term, near) >= _SPOKEN for term in analyse(asked["thing"]))


def _for_whom(question: Question, evidence: Evidence) -> float:
    worth = _WORTH.get(standing_of(question, evidence), 0.0) if question.person.told else 0.0
    return evidence.score + worth


def is_worth_reading(question: Question, evidence: Evidence) -> bool:
    """Whether evidence may be kept, whatever a reader says of it: the others need no reading."""
    telling = may_tell(question, evidence) and not is_boilerplate(question, evidence)
    if not telling and not states(question, evidence):
        return False
    overruled = question.kind not in QUANTITIES or _has_number(evidence.text)
    if not overruled and not _is_of_the_sort(question, evidence):
        return False
    return (
        (
            about_names(question, evidence)
            or named_before(question, evidence)
            or _answers_the_very_question(question, evidence)
        )
        and _is_the_one(question, evidence)
        and holds_there(question, evidence)
        and year_fit(question, evidence) is Fit.HOLDS
    )


def _is_of_the_names(question: Question, evidence: Evidence) -> bool:
    """Whether the names are near, or told before to a reader that then finds the answer."""
    if about_names(question, evidence) or _answers_the_very_question(question, evidence):
        return True
    return _read_as(evidence, _SURE_OF_NAMES) and named_before(question, evidence)


def _answers_the_very_question(question: Question, evidence: Evidence) -> bool:
    return is_answered_there(question, evidence) and names_told(question, evidence)


def _is_the_one(question: Question, evidence: Evidence) -> bool:
    if question.kind in _HELD and is_another_office(question.text, evidence.text):
        return False
    if not is_said_by(question, evidence) or is_of_another_row(question, evidence):
        return False
    if any(is_of_the_lost(question, evidence.text, f) for f in evidence.match.figures[:1]):
        return False
    return fits_the_order(question, evidence) and not is_about_another(question, evidence)


def _is_of_the_sort(question: Question, evidence: Evidence) -> bool:
    return evidence.match.strength >= _LEAST_STRENGTH.get(question.kind, 0.0)


def _has_number(text: str) -> bool:
    return re.search(rf"\d|(?<!\w){numeral_pattern()}", fold(text)) is not None


def _read_as_such(question: Question, evidence: Evidence) -> bool:
    """Whether the reader overrules the rule of sorts; a quantity still needs a number."""
    contact = question.kind is Kind.CONTACT  # an address or a number has a form of its own
    if evidence.reading is None or contact or not _read_as(evidence, _SURE_OF_SORT):
        return False
    first, last = evidence.reading.words
    words = evidence.document.text[first:last]
    if terms_of(words) <= {*question.terms, *question.territory_terms}:
        return False  # what was asked about, said again
    if question.kind is Kind.TIME:
        return not find_dates(words)
    if question.kind not in QUANTITIES:
        return True
    foreign = _FOREIGN.get(question.kind, frozenset())
    figures = find_figures(words)
    if question.asked.counted and any(
        is_an_aside(f, evidence.text) for f in evidence.match.figures[:1]
    ):
        return False
    begin = evidence.span[0]
    if question.kind is Kind.MONEY and not may_be_a_sum(evidence, first - begin, last - begin):
        return False
    return _has_number(words) and all(f.kind not in foreign for f in figures)


def _read_as(evidence: Evidence, margin: float) -> bool:
    """Whether the reader is sure enough of its words to be right against a rule."""
    return evidence.reading is not None and evidence.reading.margin >= margin


def _read_about(question: Question, evidence: Evidence) -> bool:
    """Whether the reader overrules the rule of subjects, more readily where the passage has it."""
    passage = terms_of(evidence.hit.text) | terms_of(evidence.hit.passage.context)
    named = {term for name in question.names for term in name}
    there = any(term in passage for term in question.terms if term not in named)
    return _read_as(evidence, _SURE_OF_SORT if there else _SURE_OF_SUBJECT)


def _names_a_person(question: Question) -> bool:
    """Whether the question names somebody: where they were born is not where they work."""
    return bool(find_persons(question.text))


@lru_cache(maxsize=4)
def _alike(*seeds: str) -> frozenset[str]:
    """Return the terms that mean as much as `seeds`: « à Amiens, X propose … » says none."""
    terms = [term for seed in seeds for term in analyse(seed)]
    synonyms = vocabulary().synonyms
    return frozenset(terms).union(*(synonyms.get(term, frozenset()) for term in terms))


def _speaks_of(question: Question, evidence: Evidence) -> bool:
    """Whether a typed answer shares a word with the question, besides names and scaffold.

    A sentence that merely names the right body and holds some date does not tell when it was
    founded.
    """
    somewhere = question.kind is Kind.PLACE and _names_a_person(question)
    if not somewhere and question.kind not in _LEAST_STRENGTH:
        return True
    if question.kind in _NEEDS_NO_WORD:
        return True
    if question.kind in {Kind.NUMBER, Kind.SIZE} and evidence.match.strength >= _SPOKEN:
        return True
    named = {term for name in question.names for term in name}
    scaffold = vocabulary().scaffold
    content = [
        term for term in (*question.terms, *question.around_terms)
        if term not in named and term not in scaffold and not term[0].isdigit()
    ]  # fmt: skip
    left_out = _alike(*_UNSAID.get(question.kind, ()))
    content = [term for term in content if term not in left_out]
    if not content:
        return True
    near = terms_of(evidence.text) | terms_of(evidence.lead)
    if evidence.leans_on_previous or not question.names:
        near |= terms_of(evidence.neighbour(-1))
    if question.kind is Kind.MONEY and _is_told_by_its_unit(question, evidence):
        others = [term for term in content if term not in _PAY_OR_PRICE | _COURSES]
        if not others or any(credit(term, near) >= _SPOKEN for term in others):
            return True
    if not any(credit(term, near) >= _SPOKEN for term in content):
        return False
    if question.kind is Kind.PERSON and question.territories and not question.names:
        offices = vocabulary().roles | _territory_nouns()
        return not set(content) <= offices or _holds_office_there(question, evidence)
    return question.kind is not Kind.MONEY or _is_paid_for(question, content, evidence, near)


@lru_cache(maxsize=256)
def _left_out(text: str) -> frozenset[str]:
    """Return what a question leaves out: « hors alternance », « si on n'est pas boursier »."""
    return frozenset(term for match in _BUT.finditer(fold(text)) for term in analyse(match["what"]))


@lru_cache(maxsize=1)
def _territory_nouns() -> frozenset[str]:
    return frozenset(analyse("région département métropole agglomération ville commune pays"))


def _holds_office_there(question: Question, evidence: Evidence) -> bool:
    """Whether a role of the question is followed by the place: « maire de Lille »."""
    roles = {term for term in question.terms if term in vocabulary().roles}
    alike = roles.union(*(vocabulary().synonyms.get(term, frozenset()) for term in roles))
    ends = [
        m.end()
        for m in re.finditer(r"[^\W_]+(?:-[^\W_]+)*", evidence.text)
        if alike & set(analyse(m.group()))
    ]
    starts = [m.start for m in find_places(evidence.text) if m.territory in question.territories]
    return any(0 < start - end <= _CLOSE for end in ends for start in starts)


def _is_paid_for(
    question: Question, content: Sequence[str], evidence: Evidence, near: frozenset[str]
) -> bool:
    """Whether an amount is of what the question names: a baker's pay is not an apprentice's."""
    besides = {*question.asked.counted, *_PAY_OR_PRICE, *_left_out(question.text)}
    subject = [term for term in content if term not in besides]
    if not question.asked.counted or len(subject) < (2 if question.names else 1):
        return True
    about = near | terms_of(evidence.hit.passage.context) | terms_of(evidence.document.title)
    said = sum(weight(term) for term in subject if credit(term, about) >= _SPOKEN)
    return said >= _PAID_FOR * sum(map(weight, subject))
