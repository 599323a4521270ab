"""Which figures two sources are compared by: of the year asked, and of the whole."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.engine import Assistant
from index.embedding import Embedder
from index.reader.shipped import open_reader
from tests.assistant.conftest import open_texts

TEXTS = {
    "note.md": (
        "---\ntitle: La ganterie en Aveyron\npublisher: Observatoire du cuir\ndate: 2023\n"
        "territory: [Aveyron]\n---\n\n# La ganterie en Aveyron\n\n"
        "## L'essentiel en quelques lignes\n\n"
        "- 540 embauches ont été enregistrées en 2023, contre 610 en 2022.\n"
        "- La part des femmes atteint 47 %.\n"
    ),
    "barometre.md": (
        "---\ntitle: Baromètre de la ganterie en Aveyron\npublisher: Cabinet Orvel\ndate: 2024\n"
        "territory: [Aveyron]\n---\n\n# Baromètre de la ganterie en Aveyron\n\n"
        "## Les résultats\n\n"
        "- 590 recrutements réalisés en 2024, contre 680 en 2023.\n"
        "- Les femmes représentent 44 % des effectifs.\n\n"
        "## Se former\n\n"
        "La reconversion fait mieux, avec 63 % de stagiaires femmes dans les stages courts.\n"
    ),
}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Assistant]:
    searcher = open_texts(tmp_path_factory.mktemp("dits"), TEXTS, embedder)
    yield Assistant(searcher, reader=open_reader())
    searcher.close()


def values(assistant: Assistant, asked: str) -> list[str]:
    conflicts = assistant.ask(asked).conflicts
    return [value for conflict in conflicts for value in conflict.values]


def test_what_another_year_is_compared_with_is_of_the_year_asked(assistant: Assistant) -> None:
    asked = "Combien de recrutements dans la ganterie en Aveyron en 2023 ?"
    assert values(assistant, asked) == ["680", "540 embauches"]


def test_without_a_year_it_is_the_first_figure(assistant: Assistant) -> None:
    asked = "Combien de recrutements dans la ganterie en Aveyron ?"
    assert values(assistant, asked) == ["590 recrutements réalisés", "540 embauches"]


def test_a_share_of_a_part_is_no_other_share_of_the_whole(assistant: Assistant) -> None:
    asked = "Quelle est la part des femmes dans la ganterie en Aveyron ?"
    assert values(assistant, asked) == ["44 %", "47 %"]
