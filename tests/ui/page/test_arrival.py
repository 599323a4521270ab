"""Arriving: nobody waits for what could have been made ready, or asks for it in vain."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.ui.page.conftest import Site, Visit, serving
from tests.ui.page.corpus import STAFF
from tests.ui.page.person import Person
from ui.page.examples import Examples
from ui.page.preloading import Preloading
from ui.server.assets import assets_folder


@pytest.fixture
def own_site(made_index: Path, tmp_path: Path) -> Iterator[Site]:
    """A server whose documents change."""
    shutil.copytree(made_index, tmp_path / "index")
    with serving(tmp_path / "index", tmp_path / "data") as running:
        yield running


def test_all_that_the_page_loads_is_named_in_its_document(visit: Visit) -> None:
    person = visit()
    person.page.wait_for_selector(".top:not([data-first])")
    preloading = Preloading.read(assets_folder())
    named = {*preloading.scripts, preloading.sheet_name}
    loaded = {path.rpartition("/")[2] for path in person.paths if path.startswith("/assets/")}
    assert loaded == named, "write what differs into ui/page/assets/preload.txt"


def test_somebody_new_is_shown_the_page_before_the_server_is_asked(
    browser_without_events: Person,
) -> None:
    page = browser_without_events.page
    page.wait_for_selector("body[data-ready]")
    assert page.locator(".examples button").count() >= 2
    assert page.get_by_role("button", name="Documents").is_visible()
    assert page.get_by_label("Votre question").is_enabled()


@pytest.fixture
def browser_without_events(visit: Visit, site: Site) -> Person:
    """Somebody whose browser never hears from the server again once the page is loaded."""
    person = visit()
    page = person.page.context.browser.new_context(locale="fr-FR").new_page()
    page.route("**/gradio_api/queue/**", lambda route: None)
    page.goto(site.url)
    person.page.context.close()
    person.page = page
    return person


def test_somebody_who_comes_back_never_sees_the_welcome_first(person: Person) -> None:
    person.ask(STAFF)
    page = person.page
    page.add_init_script(
        """new MutationObserver(() => {
            const welcome = document.querySelector("#live .welcome");
            if (welcome?.checkVisibility({visibilityProperty: true})) window.flashed = true;
        }).observe(document, {subtree: true, childList: true, attributes: true});"""
    )
    person.reload()
    assert page.locator("#live .turn").is_visible()
    assert page.evaluate("window.flashed") is None


def test_examples_are_in_the_document_of_the_first_visit(own_site: Site) -> None:
    page = httpx.get(own_site.url, trust_env=False).text
    assert page.count("data-question") >= 2


def test_nobody_waits_for_the_examples_of_new_documents(own_site: Site) -> None:
    examples = Examples(own_site.service)
    assert examples.known() == (), "they are being looked for"
    late = time.monotonic() + 30
    while not examples.known() and time.monotonic() < late:
        time.sleep(0.05)
    found = examples.known()
    assert len(set(found)) == len(found) >= 2
    assert all(own_site.service.ask([question]).citations for question in found)
