"""Opinions are kept whole, by several threads and processes at once, and forgotten for good."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.answer import Answer, Status
from corpus.document import BaliseError
from ui.feedback.record import Feedback, Verdict
from ui.feedback.store import FeedbackStore

if TYPE_CHECKING:
    from tests.ui.feedback.conftest import Ask

ROOT = Path(__file__).parents[3]
QUESTION = "Combien de salariés dans le numérique ?"
ANSWER = Answer(question="Q ?", understood="Q ?", status=Status.NOT_FOUND, answer="Rien.")
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
MANY_WRITERS = """
import sys
from pathlib import Path
from assistant.answer import Answer, Status
from ui.feedback.record import Feedback, Verdict
from ui.feedback.store import FeedbackStore

answer = Answer(question="Q ?", understood="Q ?", status=Status.NOT_FOUND, answer="Rien.")
store = FeedbackStore(Path(sys.argv[1]))
for n in range(40):
    said = f"{sys.argv[2]}-{n}"
    store.add(Feedback(verdict=Verdict.WRONG, correction=said, turns=("Q ?",), answer=answer))
"""


def opinion(**changes: object) -> Feedback:
    given = {"verdict": Verdict.WRONG, "turns": ("Q ?",), "answer": ANSWER, **changes}
    return Feedback.model_validate(given)


def on(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T12:00:00+00:00")


def test_an_opinion_comes_back_whole(store: FeedbackStore, ask: Ask) -> None:
    given = Feedback(
        verdict=Verdict.INCOMPLETE,
        correction="28 433 salariés, dont un tiers de femmes",
        turns=("Bonjour", QUESTION),
        answer=ask(QUESTION),
        fingerprint="abc123",
    )
    store.add(given)

    assert store.all() == [given]
    assert store.all()[0].answer.citations


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(
    verdict=st.sampled_from(Verdict),
    correction=TEXT,
    turns=st.lists(TEXT, min_size=1, max_size=4).map(tuple),
    at=st.datetimes(
        min_value=datetime(1970, 1, 2),
        max_value=datetime(2200, 1, 1),
        timezones=st.sampled_from([UTC, timezone(timedelta(hours=2))]),
    ),
)
def test_whatever_is_typed_is_kept(
    store: FeedbackStore, verdict: Verdict, correction: str, turns: tuple[str, ...], at: datetime
) -> None:
    given = opinion(verdict=verdict, correction=correction, turns=turns, at=at)
    store.add(given)

    assert store.all()[-1] == given


def test_opinions_are_numbered_in_order_and_a_number_is_never_used_again(
    store: FeedbackStore,
) -> None:
    first, second = store.add(opinion()), store.add(opinion())
    store.forget()

    assert (first, second) == (1, 2)
    assert store.add(opinion()) == 3


def test_what_was_given_before_a_day_is_forgotten(store: FeedbackStore) -> None:
    for day in ("2026-01-31", "2026-02-01", "2026-02-02"):
        store.add(opinion(at=on(day), correction=day))

    assert store.forget(date(2026, 2, 1)) == 1
    assert [kept.correction for kept in store.all()] == ["2026-02-01", "2026-02-02"]


def test_a_day_begins_at_the_same_instant_in_every_time_zone(store: FeedbackStore) -> None:
    late = datetime(2026, 2, 1, 0, 30, tzinfo=timezone(timedelta(hours=2)))  # 31 January in UTC
    store.add(opinion(at=late))

    assert store.forget(date(2026, 2, 1)) == 1


def test_what_is_forgotten_is_no_longer_in_the_files(store: FeedbackStore, tmp_path: Path) -> None:
    store.add(opinion(correction="un secret bien gardé"))
    store.forget()
    left = b"".join(path.read_bytes() for path in (tmp_path / "data").iterdir())

    assert "un secret bien gardé".encode() not in left


def test_threads_write_at_once(store: FeedbackStore) -> None:
    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(lambda n: store.add(opinion(correction=str(n))), range(80)))

    assert sorted(numbers) == list(range(1, 81))
    assert {kept.correction for kept in store.all()} == {str(n) for n in range(80)}


def test_processes_write_at_once(store: FeedbackStore, tmp_path: Path) -> None:
    path = tmp_path / "data" / "avis.sqlite"
    writers = [
        subprocess.Popen([sys.executable, "-c", MANY_WRITERS, str(path), name], cwd=ROOT)
        for name in ("un", "deux")
    ]
    for n in range(40):
        store.add(opinion(correction=f"ici-{n}"))
    codes = [writer.wait() for writer in writers]

    assert codes == [0, 0]
    kept = {said.correction for said in store.all()}
    assert kept == {f"{name}-{n}" for name in ("un", "deux", "ici") for n in range(40)}


def test_the_store_is_the_same_when_it_is_opened_again(
    store: FeedbackStore, tmp_path: Path
) -> None:
    store.add(opinion(correction="gardé"))
    again = FeedbackStore(tmp_path / "data" / "avis.sqlite")

    assert [kept.correction for kept in again.all()] == ["gardé"]
    again.close()


def test_a_file_of_a_later_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "avis.sqlite"
    FeedbackStore(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()

    with pytest.raises(BaliseError, match="version plus récente de Balise"):
        FeedbackStore(path)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "avis.sqlite"
    path.write_text("Ceci est un texte, bien plus long que l'en-tête d'une base." * 20, "utf-8")

    with pytest.raises(BaliseError, match="ne peut pas être lu"):
        FeedbackStore(path)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "fichier").write_text("x", "utf-8")

    with pytest.raises(BaliseError, match="Impossible de créer le dossier"):
        FeedbackStore(tmp_path / "fichier" / "avis.sqlite")


def test_nothing_says_who_gave_an_opinion() -> None:
    assert set(Feedback.model_fields) == {
        "at",
        "verdict",
        "correction",
        "turns",
        "answer",
        "fingerprint",
    }


def test_each_verdict_has_words_for_a_person() -> None:
    assert len({verdict.label for verdict in Verdict}) == len(Verdict) == 6
