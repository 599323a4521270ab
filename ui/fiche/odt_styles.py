"""How an ODT sheet looks: its paragraph styles, its page, its running head."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from odfdo import Document

ACCENT, SOFT, INK, WARN = "#0b5563", "#52606d", "#1c2733", "#7a4100"
_FONT = "Liberation Sans"
_HANGING = {"fo:margin-left": "1.1cm", "fo:text-indent": "-1.1cm"}
_NEXT = {"fo:keep-with-next": "always"}
_WHOLE = {"fo:keep-together": "always"}

_PARAGRAPHS: tuple[tuple[str, str, dict[str, str], dict[str, str]], ...] = (
    ("Fiche", "Standard", {"fo:margin-bottom": "0.14cm"}, {"fo:font-size": "10.5pt"}),
    ("Fiche titre", "Fiche", {}, {"fo:font-size": "22pt", "fo:font-weight": "bold"}),
    ("Fiche date", "Fiche", {}, {"fo:font-size": "10pt", "fo:color": SOFT}),
    ("Fiche compris", "Fiche", _NEXT, {"fo:font-style": "italic", "fo:color": SOFT}),
    ("Fiche vérifié", "Fiche", _NEXT, {"fo:font-weight": "bold", "fo:color": ACCENT}),
    ("Fiche divergent", "Fiche", _NEXT, {"fo:font-weight": "bold", "fo:color": WARN}),
    ("Fiche sans réponse", "Fiche", _NEXT, {"fo:font-weight": "bold", "fo:color": SOFT}),
    ("Fiche liste", "Fiche", {"fo:margin-left": "0.5cm", "fo:text-indent": "-0.4cm"}, {}),
    ("Fiche numérotée", "Fiche", {**_HANGING, **_WHOLE}, {}),
    ("Fiche tableau", "Fiche", {"fo:margin-bottom": "0cm"}, {"fo:font-size": "9pt"}),
    ("Fiche en-tête", "Fiche", {}, {"fo:font-size": "9pt", "fo:color": SOFT}),
    ("Fiche pied", "Fiche en-tête", {"fo:text-align": "end"}, {}),
)  # fmt: skip
_TEXTS: tuple[tuple[str, dict[str, str]], ...] = (
    ("Fiche renvoi", {"fo:font-weight": "bold", "fo:color": ACCENT}),
    ("Fiche provenance", {"fo:font-size": "9pt", "fo:color": SOFT}),
    ("Fiche fort", {"fo:font-weight": "bold"}),
)
WIDTHS_CM = (4.6, 3.0, 2.2, 2.8, 3.2, 1.8)
"""Of the columns of the table of sources: 17.6 cm between the margins of an A4 page."""


def style_name(name: str) -> str:
    """Return the name of a style as XML knows it."""
    return name.replace(" ", "_20_")


def add_styles(writing: Document) -> None:
    """Add the styles to a text document, and set its headings and its page to match."""
    from odfdo import Style

    for name, parent, layout, font in _PARAGRAPHS:
        style = Style(
            "paragraph",
            name=style_name(name),
            display_name=name,
            parent_style=style_name(parent),
        )
        if layout:
            style.set_properties(layout, area="paragraph")
        style.set_properties({"style:font-name": _FONT, **font}, area="text")
        writing.insert_style(style)
    for name, font in _TEXTS:
        style = Style("text", name=style_name(name), display_name=name)
        style.set_properties(font, area="text")
        writing.insert_style(style)
    _restyle(writing, "Heading_20_1", "14pt", ACCENT, "0.6cm")
    _restyle(writing, "Heading_20_2", "11.5pt", INK, "0.4cm")
    _add_table_styles(writing)


def _restyle(writing: Document, name: str, size: str, colour: str, before: str) -> None:
    style: Any = writing.get_style("paragraph", name)
    style.set_properties({"fo:margin-top": before, "fo:margin-bottom": "0.14cm"}, area="paragraph")
    style.set_properties(
        {
            "style:font-name": _FONT,
            "fo:font-size": size,
            "fo:color": colour,
            "fo:font-weight": "bold",
            "fo:font-style": "normal",
        },
        area="text",
    )
    style.append(style.get_element("style:text-properties"))  # the format wants it last


def _add_table_styles(writing: Document) -> None:
    from odfdo import Style

    table = Style("table", name="FicheSources")
    table.set_properties(
        {"style:width": f"{sum(WIDTHS_CM):.1f}cm", "table:align": "left"}, area="table"
    )
    writing.insert_style(table, automatic=True)
    for number, width in enumerate(WIDTHS_CM):
        column = Style("table-column", name=f"FicheColonne{number}")
        column.set_properties({"style:column-width": f"{width}cm"}, area="table-column")
        writing.insert_style(column, automatic=True)
    row = Style("table-row", name="FicheRang")
    row.set_properties({"fo:keep-together": "always"}, area="table-row")
    writing.insert_style(row, automatic=True)
    cell = Style("table-cell", name="FicheCase")
    cell.set_properties(
        {"fo:padding": "0.12cm", "fo:border-bottom": "0.5pt solid #b8c2cc"}, area="table-cell"
    )
    writing.insert_style(cell, automatic=True)


def set_page(writing: Document, head: str) -> None:
    """Give every page `head` at its top and its number at its bottom."""
    from odfdo import Element, Paragraph

    layout: Any = writing.get_styles("page-layout")[0]
    layout.set_properties(
        {"fo:margin-left": "1.7cm", "fo:margin-right": "1.7cm"}, area="page-layout"
    )
    for place, gap in (("header", "fo:margin-bottom"), ("footer", "fo:margin-top")):
        layout.delete(layout.get_element(f"style:{place}-style"))
        layout.append(
            Element.from_tag(
                f"<style:{place}-style><style:header-footer-properties"
                f' fo:min-height="0.6cm" {gap}="0.4cm"/></style:{place}-style>'
            )
        )
    master: Any = writing.get_style("master-page", "Standard")
    header = Element.from_tag("style:header")
    header.append(Paragraph(head, style=style_name("Fiche en-tête")))
    footer = Element.from_tag("style:footer")
    number = Paragraph("", style=style_name("Fiche pied"))
    number.append(
        Element.from_tag('<text:page-number text:select-page="current">1</text:page-number>')
    )
    number.append_plain_text(" / ")
    number.append(Element.from_tag("<text:page-count>1</text:page-count>"))
    footer.append(number)
    master.append(header)
    master.append(footer)
