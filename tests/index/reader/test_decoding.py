"""Exact words: the best run of tokens of the window, without loose punctuation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.reader.decoding import best_span, trim
from index.reader.encoding import Encoded

TEXT = "À Lille, en 2017."
ENCODED = Encoded(
    ids=tuple(range(10)), first=4, offsets=((0, 1), (2, 7), (7, 8), (9, 11), (12, 16), (16, 17))
)


def scores(**places: float) -> np.ndarray:
    values = np.zeros(12, np.float32)
    for name, value in places.items():
        values[int(name[1:])] = value
    return values


def test_the_best_start_and_end_make_the_words() -> None:
    span = best_span(ENCODED, TEXT, scores(p5=3.0), scores(p5=2.0, p0=1.0))

    assert span is not None
    assert TEXT[span.start : span.end] == "Lille"
    assert span.margin == pytest.approx(4.0)


def test_the_end_never_comes_before_the_start() -> None:
    span = best_span(ENCODED, TEXT, scores(p8=3.0), scores(p5=9.0, p8=1.0))

    assert span is not None
    assert TEXT[span.start : span.end] == "Lille" or span.start < span.end


def test_the_words_are_never_longer_than_allowed() -> None:
    span = best_span(ENCODED, TEXT, scores(p4=5.0), scores(p9=5.0, p5=1.0), longest=2)

    assert span is not None
    assert TEXT[span.start : span.end] == "À Lille"


def test_scores_outside_the_window_are_not_read() -> None:
    span = best_span(ENCODED, TEXT, scores(p2=9.0, p8=1.0, p11=9.0), scores(p2=9.0, p8=1.0))

    assert span is not None
    assert TEXT[span.start : span.end] == "2017"


def test_a_window_without_a_word_has_no_span() -> None:
    assert best_span(Encoded((0, 1), 1, ()), "", scores(), scores()) is None


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("(2017)", "2017"),
        ("Lille,", "Lille"),
        ("« La Piscine »", "La Piscine"),
        ("2017).", "2017"),
        ("Dunkerque (Nord)", "Dunkerque (Nord)"),
        ("72 %", "72 %"),
        ("...", "..."),
    ],
)
def test_punctuation_at_the_edges_is_left_out(words: str, expected: str) -> None:
    text = f"a {words} b"

    assert text[slice(*trim(text, 2, 2 + len(words)))] == expected


@given(st.text('ab ().,«»"…', min_size=1, max_size=20))
def test_a_trimmed_span_stays_inside_and_is_never_empty(text: str) -> None:
    start, end = trim(text, 0, len(text))

    assert 0 <= start < end <= len(text)
