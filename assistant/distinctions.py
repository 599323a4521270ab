"""Things that exclude one another: a share of permanent contracts is not one of temporary ones."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.coverage import credit, terms_of
from assistant.discourse import told_terms
from assistant.evidence import Evidence
from assistant.kinds import Kind
from assistant.mentioned import said_before
from assistant.question import Question
from assistant.words import vocabulary
from index.analyser import analyse, concept_spans, fold

_COUNTED = frozenset(
    {Kind.NUMBER, Kind.PERCENT, Kind.MONEY, Kind.DURATION, Kind.TIME, Kind.SIZE, Kind.DATE}
)
"""Kinds for which the right figure of the wrong thing would pass for an answer."""
_ACRONYM = re.compile(r"\b[A-Z]{2,6}\b")
_ASKS = re.compile(r"\b(?:combien|quel(?:le)?s?|quand)\b", re.I)
_BEGINS = re.compile(
    r"\b(?:debutante?s?|juniors?|novices?|en debut de carriere|quand (?:on|il|elle) debute|"
    r"(?:salaire|remuneration) de debut|premier (?:poste|emploi)|jeunes? diplomee?s?)\b"
)
_GONE_ON = re.compile(
    r"\b(?:experimentee?s?|seniors?|en (?:milieu|fin) de carriere|"
    r"apres \w+ (?:ou \w+ |a \w+ )?ans(?: d.(?:experience|anciennete))?)\b"
)
_DIPLOMA = re.compile(
    r"(?<!après un )(?<!après le )(?<!après une )(?<!avec un )(?<!avec une )(?<!titulaire d['’]un )"
    r"(?<!titulaires d['’]un )(?<!niveau )(?<!mon )(?<!ma )(?<!son )(?<!sa )(?<!ayant un )"
    r"\b(?P<diploma>(?i:bachelors?|licences?|masters?|mastères?|doctorats?)|BTS|BUT|DUT|CAP|BEP"
    r"|MBA|DEUST)\b"
)
"""Diplomas that are prepared; « après un BTS » tells what one has before."""
_PART_OF_A_NAME = re.compile(r"[A-ZÀ-Ý]\w*[a-zà-ÿ]\w*[ -]$")
"""« Opaline RH » is a firm, not something about human resources."""
_SAID = 0.7
_SURE = 8.0
"""Margin from which a reader, told whom the text speaks of, may be believed."""


def is_about_another(question: Question, evidence: Evidence) -> bool:
    """Tell whether a figure or a date is said of something else than what the question names.

    Either of the opposite (« établissements publics » for the private ones), or of something
    whose title and headings never have the acronym that the question asks about.
    """
    if question.kind not in _COUNTED:
        return False
    near = terms_of(evidence.text) | terms_of(evidence.lead)
    asked = frozenset(question.terms)
    if any(opposed(sides, asked, near) for sides in vocabulary().opposites):
        return True
    if _is_of_another_level(question.text, f"{evidence.text} {evidence.lead}"):
        return True
    acronyms = acronyms_in(question.text)
    asks = _ASKS.search(question.text)
    diplomas = _diplomas(question.text[asks.end() :]) if asks else frozenset()
    if not acronyms and not diplomas:
        return False
    document = evidence.document
    about = near.union(
        terms_of(said_before(evidence)),
        terms_of(evidence.hit.passage.context),
        terms_of(document.title),
        terms_of(document.publisher),
    )
    told = _diplomas(evidence.text) or _diplomas(evidence.lead)
    if diplomas and told and not diplomas & _diplomas(_around(evidence)):
        return True
    if evidence.reading is None or evidence.reading.margin >= _SURE:
        about |= told_terms(evidence.hit, evidence.index)
    return any(all(credit(term, about) < _SAID for term in terms) for terms in acronyms)


@lru_cache(maxsize=2048)
def _diplomas(text: str) -> frozenset[str]:
    """Return the diplomas that a text speaks of, besides those that somebody has already."""
    return frozenset(fold(match["diploma"])[:6] for match in _DIPLOMA.finditer(text))


def _around(evidence: Evidence) -> str:
    """Return a sentence with what it is read under and the headings above it."""
    return f"{evidence.text} {said_before(evidence)} {evidence.hit.passage.context}"


def _is_of_another_level(asked: str, said: str) -> bool:
    """Whether « en fin de carrière » meets what is told of beginners alone, or the reverse."""
    sides = (_BEGINS, _GONE_ON)
    wanted, told = ([bool(side.search(fold(text))) for side in sides] for text in (asked, said))
    return sum(wanted) == 1 and sum(told) == 1 and wanted != told


@lru_cache(maxsize=512)
def acronyms_in(text: str) -> tuple[tuple[str, ...], ...]:
    """Return the index terms of each known acronym after the word that asks.

    What stands before it may be about the person: « Pour mon BTS, je cherche combien… ». A
    text all in capitals has none.
    """
    asks = _ASKS.search(text)
    if text.isupper() or not asks:
        return ()
    known = concept_spans(text)
    found = [
        m
        for m in _ACRONYM.finditer(text, asks.end())
        if any(a <= m.start() < b for a, b in known)
        and not _PART_OF_A_NAME.search(text, asks.end(), m.start())
    ]
    return tuple(terms for m in found if (terms := tuple(analyse(m.group()))))


def opposed(sides: tuple[frozenset[str], ...], asked: frozenset[str], said: frozenset[str]) -> bool:
    """Tell whether the terms of a text are of another side of an opposition than those asked."""
    wanted = [side for side in sides if side & asked]
    if len(wanted) != 1 or wanted[0] & said:
        return False
    return any(side & said for side in sides if side is not wanted[0])
