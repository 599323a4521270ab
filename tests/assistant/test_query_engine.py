"""The assistant as a llama-index query engine."""

from __future__ import annotations

import asyncio

import pytest
from llama_index.core.base.response.schema import Response
from llama_index.core.schema import QueryBundle

from assistant.answer import Answer
from assistant.engine import Assistant
from assistant.query_engine import BaliseQueryEngine
from assistant.question import QuestionError
from index.search import Searcher

QUESTION = "Combien d'apprentis compte Dijon dans le bâtiment ?"


@pytest.fixture(scope="module")
def engine(assistant: Assistant) -> BaliseQueryEngine:
    """The query engine over the small index."""
    return BaliseQueryEngine(assistant=assistant)


def test_the_response_is_the_answer(engine: BaliseQueryEngine) -> None:
    response = engine.query(QUESTION)
    assert isinstance(response, Response)
    assert str(response).startswith("2 740 apprentis")


def test_nodes_are_the_citations_with_their_offsets(
    engine: BaliseQueryEngine, searcher: Searcher
) -> None:
    (found, *_) = engine.query(QUESTION).source_nodes
    text = searcher.catalogue.document(found.node.ref_doc_id).text
    assert found.node.text == text[found.node.start_char_idx : found.node.end_char_idx]
    assert "2 740 apprentis" in found.node.text
    assert found.node.metadata["publisher"] == "Observatoire bourguignon"


def test_the_whole_answer_is_in_the_metadata(engine: BaliseQueryEngine) -> None:
    response = engine.query(QUESTION)
    answer = Answer.model_validate(response.metadata["answer"])
    assert answer.answer == response.response
    assert len(answer.citations) == len(response.source_nodes)


def test_a_refusal_has_no_node(engine: BaliseQueryEngine) -> None:
    response = engine.query("Quel est le téléphone de l'Atelier du Val ?")
    assert response.source_nodes == []
    assert response.metadata["answer"]["status"] == "not_found"


def test_it_can_be_awaited(engine: BaliseQueryEngine) -> None:
    response = asyncio.run(engine.aquery(QueryBundle(QUESTION)))
    assert response.response == engine.query(QUESTION).response


def test_an_empty_question_is_an_error(engine: BaliseQueryEngine) -> None:
    with pytest.raises(QuestionError):
        engine.query(" ")
