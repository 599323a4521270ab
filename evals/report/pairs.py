"""The differences between two runs, in words: the page and Markdown share them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from evals.report.french import THIN, duration, share, whole
from evals.suite.compare import Comparison, Difference
from evals.tables import decimal

_LESS_IS_BETTER = {"milliseconds"}
_NEITHER = {"words"}
_NAMES = {
    "right": "Réponses justes",
    "abstention": "Silence quand rien ne répond",
    "citation_precision": "Précision des citations",
    "citation_support": "Phrases appuyées par leurs citations",
    "words": "Mots par réponse",
    "milliseconds": "Temps d'une réponse",
}


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """A measure in both runs, with what may be said of the difference."""

    name: str
    a: str
    b: str
    difference: str
    interval: str
    count: str
    verdict: str


def difference_rows(comparison: Comparison) -> list[DifferenceRow]:
    """Return the measures that apply, each in words."""
    return list(_rows(comparison))


def mcnemar_words(comparison: Comparison) -> str:
    """Say how many cases changed, and how likely so uneven a split is by chance."""
    test = comparison.right.test
    if test is None or not test.gained + test.lost:
        return "Aucun cas n'a changé de verdict."
    chance = f"{share(test.p_value)}" if test.p_value >= 0.001 else f"moins de 0,1{THIN}%"
    return (
        f"{whole(test.gained)} cas gagnés, {whole(test.lost)} perdus. Sans vrai changement, un "
        f"partage aussi inégal a {chance} de chances d'arriver (test exact de McNemar)."
    )


def setting_value(value: Any) -> str:
    """Write a setting's value; a dash where a run does not have it."""
    if value is None:
        return "–"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _rows(comparison: Comparison) -> Iterator[DifferenceRow]:
    for field, name in _NAMES.items():
        found: Difference | None = getattr(comparison, field)
        if found is not None:
            yield DifferenceRow(
                name=name,
                a=_value(field, found.a),
                b=_value(field, found.b),
                difference=_signed(field, found.difference),
                interval="–"
                if found.low is None or found.high is None
                else f"de {_signed(field, found.low)} à {_signed(field, found.high)}",
                count=whole(found.count),
                verdict=_verdict(field, found),
            )


def _verdict(field: str, found: Difference) -> str:
    if found.low is None or found.high is None:
        return "trop peu de cas"
    if found.low == found.high == 0:
        return "identique"
    if found.low <= 0 <= found.high:
        return "peut être le hasard"
    if field in _NEITHER:
        return "plus long" if found.difference > 0 else "plus court"
    return "mieux" if (found.difference > 0) != (field in _LESS_IS_BETTER) else "moins bien"


def _value(field: str, value: float) -> str:
    if field == "milliseconds":
        return duration(value)
    return decimal(value, 1) if field == "words" else share(value)


def _signed(field: str, value: float) -> str:
    """Write a difference with its sign: shares in points."""
    scale, unit = (1, f"{THIN}ms") if field == "milliseconds" else (1, "")
    if field not in ("milliseconds", "words"):
        scale, unit = 100, f"{THIN}pt"
    written = decimal(abs(scale * value), 1)
    sign = "" if written == "0,0" else "+" if value > 0 else "−"
    return f"{sign}{written}{unit}"
