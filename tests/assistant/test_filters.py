"""Filters keep only the documents that are, for certain, what a person asked for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from assistant.answer import Reason, Status
from assistant.engine import Assistant
from assistant.filters import Filters
from corpus.document import BaliseError, Document, PartialDate, PublisherKind
from corpus.places import resolve


def document(
    identifier: str, *, date: str = "", places: tuple[str, ...] = (), kind: str = "inconnu"
) -> Document:
    return Document(
        id=identifier,
        text="Texte.",
        title=identifier,
        path=f"{identifier}.md",
        sha256="0",
        published=PartialDate(iso=date),
        publisher_kind=PublisherKind(kind),
        territories=tuple(place for place in map(resolve, places) if place),
    )


DOCUMENTS = [
    document("lille", date="2024-03", places=("Lille",), kind="presse"),
    document("region", date="2022", places=("Hauts-de-France",), kind="statistique"),
    document("nantes", places=("Nantes",), kind="presse"),
    document("sans-lieu", date="2023", kind="entreprise"),
]


def test_no_filter_keeps_everything() -> None:
    assert not Filters().active
    assert Filters().kept(DOCUMENTS) == {"lille", "region", "nantes", "sans-lieu"}


def test_a_place_keeps_what_is_about_it_or_a_part_of_it() -> None:
    assert Filters(territories=("Hauts-de-France",)).kept(DOCUMENTS) == {"lille", "region"}


def test_a_place_leaves_out_what_is_about_a_wider_one() -> None:
    assert Filters(territories=("Lille",)).kept(DOCUMENTS) == {"lille"}


def test_two_places_add_up() -> None:
    assert Filters(territories=("Lille", "Nantes")).kept(DOCUMENTS) == {"lille", "nantes"}


def test_a_period_holds_its_ends_and_leaves_out_what_has_no_date() -> None:
    assert Filters(since=2022, until=2023).kept(DOCUMENTS) == {"region", "sans-lieu"}
    assert Filters(until=2022).kept(DOCUMENTS) == {"region"}


def test_kinds_of_publisher_and_documents_are_kept_by_name() -> None:
    assert Filters(publisher_kinds=(PublisherKind.PRESS,)).kept(DOCUMENTS) == {"lille", "nantes"}
    assert Filters(documents=("region",)).kept(DOCUMENTS) == {"region"}


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValidationError, match="avant de commencer"):
        Filters(since=2024, until=2020)


def test_an_unknown_place_is_named() -> None:
    with pytest.raises(BaliseError, match="« Atlantide »"):
        Filters(territories=("Atlantide",)).kept(DOCUMENTS)


@given(
    st.builds(
        Filters,
        territories=st.sampled_from([(), ("Lille",), ("Nantes", "Hauts-de-France")]),
        since=st.none() | st.integers(2020, 2022),
        until=st.none() | st.integers(2022, 2025),
        publisher_kinds=st.sampled_from([(), (PublisherKind.PRESS,)]),
    ),
    st.sampled_from(DOCUMENTS),
)
def test_one_more_filter_never_brings_a_document_back(filters: Filters, only: Document) -> None:
    narrower = filters.model_copy(update={"documents": (only.id,)})
    assert narrower.kept(DOCUMENTS) <= filters.kept(DOCUMENTS)


def test_an_answer_cites_only_what_the_filter_keeps(assistant: Assistant) -> None:
    question = "Combien d'apprentis compte Dijon dans le bâtiment ?"
    cited = {c.doc_id for c in assistant.ask(question).citations}
    others = tuple(d.id for d in assistant.searcher.catalogue.documents() if d.id not in cited)
    answer = assistant.ask(question, filters=Filters(documents=others))
    assert cited
    assert not cited & {c.doc_id for c in answer.citations}


def test_a_filter_that_leaves_nothing_says_so(assistant: Assistant) -> None:
    answer = assistant.ask("Combien d'apprentis à Dijon ?", filters=Filters(since=2199))
    assert (answer.status, answer.reason) == (Status.NOT_FOUND, Reason.FILTERED)
    assert "filtre" in answer.answer
    assert not answer.citations
