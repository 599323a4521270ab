"""Decoding and the canonical form."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.canonical import canonicalise, decode
from corpus.document import UnreadableError

FRENCH = (
    "L’économie numérique : « 28\u202f433 salariés », 72% en CDI, où ça ? À Lille, cœur du réseau."
)


@settings(deadline=None)
@given(st.text(st.characters(codec=None)))
def test_the_canonical_form_is_a_fixed_point_without_anything_invisible(text: str) -> None:
    once = canonicalise(text)
    assert canonicalise(once) == once
    assert unicodedata.is_normalized("NFC", once)
    unseen = {c for c in once if unicodedata.category(c) in {"Cc", "Cf", "Cs"}}
    assert unseen <= {"\n"}


@pytest.mark.parametrize(
    "kept",
    ["6800", "72%", "6\u202f800", "72\u00a0%", "« mot »", "L’été", "l'été", "20 000 €", "ﬁn"],
)
def test_visible_text_is_left_as_it_is(kept: str) -> None:
    assert canonicalise(kept) == kept


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("un\u200bdeux\u2060\ufeff", "undeux"),
        ("déve\u00adloppement", "développement"),
        ("e\u0301te\u0301", "été"),
        ("\u202egauche\u202c\u2066droite\u2069", "gauchedroite"),
        ("a\tb\x07\x1b[0m", "a   b[0m"),
        ("1.\tUn\n•\tdeux\n\ttrois \t\n", "1. Un\n• deux\n trois  \n"),
        ("page 1\x0cpage 2\u2028suite", "page 1\npage 2\nsuite"),
        ("caché\U000e0041\U000e0042", "caché"),
        ("e\u200b\u0301", "é"),
    ],
)
def test_what_cannot_be_seen_goes(given_text: str, expected: str) -> None:
    assert canonicalise(given_text) == expected


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_encodings_are_read_without_a_word(encoding: str) -> None:
    assert decode(FRENCH.encode(encoding)) == (FRENCH, [])


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("cp1252", "Latin-1"), ("latin-1", "Latin-1"), ("mac_roman", "Mac"), ("cp850", "DOS")],
)
def test_older_encodings_are_recognised_and_said(encoding: str, name: str) -> None:
    text = "Élève de 3e à Nîmes, où l'été dure : « très bien ». Français, hôtel, maïs, naïveté."
    decoded, warnings = decode(text.encode(encoding))
    assert decoded == text
    assert len(warnings) == 1
    assert name in warnings[0]


def test_another_alphabet_is_guessed_and_said() -> None:
    text = "Съешь же ещё этих мягких французских булок, да выпей чаю. " * 20
    decoded, warnings = decode(text.encode("cp1251"))
    assert "французских" in decoded
    assert "Encodage deviné" in warnings[0]


def test_damaged_utf8_is_recovered_and_said() -> None:
    data = "Les métiers du numérique à Lille : été, hiver.".encode().replace(
        b"hiver", b"h\xe9\xffver"
    )
    text, warnings = decode(data)
    assert text == "Les métiers du numérique à Lille : été, h\ufffd\ufffdver."
    assert warnings == ["2 caractères illisibles remplacés par « \ufffd »."]


def test_one_odd_byte_in_plain_ascii_is_replaced_not_guessed() -> None:
    text, warnings = decode(b"Bonjour \xff tout le monde")
    assert text == "Bonjour \ufffd tout le monde"
    assert warnings == ["1 caractère illisible remplacé par « \ufffd »."]


def test_a_replacement_character_already_written_is_not_counted() -> None:
    assert decode("déjà \ufffd abîmé".encode()) == ("déjà \ufffd abîmé", [])


def test_a_few_stray_nuls_are_removed_and_said() -> None:
    text, warnings = decode(("Un texte assez long. " * 10 + "\0\0").encode())
    assert "\0" not in text
    assert warnings == ["2 caractères nuls retirés."]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "vide"),
        (b" \n\t\r\n ", "vide"),
        ("\u200b\u200b\ufeff".encode(), "blancs"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "PNG"),
        (b"PK\x03\x04\x14\0", "ZIP"),
        (b"%PDF-1.7 texte", "PDF"),
        (b"\x7fELF\x02\x01\x01\0", "programme"),
        (b"a\0b\0c\0d\0" * 20, "binaires"),
        (b"\0" * 500, "binaires"),
        (b"a\0", "binaires"),
        (bytes(range(1, 32)) * 10, "binaires"),
    ],
)
def test_what_is_not_text_is_refused_in_french(data: bytes, message: str) -> None:
    with pytest.raises(UnreadableError, match=message):
        decode(data)


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_decoded_or_refused(data: bytes) -> None:
    try:
        text, _ = decode(data)
    except UnreadableError:
        return
    assert canonicalise(text).strip()
