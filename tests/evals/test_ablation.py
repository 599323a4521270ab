"""What each part is worth: the same questions to each, with and without their document."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals.ablation import SYSTEMS, Subject, ask, held_out, main, rows_of, to_markdown
from evals.squad import SquadSet, read_squad
from evals.suite.subjects import index_squad
from index.embedding import load_embedder
from index.reader.piaf import split_articles
from index.reader.shipped import open_reader

TOWNS = (
    "Arras",
    "Lens",
    "Douai",
    "Calais",
    "Amiens",
    "Laon",
    "Soissons",
    "Senlis",
    "Hesdin",
    "Ham",
)


@pytest.fixture(scope="module")
def squad(tmp_path_factory: pytest.TempPathFactory) -> SquadSet:
    """Ten articles of one paragraph: one of them is held out for the test, one for validation."""
    data = []
    for number, town in enumerate(TOWNS):
        context = (
            f"La fonderie de {town} emploie {410 + 7 * number} ouvriers. Elle a été ouverte par "
            f"la famille Martel, qui fabriquait des cloches."
        )
        answer = {"text": str(410 + 7 * number), "answer_start": context.index("emploie ") + 8}
        asked = f"Combien d'ouvriers la fonderie de {town} emploie-t-elle ?"
        qas = [{"id": town, "question": asked, "answers": [answer]}]
        data.append({"title": town, "paragraphs": [{"context": context, "qas": qas}]})
    path = tmp_path_factory.mktemp("squad") / "fonderies.json"
    path.write_text(json.dumps({"version": "1.1", "data": data}), "utf-8")
    return read_squad(path)


def test_only_articles_of_the_split_are_asked(squad: SquadSet) -> None:
    splits = split_articles(len(TOWNS))
    for split in ("validation", "test"):
        cases = held_out(squad, split, 10, 0)  # type: ignore[arg-type]
        towns = [town for town, of in zip(TOWNS, splits, strict=True) if of == split]
        assert towns
        assert all(any(town in case.turns[0] for town in towns) for case in cases)
        assert len(cases) == len(towns)


def test_each_system_answers_with_the_document_and_is_asked_without_it(
    squad: SquadSet, tmp_path: Path
) -> None:
    embedder, reader = load_embedder(), open_reader()
    assert reader is not None
    index = index_squad(squad, tmp_path, embedder)
    subject = Subject("Fonderies", index, held_out(squad, "test", 10, 0), squad=True)
    measured = {s.name: ask(s, subject, embedder, reader) for s in (SYSTEMS[0], SYSTEMS[3])}
    for metrics in measured.values():
        assert metrics.squad is not None
        assert metrics.squad.in_first.value == 1.0
        assert metrics.abstention.recall.count == len(subject.cases)
    shown = {row[0]: row[1:] for row in rows_of(measured)}
    assert shown["Réponse dans la 1re citation"] == ["100,0 %", "100,0 %"]
    page = to_markdown({"Fonderies": measured})
    assert "### Fonderies" in page
    assert f"| Mesure | {SYSTEMS[0].name} | {SYSTEMS[3].name} |" in page


def test_what_does_not_apply_is_not_shown(squad: SquadSet, tmp_path: Path) -> None:
    embedder, reader = load_embedder(), open_reader()
    assert reader is not None
    index = index_squad(squad, tmp_path, embedder)
    subject = Subject("Cas", index, held_out(squad, "test", 10, 0))
    rows = rows_of({"x": ask(SYSTEMS[0], subject, embedder, reader)})
    assert "Mots exacts, F1 quand donnés" not in {row[0] for row in rows}


def test_curves_that_cannot_be_written_are_told_before_anything_is_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    taken = tmp_path / "courbes"
    taken.write_text("", "utf-8")
    assert main(["--plot", str(taken), "--reader", str(tmp_path / "aucun lecteur")]) == 1
    said = capsys.readouterr()
    assert said.err.startswith(f"« {taken} » ne peut pas être écrit (")
    assert (said.err.count("\n"), said.out) == (1, "")
