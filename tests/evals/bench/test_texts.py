"""The texts of a collection: as many as asked, the same for a seed, one passage each."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import BaliseError
from evals.bench.texts import (
    Material,
    draw_questions,
    grow,
    is_one_passage,
    read_material,
    read_texts,
    text_name,
    write_texts,
)

SENTENCES = (
    "Le beffroi de Lille mesure 104 mètres.",
    "La baie de Somme accueille des phoques toute l'année.",
    "Godin a fondé le familistère de Guise en 1859.",
    "Dunkerque est le troisième port de France.",
)
SMALL = Material("un essai", SENTENCES[:3], SENTENCES, ("Où vivent les phoques ?",))


@pytest.fixture(scope="module")
def sheets() -> Material:
    return read_material()


@given(st.integers(1, 60), st.integers(0, 5))
@settings(max_examples=25, deadline=None)
def test_there_are_as_many_as_asked_all_different(count: int, seed: int) -> None:
    texts = grow(SMALL, count, seed)
    assert len(set(texts)) == len(texts) == count


@given(st.integers(1, 30), st.integers(0, 30))
@settings(max_examples=25, deadline=None)
def test_a_smaller_collection_begins_a_larger_one(count: int, more: int) -> None:
    assert grow(SMALL, count + more, 7)[:count] == grow(SMALL, count, 7)


def test_the_seed_decides() -> None:
    assert grow(SMALL, 20, 1) == grow(SMALL, 20, 1)
    assert grow(SMALL, 20, 1) != grow(SMALL, 20, 2)


def test_the_texts_of_the_documents_come_first() -> None:
    assert set(grow(SMALL, 10, 0)[:3]) == set(SMALL.texts)


def test_each_text_of_the_sheets_is_one_passage_of_a_usual_length(sheets: Material) -> None:
    texts = grow(sheets, 400, 0)
    assert all(is_one_passage(text) for text in texts)
    sewn = [len(text) for text in texts if text not in sheets.texts]
    real = [len(text) for text in sheets.texts]
    assert sum(sewn) / len(sewn) == pytest.approx(sum(real) / len(real), rel=0.25)


def test_the_sheets_come_with_their_questions(sheets: Material) -> None:
    assert len(sheets.questions) > 160
    assert len(sheets.texts) > 50


def test_too_few_words_are_explained_in_french() -> None:
    poor = Material("un mot", ("Bonjour à vous tous.",), ("Bonjour.",))
    with pytest.raises(BaliseError, match="Un mot : trop peu de phrases pour en tirer 50 textes"):
        grow(poor, 50, 0)


def test_questions_are_different_and_follow_the_seed(sheets: Material) -> None:
    asked = draw_questions(sheets, 100, 3)
    assert len(set(asked)) == 100
    assert set(asked) <= set(sheets.questions)
    assert asked == draw_questions(sheets, 100, 3)
    assert asked != draw_questions(sheets, 100, 4)


def test_words_of_the_documents_are_asked_about_where_questions_are_missing() -> None:
    asked = draw_questions(SMALL, 12, 0)
    assert asked[0] == SMALL.questions[0]
    assert len(set(asked)) == 12
    words = {word for sentence in SENTENCES for word in sentence.rstrip(".").split()}
    assert all(set(q.split("« ")[1].split(" »")[0].split()) <= words for q in asked[1:])


def test_too_many_questions_are_refused() -> None:
    with pytest.raises(BaliseError, match="500 questions : demandez-en moins"):
        draw_questions(Material("x", SENTENCES[:1], SENTENCES[:1]), 500, 0)


def test_a_folder_gives_its_passages_and_no_question(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("\n\n".join(SENTENCES), "utf-8")
    material = read_material(tmp_path)
    assert material.sentences == SENTENCES
    assert " ".join(material.texts) == " ".join(SENTENCES)
    assert material.questions == ()


def test_a_squad_file_gives_its_paragraphs_and_questions(tmp_path: Path) -> None:
    answer = {"text": "104 mètres", "answer_start": 28}
    asked = {"question": "Quelle est sa hauteur ?", "answers": [answer]}
    path = tmp_path / "jeu.json"
    paragraph = {"context": SENTENCES[0], "qas": [asked]}
    path.write_text(json.dumps({"data": [{"paragraphs": [paragraph]}]}), "utf-8")
    material = read_material(path)
    assert material.texts == (SENTENCES[0],)
    assert material.questions == ("Quelle est sa hauteur ?",)


def test_a_folder_without_documents_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BaliseError, match="aucun document lisible"):
        read_material(tmp_path)


def test_documents_without_sentences_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("un deux", "utf-8")
    with pytest.raises(BaliseError, match="Pas assez de phrases"):
        read_material(tmp_path)


def test_files_are_read_back_by_their_names(tmp_path: Path) -> None:
    folder = write_texts(SENTENCES, tmp_path / "textes")
    assert read_texts(folder) == {text_name(n): text for n, text in enumerate(SENTENCES)}
