"""Ratios and medians against values worked out by hand, and how they are written."""

from __future__ import annotations

import pytest

from evals.bench.jobs import Answers
from evals.bench.plan import Plan
from evals.bench.plots import Series, bars, lines
from evals.bench.result import Indexing, ratio
from evals.bench.rows import COLUMNS, Row, milliseconds, seconds, times, whole
from evals.bench.run import turned
from evals.bench.summary import latency_of, summed_up
from evals.bench.systems import INDEXED, System


def test_a_ratio_is_a_value_over_that_of_llama_index() -> None:
    assert ratio(30.0, 120.0) == 0.25
    assert ratio(240.0, 120.0) == 2.0


@pytest.mark.parametrize(("value", "reference"), [(None, 1.0), (1.0, None), (1.0, 0.0)])
def test_there_is_no_ratio_to_nothing(value: float | None, reference: float | None) -> None:
    assert ratio(value, reference) is None


def test_a_row_gives_each_figure_and_its_ratio() -> None:
    values = {System.BALISE: 30.0, System.LLAMA: 120.0, System.BM25: 0.6}
    cells = Row("Recherche", dict(values), milliseconds, reference=120.0).cells()
    assert COLUMNS == (System.BALISE, System.LLAMA, System.BM25)
    assert cells == ("30 ms (0,25 ×)", "120 ms", "0,60 ms (0,0050 ×)")


def test_what_was_not_measured_is_a_dash() -> None:
    assert Row("Suite", {System.BALISE: 2.0}, seconds).cells() == ("2,0 s", "–", "–")


def test_figures_are_french() -> None:
    assert [times(value) for value in (0.0041, 0.032, 0.32, 1.04, 12.3)] == [
        "0,0041 ×",
        "0,032 ×",
        "0,32 ×",
        "1,0 ×",
        "12 ×",
    ]
    assert whole(19_800.4) == "19\u202f800"
    assert [milliseconds(value) for value in (0.146, 2.5, 104.6)] == ["0,15 ms", "2,5 ms", "105 ms"]


def test_latency_is_the_median_of_the_repetitions() -> None:
    repetitions = [
        Answers(times_ms=(10.0, 20.0, 30.0), found=(("a",), (), ("b",)), cpu_ms=(1.0, 2.0, 3.0)),
        Answers(times_ms=(100.0, 200.0, 300.0), found=(("a",), (), ()), cpu_ms=(9.0, 9.0, 9.0)),
        Answers(times_ms=(11.0, 21.0, 31.0), found=((), (), ("b",)), cpu_ms=(1.0, 1.0, 1.0)),
    ]
    latency = latency_of(repetitions)
    assert latency.p50_ms == 21.0
    assert latency.p95_ms == pytest.approx(30.0)  # of 29, 290 and 30
    assert latency.cpu_p50_ms == 2.0
    assert latency.found == pytest.approx(4 / 9)


def test_a_rate_is_the_median_of_the_repetitions_and_memory_the_largest() -> None:
    runs = [
        Indexing(
            texts=10, characters=1000, encoded=40, seconds=lasted, cpu_s=2 * lasted, peak_gb=peak
        )
        for lasted, peak in ((1.0, 0.5), (2.0, 0.9), (4.0, 0.7))
    ]
    rate = summed_up(runs)
    assert rate.cpu_ms_per_text == 400.0
    assert (rate.characters_per_s, rate.texts_per_s, rate.peak_gb) == (500.0, 5.0, 0.9)


def test_each_system_comes_first_in_turn() -> None:
    assert [turned(INDEXED, number)[0] for number in range(4)] == [*INDEXED, INDEXED[0]]
    assert sorted(turned(INDEXED, 2)) == sorted(INDEXED)


def test_bars_are_as_long_as_their_values() -> None:
    drawn = bars([Series("a", 0, (10.0,)), Series("b", 1, (5.0,))], whole, "Essai")
    widths = [float(part.split('"')[0]) for part in drawn.split(' width="')[1:]]
    assert widths[0] == pytest.approx(2 * widths[1])


def test_a_line_rises_with_its_values_and_names_are_apart() -> None:
    series = [Series("a < b", 0, (1.0, 100.0)), Series("c", 1, (1.0, 99.0))]
    drawn = lines([10, 100], series, milliseconds, "Essai")
    first, last = drawn.split('points="')[1].split('"')[0].split()
    assert float(first.split(",")[1]) > float(last.split(",")[1])
    assert "a &lt; b : 100 ms" in drawn
    names = [part for part in drawn.split("<text ") if 'class="name"' in part]
    heights = [float(part.split(' y="')[1].split('"')[0]) for part in names]
    assert abs(heights[0] - heights[1]) >= 15


def test_a_plan_counts_its_steps() -> None:
    # 3 indexings; 3 indexes, 4 openings, 4 blocks, 1 of vectors; 3 starts and one in a shell.
    assert Plan(sizes=(10,), repetitions=1, shell=("balise",)).steps == 3 + 12 + 4
