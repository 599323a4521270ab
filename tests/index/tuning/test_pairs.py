"""Pairs: a question, the words that answer it, and others that do not."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from index.reader.data import Prepared
from index.reader.piaf import Article, Paragraph
from index.tuning.pairs import LONGEST, Passages, documents_by_text, draw_epoch, draw_pair

NOTHING = Passages([], [])


def right_text(prepared: Prepared, number: int) -> str:
    return prepared.windows[prepared.groups[number].rights[0].window].text


def answer_of(prepared: Prepared, number: int) -> str:
    start, end = prepared.groups[number].rights[0].answers[0]
    return right_text(prepared, number)[start:end]


@settings(deadline=None)
@given(st.integers(0, 11), st.integers(0, 500))
def test_the_right_sentence_holds_the_answer_and_the_wrong_one_does_not(
    prepared: Prepared, number: int, seed: int
) -> None:
    pair = draw_pair(prepared, NOTHING, number, "sentences", np.random.default_rng(seed))

    assert answer_of(prepared, number) in pair.positive
    assert answer_of(prepared, number) not in pair.negative
    assert pair.positive in right_text(prepared, number)


@settings(deadline=None)
@given(st.integers(0, 11), st.integers(0, 500))
def test_a_wrong_passage_comes_from_another_document(
    prepared: Prepared, number: int, seed: int
) -> None:
    pair = draw_pair(prepared, NOTHING, number, "passages", np.random.default_rng(seed))

    assert right_text(prepared, number) in pair.positive
    assert pair.right != pair.wrong
    assert right_text(prepared, number) not in pair.negative


def test_passages_come_with_and_without_their_titles_as_they_are_embedded(
    prepared: Prepared,
) -> None:
    drawn = {
        draw_pair(prepared, NOTHING, 0, "passages", np.random.default_rng(seed)).positive
        for seed in range(30)
    }

    assert drawn == {right_text(prepared, 0), f"Titre 0\n{right_text(prepared, 0)}"}


def test_every_question_is_asked_once_an_epoch_and_of_the_other_kind_at_the_next(
    prepared: Prepared,
) -> None:
    first, second = (draw_epoch(prepared, NOTHING, 3, epoch) for epoch in (0, 1))

    rights = [[pair.right for pair in first[kind]] for kind in ("passages", "sentences")]
    assert [len(rows) for rows in rights] == [6, 6]
    assert [pair.right for pair in second["sentences"]] == rights[0]
    assert [pair.right for pair in second["passages"]] == rights[1]


def test_the_seed_and_the_epoch_decide_of_every_pair(prepared: Prepared) -> None:
    assert draw_epoch(prepared, NOTHING, 3, 1) == draw_epoch(prepared, NOTHING, 3, 1)
    assert draw_epoch(prepared, NOTHING, 3, 1) != draw_epoch(prepared, NOTHING, 4, 1)


def test_a_limit_keeps_the_first_questions(prepared: Prepared) -> None:
    drawn = draw_epoch(prepared, NOTHING, 0, 0, limit=4)

    assert {pair.right for pairs in drawn.values() for pair in pairs} == {"d0", "d1"}


def paragraph_and_window(prepared: Prepared, after: str) -> tuple[Passages, str]:
    text = prepared.windows[0].text
    article = Article(title="Gares", paragraphs=[Paragraph(context=f"{text} {after}", qas=[])])
    return Passages([article], ["p00000.txt"]), text


def test_a_window_of_a_paragraph_is_widened_to_its_passage(prepared: Prepared) -> None:
    passages, text = paragraph_and_window(prepared, "Elle a deux étages.")
    window = prepared.windows[0].model_copy(update={"document": "p00000.txt"})

    assert passages.holding(window) == f"{text} Elle a deux étages."


def test_a_passage_too_long_to_be_read_whole_is_not_used(prepared: Prepared) -> None:
    passages, text = paragraph_and_window(prepared, "Elle a deux étages. " * (LONGEST // 20))
    window = prepared.windows[0].model_copy(update={"document": "p00000.txt"})

    assert passages.holding(window) == text


def test_a_paragraph_that_no_question_names_is_not_read(prepared: Prepared) -> None:
    article = Article(paragraphs=[Paragraph(context="Un texte de validation.", qas=[])])
    window = prepared.windows[0].model_copy(update={"document": "p00000.txt", "text": "Un texte"})

    assert Passages([article], ["p00001.txt"]).holding(window) == "Un texte"


def test_a_text_is_known_by_all_its_documents(prepared: Prepared) -> None:
    drawn = draw_epoch(prepared, NOTHING, 0, 0)["sentences"]

    known = documents_by_text(drawn)
    assert all(pair.right in known[pair.positive] for pair in drawn)
    assert all(pair.wrong in known[pair.negative] for pair in drawn)


def test_a_question_that_nothing_answers_makes_no_pair(prepared: Prepared) -> None:
    unsaid = prepared.groups[0].model_copy(update={"rights": ()})
    with_unsaid = prepared.model_copy(update={"groups": (unsaid, *prepared.groups[1:])})

    before = draw_epoch(prepared, NOTHING, seed=0, epoch=0)
    drawn = draw_epoch(with_unsaid, NOTHING, seed=0, epoch=0)

    assert drawn["passages"] == before["passages"][1:]
    assert drawn["sentences"] == before["sentences"]
