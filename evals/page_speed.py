"""How fast the page feels: `python -m evals.page_speed http://127.0.0.1:7860`.

A real browser opens the page as somebody new, again and again, then asks questions of our cases
one by one. It notes when the page is usable, what had to be loaded for it, when the question is
shown, and when the first words of the answer are there. The clock is the browser's own. Measure a
server that has just been started: its first visitor is told apart.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from corpus.document import BaliseError, Frozen
from evals.bench.machine import cores, load_average
from evals.collection import positive
from evals.load import choose
from evals.measures import percentile

OPENINGS = 50
"""Times that the page is opened anew."""
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_OPTIONS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync "
    "--disable-background-networking --disable-component-update"
)
_LOADED = """() => {
  const [page] = performance.getEntriesByType("navigation");
  const all = [page, ...performance.getEntriesByType("resource")];
  const bytes = all.reduce((sum, entry) => sum + entry.transferSize, 0);
  return [performance.now() - page.responseStart, all.length, bytes];
}"""
_ASK = """(question) => new Promise((resolve, reject) => {
  const box = document.querySelector("#question textarea, #question input");
  box.value = question;
  box.dispatchEvent(new Event("input", {bubbles: true}));
  const began = performance.now();
  let shown = null;
  const look = () => {
    const turn = document.querySelector("#live .turn");
    if (!turn) return;
    const now = performance.now() - began;
    shown ??= now;
    if (turn.dataset.stage === "searching") return;
    watch.disconnect();
    resolve([shown, now]);
  };
  const watch = new MutationObserver(look);
  watch.observe(document.body, {subtree: true, childList: true, attributes: true});
  setTimeout(() => reject(new Error("no answer")), 30000);
  setTimeout(() => document.querySelector("#send").click(), 0);
})"""


class Feel(Frozen):
    """Milliseconds, at the median and the 95th percentile, and what was measured."""

    url: str
    questions: int
    openings: int
    cores: int
    load_average: float | None
    usable: tuple[float, float]
    """From the browser's first byte to a page that can be asked."""
    first_usable: float
    """The same for the first opening: the first visitor since the server was started, if it was."""
    requests: int
    """What a new visitor's browser asks the server for before the page can be asked."""
    kilobytes: float
    """What it receives, as it travels."""
    shown: tuple[float, float]
    """From the click to the question on the page."""
    first_words: tuple[float, float]
    """From the click to the first words of the answer."""


@dataclass(frozen=True, slots=True)
class _Opening:
    """How long one opening took, in milliseconds, and what was loaded."""

    usable: float
    requests: int
    size: int


def measure(url: str, questions: int, seed: int, openings: int = OPENINGS) -> Feel:
    """Open the page `openings` times, then ask.

    Raises:
        BaliseError: there is no browser, or no page at `url`.
    """
    from playwright.sync_api import Error, sync_playwright

    busy = load_average()
    asked = [turns[-1] for turns in choose(questions, seed)]
    found = next(filter(None, map(shutil.which, _BROWSERS)), None)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=found, args=_OPTIONS.split())
            opened = [_open(browser, url) for _ in range(openings)]
            page = _visit(browser, url)
            times = [_asked(page, question) for question in asked]
            browser.close()
    except Error as error:
        raise BaliseError(f"Le navigateur n'a pas pu essayer la page : {error.message}") from error
    shown, words = ([time[n] for time in times] for n in (0, 1))
    return Feel(
        url=url,
        questions=len(asked),
        openings=len(opened),
        cores=cores(),
        load_average=busy,
        usable=_summary([one.usable for one in opened]),
        first_usable=round(opened[0].usable, 1),
        requests=opened[-1].requests,
        kilobytes=round(opened[-1].size / 1024, 1),
        shown=_summary(shown),
        first_words=_summary(words),
    )


def _visit(browser: Any, url: str) -> Any:
    page = browser.new_context(locale="fr-FR", reduced_motion="reduce").new_page()
    page.goto(url)
    page.wait_for_selector("body[data-ready]")
    return page


def _open(browser: Any, url: str) -> _Opening:
    page = _visit(browser, url)
    usable, requests, size = page.evaluate(_LOADED)
    page.context.close()
    return _Opening(float(usable), int(requests), int(size))


def _asked(page: Any, question: str) -> tuple[float, float]:
    shown, words = page.evaluate(_ASK, question)
    page.wait_for_selector("#live .turn[data-stage=done]")
    page.wait_for_selector("#send")
    page.locator("[data-act=new]").first.click()
    page.wait_for_selector("#live .welcome")
    return float(shown), float(words)


def _summary(values: Sequence[float]) -> tuple[float, float]:
    return round(percentile(values, 50), 1), round(percentile(values, 95), 1)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print, and write if asked; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m evals.page_speed", description="Mesure la page dans un vrai navigateur."
    )
    parser.add_argument("url", help="adresse de la page, comme http://127.0.0.1:7860")
    parser.add_argument("--questions", type=positive, default=50, help="nombre de questions")
    parser.add_argument(
        "--openings", type=positive, default=OPENINGS, help="nombre de fois que la page est ouverte"
    )
    parser.add_argument("--seed", type=int, default=0, help="graine du tirage")
    parser.add_argument("--json", type=Path, help="écrit les mesures")
    args = parser.parse_args(argv)
    try:
        feel = measure(args.url, args.questions, args.seed, args.openings)
    except BaliseError as error:
        print(error, file=sys.stderr)
        return 1
    table = Table("Millisecondes", "Médiane", "95ᵉ centile", title=f"{feel.questions} questions")
    for name, values in (
        ("Page utilisable", feel.usable),
        ("Question affichée", feel.shown),
        ("Premiers mots de la réponse", feel.first_words),
    ):
        table.add_row(name, *(f"{value:.0f}" for value in values))
    table.caption = (
        f"{feel.openings} ouvertures, la première en {feel.first_usable:.0f} ms ; "
        f"{feel.requests} requêtes, {feel.kilobytes:.0f} ko"
    )
    Console().print(table)
    if args.json:
        content = json.dumps(feel.model_dump(mode="json"), ensure_ascii=False, indent=1)
        args.json.write_text(content + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
