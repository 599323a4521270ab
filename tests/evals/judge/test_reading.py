"""What counts as an opinion of the judge, and what as its failure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.judge.reading import read_score, read_yes_no


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("OUI\nTout est cité.", (True, "Tout est cité.")),
        ("NON\nLa date manque.", (False, "La date manque.")),
        ("**Oui.**\n\nTout est\ncité.", (True, "Tout est cité.")),
        ("Réponse : NON", (False, "")),
        ("Non : la date manque.", (False, "la date manque")),
        ("<think>\nOUI ? NON ?\n</think>\nNON\nLe lieu diffère.", (False, "Le lieu diffère.")),
    ],
)
def test_a_first_line_that_says_yes_or_no_is_read(written: str, read: tuple[bool, str]) -> None:
    assert read_yes_no(written) == read


@pytest.mark.parametrize(
    "written",
    [
        "",
        "YES",
        "Oui ou non",
        "OUIstiti",
        "La réponse est fidèle.\nOUI",
        "<think>OUI, sans doute, mais la longueur",
    ],
)
def test_anything_else_is_not_taken_for_a_yes_or_a_no(written: str) -> None:
    assert read_yes_no(written) is None


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("4\nIl manque l'année.", (4, "Il manque l'année.")),
        ("Note : 5/5\nTout y est.", (5, "Tout y est.")),
        ("**3,0 sur 5**", (3, "")),
        ("<think>2 ou 3 ?</think>2", (2, "")),
    ],
)
def test_a_first_line_that_is_a_score_is_read(written: str, read: tuple[int, str]) -> None:
    assert read_score(written) == read


@pytest.mark.parametrize(
    "written", ["", "0", "6", "45", "4,5", "3/4", "4 erreurs", "1. Tout est juste.", "OUI\n5"]
)
def test_anything_else_is_not_taken_for_a_score(written: str) -> None:
    assert read_score(written) is None


@given(st.text())
def test_whatever_is_written_is_read_or_refused(written: str) -> None:
    assert read_yes_no(written) is None or read_score(written) is None


@given(st.integers(1, 5), st.text("abcdé ", max_size=30))
def test_a_score_alone_on_its_line_is_that_score(score: int, reason: str) -> None:
    assert read_score(f"{score}\n{reason}") == (score, " ".join(reason.split()))
