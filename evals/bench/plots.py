"""Two kinds of drawings in SVG: bars from 0, and lines over sizes on logarithmic scales."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

WIDTH = 520
_NAMES, _FIGURES, _BAR = 150, 90, 34
_LEFT, _RIGHT, _TOP, _BOTTOM, _HEIGHT = 64, 200, 14, 40, 300
_APART = 15.0
"""Pixels between the names of two lines."""


@dataclass(frozen=True, slots=True)
class Series:
    """Values of one system; `colour` is the number of its colour in the style sheet."""

    name: str
    colour: int
    values: tuple[float, ...]


def bars(series: Sequence[Series], write: Callable[[float], str], title: str) -> str:
    """Draw the first value of each series as a bar, all on one scale from 0."""
    most = max(one.values[0] for one in series) or 1.0
    room = WIDTH - _NAMES - _FIGURES
    parts: list[str] = []
    for row, one in enumerate(series):
        value, middle = one.values[0], row * _BAR + _BAR / 2
        width = max(1.0, value / most * room)
        parts.append(
            f'<g class="s{one.colour}">{_text(_NAMES - 10, middle + 4, one.name, "end")}'
            f'<rect class="fill" x="{_NAMES}" y="{middle - 9:.1f}" width="{width:.1f}" '
            f'height="18" rx="3"/>'
            f"{_text(_NAMES + width + 8, middle + 4, write(value))}</g>"
        )
    return _svg(len(series) * _BAR, title, parts)


def lines(
    sizes: Sequence[int], series: Sequence[Series], write: Callable[[float], str], title: str
) -> str:
    """Draw each series over `sizes`; both scales are logarithmic. Values must be above 0."""
    values = [value for one in series for value in one.values]
    low = math.floor(math.log10(min(values)))
    high = max(math.ceil(math.log10(max(values))), low + 1)
    across = _scale(math.log10(sizes[0]), math.log10(sizes[-1]), _LEFT, WIDTH - _RIGHT)
    upwards = _scale(low, high, _HEIGHT - _BOTTOM, _TOP)
    parts: list[str] = []
    for power in range(low, high + 1):
        y = upwards(power)
        parts.append(
            f'<line class="rule" x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
            + _text(_LEFT - 8, y + 4, write(10.0**power), "end", "soft")
        )
    for size in sizes:
        label = f"{size:,}".replace(",", "\u202f")
        x = across(math.log10(size))
        parts.append(_text(x, _HEIGHT - _BOTTOM + 18, label, "middle", "soft"))
    parts.append(_text(_LEFT, _HEIGHT - 4, "passages (échelles logarithmiques)", "start", "soft"))
    places = _spread([upwards(math.log10(one.values[-1])) for one in series])
    for one, place in zip(series, places, strict=True):
        points = [
            (across(math.log10(size)), upwards(math.log10(value)))
            for size, value in zip(sizes, one.values, strict=True)
        ]
        drawn = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        dots = "".join(f'<circle class="fill" cx="{x:.1f}" cy="{y:.1f}" r="4"/>' for x, y in points)
        name = f"{one.name} : {write(one.values[-1])}"
        parts.append(
            f'<g class="s{one.colour}"><polyline class="line" points="{drawn}"/>{dots}'
            f"{_text(points[-1][0] + 10, place + 4, name, 'start', 'name')}</g>"
        )
    return _svg(_HEIGHT, title, parts)


def _scale(low: float, high: float, start: float, end: float) -> Callable[[float], float]:
    """Return where a value stands between `start` and `end`; in the middle of an empty range."""
    if high == low:
        return lambda _value: (start + end) / 2
    return lambda value: start + (value - low) / (high - low) * (end - start)


def _spread(places: Sequence[float]) -> list[float]:
    """Move names down until none covers another, keeping their order."""
    moved = list(places)
    order = sorted(range(len(places)), key=lambda row: places[row])
    for above, below in pairwise(order):
        moved[below] = max(moved[below], moved[above] + _APART)
    return moved


def _text(x: float, y: float, words: str, anchor: str = "start", style: str = "") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" class="{style}">'
        f"{escape(words)}</text>"
    )


def _svg(height: float, title: str, parts: Sequence[str]) -> str:
    return (
        f'<svg viewBox="0 0 {WIDTH} {height:.0f}" role="img" aria-label="{escape(title)}">'
        f"{''.join(parts)}</svg>"
    )
