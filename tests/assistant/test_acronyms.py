"""Acronyms that a document spells out name what they stand for, and nothing else does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.acronyms import tells_what_it_means, with_acronyms
from corpus.document import Document
from index.analyser import analyse


def document(text: str) -> Document:
    return Document(id="a.txt", text=text, title="", path="a.txt", sha256="0" * 64, format="text")


def gained(text: str, said: str) -> set[str]:
    terms = frozenset(analyse(said))
    return set(with_acronyms(document(text), terms) - terms)


@pytest.mark.parametrize(
    ("text", "said", "more"),
    [
        ("Le Pass Bois Vert (PBV) est une aide.", "le pass bois vert", "PBV"),
        ("La Bourse d'aide à la Mobilité (BAM) existe.", "bourse aide mobilité", "BAM"),
        ("La Bourse des Métiers de la Scie (BMS).", "le BMS", "bourse métier scie"),
        ("Le Pass Bois Vert (PBV) est une aide.", "le pass bois", ""),
        ("Le Pass Bois Vert (PBX) est une aide.", "le pass bois vert", ""),
        ("Le Pass Bois Vert (voir plus bas) existe.", "le pass bois vert", ""),
    ],
)
def test_an_acronym_and_its_words_are_the_same(text: str, said: str, more: str) -> None:
    assert gained(text, said) == set(analyse(more))


@given(st.text(alphabet="aB (C)D'éE\n", max_size=60), st.text(max_size=20))
def test_terms_are_only_added(text: str, said: str) -> None:
    terms = frozenset(analyse(said))
    assert terms <= with_acronyms(document(text), terms)


@pytest.mark.parametrize(
    ("asked", "said", "tells"),
    [
        ("Ça veut dire quoi PBV ?", "Le Pass Bois Vert (PBV) est une aide.", True),
        ("Ça veut dire quoi PBV ?", "PBV : pass bois vert", True),
        ("Que signifie PBV ?", "Le PBV est une aide de la Région.", True),
        ("Ça veut dire quoi PBV ?", "Chacun et son PBV paient la moitié.", False),
        ("Qu'est-ce que le PBV ?", "Chacun et son PBV paient la moitié.", True),
        ("Que veut dire PBV ?", "PBV ça veut dire Pass Bois Vert.", True),
        ("Que veut dire PBV ?", "Le PBV, pour Pass Bois Vert, aide les scieries.", True),
        ("PBV ça veut dire quoi ?", "Chacun et son PBV paient la moitié.", False),
        ("Que veut dire « onglet » dans le guide PBV ?", "Chacun paie la moitié.", True),
        ("Que signifie ce sigle ?", "Chacun paie la moitié.", True),
    ],
)
def test_what_an_acronym_means_is_told_by_what_spells_it(
    asked: str, said: str, *, tells: bool
) -> None:
    assert tells_what_it_means(asked, said) is tells


@pytest.mark.parametrize(
    ("acronym", "known"), [("asrc", True), ("basrc", True), ("asr", False), ("acrs", False)]
)
def test_a_title_is_known_by_the_initials_of_its_words(acronym: str, *, known: bool) -> None:
    titled = document("").model_copy(
        update={"title": "Bachelor Administrateur systèmes, réseaux et cybersécurité"}
    )
    assert (acronym in with_acronyms(titled, frozenset())) is known
