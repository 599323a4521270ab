"""Which of the sentences that may answer comes first: one that does, before one on the subject."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.coverage import credit, terms_of
from assistant.evidence import Evidence
from assistant.expected import announces_reasons, asks_for_a_town
from assistant.headed import heading_terms, is_answered_there
from assistant.kinds import Kind
from assistant.question import Question
from assistant.scope import QUANTITIES
from assistant.select import asks_for_several
from assistant.statements import ADDRESS
from assistant.tables import is_labelled_less, row_of
from index.analyser import analyse, fold
from index.sentences import is_list_item

_NEAR_ENOUGH = 4.5
"""A sentence that tells a reason comes first unless it is this much worse than the best one."""
_NEAR_IN_LIST = 7.0
"""So does the item of a list under a heading that says the things asked for, and the address in
the head of a page."""
_ROW_MARGIN = 3.0
_BY = re.compile(r"(?P<deed>\w+é)e?s?\b[^.;:,()]{0,40}?\s(?:par|grâce à)\s", re.I)
_HEAD = 450
"""Characters in which a page tells what it is about, before its first paragraph."""
_STEP = re.compile(r"(?:[ÉE]tape )?\d{1,2}\s?[.):]\s")
_IS_IT_REQUIRED = re.compile(
    r"\b(?:faut|doit[- ]on|on doit|besoin|obligatoires?|necessaires?|exigee?s?|requise?s?"
    r"|indispensables?)\b"
)
_REQUIRED = re.compile(
    r"\b(?:aucune?|sans|pas besoin|faut|doit|doivent|devez|exigee?s?|obligatoires?|requise?s?"
    r"|necessaires?|indispensables?|demandee?s?)\b"
)
"""What is asked, and said, of what one needs, in letters without accents."""
_SPOKEN = 0.7
_NAMED = 0.5
"""Strength from which a sentence names somebody, a person or a body."""
_TELLS: dict[Kind, Callable[[Question, Evidence], bool]] = {
    Kind.CAUSE: lambda _, evidence: announces_reasons(evidence.text),
    Kind.PLACE: lambda question, evidence: _tells_where(question, evidence),
    Kind.MANNER: lambda _, evidence: _STEP.match(evidence.text) is not None,
    Kind.PERSON: lambda question, evidence: _is_told_of_its_agent(question, evidence),
    Kind.LIST: lambda question, evidence: _is_listed_under(question, evidence),
}


def answering_first(question: Question, kept: Sequence[Evidence]) -> Sequence[Evidence]:
    """Return `kept`, best first, with what answers before what only speaks of the subject."""
    if not kept or is_answered_there(question, kept[0]):
        return kept
    kept = _required_first(question, _somebody_first(question, kept))
    kept = _row_of_the_thing_first(question, kept)
    return _labelled_first(question, _told_first(question, _surely_first(question, kept)))


def _somebody_first(question: Question, kept: Sequence[Evidence]) -> Sequence[Evidence]:
    """Put somebody who is named before « les autres candidats », where one asks who."""
    if question.kind is not Kind.PERSON or kept[0].match.strength >= _NAMED:
        return kept
    near = kept[0].score - _NEAR_ENOUGH
    named = [e for e in kept if e.match.strength >= 1.0 and e.score >= near and _is_read_so(e)][:1]
    return [*named, *(e for e in kept if e not in named)]


def _required_first(question: Question, kept: Sequence[Evidence]) -> Sequence[Evidence]:
    """Put « aucun diplôme n'est exigé » first where one asks whether a diploma is needed."""
    if question.kind is not Kind.FACT or not _IS_IT_REQUIRED.search(fold(question.text)):
        return kept
    near = kept[0].score - _NEAR_ENOUGH
    for evidence in kept:
        said = question.terms and credit(question.terms[0], terms_of(evidence.text)) >= _SPOKEN
        if said and evidence.score >= near and _REQUIRED.search(fold(evidence.text)):
            return [evidence, *(e for e in kept if e is not evidence)]
    return kept


