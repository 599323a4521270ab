"""Conversations are kept for the days asked for, each for its owner alone, and forgotten."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.answer import Answer, Status
from corpus.document import BaliseError
from ui.history.store import HistoryStore

DAYS = 30
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


class Clock:
    """A time that tests move."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_days(self, days: float) -> None:
        self.now += timedelta(days=days)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "conversations.sqlite"


@pytest.fixture
def store(path: Path, clock: Clock) -> Iterator[HistoryStore]:
    opened = HistoryStore(path, DAYS, clock)
    yield opened
    opened.close()


def answer(question: str) -> Answer:
    return Answer(question=question, understood=question, status=Status.NOT_FOUND, answer="Rien.")


def save(store: HistoryStore, owner: str, conversation_id: str, *turns: str) -> None:
    store.save(owner, conversation_id, turns, [answer(turn) for turn in turns])


def contents(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in path.parent.iterdir())


def test_a_conversation_comes_back_whole(store: HistoryStore, clock: Clock) -> None:
    save(store, "marie", "c1", "Où se former ?", "Et à Lille ?")
    found = store.load("marie", "c1")

    assert found
    assert (found.id, found.title, found.at) == ("c1", "Où se former ?", clock.now)
    assert found.turns == ("Où se former ?", "Et à Lille ?")
    assert found.answers == (answer("Où se former ?"), answer("Et à Lille ?"))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(owner=TEXT, other=TEXT, conversation_id=TEXT, turns=st.lists(TEXT, min_size=1, max_size=4))
def test_nobody_sees_what_is_not_theirs(
    store: HistoryStore, owner: str, other: str, conversation_id: str, turns: list[str]
) -> None:
    for name in (owner, other):
        store.forget(name)
    save(store, owner, conversation_id, *turns)
    found = store.load(owner, conversation_id)

    assert found
    assert list(found.turns) == turns
    assert (store.load(other, conversation_id) is None) == (other != owner)
    assert (store.conversations(other) == []) == (other != owner)


def test_a_conversation_that_goes_on_takes_its_own_place(store: HistoryStore) -> None:
    save(store, "marie", "c1", "Où se former ?")
    save(store, "marie", "c1", "Où se former ?", "Et à Lille ?")

    assert [len(found.turns) for found in store.conversations("marie")] == [2]


def test_two_owners_may_use_one_conversation_id(store: HistoryStore) -> None:
    save(store, "marie", "c1", "Où se former ?")
    save(store, "paul", "c1", "Combien d'offres ?")

    assert [found.title for found in store.conversations("marie")] == ["Où se former ?"]


def test_the_last_conversation_comes_first(store: HistoryStore, clock: Clock) -> None:
    for name in ("c1", "c2", "c3"):
        save(store, "marie", name, f"Question {name} ?")
        clock.pass_days(1)
    save(store, "marie", "c1", "Question c1 ?")

    assert [found.id for found in store.conversations("marie")] == ["c1", "c3", "c2"]


def test_a_conversation_lives_for_the_days_of_retention(store: HistoryStore, clock: Clock) -> None:
    save(store, "marie", "c1", "Où se former ?")
    clock.pass_days(DAYS)

    assert store.load("marie", "c1")
    clock.pass_days(0.01)
    assert store.load("marie", "c1") is None
    assert store.conversations("marie") == []


@pytest.mark.parametrize("occasion", ["purge", "save", "open"])
def test_what_is_too_old_leaves_the_files(
    store: HistoryStore, clock: Clock, path: Path, occasion: str
) -> None:
    save(store, "marie", "c1", "une question à ne pas garder")
    clock.pass_days(DAYS + 1)
    assert b"ne pas garder" in contents(path)
    if occasion == "purge":
        assert store.purge() == 1
    elif occasion == "save":
        save(store, "paul", "c2", "Combien d'offres ?")
    else:
        HistoryStore(path, DAYS, clock).close()

    assert b"ne pas garder" not in contents(path)


def test_a_conversation_that_is_continued_stays(store: HistoryStore, clock: Clock) -> None:
    save(store, "marie", "c1", "Où se former ?")
    clock.pass_days(DAYS - 1)
    save(store, "marie", "c1", "Où se former ?", "Et à Lille ?")
    clock.pass_days(DAYS - 1)

    assert store.load("marie", "c1")


def test_an_owner_is_forgotten_and_nobody_else(store: HistoryStore, path: Path) -> None:
    save(store, "marie", "c1", "une question à oublier")
    save(store, "marie", "c2", "une autre à oublier")
    save(store, "paul", "c3", "Combien d'offres ?")

    assert store.forget("marie") == 2
    assert store.conversations("marie") == []
    assert len(store.conversations("paul")) == 1
    assert "à oublier".encode() not in contents(path)


def test_one_conversation_is_forgotten(store: HistoryStore) -> None:
    save(store, "marie", "c1", "Où se former ?")
    save(store, "marie", "c2", "Combien d'offres ?")

    assert store.forget("marie", "c1") == 1
    assert [found.id for found in store.conversations("marie")] == ["c2"]


def test_the_file_names_no_owner(store: HistoryStore, path: Path) -> None:
    save(store, "marie.durand", "c1", "Où se former ?")

    assert b"marie" not in contents(path)


def test_what_is_not_a_conversation_is_refused(store: HistoryStore) -> None:
    with pytest.raises(ValueError, match="as many answers"):
        store.save("marie", "c1", ["Où se former ?"], [])
    with pytest.raises(ValueError, match="as many answers"):
        store.save("marie", "c1", [], [])


@pytest.mark.parametrize("days", [0, -1])
def test_nothing_is_kept_when_no_day_is_asked_for(path: Path, days: int) -> None:
    with pytest.raises(BaliseError, match="BALISE_HISTORY_DAYS"):
        HistoryStore(path, days)

    assert not path.exists()


def test_threads_write_and_purge_at_once(store: HistoryStore) -> None:
    def work(n: int) -> None:
        save(store, f"owner-{n % 4}", f"c{n}", f"Question {n} ?")
        if n % 5 == 0:
            store.purge()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(60)))

    assert sum(len(store.conversations(f"owner-{n}")) for n in range(4)) == 60


def test_reading_goes_on_while_something_is_forgotten(store: HistoryStore) -> None:
    save(store, "marie", "c1", "Où se former ?")
    jobs: list[Callable[[], object]] = [
        lambda: store.forget("paul"),
        lambda: store.conversations("marie"),
    ]
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda n: jobs[n % 2](), range(40)))

    assert all(len(found) == 1 for found in done[1::2])


def test_a_list_tells_the_first_question_and_how_many(store: HistoryStore, clock: Clock) -> None:
    save(store, "marie", "c1", "Où se former ?", "Et à Lille ?")
    clock.pass_days(1)
    save(store, "marie", "c2", "Combien d'offres ?")
    save(store, "paul", "c3", "Où ?")

    found = [(entry.id, entry.title, entry.questions) for entry in store.entries("marie")]
    assert found == [("c2", "Combien d'offres ?", 1), ("c1", "Où se former ?", 2)]
    assert store.entries("marie", most=1)[0].at == clock.now


def test_a_list_holds_nothing_that_is_too_old(store: HistoryStore, clock: Clock) -> None:
    save(store, "marie", "c1", "Où se former ?")
    clock.pass_days(DAYS + 1)
    assert store.entries("marie") == []
