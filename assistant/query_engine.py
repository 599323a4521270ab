"""Balise's assistant as a llama-index query engine."""

from __future__ import annotations

from llama_index.core.base.response.schema import Response
from llama_index.core.query_engine import CustomQueryEngine
from llama_index.core.schema import NodeRelationship, NodeWithScore, RelatedNodeInfo, TextNode
from pydantic import ConfigDict

from assistant.answer import Answer, Citation
from assistant.engine import Assistant


class BaliseQueryEngine(CustomQueryEngine):  # type: ignore[misc]  # llama-index is read untyped
    """Verified answers over an opened index, one question at a time.

    The response's nodes are the citations: each holds the exact quote, with its
    `start_char_idx` and `end_char_idx` in the document's canonical text. The whole answer stands
    under `metadata["answer"]`, as `balise ask --json` writes it.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    assistant: Assistant

    def custom_query(self, query_str: str) -> Response:
        """Answer a question that stands on its own.

        Raises:
            QuestionError: the question is empty or too long.
        """
        answer: Answer = self.assistant.ask(query_str)
        return Response(
            answer.answer,
            source_nodes=[_node(citation) for citation in answer.citations],
            metadata={"answer": answer.model_dump(mode="json")},
        )


def _node(citation: Citation) -> NodeWithScore:
    node = TextNode(
        text=citation.quote,
        start_char_idx=citation.start,
        end_char_idx=citation.end,
        metadata={
            "n": citation.n,
            "title": citation.title,
            "path": citation.path,
            "publisher": citation.publisher,
            "date": citation.date,
            "page": citation.page or 0,
        },
        relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=citation.doc_id)},
    )
    return NodeWithScore(node=node, score=citation.score)
