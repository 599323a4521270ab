"""Among several years and figures of a sentence, an answer gives the one of the year asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answer import Status
from assistant.engine import Assistant
from assistant.scope import Fit
from assistant.years import year_fit
from index.embedding import Embedder
from index.reader.shipped import open_reader
from tests.assistant.conftest import evidence_holding, open_texts

REPORT = """Rapport du musée de la dentelle d'Alençon

Publié le 12 février 2024

En 2022, le musée a reçu 31 500 visiteurs, contre 27 200 l'année précédente. L'an dernier, le budget
s'établissait à 640 000 euros. Les ateliers accueillaient 850 élèves en 2019, 410 en 2020.
"""
SURVEY = """Enquête 2024 sur les métiers de la dentelle

Le panel 2024 a été interrogé en ligne du 3 novembre au 9 décembre 2023 : 214 ateliers ont répondu.
"""


@pytest.fixture(scope="module")
def adviser(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Assistant]:
    """The assistant over a report and a survey."""
    texts = {"musee.txt": REPORT, "enquete.txt": SURVEY}
    searcher = open_texts(tmp_path_factory.mktemp("years"), texts, embedder)
    yield Assistant(searcher, reader=open_reader())
    searcher.close()


REVIEW = """Les ateliers de dentelle de Bayeux

Les chiffres portent sur la situation au 31 décembre 2023.

Rapport d'activité

Les ateliers comptent 310 dentellières.

2. Bilan 2021
– Visites de classes : 74 groupes (92 en 2020).

En 2019, les ateliers ont reçu la visite du ministre. La fête a réuni 1 200 curieux (900 en 2018).
"""


@pytest.fixture(scope="module")
def bayeux(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Assistant]:
    """The assistant over a review that says once what its figures are of."""
    searcher = open_texts(tmp_path_factory.mktemp("review"), {"bilan.txt": REVIEW}, embedder)
    yield Assistant(searcher, reader=open_reader())
    searcher.close()


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Combien de dentellières comptent les ateliers de Bayeux en 2023 ?", "310"),
        ("Combien de groupes en visite de classes à Bayeux en 2021 ?", "74"),
        ("Combien de curieux la fête de Bayeux a-t-elle réunis en 2019 ?", "1 200"),
    ],
)
def test_a_year_told_above_holds_for_what_is_under_it(
    bayeux: Assistant, question: str, words: str
) -> None:
    answer = bayeux.ask(question)
    assert answer.status is Status.ANSWERED
    assert words in answer.citations[0].quote


def test_a_year_told_above_holds_for_no_other(bayeux: Assistant) -> None:
    answer = bayeux.ask("Combien de groupes en visite de classes à Bayeux en 2022 ?")
    assert answer.status is Status.NOT_FOUND


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Combien de visiteurs le musée a-t-il reçus en 2022 ?", "31 500"),
        ("Combien de visiteurs le musée a-t-il reçus en 2021 ?", "27 200"),
        ("Combien d'élèves les ateliers accueillaient-ils en 2019 ?", "850"),
        ("Combien d'élèves les ateliers accueillaient-ils en 2020 ?", "410"),
        ("Quel était le budget du musée en 2023 ?", "640 000"),
    ],
)
def test_the_figure_shown_is_of_the_year_asked(
    adviser: Assistant, question: str, words: str
) -> None:
    answer = adviser.ask(question)

    assert answer.status is Status.ANSWERED
    assert words in answer.citations[0].quote
    assert answer.short is None or words in answer.short.text


def test_a_year_that_nothing_tells_is_refused(adviser: Assistant) -> None:
    answer = adviser.ask("Combien de visiteurs le musée a-t-il reçus en 2016 ?")
    assert answer.status is Status.NOT_FOUND


def test_an_edition_is_of_its_year_whenever_it_was_made(adviser: Assistant) -> None:
    answer = adviser.ask("Combien d'ateliers ont répondu à l'enquête 2024 ?")

    assert answer.status is Status.ANSWERED
    assert "214 ateliers" in answer.citations[0].quote


@pytest.mark.parametrize(
    ("asked", "fit"),
    [
        ("Combien de classes ont été rencontrées en 2023-2024 ?", Fit.HOLDS),
        ("Combien de classes ont été rencontrées en 2024-2025 ?", Fit.ELSEWHERE),
        ("Combien de classes ont été rencontrées en 2022/23 ?", Fit.ELSEWHERE),
        ("Combien de classes ont été rencontrées en 2024 ?", Fit.HOLDS),
    ],
)
def test_a_school_year_is_no_other(
    tmp_path: Path, embedder: Embedder, asked: str, fit: Fit
) -> None:
    text = "Le club de la dentelle\n\nPendant l'année 2023-2024 : 186 classes rencontrées.\n"
    searcher = open_texts(tmp_path, {"club.txt": text}, embedder)
    question, (evidence,) = evidence_holding(searcher, asked, "186")
    assert year_fit(question, evidence) is fit
    searcher.close()


def test_who_founded_an_association_is_not_who_heads_it(tmp_path: Path, embedder: Embedder) -> None:
    text = "Les Dentellières\n\nMaud Tanguy préside l'association Les Dentellières depuis 2022.\n"
    searcher = open_texts(tmp_path, {"club.txt": text}, embedder)
    assistant = Assistant(searcher, reader=open_reader())
    answer = assistant.ask("Qui a créé l'association Les Dentellières ?")
    assert answer.status is Status.NOT_FOUND
    searcher.close()
