"""Windows: whole sentences, none forgotten, short enough to be read quickly."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from index.reader.windows import MAX_WINDOW, cut_windows, rank_windows, windows_of
from index.search import Searcher

lengths = st.lists(st.integers(1, 700), min_size=1, max_size=25)


def sentences_of(sizes: list[int]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for size in sizes:
        start = spans[-1][1] + 1 if spans else 0
        spans.append((start, start + size))
    return spans


@given(lengths)
def test_every_sentence_is_read(sizes: list[int]) -> None:
    windows = list(cut_windows(sentences_of(sizes)))

    assert {n for w in windows for n in range(w.first, w.last + 1)} == set(range(len(sizes)))


@given(lengths)
def test_a_window_is_short_unless_it_is_one_sentence(sizes: list[int]) -> None:
    for window in cut_windows(sentences_of(sizes)):
        assert window.end - window.start <= MAX_WINDOW or window.first == window.last


@given(lengths)
def test_a_window_goes_from_a_sentence_to_a_sentence(sizes: list[int]) -> None:
    spans = sentences_of(sizes)

    for window in cut_windows(spans):
        assert (window.start, window.end) == (spans[window.first][0], spans[window.last][1])


@given(lengths)
def test_neighbours_share_one_sentence_at_most_and_each_brings_a_new_one(sizes: list[int]) -> None:
    for before, after in pairwise(cut_windows(sentences_of(sizes))):
        assert before.last <= after.first <= before.last + 1
        assert after.last > before.last


def test_windows_found_are_the_document_s_words_best_first(searcher: Searcher) -> None:
    hits = searcher.search("Combien de salariés dans le numérique ?", 5)

    found = rank_windows(hits)

    assert len(found) == sum(len(windows_of(hit.passage)) for hit in hits)
    assert "28 433" in found[0].text
    assert [item.score for item in found] == sorted((f.score for f in found), reverse=True)
    assert rank_windows(hits, 1) == found[:1]
