"""A sheet as an ODT file, for LibreOffice and Word."""

from __future__ import annotations

import io
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from ui.fiche import words
from ui.fiche.model import Entry, Fiche, Line, Quote, Source
from ui.fiche.odt_styles import WIDTHS_CM, add_styles, set_page, style_name
from ui.fiche.xml_text import clean

if TYPE_CHECKING:
    from odfdo import Body, Document, Paragraph, Table


def to_odt(fiche: Fiche) -> bytes:
    """Return the file: headings, numbered quotes, a table of sources; no name of an author."""
    from odfdo import Document

    writing = Document("text")
    body = writing.body
    body.clear()
    add_styles(writing)
    set_page(writing, clean(f"{fiche.title} · {fiche.consulted_words}"))
    _describe(writing, fiche)
    body.append(_paragraph("Fiche titre", fiche.title))
    body.append(_paragraph("Fiche date", words.consulted_line(fiche)))
    if fiche.name:
        named = _paragraph("Fiche")
        named.append(_span(words.FOR, "Fiche fort"))
        named.append_plain_text(f" {clean(fiche.name)}")
        body.append(named)
    body.append(_heading(words.QUESTIONS, 1))
    for rank, entry in enumerate(fiche.entries, start=1):
        _add_entry(body, rank, entry)
    if not fiche.entries:
        body.append(_paragraph("Fiche", words.NOTHING))
    if fiche.checks:
        body.append(_heading(words.CHECKS, 1))
        body.append(_paragraph("Fiche", words.CHECKS_LEAD))
        for check in fiche.checks:
            body.append(_paragraph("Fiche numérotée", f"☐\t{words.bound(check)}"))
    if fiche.quotes:
        body.append(_heading(words.QUOTES, 1))
        body.append(_paragraph("Fiche", words.QUOTES_LEAD))
        for quote in fiche.quotes:
            body.append(_quote(quote))
        body.append(_heading(words.SOURCES, 1))
        body.append(_sources(fiche.sources))
    file = io.BytesIO()
    writing.save(file)
    return file.getvalue()


def _describe(writing: Document, fiche: Fiche) -> None:
    """Set language and properties: the program is the author, nobody else."""
    writing.set_language("fr-FR")
    writing.meta.set_title(clean(f"{fiche.title} – {fiche.consulted_words}"))
    writing.meta.set_creator("Balise")
    writing.meta.set_initial_creator("Balise")
    writing.meta.set_generator("Balise")
    day = datetime.combine(fiche.consulted, time())
    writing.meta.set_creation_date(day)
    writing.meta.set_modification_date(day)


def _heading(text: str, level: int) -> Any:
    from odfdo import Header

    heading = Header(level, clean(text))
    heading.style = f"Heading_20_{level}"
    return heading


def _paragraph(style: str, text: str = "") -> Paragraph:
    from odfdo import Paragraph

    return Paragraph(clean(text), style=style_name(style))


def _span(text: str, style: str) -> Any:
    from odfdo import Span

    return Span(clean(text), style=style_name(style))


def _add_entry(body: Body, rank: int, entry: Entry) -> None:
    body.append(_heading(f"{rank}. {words.bound(entry.question)}", 2))
    if entry.understood:
        body.append(_paragraph("Fiche compris", f"{words.UNDERSTOOD} {entry.understood}"))
    state = "Fiche divergent" if entry.differs else "Fiche vérifié"
    state = state if entry.answered else "Fiche sans réponse"
    body.append(_paragraph(state, f"{words.sign_of(entry)} {entry.state}"))
    for line in entry.lines:
        body.append(_line(line))


def _line(line: Line) -> Paragraph:
    paragraph = _paragraph("Fiche liste" if line.bullet else "Fiche", "• " if line.bullet else "")
    for piece in line.pieces:
        if piece.quote:
            paragraph.append(_mark(piece.text, f"#citation-{piece.quote}"))
        else:
            paragraph.append_plain_text(clean(words.bound(piece.text)))
    return paragraph


def _mark(text: str, url: str) -> Any:
    """Return the mark of a quote, which leads to it."""
    from odfdo import Link

    link = Link(url, text=None)
    link.append(_span(text, "Fiche renvoi"))
    return link


def _quote(quote: Quote) -> Paragraph:
    from odfdo import Bookmark, LineBreak

    paragraph = _paragraph("Fiche numérotée")
    paragraph.append(Bookmark(f"citation-{quote.n}"))
    paragraph.append(_span(f"[{quote.n}]", "Fiche renvoi"))
    paragraph.append_plain_text(f"\t«\u00a0{clean(quote.text)}\u00a0»")
    paragraph.append(LineBreak())
    paragraph.append(_span(words.bound(quote.label), "Fiche provenance"))
    return paragraph


def _sources(sources: tuple[Source, ...]) -> Table:
    from odfdo import Column, HeaderRows, Table

    table = Table(words.SOURCES, style="FicheSources")
    for number in range(len(WIDTHS_CM)):
        table.append(Column(style=f"FicheColonne{number}"))
    heading = HeaderRows()
    heading.append(_row(words.COLUMNS, "Fiche fort"))
    table.append(heading)
    for source in sources:
        where = "\n".join(part for part in (words.place_cell(source), source.url) if part)
        told = (
            words.bound(source.title),
            words.publisher_cell(source),
            source.date,
            source.territory,
            where,
            words.quotes_cell(source),
        )
        table.append(_row(told))
    return table


def _row(texts: tuple[str, ...], style: str = "") -> Any:
    from odfdo import Cell, Row

    row = Row(style="FicheRang")
    for text in texts:
        paragraph = _paragraph("Fiche tableau", "" if style else text)
        if style:
            paragraph.append(_span(text, style))
        cell = Cell(cell_type="string", style="FicheCase")
        cell.append(paragraph)
        row.append(cell)
    return row
