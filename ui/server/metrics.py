"""What a supervision system may read: how many questions, what became of them, how long."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from assistant.answer import Answer, Status

REFUSED = "refused"
"""The question was empty, too long, or named an unknown place."""
LIMITED = "limited"
"""The client asked too often."""
_BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.5, 3.0, 6.0, 12.0)


class Metrics:
    """Counters of one application. No question and no client is ever a label."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._questions = Counter(
            "balise_questions", "Questions, by status.", ["status"], registry=self._registry
        )
        self._seconds = Histogram(
            "balise_answer_seconds",
            "Seconds spent: waiting for a turn, searching, and in all.",
            ["stage"],
            buckets=_BUCKETS,
            registry=self._registry,
        )
        self.in_progress = Gauge(
            "balise_questions_in_progress",
            "Questions being answered or waiting.",
            registry=self._registry,
        )
        for status in (*(s.value for s in Status), REFUSED, LIMITED):
            self._questions.labels(status)
        for stage in ("wait", "search", "total"):
            self._seconds.labels(stage)

    def answered(self, answer: Answer, waited: float, total: float) -> None:
        """Count an answer; `waited` and `total` are in seconds."""
        self._questions.labels(answer.status.value).inc()
        self._seconds.labels("wait").observe(waited)
        self._seconds.labels("total").observe(total)
        if answer.timings_ms.search:
            self._seconds.labels("search").observe(answer.timings_ms.search / 1000)

    def turned_away(self, why: str) -> None:
        """Count a question that was not answered at all: `REFUSED` or `LIMITED`."""
        self._questions.labels(why).inc()

    def text(self) -> bytes:
        """Return everything in the format of Prometheus."""
        return generate_latest(self._registry)
