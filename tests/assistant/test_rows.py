"""What a row, a line of dates or an address may answer, rule by rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from assistant.composer import compose
from assistant.coverage import credit, terms_of
from assistant.evidence import Evidence
from assistant.precedence import answering_first
from assistant.question import Question
from assistant.rows import is_of_another_row, names_what_no_row_is
from assistant.scope import Fit, territory_fit
from assistant.select import Chosen, Selection
from assistant.sieve import sieve
from index.analyser import analyse
from index.embedding import Embedder
from index.reader.reading import SentenceReading
from index.search import Searcher
from tests.assistant.conftest import evidence_holding, open_texts
from tests.assistant.test_listings import TEXTS

MORE = {
    "cuir.md": (
        "# Le cuir en Bretagne\n\nLe cuir se porte bien dans les quatre départements.\n\n"
        "| Département | Ateliers | Embauches prévues |\n|---|---|---|\n"
        "| Finistère | 31 | 120 |\n| Morbihan | 24 | 95 |\n| Côtes-d'Armor | 17 | 44 |\n"
    ),
    "promotions.md": (
        "# Le brevet de sellier\n\nLe brevet de sellier a plusieurs promotions derrière lui.\n\n"
        "| Année | Reçus | Places |\n|---|---|---|\n"
        "| 2021-2022 | 18 | 24 |\n| 2022-2023 | 21 | 24 |\n| 2023-2024 | 20 | 22 |\n"
    ),
    "projets.md": (
        "# Les projets du cuir\n\nTrois projets se préparent dans le pays.\n\n"
        "| Projet | Secteur | Postes retenus |\n|---|---|---|\n"
        "| Tannerie Orvel | peausserie de luxe | 44 |\n| Sellix | harnais | 12 |\n"
        "| Bastane | maroquinerie | 30 |\n"
    ),
    "diplomes.md": (
        "# Le centre des métiers du cuir\n\nLe centre prépare à plusieurs diplômes.\n\n"
        "| Formation | Réussite |\n|---|---|\n"
        "| CAP Sellier | 81 % |\n| CAP Gantier | 77 % |\n| CAP Bottier | 92 % |\n"
        "| BTS Mode | 69 % |\n"
    ),
    "carton.txt": "L'Atelier du carton\n\n8 quai des Tanneurs, Nevers\n\nOn y plie des boîtes.\n",
}


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Searcher]:
    searcher = open_texts(tmp_path_factory.mktemp("rangs"), TEXTS | MORE, embedder)
    yield searcher
    searcher.close()


def one(opened: Searcher, asked: str, words: str) -> tuple[Question, Evidence]:
    question, found = evidence_holding(opened, asked, words)
    return question, found[0]


@pytest.mark.parametrize(
    ("asked", "row", "of_another"),
    [
        ("Quel stage de vannerie commence en septembre à Dole ?", "K4 |", True),
        ("Quel stage de vannerie commence en mai ?", "K5 |", False),
        ("Quel organisme propose la vannerie ?", "K4 |", True),
        ("Combien d'heures dure le stage de reliure de l'organisme Cléry ?", "K2 |", False),
        ("Quel stage se suit à Albi ?", "K5 |", False),
        ("Que fait Sellix dans la maroquinerie ?", "Sellix |", False),
    ],
)
def test_a_row_without_the_words_of_others_tells_of_another_thing(
    opened: Searcher, asked: str, row: str, *, of_another: bool
) -> None:
    assert is_of_another_row(*one(opened, asked, row)) is of_another


def test_the_words_of_the_headers_set_no_row_apart(opened: Searcher) -> None:
    asked = "Quel organisme est le moins cher ?"
    assert not is_of_another_row(*one(opened, asked, "K4 |"))


@pytest.mark.parametrize(
    ("asked", "row", "named_otherwise"),
    [
        ("Quel est le salaire médian d'un magasinier ?", "Tanneur |", True),
        ("Quel est le salaire médian d'un tanneur ?", "Tanneur |", False),
        ("Combien les bottiers du Morbihan prévoient-ils d'embauches ?", "Morbihan |", False),
        ("Combien de gantiers reçus au brevet en 2022-2023 ?", "2022-2023 |", False),
        ("Combien de postes Sellix retient-il pour la vannerie ?", "Sellix |", False),
        ("Quel est le taux de réussite du CAP plombier ?", "CAP Gantier |", True),
        ("Quel est le taux de réussite du CAP bottier ?", "CAP Bottier |", False),
    ],
)
def test_an_amount_is_of_what_its_row_is_named(
    opened: Searcher, asked: str, row: str, *, named_otherwise: bool
) -> None:
    assert names_what_no_row_is(*one(opened, asked, row)) is named_otherwise


def test_what_no_row_is_named_is_not_kept(opened: Searcher) -> None:
    question, found = one(opened, "Quel est le salaire médian d'un magasinier ?", "Tanneur |")
    assert sieve(question, [found]).kept == ()
    question, found = one(opened, "Quelle vannerie commence en septembre ?", "K4 |")
    assert sieve(question, [found]).kept == ()


def test_dates_of_one_town_each_are_elsewhere_than_in_a_third(opened: Searcher) -> None:
    question, found = one(opened, "Quand commence le stage DST à Besançon ?", "Prochains départs")
    assert territory_fit(question, found) is Fit.ELSEWHERE


def test_a_firm_is_not_founded_by_whoever_works_there(opened: Searcher) -> None:
    question, found = one(opened, "Qui a fondé l'entreprise Presseo ?", "Mayeul")
    assert sieve(question, [found]).kept == ()


def test_an_address_in_the_head_of_a_page_comes_first(opened: Searcher) -> None:
    question, found = evidence_holding(
        opened, "Où se déroule le Festival du papier ?", "la fête des imprimeurs", "4 rue"
    )
    ranked = [replace(each, score=-6.0 * place) for place, each in enumerate(found)]
    assert "4 rue" in answering_first(question, ranked)[0].text


def test_an_address_in_the_head_of_another_page_does_not(opened: Searcher) -> None:
    question, found = evidence_holding(
        opened, "Où se déroule le Festival du papier ?", "la fête des imprimeurs", "8 quai"
    )
    ranked = [replace(each, score=-6.0 * place) for place, each in enumerate(found)]
    assert "imprimeurs" in answering_first(question, ranked)[0].text


def test_a_date_that_is_denied_is_no_short_answer(opened: Searcher) -> None:
    question, found = one(opened, "Quand commence le stage DST à Besançon ?", "n'accueille plus")
    start = found.document.text.index("mai 2024")
    read = replace(found, reading=SentenceReading(6.0, 12.0, (start, start + len("mai 2024"))))
    assert compose(question, Selection((Chosen(read, read.span),))).short is None


@pytest.mark.parametrize(
    ("asked", "said"), [("solaire", "des panneaux photovoltaïques"), ("an", "chaque année")]
)
def test_words_that_stand_for_one_another(asked: str, said: str) -> None:
    assert credit(analyse(asked)[0], terms_of(said)) > 0
