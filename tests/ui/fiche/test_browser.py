"""The page of a sheet in a real browser: accessible, at home on a phone, printed on A4."""

from __future__ import annotations

import io
import shutil
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, sync_playwright
from pypdf import PdfReader

from assistant.answer import Answer
from tests.ui.fiche.conftest import DAY
from ui.fiche.build import build_fiche
from ui.fiche.page import to_html

BROWSER = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync "
    "--disable-background-networking --disable-component-update"
)
A4_POINTS = (595, 842)
pytestmark = pytest.mark.skipif(BROWSER is None, reason="aucun Chromium sur cette machine")


@pytest.fixture
def page(answers: list[Answer], tmp_path: Path) -> Iterator[Page]:
    """A sheet, opened from its file."""
    file = tmp_path / "fiche.html"
    fiche = build_fiche(answers * 4, consulted=DAY, fingerprint="abc123", name="Mardi")
    file.write_text(to_html(fiche), "utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=FLAGS.split())
        opened = browser.new_page()
        opened.goto(file.as_uri())
        yield opened
        browser.close()


def test_axe_finds_nothing(page: Page) -> None:
    found = Axe().run(page).response

    assert [broken["id"] for broken in found["violations"]] == []
    assert len(found["passes"]) > 10


@pytest.mark.parametrize("width", [390, 320])
def test_a_phone_scrolls_one_way_only(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})

    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_mark_brings_its_quote_into_view(page: Page) -> None:
    page.get_by_role("link", name="[3]").first.click()

    assert page.evaluate(
        """() => { const box = document.querySelector('#citation-3').getBoundingClientRect();
                   return box.top >= 0 && box.bottom <= innerHeight }"""
    )


def test_it_is_printed_on_a4_with_all_its_words(page: Page) -> None:
    printed = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    told = " ".join(sheet.extract_text() for sheet in printed.pages)
    words = " ".join(unicodedata.normalize("NFKC", told).split())

    assert {(round(s.mediabox.width), round(s.mediabox.height)) for s in printed.pages} == {
        A4_POINTS
    }
    assert f"1 / {len(printed.pages)}" in words
    assert "28 433 salariés" in words
    assert "À vérifier" in words
