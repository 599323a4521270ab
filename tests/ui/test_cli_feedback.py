"""`balise feedback`: opinions listed, exported as cases that `balise eval` asks, forgotten."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant.answer import Answer, Citation, Short, Status
from ui.feedback.record import Feedback, Verdict
from ui.feedback.store import FILE, FeedbackStore

if TYPE_CHECKING:
    from tests.ui.conftest import Balise

QUESTION = "Combien de salariés dans le numérique ?"
ANSWER = Answer(
    question=QUESTION,
    understood=QUESTION,
    status=Status.ANSWERED,
    short=Short(text="28 433 salariés", citation=1, start=0, end=15),
    answer="28 433 salariés : « le numérique emploie 28 433 salariés » [1]",
    citations=(
        Citation(
            n=1, doc_id="emploi.md", path="/srv/documents/emploi.md", title="L'emploi",
            quote="le numérique emploie 28 433 salariés", start=0, end=36,
        ),
    ),
)  # fmt: skip


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder without opinions."""
    return tmp_path / "data"


@pytest.fixture
def store(data: Path) -> Iterator[FeedbackStore]:
    """The opinions of that folder: one of January, one of March."""
    opened = FeedbackStore(data / FILE)
    for month, verdict, correction in ((1, "utile", ""), (3, "faux", "29 000 [bold]salariés")):
        opened.add(
            Feedback(
                at=datetime(2026, month, 15, 12, tzinfo=UTC),
                verdict=Verdict(verdict),
                correction=correction,
                turns=(QUESTION,),
                answer=ANSWER,
            )
        )
    yield opened
    opened.close()


def test_opinions_are_listed(balise: Balise, store: FeedbackStore, data: Path) -> None:
    told = balise("feedback", "list", "--data", data)

    assert told.code == 0
    assert "2 avis" in told.out
    assert "15/01/2026" in told.out
    assert "C'est faux" in told.out
    assert "[bold]salariés" in told.words


def test_opinions_are_listed_for_a_program(
    balise: Balise, store: FeedbackStore, data: Path
) -> None:
    rows = balise("feedback", "list", "--json", "--data", data).json

    assert [(row["id"], row["verdict"]) for row in rows] == [(1, "utile"), (2, "faux")]
    assert rows[0]["answer"]["status"] == "answered"


def test_there_may_be_no_opinion_yet(balise: Balise, data: Path) -> None:
    listed = balise("feedback", "list", "--data", data)
    exported = balise("feedback", "export", "-", "--data", data)

    assert (listed.code, listed.out) == (0, "Aucun avis.\n")
    assert (exported.code, exported.err) == (
        1,
        "Aucun avis à exporter : personne n'en a encore donné.\n",
    )
    assert not data.exists()


def test_the_data_folder_is_a_setting(
    balise: Balise, store: FeedbackStore, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BALISE_DATA", str(data))

    assert "2 avis" in balise("feedback", "list").out


def test_cases_are_written_where_a_program_reads_them(
    balise: Balise, store: FeedbackStore, data: Path
) -> None:
    useful, wrong = balise("feedback", "export", "-", "--data", data).lines

    assert useful["expect"] == [["28 433 salariés"]]
    assert (wrong["expect"], wrong["never"]) == ([["29 000 [bold]salariés"]], ["28 433 salariés"])


def test_exported_cases_are_asked_by_eval(
    balise: Balise, store: FeedbackStore, data: Path, indexed: Path, tmp_path: Path
) -> None:
    written = balise("feedback", "export", tmp_path / "avis.jsonl", "--data", data)
    asked = balise(
        "eval", "--cases", tmp_path / "avis.jsonl", "--index", indexed, "--json", "r.json"
    )

    assert "2 cas à relire" in written.words
    assert asked.code == 0
    results = json.loads((tmp_path / "r.json").read_text("utf-8"))["results"]
    assert [result["right"] for result in results] == [True, False]


def test_a_file_that_cannot_be_written_is_told(
    balise: Balise, store: FeedbackStore, data: Path, tmp_path: Path
) -> None:
    told = balise("feedback", "export", tmp_path / "absent" / "a.jsonl", "--data", data)

    assert told.code == 1
    assert "chemin introuvable" in told.err


def test_old_opinions_are_forgotten(balise: Balise, store: FeedbackStore, data: Path) -> None:
    told = balise("feedback", "forget", "--before", "2026-02-01", "--data", data)

    assert (told.code, told.out) == (0, "1 avis effacé.\n")
    assert [kept.verdict for kept in store.all()] == [Verdict.WRONG]


def test_all_opinions_are_forgotten(balise: Balise, store: FeedbackStore, data: Path) -> None:
    assert balise("feedback", "forget", "--all", "--data", data).out == "2 avis effacés.\n"
    assert store.all() == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["forget"], "--before AAAA-MM-JJ, ou --all"),
        (["forget", "--all", "--before", "2026-01-01"], "--before AAAA-MM-JJ, ou --all"),
        (["forget", "--before", "hier"], "Valeur impossible pour --before."),
        (["export"], "Il manque l'argument FILE."),
        (["lire"], "Commande inconnue : lire."),
    ],
)
def test_wrong_usage(balise: Balise, arguments: list[str], message: str) -> None:
    told = balise("feedback", *arguments)

    assert told.code == 2
    assert told.err.startswith(message)


@pytest.mark.parametrize("command", [(), ("list",), ("export",), ("forget",)])
def test_help_is_in_french(balise: Balise, command: tuple[str, ...]) -> None:
    told = balise("feedback", *command, "--help")

    assert told.code == 0
    assert f"Usage : balise feedback {' '.join(command)}".strip() in told.out
    assert "Affiche cette aide." in told.out
    assert "Show this message" not in told.out
