"""The three forms of a sheet, read back: the same content, whatever it is made of."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import docx
import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from odfdo import Document as OdfDocument

from assistant.answer import Answer
from corpus.readers.registry import READERS
from tests.ui.fiche.conftest import DAY, answered, cite, missing
from ui.fiche.build import build_fiche
from ui.fiche.docx import to_docx
from ui.fiche.model import Fiche
from ui.fiche.odt import to_odt
from ui.fiche.page import to_html

HOSTILE = "<script>alert('x')</script> & \"guillemets\" <b>gras</b> {{ 7 * 7 }} ]]>"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)


def of_html(fiche: Fiche) -> str:
    page = lxml.html.fromstring(to_html(fiche))
    for style in page.iter("style"):
        style.text = ""
    return page.text_content()


def of_docx(fiche: Fiche) -> str:
    document = docx.Document(io.BytesIO(to_docx(fiche)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def of_odt(fiche: Fiche) -> str:
    tree = etree.fromstring(zipfile.ZipFile(io.BytesIO(to_odt(fiche))).read("content.xml"))
    told = []
    for element in tree.iter(f"{TEXT}p", f"{TEXT}h"):
        for space in element.iter(f"{TEXT}s", f"{TEXT}tab", f"{TEXT}line-break"):
            space.text = " " * int(space.get(f"{TEXT}c", "1"))
        told.append("".join(element.itertext()))
    return "\n".join(told)


FORMS = pytest.mark.parametrize("read", [of_html, of_docx, of_odt])
Read = Callable[[Fiche], str]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text)


@pytest.fixture
def fiche(answers: list[Answer]) -> Fiche:
    return build_fiche(answers, consulted=DAY, fingerprint="abc123", name="Atelier de mardi")


def every_text(fiche: Fiche) -> Iterator[str]:
    """Everything that a sheet must say."""
    yield from (fiche.title, fiche.name, fiche.consulted_words, fiche.fingerprint, *fiche.checks)
    for entry in fiche.entries:
        yield from (entry.question, entry.understood, entry.state)
        for line in entry.lines:
            yield "".join(piece.text for piece in line.pieces)
    for quote in fiche.quotes:
        yield from (f"[{quote.n}]", quote.text, quote.label)
    for source in fiche.sources:
        yield from (source.title, source.publisher, source.kind.value, source.date)
        yield from (source.territory, source.pages, source.url or "", source.file)


@FORMS
def test_everything_is_there(fiche: Fiche, read: Read) -> None:
    text = squeezed(read(fiche))

    assert [told for told in every_text(fiche) if squeezed(told).strip() not in text] == []


@FORMS
def test_no_name_is_there_unless_it_was_typed(answers: list[Answer], read: Read) -> None:
    text = read(build_fiche(answers, consulted=DAY, fingerprint="abc123"))

    assert "Pour :" not in text
    assert "marie" not in text


@FORMS
def test_quotes_are_exact(read: Read) -> None:
    words = "« Déjà\u00a0»  vu : 6 800 offres, soit 72\u202f% ; n°\u00a01 !"
    text = read(build_fiche([answered("Q ?", cite(1, words))], consulted=DAY, fingerprint=""))

    assert squeezed(words) in squeezed(text)


@FORMS
def test_markup_is_only_words(read: Read) -> None:
    hostile = build_fiche(
        [
            answered(HOSTILE, cite(1, HOSTILE, title=HOSTILE, publisher=HOSTILE)),
            missing(HOSTILE),
        ],
        consulted=DAY,
        fingerprint=HOSTILE,
        name=HOSTILE,
    )
    text = read(hostile)

    assert squeezed(text).count(squeezed(HOSTILE)) >= 7


def test_the_page_holds_no_element_that_nobody_wrote() -> None:
    hostile = answered(HOSTILE, cite(1, HOSTILE, title=HOSTILE, publisher=HOSTILE))
    page = lxml.html.fromstring(
        to_html(build_fiche([hostile], consulted=DAY, fingerprint=HOSTILE, name=HOSTILE))
    )

    assert not list(page.iter("script", "img", "iframe", "object", "form"))
    assert [b.text for b in page.iter("b")] == ["Pour :"]


@FORMS
@settings(max_examples=25, deadline=None)
@given(question=ANY_TEXT, quote=ANY_TEXT, title=ANY_TEXT, name=ANY_TEXT)
def test_any_text_can_be_written(
    read: Read, question: str, quote: str, title: str, name: str
) -> None:
    answer = answered(question, cite(1, quote, title=title))
    fiche = build_fiche([answer], consulted=DAY, fingerprint="abc", name=name)

    assert "abc" in read(fiche)


@FORMS
def test_an_empty_sheet_says_so(read: Read) -> None:
    text = read(build_fiche([], consulted=DAY, fingerprint=""))

    assert "Aucune question dans cette fiche." in text
    assert "À vérifier" not in text
    assert "Sources\n" not in text


def test_the_page_asks_nothing_of_another_file(fiche: Fiche) -> None:
    html = to_html(fiche)
    page = lxml.html.fromstring(html)
    outside = [href for *_, href, _ in page.iterlinks() if not href.startswith("#")]

    assert outside == ["https://presse.example/recruter"]
    assert "url(" not in html
    assert "@import" not in html
    assert page.get("lang") == "fr"


def test_each_mark_of_the_page_leads_to_its_quote(fiche: Fiche) -> None:
    page = lxml.html.fromstring(to_html(fiche))
    quotes = {item.get("id"): item.text_content() for item in page.xpath("//ol/li")}
    marks = page.find_class("mark")

    assert len(marks) == 4
    for mark in marks:
        assert mark.text in quotes[mark.get("href").removeprefix("#")]


def test_headings_go_down_one_level_at_a_time(fiche: Fiche) -> None:
    page = lxml.html.fromstring(to_html(fiche))
    levels = [int(found.tag[1]) for found in page.iter("h1", "h2", "h3", "h4")]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_docx_has_real_headings_a_table_and_a_running_head(fiche: Fiche) -> None:
    document = docx.Document(io.BytesIO(to_docx(fiche)))
    styles = [(p.style.name, p.text) for p in document.paragraphs]

    assert styles[0] == ("Title", "Fiche d'entretien")
    assert [text for style, text in styles if style == "Heading 1"] == [
        "Questions et réponses",
        "À vérifier",
        "Citations",
        "Sources",
    ]
    assert len([text for style, text in styles if style == "Heading 2"]) == 4
    assert [cell.text for cell in document.tables[0].rows[0].cells][:2] == ["Source", "Publié par"]
    assert len(document.tables[0].rows) == 3
    assert "3 novembre 2026" in document.sections[0].header.paragraphs[0].text


def test_the_docx_is_in_french_and_names_no_author(fiche: Fiche) -> None:
    data = to_docx(fiche)
    properties = docx.Document(io.BytesIO(data)).core_properties
    styles = zipfile.ZipFile(io.BytesIO(data)).read("word/styles.xml").decode()

    assert (properties.title, properties.language) == (
        "Fiche d'entretien – 3 novembre 2026",
        "fr-FR",
    )
    assert {properties.author, properties.last_modified_by} == {"Balise"}
    assert properties.created.date() == DAY
    assert set(re.findall(r'w:lang w:val="([^"]+)"', styles)) == {"fr-FR"}
    assert 'w:val="en-US"' not in styles


def test_each_mark_of_the_docx_leads_to_its_quote(fiche: Fiche) -> None:
    xml = zipfile.ZipFile(io.BytesIO(to_docx(fiche))).read("word/document.xml").decode()
    marks = re.findall(r'w:anchor="([^"]+)"', xml)

    assert marks == ["citation-1", "citation-2", "citation-3", "citation-1"]
    assert re.findall(r'bookmarkStart[^>]+w:name="([^"]+)"', xml) == [
        "citation-1",
        "citation-2",
        "citation-3",
    ]


def test_the_odt_has_real_headings_a_table_and_a_running_head(fiche: Fiche) -> None:
    document = OdfDocument(io.BytesIO(to_odt(fiche)))
    headings = [
        (h.get_attribute("text:outline-level"), h.style) for h in document.body.get_headers()
    ]

    assert [level for level, _ in headings].count("1") == 4
    assert [level for level, _ in headings].count("2") == 4
    assert {style for _, style in headings} == {"Heading_20_1", "Heading_20_2"}
    assert len(document.body.get_tables()[0].rows) == 3
    styles = zipfile.ZipFile(io.BytesIO(to_odt(fiche))).read("styles.xml").decode()
    assert "Fiche d'entretien · 3 novembre 2026</text:p></style:header>" in styles


def test_the_odt_is_in_french_and_names_no_author(fiche: Fiche) -> None:
    document = OdfDocument(io.BytesIO(to_odt(fiche)))

    assert document.language == "fr-FR"
    assert document.meta.title == "Fiche d'entretien – 3 novembre 2026"
    assert {document.meta.creator, document.meta.initial_creator} == {"Balise"}
    assert document.meta.creation_date.date() == DAY


def test_each_mark_of_the_odt_leads_to_its_quote(fiche: Fiche) -> None:
    body = OdfDocument(io.BytesIO(to_odt(fiche))).body

    assert [link.url for link in body.get_links()] == [
        "#citation-1",
        "#citation-2",
        "#citation-3",
        "#citation-1",
    ]
    assert [mark.name for mark in body.get_bookmarks()] == [f"citation-{n}" for n in (1, 2, 3)]


def test_every_style_that_the_odt_uses_is_defined(fiche: Fiche) -> None:
    archive = zipfile.ZipFile(io.BytesIO(to_odt(fiche)))
    trees = [etree.fromstring(archive.read(name)) for name in ("content.xml", "styles.xml")]
    text, table, style = (
        f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}"
        for name in ("text", "table", "style")
    )
    used = {
        value
        for element in trees[0].iter()
        for key, value in element.attrib.items()
        if key in {f"{text}style-name", f"{table}style-name"}
    }
    defined = {e.get(f"{style}name") for tree in trees for e in tree.iter(f"{style}style")}

    assert used
    assert used <= defined


@pytest.mark.parametrize(("suffix", "write"), [(".docx", to_docx), (".odt", to_odt)])
def test_a_sheet_can_itself_be_read_as_a_document(
    fiche: Fiche, suffix: str, write: Callable[[Fiche], bytes], tmp_path: Path
) -> None:
    read = READERS[suffix].read(write(fiche))

    assert "28 433 salariés" in read.text
    assert "non datée" in read.text
