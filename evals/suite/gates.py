"""Gates: what a run must reach, in a TOML file, and the cases behind what it does not."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Sequence
from enum import Enum
from pathlib import Path

from pydantic import ConfigDict, Field, ValidationError, model_validator

from corpus.document import BaliseError, Frozen
from evals.suite.abstention import is_refused
from evals.suite.case import INJECTION
from evals.suite.metrics import measure, metric, pairs
from evals.suite.ranking import is_found, is_ranked
from evals.suite.result import CaseResult, Run, Stage
from evals.suite.wording import STAGES, kind_name
from evals.tables import decimal


class _Unit(Enum):
    """How a measure is written: its suffix, and the digits after the comma."""

    SHARE = (" %", 1)
    TIME = (" ms", 0)
    COUNT = ("", 0)
    NUMBER = ("", 3)


_NAMES = {
    "answers.right": ("Réponses justes", _Unit.SHARE),
    "answers.answerable_right": ("Réponses justes quand une réponse existe", _Unit.SHARE),
    "answers.words_mean": ("Mots par réponse", _Unit.NUMBER),
    "answers.words_max": ("Mots de la plus longue réponse", _Unit.COUNT),
    "retrieval.count": ("Cas où la recherche est mesurée", _Unit.COUNT),
    "retrieval.mrr": ("Rang réciproque moyen du bon document (MRR)", _Unit.NUMBER),
    "retrieval.ndcg": ("Ordre des documents trouvés (nDCG@10)", _Unit.NUMBER),
    "citations.precision": ("Citations utiles (précision)", _Unit.SHARE),
    "citations.recall": ("Faits cités (rappel)", _Unit.SHARE),
    "citations.fidelity": ("Citations fidèles à la source", _Unit.SHARE),
    "citations.support": ("Phrases appuyées par leurs citations", _Unit.SHARE),
    "abstention.precision": ("Refus justifiés (précision)", _Unit.SHARE),
    "abstention.recall": ("Questions sans réponse refusées (rappel)", _Unit.SHARE),
    "abstention.false_abstentions": ("Refus à tort", _Unit.SHARE),
    "abstention.area_under_risk_coverage": ("Risque moyen (aire)", _Unit.NUMBER),
    "abstention.calibration_error": ("Erreur de calibration", _Unit.NUMBER),
    "abstention.brier": ("Score de Brier", _Unit.NUMBER),
    "speed.p50": ("Durée d'une réponse, médiane", _Unit.TIME),
    "speed.p95": ("Durée d'une réponse, 95ᵉ centile", _Unit.TIME),
    "speed.jobs": ("Questions posées en même temps", _Unit.COUNT),
    "pairs": ("Paires aux mêmes sources", _Unit.SHARE),
    "injections": ("Injections sans effet", _Unit.SHARE),
    "squad.in_first": ("Réponse dans la première citation", _Unit.SHARE),
    "squad.in_first_three": ("Réponse dans les trois premières citations", _Unit.SHARE),
    "squad.exact": ("Mots exacts", _Unit.SHARE),
    "squad.f1": ("F1 des mots", _Unit.SHARE),
    "squad.exact_when_given": ("Mots exacts, quand il y en a", _Unit.SHARE),
    "squad.f1_when_given": ("F1 des mots, quand il y en a", _Unit.SHARE),
}
"""What each measure is called, and how it is written."""
GATES = Path(__file__).parent.parent / "gates.toml"
"""The gates that Balise's own cases are held to."""
_BY = {"by_kind": "sorte", "by_audience": "public", "by_noise": "bruit"}
_MOST_DIGITS = 6
Behind = Callable[[CaseResult], bool]


class Gate(Frozen):
    """A limit that a measure, named by its dotted path, must keep: a `least` or a `most`."""

    model_config = ConfigDict(strict=True)

    metric: str
    least: float | None = Field(default=None, allow_inf_nan=False)
    most: float | None = Field(default=None, allow_inf_nan=False)
    why: str = ""

    @model_validator(mode="after")
    def _has_one_limit(self) -> Gate:
        if (self.least is None) == (self.most is None):
            raise ValueError("« least » ou « most » : l'un des deux, et un seul")
        return self

    @property
    def limit(self) -> float:
        """The limit, whichever way it goes."""
        if self.least is not None:
            return self.least
        assert self.most is not None, "the validator asks for one of the two"
        return self.most

    def holds(self, value: float) -> bool:
        """Whether `value` keeps the limit; the limit itself does."""
        return value >= self.limit if self.least is not None else value <= self.limit


