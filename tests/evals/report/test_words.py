"""Figures and differences in French words."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest

from evals.report.figures import by_name, cards, funnel
from evals.report.french import duration, moment, one_line, printable, typeset, whole
from evals.report.identity import identity
from evals.report.pairs import difference_rows, mcnemar_words
from evals.suite.compare import Comparison, Difference, compare
from evals.suite.result import CaseResult, Run, Share, Stage

MakeResult = Callable[..., CaseResult]
MakeRun = Callable[..., Run]


def test_numbers_and_times_are_written_in_french() -> None:
    assert whole(7569) == "7\u202f569"
    assert duration(None) == "–"
    assert duration(41.6) == "42\u202fms"
    assert duration(999.6) == "1,0\u202fs"
    assert duration(2345) == "2,3\u202fs"


def test_moment_is_in_french_and_in_universal_time() -> None:
    assert moment("2025-03-01T14:05:09Z") == "1 mars 2025 à 14:05 UTC"
    assert moment("2025-03-01T01:05:09+02:00") == "28 février 2025 à 23:05 UTC"
    assert moment("hier") == "hier"


def test_signs_stay_on_the_line_of_their_word() -> None:
    assert typeset("Qui ? « Lui » : oui ; non !") == (
        "Qui\u202f? «\u202fLui\u202f»\u202f: oui\u202f; non\u202f!"
    )
    assert typeset("a :b") == "a :b"


def test_what_cannot_be_shown_is_removed() -> None:
    assert printable("a\x00\x1f\x7f\ufffeb\n\tc") == "ab\n\tc"
    assert one_line(" a\r\n b\u2028c ") == "a b c"


def test_cards_are_careful_where_nothing_is_measured(
    make_run: MakeRun, make_result: MakeResult
) -> None:
    right, fidelity, silence, speed = cards(make_run(make_result()).metrics)
    assert right.figure == "100,0\u202f%"
    assert not fidelity.alert
    assert silence.figure == "–"
    assert silence.meaning.startswith("Toutes les questions de ce jeu ont une réponse.")
    assert speed.figure == "30\u202fms"
    nothing = cards(make_run().metrics)
    assert [card.figure for card in nothing] == ["–"] * 4


def test_card_warns_of_one_unfaithful_citation(run: Run) -> None:
    assert [card.alert for card in cards(run.metrics)] == [False, True, False, False]


def test_bars_go_from_the_best_to_the_worst() -> None:
    shares = {"a": Share(value=0.2, count=5), "b": Share(value=0.9, count=10)}
    assert [(bar.name, bar.figure) for bar in by_name(shares, str.upper)] == [
        ("B", "90,0\u202f% (9 sur 10)"),
        ("A", "20,0\u202f% (1 sur 5)"),
    ]


def test_funnel_ends_with_the_right_answers(run: Run) -> None:
    losses = funnel(run.metrics)
    assert len(losses) == len(Stage)
    assert losses[-1].left == 2
    assert all(before.left - after.left == after.lost for before, after in pairwise(losses))


def test_identity_flattens_settings_and_tells_changed_files(run: Run) -> None:
    told = dict(identity(run.info))
    assert told["Révision du code"] == "abc1234, avec des fichiers modifiés"
    assert told["Réglage search.passages"] == "8"
    assert told["Fichier cas.jsonl"] == f"5 cas, SHA-256 {'f' * 64}"


@pytest.fixture
def compared(make_run: MakeRun, make_result: MakeResult) -> Comparison:
    a = make_run(*(make_result(f"cas-{n}", stage=Stage.DOCUMENT) for n in range(12)))
    b = make_run(*(make_result(f"cas-{n}", milliseconds=90.0) for n in range(12)))
    return compare(a, b)


def test_difference_is_better_or_worse_as_the_measure_goes(compared: Comparison) -> None:
    rows = {row.name: row for row in difference_rows(compared)}
    right, slower = rows["Réponses justes"], rows["Temps d'une réponse"]
    assert (right.a, right.b, right.difference) == (
        "0,0\u202f%",
        "100,0\u202f%",
        "+100,0\u202fpt",
    )
    assert right.verdict == "mieux"
    assert (slower.difference, slower.verdict) == ("+60,0\u202fms", "moins bien")
    assert rows["Mots par réponse"].verdict == "identique"
    assert "12 cas gagnés, 0 perdus" in mcnemar_words(compared)
    assert "moins de 0,1\u202f%" in mcnemar_words(compared)


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (None, None, "trop peu de cas"),
        (-0.1, 0.2, "peut être le hasard"),
        (0.01, 0.2, "mieux"),
        (-0.2, -0.01, "moins bien"),
    ],
)
def test_verdict_claims_no_more_than_the_interval(
    low: float | None, high: float | None, verdict: str, compared: Comparison
) -> None:
    middle = 0.0 if low is None or high is None else (low + high) / 2
    found = Difference(count=9, a=0.5, b=0.5 + middle, difference=middle, low=low, high=high)
    [row, *_] = difference_rows(compared.model_copy(update={"right": found}))
    assert row.verdict == verdict


def test_no_case_changed(run: Run) -> None:
    assert mcnemar_words(compare(run, run)) == "Aucun cas n'a changé de verdict."
