"""« L'année d'avant » is counted from the year named before it, « l'an dernier » from the date."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import PartialDate
from corpus.relative_years import find_relative_years

DATED = PartialDate(iso="2024-02-12")
UNDATED = PartialDate()
GUESSED = PartialDate(iso="2024", inferred=True)


def years(text: str, published: PartialDate) -> list[int]:
    return [found.year for found in find_relative_years(text, published)]


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("11 700 visiteurs en 2021, contre 8 900 l'année précédente", 2020),
        ("Ils étaient 40 en 2021 et 30 l’année d’avant", 2020),
        ("63 jours en 2018, 47 un an plus tard", 2019),
        ("7 400 en 2019 et 6 100 un an plus tôt", 2018),
    ],
)
def test_counted_from_the_year_before_it(text: str, year: int) -> None:
    assert years(text, UNDATED) == [year]


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("L'an dernier, 310 dossiers", 2023),
        ("ils étaient deux fois moins l'an passé", 2023),
        ("Cette année, 74 exposants", 2024),
        ("contre 9,4 M€ l'année d'avant", 2023),
    ],
)
def test_counted_from_the_publication(text: str, year: int) -> None:
    assert years(text, DATED) == [year]


@pytest.mark.parametrize("published", [UNDATED, GUESSED])
def test_nothing_is_counted_from_a_date_that_is_not_known(published: PartialDate) -> None:
    assert years("L'an dernier, 310 dossiers. Cette année, 74 exposants.", published) == []


@given(st.text(max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    for found in find_relative_years(text, DATED):
        assert 0 <= found.start < found.end <= len(text)
