"""Several questions in one message: each is answered, or said not to be."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.answer import Answer, Status
from assistant.engine import Assistant
from assistant.joined import joined_questions
from index.embedding import Embedder
from index.reader.shipped import open_reader
from tests.assistant.conftest import open_texts

TEXTS = {
    "ferronnerie.md": (
        "# L'école de ferronnerie d'Auray\n\n"
        "L'école de ferronnerie d'Auray forme aux métiers du fer forgé depuis un demi-siècle. "
        "Chaque année, elle ouvre 14 places aux ferronniers débutants.\n\n"
        "## Le prix\n\n"
        "La formation de ferronnier coûte 2 900 euros, matériel compris. "
        "Un échéancier peut être demandé au secrétariat.\n\n"
        "## Le calendrier\n\n"
        "La rentrée des ferronniers a lieu le 9 septembre 2025. "
        "Les inscriptions ferment au printemps.\n"
    ),
    "foire.md": (
        "# La foire aux enclumes\n\n"
        "La foire aux enclumes réunit forgerons et curieux. "
        "Elle se tient à Quimperlé depuis toujours.\n\n"
        "La prochaine foire aux enclumes aura lieu le 12 juin 2025. "
        "On y vient de toute la Bretagne.\n"
    ),
    "musee.md": (
        "# Le musée du rabot\n\n"
        "Le musée du rabot a été fondé à Vitré en 1987. Il expose des outils de menuisier.\n"
    ),
}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Assistant]:
    searcher = open_texts(tmp_path_factory.mktemp("joined"), TEXTS, embedder)
    yield Assistant(searcher, reader=open_reader())
    searcher.close()


def labels(text: str) -> list[str]:
    return [each.label for each in joined_questions(text)]


@pytest.mark.parametrize(
    ("message", "asked"),
    [
        ("Combien coûte le bachelor et quand commence-t-il ?",
         ["Combien coûte le bachelor", "quand commence-t-il"]),
        ("Qui a fondé Orvel ? Et en quelle année ?", ["Qui a fondé Orvel", "en quelle année"]),
        ("Orvel recrute-t-elle un soudeur, et à quel salaire ?",
         ["Orvel recrute-t-elle un soudeur", "à quel salaire"]),
        ("qui a gagné le prix et il est doté de combien ?",
         ["qui a gagné le prix", "il est doté de combien"]),
        ("Quand et où se tient la foire ?", ["Quand", "où"]),
        ("La foire, c'est où et à partir de quand ?", ["où", "à partir de quand"]),
    ],
)  # fmt: skip
def test_each_question_of_a_message_is_found(message: str, asked: list[str]) -> None:
    assert labels(message) == asked


@pytest.mark.parametrize(
    "message",
    [
        "Combien de salariés à Lille et à Nantes ?",
        "Quels sont les ateliers qui forment et qui recrutent ?",
        "J'ai 22 ans et je cherche un stage, combien dure-t-il ?",
        "Le salon et quand y aller",
        "Combien de temps dure la formation ?",
    ],
)
def test_one_question_stays_whole(message: str) -> None:
    assert labels(message) == []


def test_what_the_last_one_names_is_asked_of_all() -> None:
    first, second = joined_questions("combien de places et quel prix à l'école d'Auray ?")
    assert first.turns == ("combien de places à l'école d'Auray ?",)
    assert second.turns == ("quel prix à l'école d'Auray ?",)


def test_what_follows_is_asked_as_a_follow_up() -> None:
    _, second = joined_questions("Combien coûte le bachelor et quand commence-t-il ?")
    assert second.turns == ("Combien coûte le bachelor ?", "Et quand commence-t-il ?")


def lines(answer: Answer) -> list[tuple[str, str]]:
    return [(each.label, each.value) for each in answer.compared]


def test_each_is_answered_with_its_own_quote(assistant: Assistant) -> None:
    answer = assistant.ask(
        "Combien coûte la formation de ferronnier et quand a lieu la rentrée des ferronniers ?"
    )
    assert answer.status is Status.ANSWERED
    assert answer.short is None
    assert lines(answer) == [
        ("Combien coûte la formation de ferronnier", "2 900 euros"),
        ("quand a lieu la rentrée des ferronniers", "9 septembre 2025"),
    ]
    assert [citation.quote for citation in answer.citations] == [
        "La formation de ferronnier coûte 2 900 euros, matériel compris.",
        "La rentrée des ferronniers a lieu le 9 septembre 2025.",
    ]


def test_where_and_when_are_two_questions(assistant: Assistant) -> None:
    answer = assistant.ask("Où et quand a lieu la prochaine foire aux enclumes ?")
    told = " ".join(citation.quote for citation in answer.citations)
    assert "12 juin 2025" in told
    assert "Quimperlé" in told


def test_one_sentence_that_answers_both_is_quoted_once(assistant: Assistant) -> None:
    answer = assistant.ask("Où et quand a été fondé le musée du rabot ?")
    assert [citation.quote for citation in answer.citations] == [
        "Le musée du rabot a été fondé à Vitré en 1987."
    ]
    assert answer.short is None, "neither word alone answers"


def test_what_is_not_found_is_said(assistant: Assistant) -> None:
    answer = assistant.ask(
        "Combien coûte la formation de ferronnier et qui préside le club de pétanque de Lorient ?"
    )
    assert answer.status is Status.ANSWERED
    assert answer.answer.startswith(
        "Je n'ai rien trouvé sur « qui préside le club de pétanque de Lorient »."
    )
    assert "2 900 euros" in answer.answer
