"""An answer as HTML: its status in words, its quotes with their sources, in both registers."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import Any

import pytest

from assistant.answer import Answer, Citation, Claim, Conflict, Short, Status
from assistant.wording import say
from corpus.document import PublisherKind
from tests.ui.page.corpus import SCRIPT
from ui.page.html_turn import TurnPage
from ui.page.quotes import age_in_years, quote_of
from ui.page.reading import pieces_of, refusal_of
from ui.page.state import Register, Turn

TODAY = date(2026, 11, 22)
QUOTE = "Le numérique emploie 28 433 salariés."


def citation(n: int = 1, **details: Any) -> Citation:
    base: dict[str, Any] = {
        "n": n, "doc_id": f"d{n}", "path": "d.md", "title": "Un titre", "publisher": "Insee",
        "publisher_kind": PublisherKind.STATISTICS, "date": "2025", "quote": QUOTE,
        "start": 100, "end": 100 + len(QUOTE),
    }  # fmt: skip
    return Citation(**(base | details))


def answer(*citations: Citation, **details: Any) -> Answer:
    base: dict[str, Any] = {
        "question": "Combien ?", "understood": "Combien ?", "status": Status.ANSWERED,
        "answer": "…", "citations": citations, "confidence": 0.9,
        "claims": tuple(Claim(text=f"« {c.quote} » [{c.n}]", citations=(c.n,)) for c in citations),
    }  # fmt: skip
    return Answer(**(base | details))


def shown(said: Answer, register: Register = Register.ADVISER, **turn: Any) -> str:
    return TurnPage(register, TODAY).whole(Turn(answer=said, **turn), 0)


def text(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).replace("\u202f", " ").split())


def test_sources_are_counted_once_each() -> None:
    two = answer(citation(1), citation(2))
    assert "Vérifié dans 2 sources" in text(shown(two))
    same = answer(citation(1), citation(2, doc_id="d1"))
    assert "Vérifié dans 1 source" in text(shown(same))


def test_words_that_answer_are_bold_inside_the_quote() -> None:
    short = Short(text="28 433 salariés", citation=1, start=121, end=136)
    html = shown(answer(citation(), short=short)).replace("\u202f", " ")
    assert "emploie <strong>28 433 salariés</strong>." in html
    assert '<p class="short">28 433 salariés' in html


def test_cells_of_a_row_stand_apart_around_the_one_that_answers() -> None:
    row = "2023-2024      32      389      170 €"
    cited = citation(quote=row, end=100 + len(row))
    short = Short(text="389", citation=1, start=100 + row.index("389"), end=103 + row.index("389"))
    html = shown(answer(cited, short=short)).replace("\xa0", " ")
    assert "2023-2024 | 32 | <strong>389</strong> | 170 €" in html


@pytest.mark.parametrize("offsets", [(0, 5), (130, 9999), (140, 130)])
def test_short_words_outside_their_quote_are_not_marked_in_it(offsets: tuple[int, int]) -> None:
    short = Short(text="x", citation=1, start=offsets[0], end=offsets[1])
    assert "<strong>" not in shown(answer(citation(), short=short))


def test_every_citation_is_a_button_that_names_its_source() -> None:
    html = shown(answer(citation(1), citation(2, title="L'autre")))
    assert html.count('class="cite"') == 2
    assert 'aria-label="Source 2' in html


def test_undated_source_is_said_to_be_undated() -> None:
    assert "non datée" in text(shown(answer(citation(date=""))))


def test_inferred_date_is_said_to_be_inferred() -> None:
    assert "date déduite du texte" in text(shown(answer(citation(date_inferred=True))))


@pytest.mark.parametrize(
    ("iso", "years"),
    [("", 0), ("2026", 0), ("2024", 1), ("2023", 2), ("2024-11", 1), ("2024-10", 2),
     ("2024-11-22", 2), ("2024-11-23", 1), ("2030", 0)],
)  # fmt: skip
def test_age_is_never_overstated(iso: str, years: int) -> None:
    assert age_in_years(iso, TODAY) == years


def test_only_figures_have_an_age() -> None:
    old = citation(date="2015")
    assert quote_of(old, answer(old), today=TODAY).age
    words = citation(date="2015", quote="Le label est né à Lille.")
    assert not quote_of(words, answer(words), today=TODAY).age


def test_warning_is_for_what_nobody_but_companies_say() -> None:
    seller = citation(1, publisher="Vendeur", publisher_kind=PublisherKind.COMPANY)
    assert "Seule une entreprise le dit (Vendeur)" in text(shown(answer(seller)))
    assert "entreprise le dit" not in text(shown(answer(seller, citation(2))))


def test_conflict_shows_each_value_beside_its_publisher() -> None:
    conflict = Conflict(about="?", values=("10 offres", "20 offres"), citations=(1, 2))
    said = answer(citation(1), citation(2, publisher="Presse", date=""), conflicts=(conflict,))
    rows = re.findall(r"<tr>.*?</tr>", shown(said), re.DOTALL)[1:]
    assert [("10 offres" in row, "Presse" in row) for row in rows] == [(True, False), (False, True)]


def test_refusal_is_taken_apart() -> None:
    whole = " ".join(
        [
            say("not_found_missing"),
            say("near", titles="« A » (2024) ; « B ; C »"),
            say("ask_elsewhere", who="un CIO"),
        ]
    )
    refused = answer(status=Status.NOT_FOUND, answer=whole, citations=(), claims=())
    parts = refusal_of(refused)
    assert (parts.text, parts.near, parts.whom) == (
        say("not_found_missing"), ("« A » (2024)", "« B ; C »"), "un CIO",
    )  # fmt: skip


def test_refusal_speaks_to_the_young_in_their_words() -> None:
    unclear = answer(status=Status.UNCLEAR, answer=say("unclear"), citations=(), claims=())
    assert "Précisez" in text(shown(unclear))
    young = text(shown(unclear, Register.YOUNG))
    assert "Précise le sujet" in young
    assert "Précisez" not in young


def test_answer_written_by_a_model_is_shown_above_its_quotes() -> None:
    said = answer(
        citation(), mode="llm", claims=(Claim(text="Il y en a 28 433 [1].", citations=(1,)),)
    )
    html = shown(said)
    assert re.search(r'<div class="sentences"><p>Il y en a 28 433 <button', html)
    assert pieces_of("a [1] b [2].") == ["a ", 1, " b ", 2, "."]


def test_number_without_a_citation_is_no_button() -> None:
    said = answer(citation(), mode="llm", claims=(Claim(text="Voir [7].", citations=(1,)),))
    assert "Voir [7]." in text(shown(said))


def test_whatever_an_answer_holds_is_text() -> None:
    hostile = citation(
        title=SCRIPT, publisher=SCRIPT, quote=SCRIPT, doc_id=SCRIPT, territory=(SCRIPT,), start=0,
        end=len(SCRIPT),
    )  # fmt: skip
    said = answer(hostile, question=SCRIPT, understood="x" + SCRIPT, related=(SCRIPT,))
    for register in Register:
        html = shown(said, register, masked=(SCRIPT,))
        assert "<script" not in html
        assert "<img" not in html


def test_claims_come_one_by_one() -> None:
    said = Turn(answer=answer(citation(1), citation(2), citation(3)))
    steps = list(TurnPage(Register.ADVISER, TODAY).steps(said, 0))
    assert [step.count("<blockquote>") for step in steps] == [1, 2, 3]
    assert [step.count('class="after"') for step in steps] == [0, 0, 1]
