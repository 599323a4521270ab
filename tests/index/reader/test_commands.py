"""The reader's commands: what is wrong is said in French, and the exit code tells it."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from index.reader import evaluate, export, train
from index.reader.evaluate import fit_mix, measure, report
from index.reader.trial import Asked, Mix, Reading, Trial


def reading(document: str, right: bool, fused: float, relevance: float) -> Reading:
    words = "28 433" if right else "12"
    return Reading(document, words, right, fused, relevance)


def trial(searched: Reading, *readings: Reading) -> Trial:
    asked = Asked("Combien ?", "p1", ((0, 6),), ("28 433",))
    best = max(r.relevance for r in readings)
    return Trial(asked, searched, readings, best, best - 0.5, milliseconds=100, tokens=1000)


READ_WELL = trial(
    reading("p2", False, 5.0, 0.0), reading("p2", False, 5.0, -1.0), reading("p1", True, 4.0, 3.0)
)
READ_BADLY = trial(
    reading("p1", True, 6.0, 0.0), reading("p1", True, 6.0, 0.0), reading("p3", False, 1.0, 2.5)
)


def test_search_and_reader_are_measured_apart_and_together() -> None:
    trials = [READ_WELL, READ_BADLY]

    assert measure(trials, None) == {"document": 0.5, "sentence": 0.5, "em": 0.5, "f1": 0.5}
    assert measure(trials, Mix())["sentence"] == 0.5
    assert measure(trials, Mix(search=1.0)) == {"document": 1, "sentence": 1, "em": 1, "f1": 1}


def test_the_smallest_best_weights_are_kept() -> None:
    assert fit_mix([READ_WELL, READ_BADLY]) == Mix(search=0.6)


def test_surer_words_may_outweigh_relevance() -> None:
    sure = dataclasses.replace(reading("p1", True, 0.0, 1.0), margin=9.0)
    vague = dataclasses.replace(reading("p2", False, 0.0, 2.0), margin=-3.0)
    asked = trial(vague, vague, sure)

    assert asked.first(Mix()) == vague
    assert asked.first(Mix(words=0.5)) == sure


@pytest.mark.parametrize("given", [[], ["--search", "1"], ["--words", "1"]])
def test_weights_are_not_learnt_on_the_test_articles(
    given: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        evaluate.main(["x", "--index", "y", "--split", "test", *given])
    assert "--words" in capsys.readouterr().err


def test_a_report_tells_what_was_within_reach() -> None:
    measured = report([READ_WELL, READ_BADLY])

    assert measured["present"] == 1.0
    assert measured["no_answer_auc"] == 0.875
    assert measured["ms_p50"] == 100


def test_a_missing_piaf_is_reported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = train.main(["--out", str(tmp_path / "run"), "--piaf", str(tmp_path / "absent.json")])

    assert code == 1
    assert "absent.json » ne s'ouvre pas" in capsys.readouterr().err


def test_a_start_without_a_reader_is_said_before_anything_is_prepared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = train.main(["--out", str(tmp_path / "run"), "--start", str(tmp_path / "rien")])

    assert code == 1
    assert "absent ou incomplet" in capsys.readouterr().err
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize("bad", ["1", "-0,1", "beaucoup"])
def test_a_share_left_out_is_less_than_one(bad: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        train.main(["--out", "x", f"--dropout={bad}"])
    assert stopped.value.code == 2
    assert "attendu de 0 à 1" in capsys.readouterr().err


@pytest.mark.parametrize("bad", ["1", "6", "deux"])
def test_a_number_of_windows_that_not_all_questions_have_is_refused(
    bad: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        train.main(["--out", "x", "--windows", bad])
    assert "attendu" in capsys.readouterr().err


def test_exporting_nothing_is_reported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert export.main([str(tmp_path), str(tmp_path / "poids")]) == 1
    assert "Aucun entraînement" in capsys.readouterr().err


@pytest.mark.parametrize("bad", ["0", "-3", "deux"])
def test_a_number_below_one_is_refused(bad: str, capsys: pytest.CaptureFixture[str]) -> None:
    for command in (
        lambda: train.main(["--out", "x", "--epochs", bad]),
        lambda: evaluate.main(["x", "--index", "y", "--limit", bad]),
    ):
        with pytest.raises(SystemExit):
            command()
        assert "au moins 1" in capsys.readouterr().err
