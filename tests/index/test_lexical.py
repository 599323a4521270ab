"""BM25, against values worked out by hand."""

from __future__ import annotations

from math import log
from pathlib import Path

import pytest

from index.lexical import LexicalIndex

ROWS = [["lille", "emploi"], ["lille", "école"], ["betterave"]]


def test_a_score_is_robertsons_with_lucenes_idf() -> None:
    idf = log(1 + (3 - 1 + 0.5) / (1 + 0.5))
    length = 0.25 + 0.75 * 2 / (5 / 3)
    expected = idf * 1 / (1 + 1.2 * length)

    assert LexicalIndex.build(ROWS).scores(["emploi"]).tolist() == pytest.approx([expected, 0, 0])


def test_the_scores_of_terms_add_up() -> None:
    index = LexicalIndex.build(ROWS)
    together = index.scores(["lille", "emploi"])

    assert together.tolist() == pytest.approx(
        (index.scores(["lille"]) + index.scores(["emploi"])).tolist()
    )


@pytest.mark.parametrize("terms", [[], [""], ["inconnu"], ["", "inconnu"]])
def test_terms_that_are_not_there_score_zero_everywhere(terms: list[str]) -> None:
    assert LexicalIndex.build(ROWS).scores(terms).tolist() == [0, 0, 0]


def test_an_unknown_term_does_not_hide_the_known_ones() -> None:
    index = LexicalIndex.build(ROWS)

    assert index.scores(["inconnu", "", "emploi"]).tolist() == index.scores(["emploi"]).tolist()


@pytest.mark.parametrize("rows", [[[], ["lille"]], [["lille"], []], [["lille"]]])
def test_rows_without_terms_keep_their_place(rows: list[list[str]]) -> None:
    scores = LexicalIndex.build(rows).scores(["lille"])

    assert [bool(score > 0) for score in scores] == [bool(row) for row in rows]


@pytest.mark.parametrize("rows", [[], [[]], [[], []]])
def test_an_index_without_any_term_scores_zero(rows: list[list[str]]) -> None:
    assert LexicalIndex.build(rows).scores(["lille"]).tolist() == [0] * len(rows)


@pytest.mark.parametrize("rows", [ROWS, [[], []]])
def test_what_is_saved_is_loaded(rows: list[list[str]], tmp_path: Path) -> None:
    built = LexicalIndex.build(rows)
    built.save(tmp_path / "lexical")
    loaded = LexicalIndex.load(tmp_path / "lexical")

    assert loaded.size == built.size
    assert loaded.vocabulary == built.vocabulary
    assert loaded.scores(["lille"]).tolist() == built.scores(["lille"]).tolist()


def test_the_vocabulary_is_the_terms_of_the_rows() -> None:
    assert LexicalIndex.build(ROWS).vocabulary == {"lille", "emploi", "école", "betterave"}


def test_a_lost_file_is_an_error_and_not_an_empty_index(tmp_path: Path) -> None:
    LexicalIndex.build(ROWS).save(tmp_path)
    (tmp_path / "params.index.json").unlink()

    with pytest.raises(OSError, match=r"params\.index\.json"):
        LexicalIndex.load(tmp_path)
