"""Two figures of one thing are shown together, two figures of two things never are."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from assistant.confidence import weights
from assistant.differing import find_differing, most_of_the_kind
from assistant.evidence import Evidence, gather, rank
from assistant.question import Question, understand
from assistant.sieve import sieve
from assistant.spelling import Speller
from index.embedding import Embedder
from index.search import Searcher
from tests.assistant.conftest import open_texts

Kept = Callable[[str], tuple[Question, list[Evidence]]]
Values = Callable[[str], list[float]]


def _sheet(title: str, date: str, place: str, body: str) -> str:
    head = f'---\ntitle: "{title}"\npublisher: "Observatoire"\npublisher_kind: statistique\n'
    return f"{head}date: {date}\nterritory: [{place}]\n---\n\n# {title}\n\n{body}\n"


DOCUMENTS = {
    "plasturgie-2022.md": _sheet(
        "La plasturgie dans l'Ain", "2022", "Ain",
        "La plasturgie emploie 11 200 salariés dans l'Ain. Le salaire brut médian de la "
        "plasturgie y est de 2 150 € par mois. Les femmes occupent 31 % des postes.",
    ),
    "plasturgie-2024.md": _sheet(
        "La plasturgie de l'Ain en chiffres", "2024", "Ain",
        "## Repères 2024\n\n- 12 400 professionnels\n- 2 310 € : salaire brut mensuel médian\n"
        "- 35 % de femmes\n- 640 établissements",
    ),
    "plasturgie-cadres.md": _sheet(
        "La plasturgie de l'Ain : les cadres", "2023", "Ain",
        "## Cadres\n\n- 3 990 € : salaire brut mensuel médian\n- 19 % de femmes",
    ),
    "plasturgie-prevision.md": _sheet(
        "La plasturgie de l'Ain demain", "2023", "Ain",
        "## Formation\n\n- 9 100 personnes\n- 24 % de femmes",
    ),
    "verrerie-a.md": _sheet(
        "La verrerie en Moselle", "2022", "Moselle",
        "La verrerie emploie 4 830 salariés en Moselle.",
    ),
    "verrerie-b.md": _sheet(
        "Les verriers de Moselle", "2023", "Moselle",
        "La verrerie emploie près de 4 800 salariés en Moselle.",
    ),
    "verger-salon.md": _sheet(
        "Le salon des métiers du cidre", "2024", "Orne",
        "## Les exposants\n\n- Pommeray (Sées) : pressoir et atelier, 165 salariés\n"
        "- Testard (Flers) : tonnellerie, 20 postes",
    ),
    "verger-portrait.md": _sheet(
        "Pommeray, un pressoir qui voit grand", "2021", "Orne",
        "Fondée en 1952, la maison tient tête aux géants. L'entreprise emploie 120 salariés.",
    ),
    "textile-a.md": _sheet(
        "Le textile en Ardèche", "2022", "Ardèche",
        "Le textile a publié 640 offres d'emploi en Ardèche.",
    ),
    "textile-b.md": _sheet(
        "Le textile et la broderie en Ardèche", "2023", "Ardèche",
        "Le textile a publié 410 offres de brodeur en Ardèche.",
    ),
    "sellerie-a.md": _sheet(
        "La sellerie dans la Sarthe", "2022", "Sarthe",
        "La sellerie emploie 380 salariés dans la Sarthe.",
    ),
    "sellerie-b.md": _sheet(
        "La sellerie dans l'Orne", "2023", "Orne",
        "La sellerie emploie 610 salariés dans l'Orne.",
    ),
    "tonnellerie-a.md": _sheet(
        "Les tonneliers de Gironde", "2022", "Gironde",
        "Le salaire brut médian des tonneliers est de 2 400 € en Gironde.",
    ),
    "tonnellerie-b.md": _sheet(
        "Tonnelier en Gironde", "2023", "Gironde",
        "Le salaire net médian des tonneliers est de 1 900 € en Gironde.",
    ),
    "luthiers-a.md": _sheet(
        "Les luthiers de Vichy", "2022", "Vichy", "Notre atelier de Vichy emploie 45 luthiers.",
    ),
    "luthiers-b.md": _sheet(
        "Luthiers à Vichy", "2023", "Vichy", "Nos ateliers de Vichy emploient 62 luthiers.",
    ),
    "scierie-a.md": _sheet(
        "Les scieries du Jura", "2022", "Jura",
        "Les scieries ont publié 900 offres en France, dont 120 dans le Jura.",
    ),
    "scierie-b.md": _sheet(
        "Scieries du Jura", "2023", "Jura", "Les scieries du Jura ont publié 470 offres.",
    ),
    "fromagerie-a.md": _sheet(
        "La fromagerie dans le Doubs", "2022", "Doubs",
        "La fromagerie du Doubs signe 58 % de ses contrats en CDI et 14 % en alternance.",
    ),
    "fromagerie-b.md": _sheet(
        "Fromagers du Doubs", "2023", "Doubs",
        "La fromagerie du Doubs signe 61 % de ses contrats en CDI et 17 % en alternance.",
    ),
    "chanvre-a.md": _sheet(
        "Le chanvre dans l'Aube", "2022", "Aube",
        "Le chanvre faisait travailler 730 salariés dans l'Aube.",
    ),
    "chanvre-b.md": _sheet(
        "La filière du chanvre de l'Aube", "2024", "Aube",
        "Le chanvre emploie 810 salariés dans l'Aube.",
    ),
    "ecole-a.md": _sheet(
        "École de vitrail", "2022", "Chartres", "Le taux de réussite atteint 83 % cette année.",
    ),
    "ecole-b.md": _sheet(
        "Centre de vitrail", "2023", "Chartres", "Le taux de réussite atteint 91 % cette année.",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Searcher]:
    """An index of documents that agree, differ, or tell of other things."""
    searcher = open_texts(tmp_path_factory.mktemp("differing"), DOCUMENTS, embedder)
    yield searcher
    searcher.close()


@pytest.fixture(scope="module")
def kept(opened: Searcher) -> Kept:
    """A question, and what may answer it."""

    def ask(text: str) -> tuple[Question, list[Evidence]]:
        question = understand(text, opened.words, Speller(opened.words))
        found = gather(question, opened.search(question.search_text, 12))
        sieved = sieve(question, rank(found, weights().ranking)).kept
        return question, list(most_of_the_kind(question, sieved))

    return ask


@pytest.fixture(scope="module")
def values(kept: Kept) -> Values:
    """The values between which sources differ for a question."""

    def ask(text: str) -> list[float]:
        return [each.figure.value for each in find_differing(*kept(text))]

    return ask


def test_a_figure_and_its_rounding_do_not_differ(values: Values) -> None:
    assert values("Combien de salariés la verrerie emploie-t-elle en Moselle ?") == []


def test_a_part_of_what_is_counted_does_not_differ_from_the_whole(values: Values) -> None:
    assert values("Combien d'offres d'emploi le textile a-t-il publiées en Ardèche ?") == []


def test_figures_of_two_places_do_not_differ_when_none_is_asked(values: Values) -> None:
    assert values("Combien de salariés la sellerie emploie-t-elle ?") == []


def test_gross_and_net_amounts_do_not_differ(values: Values) -> None:
    assert values("Quel est le salaire médian des tonneliers en Gironde ?") == []


def test_two_sources_that_tell_of_themselves_do_not_differ(values: Values) -> None:
    assert values("Combien de luthiers à Vichy ?") == []


def test_a_question_that_does_not_say_of_what_has_no_differing_answers(values: Values) -> None:
    assert values("Quel est le taux de réussite ?") == []


def test_a_figure_of_a_wider_place_does_not_differ(values: Values) -> None:
    assert values("Combien d'offres les scieries ont-elles publiées dans le Jura ?") == []


def test_what_is_under_a_heading_about_something_else_does_not_differ(values: Values) -> None:
    asked = "Quelle est la part des femmes dans la plasturgie dans l'Ain ?"
    assert not {19.0, 24.0} & set(values(asked))


def test_a_line_and_a_sentence_differ_newest_first(values: Values) -> None:
    assert values("Combien de personnes travaillent dans la plasturgie dans l'Ain ?") == [
        12_400, 11_200,
    ]  # fmt: skip


def test_a_line_labelled_with_the_name_asked_differs_from_a_portrait(values: Values) -> None:
    assert values("Combien de salariés emploie Pommeray ?") == [165, 120]


def test_people_at_work_are_counted_whatever_the_verb(values: Values) -> None:
    assert values("Combien de salariés travaillent dans le chanvre dans l'Aube ?") == [810, 730]


def test_amounts_differ(values: Values) -> None:
    asked = "Quel est le salaire médian dans la plasturgie dans l'Ain ?"
    assert values(asked) == [2_310, 2_150]


def test_what_is_earned_differs_like_a_wage(values: Values) -> None:
    assert values("Combien gagne-t-on dans la plasturgie dans l'Ain ?") == [2_310, 2_150]


def test_shares_differ_though_one_stands_apart_from_its_noun(values: Values) -> None:
    asked = "Quelle est la part des femmes dans la plasturgie dans l'Ain ?"
    assert values(asked) == [35, 31]


def test_of_two_shares_in_a_sentence_the_one_asked_differs(values: Values) -> None:
    assert values("Quelle part de CDI dans les contrats de la fromagerie dans le Doubs ?") == [
        61, 58,
    ]  # fmt: skip


def test_what_counts_the_thing_asked_comes_before_what_only_names_it(kept: Kept) -> None:
    _, found = kept("Combien d'offres les scieries ont-elles publiées dans le Jura ?")
    assert "470" in found[0].text
