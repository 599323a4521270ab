"""HTML, PDF, Word and OpenDocument, read from real files made here; then every format."""

import zipfile
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import odfdo
import pytest
from docx import Document as WordFile
from fpdf import FPDF
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.canonical import canonicalise
from corpus.document import UnreadableError
from corpus.readers import office
from corpus.readers.base import RawText
from corpus.readers.docx import DocxReader
from corpus.readers.html import HtmlReader
from corpus.readers.odt import OdtReader
from corpus.readers.pdf import PdfReader
from corpus.readers.registry import READERS, supported_suffixes

PARAGRAPH = (
    "La région compte 28 433 salariés dans le numérique, avec 6800 offres d'emploi sur le marché"
    " dont 72% en CDI, et les entreprises peinent à recruter des personnes bien formées."
)


def headings(raw: RawText) -> list[tuple[int, str]]:
    return [(heading.level, raw.text[heading.start : heading.end]) for heading in raw.headings]


def test_the_registry_knows_every_suffix_in_lower_case() -> None:
    assert supported_suffixes() == tuple(sorted(READERS))
    for suffix in (".txt", ".md", ".markdown", ".html", ".htm", ".pdf", ".docx", ".odt"):
        assert suffix in READERS[suffix].suffixes


# HTML

PAGE = f"""<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8">
<title>L'emploi numérique | Région</title>
<meta property="og:title" content="L'emploi numérique">
<meta property="og:site_name" content="Région Hauts-de-France">
<meta property="article:published_time" content="2023-04-05T10:00:00+02:00">
<link rel="canonical" href="https://www.region.fr/emploi">
</head><body><nav><a href="/">Accueil</a><a href="/x">Menu</a></nav>
<article><h1>L'emploi numérique</h1><p>{PARAGRAPH}</p><h2>Les métiers</h2>
<ul><li>Développeuse</li><li>Technicien réseau</li></ul><p>{PARAGRAPH.replace("6800", "7100")}</p>
<table><tr><th>Année</th><th>Offres</th></tr><tr><td>2023</td><td>6800</td></tr></table>
<script>alert('non')</script></article><footer>Mentions légales</footer></body></html>"""


def test_the_article_of_a_page_and_what_it_declares() -> None:
    raw = HtmlReader().read(PAGE.encode())
    assert PARAGRAPH in raw.text
    assert "- Développeuse\n- Technicien réseau" in raw.text
    assert "Année | Offres\n2023 | 6800" in raw.text
    assert (2, "Les métiers") in headings(raw)
    for absent in ("alert", "Mentions légales", "Menu"):
        assert absent not in raw.text
    assert (raw.title, raw.publisher) == ("L'emploi numérique", "Région Hauts-de-France")
    assert raw.published
    assert raw.published.iso == "2023-04-05"
    assert raw.url == "https://www.region.fr/emploi"
    assert not raw.warnings


def test_the_caption_of_a_table_is_no_row() -> None:
    table = "<table><caption>Les offres</caption><tr><th>Année</th><th>Offres</th></tr>"
    page = PAGE.replace("<table><tr><th>Année</th><th>Offres</th></tr>", table)
    assert "Les offres\n\nAnnée | Offres\n2023 | 6800" in HtmlReader().read(page.encode()).text


def test_the_list_that_ends_a_short_page_is_kept() -> None:
    page = (
        f"<title>Scieur</title><h1>Scieur</h1><p>{PARAGRAPH}</p><p>Le CAP dure deux ans.</p>"
        "<h2>Employeurs</h2><ul><li>Tellurio recrute 3 scieurs.</li><li>Orvalia, 5.</li></ul>"
    )
    text = HtmlReader().read(page.encode()).text
    assert "Employeurs\n\n- Tellurio recrute 3 scieurs.\n- Orvalia, 5." in text


def test_a_page_without_an_article_keeps_its_words() -> None:
    raw = HtmlReader().read(b"<title>T</title><script>x()</script><b>Court</b><style>p{}</style>")
    assert raw.text == "Court"


def test_a_page_that_shows_nothing_is_unreadable() -> None:
    with pytest.raises(UnreadableError, match="aucun texte"):
        HtmlReader().read(b"<html><head><title>T</title></head><script>var a = 1</script></html>")


# PDF


def pdf_bytes(*pages: str, password: str = "", title: str = "") -> bytes:
    pdf = FPDF()
    pdf.set_font("helvetica", size=12)
    for page in pages:
        pdf.add_page()
        if page:
            pdf.multi_cell(0, 6, page, align="L")
    if title:
        pdf.set_title(title)
    pdf.set_creation_date(datetime(2022, 5, 6, tzinfo=UTC))
    if password:
        pdf.set_encryption(owner_password="maître", user_password=password)
    return bytes(pdf.output())


def test_pdf_pages_paragraphs_and_properties() -> None:
    pages = (f"Le numérique en région\n\n{PARAGRAPH}", f"- un\n- deux\n\n{PARAGRAPH}")
    raw = PdfReader().read(pdf_bytes(*pages, title="Étude « numérique »"))
    assert raw.text == f"Le numérique en région\n{PARAGRAPH}\n\n- un\n- deux\n{PARAGRAPH}"
    assert [page.number for page in raw.pages] == [1, 2]
    assert raw.text[raw.pages[1].start :].startswith("- un")
    assert raw.pages[0].end == raw.pages[1].start
    assert raw.pages[1].end == len(raw.text)
    assert raw.title == "Étude « numérique »"
    assert (raw.created.iso, raw.created.inferred) == ("2022-05-06", True)


def test_a_pdf_title_that_is_a_file_name_is_no_title() -> None:
    assert PdfReader().read(pdf_bytes("Texte", title="Microsoft Word - x.docx")).title == ""


