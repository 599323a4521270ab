"""Which dates and years French text names, and which numbers are neither."""

from __future__ import annotations

import datetime
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.dates import DateMention, age_in_years, find_dates, find_year_in_question, years_in
from corpus.document import PartialDate


def only(text: str) -> DateMention:
    (mention,) = find_dates(text)
    return mention


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("Publié le 29 mars 2021", "2021-03-29"),
        ("le 1er janvier 2024", "2024-01-01"),
        ("29/03/2021", "2021-03-29"),
        ("29/03/21", "2021-03-29"),
        ("29.03.2021", "2021-03-29"),
        ("2021-03-29T15:59:38Z", "2021-03-29"),
        ("lundi 4 mai 2020", "2020-05-04"),
        ("Octobre 2021", "2021-10"),
        ("au mois de mars de l'année 2021", "2021-03"),
        ("03/2021", "2021-03"),
        ("fevrier 2023", "2023-02"),
        ("aout 2022", "2022-08"),
        ("AOÛT 2022", "2022-08"),
        ("janv. 2022", "2022-01"),
        ("en 2024", "2024"),
        ("depuis 2019", "2019"),
        ("la réforme de 2016", "2016"),
        ("la rentrée 2025.", "2025"),
        ("mi-2024", "2024"),
        ("En 2024 plusieurs entreprises", "2024"),
        ("en 2021 :", "2021"),
        ("estimés en 2017 à 380 000 personnes", "2017"),
        ("300 millions en 2003 et 12 milliards", "2003"),
    ],
)
def test_a_date_is_known_as_finely_as_it_is_written(text: str, iso: str) -> None:
    mention = only(text)
    assert mention.date == PartialDate(iso=iso, inferred=True)
    assert mention.end_date is None


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2019-2021", "2019", "2021"),
        ("de 2019 à 2021", "2019", "2021"),
        ("entre 2019 et 2021", "2019", "2021"),
        ("l'année scolaire 2024/2025", "2024", "2025"),
        ("la saison 2020-21", "2020", "2021"),
        ("du 20 au 25 mars 2023", "2023-03-20", "2023-03-25"),
        ("du 28 février au 4 mars 2022", "2022-02-28", "2022-03-04"),
        ("de janvier à mars 2022", "2022-01", "2022-03"),
        ("septembre-octobre 2021", "2021-09", "2021-10"),
        ("de novembre à février 2022", "2021-11", "2022-02"),
        ("novembre 2020 à janvier 2021", "2020-11", "2021-01"),
    ],
)
def test_a_range_has_two_ends(text: str, first: str, last: str) -> None:
    mention = only(text)
    assert mention.kind == "range"
    assert mention.date.iso == first
    assert mention.end_date is not None
    assert mention.end_date.iso == last


@pytest.mark.parametrize(
    ("text", "kind", "month", "day", "end_day"),
    [
        ("du 20 au 25 mars", "range", 3, 20, 25),
        ("Les 11, 12, 13 octobre prochains", "range", 10, 11, 13),
        ("le Salon (24 et 25 mars)", "range", 3, 24, 25),
        ("labellisée le 3 avril dernier", "date", 4, 3, None),
        ("lundi 4 mai", "date", 5, 4, None),
        ("au mois de novembre", "month", 11, None, None),
        ("en aout", "month", 8, None, None),
    ],
)
def test_a_date_without_a_year_keeps_what_was_said_and_guesses_nothing(
    text: str, kind: str, month: int, day: int | None, end_day: int | None
) -> None:
    mention = only(text)
    assert mention.date == PartialDate()
    assert mention.end_date is None
    assert (mention.kind, mention.month) == (kind, month)
    assert (mention.day, mention.end_day) == (day, end_day)


@pytest.mark.parametrize("text", ["au début du XXe siècle", "les années 1990", "l'an dernier"])
def test_a_vague_time_is_relative_and_gives_no_year(text: str) -> None:
    assert only(text).kind == "relative"
    assert years_in(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "1904 entreprises",
        "2000 personnes",
        "1791 startups référencées",
        "2019 €",
        "2019 euros",
        "1900 km",
        "plus de 2000",
        "de 2000 à 3000 salariés",
        "entre 1900 et 2000 emplois",
        "12 2024",
        "28 433",
        "15 000",
        "59000 Lille",
        "la loi n° 2018-771",
        "page 2020",
        "1750",
        "03.20.12.20.24",
        "31/02/2021",
        "version 3.2021",
    ],
)
def test_a_number_that_counts_something_is_no_year(text: str) -> None:
    assert years_in(text) == []


@pytest.mark.parametrize("text", ["novembre", "Mars attaque", "mais", "mai ou juin"])
def test_a_month_alone_needs_a_word_that_announces_it(text: str) -> None:
    assert find_dates(text) == []


def test_years_come_once_and_in_order() -> None:
    assert years_in("En 2021, puis en 2019 et 2020, enfin en mars 2021.") == [2021, 2019, 2020]


def test_a_real_sentence_gives_its_year_and_not_its_figures() -> None:
    text = "En 2024, la région compte 28 433 salariés, 6800 offres et 1904 entreprises."
    assert years_in(text) == [2024]


def test_a_question_about_a_range_asks_for_each_of_its_years() -> None:
    assert find_year_in_question("les embauches de 2019 à 2021 ?") == [2019, 2020, 2021]
    assert find_year_in_question("salaires a lille en fevrier 2023") == [2023]
    assert find_year_in_question("gagner 2000 euros par mois") == []


def test_age_counts_from_the_middle_of_what_the_date_covers() -> None:
    today = datetime.date(2026, 7, 1)
    assert age_in_years(PartialDate(iso="2024"), today) == pytest.approx(2, abs=0.01)
    assert age_in_years(PartialDate(iso="2026-06-01"), today) == pytest.approx(30 / 365.25)
    assert age_in_years(PartialDate(iso="2030"), today) == 0
    assert age_in_years(PartialDate(), today) is None


PIECES = st.sampled_from(
    ["29", " ", "mars", "2021", "-", "du ", " au ", ", ", "1er", "/", "en ", "é", "𝒳", "\n", "12"]
)


@given(st.lists(PIECES).map("".join) | st.text())
def test_offsets_count_code_points_of_the_text_as_given(text: str) -> None:
    end = 0
    for mention in find_dates(text):
        assert text[mention.start : mention.end] == mention.text != ""
        assert mention.start >= end
        end = mention.end


@pytest.mark.parametrize("piece", ["1 ", "11, ", "2019 ", "-", " ", "1", "janvier ", "1/"])
def test_no_text_makes_it_slow(piece: str) -> None:
    began = time.perf_counter()
    find_dates(piece * 50_000)
    assert time.perf_counter() - began < 3
