"""Exact words that most of what was read agrees on."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.reader.consensus import Overlaps, agreement, belief

RUNS = st.lists(st.text("abc de", max_size=12), min_size=1, max_size=8)


def meant(windows: list[float], runs: list[list[tuple[str, float]]]) -> str:
    words = [text for own in runs for text, _ in own]
    believed = belief(windows, [[margin for _, margin in own] for own in runs])
    return words[int(agreement(believed, words).argmax())]


def test_the_likeliest_run_is_meant_when_nothing_else_is_likely() -> None:
    assert meant([9.0, -9.0], [[("28 433", 8.0), ("433", -8.0)], [("12 000", 8.0)]]) == "28 433"


def test_a_window_that_agrees_with_others_outweighs_one_that_is_alone() -> None:
    alone, agreeing = [("Lyon", 0.0)], [("la gare de Lille", 0.0)]

    assert meant([1.0, 0.8, 0.8], [alone, agreeing, [("gare de Lille", 0.0)]]) != "Lyon"
    assert meant([1.0, 0.8], [alone, agreeing]) == "Lyon"


def test_words_that_several_runs_share_are_meant() -> None:
    runs = [("Paul Gaspard", 1.0), ("Michel Gaspard", 0.9), ("Michel Gaspard Roux", 0.9)]

    assert meant([0.0], [runs]) == "Michel Gaspard"


@given(windows=st.lists(st.floats(-30, 30), min_size=1, max_size=6), data=st.data())
def test_belief_sums_to_one(windows: list[float], data: st.DataObject) -> None:
    margins = [data.draw(st.lists(st.floats(-30, 30), min_size=1, max_size=5)) for _ in windows]
    assert belief(windows, margins).sum() == pytest.approx(1.0)


@given(runs=RUNS)
def test_overlap_is_with_oneself_whole_and_never_more(runs: list[str]) -> None:
    everything = np.full(len(runs), 1 / len(runs))
    expected = Overlaps(runs).expected(everything)

    assert np.all(expected <= 1.0 + 1e-9)
    assert np.all(expected >= 1 / len(runs) - 1e-9)


def test_nothing_read_means_nothing() -> None:
    assert agreement(belief([], []), []).tolist() == []
