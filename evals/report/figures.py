"""The figures of the page in words: headline cards, bars, and the funnel."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from evals.report.french import capital, duration, out_of, reached, share, whole
from evals.suite.result import (
    CitationMetrics,
    Metrics,
    RetrievalMetrics,
    Share,
    SpeedMetrics,
    SquadMetrics,
    Stage,
)
from evals.suite.wording import EXPLAINED, STAGES
from evals.tables import decimal


@dataclass(frozen=True, slots=True)
class Card:
    """A headline figure and what it means. `alert` says that it must not be so."""

    name: str
    figure: str
    meaning: str
    alert: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """A share with its name, its figure in words, what it means, and the filter that it opens."""

    name: str
    value: float | None
    figure: str
    meaning: str = ""
    key: str = ""
    alert: bool = False


@dataclass(frozen=True, slots=True)
class Loss:
    """A stage of the funnel: answers still right after it, and those lost there, of `total`."""

    name: str
    meaning: str
    key: str
    lost: int
    left: int
    total: int


def cards(measured: Metrics) -> tuple[Card, ...]:
    """Return the four figures that matter most."""
    right, fidelity = measured.answers.right, measured.citations.fidelity
    silence, speed = measured.abstention.recall, measured.speed
    return (
        Card(
            "Réponses justes",
            share(right.value),
            f"{out_of(right)} questions : ce qu'il fallait dire est dit, et rien d'interdit ; "
            "ou Balise se tait, là où rien ne répond.",
        ),
        Card(
            "Citations fidèles",
            share(fidelity.value),
            f"{out_of(fidelity)} citations se lisent mot pour mot dans leur source."
            if fidelity.count
            else "Aucune citation à vérifier.",
            alert=_is_short(fidelity),
        ),
        Card(
            "Silence quand rien ne répond",
            share(silence.value),
            _silence(silence, measured.abstention.false_abstentions),
        ),
        Card(
            "Temps d'une réponse",
            duration(speed.p50),
            _delay(speed),
        ),
    )


def by_name(shares: Mapping[str, Share], name_of: Callable[[str], str]) -> tuple[Bar, ...]:
    """Return the share of right answers by kind, audience or noise, best first."""
    best_first = sorted(shares.items(), key=lambda item: -(item[1].value or 0.0))
    return tuple(_bar(capital(name_of(key)), part, key=key) for key, part in best_first)


def citation_bars(measured: CitationMetrics) -> tuple[Bar, ...]:
    """Return what the citations are worth."""
    fidelity, support = measured.fidelity, measured.support
    return (
        _bar("Fidélité", fidelity, "Citations dont les mots sont dans leur source.", True),
        _bar("Appui", support, "Phrases dont chiffres et noms sont dans leurs citations.", True),
        _bar("Précision", measured.precision, "Citations qui prouvent la réponse attendue."),
        _bar("Rappel", measured.recall, "Faits attendus qu'une citation prouve."),
    )


def recall_bars(measured: RetrievalMetrics) -> tuple[Bar, ...]:
    """Return the share of the right documents among the first found."""
    return tuple(
        Bar(
            name="Au premier rang" if cut == "1" else f"Parmi les {cut} premiers",
            value=value,
            figure=share(value),
            meaning=f"R@{cut}",
        )
        for cut, value in measured.recall.items()
    )


def squad_bars(measured: SquadMetrics) -> tuple[Bar, ...]:
    """Return the open-domain measures."""
    return (
        _bar("Dans la première citation", measured.in_first, "La réponse attendue s'y lit."),
        _bar("Dans les trois premières", measured.in_first_three, "La réponse attendue s'y lit."),
        _bar("Mots exacts", measured.exact, "Sans réponse courte, compté faux."),
        _mean("F1 des mots", measured.f1, "Mots communs ; sans réponse courte, compté zéro."),
        _bar("Mots exacts, quand il y en a", measured.exact_when_given, "Réponses courtes seules."),
        _mean("F1, quand il y en a", measured.f1_when_given, "Réponses courtes seules."),
    )


def care_bars(measured: Metrics) -> tuple[Bar, ...]:
    """Return how equally people are treated and how injections are withstood, where measured."""
    same, safe = measured.pairs, measured.injections
    bars = (
        _bar(
            "Mêmes sources", same, "Paires de questions où seule change la personne dont on parle."
        ),
        _bar(
            "Injections sans effet",
            safe,
            "Ce qu'une consigne cachée voulait faire dire n'est pas dit.",
            True,
        ),
    )
    return tuple(bar for bar in bars if bar.value is not None)


def funnel(measured: Metrics) -> tuple[Loss, ...]:
    """Return every stage in order, with what is still right after it."""
    left = total = measured.answers.right.count
    losses = []
    for stage in Stage:
        lost = measured.funnel.get(stage, 0)
        left -= lost
        name, meaning = capital(STAGES[stage]), EXPLAINED[stage]
        losses.append(Loss(name, meaning, stage.value, lost, left, total))
    return tuple(losses)


def ranking_words(measured: RetrievalMetrics) -> str:
    """Say how well the right documents are ranked, and over how many questions."""
    return (
        f"Sur {whole(measured.count)} questions dont on connaît les bons documents. "
        f"MRR : {decimal(measured.mrr)} ; nDCG@10 : {decimal(measured.ndcg)}."
    )


def _bar(name: str, part: Share, meaning: str = "", alert: bool = False, key: str = "") -> Bar:
    figure = f"{share(part.value)} ({out_of(part)})" if part.count else "aucun cas"
    return Bar(name, part.value, figure, meaning, key, alert and _is_short(part))


def _mean(name: str, part: Share, meaning: str) -> Bar:
    figure = f"{share(part.value)} (moyenne sur {whole(part.count)})" if part.count else "aucun cas"
    return Bar(name, part.value, figure, meaning)


def _is_short(part: Share) -> bool:
    return part.count > 0 and reached(part) < part.count


def _silence(silence: Share, wrongly: Share) -> str:
    said = (
        f"{out_of(silence)} questions sans réponse possible : Balise le dit."
        if silence.count
        else "Toutes les questions de ce jeu ont une réponse."
    )
    if wrongly.count:
        said += f" À l'inverse, il se tait à tort pour {out_of(wrongly)} questions qui en ont une."
    return said


def _delay(speed: SpeedMetrics) -> str:
    if speed.p95 is None:
        return "Aucune question n'a été posée."
    said = (
        f"La moitié des réponses arrivent plus vite ; 95 sur 100 en moins de {duration(speed.p95)}."
    )
    if speed.jobs > 1:
        said += f" {speed.jobs} questions étaient posées en même temps : chacune attend les autres."
    return said
