"""Reading question sets in the SQuAD format."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.document import BaliseError
from evals.squad import SquadQuestion, read_squad, sample, tuning_articles


def _qa(question: str, *answers: tuple[str, int]) -> dict[str, object]:
    return {
        "question": question,
        "id": "x",
        "answers": [{"text": text, "answer_start": start} for text, start in answers],
    }


def _write(folder: Path, articles: list[list[tuple[str, list[dict[str, object]]]]]) -> Path:
    data = [
        {"title": "t", "paragraphs": [{"context": c, "qas": qas} for c, qas in article]}
        for article in articles
    ]
    path = folder / "jeu.json"
    path.write_text(json.dumps({"version": "1.1", "data": data}), "utf-8")
    return path


def test_paragraphs_and_articles_are_numbered_in_order(tmp_path: Path) -> None:
    path = _write(
        tmp_path,
        [
            [("Lille compte 236 234 habitants.", [_qa("Combien ?", ("236 234", 13))])],
            [
                ("Sans question.", []),
                ("Amiens est sur la Somme.", [_qa("Où ?", ("Somme", 18), ("la Somme", 15))]),
            ],
        ],
    )
    squad = read_squad(path)
    assert squad.paragraphs == (
        "Lille compte 236 234 habitants.",
        "Sans question.",
        "Amiens est sur la Somme.",
    )
    assert squad.articles == (0, 1, 1)
    assert squad.questions == (
        SquadQuestion("Combien ?", 0, 0, (("236 234", 13),)),
        SquadQuestion("Où ?", 2, 1, (("Somme", 18), ("la Somme", 15))),
    )
    for question in squad.questions:
        for words, start in question.answers:
            assert squad.paragraphs[question.paragraph][start:].startswith(words)


def test_questions_without_an_answer_are_left_out(tmp_path: Path) -> None:
    path = _write(tmp_path, [[("Un.", [_qa("Sans réponse ?"), _qa("Combien ?", ("Un", 0))])]])
    assert [question.text for question in read_squad(path).questions] == ["Combien ?"]


def test_the_split_keeps_articles_whole_and_never_changes(tmp_path: Path) -> None:
    articles = [[(f"P{n}.", [_qa("Q ?", ("P", 0))]), (f"R{n}.", [])] for n in range(9)]
    squad = read_squad(_write(tmp_path, articles))
    tuning = tuning_articles(squad)
    assert tuning == tuning_articles(squad)
    assert len(tuning) == 4
    assert tuning < set(range(9))
    assert tuning != tuning_articles(squad, seed=1)


def test_a_sample_keeps_the_order_and_its_seed(tmp_path: Path) -> None:
    qas = [_qa(f"Question {n} ?", ("P", 0)) for n in range(20)]
    questions = read_squad(_write(tmp_path, [[("P.", qas)]])).questions
    drawn = sample(questions, 5, seed=3)
    assert drawn == sample(questions, 5, seed=3)
    assert drawn != sample(questions, 5, seed=4)
    assert [questions.index(q) for q in drawn] == sorted(questions.index(q) for q in drawn)
    assert sample(questions, None, seed=3) == sample(questions, 99, seed=3) == questions


@pytest.mark.parametrize("content", ["{", "[]", '{"data": 3}', '{"data": [{"titre": 1}]}'])
def test_another_format_is_explained(tmp_path: Path, content: str) -> None:
    path = tmp_path / "autre.json"
    path.write_text(content, "utf-8")
    with pytest.raises(BaliseError, match="n'est pas un fichier au format SQuAD"):
        read_squad(path)


def test_a_missing_file_and_an_empty_set_are_explained(tmp_path: Path) -> None:
    with pytest.raises(BaliseError, match="n'existe pas"):
        read_squad(tmp_path / "rien.json")
    with pytest.raises(BaliseError, match="aucune question"):
        read_squad(_write(tmp_path, [[("P.", [])]]))
