"""French words around the quotes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.question import Question
from assistant.wording import french_date, one_line, places_asked, say, source_label
from corpus.document import Document, PartialDate


@pytest.mark.parametrize(
    ("iso", "written"),
    [
        ("2021-03-29", "29 mars 2021"),
        ("2021-08-01", "1er août 2021"),
        ("2021-12", "décembre 2021"),
        ("2021", "2021"),
        ("", ""),
    ],
)
def test_a_date_is_written_as_finely_as_it_is_known(iso: str, written: str) -> None:
    assert french_date(PartialDate(iso=iso)) == written


def test_a_source_says_who_and_when(source: Callable[[str], Document]) -> None:
    assert source_label(source("atelier.md")) == "Gazette de Tours, 12 mai 2023"


def test_a_source_without_a_date_says_so(source: Callable[[str], Document]) -> None:
    assert source_label(source("note.txt")) == "source non datée"


@pytest.mark.parametrize(
    ("question", "places"),
    [
        ("Combien de soudeurs dans le Calaisis ?", "le Calaisis"),
        ("Combien de soudeurs en Bretagne ?", "la Bretagne"),
        ("Combien de soudeurs en Maine-et-Loire ?", "le Maine-et-Loire"),
        ("Combien de soudeurs en Île-de-France ?", "l'Île-de-France"),
        ("Combien de soudeurs dans les Hauts-de-France ?", "les Hauts-de-France"),
        ("Combien de soudeurs au Mans ?", "Le Mans"),
        ("Combien de soudeurs à Tours ?", "Tours"),
    ],
)
def test_a_place_keeps_its_article(
    understood: Callable[[str], Question], question: str, places: str
) -> None:
    assert places_asked(understood(question)) == places


def test_the_cells_of_a_row_do_not_run_together() -> None:
    assert one_line("2023-2024    32     16\t 457") == "2023-2024 | 32 | 16 | 457"


@pytest.mark.parametrize(
    ("quote", "line"),
    [
        ("La scierie  emploie 12 personnes.", "La scierie emploie 12 personnes."),
        ("La  scierie  emploie  12 personnes.", "La scierie emploie 12 personnes."),
        ("La scierie emploie\n     douze\n     personnes.", "La scierie emploie douze personnes."),
        ("La scierie    \nemploie    \ndouze personnes.", "La scierie emploie douze personnes."),
    ],
)
def test_blanks_that_part_no_cells_are_one_space(quote: str, line: str) -> None:
    assert one_line(quote) == line


def test_a_text_is_filled_in() -> None:
    assert say("not_found_other_territory_unknown", place="Laval").endswith("pour Laval.")


def test_an_unknown_text_is_an_error() -> None:
    with pytest.raises(KeyError):
        say("no_such_text")


def test_a_list_becomes_one_line() -> None:
    assert (
        one_line("Trois modules :\n\n- le plan ;\n• l'arc.") == "Trois modules : le plan ; l'arc."
    )


def test_a_hyphen_inside_a_line_stays() -> None:
    assert one_line("un centre-ville\nrénové") == "un centre-ville rénové"


@given(st.text(max_size=200))
def test_any_quote_fits_on_one_line(text: str) -> None:
    assert len(one_line(text).splitlines()) <= 1
