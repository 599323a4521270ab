"""Inputs of the reader: from characters to tokens and back, exactly."""

from __future__ import annotations

import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.reader.encoding import MAX_WINDOW_TOKENS, PairEncoder, collate

WORDS = ["Lille", "l'école", "(2017)", "28 433", "€", "« Oui »", "œuvre,", "½", "ﬁn", "n°", "\n-"]
texts = st.lists(st.sampled_from(WORDS) | st.text("abéà’,.() 0", max_size=8), max_size=20).map(
    " ".join
)
same_fixture = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@given(texts, st.data())
@same_fixture
def test_the_tokens_of_a_span_cover_it_and_no_more(
    pairs: PairEncoder, text: str, data: st.DataObject
) -> None:
    words = list(re.finditer(r"\w+", text))
    if not words:
        return
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    start, end = words[first].start(), words[last].end()
    [encoded] = pairs.encode("Où ?", [text])

    tokens = encoded.tokens_of(start, end)

    assert tokens is not None
    assert encoded.first <= tokens[0] <= tokens[1] < encoded.first + len(encoded.offsets)
    covered = encoded.characters_of(*tokens)
    assert covered[0] <= start < end <= covered[1]
    opening, closing = (encoded.offsets[t - encoded.first] for t in tokens)
    assert opening[1] > start
    assert closing[0] < end


@given(texts)
@same_fixture
def test_tokens_are_in_order_and_never_begin_with_a_space(pairs: PairEncoder, text: str) -> None:
    [encoded] = pairs.encode("Où ?", [text])

    cursor = 0
    for start, end in encoded.offsets:
        assert cursor <= end <= len(text)
        assert not text[start:end][:1].isspace()
        cursor = start


def test_whole_words_come_back_to_the_letter(pairs: PairEncoder) -> None:
    text = "En 2024, le numérique emploie 28 433 salariés à Lille."
    [encoded] = pairs.encode("Combien ?", [text], ["L'emploi"])

    for answer in ("28 433 salariés", "2024", "Lille", "le numérique"):
        start = text.index(answer)
        tokens = encoded.tokens_of(start, start + len(answer))
        assert tokens is not None
        assert text[slice(*encoded.characters_of(*tokens))] == answer


def test_a_span_that_is_not_read_has_no_tokens(pairs: PairEncoder) -> None:
    text = "mot " * 500 + "Lille"
    [encoded] = pairs.encode("Où ?", [text])

    assert len(encoded.offsets) == MAX_WINDOW_TOKENS
    assert encoded.tokens_of(len(text) - 5, len(text)) is None
    assert encoded.tokens_of(3, 3) is None


def test_the_title_stands_between_the_question_and_the_window(pairs: PairEncoder) -> None:
    bare, titled = (
        pairs.encode("Où ?", ["À Lille."], contexts)[0] for contexts in ([""], ["L'école"])
    )

    assert titled.ids[: bare.first] == bare.ids[: bare.first]
    assert titled.ids[titled.first :] == bare.ids[bare.first :]
    assert titled.first > bare.first


def test_only_the_first_token_and_the_window_may_hold_an_answer(pairs: PairEncoder) -> None:
    inputs = pairs.encode("Où est l'école ?", ["À Lille.", "Elle est à Arras, dans le Nord."])

    ids, attention, readable = collate(inputs, pairs.padding)

    assert ids.shape == attention.shape == readable.shape
    for row, encoded in enumerate(inputs):
        window = range(encoded.first, encoded.first + len(encoded.offsets))
        assert readable[row].nonzero().flatten().tolist() == [0, *window]
        assert attention[row].sum() == len(encoded.ids)
