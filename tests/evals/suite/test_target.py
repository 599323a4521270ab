"""What a case looks for, and whether words of a document hold it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import BaliseError, Document
from evals.suite.case import Case, Proof
from evals.suite.target import Piece, Target, anchor, named

TEXT = "Lille compte 120 places. Lens en compte 40. Arras n'en a pas."


def document(path: str = "fiches/places.md", text: str = TEXT) -> Document:
    return Document(id=path, text=text, title="", path=path, sha256="")


def case(*proofs: Proof, **changed: object) -> Case:
    values = {"id": "x", "turns": ("Combien ?",), "expect": (("120",), ("40",)), "proofs": proofs}
    return Case.model_validate(values | changed)


def proof(quote: str, **changed: object) -> Proof:
    start = TEXT.find(quote)
    values = {"document": "places.md", "quote": quote, "start": start, "end": start + len(quote)}
    return Proof.model_validate(values | changed)


LILLE, LENS = proof("Lille compte 120 places."), proof("Lens en compte 40.")


def piece(proved: Proof, grown: int = 0) -> Piece:
    assert proved.start is not None
    assert proved.end is not None
    return Piece(document(), max(0, proved.start - grown), proved.end + grown)


def test_a_document_is_named_by_the_end_of_its_path() -> None:
    assert named(document(), "places.md")
    assert named(document(), "fiches/places.md")
    assert not named(document(), "es.md")
    assert not named(document(), "autre/places.md")


def test_the_same_words_hold_the_proof_and_other_words_do_not() -> None:
    assert piece(LILLE).holds(LILLE)
    assert not piece(LENS).holds(LILLE)
    elsewhere = Piece(document("autre.md"), *(0, 24))
    assert not elsewhere.holds(LILLE)


def test_half_of_the_shorter_is_shared_or_nothing_is_held() -> None:
    assert Piece(document(), 0, 12).holds(LILLE)  # inside the proof
    assert Piece(document(), 0, len(TEXT)).holds(LILLE)  # around it
    assert not Piece(document(), 20, 40).holds(LILLE)  # 4 of 20 characters


@given(st.integers(0, len(TEXT)), st.integers(0, len(TEXT)))
def test_a_piece_holds_a_proof_at_the_same_place_or_not_at_all(start: int, end: int) -> None:
    if start < end and Piece(document(), start, end).holds(LILLE):
        assert LILLE.start is not None
        assert LILLE.end is not None
        assert start < LILLE.end
        assert end > LILLE.start


def test_all_needed_proofs_are_held_together() -> None:
    target = Target(case(LILLE, LENS))
    assert not target.held_by([piece(LILLE)])
    assert target.held_by([piece(LILLE), piece(LENS)])
    assert target.facts_held_by([piece(LENS)]) == (False, True)


def test_an_alternative_is_enough_alone() -> None:
    target = Target(case(LILLE, LENS.model_copy(update={"alternative": True})))
    assert target.held_by([piece(LENS)])
    assert target.facts_held_by([piece(LENS)]) == (True,)


def test_without_proofs_the_strings_are_looked_for_in_the_sources() -> None:
    target = Target(case(sources=("places.md",)))
    assert target.held_by([Piece(document(), 0, len(TEXT))])
    assert not target.held_by([Piece(document(), 0, 24)])
    assert not target.held_by([Piece(document("autre.md"), 0, len(TEXT))])


def test_offsets_that_are_not_given_are_looked_up() -> None:
    found = anchor(case(Proof(document="places.md", quote="40")), [document()])
    assert TEXT[found.proofs[0].start : found.proofs[0].end] == "40"


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (Proof(document="absent.md", quote="40"), "n'est pas indexé"),
        (Proof(document="places.md", quote="41"), "ne se trouve pas"),
        (Proof(document="places.md", quote="40", start=3, end=5), "n'est pas à sa place"),
    ],
)
def test_a_proof_that_is_not_there_is_refused(wrong: Proof, message: str) -> None:
    with pytest.raises(BaliseError, match=message):
        anchor(case(wrong), [document()])
