"""Names that come from a browser become plain file names."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ui.documents.names import numbered_name, safe_name

HOSTILE = st.text(alphabet=st.sampled_from('ab./\\:*?"<>| \t\n\x00~$.é🙂README-con'), max_size=60)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Rapport 2024.pdf", "Rapport 2024.pdf"),
        ("Métiers d'avenir – été.docx", "Métiers d'avenir – été.docx"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.txt", "boot.txt"),
        ("C:\\Users\\marie\\fiche.odt", "fiche.odt"),
        ("/etc/cron.d/x.md", "x.md"),
        (".cache.md", "cache.md"),
        ("README.md", "document-README.md"),
        ("con.txt", "document-con.txt"),
        ("<script>alert(1)</script>.html", "script-.html"),
        ('a"b|c?.txt', "a-b-c-.txt"),
        (".pdf", "pdf"),
        ("...", "document"),
        ("", "document"),
        ("nul\x00l.txt", "null.txt"),
    ],
)
def test_a_name_is_made_safe(sent: str, kept: str) -> None:
    assert safe_name(sent) == kept


@given(st.text(max_size=400) | HOSTILE)
@example("é" * 300 + ".pdf")
@example("🙂" * 100)
@example("a/../b")
def test_a_safe_name_stays_in_its_folder_and_can_be_written(sent: str) -> None:
    name = safe_name(sent)
    folder = Path("/uploads")

    assert (folder / name).resolve().parent == folder
    assert not name.startswith(".")
    assert 0 < len(name.encode()) <= 200
    assert not set(name) & set('/\\<>:"|?*\x00')


@given(st.text(max_size=400) | HOSTILE)
def test_a_safe_name_is_left_as_it_is(sent: str) -> None:
    assert safe_name(safe_name(sent)) == safe_name(sent)


def test_a_number_goes_before_the_suffix() -> None:
    assert numbered_name("rapport.pdf", 2) == "rapport-2.pdf"
    assert numbered_name("rapport", 3) == "rapport-3"
