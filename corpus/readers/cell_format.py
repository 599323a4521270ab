"""What a spreadsheet shows of a value: « 0,72 » in a cell of percentages is « 72% »."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Final

_LOCALE: Final = "fr_FR"
_HIDDEN = re.compile(r"\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[[^\]]*\]|[_*].")
"""« [$€-40C] » shows its currency; colours, conditions, and blanks « as wide as » show nothing."""
_LITERAL = re.compile(r'"(?P<quoted>[^"]*)"|\\(?P<one>.)')
_DIGITS = re.compile(r"[#0?,.]*[#0?](?:[#0?,. ]*[#0?])?%?|%")
_DATE_PART = re.compile(r"y+|m+|d+|h+|s+|AM/PM", re.I)
_LDML: Final = {
    "yyyy": "y", "yyy": "y", "yy": "y",  # « 25 » alone would not be read as a year
    "m": "MM", "mm": "MM", "mmm": "MMMM", "mmmm": "MMMM", "mmmmm": "MMM",
    "ddd": "EEEE", "dddd": "EEEE", "h": "HH", "hh": "HH", "s": "ss", "am/pm": "",
}  # fmt: skip
_SIGNIFICANT: Final = 10
"""Digits that a cell without a format shows."""


def shown(value: object, number_format: str) -> str:
    """Return the text of a cell, in French, as its format shows it.

    `number_format` is that of the file (ECMA-376, 18.8.30); what it does not cover is shown as
    a cell without a format is.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "VRAI" if value else "FAUX"
    if isinstance(value, datetime | date | time):
        return _moment(value, number_format)
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02d}"
    if isinstance(value, int | float):
        return _number(value, number_format)
    return str(value)


def _number(value: float, number_format: str) -> str:
    sections = number_format.split(";")
    if value < 0 and len(sections) > 1:
        value, number_format = -value, sections[1]  # the sign stands in the section itself
    pattern, before, after = _pattern(number_format)
    if pattern is None:
        return f"{value:.{_SIGNIFICANT}g}".replace(".", ",") if value % 1 else str(int(value))
    from babel.numbers import format_decimal

    return f"{before}{format_decimal(value, format=pattern, locale=_LOCALE)}{after}"


@lru_cache(maxsize=256)
def _pattern(number_format: str) -> tuple[str | None, str, str]:
    """Return the pattern of the digits, and what is shown before and after them."""
    section = number_format.split(";")[0]
    section = _HIDDEN.sub(lambda m: f'"{m["currency"]}"' if m["currency"] else "", section)
    bare = _LITERAL.sub(lambda m: "\x00" * len(m.group()), section)
    digits = _DIGITS.search(bare)
    if section.strip().lower() in {"general", "standard", "@", ""} or digits is None:
        return None, "", ""
    pattern = re.sub(r"(?<=[#0]) (?=[#0])", ",", digits.group().replace("?", "#"))
    if re.search(r"[^#0,.%]|\..*[.,]|,$", pattern) or "E" in bare.upper():
        return None, "", ""  # scientific, fractions, scaled by thousands
    return pattern, _written(section[: digits.start()]), _written(section[digits.end() :])


def _written(part: str) -> str:
    """Return what a part of a format without digits shows."""
    return _LITERAL.sub(lambda m: m["quoted"] if m["one"] is None else m["one"], part)


def _moment(value: datetime | date | time, number_format: str) -> str:
    from babel.dates import format_date, format_datetime, format_time

    pattern = _date_pattern(number_format)
    if isinstance(value, time):
        return str(format_time(value, pattern or "HH:mm", locale=_LOCALE))
    if isinstance(value, datetime):
        usual = "dd/MM/y" if value.time() == time() else "dd/MM/y HH:mm"
        return str(format_datetime(value, pattern or usual, locale=_LOCALE))
    return str(format_date(value, pattern or "dd/MM/y", locale=_LOCALE))


@lru_cache(maxsize=256)
def _date_pattern(number_format: str) -> str:
    """Return a format of dates as Unicode writes it (LDML); nothing for the system's own."""
    section = _LITERAL.sub("", _HIDDEN.sub("", number_format.split(";")[0]))
    if not _DATE_PART.search(section) or section.lower() == "general" or "mm-dd-yy" in section:
        return ""
    parts: list[str] = []
    cursor = 0
    in_time = False
    for match in _DATE_PART.finditer(section):
        part = match.group().lower()
        after = section[match.end() :].lstrip(" :.").lower()
        minutes = part in {"m", "mm"} and (in_time or after.startswith("s"))
        parts += [section[cursor : match.start()], "mm" if minutes else _LDML.get(part, part)]
        in_time = part[0] == "h"
        cursor = match.end()
    return "".join([*parts, section[cursor:]]).strip(" @")
