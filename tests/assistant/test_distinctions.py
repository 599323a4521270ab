"""Figures that are said of something else than what the question names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.distinctions import acronyms_in, is_about_another, opposed
from assistant.engine import Assistant
from assistant.evidence import Evidence
from assistant.question import Question
from assistant.words import vocabulary
from index.analyser import analyse
from index.embedding import Embedder
from tests.assistant.conftest import evidence_holding, open_texts

EvidenceFor = Callable[[str], list[Evidence]]
Understand = Callable[[str], Question]


@pytest.mark.parametrize(
    ("question", "words", "another"),
    [
        ("Combien de diplômes dans les lycées privés de la Marne ?", "44 diplômes", True),
        ("Combien de diplômes dans les lycées publics de la Marne ?", "44 diplômes", False),
        ("Combien de diplômes, publics ou privés, dans la Marne ?", "44 diplômes", False),
        ("Combien de diplômes dans la Marne ?", "44 diplômes", False),
        ("Quel pourcentage des embauches de remplaçants en CDI dans la Marne ?", "61 %", True),
        ("Quel pourcentage des embauches de remplaçants en CDD dans la Marne ?", "61 %", False),
        ("Combien de classes préparent au BTS dans la Marne ?", "44 diplômes", True),
        ("Pour mon BTS : combien de diplômes dans la Marne ?", "44 diplômes", False),
        ("Pourquoi des diplômes dans les lycées privés de la Marne ?", "44 diplômes", False),
    ],
)
def test_a_figure_of_the_other_thing_is_told_from_its_own(
    understood: Understand, evidence_for: EvidenceFor, question: str, words: str, another: bool
) -> None:
    evidence = next(e for e in evidence_for(question) if words in e.text)
    assert is_about_another(understood(question), evidence) is another


@pytest.mark.parametrize(
    ("asked", "said", "another"),
    [
        ("Combien coûte la formation ?", "Un ordinateur est prêté contre une caution.", True),
        ("Quel est le montant de l'amende ?", "Le salaire d'entrée est fixé.", True),
        ("Combien coûte la formation ?", "Le tarif comprend la caution.", False),
        ("Combien gagne un soudeur ?", "Le salaire d'entrée est fixé.", False),
    ],
)
def test_amounts_of_two_sorts_are_told_apart(asked: str, said: str, another: bool) -> None:
    terms = (frozenset(analyse(text)) for text in (asked, said))
    wanted, told = terms
    assert any(opposed(sides, wanted, told) for sides in vocabulary().opposites) is another


def test_the_sides_of_an_opposition_share_no_word() -> None:
    for sides in vocabulary().opposites:
        assert len(sides) > 1
        assert all(sides)
        assert len(frozenset().union(*sides)) == sum(map(len, sides))


def test_a_question_in_capitals_has_no_acronym() -> None:
    assert acronyms_in("COMBIEN DE PLACES EN BTS ?") == ()
    assert len(acronyms_in("Combien de places en BTS ?")) == 1


def test_an_acronym_that_ends_a_name_is_part_of_it() -> None:
    assert acronyms_in("Combien de salariés emploie Opaline RH ?") == ()
    assert len(acronyms_in("Combien de salariés aux RH ?")) == 1


@pytest.mark.parametrize(
    "question",
    [
        "Combien de diplômes préparent les lycées privés de la Marne ?",
        "Quelle part des embauches de professeurs remplaçants se fait en CDI dans la Marne ?",
        "Combien d'élèves comptent les classes en Île-de-France ?",
        "À quelle heure ouvre le Salon du bois ?",
    ],
)
def test_a_near_miss_is_not_found(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).status == "not_found"


@pytest.mark.parametrize(
    ("who", "words", "another"),
    [
        ("un vannier en fin de carrière", "1 790 €", True),
        ("un vannier senior", "1 790 €", True),
        ("un vannier débutant", "1 790 €", False),
        ("un vannier", "1 790 €", False),
        ("un vannier débutant", "2 600 €", True),
        ("un vannier qui débute, ou un senior", "2 600 €", False),
    ],
)
def test_what_beginners_earn_is_not_what_others_do(
    tmp_path: Path, embedder: Embedder, who: str, words: str, another: bool
) -> None:
    text = "Vannier\n\nUn débutant gagne 1 790 € par mois. Après dix ans, il en gagne 2 600 €.\n"
    searcher = open_texts(tmp_path, {"vannier.txt": text}, embedder)
    question, (evidence,) = evidence_holding(searcher, f"Combien gagne {who} ?", words)
    assert is_about_another(question, evidence) is another
    searcher.close()


@pytest.mark.parametrize(
    ("asked", "words", "another"),
    [
        ("Quelle part des diplômés du bachelor travaille un an après ?", "64 %", True),
        ("Quelle part des diplômés du mastère travaille un an après ?", "64 %", True),
        ("Quelle part des diplômés du BTS travaille un an après ?", "64 %", False),
        ("Quelle part des diplômés travaille un an après ?", "64 %", False),
        ("Après un bachelor, quelle part des diplômés travaille ?", "64 %", False),
        ("Combien d'étudiants du bachelor ont un emploi ?", "31 étudiants", False),
        ("Combien d'étudiants du BTS ont un emploi ?", "31 étudiants", True),
    ],
)
def test_what_is_said_of_a_diploma_is_not_said_of_the_next(
    tmp_path: Path, embedder: Embedder, asked: str, words: str, another: bool
) -> None:
    text = (
        "# L'école Kerlan\n\nUn an après, 64 % des diplômés de BTS travaillent.\n\n"
        "## Le bachelor\n\nAccessible après un BTS, il mène à l'emploi : 31 étudiants en ont un.\n"
    )
    searcher = open_texts(tmp_path, {"ecole.md": text}, embedder)
    question, (evidence, *_) = evidence_holding(searcher, asked, words)
    assert is_about_another(question, evidence) is another
    searcher.close()
