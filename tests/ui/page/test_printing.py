"""On paper: the sheet or the conversation, black on white, without anything to press."""

from __future__ import annotations

import io
import re
import unicodedata
from typing import Any

import pytest
from pypdf import PdfReader

from tests.ui.page.conftest import Visit
from tests.ui.page.corpus import OFFERS, SCHOOL, STAFF
from tests.ui.page.person import Person

BLACK, WHITE = (0, 0, 0), (255, 255, 255)
COLOURS = """element => {
    const style = getComputedStyle(element);
    return [style.color, style.backgroundColor];
}"""


@pytest.fixture(params=["light", "dark"])
def reader(visit: Visit, request: pytest.FixtureRequest) -> Person:
    """Somebody who has asked, on a light or a dark screen."""
    person = visit(color_scheme=request.param)
    person.ask(SCHOOL)
    person.ask(OFFERS)
    return person


def colours(element: Any) -> list[tuple[int, ...]]:
    """Return the colours of the words and of the ground of an element, as it is shown."""
    return [tuple(map(int, re.findall(r"\d+", c)[:3])) for c in element.evaluate(COLOURS)]


def to_press(place: Any) -> list[str]:
    """Return what one could press among what is shown, but for the numbers of the citations."""
    shown = place.locator("button:not(.cite), input, select, textarea, summary").all()
    return [element.inner_text() or "?" for element in shown if element.is_visible()]


def words_of(pdf: bytes) -> str:
    text = " ".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(pdf)).pages)
    return " ".join(unicodedata.normalize("NFKC", text).split())


def test_the_sheet_is_printed_black_on_white_without_buttons(reader: Person) -> None:
    reader.go("sheet")
    frame = reader.page.frame_locator("#sheet-frame")
    frame.get_by_text("2019 à Calais").first.wait_for()
    reader.page.emulate_media(media="print")
    assert to_press(reader.page) == []
    assert to_press(frame) == []
    assert colours(frame.locator("html"))[1] == WHITE
    assert max(colours(frame.locator("main"))[0]) < 60, "as black as ink"
    assert colours(reader.page.locator("body")) == [BLACK, WHITE]


def test_the_sheet_is_printed_to_its_end_from_the_page_as_well(reader: Person) -> None:
    for question in (STAFF, SCHOOL, STAFF, SCHOOL):
        reader.ask(question)
    reader.go("sheet")
    frame = reader.page.frame_locator("#sheet-frame")
    frame.get_by_text("offres.md").wait_for()
    words = words_of(reader.page.pdf(format="A4"))
    assert "Télécharger en DOCX" not in words
    on_screen = unicodedata.normalize("NFKC", frame.locator("body").inner_text())
    printed = "".join(words.split()).upper()
    assert [w for w in re.findall(r"\w{4,}", on_screen.upper()) if w not in printed] == []


def test_the_conversation_is_printed_without_what_surrounds_it(reader: Person) -> None:
    reader.page.emulate_media(media="print")
    assert to_press(reader.page) == []
    assert colours(reader.page.locator("#live .answer")) == [BLACK, WHITE]
    words = words_of(reader.page.pdf())
    for said in ("L'École du Littoral a été créée en 2019", "6 800 offres", "[1]", "Kalyptus"):
        assert said in words
    for left_out in ("Conversation", "Tout effacer", "Comment lire", "Utile"):
        assert left_out not in words
