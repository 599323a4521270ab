"""Personal data is masked; figures, codes and years are left as they were written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.privacy import Masked, mask

PHONE, EMAIL, NIR, IBAN = (
    "numéro de téléphone",
    "adresse e-mail",
    "numéro de sécurité sociale",
    "IBAN",
)


@pytest.mark.parametrize(
    "written",
    [
        "06 12 34 56 78",
        "06.12.34.56.78",
        "06-12-34-56-78",
        "06/12/34/56/78",
        "0612345678",
        "06\u00a012\u202f34\u00a056\u00a078",
        "03 20 00 00 00",
        "+33 6 12 34 56 78",
        "+33 (0)6 12 34 56 78",
        "0033612345678",
        "0692 12 34 56",
        "05 90 12 34 56",
        "+44 20 7946 0958",
        "00 44 20 7946 0958",
        "+32 2 512 34 56",
    ],
)
def test_a_phone_number_is_masked(written: str) -> None:
    assert mask(f"appelle-moi au {written}, merci") == Masked(
        f"appelle-moi au [{PHONE}], merci", (PHONE,)
    )


@pytest.mark.parametrize(
    "written",
    ["jean.dupont@gmail.com", "j@a.fr", "élodie+balise@école-du-numérique.fr", "jean (at) b.org"],
)
def test_an_address_is_masked(written: str) -> None:
    assert mask(f"écris à {written}.") == Masked(f"écris à [{EMAIL}].", (EMAIL,))


@pytest.mark.parametrize(
    "written",
    [
        "295109912611193",
        "2 95 10 99 126 111 93",
        "2.95.10.99.126.111.93",
        "253072B07300470",
        "2 53 07 2b 073 004 70",
        "1 85 05 78 006 084",
        "1 85 05 78 006 084 99",
    ],
)
def test_a_social_security_number_is_masked_even_with_a_wrong_or_missing_key(written: str) -> None:
    assert mask(f"mon numéro : {written} ?") == Masked(f"mon numéro : [{NIR}] ?", (NIR,))


@pytest.mark.parametrize(
    "written",
    [
        "FR76 3000 6000 0112 3456 7890 189",
        "FR7630006000011234567890189",
        "fr76 3000 6000 0112 3456 7890 189",
        "BE68 5390 0754 7034",
        "DE89370400440532013000",
    ],
)
def test_an_iban_is_masked_without_the_words_after_it(written: str) -> None:
    assert mask(f"sur {written} est mon compte") == Masked(f"sur [{IBAN}] est mon compte", (IBAN,))


@pytest.mark.parametrize(
    "text",
    [
        "28 433 salariés et 6 800 offres en 2024",
        "Lille (59350), de 2019 à 2024, entre 10 000 et 12 500 €",
        "SIRET 732 829 320 00074, SIREN 552 100 554",
        "SIRET 73282932000074",
        "le 3631, le 3949, le 15 et le 112",
        "le 01/02/2024, puis le 12-05-2025 à 10:30",
        "RNCP37873, code ROME M1805, UAI 0590123A",
        "ISBN 978-2-07-036822-8",
        "EAN 3017620422003",
        "1 234 567 890 123 euros",
        "100 000 - 200 000 - 300 000",
        "FR76 n'est pas un compte",
        "@balise sur les réseaux, 50 % @ 100 %",
    ],
)
def test_what_names_nobody_is_kept(text: str) -> None:
    assert mask(text) == Masked(text)


@given(st.integers(0, 99_999_999), st.sampled_from(["", " ", "\u00a0", "\u202f", "."]))
def test_a_count_is_kept_however_it_is_written(count: int, separator: str) -> None:
    text = f"Le numérique emploie {count:_} salariés".replace("_", separator)
    assert mask(text).text == text


@given(st.integers(1900, 2100), st.integers(1900, 2100), st.integers(1000, 98999))
def test_years_and_postcodes_are_kept(first: int, last: int, postcode: int) -> None:
    text = f"de {first} à {last}, {first}-{last}, à Lille ({postcode:05})"
    assert mask(text).text == text


@given(st.integers(0, 9_999_999_999_999), st.booleans())
def test_the_number_of_a_company_is_kept(number: int, spaced: bool) -> None:
    head = f"{number:013}"
    digits = head + _luhn(head)
    siret = (
        f"{digits[:3]} {digits[3:6]} {digits[6:9]} {digits[9:]}" if spaced and number else digits
    )
    assert mask(f"SIRET {siret}").text == f"SIRET {siret}"


@given(st.integers(0, 99_999_999), st.sampled_from("1234567"), st.sampled_from(" .-/\u202f"))
def test_every_french_number_in_pairs_is_masked(number: int, prefix: str, separator: str) -> None:
    digits = f"0{prefix}{number:08}"
    written = separator.join(digits[i : i + 2] for i in range(0, 10, 2))
    assert mask(f"au {written} svp").text == f"au [{PHONE}] svp"


@given(
    st.lists(
        st.sampled_from(
            [
                *("0612345678", "a@b.fr", "295109912611193", "FR7630006000011234567890189"),
                *("2024", "28 433", " ", ",", "@", "-", ".", "é", "[", "]", "06", "x", "1"),
            ]
        ),
        max_size=12,
    ).map("".join)
)
def test_masking_again_changes_nothing(text: str) -> None:
    once = mask(text)
    assert mask(once.text) == Masked(once.text)


@given(st.text(max_size=200))
def test_any_text_can_be_masked(text: str) -> None:
    masked = mask(text)
    assert bool(masked.kinds) == (masked.text != text)


def test_kinds_are_named_once_in_the_order_of_the_text() -> None:
    masked = mask("0612345678 puis a@b.fr puis 07 12 34 56 78")
    assert masked.kinds == (PHONE, EMAIL)


def _luhn(head: str) -> str:
    """The last digit that makes a company's number valid."""
    doubled = [int(d) * (2 - i % 2) for i, d in enumerate(reversed(head))]
    return str(-sum(d - 9 if d > 9 else d for d in doubled) % 10)
