"""Which of the sentences that may answer comes first: one that does, before one on the subject."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.evidence import Evidence
from assistant.expected import announces_reasons, asks_for_a_town
from assistant.kinds import Kind
from assistant.question import Question
from assistant.scope import QUANTITIES
from assistant.select import asks_for_several

_NEAR_ENOUGH = 4.5
"""A sentence that tells a reason comes first unless it is this much worse than the best one."""
_STEP = re.compile(r"(?:[ÉE]tape )?\d{1,2}\s?[.):]\s")
_TELLS: dict[Kind, Callable[[Evidence], bool]] = {
    Kind.CAUSE: lambda evidence: announces_reasons(evidence.text),
    Kind.PLACE: lambda evidence: bool(evidence.match.spans),
    Kind.MANNER: lambda evidence: _STEP.match(evidence.text) is not None,
}


def answering_first(question: Question, kept: Sequence[Evidence]) -> Sequence[Evidence]:
    """Return `kept`, best first, with what answers before what only speaks of the subject."""
    return _told_first(question, _surely_first(question, kept)) if kept else kept


def _surely_first(question: Question, kept: Sequence[Evidence]) -> Sequence[Evidence]:
    """Put what a reader surely reads as the answer before what only speaks of it better."""
    if question.kind in QUANTITIES or asks_for_several(question) or _is_sure(kept[0]):
        return kept
    sure = [evidence for evidence in kept if _is_sure(evidence)][:1]
    return [*sure, *(evidence for evidence in kept if evidence not in sure)]


def _is_sure(evidence: Evidence) -> bool:
    return evidence.reading is not None and evidence.reading.sure


def _told_first(question: Question, kept: Sequence[Evidence]) -> Sequence[Evidence]:
    """Put what tells a reason, a step to take or a town before what only tells of the subject."""
    telling = _TELLS.get(question.kind)
    if telling is None or (question.kind is Kind.PLACE and not asks_for_a_town(question)):
        return kept
    near = kept[0].score - _NEAR_ENOUGH
    told = [e for e in kept if e.score >= near and telling(e) and _is_read_so(e)]
    return [*told, *(e for e in kept if e not in told)]


def _is_read_so(evidence: Evidence) -> bool:
    return evidence.reading is None or evidence.reading.margin > 0
