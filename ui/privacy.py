"""Personal data that people type without thinking: found, and masked before anything is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Personal(StrEnum):
    """A kind of personal data, as the words that take its place."""

    EMAIL = "adresse e-mail"
    PHONE = "numéro de téléphone"
    NIR = "numéro de sécurité sociale"
    IBAN = "IBAN"


@dataclass(frozen=True, slots=True)
class Masked:
    """A text without the personal data that was found in it.

    `kinds` are the French names of what was masked, each once, in the order of the text.
    """

    text: str
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    kind: Personal


_EMAIL = re.compile(
    r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}\s?(?:@|[(\[]\s?(?:at|arobase)\s?[)\]])\s?"
    r"(?:[^\W_][\w-]{0,62}\.){1,8}[^\W\d_]{2,63}"
)
_SPACE = r"[ .\-\u00a0\u202f\u2009]?"
_NIR = re.compile(
    rf"(?<!\w)[1-478]{_SPACE}\d\d{_SPACE}\d\d{_SPACE}(?:\d\d|2[AaBb]){_SPACE}"
    rf"\d{{3}}{_SPACE}\d{{3}}(?:{_SPACE}\d\d)?(?!\w)"
)
_IBAN = re.compile(rf"(?<!\w)[A-Za-z]{{2}}\d\d(?:{_SPACE}[A-Za-z0-9]){{11,30}}")
_SHORTEST_IBAN = 15
_FIVE_PAIRS = re.compile(r"(?<![\w+])0[1-79]([ .\-]?)\d\d(?:\1\d\d){3}(?!\w)")
"""How the French write a number, whether or not that range has been given out yet."""
_DIALLING = ("FR", "RE", "GP", "MQ", "GF", "PM", "NC", "PF")
"""Where a number without a country code may come from: France and its overseas plans."""
_LIKE_SPACES = str.maketrans(dict.fromkeys("/\u00a0\u202f\u2009_", " "))
"""Separators that the phone library does not know: one character each, so offsets hold."""


def mask(text: str) -> Masked:
    """Replace e-mail addresses, phone numbers, NIR and IBAN by what they are.

    « écris à a@b.fr » becomes « écris à [adresse e-mail] ». Figures that name nobody (a count, a
    postcode, a year, a company's number) stay. Masking what is masked changes nothing.
    """
    kinds: dict[str, None] = {}
    # What was glued to something masked may become readable by itself: look again.
    while spans := _apart(sorted(_found(text), key=lambda span: (span.start, -span.end))):
        kinds.update(dict.fromkeys(span.kind.value for span in spans))
        for span in reversed(spans):
            text = f"{text[: span.start]}[{span.kind.value}]{text[span.end :]}"
    return Masked(text, tuple(kinds))


def _apart(spans: list[_Span]) -> list[_Span]:
    """Keep the first and longest of spans that overlap."""
    kept: list[_Span] = []
    for span in spans:
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def _found(text: str) -> Iterator[_Span]:
    for match in _EMAIL.finditer(text):
        yield _Span(match.start(), match.end(), Personal.EMAIL)
    if sum(map(str.isdigit, text)) < 6:
        return
    for match in _NIR.finditer(text):
        if _is_nir(match[0]):
            yield _Span(match.start(), match.end(), Personal.NIR)
    for match in _IBAN.finditer(text):
        if end := _iban_end(match[0]):
            yield _Span(match.start(), match.start() + end, Personal.IBAN)
    yield from _phones(text)


def _is_nir(written: str) -> bool:
    """Whether it's a NIR: its key agrees, or it is written in the groups that only a NIR has."""
    from stdnum.fr import nir

    plain = re.sub(_SPACE[:-1], "", written)
    if nir.is_valid(plain):
        return True
    groups = [len(group) for group in re.split(_SPACE[:-1], written)]
    month = int(plain[3:5])
    return groups[:6] == [1, 2, 2, 2, 3, 3] and (1 <= month <= 12 or month >= 20)


def _iban_end(written: str) -> int:
    """Return where the IBAN that starts `written` ends; 0 when there is none."""
    from stdnum import iban

    for end in range(len(written), _SHORTEST_IBAN - 1, -1):
        whole = written[end - 1].isalnum() and not written[end : end + 1].isalnum()
        # Some banks' own keys are no longer kept to: the key of the IBAN itself is enough.
        if whole and iban.is_valid(re.sub(_SPACE[:-1], "", written[:end]), check_country=False):
            return end
    return 0


def _phones(text: str) -> Iterator[_Span]:
    from phonenumbers import Leniency, PhoneNumberMatcher

    readable = text.translate(_LIKE_SPACES)
    for pairs in _FIVE_PAIRS.finditer(readable):
        yield _Span(pairs.start(), pairs.end(), Personal.PHONE)
    for region in _DIALLING:
        for match in PhoneNumberMatcher(readable, region, leniency=Leniency.VALID):
            # A number of another plan has to be written as one dials it, else it is a figure.
            dialled = match.raw_string.lstrip("(").startswith(("+", "0"))
            if dialled:
                yield _Span(match.start, match.end, Personal.PHONE)
