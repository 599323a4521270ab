"""A document as HTML: every word of it, as text, with the quote marked where it stands."""

from __future__ import annotations

import re
import unicodedata
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Document, Heading, Page
from ui.page.html_source import blocks_of, source_panel, window

_TEXTS = st.text(st.sampled_from("ab <>&\"'\n«é»"), min_size=1, max_size=80).map(
    lambda text: unicodedata.normalize("NFC", text)
)


def document(text: str, **details: object) -> Document:
    return Document.model_validate(
        {"id": "d", "text": text, "title": "Titre", "path": "/srv/notes/d.md", "sha256": "0"}
        | details
    )


def words(html: str) -> str:
    return "".join(unescape(re.sub(r"<[^>]*>", "", html)).split())


@given(_TEXTS, st.data())
def test_all_words_are_shown_and_only_the_quote_is_marked(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    blocks = blocks_of(document(text), start, end, 0, len(text))
    runs = [run for block in blocks for run in block.runs]
    assert words("".join(run.text for run in runs).replace("<", "&lt;")) == words(
        text.replace("<", "&lt;")
    )
    marked = "".join(run.text for run in runs if run.marked)
    assert "".join(marked.split()) == "".join(text[start:end].split())


@given(_TEXTS)
def test_text_of_a_document_adds_no_element(text: str) -> None:
    plain, shown = source_panel(document("mot")), source_panel(document(text))
    inner = re.search(r'<div class="text".*</div>', shown, re.DOTALL)
    assert inner
    tags = set(re.findall(r"</?(\w+)", inner.group()))
    assert tags <= {"div", "p", "mark", "table", "thead", "tbody", "tr", "th", "td"}
    assert shown.count("<section") == plain.count("<section")


def test_rows_of_a_table_are_shown_in_columns_under_their_headers() -> None:
    text = "Les bassins\n\nBassin | 2021 | 2022\nLimoges | 1 980 | 2 060\nTulle | 640 | 705\n\nFin."
    start = text.index("Tulle")
    shown = source_panel(document(text), start, text.index("\n\nFin"))
    assert re.findall(r"<th scope[^>]*>(.*?)</th>", shown) == ["Bassin", "2021", "2022"]
    assert re.findall(r"<td>(.*?)</td>", shown) == [
        "Limoges", "1 980", "2 060",
        "<mark>Tulle</mark>", "<mark>640</mark>", "<mark>705</mark>",
    ]  # fmt: skip
    assert "<p>Fin.</p>" in shown


def test_years_alone_stand_over_the_figures() -> None:
    shown = source_panel(document("    2021     2022\nLimoges  1 980    2 060\nTulle  640  705"))
    assert re.findall(r"<th scope[^>]*>(.*?)</th>", shown) == ["", "2021", "2022"]


def test_each_table_has_its_own_headers() -> None:
    one = "Bassin | 2021\nTulle | 640\nUssel | 300"
    shown = source_panel(document(f"{one}\n\n{one.replace('2021', '2022')}"))
    assert shown.count("<table") == 2


def test_offsets_outside_the_text_mark_nothing() -> None:
    for start, end in ((-1, 3), (2, 2), (0, 99), (5, 1)):
        assert "<mark>" not in source_panel(document("Un texte court."), start, end)


def test_headings_and_pages_are_told_from_paragraphs() -> None:
    text = "Titre\n\nUn.\n\nDeux."
    made = document(
        text,
        headings=(Heading(level=1, start=0, end=5),),
        pages=(Page(number=1, start=0, end=9), Page(number=2, start=11, end=len(text))),
    )
    blocks = blocks_of(made, 0, 0, 0, len(text))
    assert [(block.level, block.page) for block in blocks] == [(1, 1), (0, None), (0, 2)]


@given(st.integers(0, 200_000), st.integers(1, 500))
def test_long_document_is_shown_around_its_quote(start: int, length: int) -> None:
    text = "Une ligne de vingt s\n" * 10_000
    end = min(len(text), start + length)
    first, last = window(text, start, end)
    assert 0 <= first <= start <= end <= last <= len(text)
    assert last - first < 70_000
    assert first == 0 or text[first - 1] == "\n"


def test_link_of_a_document_is_never_a_script() -> None:
    assert "href" not in source_panel(document("mot", url="javascript:alert(1)"))
    assert 'href="https://exemple.fr"' in source_panel(document("mot", url="https://exemple.fr"))


def test_only_the_name_of_the_file_is_shown() -> None:
    shown = source_panel(document("mot"))
    assert "d.md" in shown
    assert "/srv/notes" not in shown


def test_document_that_is_gone_says_so() -> None:
    assert "n’est plus dans la base" in source_panel(None)
