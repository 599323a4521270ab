"""Whether evidence is about the proper names that a question gives."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.acronyms import with_acronyms
from assistant.coverage import terms_of
from assistant.discourse import opening, stands_in, told_terms, topic
from assistant.evidence import Evidence
from assistant.headed import FIRST_PERSON, QUESTION_LINE, is_of_whoever_speaks
from assistant.mentioned import said_before
from assistant.persons import find_persons
from assistant.question import Question
from corpus.places import find_places
from index.analyser import analyse, fold
from index.sentences import is_list_item
from index.words import common_french

_NAME = re.compile(r"(?<![\w’'])[A-ZÀ-ÖØ-Ý][\w-]+")

_QUESTIONS = 3


def about_names(question: Question, evidence: Evidence) -> bool:
    """Whether the proper names of the question stand in the sentence or close before it."""
    if not question.names:
        return True
    if _is_said_by_another(question, evidence):
        return False
    document = evidence.document
    near = terms_of(evidence.text).union(
        terms_of(said_before(evidence)),
        terms_of(evidence.neighbour(1)) if evidence.is_heading else (),
        terms_of(_above_list(evidence)),
        terms_of(evidence.hit.passage.context),
        terms_of(document.title),
        terms_of(topic(document, evidence.span[0])),
        terms_of(document.publisher),
        terms_of(_speaker(evidence)),
    )
    near = with_acronyms(document, frozenset(near))
    told = near | terms_of(_told_in_an_interview(evidence))
    persons = {term for person in find_persons(question.text) for term in analyse(person.name)}
    return all(
        stands_in(name, near if persons.issuperset(name) else told) for name in question.names
    )


def _is_said_by_another(question: Question, evidence: Evidence) -> bool:
    """Whether a quotation is said by somebody else than the person asked about."""
    speaker = _speaker(evidence) if evidence.text.rstrip().endswith("»") else ""
    if not speaker:
        return False
    heard = terms_of(evidence.text) | terms_of(speaker)
    return not all(
        stands_in(tuple(analyse(person.name)), heard) for person in find_persons(question.text)
    )


def _speaker(evidence: Evidence) -> str:
    """Return who speaks: the one named after the quotation, or whom an interview opens with.

    « J'ai repris une formation. » Odile Vasseur, promotion 2022.
    """
    if evidence.text.rstrip().endswith("»") and FIRST_PERSON.search(evidence.text):
        after = evidence.neighbour(1)
        return after if any(person.start == 0 for person in find_persons(after)) else ""
    return _told_in_an_interview(evidence) if is_of_whoever_speaks(evidence) else ""


def _told_in_an_interview(evidence: Evidence) -> str:
    """Return what an interview opens with, for its answers: their subject, besides who speaks."""
    asked = _first_question(evidence.document.text)
    place = evidence.span[0]
    return opening(evidence.document, place) if asked is not None and place > asked else ""


@lru_cache(maxsize=256)
def _first_question(text: str) -> int | None:
    """Return where a text made of questions, each on its line, and answers asks the first one."""
    asked = [match.start() for match in QUESTION_LINE.finditer(text)]
    return asked[0] if len(asked) >= _QUESTIONS else None


def _above_list(evidence: Evidence) -> str:
    """Return what a passage says before a list, for its items: it is about it, however far."""
    if not is_list_item(evidence.text):
        return ""
    text, spans = evidence.document.text, evidence.hit.passage.sentences[: evidence.index]
    said = (text[slice(*span)] for span in spans)
    return " ".join(sentence for sentence in said if not is_list_item(sentence))


def named_before(question: Question, evidence: Evidence) -> bool:
    """Whether the names of the question stand in a sentence, before it, or as its text opens.

    What is said of a person is not said of a name farther on, nor is what another name opens.
    """
    if find_persons(question.text) or _speaks_of_another(question, evidence):
        return False
    document = evidence.document
    near = terms_of(evidence.text).union(
        told_terms(evidence.hit, evidence.index), terms_of(document.publisher)
    )
    return all(stands_in(name, near) for name in question.names)


def _speaks_of_another(question: Question, evidence: Evidence) -> bool:
    """Whether another name, of no place and no person, stands before the words that were read."""
    if evidence.reading is None:
        return False
    text, end = evidence.text, evidence.reading.words[0] - evidence.span[0]
    known = [(place.start, place.end) for place in find_places(text)]
    known += [(person.start, person.end) for person in find_persons(text)]
    asked = frozenset(analyse(question.text))
    for match in _NAME.finditer(text, 0, end):
        if any(a < match.end() and match.start() < b for a, b in known):
            continue
        if fold(match.group()) in common_french() and not match.group().isupper():
            continue
        terms = set(analyse(match.group()))
        if terms and not terms & asked:
            return True
    return False