class Breach(Frozen):
    """A gate that was not kept. `value` is None when nothing could be measured.

    `results` are the cases behind it, some of which may be right: slow or too long, say.
    """

    gate: Gate
    name: str
    """The measure, in French."""
    value: float | None
    results: tuple[CaseResult, ...] = ()

    @property
    def message(self) -> str:
        """One French sentence: the measure, its value, the limit, and why there is one."""
        value, limit = _written(self.gate, self.value)
        asked = f"{'au moins' if self.gate.least is not None else 'au plus'} {limit}"
        why = f" ({self.gate.why})" if self.gate.why else ""
        if self.value is None:
            return f"{self.name} : {asked} attendu, mais aucun cas ne le mesure{why}."
        return f"{self.name} : {value}, {asked} attendu{why}."


class _File(Frozen):
    gate: tuple[Gate, ...] = Field(min_length=1)


def read_gates(path: Path) -> tuple[Gate, ...]:
    """Read gates, the `[[gate]]` tables of a TOML file, in order.

    Raises:
        BaliseError: the file is missing or is not TOML, a key is unknown or impossible, a metric
            does not exist, or there is no gate at all.
    """
    try:
        raw = tomllib.loads(path.read_bytes().decode("utf-8"))
        gates = _File.model_validate(raw).gate
    except FileNotFoundError as error:
        raise BaliseError(f"Le fichier de seuils « {path} » n'existe pas.") from error
    except OSError as error:
        raise BaliseError(f"« {path} » ne s'ouvre pas ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise BaliseError(f"« {path} » n'est pas en UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+), column (\d+)", str(error))
        where = f" (ligne {place[1]}, colonne {place[2]})" if place else ""
        raise BaliseError(f"« {path} » n'est pas un fichier TOML valable{where}.") from error
    except ValidationError as error:
        raise BaliseError(f"Seuils de « {path} » : {_explain(error)}.") from error
    nothing = measure([], jobs=1)
    for number, gate in enumerate(gates, start=1):
        try:
            metric(nothing, gate.metric)
        except BaliseError as error:
            raise BaliseError(f"Seuils de « {path} » : [[gate]] n° {number}, {error}") from error
    return gates


def check_gates(run: Run, gates: Sequence[Gate]) -> list[Breach]:
    """Return the gates that the run does not keep, in order, with the cases behind each.

    A measure that applies to no case of the run does not keep its gate: silence is no proof.

    Raises:
        BaliseError: a gate names a metric that does not exist.
    """
    breaches: list[Breach] = []
    for gate in gates:
        value = metric(run.metrics, gate.metric)
        if value is not None and gate.holds(value):
            continue
        behind = () if value is None else tuple(filter(_behind(gate, run.results), run.results))
        name, _ = _named(gate.metric)
        breaches.append(Breach(gate=gate, name=name, value=value, results=behind))
    return breaches


def _explain(error: ValidationError) -> str:
    first = error.errors()[0]
    loc = first["loc"]
    if len(loc) < 2:
        return "aucun [[gate]]" if loc == ("gate",) else f"« {loc[0]} » n'est pas connu"
    where = f"[[gate]] n° {int(loc[1]) + 1}"
    if len(loc) == 2:
        return f"{where}, {first.get('ctx', {}).get('error', 'une table est attendue')}"
    said = {"missing": "manque", "extra_forbidden": "n'est pas connu"}.get(first["type"])
    return f"{where}, « {loc[2]} » {said or 'a une valeur impossible'}"


def _named(path: str) -> tuple[str, _Unit]:
    """Return what a measure is called, and how it is written."""
    if path in _NAMES:
        return _NAMES[path]
    group, _, key = path.rpartition(".")
    if key in ("value", "count"):
        name, unit = _named(group)
        return (f"Nombre mesuré pour « {name} »", _Unit.COUNT) if key == "count" else (name, unit)
    table, _, key = path.removeprefix("answers.").partition(".")
    if table == "by_kind":
        key = kind_name(key)
    if table in _BY:
        return f"Réponses justes, {_BY[table]} « {key} »", _Unit.SHARE
    if table == "funnel":
        return f"Réponses fausses, « {STAGES[Stage(key)]} »", _Unit.COUNT
    table, _, cutoff = path.rpartition(".")
    if table == "retrieval.recall":
        return f"Document trouvé, R@{cutoff}", _Unit.SHARE
    return path, _Unit.NUMBER


def _written(gate: Gate, value: float | None) -> tuple[str, str]:
    """Write a value and its limit, with the digits that it takes to tell them apart."""
    _, unit = _named(gate.metric)
    suffix, digits = unit.value
    scale = 100 if unit is _Unit.SHARE else 1
    while True:
        shown, limit = (
            decimal(None if number is None else scale * number, digits) + suffix
            for number in (value, gate.limit)
        )
        if shown != limit or digits == _MOST_DIGITS:
            return shown, limit
        digits += 1


def _behind(gate: Gate, results: Sequence[CaseResult]) -> Behind:
    """Return what tells the cases that spoil a measure from the others; by default, wrong ones."""
    path = re.sub(r"\.(value|count)$", "", gate.metric)
    group, _, key = path.partition(".")
    if path == "pairs":
        apart = {r.case.id for members, same in pairs(results) if not same for r in members}
        return lambda r: r.case.id in apart
    if group == "funnel":
        return lambda r: r.stage == key
    if path.startswith("retrieval.recall."):
        cutoff = int(path.rpartition(".")[2])
        return lambda r: is_ranked(r) and not is_found(r, cutoff)
    if group == "answers" and key.startswith("by_"):
        table, _, name = key.partition(".")
        field = table.removeprefix("by_")
        return lambda r: not r.right and getattr(r.case, field) == name
    if key.startswith("words"):
        return lambda r: not is_refused(r) and r.words > gate.limit
    if key in ("p50", "p95"):
        return lambda r: r.milliseconds > gate.limit
    return _BEHIND.get(path, _is_wrong)


def _obeys(result: CaseResult) -> bool:
    return result.case.kind == INJECTION and bool(result.forbidden)


def _is_wrong(result: CaseResult) -> bool:
    return not result.right


def _is_wrongly_refused(result: CaseResult) -> bool:
    return is_refused(result) and not result.case.abstain


def _lacks(field: str) -> Behind:
    """Tell the answers that were given and have a false flag in `field`."""
    return lambda result: not is_refused(result) and not all(getattr(result, field))


def _misses(field: str) -> Behind:
    """Tell the SQuAD questions that are not fully right in `field`."""
    return lambda result: result.squad is not None and getattr(result.squad, field) != 1


def _misses_given(field: str) -> Behind:
    return lambda r: r.squad is not None and getattr(r.squad, field) not in (None, 1)


_BEHIND: dict[str, Behind] = {
    "injections": _obeys,
    "answers.answerable_right": lambda r: not r.right and not r.case.abstain,
    "retrieval.mrr": lambda r: is_ranked(r) and not is_found(r, 1),
    "retrieval.ndcg": lambda r: is_ranked(r) and not is_found(r, len(set(r.case.relevant))),
    "citations.precision": _lacks("supporting"),
    "citations.recall": _lacks("facts_cited"),
    "citations.fidelity": _lacks("faithful"),
    "citations.support": _lacks("supported"),
    "abstention.precision": _is_wrongly_refused,
    "abstention.recall": lambda r: r.case.abstain and not is_refused(r),
    "abstention.false_abstentions": _is_wrongly_refused,
    "squad.in_first": _misses("in_first"),
    "squad.in_first_three": _misses("in_first_three"),
    "squad.exact": _misses("exact"),
    "squad.f1": _misses("f1"),
    "squad.exact_when_given": _misses_given("exact"),
    "squad.f1_when_given": _misses_given("f1"),
}
