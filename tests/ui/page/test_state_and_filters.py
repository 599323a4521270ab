"""What the browser keeps, checked when it comes back; filters as a person changes them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Answer, Status
from assistant.filters import Filters
from corpus.document import Document, PartialDate, PublisherKind, Territory, TerritoryLevel
from ui.page.filtering import added, chips, choices, removed
from ui.page.state import MAX_TURNS, Register, Session
from ui.roles import Role, Visitor

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)


def said(question: str) -> Answer:
    return Answer(question=question, understood=question, status=Status.UNCLEAR, answer="?")


@given(_JSON)
def test_whatever_comes_back_is_a_session(stored: Any) -> None:
    assert Session.read(stored).turns == ()


def test_session_comes_back_as_it_was_kept() -> None:
    session = Session().asked(said("A ?")).spoken(Register.YOUNG).filtered(Filters(since=2020))
    session = session.changed(0, in_sheet=True, verdict="utile")
    assert Session.read(session.write()) == session


def test_oldest_turns_are_forgotten() -> None:
    session = Session()
    for number in range(MAX_TURNS + 5):
        session = session.asked(said(str(number)))
    assert len(session.turns) == MAX_TURNS
    assert session.questions[0] == "5"


def test_turn_that_is_not_there_changes_nothing() -> None:
    session = Session().asked(said("A ?"))
    assert session.changed(3, in_sheet=True) == session
    assert session.changed(-1, in_sheet=True) == session


def test_sheet_holds_what_is_chosen_or_else_everything() -> None:
    session = Session().asked(said("A ?")).asked(said("B ?"))
    assert [a.question for a in session.chosen] == ["A ?", "B ?"]
    assert [a.question for a in session.changed(1, in_sheet=True).chosen] == ["B ?"]


def test_new_conversation_keeps_filters_and_browser_key() -> None:
    session = Session().asked(said("A ?")).filtered(Filters(since=2020))
    renewed = session.renewed()
    assert (renewed.turns, renewed.filters, renewed.key) == ((), session.filters, session.key)
    assert renewed.id != session.id


def test_session_of_another_account_leaves_nothing_of_itself() -> None:
    anne, lea = Visitor("anne", Role.ADVISER), Visitor("lea", Role.STUDENT)
    session = Session().of(anne).asked(said("A ?")).filtered(Filters(since=2020))
    assert session.of(anne) == session
    other = session.of(lea)
    assert (other.turns, other.filters, other.owner) == ((), Filters(), "lea")
    assert session.key not in str(other.write())
    assert (session.register_, other.register_) == (Register.ADVISER, Register.YOUNG)


def test_session_without_accounts_belongs_to_its_browser() -> None:
    session = Session().asked(said("A ?"))
    assert session.of(Visitor()) == session


@pytest.mark.parametrize("change", ["renewed", "emptied"])
def test_session_that_begins_anew_is_still_its_owners(change: str) -> None:
    session = Session().of(Visitor("lea", Role.STUDENT)).asked(said("A ?"))
    begun = getattr(session, change)()
    assert (begun.owner, begun.register_, begun.turns) == ("lea", Register.YOUNG, ())


DOCUMENTS = [
    Document(
        id="a", text="x", title="Zèbre", path="a", sha256="0",
        publisher_kind=PublisherKind.PRESS, published=PartialDate(iso="2024-03"),
        territories=(Territory(name="Lille", code="59350", level=TerritoryLevel.COMMUNE),
                     Territory(name="Hauts-de-France", code="32", level=TerritoryLevel.REGION)),
    ),
    Document(
        id="b", text="x", title="abeille", path="b", sha256="1", published=PartialDate(iso="2021"),
        territories=(Territory(name="Pays imaginaire", code=None, level=TerritoryLevel.AREA),),
    ),
]  # fmt: skip


def test_only_what_documents_hold_can_be_chosen() -> None:
    found = {
        choice.name: [value for value, _ in choice.options]
        for choice in choices(Filters(), DOCUMENTS)
    }
    assert found == {
        "territories": ["Hauts-de-France", "Lille"],
        "since": ["2024", "2021"],
        "until": ["2024", "2021"],
        "publisher_kinds": ["presse", "inconnu"],
        "documents": ["b", "a"],
    }


@pytest.mark.parametrize(
    ("field", "value"),
    [("territories", "Lille"), ("since", "2020"), ("until", "2024"),
     ("publisher_kinds", "presse"), ("documents", "a")],
)  # fmt: skip
def test_what_is_chosen_shows_as_a_chip_and_its_chip_takes_it_back(field: str, value: str) -> None:
    filters, message = added(Filters(), field, value)
    [chip] = chips(filters, DOCUMENTS)
    assert (chip.field, chip.value, message) == (field, value, "")
    assert removed(filters, chip.field, chip.value) == Filters()


def test_period_that_would_end_before_it_begins_drops_its_other_year() -> None:
    filters, message = added(Filters(since=2024), "until", "2021")
    assert (filters.since, filters.until) == (None, 2021)
    assert "année" in message


@given(st.text(max_size=12), st.text(max_size=12))
def test_unknown_filters_are_ignored(field: str, value: str) -> None:
    filters, _ = added(Filters(), field, value)
    assert isinstance(removed(filters, field, value), Filters)
    if field not in Filters.model_fields:
        assert not filters.active


def test_all_chips_are_removed_at_once() -> None:
    filters = Filters(since=2020, territories=("Lille",))
    assert removed(filters, "all", "") == Filters()
