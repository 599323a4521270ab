"""Words, numbers and dates as the reports write them, and text that any of them can hold."""

from __future__ import annotations

import re
from datetime import datetime

from babel.dates import format_datetime, get_timezone
from babel.numbers import format_decimal

from assistant.answer import Answer, Reason, Status
from evals.suite.result import Share
from evals.tables import percent

THIN = "\N{NARROW NO-BREAK SPACE}"
_STATUSES = {
    Status.ANSWERED: "répondu",
    Status.NOT_FOUND: "ne trouve pas",
    Status.UNCLEAR: "question à préciser",
    Status.OUT_OF_SCOPE: "hors de son domaine",
    Status.FAILED: "erreur",
}
_REASONS = {
    Reason.MISSING: "absent des sources",
    Reason.OTHER_TERRITORY: "autre territoire",
    Reason.OUTDATED: "autre date",
    Reason.PERSONAL: "situation personnelle",
}
_AUDIENCES = {"adviser": "conseiller", "student": "élève"}
_NOISES = {"capitals": "tout en majuscules", "sms": "langage SMS", "typo": "fautes de frappe"}
_BEFORE_SIGN = re.compile(r" (?=[:;?!»](?:\W|$))")
_AFTER_GUILLEMET = re.compile(r"(?<=«) ")
# What neither XML 1.0 nor HTML can hold, and no reader can see.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def status_name(answer: Answer) -> str:
    """Return what became of a question: « ne trouve pas (autre territoire) »."""
    name = _STATUSES[answer.status]
    return f"{name} ({_REASONS[answer.reason]})" if answer.reason else name


def audience(name: str) -> str:
    """Return who asks, in French; a name that is not ours is shown as it is written."""
    return _AUDIENCES.get(name, name)


def noise(name: str) -> str:
    """Return how a question is written; a name that is not ours is shown as it is written."""
    return _NOISES.get(name, name)


def capital(text: str) -> str:
    """Return `text` with a capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]


def typeset(text: str) -> str:
    """Keep « : », « ; », « ? », « ! » and the guillemets on the line of the word they go with."""
    return _BEFORE_SIGN.sub(THIN, _AFTER_GUILLEMET.sub(THIN, text))


def whole(value: float) -> str:
    """Write a whole number in French: « 7 569 »."""
    return str(format_decimal(round(value), locale="fr"))


def share(value: float | None) -> str:
    """Write a share that no end of line can cut from its sign."""
    return percent(value).replace(" ", THIN)


def reached(part: Share) -> int:
    """Return how many a share stands for: 251 when 77.7 % of 323 are right."""
    return round((part.value or 0.0) * part.count)


def out_of(part: Share) -> str:
    """Write a share as counts: « 251 sur 323 »."""
    return f"{whole(reached(part))} sur {whole(part.count)}"


def duration(milliseconds: float | None) -> str:
    """Write a time in milliseconds, in seconds from one second on."""
    if milliseconds is None:
        return "–"
    if milliseconds < 999.5:
        return f"{whole(milliseconds)}{THIN}ms"
    return f"{format_decimal(milliseconds / 1000, '0.0', locale='fr')}{THIN}s"


def moment(iso: str) -> str:
    """Write an ISO 8601 date and time, in UTC; what is not one is left as it is."""
    try:
        when = datetime.fromisoformat(iso)
    except ValueError:
        return iso
    pattern = "d MMMM y 'à' H:mm 'UTC'"
    return str(format_datetime(when, pattern, tzinfo=get_timezone("UTC"), locale="fr"))


def printable(text: str) -> str:
    """Return `text` without the characters that neither XML nor HTML can hold."""
    return _UNPRINTABLE.sub("", text)


def one_line(text: str) -> str:
    """Return `text` on one line, printable."""
    return " ".join(printable(text).split())
