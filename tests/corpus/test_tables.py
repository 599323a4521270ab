"""Rows of tables in plain text, and what heads each of their cells."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.tables import Row, find_rows, opens_with_table, row_at

COLUMNS = [["2021", "2022"], ["1 980", "2 060"], ["640", "705"]]
LABELS = ["Bassin", "Limoges", "Tulle"]


def table(separator: str) -> str:
    return "\n".join(
        separator.join((label, *cells)) for label, cells in zip(LABELS, COLUMNS, strict=True)
    )


def rows(text: str) -> list[Row]:
    return list(find_rows(text).values())


def told(text: str, row: Row) -> tuple[str, dict[str, str]]:
    return text[slice(*row.label)], {c.header: text[c.start : c.end] for c in row.cells}


@pytest.mark.parametrize("separator", [" | ", "|", "\t", "     ", " – ", " - "])
def test_cells_are_told_by_their_label_and_header(separator: str) -> None:
    text = table(separator)
    assert [told(text, row) for row in rows(text)] == [
        ("Limoges", {"2021": "1 980", "2022": "2 060"}),
        ("Tulle", {"2021": "640", "2022": "705"}),
    ]


def test_years_alone_may_head_the_columns() -> None:
    text = "Emploi\n\n          2021     2022\n  Limoges  1 980    2 060\n  Tulle  640  705"
    assert told(text, rows(text)[1]) == ("Tulle", {"2021": "640", "2022": "705"})


def test_a_row_is_read_under_the_caption_and_the_headers() -> None:
    text = f"Autre chose.\nTableau 1. Emploi par bassin\n{table(' | ')}"
    assert text[slice(*rows(text)[0].above)] == "Tableau 1. Emploi par bassin\nBassin | 2021 | 2022"


def test_a_long_paragraph_is_no_caption() -> None:
    text = f"{'Le bassin emploie du monde. ' * 9}\n{table(' | ')}"
    assert text[slice(*rows(text)[0].above)] == "Bassin | 2021 | 2022"


def test_markdown_rules_and_borders_are_no_cells() -> None:
    text = "| Métier | Salaire |\n|---|---:|\n| Soudeur | 2 100 € |"
    assert [told(text, row) for row in rows(text)] == [("Soudeur", {"Salaire": "2 100 €"})]


@pytest.mark.parametrize(
    "text",
    [
        "Accueil | Métiers | Contact",
        "Le salon – gratuit – ouvre à 9 h\nLe bal – payant – ferme à 23 h",
        "Soudeur – 9 mois – 3 200 € – Tours\nTourneur – 8 mois – 2 900 € – Tours",
        "Une phrase.\nUne autre, plus longue.",
        "Nom  Prénom\nFerrand  Nadia",
        "",
    ],
)
def test_what_only_looks_like_a_table_is_none(text: str) -> None:
    assert not rows(text)


def test_an_ordinal_may_head_a_column() -> None:
    text = "Âge | 1re année | 2e année\n16 ans | 486 € | 702 €\n18 ans | 774 € | 918 €"
    assert told(text, rows(text)[1]) == ("18 ans", {"1re année": "774 €", "2e année": "918 €"})


def test_a_range_of_years_may_head_a_column() -> None:
    text = "Bassin | 2023 | Évolution 2022-2023\nTulle | 812 | +15 %\nUssel | 300 | -2 %"
    assert told(text, rows(text)[0]) == ("Tulle", {"2023": "812", "Évolution 2022-2023": "+15 %"})


def test_one_cell_over_all_columns_is_the_caption() -> None:
    text = f"Emploi par bassin |  |\n{table(' | ')}"
    assert [text[slice(*row.label)] for row in rows(text)] == ["Limoges", "Tulle"]
    assert text[slice(*rows(text)[0].above)].startswith("Emploi par bassin")


def test_one_column_may_go_without_a_header() -> None:
    text = "Métier | Places |  \nScieur | 12 | Tulle\nTourneur | 8 | Ussel"
    assert told(text, rows(text)[0]) == ("Scieur", {"Places": "12", "": "Tulle"})


def test_one_column_of_figures_makes_a_table_of_what_blanks_set_apart() -> None:
    text = "Scierie   Ville   Postes\nOrvel   Nevers   12\nTornac   Pontivy   4"
    assert told(text, rows(text)[1]) == ("Tornac", {"Ville": "Pontivy", "Postes": "4"})
    assert not rows("Nom – Ville – Bois – Postes\nOrvel – Nevers – chêne – 12\nIf – Dol – pin – 4")
    assert not rows("Scierie   Ville   Note\nOrvel   Nevers   12\nTornac   Pontivy   neuf")


def test_a_text_may_open_with_a_table() -> None:
    assert opens_with_table(f"\n{table(' | ')}")
    assert not opens_with_table(f"Les bassins\n\n{table(' | ')}")
    assert not opens_with_table("Accueil | Métiers | Contact\n\nLe bois.")


def test_a_row_is_found_by_where_it_begins() -> None:
    text = table(" | ")
    assert row_at(text, text.index("Tulle")) is not None
    assert row_at(text, 0) is None


@given(st.text(alphabet="ab1 \n\t|–-2021", max_size=80))
@settings(max_examples=200, deadline=None)
def test_offsets_hold_on_any_text(text: str) -> None:
    for start, row in find_rows(text).items():
        assert start == row.start <= row.end <= len(text)
        assert "\n" not in text[row.start : row.end]
        assert row.above[0] <= row.head[0] <= row.head[1] == row.above[1] <= row.start
        for cell in row.cells:
            assert row.start <= cell.start <= cell.end <= row.end
            assert text[cell.start : cell.end] == text[cell.start : cell.end].strip()


def test_a_header_may_tell_its_figures_in_brackets() -> None:
    text = (
        "Salaires par métier\n\nMétier | Débutant (0 à 2 ans) | Confirmé (5 ans et plus)\n"
        "Soudeur | 1 900 € | 2 400 €\n"
    )
    (row,) = find_rows(text).values()
    assert [cell.header for cell in row.cells] == [
        "Débutant (0 à 2 ans)",
        "Confirmé (5 ans et plus)",
    ]
    assert text[slice(*row.above)].startswith("Salaires par métier")


def test_semicolons_set_cells_apart_as_in_a_spreadsheet() -> None:
    text = "Département ; Salariés ; Évolution\nJura ; 1 030 ; +1,2 %\nDoubs ; 5 640 ; +0,8 %\n"
    rows = list(find_rows(text).values())
    assert [text[slice(*row.label)] for row in rows] == ["Jura", "Doubs"]
    assert [cell.header for cell in rows[0].cells] == ["Salariés", "Évolution"]


def test_a_sentence_with_semicolons_is_no_row() -> None:
    text = (
        "Elle compte 12 élèves ; 3 sont partis ; 2 restent.\nElle ouvre ; elle ferme ; en 2024.\n"
    )
    assert not find_rows(text)
