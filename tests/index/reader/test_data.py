"""What is drawn for a question: decided by the seed alone, the right window first."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.document import BaliseError
from index.reader.data import (
    Prepared,
    chosen_groups,
    draw,
    epoch_order,
    load_prepared,
    save_prepared,
)

same_fixture = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
numbers, seeds = st.integers(0, 4), st.integers(0, 500)


@given(numbers, seeds, st.integers(0, 3))
@same_fixture
def test_the_same_seed_and_epoch_draw_the_same(
    prepared: Prepared, number: int, seed: int, epoch: int
) -> None:
    assert draw(prepared, number, 4, seed, epoch) == draw(prepared, number, 4, seed, epoch)


@given(numbers, seeds)
@same_fixture
def test_the_answer_s_words_stand_in_the_first_window(
    prepared: Prepared, number: int, seed: int
) -> None:
    right = prepared.groups[number].rights[0]
    text = prepared.windows[right.window].text

    drawn = draw(prepared, number, 4, seed, 0)

    if drawn.answer is None:
        assert text not in drawn.texts
    else:
        assert drawn.texts[0] == text
        assert drawn.texts[0][slice(*drawn.answer)] == text[slice(*right.answers[0])]
        assert text not in drawn.texts[1:]


@given(numbers, seeds)
@same_fixture
def test_a_window_is_never_read_twice(prepared: Prepared, number: int, seed: int) -> None:
    drawn = draw(prepared, number, 4, seed, 0)

    assert len(set(drawn.texts)) == 4


def test_titles_and_unanswerable_questions_come_now_and_then(prepared: Prepared) -> None:
    drawn = [draw(prepared, n, 4, seed, 0) for n in range(5) for seed in range(60)]

    assert 0.3 < sum(any(d.contexts) for d in drawn) / len(drawn) < 0.7
    assert 0.03 < sum(d.answer is None for d in drawn) / len(drawn) < 0.2


def test_a_question_that_nothing_answers_is_read_without_a_right_window(
    prepared: Prepared,
) -> None:
    group = prepared.groups[0].model_copy(update={"rights": ()})
    unsaid = prepared.model_copy(update={"groups": (group,)})
    right = prepared.windows[prepared.groups[0].rights[0].window].text

    for seed in range(30):
        drawn = draw(unsaid, 0, 4, seed, 0)
        assert drawn.answer is None
        assert len(set(drawn.texts)) == 4
        assert right not in drawn.texts


def test_too_few_wrong_windows_are_an_error(prepared: Prepared) -> None:
    with pytest.raises(ValueError, match="wrong windows"):
        draw(prepared, 0, 9, 0, 0)


def test_a_share_of_our_own_questions_is_learnt_from(prepared: Prepared) -> None:
    ours = [group.model_copy(update={"kind": "written"}) for group in prepared.groups * 4]
    mixed = Prepared(windows=prepared.windows, groups=(*prepared.groups, *ours))
    people = len(prepared.groups)
    chosen = chosen_groups(mixed, 3, 6)
    assert chosen[:people] == list(range(people))
    assert len(chosen) == people + 6
    assert chosen == sorted(set(chosen)) == chosen_groups(mixed, 3, 6)
    assert chosen != chosen_groups(mixed, 4, 6)
    assert chosen_groups(mixed, 3, None) == list(range(len(mixed.groups)))


def test_an_epoch_reads_each_question_once_in_an_order_of_its_own() -> None:
    first, second = epoch_order(50, 0, 0), epoch_order(50, 0, 1)

    assert sorted(first) == sorted(second) == list(range(50))
    assert first != second


def test_data_come_back_from_their_file(prepared: Prepared, tmp_path: Path) -> None:
    path = tmp_path / "donnees.json"
    save_prepared(prepared, path)

    assert load_prepared(path) == prepared


def test_another_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "donnees.json"
    path.write_text('{"windows": 3}', "utf-8")

    with pytest.raises(BaliseError, match="données du lecteur"):
        load_prepared(path)
