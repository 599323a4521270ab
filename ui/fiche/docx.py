"""A sheet as a DOCX file, for LibreOffice and Word."""

from __future__ import annotations

import io
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from ui.fiche import words
from ui.fiche.model import Entry, Fiche, Quote, Source
from ui.fiche.xml_text import clean

if TYPE_CHECKING:
    from docx.document import Document as Writing

_ACCENT = "0B5563"
_SOFT = "52606D"
_WARN = "7A4100"
_FONT = "Arial"
_WIDTHS_CM = (4.6, 3.0, 2.2, 2.8, 3.2, 1.8)
"""Of the columns of the table of sources: 17.6 cm between the margins of an A4 page."""


def to_docx(fiche: Fiche) -> bytes:
    """Return the file: headings, numbered quotes, a table of sources; no name of an author."""
    import docx

    writing = docx.Document()
    _prepare(writing, fiche)
    writing.add_heading(clean(fiche.title), 0)
    writing.add_paragraph(clean(words.consulted_line(fiche)), "Subtitle")
    if fiche.name:
        paragraph = writing.add_paragraph()
        paragraph.add_run(f"{words.FOR} ").bold = True
        paragraph.add_run(clean(fiche.name))
    writing.add_heading(words.QUESTIONS, 1)
    for rank, entry in enumerate(fiche.entries, start=1):
        _add_entry(writing, rank, entry)
    if not fiche.entries:
        writing.add_paragraph(words.NOTHING)
    if fiche.checks:
        writing.add_heading(words.CHECKS, 1)
        writing.add_paragraph(words.CHECKS_LEAD).paragraph_format.keep_with_next = True
        for check in fiche.checks:
            _hanging(writing.add_paragraph(f"☐\t{clean(words.bound(check))}"))
    if fiche.quotes:
        writing.add_heading(words.QUOTES, 1)
        writing.add_paragraph(words.QUOTES_LEAD).paragraph_format.keep_with_next = True
        for quote in fiche.quotes:
            _add_quote(writing, quote)
        writing.add_heading(words.SOURCES, 1)
        _add_sources(writing, fiche.sources)
    file = io.BytesIO()
    writing.save(file)
    return file.getvalue()


def _prepare(writing: Writing, fiche: Fiche) -> None:
    """Set page, language, styles, running head and properties."""
    from docx.oxml.ns import qn
    from docx.shared import Cm

    properties = writing.core_properties
    properties.title = clean(f"{fiche.title} – {fiche.consulted_words}")
    properties.author = "Balise"
    properties.last_modified_by = "Balise"
    properties.comments = ""
    properties.language = "fr-FR"
    properties.created = properties.modified = datetime.combine(fiche.consulted, time())
    for language in writing.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "fr-FR")
    page = writing.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(1.7)
    page.top_margin = page.bottom_margin = Cm(2)
    _style(writing, "Normal", 10.5)
    _style(writing, "Title", 22, "1C2733", bold=True)
    _style(writing, "Subtitle", 10, _SOFT)
    _style(writing, "Heading 1", 14, _ACCENT, bold=True, before=16)
    _style(writing, "Heading 2", 11.5, "1C2733", bold=True, before=10)
    _style(writing, "List Bullet", 10.5)
    _style(writing, "Header", 9, _SOFT)
    page.header.paragraphs[0].text = clean(f"{fiche.title} · {fiche.consulted_words}")
    footer = page.footer.paragraphs[0]
    footer.alignment = 2
    _field(footer, "PAGE")
    footer.add_run(" / ")
    _field(footer, "NUMPAGES")


def _style(
    writing: Writing,
    name: str,
    size: float,
    colour: str | None = None,
    *,
    bold: bool = False,
    before: float = 0,
) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    style: Any = writing.styles[name]
    style.font.name, style.font.size, style.font.bold = _FONT, Pt(size), bold
    style.font.italic = False
    if colour:
        style.font.color.rgb = RGBColor.from_string(colour)
    style.paragraph_format.space_before = Pt(before)
    style.paragraph_format.space_after = Pt(4)
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)  # a theme's font wins over the one named
    fonts.set(qn("w:cs"), _FONT)
    language = properties.find(qn("w:lang"))
    if language is None:
        language = properties.makeelement(qn("w:lang"), {})
        properties.append(language)
    language.set(qn("w:val"), "fr-FR")


def _field(paragraph: Any, code: str) -> None:
    """Add a number that the word processor works out: a page, their count."""
    from docx.oxml.ns import qn

    field = paragraph._p.makeelement(qn("w:fldSimple"), {qn("w:instr"): code})
    paragraph._p.append(field)
    run = paragraph.add_run("1")
    field.append(run._r)


