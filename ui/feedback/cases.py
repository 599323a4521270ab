"""Opinions as evaluation cases: a first draft of each, for somebody to review."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import PurePath

from assistant.answer import Answer, Status
from assistant.wording import one_line
from evals.suite.case import Case
from evals.suite.matching import holds
from ui.feedback.record import Feedback, Verdict

KIND = "avis"
TO_WRITE = "(réponse attendue à écrire)"
"""What a case expects when the opinion does not say what the answer should have been: it fails
until somebody writes it, rather than passing unseen."""


def case_of(number: int, feedback: Feedback) -> Case:
    """Return the case that the opinion `number` suggests.

    A correction is what is expected, and the words that were given are not wanted any more. A
    useful answer is expected again. Words that the source does not say, or that are out of date,
    must not come back.
    """
    expect = _expected(feedback)
    return Case(
        id=f"avis-{number:04d}",
        kind=KIND,
        turns=feedback.turns,
        expect=expect,
        never=_unwanted(feedback, expect),
        abstain=not expect,
        sources=_sources(feedback) if expect else (),
        note=_note(feedback),
    )


def case_lines(numbered: Iterable[tuple[int, Feedback]]) -> str:
    """Return opinions as lines of JSON that `balise eval --cases` reads."""
    cases = [case_of(number, feedback) for number, feedback in numbered]
    return "".join(
        json.dumps(case.model_dump(mode="json", exclude_defaults=True), ensure_ascii=False) + "\n"
        for case in cases
    )


def _expected(feedback: Feedback) -> tuple[tuple[str, ...], ...]:
    """Return the groups of words to expect; none when the right thing is to say nothing."""
    answer = feedback.answer
    if correction := feedback.correction.strip():
        return ((correction,),)
    if feedback.verdict is Verdict.USEFUL:
        return _given(answer)
    if feedback.verdict in {Verdict.UNSUPPORTED, Verdict.OUTDATED}:
        return ()
    return ((TO_WRITE,),)


def _given(answer: Answer) -> tuple[tuple[str, ...], ...]:
    """Return what an answer gave: its short words, the values that differ, or its quotes."""
    if answer.status is not Status.ANSWERED:
        return ()
    if answer.short:
        return ((answer.short.text,),)
    values = [value for conflict in answer.conflicts for value in conflict.values]
    if values:
        return tuple((value,) for value in dict.fromkeys(values))
    quotes = dict.fromkeys(_as_shown(citation.quote) for citation in answer.citations)
    return (tuple(quotes) or (answer.answer,),)


def _as_shown(quote: str) -> str:
    """Return a quote as answers show it: on one line, its own guillemets turned into quotes."""
    return one_line(quote).replace("«", "“").replace("»", "”").strip("“” ")


def _unwanted(feedback: Feedback, expect: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    answer = feedback.answer
    if not answer.short or feedback.verdict not in {
        Verdict.WRONG,
        Verdict.UNSUPPORTED,
        Verdict.OUTDATED,
    }:
        return ()
    given = answer.short.text
    wanted_again = any(holds(words, given) for group in expect for words in group)
    return () if wanted_again else (given,)


def _sources(feedback: Feedback) -> tuple[str, ...]:
    """Return the names of the files that a useful answer cited.

    Not its quotes as proofs: a run stops on a proof that is no longer in its document, and an
    opinion outlives documents.
    """
    answer = feedback.answer
    if feedback.verdict is not Verdict.USEFUL or feedback.correction.strip():
        return ()
    first = answer.short.citation if answer.short else None
    cited = [c for c in answer.citations if first is None or c.n == first]
    return tuple(dict.fromkeys(_file(c.path) for c in cited))


def _file(path: str) -> str:
    """Return the name of a file without its folders, which may name a person."""
    return PurePath(path.replace("\\", "/")).name


def _note(feedback: Feedback) -> str:
    parts = [
        f"à relire : jugé « {feedback.verdict.value} » le {feedback.at:%Y-%m-%d}",
        f"réponse : {feedback.answer.status.value}",
    ]
    if feedback.fingerprint:
        parts.append(f"index {feedback.fingerprint}")
    return ", ".join(parts)
