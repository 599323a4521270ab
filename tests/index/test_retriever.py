"""The search as a llama-index retriever."""

from __future__ import annotations

import asyncio

import pytest
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.schema import NodeWithScore, TextNode

from index.retriever import BaliseRetriever
from index.search import Searcher

QUESTION = "Combien de salariés dans le numérique ?"


@pytest.fixture
def found(searcher: Searcher) -> list[NodeWithScore]:
    return BaliseRetriever(searcher, similarity_top_k=3).retrieve(QUESTION)


def test_it_is_a_llama_index_retriever(searcher: Searcher) -> None:
    assert isinstance(BaliseRetriever(searcher), BaseRetriever)


def test_nodes_are_exact_slices_of_their_documents(
    searcher: Searcher, found: list[NodeWithScore]
) -> None:
    for scored in found:
        node = scored.node
        assert isinstance(node, TextNode)
        text = searcher.catalogue.document(node.ref_doc_id or "").text
        assert node.text == text[node.start_char_idx : node.end_char_idx]


def test_nodes_come_as_the_search_ranks_them(
    searcher: Searcher, found: list[NodeWithScore]
) -> None:
    hits = searcher.search(QUESTION, 3)

    assert [(n.node.node_id, n.score) for n in found] == [(h.passage.id, h.fused) for h in hits]


def test_nodes_say_where_they_come_from(found: list[NodeWithScore]) -> None:
    metadata = found[0].node.metadata

    assert metadata["title"] == "L'emploi numérique dans les Hauts-de-France"
    assert (metadata["publisher"], metadata["date"]) == ("Observatoire régional", "2024")


def test_it_can_be_awaited(searcher: Searcher, found: list[NodeWithScore]) -> None:
    awaited = asyncio.run(BaliseRetriever(searcher, similarity_top_k=3).aretrieve(QUESTION))

    assert [n.node.node_id for n in awaited] == [n.node.node_id for n in found]
