"""Whether a sentence is about the names of a question: who says « je », who is quoted."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from assistant.named import about_names
from index.embedding import Embedder
from index.search import Searcher
from tests.assistant.conftest import evidence_holding, open_texts

MENU = "Accueil\nActualités du bois\nPortraits\nLes métiers du bois et de la forêt\nContact\n" * 2
WHO = (
    "Depuis dix ans, les scieries du Morbihan règlent leurs lames avec des machines neuves, et "
    "Armelle Keradec, affûteuse chez Tornac, à Pontivy, raconte comment on y apprend le métier.\n\n"
)
SAID = "J'ai d'abord été boulangère pendant six ans."
ASKED = "Quel métier exerçait Armelle Keradec avant ?"
TEXTS = {
    "interview.txt": f"{MENU}\n{WHO}Quel a été votre parcours ?\n{SAID}\n\n"
    "Comment se passe une journée ?\nJe règle les lames le matin.\n\n"
    "Que faut-il dire aux jeunes ?\nDe venir voir un atelier.\n\n"
    "Et à vos débuts, que faisiez-vous le soir ?\nDes tartes et des cakes.\n",
    "recit.txt": f"{MENU}\n{WHO}Un parcours\nJ'ai d'abord été potière pendant six ans.\n",
    "citation.txt": f"{MENU}\n« J'étais cariste à Brest. » Odile Vasseur, promotion 2021.\n\n"
    "« J'étais tourneur à Lorient. » Marc Tardieu, promotion 2022.\n",
    "metier.txt": f"{MENU}\n« J'étais vannier à Lorient. » Le livre d'Odile Vasseur les réunit.\n",
    "aide.txt": "Le Pass Affûtage Vannes\n\nLe montant\nIl couvre 80 % des frais de lame.\n\n"
    f"{MENU}{MENU}\nLe Pass Affûtage Vannes (PAV) est payé par la Région.\n",
    "autrui.txt": f"{MENU}\n« Il était grutier à Vannes. » Odile Vasseur, promotion 2021.\n",
}
Tells = Callable[[str, str], bool]


@pytest.fixture(scope="module")
def voices(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Searcher]:
    searcher = open_texts(tmp_path_factory.mktemp("voix"), TEXTS, embedder)
    yield searcher
    searcher.close()


@pytest.fixture
def tells(voices: Searcher) -> Tells:
    """Whether the sentence that holds some words is about the names of a question."""

    def told(asked: str, words: str) -> bool:
        question, (evidence,) = evidence_holding(voices, asked, words)
        assert question.names
        return about_names(question, evidence)

    return told


def test_in_an_interview_je_is_the_one_it_opens_with(tells: Tells) -> None:
    assert tells(ASKED, "boulangère")


def test_an_acronym_that_the_document_spells_out_names_it(tells: Tells) -> None:
    assert tells("Combien couvre le PAV ?", "80 %")


def test_outside_an_interview_je_is_anybody(tells: Tells) -> None:
    assert not tells(ASKED, "potière")


def test_in_an_interview_what_is_not_said_by_je_names_nobody(tells: Tells) -> None:
    assert not tells(ASKED, "De venir voir un atelier")


def test_an_interview_is_about_the_firm_that_it_opens_with(tells: Tells) -> None:
    assert tells("Que dit Tornac aux jeunes ?", "De venir voir un atelier")


def test_in_an_interview_vous_is_the_one_it_opens_with(tells: Tells) -> None:
    assert tells(ASKED, "Des tartes")


@pytest.mark.parametrize(
    ("words", "hers"), [("cariste", True), ("tourneur", False), ("vannier", False)]
)
def test_a_quotation_is_said_by_a_person_named_after_it(
    tells: Tells, words: str, *, hers: bool
) -> None:
    assert tells("Quel était le métier d'Odile Vasseur ?", words) is hers


def test_who_is_named_after_a_quotation_is_not_whom_it_speaks_of(tells: Tells) -> None:
    assert not tells("Quel était le métier d'Odile Vasseur ?", "grutier")
