"""The three systems, for good, on sixty passages: the same documents, the same questions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from evals.bench import jobs
from evals.bench.systems import (
    BM25_TOP,
    INDEXED,
    LLAMA_TOP,
    Search,
    System,
    index_folder,
    open_search,
    sync_balise,
)
from evals.bench.texts import (
    Material,
    draw_questions,
    grow,
    read_material,
    read_texts,
    text_name,
    write_texts,
)
from evals.bench.vectors import RecordingEmbedder
from evals.stopwatch import MODEL
from index.catalogue import Catalogue
from index.embedding import Embedder
from index.publish import require_generation
from index.reader.shipped import OFF

COUNT = 60
QUESTION = "Combien de salariés dans le numérique dans les Hauts-de-France ?"


@pytest.fixture(scope="module")
def material() -> Material:
    return read_material()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, material: Material, embedder: Embedder) -> Path:
    """The texts, and the indexes that the three systems made of them with the real model."""
    home = tmp_path_factory.mktemp("bench")
    texts = write_texts(grow(material, COUNT, 0), home / "textes")
    for system in INDEXED:
        index_folder(system, texts, home / system, RecordingEmbedder(embedder))
    return home


@pytest.fixture(scope="module")
def opened(home: Path, embedder: Embedder) -> dict[System, Search]:
    load: Callable[[], Embedder] = lambda: embedder  # noqa: E731
    folders = {**{s: home / s for s in INDEXED}, System.WHOLE: home / System.BALISE}
    return {system: open_search(system, folders[system], load) for system in System}


def test_balise_makes_one_passage_of_each_text(home: Path) -> None:
    with Catalogue(require_generation(home / System.BALISE) / "catalogue.sqlite") as catalogue:
        assert catalogue.passage_count == len(catalogue.hashes()) == COUNT


def test_every_system_finds_documents_for_the_same_questions(
    opened: dict[System, Search], material: Material
) -> None:
    names = {text_name(number) for number in range(COUNT)}
    for question in draw_questions(material, 10, 0):
        for system in INDEXED:
            found = opened[system](question)
            assert found
            assert set(found) <= names
            assert len(set(found)) == len(found)


def test_each_returns_as_many_as_its_default(opened: dict[System, Search]) -> None:
    counts = {system: len(opened[system](QUESTION)) for system in INDEXED}
    assert counts == {System.BALISE: 10, System.LLAMA: LLAMA_TOP, System.BM25: BM25_TOP}


def test_each_finds_the_text_that_holds_the_words_asked(
    opened: dict[System, Search], home: Path
) -> None:
    texts = read_texts(home / "textes")
    for name in list(texts)[:5]:
        question = " ".join(texts[name].split()[:25])
        assert {system: name in opened[system](question) for system in INDEXED} == dict.fromkeys(
            INDEXED, True
        )


def test_a_whole_answer_cites_what_it_found(opened: dict[System, Search], home: Path) -> None:
    cited = opened[System.WHOLE]("Combien de salariés le numérique emploie-t-il ?")
    assert set(cited) <= set(read_texts(home / "textes"))


def test_nothing_breaks_on_words_that_are_not_there(opened: dict[System, Search]) -> None:
    for system in System:
        opened[system]("Zyglophrase quixotique brindezingue ?")


def test_unchanged_files_are_not_indexed_again(home: Path, embedder: Embedder) -> None:
    recording = RecordingEmbedder(embedder)
    assert not sync_balise(home / "textes", home / System.BALISE, recording)
    assert recording.given == 0


def test_only_bm25_does_without_a_model(home: Path, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="model"):
        index_folder(System.LLAMA, home / "textes", tmp_path / "index", None)


@pytest.fixture
def one_model(embedder: Embedder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the functions of the processes use the model that the tests share."""
    monkeypatch.setattr("index.embedding.load_embedder", lambda _name: embedder)
    jobs._model.cache_clear()
    jobs._opened.cache_clear()


@pytest.mark.usefixtures("one_model")
def test_an_indexing_is_counted_and_its_vectors_serve_the_next(home: Path, tmp_path: Path) -> None:
    texts = home / "textes"
    known = tmp_path / "known"
    done = jobs.index_with_model(System.BALISE, texts, tmp_path / "a", None, known)
    assert done.texts == COUNT
    assert done.characters == sum(map(len, read_texts(texts).values()))
    assert done.encoded > COUNT  # the sentences too
    assert sum(done.stages_s.values()) == pytest.approx(done.seconds)
    assert done.stages_s[MODEL] > 0
    assert done.again_s is not None

    again = jobs.index_with_turned(System.BALISE, texts, tmp_path / "b", None, [known], 0)
    assert (again.texts, again.encoded) == (done.texts, done.encoded)
    assert MODEL not in again.stages_s
    found = jobs.ask(System.BALISE, tmp_path / "b", None, OFF, [QUESTION]).found
    assert found == jobs.ask(System.BALISE, tmp_path / "a", None, OFF, [QUESTION]).found


@pytest.mark.usefixtures("one_model")
def test_each_question_is_timed(home: Path) -> None:
    answers = jobs.ask(System.LLAMA, home / System.LLAMA, None, OFF, [QUESTION] * 3)
    assert len(answers.times_ms) == len(answers.found) == 3
    assert all(spent > 0 for spent in answers.times_ms)
    assert len(jobs.encode_questions(None, [QUESTION] * 2)) == 2
