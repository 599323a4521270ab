"""What the page shows of a case when it is opened, as light JSON.

The file names come back in thousands of cases: they are told once, and given by their place.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import urlsplit

from assistant.answer import Citation
from assistant.wording import french_date, one_line
from corpus.document import PartialDate
from evals.report.french import audience, capital, noise, printable, status_name
from evals.suite.case import Case, Proof
from evals.suite.result import CaseResult, SquadScore, Stage
from evals.suite.wording import EXPLAINED, STAGES

_MOST_DOCUMENTS = 10
_LOADABLE = {"http", "https"}
Json = dict[str, Any]


class Names:
    """File names, each told once."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}

    def place(self, path: str) -> int:
        """Return the place of a path's file name in `told`."""
        return self._places.setdefault(printable(PurePath(path).name), len(self._places))

    @property
    def told(self) -> list[str]:
        """The names, in the order of their places."""
        return list(self._places)


def details(results: Iterable[CaseResult]) -> Json:
    """Return `{"files": [name…], "stages": {…}, "cases": [case…]}`, cases in the order given.

    A stage has its name and its meaning. What is empty or nothing is left out of a case.
    """
    names = Names()
    cases = [_light(_case(result, names)) for result in results]
    stages = {stage.value: [capital(STAGES[stage]), EXPLAINED[stage]] for stage in Stage}
    return {"files": names.told, "stages": stages, "cases": cases}


def _case(result: CaseResult, names: Names) -> Json:
    case, answer = result.case, result.answer
    return {
        "turns": case.turns,
        "understood": answer.understood if answer.understood != case.turns[-1] else "",
        "status": status_name(answer),
        "answer": answer.answer,
        "quotes": [_light(_quote(result, place, names)) for place in range(len(answer.citations))],
        "abstain": case.abstain or None,
        "expect": _groups(case.expect),
        "missing": _groups(result.missing),
        "never": case.never,
        "forbidden": result.forbidden,
        "stage": result.stage.value if result.stage else "",
        "unsupported": [
            claim.text
            for claim, held in zip(answer.claims, result.supported, strict=False)
            if not held
        ],
        "proofs": [_light(_proof(proof, names)) for proof in case.proofs],
        "near": [_light(_proof(proof, names)) for proof in case.near],
        "sources": [names.place(path) for path in _unproved(case)],
        "found": [names.place(path) for path in result.documents[:_MOST_DOCUMENTS]],
        "right": [names.place(path) for path in case.relevant],
        "confidence": round(answer.confidence, 3),
        "ms": round(result.milliseconds, 1),
        "words": result.words,
        "audience": audience(case.audience) if case.audience else "",
        "noise": noise(case.noise) if case.noise else "",
        "pair": case.pair,
        "note": case.note,
        "squad": _squad(result.squad) if result.squad else None,
    }


def _quote(result: CaseResult, place: int, names: Names) -> Json:
    citation = result.answer.citations[place]
    return {
        "n": citation.n,
        "quote": one_line(citation.quote),
        "title": citation.title,
        "publisher": citation.publisher,
        "date": _date(citation),
        "territory": ", ".join(citation.territory),
        "page": citation.page,
        "url": citation.url if _is_loadable(citation.url) else "",
        "file": names.place(citation.path),
        "proves": _flag(result.supporting, place),
        "faithful": _flag(result.faithful, place),
    }


def _proof(proof: Proof, names: Names) -> Json:
    return {
        "quote": proof.quote,
        "file": names.place(proof.document),
        "alternative": proof.alternative or None,
    }


def _squad(score: SquadScore) -> Json:
    f1 = None if score.f1 is None else round(score.f1, 3)
    return _light({**score.model_dump(), "f1": f1})


def _unproved(case: Case) -> Sequence[str]:
    return () if case.proofs else case.sources


def _groups(groups: Iterable[Iterable[str]]) -> list[str]:
    """Write each group of strings of which one is enough."""
    return [" ou ".join(group) for group in groups]


def _date(citation: Citation) -> str:
    date = french_date(PartialDate(iso=citation.date))
    return f"{date} (date déduite)" if date and citation.date_inferred else date


def _is_loadable(url: str | None) -> bool:
    """Whether a link may be made of it: never `javascript:`, whatever a document says."""
    try:
        return urlsplit(url or "").scheme in _LOADABLE
    except ValueError:
        return False


def _flag(flags: Sequence[bool], place: int) -> bool | None:
    return flags[place] if place < len(flags) else None


def _light(values: Json) -> Json:
    """Leave out what is empty or nothing, but no zero and no « false »."""
    kept = ((name, _printed(value)) for name, value in values.items())
    return {name: value for name, value in kept if value not in (None, "", [])}


def _printed(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, list | tuple):
        return [_printed(item) for item in value]
    return value
