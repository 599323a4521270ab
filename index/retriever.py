"""Balise's search as a llama-index retriever."""

from __future__ import annotations

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle

from index.build import passage_node
from index.search import Searcher


class BaliseRetriever(BaseRetriever):  # type: ignore[misc]  # llama-index is read untyped
    """Fused lexical and dense search over an opened index.

    Nodes carry `start_char_idx` and `end_char_idx` in the document's canonical text, and the
    fused score: a sum of standard scores, comparable within one question only.
    """

    def __init__(self, searcher: Searcher, similarity_top_k: int = 5) -> None:
        self._searcher = searcher
        self._similarity_top_k = similarity_top_k
        super().__init__()

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        hits = self._searcher.search(query_bundle.query_str, self._similarity_top_k)
        return [
            NodeWithScore(node=passage_node(hit.document, hit.passage), score=hit.fused)
            for hit in hits
        ]