def _add_entry(writing: Writing, rank: int, entry: Entry) -> None:
    from docx.shared import RGBColor

    writing.add_heading(f"{rank}. {clean(words.bound(entry.question))}", 2)
    if entry.understood:
        understood = writing.add_paragraph()
        understood.add_run(clean(f"{words.UNDERSTOOD} {entry.understood}")).italic = True
        understood.paragraph_format.keep_with_next = True
    state = writing.add_paragraph()
    state.paragraph_format.keep_with_next = True
    told = state.add_run(f"{words.sign_of(entry)} {entry.state}")
    told.bold = True
    colour = _WARN if entry.differs else _ACCENT if entry.answered else _SOFT
    told.font.color.rgb = RGBColor.from_string(colour)
    for line in entry.lines:
        paragraph = writing.add_paragraph(style="List Bullet" if line.bullet else None)
        for piece in line.pieces:
            if piece.quote:
                _link(paragraph, piece.text, piece.quote)
            else:
                paragraph.add_run(clean(words.bound(piece.text)))


def _link(paragraph: Any, text: str, quote: int) -> None:
    """Add the mark of a quote, which leads to it."""
    from docx.oxml.ns import qn
    from docx.shared import RGBColor

    run = paragraph.add_run(text)
    run.bold = True
    run.font.color.rgb = RGBColor.from_string(_ACCENT)
    link = paragraph._p.makeelement(qn("w:hyperlink"), {qn("w:anchor"): f"citation-{quote}"})
    paragraph._p.append(link)
    link.append(run._r)


def _add_quote(writing: Writing, quote: Quote) -> None:
    from docx.shared import Pt, RGBColor

    paragraph = _hanging(writing.add_paragraph())
    number = paragraph.add_run(f"[{quote.n}]")
    number.bold = True
    number.font.color.rgb = RGBColor.from_string(_ACCENT)
    _bookmark(paragraph, number, f"citation-{quote.n}", quote.n)
    paragraph.add_run(f"\t«\u00a0{clean(quote.text)}\u00a0»")
    label = paragraph.add_run(clean(words.bound(quote.label)))
    label.font.size = Pt(9)
    label.font.color.rgb = RGBColor.from_string(_SOFT)
    label._r.insert_element_before(label._r.makeelement(_br(), {}), "w:t")


def _br() -> str:
    from docx.oxml.ns import qn

    return str(qn("w:br"))


def _bookmark(paragraph: Any, run: Any, name: str, number: int) -> None:
    from docx.oxml.ns import qn

    ident = {qn("w:id"): str(number)}
    run._r.addprevious(
        paragraph._p.makeelement(qn("w:bookmarkStart"), {**ident, qn("w:name"): name})
    )
    run._r.addnext(paragraph._p.makeelement(qn("w:bookmarkEnd"), ident))


def _hanging(paragraph: Any) -> Any:
    """Set a paragraph beside its number, and keep it on one page."""
    from docx.shared import Cm

    layout = paragraph.paragraph_format
    layout.left_indent, layout.first_line_indent = Cm(1.1), Cm(-1.1)
    layout.tab_stops.add_tab_stop(Cm(1.1))
    layout.keep_together = True
    return paragraph


def _add_sources(writing: Writing, sources: tuple[Source, ...]) -> None:
    table: Any = writing.add_table(rows=1, cols=len(words.COLUMNS))
    table.style = "Table Grid"
    table.autofit = False
    _repeat(table.rows[0])
    for cell, column in zip(table.rows[0].cells, words.COLUMNS, strict=True):
        _fill(cell, column, bold=True)
    for source in sources:
        where = "\n".join(part for part in (words.place_cell(source), source.url) if part)
        row = table.add_row()
        told = (
            words.bound(source.title),
            words.publisher_cell(source),
            source.date,
            source.territory,
            where,
            words.quotes_cell(source),
        )
        for number, (cell, text) in enumerate(zip(row.cells, told, strict=True)):
            _fill(cell, text, bold=number == 0)
    from docx.shared import Cm

    for row in table.rows:
        for cell, width in zip(row.cells, _WIDTHS_CM, strict=True):
            cell.width = Cm(width)


def _fill(cell: Any, text: str, *, bold: bool) -> None:
    from docx.shared import Pt

    run = cell.paragraphs[0].add_run(clean(text))
    run.font.size, run.bold = Pt(9), bold


def _repeat(row: Any) -> None:
    """Show the row again at the top of each page that the table reaches."""
    from docx.oxml.ns import qn

    properties = row._tr.get_or_add_trPr()
    properties.append(properties.makeelement(qn("w:tblHeader"), {qn("w:val"): "true"}))
