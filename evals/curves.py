"""Risk-coverage curves side by side: `python -m evals.curves RESULTS.json FOLDER`.

Draws one picture a subject from what `python -m evals.ablation --json` wrote; nothing is asked
again. A picture needs no style sheet and no script, and brings its own background.
"""

from __future__ import annotations

import argparse
import errno
import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from itertools import chain, count
from pathlib import Path

from pydantic import TypeAdapter

from corpus.document import BaliseError
from corpus.metadata import fold
from evals.report import charts
from evals.report.french import one_line, share
from evals.suite.result import Metrics, RiskPoint

Results = Mapping[str, Mapping[str, Metrics]]
"""Measures by subject, then by system."""

ZOOM = 1.75
"""A report's chart is 440 pixels wide; several curves, with text of a full size, need more."""
_WIDTH, _HEAD = charts.WIDTH * ZOOM, 20
LEFT, RIGHT = charts.LEFT * ZOOM, (charts.WIDTH - charts.RIGHT) * ZOOM
TOP, BOTTOM = charts.TOP * ZOOM + _HEAD, (charts.HEIGHT - charts.BOTTOM) * ZOOM + _HEAD
_LEGEND, _ROW = BOTTOM + 84, 24.0
_LONGEST_NAME, _LONGEST_TITLE, _LONGEST_SLUG = 44, 70, 60
_INK, _SOFT, _RULE = "#17212b", "#4c5966", "#d3dae1"
COLOURS = ("#1f6f9c", "#b4532a", "#17805a", "#75589f", "#17212b", "#b01e68")
"""Each has a contrast of 4.5 or more with the white below it."""
DASHES = ("none", "10 5", "3 4", "14 4 3 4", "7 3", "12 3 3 3 3 3", "20 6")
"""Seven for six colours: the same two come together again after 42 systems."""


def draw(title: str, curves: Mapping[str, Sequence[RiskPoint]]) -> str:
    """Return an SVG of the curves of several systems, by their names, with a legend below.

    The first answers, too few for a share, are not drawn. The legend says who has no answer.
    """
    drawn = {name: _drawn(curve) for name, curve in curves.items()}
    worst = max((point.risk for curve in drawn.values() for point in curve), default=1.0)
    top = min(1.0, charts.nice_ceiling(max(worst, 0.01)))
    body = list(_axes(top))
    for rank, (name, curve) in enumerate(drawn.items()):
        body += _system(rank, _cut(name, _LONGEST_NAME), curve, top)
    heading = _text(20, 28, _cut(title, _LONGEST_TITLE))
    height = _LEGEND + len(drawn) * _ROW + 8
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH:g}" height="{height:g}" '
        f'viewBox="0 0 {_WIDTH:g} {height:g}" role="img" xml:lang="fr" '
        'font-family="system-ui, sans-serif" font-size="14">'
        f"<title>{escape(one_line(title))} : risque et couverture</title>"
        f'<rect width="{_WIDTH:g}" height="{height:g}" fill="#ffffff"/>'
        f'<g font-size="16">{heading}</g>{"".join(body)}</svg>\n'
    )


def write_curves(results: Results, folder: Path) -> list[Path]:
    """Write a picture for each subject, named after it, and return the files.

    Raises:
        BaliseError: the folder or a file in it cannot be written.
    """
    make_folder(folder)
    written: list[Path] = []
    for subject, systems in results.items():
        path = folder / f"{_slug(subject, [done.stem for done in written])}.svg"
        picture = draw(subject, {name: m.abstention.curve for name, m in systems.items()})
        try:
            path.write_text(picture, "utf-8")
        except OSError as error:
            raise BaliseError(f"« {path} » ne peut pas être écrit ({error.strerror}).") from error
        written.append(path)
    return written


