"""What breaks behind the page is told in French, without the name of any file of the server."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from corpus.document import BaliseError
from tests.ui.page.conftest import Site
from tests.ui.page.corpus import SCHOOL
from ui.documents.shelf import FOLDER, Shelf
from ui.feedback.store import FeedbackStore
from ui.history.store import HistoryStore
from ui.page import keeping
from ui.page.context import PageContext
from ui.page.kept import KeptScreen
from ui.page.state import Session
from ui.roles import Visitor


@pytest.fixture
def broken(site: Site, tmp_path: Path) -> Iterator[PageContext]:
    """The parts of the page, whose files have been overwritten since they were opened."""
    opinions, history = FeedbackStore(tmp_path / "avis"), HistoryStore(tmp_path / "gardees", 2)
    yield PageContext(
        service=site.service,
        settings=site.service.settings,
        shelf=Shelf(site.service, tmp_path / FOLDER),
        feedback=opinions,
        history=history,
        visitor=lambda _request: Visitor(),
    )
    opinions.close()
    history.close()


def overwrite(folder: Path) -> None:
    for file in folder.iterdir():
        if file.is_file():
            file.write_bytes(os.urandom(8192))


@pytest.mark.parametrize(
    "action",
    [
        lambda context, session: KeptScreen(context).show(session, Visitor()),
        lambda context, session: KeptScreen(context).reopened(session, Visitor(), session.id),
        lambda context, session: KeptScreen(context).forgotten(session, Visitor(), session.id),
        lambda context, session: keeping.forget(context, session, Visitor()),
        lambda context, session: keeping.judge(context, session, 0, "utile", ""),
    ],
    ids=["list", "reopen", "forget one", "forget all", "judge"],
)
def test_a_file_that_breaks_is_not_named(
    broken: PageContext, tmp_path: Path, action: Callable[[PageContext, Session], Any]
) -> None:
    session = Session().asked(broken.service.ask([SCHOOL]))
    keeping.keep(broken, session, Visitor())
    broken.feedback.close()
    assert broken.history
    broken.history.close()
    overwrite(tmp_path)
    with pytest.raises(BaliseError) as told:
        action(broken, session)
    assert "prévenez la personne qui gère Balise" in str(told.value)
    assert str(tmp_path) not in str(told.value)


def test_an_answer_is_never_lost_to_a_broken_file(broken: PageContext, tmp_path: Path) -> None:
    session = Session().asked(broken.service.ask([SCHOOL]))
    overwrite(tmp_path)
    keeping.keep(broken, session, Visitor())
    assert session.turns


def test_a_conversation_that_is_gone_says_so(broken: PageContext) -> None:
    with pytest.raises(BaliseError, match="n’est plus gardée"):
        KeptScreen(broken).reopened(Session(), Visitor(), "0" * 32)


def test_nothing_that_a_browser_keeps_says_where_files_lie(broken: PageContext) -> None:
    session = Session().asked(broken.service.ask([SCHOOL]))
    keeping.keep(broken, session, Visitor())
    again = KeptScreen(broken).reopened(session, Visitor(), session.id)
    assert [c.path for c in again.turns[0].answer.citations] == ["ecole.txt"]
