"""CSV files and workbooks, read from real files made here: rows as their programs show them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import odfdo
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from corpus.canonical import canonicalise
from corpus.document import UnreadableError
from corpus.library import read_document
from corpus.readers import grid
from corpus.readers.cell_format import shown
from corpus.readers.delimited import DelimitedReader
from corpus.readers.spreadsheet import OdsReader, XlsxReader
from corpus.tables import find_rows

SALONS = [["Salon", "Ville", "Stands"], ["Bois et fils", "Tulle", "40"], ["Fer", "Ussel", "25"]]
TABLE = "Salon | Ville | Stands\nBois et fils | Tulle | 40\nFer | Ussel | 25"


def xlsx_bytes(rows: list[list[Any]], *, sheet: str = "Feuil1", hidden: str = "") -> bytes:
    book = Workbook()
    assert book.active is not None
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    if hidden:
        other = book.create_sheet(hidden)
        other.append(["Brouillon", "secret"])
        other.sheet_state = "hidden"
    book.properties.title = "Les salons"
    book.properties.creator = "Chambre du bois"
    book.properties.created = datetime(2023, 4, 5)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def ods_bytes(rows: list[list[str]], *, sheet: str = "Feuille1") -> bytes:
    document = odfdo.Document("spreadsheet")
    document.body.clear()
    table = odfdo.Table(sheet)
    for cells in rows:
        row = odfdo.Row()
        for cell in cells:
            row.append(odfdo.Cell(text=cell, value=cell) if cell else odfdo.Cell())
        table.append(row)
    document.body.append(table)
    written = BytesIO()
    document.save(written)
    return written.getvalue()


# CSV


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_cells_of_a_csv_are_found_whatever_stands_between(delimiter: str) -> None:
    data = "\r\n".join(delimiter.join(row) for row in SALONS)
    assert DelimitedReader().read(data.encode()).text == TABLE


def test_commas_of_french_figures_part_no_cells() -> None:
    data = "Ville;Prix\nTulle;7,5 €\nUssel;8,2 €"
    assert (
        DelimitedReader().read(data.encode()).text == "Ville | Prix\nTulle | 7,5 €\nUssel | 8,2 €"
    )


def test_quoted_cells_keep_their_delimiters_and_stay_on_their_row() -> None:
    data = 'Salon;Adresse\nBois;"Halle 3 ; rue du\nPont"'
    assert (
        DelimitedReader().read(data.encode()).text
        == "Salon | Adresse\nBois | Halle 3 ; rue du Pont"
    )


def test_the_line_that_excel_writes_for_itself_is_left_out() -> None:
    assert DelimitedReader().read(b"sep=,\nSalon,Ville\nBois,Tulle").text.startswith("Salon | ")


def test_a_csv_of_an_old_excel_is_decoded() -> None:
    raw = DelimitedReader().read("Métier;Région\nÉbéniste;Île-de-France".encode("cp1252"))
    assert raw.text == "Métier | Région\nÉbéniste | Île-de-France"
    assert "Windows-1252" in raw.warnings[0]


# Rows of any spreadsheet


def test_lines_around_a_table_are_not_its_rows() -> None:
    lines = ["Les salons de Corrèze", "", *(";".join(r) for r in SALONS), "Source : la Chambre"]
    raw = DelimitedReader().read("\n".join(f"{x};;" if ";" not in x else x for x in lines).encode())
    assert raw.text == f"Les salons de Corrèze\n\n{TABLE}\n\nSource : la Chambre"


def test_empty_columns_and_cells_do_not_move_the_others() -> None:
    data = ";Salon;;Ville;Stands\n;Bois;;Tulle;\n;Fer;;;25"
    text = DelimitedReader().read(data.encode()).text
    assert text == "Salon | Ville | Stands\nBois | Tulle |\nFer |  | 25"
    cells = [text[c.start : c.end] for c in list(find_rows(text).values())[1].cells]
    assert cells == ["", "25"]


def test_a_file_of_too_many_rows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grid, "MAX_ROWS", 3)
    DelimitedReader().read(b"a;b\n1;2\n3;4")
    with pytest.raises(UnreadableError, match="dépasse 3 lignes"):
        DelimitedReader().read(b"a;b\n1;2\n3;4\n\n5;6")


@given(st.lists(st.lists(st.text(max_size=8), min_size=1, max_size=4), max_size=6))
def test_any_rows_make_canonical_text(rows: list[list[str]]) -> None:
    blocks = grid.BlockText()
    grid.GridText(blocks, "Ce fichier").add(rows)
    assert canonicalise(blocks.text) == blocks.text
    assert blocks.text == blocks.text.strip("\n")


def test_a_table_without_a_title_has_the_name_of_its_file(tmp_path: Path) -> None:
    (tmp_path / "agenda_des-salons.csv").write_text("\n".join(";".join(r) for r in SALONS))
    assert read_document(tmp_path / "agenda_des-salons.csv").title == "Agenda des salons"


# Excel and OpenDocument


def test_a_workbook_shows_its_visible_sheets() -> None:
    raw = XlsxReader().read(xlsx_bytes(SALONS, sheet="Corrèze", hidden="Brouillon"))
    assert raw.text == f"Corrèze\n\n{TABLE}"
    assert [raw.text[h.start : h.end] for h in raw.headings] == ["Corrèze"]
    assert (raw.title, raw.author) == ("Les salons", "Chambre du bois")
    assert (raw.created.iso, raw.created.inferred) == ("2023-04-05", True)


def test_a_sheet_that_nobody_named_has_no_heading() -> None:
    assert XlsxReader().read(xlsx_bytes(SALONS)).text == TABLE
    assert OdsReader().read(ods_bytes(SALONS)).text == TABLE


def test_an_opendocument_sheet_shows_the_words_of_its_cells() -> None:
    rows = [["Salons de Corrèze"], ["", "", ""], *SALONS]
    assert OdsReader().read(ods_bytes(rows, sheet="2024")).text == (
        f"2024\n\nSalons de Corrèze\n\n{TABLE}"
    )


@pytest.mark.parametrize(
    ("value", "number_format", "words"),
    [
        (33920, "General", "33920"),
        (1.25, "General", "1,25"),
        (0.1 + 0.2, "General", "0,3"),
        (33920, "#,##0", "33\u202f920"),
        (33920, "# ##0", "33\u202f920"),
        (0.72, "0%", "72%"),
        (0.724, "0.0%", "72,4%"),
        (-0.03, "+0%;-0%", "-3%"),
        (7850, '#,##0 "€"', "7\u202f850 €"),
        (7850.5, "#,##0.00\\ [$€-40C]", "7\u202f850,50 €"),
        (7850, "[$€-40C] #,##0", "€ 7\u202f850"),
        (12, "0_ ;[Red]-0", "12"),
        (1234567, "0.0E+00", "1234567"),
        (True, "General", "VRAI"),
        (date(2025, 11, 27), "mm-dd-yy", "27/11/2025"),
        (datetime(2025, 11, 27), "dd/mm/yyyy", "27/11/2025"),
        (datetime(2025, 11, 27), "mmm-yy", "novembre-2025"),
        (datetime(2025, 11, 27), "[$-40C]d mmmm yyyy", "27 novembre 2025"),
        (datetime(2025, 11, 27, 9, 5), "General", "27/11/2025 09:05"),
        (time(9, 30), "h:mm", "09:30"),
        (timedelta(hours=26, minutes=15), "[h]:mm", "26:15"),
        ("texte", "0%", "texte"),
        (None, "0%", ""),
    ],
)
def test_a_cell_shows_what_its_program_shows(value: object, number_format: str, words: str) -> None:
    assert shown(value, number_format) == words


def test_a_workbook_shows_its_cells_as_they_are_formatted() -> None:
    book = Workbook()
    assert book.active is not None
    for row in (["Année", "Part"], [2024, 0.72], [2023, 0.7]):
        book.active.append(row)
    book.active["B2"].number_format = "0%"
    written = BytesIO()
    book.save(written)
    assert XlsxReader().read(written.getvalue()).text == "Année | Part\n2024 | 72%\n2023 | 0,7"


@pytest.mark.parametrize("reader", [XlsxReader(), OdsReader()])
def test_a_damaged_workbook_is_explained(reader: XlsxReader | OdsReader) -> None:
    whole = xlsx_bytes(SALONS) if isinstance(reader, XlsxReader) else ods_bytes(SALONS)
    for data in (whole[:200], b"PK\x03\x04rien", b"\xd0\xcf\x11\xe0 ancien"):
        with pytest.raises(UnreadableError, match=r"abîmé|trop ancien"):
            reader.read(data)


def test_an_empty_workbook_has_nothing_to_say() -> None:
    with pytest.raises(UnreadableError, match="aucun texte"):
        XlsxReader().read(xlsx_bytes([]))
