"""The geometry of the charts: numbers in, places in an SVG of 440 by 280 out."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from evals.measures import percentile
from evals.report.french import duration, share, whole
from evals.suite.result import ReliabilityBin, RiskPoint

WIDTH, HEIGHT = 440, 280
LEFT, RIGHT, TOP, BOTTOM = 50, 30, 28, 46
_MOST_POINTS = 150
_COLUMNS = 12
NOISY = 0.05
"""The first answers of a risk curve, too few for a share, as a part of the answers given."""


_FLOOR = 0.15
"""Under this height a figure is written over its point: the graduations stand below."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A graduation: where it stands, and what is written there."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A point with its figure. `below` says that the figure is written under it."""

    x: float
    y: float
    radius: float
    label: str
    below: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A vertical bar with its figure."""

    x: float
    y: float
    width: float
    height: float
    label: str


@dataclass(frozen=True, slots=True)
class Plot:
    """A chart and the same in words: `summary`, and a table of `head` and `rows`."""

    x_label: str
    y_label: str
    x_ticks: tuple[Tick, ...]
    summary: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    y_ticks: tuple[Tick, ...] = ()
    line: str = ""
    guide: str = ""
    dots: tuple[Dot, ...] = ()
    columns: tuple[Column, ...] = ()


def across(value: float, most: float = 1.0) -> float:
    """Return where `value`, from 0 to `most`, stands from left to right."""
    return round(LEFT + value / most * (WIDTH - LEFT - RIGHT), 1)


def upwards(value: float, most: float = 1.0) -> float:
    """Return where `value`, from 0 to `most`, stands from the bottom up."""
    return round(HEIGHT - BOTTOM - value / most * (HEIGHT - TOP - BOTTOM), 1)


def nice_ceiling(value: float) -> float:
    """Return the first of 1, 2, 3, 4, 5, 6, 8 times a power of ten that is not under `value`."""
    if value <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    # A hair of tolerance: 0.3 / 0.1 is a little over 3.
    return next(
        step * power for step in (1, 2, 3, 4, 5, 6, 8, 10) if step * power >= value * (1 - 1e-9)
    )


def risk_coverage(curve: Sequence[RiskPoint]) -> Plot | None:
    """Draw the share of wrong answers against that of the questions answered, surest first.

    The first answers are too few for a share and are left out. None without an answer.
    """
    if not curve:
        return None
    end = curve[-1].coverage
    drawn = [point for point in curve if point.coverage >= NOISY * end]
    top = min(1.0, nice_ceiling(max(point.risk for point in drawn)))
    marks = _marks(drawn)
    return Plot(
        x_label="Part des questions auxquelles on répond",
        y_label="Réponses fausses",
        x_ticks=_quarters(across),
        y_ticks=_quarters(upwards, top),
        line=_path([(across(p.coverage), upwards(p.risk, top)) for p in thinned(drawn)]),
        dots=tuple(Dot(across(p.coverage), upwards(p.risk, top), 4, share(p.risk)) for p in marks),
        summary=f"En répondant à {share(end)} des questions, {share(curve[-1].risk)} des réponses "
        f"sont fausses ; à {share(marks[0].coverage)}, {share(marks[0].risk)}.",
        head=("Confiance au moins", "Questions avec réponse", "Réponses fausses"),
        rows=tuple((share(p.threshold), share(p.coverage), share(p.risk)) for p in marks),
    )


def reliability(bins: Sequence[ReliabilityBin]) -> Plot | None:
    """Draw the share of right answers against the confidence announced. None without an answer."""
    if not bins:
        return None
    most = max(b.count for b in bins)
    return Plot(
        x_label="Confiance annoncée",
        y_label="Réponses justes",
        x_ticks=_quarters(across),
        y_ticks=_quarters(upwards),
        line=_path([(across(b.confidence), upwards(b.right)) for b in bins]),
        guide=_path([(across(0), upwards(0)), (across(1), upwards(1))]),
        dots=tuple(
            Dot(
                across(b.confidence),
                upwards(b.right),
                round(3 + 9 * math.sqrt(b.count / most), 1),
                whole(b.count),
                below=_FLOOR < b.right < b.confidence,
            )
            for b in bins
        ),
        summary=" ; ".join(
            f"confiance {share(b.confidence)}, justes {share(b.right)} ({whole(b.count)})"
            for b in bins
        ),
        head=("Confiance", "Moyenne annoncée", "Réponses justes", "Réponses"),
        rows=tuple(
            (
                f"{share(b.low)} – {share(b.high)}",
                share(b.confidence),
                share(b.right),
                whole(b.count),
            )
            for b in bins
        ),
    )


def latencies(milliseconds: Sequence[float]) -> Plot | None:
    """Draw how many answers took how long; the last column holds all the slower ones."""
    if not milliseconds:
        return None
    step = nice_ceiling(max(percentile(milliseconds, 98), 1) / (_COLUMNS - 1))
    places = [min(int(value / step), _COLUMNS - 1) for value in milliseconds]
    counts = [places.count(place) for place in range(max(places) + 1)]
    full = len(counts) == _COLUMNS
    most = max(counts)
    wide = (WIDTH - LEFT - RIGHT) / len(counts)
    labels = [
        f"{duration(i * step)} et plus"
        if full and i == _COLUMNS - 1
        else f"{duration(i * step)} – {duration((i + 1) * step)}"
        for i in range(len(counts))
    ]
    return Plot(
        x_label="Temps de réponse" + (", le dernier groupe sans limite" if full else ""),
        y_label="Questions",
        x_ticks=tuple(
            Tick(round(LEFT + i * wide, 1), duration(i * step))
            for i in range(0, len(counts) + 1, 2)
        ),
        columns=tuple(
            Column(
                x=round(LEFT + i * wide + 1, 1),
                y=upwards(count, most),
                width=round(wide - 2, 1),
                height=round(upwards(0) - upwards(count, most), 1),
                label=whole(count) if count else "",
            )
            for i, count in enumerate(counts)
        ),
        summary=" ; ".join(f"{a} : {whole(n)}" for a, n in zip(labels, counts, strict=True) if n),
        head=("Temps", "Questions"),
        rows=tuple((a, whole(n)) for a, n in zip(labels, counts, strict=True) if n),
    )


def _quarters(scale: Callable[[float], float], most: float = 1.0) -> tuple[Tick, ...]:
    return tuple(Tick(scale(i / 4), short_share(most * i / 4)) for i in range(5))


def short_share(value: float) -> str:
    """Write a share without « ,0 »: graduations are round figures."""
    return share(value).replace(",0", "")


def _marks(drawn: Sequence[RiskPoint]) -> tuple[RiskPoint, ...]:
    """Return the points at a quarter, half and three quarters of the answers, and the last."""
    end = drawn[-1].coverage
    # A hair less: 0.75 × 0.8 is a little over 0.6.
    wanted = [end * part - 1e-9 for part in (0.25, 0.5, 0.75)]
    coverages = [point.coverage for point in drawn]
    places = [min(bisect_left(coverages, at), len(drawn) - 1) for at in wanted]
    return tuple(drawn[place] for place in dict.fromkeys([*places, len(drawn) - 1]))


def _path(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points)


def thinned(points: Sequence[RiskPoint]) -> list[RiskPoint]:
    """Return so few of `points` that a browser draws them fast, the last one among them."""
    step = max(1, len(points) // _MOST_POINTS)
    return [*points[:-1:step], points[-1]]
