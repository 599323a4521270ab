"""Answers from the rows of tables: the cell under the year or the words asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.answer import Answer, Status
from assistant.engine import Assistant
from assistant.precedence import answering_first
from assistant.question import Question
from assistant.tables import cell_asked
from corpus.tables import find_rows
from index.embedding import Embedder
from index.reader.shipped import open_reader
from tests.assistant.conftest import evidence_holding, open_texts

TABLES = {
    "bassins.txt": "Les bassins d'emploi du Limousin\n\n"
    "Le bois recrute dans toute la région, et les bassins n'avancent pas au même pas.\n\n"
    "Tableau 1. Salariés du bois par bassin\n"
    "Bassin – 2021 – 2022 – 2023\n"
    "Limoges – 1 980 – 2 060 – 2 150\n"
    "Tulle – 640 – 705 – 812\n"
    "Guéret – 310 – 305 – 290\n\n"
    "Source : enquête auprès des scieries.\n",
    "salaires.md": "# Les salaires du bois\n\nSalaires relevés dans les scieries.\n\n"
    "| Métier | Salaire débutant | Salaire confirmé |\n|---|---|---|\n"
    "| Scieur | 1 800 € | 2 350 € |\n| Affûteur | 2 050 € | 2 700 € |\n",
}


TABLES["licence.txt"] = (
    "La licence du bois de l'université de Guéret\n\n"
    "La licence du bois forme des scieurs et des affûteurs en un an.\n\n"
    "Places et frais\n\n"
    "Année          Places Guéret     Places Ussel     Candidatures     Frais d'inscription\n"
    "2023-2024      32                12               389              170 €\n"
    "2024-2025      34                16               457              175 €\n"
)
TABLES["apprentis.txt"] = (
    "Le salaire des apprentis du bois\n\n"
    "Le salaire d'un apprenti dépend de son âge et de l'année de son contrat.\n\n"
    "Salaire minimum brut par mois\n"
    "Âge | 1re année | 2e année\n"
    "Moins de 18 ans | 486 € | 702 €\n"
    "18 à 20 ans | 774 € | 918 €\n"
)
TABLES["catalogue.txt"] = (
    "Campus Varenne, formations au bois\n\n"
    "Le Campus Varenne forme chaque année plus de trois cents adultes aux métiers du bois.\n\n"
    "Scieur en bois tendre (bac + 2)\nDurée : 9 mois\nPrix : 7 800 €\n\n"
    "Affûteur de lames (bac + 3)\nDurée : 11 mois\nPrix : 9 600 €\n"
)
TABLES["usine.txt"] = (
    "Ferronel ouvre une scierie à Ussel\n\n"
    "La société Ferronel inaugure sa scierie d'Ussel et promet d'y créer 140 emplois.\n"
)
TABLES["chambre.txt"] = (
    "Les implantations à suivre en Corrèze\n\n"
    "Les chiffres sont ceux des dossiers déposés par les entreprises.\n\n"
    "Entreprise | Commune | Investissement | Emplois créés\n"
    "Ferronel | Ussel | 9 millions d'euros | 95\n"
    "Papetel | Tulle | 3 millions d'euros | 44\n"
)
TABLES["salles.md"] = (
    "# Louer une salle au domaine Garenne\n\n"
    "Le domaine Garenne loue ses salles aux scieries et aux écoles du bois.\n\n"
    "Salle | Prix de la journée\nGrande salle | 410 €\nAtelier | 95 €\n\n"
    "Le chauffage est compris.\n"
)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Assistant]:
    searcher = open_texts(tmp_path_factory.mktemp("tableaux"), TABLES, embedder)
    yield Assistant(searcher, reader=open_reader())
    searcher.close()


def short_of(answer: Answer) -> str:
    assert answer.status is Status.ANSWERED
    assert answer.short is not None
    return answer.short.text


@pytest.mark.parametrize(
    ("asked", "cell"),
    [
        ("Combien de salariés dans le bois à Tulle en 2022 ?", "705"),
        ("Combien de salariés dans le bois à Tulle en 2021 ?", "640"),
        ("Combien de salariés dans le bois à Limoges en 2023 ?", "2 150"),
        ("Combien gagne un affûteur débutant ?", "2 050 €"),
        ("Quel est le salaire d'un affûteur confirmé ?", "2 700 €"),
        ("Combien touche un apprenti de 19 ans en deuxième année ?", "918 €"),
        ("Combien touche un apprenti de 17 ans en première année ?", "486 €"),
    ],
)
def test_the_cell_under_what_is_asked_answers(assistant: Assistant, asked: str, cell: str) -> None:
    assert short_of(assistant.ask(asked)) == cell


@pytest.mark.parametrize(
    ("asked", "cell"),
    [
        ("Combien de candidatures la licence du bois a-t-elle reçues en 2023-2024 ?", "389"),
        ("Combien de candidatures la licence du bois a-t-elle reçues en 2024-2025 ?", "457"),
        ("Combien de places à Ussel dans la licence du bois en 2024-2025 ?", "16"),
    ],
)
def test_a_row_labelled_with_a_year_is_of_that_year(
    assistant: Assistant, asked: str, cell: str
) -> None:
    assert short_of(assistant.ask(asked)) == cell


@pytest.mark.parametrize(("room", "price"), [("l'atelier", "95 €"), ("la grande salle", "410 €")])
def test_a_row_of_two_cells_is_quoted_without_the_others(
    assistant: Assistant, room: str, price: str
) -> None:
    answer = assistant.ask(f"Quel est le prix de {room} du domaine Garenne pour une journée ?")
    assert short_of(answer) == price
    assert len(answer.citations) == 1
    assert "\n" not in answer.citations[0].quote


def test_cells_set_apart_by_blanks_are_shown_apart(assistant: Assistant) -> None:
    answer = assistant.ask(
        "Combien de candidatures la licence du bois a-t-elle reçues en 2023-2024 ?"
    )
    assert "« 2023-2024 | 32 | 12 | 389 | 170 € »" in answer.answer


def test_a_row_and_a_sentence_that_differ_are_shown_as_two_sources(assistant: Assistant) -> None:
    answer = assistant.ask("Combien d'emplois Ferronel doit-elle créer à Ussel ?")
    assert set(answer.conflicts[0].values) == {"140 emplois", "95"}
    assert "95 (colonne « Emplois créés »)" in answer.answer


def test_a_row_does_not_lean_on_the_row_above(assistant: Assistant) -> None:
    trace = assistant.trace("Combien d'emplois Ferronel doit-elle créer à Ussel ?")
    assert not any("Papetel" in evidence.text for evidence in trace.kept)


def test_a_price_is_of_the_training_it_stands_under(assistant: Assistant) -> None:
    assert "9 600 €" in assistant.ask("Quel est le prix de la formation d'affûteur ?").answer
    other = assistant.ask("Quel est le prix de la formation de menuisier au Campus Varenne ?")
    assert other.status is Status.NOT_FOUND


def test_without_a_year_the_last_column_answers(assistant: Assistant) -> None:
    assert short_of(assistant.ask("Combien de salariés dans le bois à Guéret ?")) == "290"


def test_the_column_is_told(assistant: Assistant) -> None:
    answer = assistant.ask("Combien de salariés dans le bois à Tulle en 2022 ?")
    assert answer.answer.startswith("Dans la colonne « 2022 » : 705 : « Tulle – 640 – 705 – 812 »")


def test_the_whole_row_is_cited_word_for_word(assistant: Assistant) -> None:
    citation = assistant.ask("Combien de salariés dans le bois à Tulle en 2022 ?").citations[0]
    assert citation.quote == "Tulle – 640 – 705 – 812"


def test_a_year_that_no_column_has_is_not_answered(assistant: Assistant) -> None:
    answer = assistant.ask("Combien de salariés dans le bois à Tulle en 2019 ?")
    assert answer.status is Status.NOT_FOUND


CANTONS = (
    "Le bois dans les cantons du Limousin\n\n"
    "Le bois occupe du monde dans le Limousin, plus à l'est qu'à l'ouest.\n\n"
    "Bûcherons par canton (2022)\nCanton\tEffectif\tPart\n"
    "Bellac\t1 315\t58 %\nSaint-Junien\t940\t42 %\n\n"
    "Qui sont les bûcherons ?\n\n"
    "Les bûcherons du Limousin ont 41 ans en moyenne, et 12 % sont des femmes.\n"
)


@pytest.fixture(scope="module")
def reading_cantons(
    tmp_path_factory: pytest.TempPathFactory, embedder: Embedder
) -> Iterator[Assistant]:
    searcher = open_texts(tmp_path_factory.mktemp("cantons"), {"cantons.txt": CANTONS}, embedder)
    yield Assistant(searcher, reader=open_reader())
    searcher.close()


@pytest.mark.parametrize(("town", "cell"), [("Bellac", "1 315"), ("Saint-Junien", "940")])
def test_tabs_set_cells_apart(reading_cantons: Assistant, town: str, cell: str) -> None:
    answer = reading_cantons.ask(f"Combien de bûcherons à {town} en 2022 ?")
    assert short_of(answer) == cell
    assert f"« {town} | {cell} | " in answer.answer


def test_what_follows_a_table_is_not_of_the_place_in_its_last_row(
    reading_cantons: Assistant,
) -> None:
    answer = reading_cantons.ask("Quelle part des bûcherons sont des femmes dans le Limousin ?")
    assert short_of(answer) == "12 %"


def test_the_row_labelled_with_the_seniority_asked_comes_first(
    tmp_path: Path, embedder: Embedder
) -> None:
    text = (
        "Les tonneliers du Berry\n\nLe tonnelier assemble des douelles de chêne.\n\n"
        "Expérience | Salaire brut mensuel\nDébutant | 1 790 €\n5 ans | 2 040 €\n10 ans | 2 320 €\n"
    )
    searcher = open_texts(tmp_path, {"berry.txt": text}, embedder)
    asked = "Quel est le salaire d'un tonnelier avec 10 ans d'expérience ?"
    question, rows = evidence_holding(searcher, asked, "Débutant |", "5 ans |", "10 ans |")
    assert answering_first(question, rows)[0] is rows[2]
    searcher.close()


def test_the_exact_words_end_with_their_cell(tmp_path: Path, embedder: Embedder) -> None:
    text = (
        "Les scieries de la Nièvre\n\nScierie   Ville   Activité   Postes   Contact\n"
        "Orvel   Nevers   charpentes   12   Odile Vasseur\n"
        "Tornac   Decize   meubles   4   Marc Tardieu\n"
    )
    searcher = open_texts(tmp_path, {"nievre.txt": text}, embedder)
    answer = Assistant(searcher).ask("Combien de postes à la scierie Orvel de Nevers ?")
    assert short_of(answer) == "12"
    searcher.close()


@pytest.mark.parametrize(
    ("asked", "cell"),
    [
        ("Combien de salariés à Tulle ?", "812"),
        ("Combien de salariés à Tulle en 2022 ?", "705"),
        ("Quelle est l'évolution à Tulle ?", "+15 %"),
        ("Combien de scieries à Tulle ?", "31"),
    ],
)
def test_the_last_year_answers_unless_another_header_is_asked(
    understood: Callable[[str], Question], asked: str, cell: str
) -> None:
    text = "Bassin | 2022 | Évolution 2022-2023 | 2023 | Scieries\nTulle | 705 | +15 % | 812 | 31"
    row = next(iter(find_rows(text).values()))
    found = cell_asked(understood(asked), row, text[row.start : row.end])
    assert found is not None
    assert text[found.start : found.end] == cell


@pytest.mark.parametrize(
    ("asked", "cell"),
    [
        ("Quel est le prix du CAP charpente ?", "5200"),
        ("Combien coûte le CAP scierie ?", "6100"),
        ("Combien d'heures dure le CAP charpente ?", "840"),
        ("Quand débute le CAP scierie ?", "2025-09-01"),
    ],
)
def test_a_bare_figure_is_what_its_column_says(
    tmp_path: Path, embedder: Embedder, asked: str, cell: str
) -> None:
    sheet = (
        "intitule;ville;duree_heures;prix_euros;date_debut\n"
        "CAP charpente;Lens;840;5200;2025-10-06\nCAP scierie;Lille;735;6100;2025-09-01\n"
    )
    searcher = open_texts(tmp_path, {"formations.csv": sheet}, embedder)
    assert short_of(Assistant(searcher, reader=open_reader()).ask(asked)) == cell
    searcher.close()


@pytest.mark.parametrize(
    "asked",
    ["Quand a lieu la Nuit de la Scie ?", "Quand ouvre le lieu de la Nuit de la Scie ?"],
)
def test_what_stands_in_another_column_is_not_said_of_this_one(
    tmp_path: Path, embedder: Embedder, asked: str
) -> None:
    sheet = (
        "Date;Salon;Lieu;Horaires\n04/05/2021;Foire du Bois;Halle 3;9h-18h\n"
        "11/06/2021;Nuit de la Scie;Moulin Neuf;20h-23h\n"
    )
    searcher = open_texts(tmp_path, {"salons.csv": sheet}, embedder)
    answer = Assistant(searcher, reader=open_reader()).ask(asked)
    assert short_of(answer) == "11/06/2021"
    assert "colonne" not in answer.answer
    searcher.close()


@pytest.mark.parametrize(
    ("asked", "cell"),
    [("Combien gagne un scieur ?", "24000"), ("Quelle est la date de parution ?", "3 mai")],
)
def test_no_date_stands_for_a_figure(
    understood: Callable[[str], Question], asked: str, cell: str
) -> None:
    text = "Offre | Salaire | Gagner le site | Parution\nScieur | 24000 | 04/05/2021 | 3 mai"
    row = next(iter(find_rows(text).values()))
    found = cell_asked(understood(asked), row, text[row.start : row.end])
    assert found is not None
    assert text[found.start : found.end] == cell


def test_several_rows_that_answer_as_well_have_no_short_answer(
    tmp_path: Path, embedder: Embedder
) -> None:
    sheet = (
        "intitule;ville;salaire_annuel\nVannier;Lens;24000\nVannier;Lille;31000\n"
        "Scieur;Lens;27000\nTourneur;Douai;29000\n"
    )
    searcher = open_texts(tmp_path, {"offres.csv": sheet}, embedder)
    answer = Assistant(searcher, reader=open_reader()).ask("Combien gagne un vannier ?")
    assert "24000" in answer.answer
    assert "31000" in answer.answer
    assert answer.short is None
    searcher.close()
