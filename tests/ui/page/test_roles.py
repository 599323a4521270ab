"""Who may do what: checked by the server at each action, whatever the browser shows or sends."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.ui.page.conftest import Site
from tests.ui.page.corpus import SCHOOL, STAFF
from ui.documents.shelf import FOLDER, Shelf
from ui.feedback.store import FILE, FeedbackStore
from ui.page.acting import Acting
from ui.page.asking import Asking
from ui.page.context import PageContext
from ui.page.screens import Screens
from ui.page.shelving import Shelving
from ui.page.state import Session
from ui.roles import Role, Visitor
from ui.server.rates import Limiter

YOUNG = Visitor("lea", Role.STUDENT)
ADVISER = Visitor("alix", Role.ADVISER)


@pytest.fixture
def context(site: Site, tmp_path: Path) -> PageContext:
    """The parts of the page, as the server puts them together."""
    return PageContext(
        service=site.service,
        settings=site.service.settings,
        shelf=Shelf(site.service, tmp_path / FOLDER),
        feedback=FeedbackStore(tmp_path / FILE),
        history=None,
        visitor=lambda _request: YOUNG,
    )


def all_of(stream: Any) -> list[Any]:
    """Return everything that a handler shows."""

    async def collect() -> list[Any]:
        return [shown async for shown in stream]

    # In a thread of its own: the browser's driver has its loop in this one.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, collect()).result()


def test_screen_of_documents_is_not_offered_to_the_young(context: PageContext) -> None:
    screens = Screens(context)
    assert 'data-screen="documents"' not in screens.header(Session(), YOUNG)
    assert 'data-screen="documents"' in screens.header(Session(), ADVISER)


@pytest.mark.parametrize("act", ["list", "replace", "remove", "removed"])
def test_young_person_can_do_nothing_to_documents(context: PageContext, act: str) -> None:
    doc_id = context.service.documents()[0].id
    [shown] = all_of(Shelving(context).act({"act": act, "doc": doc_id}, doc_id, YOUNG))
    assert "réservé aux conseillers" in shown["documents_head"]
    assert shown["documents"] == ""
    assert doc_id in {document.id for document in context.service.documents()}


def test_young_person_cannot_upload(context: PageContext, tmp_path: Path) -> None:
    file = tmp_path / "note.txt"
    file.write_text("Une note.", "utf-8")
    before = context.service.fingerprint
    for stream in (
        Shelving(context).add([str(file)], YOUNG),
        Shelving(context).replace("x", str(file), YOUNG),
    ):
        [shown] = all_of(stream)
        assert "réservé aux conseillers" in shown["documents_head"]
    assert context.service.fingerprint == before


def test_question_too_many_is_told_in_the_page(context: PageContext) -> None:
    limiter = Limiter("1/minute", "Doucement.")
    asking = Asking(context, Screens(context))
    first = all_of(asking.ask(SCHOOL, Session(), YOUNG, lambda: limiter.hit("lea")))
    assert "2019" in first[-1]["live"]
    again = all_of(asking.ask(SCHOOL, Session(), YOUNG, lambda: limiter.hit("lea")))
    assert "Doucement." in again[-1]["live"]
    assert again[-1]["busy"] is False


def test_citation_whose_document_has_changed_since_says_so(context: PageContext) -> None:
    screens = Screens(context)
    session = Session().asked(context.service.ask([STAFF]))
    assert "a changé depuis" not in screens.last(session)
    stored = session.write()
    stored["turns"][0]["answer"]["citations"][0]["quote"] = "Des mots que nul n'a écrits."
    assert "a changé depuis" in screens.last(Session.read(stored))


@pytest.mark.parametrize("data", [{}, {"act": "x"}, {"act": "choose", "turn": "zéro"}])
def test_event_that_means_nothing_changes_nothing(context: PageContext, data: Any) -> None:
    session = Session().asked(context.service.ask([STAFF]))
    shown = Acting(context, Screens(context)).act(data, session, YOUNG)
    assert shown.get("session", session) == session
