"""Questions on one of several texts of a file, and on what its headings call otherwise."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.answer import Status
from assistant.engine import Assistant
from assistant.headed import heading_terms
from index.embedding import Embedder
from index.reader.shipped import open_reader
from tests.assistant.conftest import open_texts

TEXTS = {
    "offres.txt": (
        "OFFRE 1\n=======\n\nSoudeur / Soudeuse (H/F) - CDI\nForge Kerlan - Vannes (56)\n"
        "Référence : FK-12\nPubliée le 3 mai 2025\n\n"
        "L'entreprise\nLa Forge Kerlan fabrique des portails et des rampes depuis 1988. "
        "Elle compte 21 personnes.\n\n"
        "Vos missions\n- lire un plan ;\n- souder à l'arc ;\n- meuler les pièces.\n\n"
        "Ce que nous proposons\n- CDI à temps plein ;\n- salaire : 2 150 € brut par mois.\n\n"
        "Déroulement du recrutement\n1. Un essai d'une heure à l'atelier.\n"
        "2. Un entretien avec le chef d'atelier.\n\n"
        "----------------------------------------\n\n"
        "OFFRE 2\n=======\n\nTourneur / Tourneuse (H/F) - CDD 8 mois\nOrvel & Fils - Quimper (29)\n"
        "Référence : OF-7\nPubliée le 9 juin 2025\n\n"
        "L'entreprise\nOrvel & Fils tourne des pièces de bois pour les luthiers de la région. "
        "Nous sommes 6.\n\n"
        "Ce que vous ferez\n- choisir les bois ;\n- régler le tour ;\n- poncer et vernir.\n\n"
        "Ce que nous offrons\n- CDD de 8 mois ;\n- salaire : 1 950 € brut par mois.\n"
    ),
    "contacts.md": (
        "# Le stage de vannerie de Dole\n\nLe stage de vannerie dure cinq jours.\n\n"
        "Les autres candidats s'inscrivent par courriel au secrétariat du stage.\n\n"
        "## Prérequis\n\n- Avoir 18 ans à l'entrée du stage.\n- Aucun diplôme n'est exigé.\n\n"
        "## Contacts\n\n- Inscriptions et financement : Maud Tanguy, 02 00 00 00 07\n"
    ),
}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Assistant]:
    searcher = open_texts(tmp_path_factory.mktemp("parties"), TEXTS, embedder)
    yield Assistant(searcher, reader=open_reader())
    searcher.close()


@pytest.mark.parametrize(
    ("asked", "holds", "never"),
    [
        ("Quel est le salaire du soudeur à Vannes ?", "2 150 €", "1 950"),
        ("Quel est le salaire chez Orvel & Fils ?", "1 950 €", "2 150"),
        ("Quel est le salaire du tourneur à Quimper ?", "1 950 €", "2 150"),
        ("Quelles sont les missions du tourneur à Quimper ?", "régler le tour", "souder"),
        ("Comment se passe le recrutement à la Forge Kerlan ?", "Un essai d'une heure", "vernir"),
    ],
)
def test_each_text_answers_for_itself(
    assistant: Assistant, asked: str, holds: str, never: str
) -> None:
    answer = assistant.ask(asked)
    assert holds in answer.answer
    assert never not in answer.answer


def test_what_is_said_of_one_is_not_said_in_the_place_of_the_other(assistant: Assistant) -> None:
    answer = assistant.ask("Quel est le salaire d'un soudeur à Quimper ?")
    assert "2 150" not in answer.answer


def test_the_duration_in_the_head_of_an_advert_is_told(assistant: Assistant) -> None:
    answer = assistant.ask("Combien de temps dure le CDD de tourneur chez Orvel & Fils ?")
    assert "8 mois" in answer.answer


def test_somebody_named_comes_before_somebody_or_other(assistant: Assistant) -> None:
    answer = assistant.ask("Qui s'occupe des inscriptions au stage de vannerie ?")
    assert answer.status is Status.ANSWERED
    assert "Maud Tanguy" in answer.citations[0].quote


def test_whether_something_is_needed_is_told_by_what_says_so(assistant: Assistant) -> None:
    answer = assistant.ask("Faut-il un diplôme pour le stage de vannerie ?")
    assert answer.citations[0].quote == "Aucun diplôme n'est exigé."


@pytest.mark.parametrize(
    ("heading", "asked", "about"),
    [
        ("Ce que vous ferez", "mission", True),
        ("Ce que nous cherchons", "profil", True),
        ("Ce que nous offrons", "avantag", True),
        ("Ce que nous offrons", "mission", False),
        ("L'entreprise", "mission", False),
    ],
)
def test_a_heading_is_of_what_people_call_otherwise(
    heading: str, asked: str, *, about: bool
) -> None:
    assert (asked in heading_terms(heading)) is about
