"""A run as one self-contained page in French: drawings, tables, and what they do not say."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape
from importlib import resources

from evals.bench.notes import conditions, notes
from evals.bench.plots import Series, bars, lines
from evals.bench.result import Bench, Sized
from evals.bench.rows import (
    HEADINGS,
    Row,
    gigabytes,
    milliseconds,
    seconds,
    size_rows,
    stages,
    throughput_rows,
    whole,
)
from evals.bench.systems import System
from evals.tables import decimal, percent

_NAMES = {
    System.BALISE: "Balise, recherche",
    System.WHOLE: "Balise, réponse",
    System.LLAMA: "llama-index",
    System.BM25: "BM25 seul",
}
_INDEXING = {**_NAMES, System.BALISE: "Balise"}
_COLOURS = {system: number for number, system in enumerate(System)}


def page(bench: Bench) -> str:
    """Return the page, in HTML."""
    css = resources.files("evals.bench").joinpath("page.css").read_text("utf-8")
    body = [
        "<h1>Vitesse de Balise, à côté de llama-index et de BM25</h1>",
        f'<p class="lead">{escape(conditions(bench))}</p>',
        f'<div class="plots">{"".join(_drawings(bench))}</div>',
        _systems_table(
            f"Indexation avec le modèle : {whole(bench.info.encoded_sample)} passages",
            throughput_rows(bench.throughput),
        ),
        *(
            _systems_table(
                f"{whole(size.passages)} passages (charge {decimal(size.load, 1)})",
                size_rows(size),
            )
            for size in bench.sizes
        ),
        _table(
            "Où va le temps d'une indexation de Balise",
            ("Étape", "Secondes", "Part"),
            ((name, decimal(lasted, 2), percent(share)) for name, lasted, share in stages(bench)),
        ),
        "<section><h2>Pour lire ces chiffres</h2><ul>"
        + "".join(f"<li>{escape(note)}</li>" for note in notes(bench))
        + "</ul></section>",
    ]
    return (
        '<!doctype html>\n<html lang="fr"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Vitesse de Balise</title><style>{css}</style></head>"
        f"<body><main>{''.join(body)}</main></body></html>\n"
    )


def _drawings(bench: Bench) -> Iterable[str]:
    largest = bench.sizes[-1]
    passages = f"{whole(largest.passages)} passages"
    if len(bench.sizes) > 1:
        yield _section(
            "Une question à chaud, médiane",
            lambda title: lines(
                [size.passages for size in bench.sizes],
                [
                    Series(_NAMES[s], _COLOURS[s], tuple(x.latency[s].p50_ms for x in bench.sizes))
                    for s in System
                ],
                milliseconds,
                title,
            ),
        )
    else:
        yield _bars(
            f"Une question à chaud, médiane : {passages}",
            {system: largest.latency[system].p50_ms for system in System},
            milliseconds,
        )
    resident = {s: gb for s in System if (gb := largest.resident_gb[s]) is not None}
    if resident:
        yield _bars(f"Mémoire résidente : {passages}", resident, gigabytes)
    encoding = (System.BALISE, System.LLAMA)  # BM25 has no model: hundreds of times as fast
    rates = {system: bench.throughput[system].characters_per_s for system in encoding}
    yield _bars("Caractères indexés par seconde, avec le modèle", rates, whole, _INDEXING)
    yield _bars(f"Du démarrage à la première réponse : {passages}", _cold(largest), seconds)


def _cold(size: Sized) -> dict[System, float]:
    return {system: size.cold_s[system] for system in System if system in size.cold_s}


def _bars(
    title: str,
    values: dict[System, float],
    write: Callable[[float], str],
    names: dict[System, str] = _NAMES,
) -> str:
    series = [Series(names[s], _COLOURS[s], (value,)) for s, value in values.items()]
    return _section(title, lambda told: bars(series, write, told))


def _section(title: str, draw: Callable[[str], str]) -> str:
    return f"<section><h2>{escape(title)}</h2>{draw(title)}</section>"


def _systems_table(title: str, rows: Iterable[Row]) -> str:
    cells = ((row.label, *row.cells()) for row in rows)
    return _table(title, ("Mesure", *HEADINGS), cells)


def _table(title: str, head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    named = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
    lines_ = "".join(f"<tr>{_row(tuple(cells))}</tr>" for cells in rows)
    return (
        f'<section><h2>{escape(title)}</h2><div class="scroll"><table>'
        f"<thead><tr>{named}</tr></thead><tbody>{lines_}</tbody></table></div></section>"
    )


def _row(cells: tuple[str, ...]) -> str:
    first = f'<th scope="row">{escape(cells[0])}</th>'
    return first + "".join(f"<td>{escape(cell)}</td>" for cell in cells[1:])