def _row_of_the_thing_first(question: Question, kept: Sequence[Evidence]) -> Sequence[Evidence]:
    """Put the row « Cybersécurité | 610 » before a sentence that counts all offers.

    Its label must say nothing but what is asked, and the sentence none of it.
    """
    first = kept[0]
    if question.kind not in QUANTITIES or row_of(first.document, first.span):
        return kept
    own = terms_of(first.text)
    for evidence in kept[1:]:
        row = row_of(evidence.document, evidence.span)
        if row is None or evidence.score < first.score - _ROW_MARGIN or not _is_read_so(evidence):
            continue
        label = terms_of(evidence.document.text[slice(*row.label)])
        named = {term for term in label if term in question.terms}
        if label and named == label and not any(credit(t, own) >= _SPOKEN for t in label):
            return [evidence, *(e for e in kept if e is not evidence)]
    return kept


def _labelled_first(question: Question, kept: Sequence[Evidence]) -> Sequence[Evidence]:
    """Put the row of a table that is labelled with what is asked before the others of its table."""
    first = kept[0]
    for other in kept[1:]:
        same = other.document.id == first.document.id
        if same and is_labelled_less(question, first.document, first.span, other.span):
            first = other
    return [first, *(evidence for evidence in kept if evidence is not first)]


def _surely_first(question: Question, kept: Sequence[Evidence]) -> Sequence[Evidence]:
    """Put what a reader surely reads as the answer before what only speaks of it better."""
    if question.kind in QUANTITIES or asks_for_several(question) or _is_sure(kept[0]):
        return kept
    sure = [evidence for evidence in kept if _is_sure(evidence)][:1]
    return [*sure, *(evidence for evidence in kept if evidence not in sure)]


def _is_sure(evidence: Evidence) -> bool:
    return evidence.reading is not None and evidence.reading.sure


def _told_first(question: Question, kept: Sequence[Evidence]) -> Sequence[Evidence]:
    """Put what tells a reason, a step, a town, an item or an agent before what is about it."""
    telling = _TELLS.get(question.kind)
    venue = question.kind is Kind.PLACE and not asks_for_a_town(question)
    if telling is None or (venue and not _is_in_head(kept[0])):
        return kept
    wide = venue or question.kind is Kind.LIST
    near = kept[0].score - (_NEAR_IN_LIST if wide else _NEAR_ENOUGH)
    told = [
        e
        for e in kept
        if e.score >= near
        and telling(question, e)
        and _is_read_so(e)
        and not (venue and e.document.id != kept[0].document.id)
    ]
    return [*told, *(e for e in kept if e not in told)]


def _tells_where(question: Question, evidence: Evidence) -> bool:
    """Whether it names a town, or where no town is asked the very address, in the page's head."""
    if asks_for_a_town(question):
        return bool(evidence.match.spans)
    return _is_in_head(evidence) and ADDRESS.search(evidence.text) is not None


def _is_in_head(evidence: Evidence) -> bool:
    """Whether it stands among the first lines of its page, which tell of all the page is about."""
    return evidence.span[1] <= _HEAD


def _is_listed_under(question: Question, evidence: Evidence) -> bool:
    """Whether it is an item of a list headed by the things asked for: « Nos missions »."""
    if not is_list_item(evidence.text) or not question.terms:
        return False
    return credit(question.terms[0], heading_terms(evidence.lead)) >= _SPOKEN


def _is_told_of_its_agent(question: Question, evidence: Evidence) -> bool:
    """Whether « qui finance » meets « financé à 45 % par les cotisations »."""
    deed = frozenset(question.terms[:1])
    return any(deed & frozenset(analyse(match["deed"])) for match in _BY.finditer(evidence.text))


def _is_read_so(evidence: Evidence) -> bool:
    return evidence.reading is None or evidence.reading.margin > 0
