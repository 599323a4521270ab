"""The verdict on one answer: right or not, and the first stage that lost it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.answer import Answer, Citation, Status
from assistant.engine import Trace
from corpus.document import Document
from evals.suite.case import Case
from evals.suite.fidelity import is_faithful, is_supported
from evals.suite.matching import exact_match, holds, overlap_f1
from evals.suite.result import CaseResult, SquadScore, Stage
from evals.suite.target import Piece, Target

MOST_WORDS = 120
"""An answer is short: longer than this, it is wrong."""


def judge(
    case: Case,
    trace: Trace,
    documents: Mapping[str, Document],
    found: Sequence[Document],
    *,
    squad: bool = False,
) -> CaseResult:
    """Judge the answer of `trace`.

    `documents` are those of the index by id, `found` those that search puts first, best first.
    """
    answer = trace.answer
    target = Target(case)
    pieces = [_piece(citation, documents) for citation in answer.citations]
    faithful = tuple(is_faithful(c, documents[c.doc_id].text) for c in answer.citations)
    supported = tuple(is_supported(claim, answer.citations) for claim in answer.claims)
    missing = tuple(g for g in case.expect if not any(holds(answer.answer, w) for w in g))
    forbidden = tuple(w for w in case.never if holds(answer.answer, w))
    answered = answer.status is Status.ANSWERED
    cited = bool(case.relevant) and answered and not case.abstain
    score = _squad_score(case, answer, pieces, target) if squad else None
    stage = _stage(target, trace, pieces, found, missing, forbidden)
    if not all((*faithful, *supported)):
        stage = Stage.UNFAITHFUL
    if stage is None and score is not None and not score.in_first_three:
        stage = Stage.SENTENCE
    return CaseResult(
        case=case,
        answer=answer,
        right=stage is None,
        stage=stage,
        missing=missing,
        forbidden=forbidden,
        documents=tuple(dict.fromkeys(document.path for document in found)),
        supporting=tuple(target.supported_by(p) for p in pieces) if cited else (),
        facts_cited=target.facts_held_by(pieces) if cited else (),
        faithful=faithful,
        supported=supported,
        words=len(answer.answer.split()),
        milliseconds=answer.timings_ms.total,
        squad=score,
    )


def _piece(citation: Citation, documents: Mapping[str, Document]) -> Piece:
    return Piece(documents[citation.doc_id], citation.start, citation.end)


def _stage(
    target: Target,
    trace: Trace,
    cited: Sequence[Piece],
    found: Sequence[Document],
    missing: Sequence[object],
    forbidden: Sequence[str],
) -> Stage | None:
    """Return the first stage that lost the answer; None when it is right."""
    answer = trace.answer
    answered = answer.status is Status.ANSWERED
    if answer.status is Status.FAILED:
        return Stage.FAILED
    if target.case.abstain:
        if answered:
            return Stage.ANSWERED
        return Stage.COMPOSED if forbidden else None
    if answered and not missing and not forbidden:
        return Stage.COMPOSED if len(answer.answer.split()) > MOST_WORDS else None
    return _lost(target, trace, cited, found)


def _lost(target: Target, trace: Trace, cited: Sequence[Piece], found: Sequence[Document]) -> Stage:
    if not trace.hits:
        return Stage.ABSTAINED
    hits = [Piece(h.document, h.passage.start, h.passage.end) for h in trace.hits]
    if not target.held_by(hits):
        # Search was not necessarily at fault for the document: a part of it may have been found.
        reached = [*found, *(hit.document for hit in trace.hits)]
        return Stage.PASSAGE if target.in_documents(reached) else Stage.DOCUMENT
    chosen = [Piece(c.document, *c.span) for c in trace.selection.chosen]
    if trace.answer.status is not Status.ANSWERED:
        if chosen:
            return Stage.VERIFIER if target.held_by(chosen) else Stage.SENTENCE
        first = [Piece(e.document, *e.span) for e in trace.kept[:1]]
        return Stage.ABSTAINED if any(map(target.supported_by, first)) else Stage.SENTENCE
    if not target.held_by(chosen):
        return Stage.SENTENCE
    return Stage.COMPOSED if target.held_by(cited) else Stage.VERIFIER


def _squad_score(case: Case, answer: Answer, pieces: Sequence[Piece], target: Target) -> SquadScore:
    accepted = case.expect[0]
    right = [target.supported_by(piece) for piece in pieces[:3]]
    short = answer.short
    return SquadScore(
        in_first=any(right[:1]),
        in_first_three=any(right),
        exact=any(exact_match(short.text, a) for a in accepted) if short else None,
        f1=max(overlap_f1(short.text, a) for a in accepted) if short else None,
    )
