"""What the judge is shown of a case: its question, its quotes, and what it should have said."""

from __future__ import annotations

from assistant.answer import Citation
from evals.judge.texts import REFERENCE_NOTHING, prompt
from evals.suite.case import Case
from evals.suite.result import CaseResult


def question_of(case: Case) -> str:
    """Return the question, after those of the same conversation, one a line."""
    return "\n".join(case.turns)


def contexts_of(result: CaseResult) -> list[str]:
    """Return the quotes of an answer, each after its number, title and source.

    An answer names its sources, which the judge would otherwise find nowhere.
    """
    return [f"{_heading(citation)}\n« {citation.quote} »" for citation in result.answer.citations]


def _heading(citation: Citation) -> str:
    source = ", ".join(part for part in (citation.publisher, citation.date) if part)
    return f"[{citation.n}] {citation.title}" + (f" ({source})" if source else "")


def reference_of(case: Case) -> str:
    """Return what the answer is held against.

    The quotes that prove the case, each set that is enough by itself after the other; without
    proofs, the strings that it expects; that nothing answers, where nothing does.
    """
    if case.abstain:
        return prompt(REFERENCE_NOTHING).text
    if case.options:
        enough = ["\n".join(f"– {proof.quote}" for proof in proofs) for proofs in case.options]
        return "\nou bien :\n".join(enough)
    groups = [" ou ".join(f"« {wanted} »" for wanted in group) for group in case.expect]
    return "La réponse contient :\n" + "\n".join(f"– {group}" for group in groups)
