"""What times an indexing, without timing one."""

from __future__ import annotations

import index.build
from evals.stopwatch import Stopwatch, watch_indexing
from index.words import WordList


def test_a_stage_inside_another_is_not_counted_twice() -> None:
    ticks = iter([0.0, 1.0, 4.0, 10.0])
    watch = Stopwatch(clock=lambda: next(ticks))
    inner = watch.timed("dedans", lambda: None)
    watch.timed("dehors", inner)()
    assert watch.seconds == {"dedans": 3.0, "dehors": 7.0}


def test_watching_wraps_what_sync_calls_then_puts_it_back() -> None:
    before = (index.build.split_document, WordList.__dict__["of"], WordList.__dict__["save"])
    watch = Stopwatch()
    with watch_indexing(watch):
        assert index.build.split_document is not before[0]
        assert "rue" in WordList.of(["La rue longue."])
    assert list(watch.seconds) == ["Liste des mots"]
    assert (index.build.split_document, *map(WordList.__dict__.get, ("of", "save"))) == before
