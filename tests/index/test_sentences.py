"""Sentences: exact offsets on any text, and French typography that never cuts one in two."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.sentences import MAX_SENTENCE, is_list_item, split_sentences

FRAGMENTS = [
    "M. Dupont", "n° 3", "etc. ", "p. ex. ", "J.-C. ", "3.5", "1 250,50 €", "« Oui. Non. »", "…",
    "...", ". ", "! ", "?\n", "\n\n", "\n- ", "1. ", "(a. B) ", '"', "« ", " »", "\u00a0", "\u202f",
    "\t", "\x1c", "\u2028", "é", "e\u0301", "mot ", "Elle ", "mot" * 250, " " * 700, "🙂", "日本。",
]  # fmt: skip
texts = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=12), max_size=30).map(
    lambda parts: unicodedata.normalize("NFC", "".join(parts))
)


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


WRAPPED = """Mais c'est en Corrèze que la hausse a été la plus vive, en raison de
l'installation à Tulle du centre de services de la mutuelle
Harmonel, qui y a transféré cent dix personnes venues de
Rennes. La Creuse recule."""


def test_a_paragraph_wrapped_at_one_width_is_not_cut_at_its_capitals() -> None:
    first, second = cut(WRAPPED)
    assert "mutuelle\nHarmonel" in first
    assert first.endswith("Rennes.")
    assert second == "La Creuse recule."


def test_short_lines_with_capitals_stay_apart() -> None:
    menu = "Nos formations de menuiserie et d'ébénisterie à Tulle\nEntreprises\nNos campus\nContact"
    assert len(cut(menu)) == 4


@given(texts)
@settings(max_examples=100, deadline=None)
def test_sentences_are_in_order_without_overlap_and_trimmed(text: str) -> None:
    cursor = 0
    for start, end in split_sentences(text):
        assert cursor <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        cursor = end


@given(texts)
@settings(max_examples=100, deadline=None)
def test_every_non_blank_character_is_in_a_sentence(text: str) -> None:
    inside = {i for start, end in split_sentences(text) for i in range(start, end)}

    assert all(i in inside for i, char in enumerate(text) if not char.isspace())


@given(texts)
@settings(max_examples=100, deadline=None)
def test_no_sentence_is_longer_than_the_limit(text: str) -> None:
    assert all(end - start <= MAX_SENTENCE for start, end in split_sentences(text))


@pytest.mark.parametrize(
    "sentence",
    [
        "M. Dupont, Mme Martin et le Dr. Durand recrutent.",
        "MM. Dupont et Durand sont là.",
        "Le n° 3, les nos. 4 et 5, etc., sont pris.",
        "Les langages (p. ex. Python) comptent.",
        "En 52 av. J.-C. César l'emporta.",
        "J.-P. Dupont et A. B. Martin dirigent la S.A.R.L. Martin.",
        "Le taux est de 3.5 % et le prix de 1.250,50 €.",
        "Cf. chap. 2, art. L. 6111-3 du Code, p. 12, vol. 2 et t. II.",
        "Voir ch. 3, fig. 4 et réf. 12.",
        "Elle habite au 12 av. Foch, près du bd. Vauban.",
        "Il dit : « Viens. Pars ! » à tous.",
        "Elle a lu (vraiment. Si ! Tout) le rapport.",
        'Il a dit "Un. Deux." puis rien.',
        "Attendez... puis partez… enfin, peut-être.",
        "Le site www.exemple.fr et l'adresse a.b@c.fr servent.",
        "La C.N.I.L. Hauts-de-France, c.-à-d. Lille, répond.",
        "La version 2.0.1 est sortie le 3 janv. 2021.",
    ],
)
def test_french_typography_stays_inside_a_sentence(sentence: str) -> None:
    assert cut(f"{sentence} Fin.") == [sentence, "Fin."]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Il vit à Lille, etc.", "Elle part."),
        ("Elle travaille aux U.S.A.", "Elle y reste."),
        ("C'est le plan B.", "On continue."),
        ("C'est de l'art.", "Il aime."),
        ("Il a pris un vol.", "Elle l'a quitté."),
        ("Il y en a 12 au max.", "Martin tourne."),
        ("C'est fini en 2020.", "15 entreprises ont fermé."),
        ("Vraiment ?", "Oui."),
        ("Il dit : « Oui. »", "Puis il part."),
        ("« Bonjour. »", "Elle répond."),
        ("Attendez…", "Vraiment."),
        ("Il a dit non.", "« Si. »"),
        ("L'école est à Lille.", "Émile y étudie."),
    ],
)
def test_two_sentences_are_told_apart(first: str, second: str) -> None:
    assert cut(f"{first} {second}") == [first, second]


def test_each_list_item_is_a_sentence() -> None:
    text = "Il faut :\n- un CV ;\n- une lettre. Signée.\n1. Lire\n2) Écrire\na) alpha\n• point"

    assert cut(text) == [
        "Il faut :", "- un CV ;", "- une lettre.", "Signée.",
        "1. Lire", "2) Écrire", "a) alpha", "• point",
    ]  # fmt: skip


def test_a_hard_wrapped_sentence_is_one() -> None:
    text = "Le numérique recrute dans les\nHauts-de-France, à Lille,\nRoubaix et\nailleurs. Fin."

    assert cut(text) == [text[: text.index(" Fin.")], "Fin."]


def test_a_blank_line_ends_a_sentence() -> None:
    assert cut("Un titre sans point\n\nun texte.") == ["Un titre sans point", "un texte."]


def test_an_unclosed_bracket_does_not_glue_what_follows() -> None:
    assert cut("Il lit (un livre. Elle sort. Fin.") == ["Il lit (un livre.", "Elle sort.", "Fin."]


def test_a_stray_bracket_does_not_undo_a_quotation() -> None:
    assert cut("Il dit « a :( oui. Non. » Fin.") == ["Il dit « a :( oui. Non. »", "Fin."]


def test_a_long_quotation_is_cut_inside() -> None:
    quotation = "« " + "Une phrase de plus. " * 20 + "»"

    assert len(cut(quotation)) > 10


def test_unpunctuated_text_is_cut_between_words() -> None:
    parts = cut("mot " * 1000)

    assert all(set(part.split()) == {"mot"} for part in parts)


def test_a_text_of_closing_marks_is_cut_without_delay() -> None:
    assert len(cut("Fin." + "»" * 5000 + "x " + "(" * 5000)) > 1


@pytest.mark.parametrize("line", ["- un", "• un", "1. un", "2) deux", "(3) trois", "a) un", "– un"])
def test_list_items_are_recognised(line: str) -> None:
    assert is_list_item(line)


@pytest.mark.parametrize("line", ["-un", "2021. Fin", "Un - deux", "1,5 million", ""])
def test_other_lines_are_not_list_items(line: str) -> None:
    assert not is_list_item(line)
