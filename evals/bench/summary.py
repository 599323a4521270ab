"""What repetitions come to: medians, so that a disturbed one does not decide."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from evals.bench.jobs import Answers
from evals.bench.result import Indexing, Latency, Throughput
from evals.measures import percentile


def summed_up(runs: Sequence[Indexing]) -> Throughput:
    """Return the median rates of the repetitions, and the largest memory."""
    peaks = [run.peak_gb for run in runs if run.peak_gb is not None]
    return Throughput(
        characters_per_s=median(run.characters / run.seconds for run in runs),
        texts_per_s=median(run.texts / run.seconds for run in runs),
        cpu_ms_per_text=median(1000 * run.cpu_s / run.texts for run in runs),
        peak_gb=max(peaks, default=None),
        runs=tuple(runs),
    )


def latency_of(repetitions: Sequence[Answers]) -> Latency:
    """Return the medians, over repetitions, of the percentiles of their questions."""
    found = [bool(names) for answers in repetitions for names in answers.found]
    return Latency(
        p50_ms=median(percentile(answers.times_ms, 50) for answers in repetitions),
        p95_ms=median(percentile(answers.times_ms, 95) for answers in repetitions),
        cpu_p50_ms=median(percentile(answers.cpu_ms, 50) for answers in repetitions),
        found=sum(found) / len(found),
    )
