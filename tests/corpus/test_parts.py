"""A file may hold several texts: what is said of one is not said of the next."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.library import read_document
from corpus.parts import part_at, parts_of

PROSE = "L'atelier fabrique des ruches et des cadres pour les apiculteurs de toute la région. " * 4
ADVERTS = (
    "OFFRE 1\n=======\n\nSoudeur (H/F) - CDI\nForge Kerlan - Vannes (56)\n"
    f"Publiée le 3 mai 2025\n\n{PROSE}\n\n-----------\n\n"
    f"OFFRE 2\n=======\n\nTourneuse (H/F)\nPubliée le 9 juin 2025\n\n{PROSE}\n"
)


def test_each_text_is_called_by_its_first_lines() -> None:
    assert [part.head for part in parts_of(ADVERTS)] == [
        "OFFRE 1 — Soudeur (H/F) - CDI — Forge Kerlan - Vannes (56)",
        "OFFRE 2 — Tourneuse (H/F)",
    ]


def test_together_they_make_the_whole_from_the_first_on() -> None:
    first, second = parts_of(ADVERTS)
    assert (first.start, first.end, second.end) == (0, second.start, len(ADVERTS))
    assert part_at(ADVERTS, second.start) == second
    assert part_at(ADVERTS, second.start - 1) == first


@pytest.mark.parametrize(
    "text",
    [
        f"Module 1 – Le bois\n\n{PROSE}\n\nModule 2 – La cire\n\n{PROSE}",
        f"OFFRE 1\n\n{PROSE}",
        f"OFFRE 1\n\n{PROSE}\n\nOFFRE 3\n\n{PROSE}",
        "Fiche 1\n\nL'atelier.\n\nFiche 2\n\nLa cire.",
        f"OFFRE 1\n\n{PROSE}\n\nFICHE 2\n\n{PROSE}",
        PROSE,
    ],
)
def test_parts_of_one_subject_are_no_texts_of_their_own(text: str) -> None:
    assert parts_of(text) == ()


def test_none_of_them_titles_or_dates_the_file(tmp_path: Path) -> None:
    path = tmp_path / "offres_mai-juin.txt"
    path.write_text(ADVERTS, "utf-8")
    document = read_document(path)
    assert document.title == "Offres mai juin"
    assert (document.published.iso, document.published.inferred) == ("2025", True)


def test_texts_of_two_years_are_of_none(tmp_path: Path) -> None:
    path = tmp_path / "offres.txt"
    path.write_text(ADVERTS.replace("3 mai 2025", "3 mai 2023"), "utf-8")
    assert read_document(path).published.iso == ""
