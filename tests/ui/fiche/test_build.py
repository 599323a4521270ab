"""The sheet: quotes numbered once over all answers, sources listed once, nobody named."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Answer, Citation, Status
from tests.ui.fiche.conftest import DAY, answered, cite
from ui.fiche.build import build_fiche
from ui.fiche.model import Fiche

WORDS = st.text("abcdé 0123456789[]«»", min_size=1, max_size=30)
CITED = st.lists(
    st.tuples(st.sampled_from(["a.md", "b.md", "c.md"]), st.sampled_from("pqrst")),
    max_size=5,
    unique=True,
)


def sheet(*answers: Answer, name: str = "") -> Fiche:
    return build_fiche(answers, consulted=DAY, fingerprint="abc123", name=name)


def marks(fiche: Fiche) -> list[list[int]]:
    """The numbers of the quotes that each entry refers to, in order."""
    return [
        [piece.quote for line in entry.lines for piece in line.pieces if piece.quote]
        for entry in fiche.entries
    ]


def shown(fiche: Fiche) -> list[str]:
    """The text of each entry."""
    return [
        "\n".join("".join(piece.text for piece in line.pieces) for line in entry.lines)
        for entry in fiche.entries
    ]


def test_quotes_are_numbered_over_the_whole_sheet_and_repeated_words_once(
    answers: list[Answer],
) -> None:
    fiche = sheet(*answers)

    assert marks(fiche) == [[1], [2, 3], [1], []]
    assert [quote.n for quote in fiche.quotes] == [1, 2, 3]
    assert fiche.quotes[2].text == "Plus de 15 000 offres d'emploi attendent."


def test_the_mark_in_the_text_is_the_new_number(answers: list[Answer]) -> None:
    assert "attendent. » [3] (Nord Presse)" in shown(sheet(*answers))[1]


def test_each_document_is_one_source_with_the_numbers_of_its_quotes(
    answers: list[Answer],
) -> None:
    first, second = sheet(*answers).sources

    assert (first.title, first.quotes, second.quotes) == ("L'emploi numérique", (1, 2), (3,))
    assert (first.date, second.date) == ("mars 2026", "non datée")
    assert (second.publisher, second.kind.value, second.pages) == ("Nord Presse", "presse", "p. 3")
    assert second.url == "https://presse.example/recruter"
    assert first.territory == "Hauts-de-France"


def test_the_day_and_the_index_are_told(answers: list[Answer]) -> None:
    fiche = sheet(*answers)

    assert (fiche.consulted_words, fiche.fingerprint) == ("3 novembre 2026", "abc123")
    assert fiche.file_stem == "fiche-entretien-2026-11-03"


def test_the_first_of_a_month_is_written_as_the_french_do() -> None:
    fiche = build_fiche([], consulted=date(2026, 5, 1), fingerprint="")

    assert fiche.consulted_words == "1er mai 2026"


def test_states_are_in_words(answers: list[Answer]) -> None:
    assert [entry.state for entry in sheet(*answers).entries] == [
        "Vérifié dans 1 source",
        "Chiffres divergents",
        "Vérifié dans 1 source",
        "Pas de réponse dans les sources",
    ]


@pytest.mark.parametrize("status", list(Status))
def test_every_status_has_words(status: Status) -> None:
    answer = Answer(question="Q ?", understood="Q ?", status=status, answer="…")

    assert sheet(answer).entries[0].state


def test_what_was_understood_is_told_only_when_it_differs(answers: list[Answer]) -> None:
    understood = [entry.understood for entry in sheet(*answers).entries]

    assert understood == ["", "", "Combien de salariés en tout ?", ""]


def test_nobody_is_named_unless_a_name_is_typed(answers: list[Answer]) -> None:
    assert sheet(*answers).name == ""
    assert sheet(*answers, name="  Rendez-vous\nde 14 h ").name == "Rendez-vous de 14 h"


def test_no_folder_is_shown(answers: list[Answer]) -> None:
    fiche = sheet(*answers)

    assert "marie" not in str(asdict(fiche))
    assert fiche.sources[0].file == "emploi.md"


def test_a_windows_folder_is_not_shown_either() -> None:
    fiche = sheet(answered("Q ?", cite(1, "Un fait.", path="C:\\Users\\marie\\f.pdf")))

    assert fiche.sources[0].file == "f.pdf"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "http://[", "//x"]
)
def test_only_web_addresses_are_links(url: str) -> None:
    assert sheet(answered("Q ?", cite(1, "Un fait.", url=url))).sources[0].url is None


def test_an_inferred_date_says_so() -> None:
    fiche = sheet(answered("Q ?", cite(1, "Un fait.", date="2026", date_inferred=True)))

    assert fiche.sources[0].date == "2026 (déduit du texte)"


def test_a_number_in_brackets_inside_a_quote_stays_as_it_is() -> None:
    before = answered("Un ?", cite(1, "Autre fait."))
    fiche = sheet(before, answered("Deux ?", cite(1, "Selon la note [1] du rapport.")))

    assert shown(fiche)[1] == "« Selon la note [1] du rapport. » [2] (Observatoire régional)"
    assert marks(fiche) == [[1], [2]]


def test_a_number_that_cites_nothing_is_no_mark() -> None:
    fiche = sheet(answered("Q ?", cite(1, "Un fait."), answer="« Un fait. » [1] [0] [7]"))

    assert marks(fiche) == [[1]]
    assert shown(fiche) == ["« Un fait. » [1] [0] [7]"]


def test_a_line_of_a_list_loses_its_bullet_and_keeps_its_words(answers: list[Answer]) -> None:
    lines = sheet(*answers).entries[1].lines

    assert [line.bullet for line in lines] == [False, True, True]
    assert lines[1].pieces[0].text.startswith("6 800 offres : «")


def test_an_empty_sheet_can_be_made() -> None:
    fiche = sheet()

    assert (fiche.entries, fiche.quotes, fiche.sources, fiche.checks) == ((), (), (), ())


@given(st.lists(CITED, max_size=5))
def test_renumbering_keeps_every_mark_on_its_own_words(
    conversations: list[list[tuple[str, str]]],
) -> None:
    answers = [
        answered(
            f"Question {rank} ?",
            *(cite(n, f"Le fait {name}.", doc) for n, (doc, name) in enumerate(cited, start=1)),
        )
        for rank, cited in enumerate(conversations)
    ]
    fiche = sheet(*answers)
    by_number = {quote.n: quote for quote in fiche.quotes}

    assert list(by_number) == list(range(1, len(by_number) + 1))
    assert len({(q.text, q.source.n) for q in fiche.quotes}) == len(fiche.quotes)
    for answer, numbers in zip(answers, marks(fiche), strict=True):
        assert [by_number[n].text for n in numbers] == [c.quote for c in answer.citations]
        assert [by_number[n].source.file for n in numbers] == [c.doc_id for c in answer.citations]
    first_seen = list(dict.fromkeys(n for numbers in marks(fiche) for n in numbers))
    assert all(a < b for a, b in pairwise(first_seen))
    assert sorted(n for s in fiche.sources for n in s.quotes) == list(by_number)


@given(text=st.lists(WORDS, max_size=6).map("\n".join), cited=st.integers(0, 3))
def test_no_word_of_an_answer_is_lost_or_added(text: str, cited: int) -> None:
    citations: list[Citation] = [cite(n, f"Le fait {n}.") for n in range(1, cited + 1)]
    fiche = sheet(answered("Q ?", *citations, answer=text))

    assert shown(fiche)[0] == "\n".join(line for line in text.split("\n") if line.strip())