def test_pages_without_text_are_said() -> None:
    raw = PdfReader().read(pdf_bytes("Texte", ""))
    assert raw.warnings == ("Sans texte lisible : page 2.",)
    assert [page.number for page in raw.pages] == [1]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (pdf_bytes(""), "numérisation"),
        (pdf_bytes("Secret", password="clé"), "mot de passe"),
        (b"%PDF-1.7\nrien", "abîmé"),
        (pdf_bytes("Texte")[:300], "abîmé"),
    ],
)
def test_unreadable_pdfs_are_explained(data: bytes, message: str) -> None:
    with pytest.raises(UnreadableError, match=message):
        PdfReader().read(data)


# Word and OpenDocument


def docx_bytes(*, template_date: bool = False) -> bytes:
    word = WordFile()
    word.add_heading("Titre du rapport", 0)
    word.add_paragraph(PARAGRAPH)
    word.add_heading("Les métiers", 2)
    word.add_paragraph("Développeuse", style="List Bullet")
    word.add_paragraph("Technicien", style="List Bullet")
    word.add_paragraph("premier", style="List Number")
    word.add_paragraph("second", style="List Number")
    table = word.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ["Année", "Offres", "2023", "6800"], strict=True):
        cell.text = text
    word.add_paragraph("Fin.")
    if not template_date:
        word.core_properties.created = datetime(2020, 1, 2)
        word.core_properties.author = "Insee"
    buffer = BytesIO()
    word.save(buffer)
    return buffer.getvalue()


STRUCTURED = (
    f"Titre du rapport\n\n{PARAGRAPH}\n\nLes métiers\n\n- Développeuse\n- Technicien\n"
    "1. premier\n2. second\n\nAnnée | Offres\n2023 | 6800\n\nFin."
)


def test_docx_in_reading_order() -> None:
    raw = DocxReader().read(docx_bytes())
    assert raw.text == STRUCTURED
    assert headings(raw) == [(1, "Titre du rapport"), (2, "Les métiers")]
    assert raw.title == "Titre du rapport"
    assert (raw.author, raw.created.iso) == ("Insee", "2020-01-02")


def test_the_date_of_the_blank_template_is_no_date() -> None:
    assert DocxReader().read(docx_bytes(template_date=True)).created.iso == ""


def odt_bytes() -> bytes:
    odf = odfdo.Document("text")
    odf.body.clear()
    odf.body.append(odfdo.Header(1, "Titre du rapport"))
    odf.body.append(odfdo.Paragraph(PARAGRAPH))
    odf.body.append(odfdo.Header(2, "Les métiers"))
    odf.body.append(odfdo.List(["Développeuse", "Technicien"]))
    table = odfdo.Table("Tableau")
    table.set_values([["Année", "Offres"], ["2023", "6800"]])
    odf.body.append(table)
    odf.body.append(odfdo.Paragraph("Fin."))
    odf.meta.title = "Rapport"
    odf.meta.creation_date = datetime(2020, 1, 2)
    buffer = BytesIO()
    odf.save(buffer)
    return buffer.getvalue()


def test_odt_in_reading_order() -> None:
    raw = OdtReader().read(odt_bytes())
    assert raw.text == STRUCTURED.replace("\n1. premier\n2. second", "")
    assert headings(raw) == [(1, "Titre du rapport"), (2, "Les métiers")]
    assert (raw.title, raw.created.iso) == ("Rapport", "2020-01-02")


def archive(**members: bytes) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in members.items():
            out.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return buffer.getvalue()


@pytest.mark.parametrize("reader", [DocxReader(), OdtReader()])
@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "abîmé"),
        (b"PK\x03\x04 n'importe quoi", "abîmé"),
        (archive(autre=b"x"), "abîmé"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "mot de passe"),
        (archive(content_xml=b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'), "entités"),
    ],
)
def test_bad_office_files_are_explained(
    reader: DocxReader | OdtReader, data: bytes, message: str
) -> None:
    with pytest.raises(UnreadableError, match=message):
        reader.read(data)


def test_a_zip_bomb_is_refused_before_it_swells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "MAX_UNCOMPRESSED", 1024 * 1024)
    with pytest.raises(UnreadableError, match="dépasse 1 Mo"):
        DocxReader().read(archive(bombe=b"\0" * 2_000_000))


def test_an_empty_word_document_is_unreadable(tmp_path: Path) -> None:
    WordFile().save(str(tmp_path / "vide.docx"))
    with pytest.raises(UnreadableError, match="aucun texte"):
        DocxReader().read((tmp_path / "vide.docx").read_bytes())


# Every format

GOOD = {
    ".txt": PARAGRAPH.encode(),
    ".md": b"# Titre\n\n- a\n- b\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
    ".html": PAGE.encode(),
    ".pdf": pdf_bytes(PARAGRAPH),
    ".docx": docx_bytes(),
    ".odt": odt_bytes(),
}


@pytest.mark.parametrize("suffix", GOOD)
def test_every_reader_gives_canonical_text(suffix: str) -> None:
    text = READERS[suffix].read(GOOD[suffix]).text
    assert text == canonicalise(text)
    assert text == text.strip("\n")


@pytest.mark.parametrize("suffix", GOOD)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_a_damaged_file_is_read_or_refused_but_never_crashes(
    suffix: str, data: st.DataObject
) -> None:
    original = GOOD[suffix]
    at = data.draw(st.integers(0, len(original) - 1))
    noise = data.draw(st.binary(min_size=1, max_size=40))
    damaged = original[:at] + noise + original[at + len(noise) :]
    if data.draw(st.booleans()):
        damaged = damaged[: at + 1]
    try:
        raw = READERS[suffix].read(damaged)
    except UnreadableError:
        return
    assert raw.text == canonicalise(raw.text)
