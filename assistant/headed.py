"""What a document itself answers to the question asked: under « Comment s'inscrire ? » in a FAQ."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from assistant.coverage import credit, terms_of, weight
from assistant.discourse import stands_in
from assistant.evidence import Evidence
from assistant.focus import ABOUT
from assistant.kinds import Kind, classify
from assistant.persons import find_persons
from assistant.question import Question
from assistant.sources import sources_asked
from assistant.words import vocabulary
from index.analyser import analyse, fold

_OF_HEADING = 0.8
"""Share of what a heading says that the question must say too."""
_OF_QUESTION = {1: 0.7}
_OF_QUESTION_AT_LEAST = 0.45
"""Share of what the question says that a heading must say too, by the words that it has."""
QUESTION_LINE: Final = re.compile(r"^[^\n?]{8,160}\?[^\S\n]*$", re.M)
"""A question alone on its line."""
_STEPS = re.compile(r"(?:l[ea]s? )?(?:déroulement|étapes|modalités|procédure)\b", re.I)
"""« Déroulement du recrutement » tells how it goes."""
FIRST_PERSON: Final = re.compile(r"(?<![\w'’-])(?:j['’]|je\b|m['’]|mon\b|ma\b|mes\b|moi\b)", re.I)
_SECOND = re.compile(r"\b(?:vous|votre|vos|tu|ton|ta|tes)\b|\bt['’]", re.I)
_ENROLLING = dict.fromkeys(
    analyse("inscrire inscrit inscription candidater candidature postuler"), "inscrir"
)
"""« Comment candidater ? » tells how to enrol."""
_FAR = 1200
"""How far back a question is looked for, in characters."""
_SAID = 0.7
_ASKING: Final = frozenset({Kind.CAUSE, Kind.MANNER})
"""Kinds that a heading asks for without a question mark: « Pourquoi les prix montent »."""


def is_answered_there(question: Question, evidence: Evidence) -> bool:
    """Whether a sentence stands under a heading, or after a line, that asks the very question.

    What the document is about as a whole (its title) need not be asked again by each heading.
    """
    asked = question_above(evidence)
    if not asked or (_asks_of_somebody(question) and not is_of_whoever_speaks(evidence)):
        return False
    heading = _content(terms_of(_STEPS.sub("", asked)))
    named = {term for name in question.names for term in name}
    said = {_ENROLLING.get(t, t) for t in (*question.terms, *question.territory_terms)}
    wanted = _content(set(_asked(question)) - named)
    if not heading or not wanted or _share(heading, said) < _OF_HEADING:
        return False
    about = heading | terms_of(evidence.document.title)
    least = _OF_QUESTION.get(len(heading), _OF_QUESTION_AT_LEAST)
    return _share(wanted, about) >= least and _kind_of(asked) is question.kind


def question_above(evidence: Evidence) -> str:
    """Return the line that a sentence answers, if no heading stands between, or its heading."""
    document, start = evidence.document, evidence.span[0]
    text = document.text
    opened = max((h.end for h in document.headings if h.end <= start), default=0)
    if asked := _last_question(text, max(0, opened - 1, start - _FAR), start):
        return asked
    above = (evidence.lead, evidence.hit.passage.context.rsplit(" — ", 1)[-1])
    heading = next((line for line in map(str.strip, above) if line), "")
    return heading if heading != document.title and _kind_of(heading) in _ASKING else ""


@lru_cache(maxsize=1024)
def _last_question(text: str, first: int, last: int) -> str:
    """Return the last question alone on its line between two places, whole lines only."""
    begin = text.rfind("\n", 0, first) + 1
    asked = [match.group().strip() for match in QUESTION_LINE.finditer(text, begin, last)]
    return asked[-1] if asked else ""


@lru_cache(maxsize=4096)
def _kind_of(heading: str) -> Kind:
    return Kind.MANNER if _STEPS.match(heading) else classify(heading).kind


def _asked(question: Question) -> tuple[str, ...]:
    """Return the terms of what is asked, without those of the earlier question that it is about."""
    own, about, _ = question.text.partition(ABOUT)
    return tuple(t for t in analyse(own) if t in question.terms) if about else question.terms


def _asks_of_somebody(question: Question) -> bool:
    """Whether somebody is asked about, and not only what they say: « d’après Odile Vasseur »."""
    said = " ".join(sources_asked(question.text))
    return any(person.name not in said for person in find_persons(question.text))


def is_of_whoever_speaks(evidence: Evidence) -> bool:
    """Whether the one who is interviewed tells of themselves: « je », or to whom « vous » is said.

    « Que gagne-t-on dans ce métier ? » asks for what others earn.
    """
    return bool(FIRST_PERSON.search(evidence.text) or _SECOND.search(question_above(evidence)))


def _content(terms: Iterable[str]) -> frozenset[str]:
    scaffold = vocabulary().scaffold
    return frozenset(
        _ENROLLING.get(t, t) for t in terms if t not in scaffold and not t[0].isdigit()
    )


@lru_cache(maxsize=4096)
def _share_of(terms: frozenset[str], said: frozenset[str]) -> float:
    if not terms:
        return 0.0
    held = sum(weight(term) for term in terms if credit(term, said) >= _SAID)
    return held / sum(map(weight, terms))


def _share(terms: frozenset[str], said: Collection[str]) -> float:
    return _share_of(terms, frozenset(said))


@lru_cache(maxsize=4096)
def heading_terms(heading: str) -> frozenset[str]:
    """Return the terms of a heading, with those that people ask with what stands under it."""
    folded = fold(heading)
    told = (asked for asked, openings in vocabulary().sections if folded.startswith(openings))
    return terms_of(heading).union(*told)


def names_told(question: Question, evidence: Evidence) -> bool:
    """Whether the document of an answer so headed has the names of the question somewhere."""
    said = terms_of(evidence.document.text)
    return all(stands_in(name, said) for name in question.names)


def answered_there_first(question: Question, kept: Sequence[Evidence]) -> list[Evidence]:
    """Put first what answers the very question in its document, in the order of the text."""
    there = [each for each in kept if is_answered_there(question, each)]
    if not there:
        return list(kept)
    best = there[0].document.id
    own = sorted((e for e in there if e.document.id == best), key=lambda each: each.span)
    first = [replace(each, match=replace(each.match, sure=True)) for each in own]
    return [*first, *(each for each in kept if each not in own)]
