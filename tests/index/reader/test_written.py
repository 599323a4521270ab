"""Our own questions: exact words, on training paragraphs alone, after PIAF's articles."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.document import BaliseError
from index.reader.piaf import PIAF, read_piaf, split_articles
from index.reader.written import ON_PIAF, TEXTS, WRITTEN, fingerprint, training_articles

COUNT = 10
TEXT = {
    "title": "L'école du port",
    "paragraphs": [
        {
            "context": "L'école du port forme 40 soudeurs par an.",
            "qas": [
                {
                    "question": "Combien de soudeurs forme l'école ?",
                    "answers": [{"text": "40", "answer_start": 22}],
                }
            ],
        }
    ],
}


def context(number: int) -> str:
    return f"La ville numéro {number} compte {100 + number} habitants."


@pytest.fixture
def piaf(tmp_path: Path) -> Path:
    path = tmp_path / "piaf.json"
    articles = [{"paragraphs": [{"context": context(n), "qas": []}]} for n in range(COUNT)]
    path.write_text(json.dumps({"data": articles}), "utf-8")
    return path


@pytest.fixture
def written(tmp_path: Path) -> Path:
    folder = tmp_path / "questions"
    folder.mkdir()
    (folder / ON_PIAF).write_text("", "utf-8")
    (folder / TEXTS).write_text(json.dumps({"data": [TEXT]}), "utf-8")
    return folder


def ask(folder: Path, text: str, words: str) -> None:
    start = text.index(words)
    line = {
        "paragraph": fingerprint(text),
        "question": "Combien d'habitants ?",
        "start": start,
        "end": start + len(words),
    }
    (folder / ON_PIAF).write_text(json.dumps(line) + "\n", "utf-8")


def number_of(split: str) -> int:
    return split_articles(COUNT).index(split)  # type: ignore[arg-type]


def test_a_question_joins_its_paragraph_with_the_exact_words(piaf: Path, written: Path) -> None:
    number = number_of("train")
    ask(written, context(number), f"{100 + number} habitants")

    articles, _ = training_articles(piaf, written)
    [question] = articles[number].paragraphs[0].qas

    assert question.written
    assert question.answers[0].text == f"{100 + number} habitants"


def test_our_texts_follow_piaf_and_are_all_for_training(piaf: Path, written: Path) -> None:
    articles, splits = training_articles(piaf, written)

    assert splits[:COUNT] == split_articles(COUNT)
    assert splits[COUNT:] == ("train",)
    assert articles[COUNT].name == "L'école du port"
    assert articles[COUNT].paragraphs[0].qas[0].written


def test_without_them_there_is_piaf_alone(piaf: Path) -> None:
    articles, splits = training_articles(piaf, None)

    assert len(articles) == len(splits) == COUNT


@pytest.mark.parametrize("split", ["validation", "test"])
def test_a_question_on_an_article_kept_apart_is_refused(
    split: str, piaf: Path, written: Path
) -> None:
    ask(written, context(number_of(split)), "habitants")

    with pytest.raises(BaliseError, match="aucun paragraphe d'entraînement"):
        training_articles(piaf, written)


@pytest.mark.parametrize(("start", "end"), [(900, 905), (5, 900), (-10, -1), (7, 7), (9, 3)])
def test_words_beyond_the_paragraph_are_refused(
    start: int, end: int, piaf: Path, written: Path
) -> None:
    number = number_of("train")
    of = fingerprint(context(number))
    line = {"paragraph": of, "question": "Où ?", "start": start, "end": end}
    (written / ON_PIAF).write_text(json.dumps(line), "utf-8")

    with pytest.raises(BaliseError, match="« Où \\? »"):
        training_articles(piaf, written)


@pytest.mark.parametrize("content", ["{}", "du texte", '{"question": 3}', "\xff"])
def test_another_file_is_refused_in_french(content: str, piaf: Path, written: Path) -> None:
    (written / ON_PIAF).write_text(content, "latin-1")

    with pytest.raises(BaliseError, match="n'est pas un fichier de questions"):
        training_articles(piaf, written)


def test_a_missing_file_is_named(piaf: Path, tmp_path: Path) -> None:
    with pytest.raises(BaliseError, match=r"piaf\.jsonl"):
        training_articles(piaf, tmp_path)


def test_every_answer_in_our_texts_stands_where_it_is_said_to() -> None:
    for article in read_piaf(WRITTEN / TEXTS):
        for paragraph in article.paragraphs:
            for question in paragraph.qas:
                for answer in question.answers:
                    end = answer.answer_start + len(answer.text)
                    assert answer.text.strip()
                    assert paragraph.context[answer.answer_start : end] == answer.text


def test_every_question_of_ours_asks_something_of_one_text() -> None:
    lines = [json.loads(line) for line in (WRITTEN / ON_PIAF).open(encoding="utf-8")]
    texts = [p for article in read_piaf(WRITTEN / TEXTS) for p in article.paragraphs]
    asked = [line["question"] for line in lines] + [q.question for t in texts for q in t.qas]

    assert all(len(question.split()) > 2 for question in asked)
    assert all(0 <= line["start"] < line["end"] for line in lines)
    assert all(len(line["paragraph"]) == 12 for line in lines)


@pytest.mark.skipif(not PIAF.is_file(), reason="PIAF n'est pas à côté du projet")
def test_no_question_of_ours_is_one_of_piaf_or_asked_twice_of_a_paragraph() -> None:
    articles, _ = training_articles(PIAF)
    for article in articles:
        for paragraph in article.paragraphs:
            asked = [q.question.casefold() for q in paragraph.qas if q.answers or q.written]
            ours = [q.question.casefold() for q in paragraph.qas if q.written]
            assert all(asked.count(question) == 1 for question in ours)


def test_what_a_text_does_not_answer_has_no_words_of_it() -> None:
    for article in read_piaf(WRITTEN / TEXTS):
        for paragraph in article.paragraphs:
            for question in paragraph.qas:
                assert question.is_impossible != bool(question.answers)
