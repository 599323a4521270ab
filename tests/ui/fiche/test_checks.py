"""The « à vérifier » lines: what differs, who has an interest, what is old, undated, unknown."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.answer import Answer, Reason, Status
from corpus.document import PartialDate, PublisherKind
from tests.ui.fiche.conftest import DAY, SALARIED, answered, cite, missing
from ui.fiche.build import build_fiche
from ui.fiche.checks import full_years


def checks(*answers: Answer) -> tuple[str, ...]:
    return build_fiche(answers, consulted=DAY, fingerprint="").checks


def test_a_recent_public_dated_figure_needs_no_check() -> None:
    assert checks(answered("Q ?", SALARIED)) == ()


def test_figures_that_differ_are_both_told(answers: list[Answer]) -> None:
    assert (
        "Sources divergentes, « Combien d'offres ? » : 6 800 offres [2] (Observatoire régional, "
        "mars 2026) ; 15 000 offres [3] (Nord Presse, source non datée)."
    ) in checks(*answers)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (PublisherKind.COMPANY, "Seule une entreprise le dit (Kalyptus) [1] : à confirmer"),
        (
            PublisherKind.SCHOOL,
            "Seul un organisme de formation le dit (Kalyptus) [1] : à confirmer",
        ),
    ],
)
def test_what_only_an_interested_party_says_is_told(kind: PublisherKind, words: str) -> None:
    said = cite(1, "Un métier passionnant.", publisher="Kalyptus", publisher_kind=kind)

    assert checks(answered("Q ?", said))[0].startswith(words)


def test_what_an_institution_says_too_is_not() -> None:
    said = cite(1, "Un métier d'avenir.", publisher_kind=PublisherKind.COMPANY)
    confirmed = cite(2, "Un métier porteur.", "autre.md")

    assert checks(answered("Q ?", said, confirmed)) == ()


def test_one_company_is_named_once_for_all_that_it_says() -> None:
    company = {"publisher": "Kalyptus", "publisher_kind": PublisherKind.COMPANY}
    found = checks(
        answered("Un ?", cite(1, "Un fait.", **company)),
        answered("Deux ?", cite(1, "Un autre fait.", **company)),
    )

    assert len(found) == 1
    assert "[1] [2]" in found[0]


@pytest.mark.parametrize(
    ("when", "quote", "told"),
    [
        ("2021", "Il y a 120 places.", "date de 2021, plus de 4 ans"),
        ("2024-06", "Il y a 120 places.", "date de juin 2024, plus de 2 ans"),
        ("2024-11-02", "Il y a 120 places.", "date du 2 novembre 2024, plus de 2 ans"),
        ("2026", "En 2019, il y avait 120 places.", "date de 2019, plus de 6 ans"),
        ("", "En 2019, il y avait 120 places.", "date de 2019, plus de 6 ans"),
        ("2024-11-03", "Il y a 120 places.", ""),
        ("2024", "Il y a 120 places.", ""),
        ("2021", "En 2026, il y aura 120 places.", ""),
        ("2021", "Un métier passionnant.", ""),
        ("2021", "L'école a été créée en 2019.", ""),
    ],
)
def test_a_figure_of_more_than_two_years_gives_its_age(when: str, quote: str, told: str) -> None:
    old = [c for c in checks(answered("Q ?", cite(1, quote, date=when))) if "ancien" in c]

    assert bool(old) == bool(told)
    assert not told or told in old[0]


@pytest.mark.parametrize(
    ("when", "years"),
    [("2024", 1), ("2023", 2), ("2024-10", 2), ("2024-11", 1), ("2024-11-03", 1), ("2026-11", -1)],
)
def test_years_are_counted_only_when_they_have_surely_passed(when: str, years: int) -> None:
    assert full_years(PartialDate(iso=when), date(2026, 11, 3)) == years


def test_a_source_without_a_date_is_told_once() -> None:
    undated = {"date": "", "title": "Le guide", "publisher": "Nord Presse"}
    found = checks(
        answered("Un ?", cite(1, "Un fait.", **undated)),
        answered("Deux ?", cite(1, "Un autre fait.", **undated)),
    )

    assert found == ("Source non datée [1] [2] : « Le guide » ; demander sa date à Nord Presse.",)


def test_a_question_without_answer_says_whom_to_ask() -> None:
    assert checks(missing("Où apprendre le braille ?")) == (
        "À demander ailleurs : « Où apprendre le braille ? » — un CIO.",
    )


def test_filters_that_left_nothing_and_failures_are_to_ask_again() -> None:
    failed = Answer(question="Q ?", understood="Q ?", status=Status.FAILED, answer="…")

    assert checks(missing("P ?", Reason.FILTERED), failed) == (
        "À reposer, les filtres écartaient tous les documents : « P ? ».",
        "À reposer, une erreur a empêché de chercher : « Q ? ».",
    )


def test_a_question_asked_twice_is_one_line() -> None:
    assert len(checks(missing("Q ?"), missing("Q ?"))) == 1
