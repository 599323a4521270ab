"""`sync`: the index agrees with the files, and nothing is done twice."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from corpus.document import BaliseError
from index.identity import WrongIndexError
from index.publish import DamagedIndexError, current_generation

LILLE = "À Lille, le numérique emploie 6 800 salariés."
AMIENS = "À Amiens, la logistique emploie 900 caristes."


def names(paths: list[str]) -> list[str]:
    return [Path(path).name for path in paths]


def test_new_files_are_added(workspace) -> None:
    workspace.write(lille_md=LILLE, amiens_txt=AMIENS)
    report = workspace.sync()

    assert names(report.added) == ["amiens.txt", "lille.md"]
    assert (report.passages, report.sentences) == (2, 2)
    assert workspace.best("la logistique") == AMIENS


def test_a_second_run_embeds_nothing_and_loads_no_model(workspace) -> None:
    workspace.write(lille_md=LILLE)
    workspace.sync()
    report = workspace.sync()

    assert names(report.unchanged) == ["lille.md"]
    assert not report.changed
    assert (workspace.recorder.loads, workspace.generations()) == (0, ["000001"])


def test_a_file_whose_bytes_are_the_same_is_unchanged(workspace) -> None:
    workspace.write(lille_md=LILLE)
    workspace.sync()
    os.utime(workspace.documents / "lille.md", (1, 1))

    assert names(workspace.sync().unchanged) == ["lille.md"]


def test_a_changed_file_is_updated_and_the_others_are_not_embedded_again(workspace) -> None:
    workspace.write(lille_md=LILLE, amiens_txt=AMIENS)
    workspace.sync()
    workspace.write(amiens_txt="À Amiens, la betterave occupe les champs.")
    report = workspace.sync()

    assert (names(report.updated), names(report.unchanged)) == (["amiens.txt"], ["lille.md"])
    assert not [text for text in workspace.recorder.texts if "Lille" in text]
    assert workspace.best("la betterave") == "À Amiens, la betterave occupe les champs."


def test_an_edit_that_moves_no_offset_changes_what_chroma_holds(workspace) -> None:
    many = {f"d{n}_txt": f"Le dossier {n} parle de la commune numéro {n}." for n in range(6)}
    workspace.write(**many, lille_txt="Le chat dort sur le lit.")
    workspace.sync()
    workspace.write(lille_txt="Le code java est compilé")
    workspace.sync()
    searcher = workspace.open()
    nearest = searcher.dense.nearest(workspace.recorder.embedder.embed_query("programmation"), 1)
    searcher.close()

    assert searcher._rows[nearest[0]] == 6


def test_a_missing_file_is_removed(workspace) -> None:
    workspace.write(lille_md=LILLE, amiens_txt=AMIENS)
    workspace.sync()
    (workspace.documents / "lille.md").unlink()
    report = workspace.sync()

    assert names(report.removed) == ["lille.md"]
    assert workspace.recorder.loads == 0
    assert workspace.best("numérique à Lille") == AMIENS


def test_a_file_that_became_unreadable_is_removed_and_reported(workspace) -> None:
    workspace.write(lille_md=LILLE, amiens_txt=AMIENS)
    workspace.sync()
    (workspace.documents / "lille.md").write_bytes(b"")
    report = workspace.sync()

    assert names(report.removed) == names(list(report.errors)) == ["lille.md"]


def test_files_of_the_same_name_are_all_indexed(workspace) -> None:
    files = []
    for place, text in (("nord", LILLE), ("somme", AMIENS)):
        folder = workspace.documents / place
        folder.mkdir()
        files.append(folder / "fiche.txt")
        files[-1].write_text(text, "utf-8")
    workspace.sync(*files)

    assert workspace.best("numérique à Lille") == LILLE
    assert workspace.best("logistique à Amiens") == AMIENS


def test_a_document_keeps_its_id_when_another_of_the_same_name_comes_first(workspace) -> None:
    first, second = workspace.documents / "a", workspace.documents / "b"
    for folder, text in ((first, AMIENS), (second, LILLE)):
        folder.mkdir()
        (folder / "fiche.txt").write_text(text, "utf-8")
    workspace.sync(second / "fiche.txt")
    workspace.sync(first / "fiche.txt", second / "fiche.txt")
    searcher = workspace.open()
    found = searcher.catalogue.document("fiche.txt").text
    searcher.close()

    assert found == LILLE


def test_moved_files_are_read_again_but_not_embedded_again(workspace) -> None:
    workspace.write(lille_md=LILLE)
    workspace.sync()
    (workspace.documents / "sous").mkdir()
    (workspace.documents / "lille.md").rename(workspace.documents / "sous" / "lille.md")
    report = workspace.sync()

    assert (len(report.added), len(report.removed), workspace.recorder.loads) == (1, 1, 0)


def test_a_name_that_is_not_utf8_is_indexed_once(workspace) -> None:
    path = Path(os.fsdecode(bytes(workspace.documents) + b"/\xe9t\xe9.txt"))
    path.write_text(LILLE, "utf-8")
    workspace.sync()

    assert not workspace.sync().changed


def test_a_run_without_readable_file_leaves_the_index_alone(workspace) -> None:
    workspace.write(lille_md=LILLE)
    workspace.sync()
    (workspace.documents / "lille.md").write_bytes(b"")
    with pytest.raises(BaliseError, match="Aucun document lisible"):
        workspace.sync()

    assert workspace.best("Lille") == LILLE


@pytest.mark.parametrize(
    ("field", "value", "named"),
    [
        ("model_fingerprint", "autre", "les poids du modèle"),
        ("dimension", 12, "la dimension des vecteurs"),
        ("cutting_rule", "autre", "la règle de découpage"),
        ("analyser_rule", "autre", "l'analyse du français"),
        ("schema_version", 99, "le format de l'index"),
    ],
)
def test_an_index_made_otherwise_is_refused(
    small_index, field: str, value: object, named: str
) -> None:
    other = small_index.identity.model_copy(update={field: value})
    with pytest.raises(WrongIndexError, match=f"{named}.*balise index --rebuild"):
        small_index.sync(identity=other)


def test_rebuilding_makes_everything_again_from_known_vectors(workspace) -> None:
    workspace.write(lille_md=LILLE)
    workspace.sync()
    report = workspace.sync(rebuild=True)

    assert (names(report.added), workspace.recorder.loads) == (["lille.md"], 0)
    assert workspace.best("Lille") == LILLE


def test_rebuilding_mends_an_index_made_otherwise(workspace) -> None:
    workspace.write(lille_md=LILLE)
    workspace.sync(identity=workspace.identity.model_copy(update={"cutting_rule": "autre"}))
    workspace.sync(rebuild=True)

    assert workspace.best("Lille") == LILLE


@pytest.mark.parametrize("damage", ["CURRENT", "identity.json", "catalogue.sqlite"])
def test_rebuilding_mends_a_damaged_index(workspace, damage: str) -> None:
    workspace.write(lille_md=LILLE)
    workspace.sync()
    generation = current_generation(workspace.index)
    (workspace.index if damage == "CURRENT" else generation).joinpath(damage).write_bytes(b"\0")
    with pytest.raises(DamagedIndexError, match="balise index --rebuild"):
        workspace.sync()
    workspace.sync(rebuild=True)

    assert workspace.best("Lille") == LILLE


def test_a_folder_that_cannot_be_written_is_said_in_french(workspace) -> None:
    workspace.write(lille_md=LILLE)
    workspace.index.write_text("un fichier")

    with pytest.raises(BaliseError, match=r"Impossible d'écrire.*un fichier porte ce nom"):
        workspace.sync()


def test_only_two_generations_are_kept(workspace) -> None:
    for n in range(4):
        workspace.write(lille_md=f"{LILLE} Version {n}.")
        workspace.sync()

    assert workspace.generations() == ["000003", "000004"]


def test_an_error_during_a_run_leaves_the_index_answering_and_can_be_taken_up(workspace) -> None:
    workspace.write(lille_md=LILLE)
    workspace.sync()
    workspace.write(amiens_txt=AMIENS)

    def stop(step: str, done: int, total: int) -> None:
        if step == "Rangement dans Chroma":
            raise RuntimeError

    with pytest.raises(RuntimeError):
        workspace.sync(on_progress=stop)
    assert workspace.best("logistique à Amiens") == LILLE
    workspace.sync()

    assert workspace.best("logistique à Amiens") == AMIENS
    assert workspace.recorder.loads == 0


def test_progress_tells_each_step_up_to_its_end(workspace) -> None:
    workspace.write(lille_md=LILLE, amiens_txt=AMIENS)
    told: dict[str, tuple[int, int]] = {}
    workspace.sync(on_progress=lambda step, done, total: told.update({step: (done, total)}))

    assert told == {
        "Lecture": (2, 2),
        "Calcul des vecteurs": (2, 2),
        "Rangement dans Chroma": (2, 2),
    }