def make_folder(folder: Path) -> None:
    """Make a folder where pictures will go, so that one that cannot be is told at once.

    Raises:
        BaliseError: it cannot be made, or nothing can be written in it.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        raise BaliseError(f"« {folder} » ne peut pas être écrit ({error.strerror}).") from error


def read_results(path: Path) -> Results:
    """Read back what `python -m evals.ablation --json` wrote.

    Raises:
        BaliseError: the file is missing or holds something else.
    """
    try:
        results = TypeAdapter(dict[str, dict[str, Metrics]]).validate_json(path.read_bytes())
        points = [p for by in results.values() for m in by.values() for p in m.abstention.curve]
        if not results or not all(0 <= p.coverage <= 1 and 0 <= p.risk <= 1 for p in points):
            raise ValueError(path)
    except FileNotFoundError as error:
        raise BaliseError(f"Le résultat « {path} » n'existe pas.") from error
    except OSError as error:
        raise BaliseError(f"« {path} » ne s'ouvre pas ({error.strerror}).") from error
    except ValueError as error:
        raise BaliseError(f"« {path} » n'est pas un résultat de « evals.ablation ».") from error
    return results


def _slug(name: str, taken: Sequence[str]) -> str:
    bare = re.sub(r"[\W_]+", "-", fold(name)).strip("-")[:_LONGEST_SLUG] or "courbes"
    numbered = (f"{bare}-{number}" for number in count(2))
    return next(slug for slug in chain([bare], numbered) if slug not in taken)


def _drawn(curve: Sequence[RiskPoint]) -> list[RiskPoint]:
    kept = [p for p in curve if p.coverage >= charts.NOISY * curve[-1].coverage]
    return charts.thinned(kept) if kept else []


def _place(coverage: float, risk: float, top: float = 1.0) -> tuple[float, float]:
    return charts.across(coverage) * ZOOM, charts.upwards(risk, top) * ZOOM + _HEAD


def _axes(top: float) -> Iterator[str]:
    # Graduations that are whole percentages; a fifth of 1 % is short as well.
    steps = next((n for n in (4, 3, 5) if (100 * top / n + 1e-9) % 1 < 1e-6), 5)
    for step in range(steps + 1):
        _, y = _place(0, step / steps)
        yield f'<path d="M{LEFT:g} {y:g}H{RIGHT:g}" stroke="{_RULE if step else _SOFT}"/>'
        yield _text(LEFT - 8, y + 5, charts.short_share(top * step / steps), "end", _SOFT)
    for step in range(5):
        x, _ = _place(step / 4, 0)
        yield f'<path d="M{x:g} {BOTTOM:g}v5" stroke="{_SOFT}"/>'
        yield _text(x, BOTTOM + 22, charts.short_share(step / 4), "middle", _SOFT)
    yield _text(20, TOP - 12, "Risque (part de réponses fausses)")
    coverage = "Couverture (part des questions auxquelles il est répondu)"
    yield _text(RIGHT, BOTTOM + 44, coverage, "end")
    yield _text(20, _LEGEND - 6, "Au bout de chaque ligne", colour=_SOFT)
    yield _text(RIGHT - 110, _LEGEND - 6, "Couverture", "end", _SOFT)
    yield _text(RIGHT, _LEGEND - 6, "Risque", "end", _SOFT)


def _system(rank: int, name: str, curve: Sequence[RiskPoint], top: float) -> Iterator[str]:
    colour, dash = COLOURS[rank % len(COLOURS)], DASHES[rank % len(DASHES)]
    y = _LEGEND + rank * _ROW + 18
    yield _text(84, y, name)
    if not curve:
        yield _text(RIGHT, y, "aucune réponse, pas de courbe", "end", _SOFT)
        return
    places = [_place(point.coverage, point.risk, top) for point in curve]
    points = " ".join(f"{across:.1f},{up:.1f}" for across, up in places)
    stroke = f'stroke="{colour}" stroke-width="2.5" stroke-dasharray="{dash}"'
    yield f'<polyline points="{points}" fill="none" stroke-linejoin="round" {stroke}/>'
    yield f'<circle cx="{places[-1][0]:.1f}" cy="{places[-1][1]:.1f}" r="5" fill="{colour}"/>'
    yield f'<path d="M20 {y - 5:g}H74" {stroke}/>'
    yield _text(RIGHT - 110, y, share(curve[-1].coverage), "end")
    yield _text(RIGHT, y, share(curve[-1].risk), "end")


def _cut(text: str, longest: int) -> str:
    line = one_line(text)
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def _text(x: float, y: float, words: str, anchor: str = "start", colour: str = _INK) -> str:
    place = f'x="{x:g}" y="{y:g}" text-anchor="{anchor}" fill="{colour}"'
    return f"<text {place}>{escape(words)}</text>"


def main(argv: Sequence[str] | None = None) -> int:
    """Draw what a file of results holds; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m evals.curves", description="Risque et couverture, système par système."
    )
    parser.add_argument("results", type=Path, help="fichier de « evals.ablation --json »")
    parser.add_argument("folder", type=Path, help="dossier des images")
    args = parser.parse_args(argv)
    try:
        for path in write_curves(read_results(args.results), args.folder):
            print(path)
        return 0
    except BaliseError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
