"""The page in a real browser: what its script does, and that nothing of a case runs."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from evals.report.html import html_report
from evals.suite.result import CaseResult, Run, Stage
from tests.evals.report.page import Page

BROWSER = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
OPTIONS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync "
    "--disable-background-networking --disable-component-update --virtual-time-budget=3000"
)
pytestmark = pytest.mark.skipif(BROWSER is None, reason="aucun Chromium sur cette machine")

HOSTILE = """Où ? <img src=x onerror="document.title='vu'"></script><script>document.title='vu'"""
Show = Callable[..., Page]


@pytest.fixture
def show(tmp_path: Path) -> Show:
    """Open a page, do what a script does in it, and read what has become of it."""

    def open_page(run: Run, script: str = "", fragment: str = "") -> Page:
        source = html_report(run)
        if script:
            source = re.sub(r"script-src 'sha256[^;]*", "script-src 'unsafe-inline'", source)
            source = source.replace("</body>", f"<script>{script}</script></body>")
        file = tmp_path / "page.html"
        file.write_text(source, "utf-8")
        done = subprocess.run(
            [
                str(BROWSER),
                *OPTIONS.split(),
                f"--user-data-dir={tmp_path / 'profile'}",
                "--dump-dom",
                file.as_uri() + fragment,
            ],
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        )
        return Page(done.stdout)

    return open_page


@pytest.fixture
def hostile(make_run: Callable[..., Run], make_result: Callable[..., CaseResult]) -> Run:
    return make_run(
        make_result("un/é", turns=(HOSTILE,), answer=HOSTILE, quote=HOSTILE, title=HOSTILE),
        make_result("deux", kind="place", stage=Stage.DOCUMENT),
    )


def shown(page: Page) -> set[str]:
    return {row.attributes["id"] for row in page.rows if "hidden" not in row.attributes}


def test_link_to_a_case_opens_it(show: Show, hostile: Run) -> None:
    page = show(hostile, fragment="#case-un%2F%C3%A9")
    row = page.by_id("case-un/é")
    assert "open" in row.attributes
    assert row.text.count(HOSTILE) == 4, "row, answer, quote and title, all as text"
    assert not page.all("img")
    assert page.all("title")[0].text.startswith("Évaluation de Balise")
    assert "open" not in page.by_id("case-deux").attributes


def test_search_keeps_what_holds_the_words_whatever_their_accents(show: Show, run: Run) -> None:
    page = show(
        run,
        """const box = document.querySelector("[name=text]");
        box.value = "LUNE qui"; box.dispatchEvent(new Event("input", { bubbles: true }));""",
    )
    assert shown(page) == {"case-silence"}
    assert page.by_id("shown").text == "1 cas sur 5"


def test_search_that_finds_nothing_says_so(show: Show, run: Run) -> None:
    page = show(
        run,
        """const box = document.querySelector("[name=text]");
        box.value = "zzz"; box.dispatchEvent(new Event("input", { bubbles: true }));""",
    )
    assert shown(page) == set()
    assert "hidden" not in page.by_id("none").attributes


def test_kind_and_stage_of_a_chart_show_their_cases(show: Show, run: Run) -> None:
    page = show(run, """document.querySelector("a[data-value=place]").click();""")
    assert shown(page) == {"case-juste", "case-refus"}
    page = show(run, """document.querySelector("a[data-value=unfaithful]").click();""")
    assert shown(page) == {"case-infidele"}


def test_opened_case_tells_all_of_it(show: Show, run: Run) -> None:
    page = show(run, """document.getElementById("case-faux").open = true;""")
    row = page.by_id("case-faux")
    for words in (
        *("Parle-moi d'OVHcloud.", "À Gravelines [1].", "Phrase non choisie", "60 %", "45 ms"),
        *("Kalyptus", "mars 2024", "nord.md", "✗ ne prouve pas", "Gravelines"),
    ):
        assert words in row.text
