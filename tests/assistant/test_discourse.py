"""A page names its subject once: what it says from there on is still about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from assistant.answer import Status
from assistant.discourse import TOPIC, context_of, opening, told_before
from assistant.engine import Assistant
from assistant.evidence import Evidence, gather
from assistant.named import about_names, named_before
from assistant.question import Question, understand
from assistant.reading import read_evidence
from corpus.document import Document
from index.embedding import Embedder
from index.reader.shipped import open_reader
from index.reader.windows import rank_windows
from index.search import Searcher
from tests.assistant.conftest import open_texts

INTERVIEW = """Rencontre
« On ne jette pas une barque, on la répare »

Publié le 4 mars 2024 dans la lettre du littoral, propos recueillis par Lise Carbonnel
Photographies de Jean Orsini, au chantier du quai des douanes

Née à Sète en 2011, l'association Les Calfats apprend à réparer les bateaux en bois. Elle vient de \
s'installer à Agde, sur l'ancien quai des douanes. Entretien avec sa présidente, Odile Marquès.

De quoi vivez-vous ?
Notre budget est de 215 000 euros. La moitié vient de nos chantiers, un tiers du département, et \
le reste de dons. Nous avons cinq salariés et une centaine de bénévoles, qui viennent le samedi.

Comment entre-t-on chez vous ?
Il suffit de passer un samedi. L'atelier est ouvert de neuf heures à midi, et personne ne demande \
de diplôme. La chaudronnerie Vasseur, notre voisine, emploie 48 personnes et nous prête ses outils.
"""
PRESS = """Le port d'Agde en chiffres

Le port compte 380 anneaux. Les Calfats et la voilerie Testud s'y partagent un hangar. La voilerie
emploie 12 personnes.
"""
SPARE = "Les horaires du marché\n\nLe marché de Pézenas se tient le samedi matin sur le cours."
Read = Callable[[str, str], tuple[Question, Evidence]]


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Searcher]:
    """An index of an interview and of two other pages."""
    texts = {"calfats.txt": INTERVIEW, "port.txt": PRESS, "marche.txt": SPARE}
    opened = open_texts(tmp_path_factory.mktemp("discourse"), texts, embedder)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def adviser(searcher: Searcher) -> Assistant:
    """The assistant that reads these pages."""
    return Assistant(searcher, reader=open_reader())


@pytest.fixture(scope="module")
def window(searcher: Searcher, adviser: Assistant) -> Callable[[str, str], tuple[str, str]]:
    """Return the context and the text of the window that holds some words, for a question."""

    def find(asked: str, words: str) -> tuple[str, str]:
        question = understand(asked, searcher.words, adviser._speller)
        found = rank_windows(searcher.search(asked, 10))
        held = next(item for item in found if words in item.text)
        return context_of(question, held), held.text

    return find


@pytest.fixture(scope="module")
def read(searcher: Searcher, adviser: Assistant) -> Read:
    """Return a question, and the sentence that holds some words, read for it."""
    reader = open_reader()
    assert reader is not None

    def find(asked: str, words: str) -> tuple[Question, Evidence]:
        question = understand(asked, searcher.words, adviser._speller)
        found = read_evidence(reader, question, gather(question, searcher.search(asked, 10)))
        return question, next(each for each in found if words in each.text)

    return find


def test_the_opening_ends_with_the_first_line_of_prose(searcher: Searcher) -> None:
    document = searcher.catalogue.document("calfats.txt")
    lines = opening(document).splitlines()
    assert lines[0] == "Rencontre"
    assert "Les Calfats" in opening(document)
    assert "budget" not in opening(document)


WRAPPED = """LES VOILIERS DE DONNÉES
Note n° 3

Dans cette note, on appelle emploi du secteur tout poste salarié
occupé dans un établissement qui édite des logiciels, quel que
soit le métier exercé par la personne qui occupe ce poste.

Le budget est de 12 000 euros.
"""
"""Text wrapped by hand, as in a mail or a PDF."""


def opening_of(text: str) -> str:
    return opening(Document(id="d.txt", path="d.txt", sha256="", title="", text=text))


def test_lines_wrapped_by_hand_make_one_paragraph() -> None:
    assert "soit le métier" in opening_of(WRAPPED)
    assert "budget" not in opening_of(WRAPPED)


def test_lines_of_a_list_are_no_paragraph() -> None:
    menu = "Accueil | Nos formations | Nos campus | Financer | Candidater\n"
    steps = "".join(
        f"{n}h30 Atelier des voiles, salle {n} du bâtiment des quais\n" for n in range(20)
    )
    assert len(opening_of(menu + steps)) == TOPIC


def test_without_a_paragraph_the_first_sentence_ends_the_opening() -> None:
    sentence = "Apprenez en un an le métier de voilier de données, sans aucun diplôme !\n"
    page = "Accueil | Campus\n" * 8 + "Voilier de données (VDD)\n" + sentence + "Durée : 11 mois\n"
    assert opening_of(page).endswith(sentence)


def test_what_was_told_stops_at_the_heading(searcher: Searcher) -> None:
    hit = next(h for h in searcher.search("salariés bénévoles", 10) if "215 000" in h.text)
    place = hit.document.text.index("Nous avons cinq")
    told = told_before(hit.document, hit.passage, place)
    assert "215 000" in told
    assert "Les Calfats" not in told


def test_a_window_is_read_under_the_name_that_it_leaves_out(
    window: Callable[[str, str], tuple[str, str]],
) -> None:
    context, text = window("Quel est le budget des Calfats ?", "215 000")
    assert "Calfats" not in text
    assert "association Les Calfats" in context


def test_a_name_that_the_window_says_is_not_told_again(
    window: Callable[[str, str], tuple[str, str]],
) -> None:
    context, _ = window("Que font Les Calfats à Agde ?", "Née à Sète")
    assert "association Les Calfats" not in context


def test_a_question_without_a_name_adds_nothing(
    window: Callable[[str, str], tuple[str, str]],
) -> None:
    context, _ = window("Quel est le budget ?", "215 000")
    assert "Calfats" not in context


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Quel est le budget des Calfats ?", "215 000 euros"),
        ("Combien de salariés ont Les Calfats ?", "cinq salariés"),
        ("À quelle heure ouvre l'atelier des Calfats ?", "neuf heures"),
    ],
)
def test_what_a_page_says_of_its_subject_is_found_far_from_its_name(
    adviser: Assistant, question: str, words: str
) -> None:
    answer = adviser.ask(question)

    assert answer.status is Status.ANSWERED
    assert words in answer.citations[0].quote
    assert "Calfats" not in answer.citations[0].quote


def test_a_name_told_farther_back_is_not_near(read: Read) -> None:
    question, evidence = read("Quel est le budget des Calfats ?", "215 000")
    assert named_before(question, evidence)
    assert not about_names(question, evidence)


def test_what_another_name_opens_is_not_said_of_the_subject(read: Read) -> None:
    question, evidence = read("Combien de personnes emploient Les Calfats ?", "48 personnes")
    assert evidence.reading is not None
    assert not named_before(question, evidence)


def test_a_person_is_not_understood_farther_on(adviser: Assistant, read: Read) -> None:
    asked = "Quel est le budget d'Odile Marquès ?"
    assert not named_before(*read(asked, "215 000"))
    assert adviser.ask(asked).status is Status.NOT_FOUND
