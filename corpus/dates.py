"""Dates and years written in French text, and exactly where.

What is found is never completed by guessing: « du 20 au 25 mars » keeps its days and its month
and no year. A bare four-digit number is a year only when nothing shows that it counts something.
"""

from __future__ import annotations

import datetime
import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from corpus.document import PartialDate

DateKind = Literal["date", "month", "year", "range", "relative"]

_MONTHS = (
    r"janv(?:ier|\.)",
    r"f[eé]\u0301?v(?:r(?:ier|\.)|\.)",
    r"mars",
    r"avr(?:il|\.)",
    r"mai",
    r"juin",
    r"juil(?:let|\.)",
    r"ao[uû]\u0302?t",
    r"sept(?:embre|\.)",
    r"oct(?:obre|\.)",
    r"nov(?:embre|\.)",
    r"d[eé]\u0301?c(?:embre|\.)",
)
_MONTH_NUMBERS = tuple(re.compile(month, re.IGNORECASE) for month in _MONTHS)
_M = rf"(?:{'|'.join(_MONTHS)})(?!\w)"
_Y = r"(?:1[89]\d\d|20\d\d|2100)(?!\d)"
_D = r"(?:0?[1-9]|[12]\d|3[01])(?:er\b|(?!\w))"
_S = r"(?:[ \t\u00a0\u202f]{1,3}|[ \t\u00a0\u202f]{0,3}\n[ \t\u00a0\u202f]{0,3})"
_DASH = r"[-\u2010\u2011\u2013]"
_WEEKDAY = rf"(?:(?:lun|mar|mercre|jeu|vendre|same)di|dimanche){_S}"


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_ISO = _compile(rf"(?<![\w/-])(?P<y>{_Y})(?P<sep>[-/])(?P<m>\d\d)(?P=sep)(?P<d>\d\d)(?![\d/-])")
_NUMERIC = _compile(
    r"(?<![\w/.,-])(?P<d>\d{1,2})(?P<sep>[/.-])(?P<m>\d{1,2})(?P=sep)(?P<y>\d{4}|\d\d)(?![\w/-]|[.,]\d)"
)
_DAYS = _compile(
    rf"(?<![\w/.,-])(?:{_WEEKDAY})?(?P<first>{_D})"
    rf"(?P<more>(?:(?:,{_S}|{_S}(?:et|ou|au|[àa]){_S}|{_S}?{_DASH}{_S}?)(?:{_WEEKDAY})?{_D}){{0,6}})"
    rf"{_S}(?P<month>{_M})(?:{_S}(?P<y>{_Y}))?"
)
_MONTH_YEAR = _compile(
    rf"\b(?:(?P<since>{_M})(?:{_S}?{_DASH}{_S}?|{_S}(?:et|[àa]){_S}))?"
    rf"(?P<month>{_M})(?:{_S}de{_S}l['’]ann[eé]e)?{_S}(?P<y>{_Y})"
)
_NUMERIC_MONTH = _compile(rf"(?<![\w/.,-])(?P<m>0[1-9]|1[0-2])/(?P<y>{_Y})(?![\w/-])")
_MONTH_ALONE = _compile(
    rf"\b(?:en|mois{_S}de|mois{_S}d['’]|de|depuis|d[eè]s|fin|d[eé]but|courant|jusqu['’]en)"
    rf"{_S}(?P<month>{_M})|\b(?:mi-|d['’])(?P<month2>{_M})"
)
_DECADE = _compile(r"\bann[eé]es[ \u00a0](?:(?:1[89]|20)?\d0)(?!\d| (?:et|[àa]) \d)")
_CENTURY = _compile(r"\b[XVI]{1,5}(?:e|è|eme|ème|er)[ \u00a0]si[eè]cle\b")
_RELATIVE = _compile(
    r"\b(?:cette ann[eé]e|l['’]an(?:n[eé]e)? (?:derni|pass|proch)\w+|le mois (?:dernier|prochain)"
    r"|ce mois-ci)\b"
)
_BEFORE_YEAR = r"(?<!\d-)(?<![\w/])(?<!\d[.,])(?<!\d[ \u00a0\u202f])"
_AFTER_YEAR = rf"(?![\w/]|[.,]\d|{_DASH}\d)"
_YEARS = _compile(
    rf"{_BEFORE_YEAR}(?P<y>{_Y})(?:(?:/|{_S}?{_DASH}{_S}?|{_S}[àa]{_S}|{_S}(?P<et>et){_S})"
    rf"(?P<y2>{_Y})|[/–-](?P<short>\d\d)){_AFTER_YEAR}"
)
_YEAR = _compile(rf"{_BEFORE_YEAR}(?P<y>{_Y}){_AFTER_YEAR}")

_BLANK = r"[ \t\u00a0\u202f]"
_SURELY_YEAR = _compile(
    r"(?:\b(?:en|depuis|d[eè]s|fin|d[eé]but|courant|ann[eé]es?|l['’]an|d['’]ici(?: [àa])?|horizon"
    rf"|rentr[eé]e|[eé]t[eé]|hiver|printemps|automne|{_M}|(?:trimestre|semestre)(?: de)?)"
    r"|\bmi-)[ \u00a0\u202f]*$"
)
_SURELY_NUMBER = _compile(
    r"(?:\b(?:plus|pr[eè]s|moins|autour|total|nombre|proche|minimum|maximum|cap) de"
    r"|\b(?:environ|quelque|quelques|presque|les|ces|ses|aux|article|page|p\.|n°|no|num[eé]ro)"
    rf"|[$£#°]|\b[LRD]\.){_BLANK}*$"
)
_UNIT = re.compile(
    rf"{_BLANK}*[€$£%‰]|{_BLANK}(?:euros?|km|kms|m|m2|m²|km²|kg|g|t|h|ha|mn|min|mo|go|MW|kW|kWh|Mo|Go|To"
    r"|mille|millions?|milliards?)(?!\w)"
    rf"|{_BLANK}\d{{3}}(?!\d)|{_BLANK}(?:à|a|ou){_BLANK}(?!{_Y})\d{{3,}}"
)
_PLURAL = re.compile(rf"{_BLANK}+(?:d['’])?([a-zà-ÿœ][a-zà-ÿœ-]*[sx])(?![\w])")
_NOT_COUNTED = re.compile(
    "dans|sous|depuis|mais|puis|nous|vous|ils|elles|leurs|[dlmtscn]es|[nv]os|vers|tr[eèé]s|alors|sans"
    "|moins|plus|apr[eè]s|d[eè]s|chez|lors|hors|jamais|toujours|ailleurs|parmi|aux|ceux|suis|as|vs"
    "|tous|toutes|désormais|mars"
)


@dataclass(frozen=True)
class DateMention:
    """A date named in a text: `text[start:end] == mention.text`.

    Without a year, `date` is empty and `month`, `day` and `end_day` keep what was said.
    """

    start: int
    end: int
    text: str
    date: PartialDate
    end_date: PartialDate | None
    kind: DateKind
    month: int | None = None
    day: int | None = None
    end_day: int | None = None


def _partial(year: int | None, month: int | None = None, day: int | None = None) -> PartialDate:
    if year is None:
        return PartialDate()
    parts = [f"{part:02d}" for part in (year, month, day) if part]
    return PartialDate(iso="-".join(parts), inferred=True)


def _month(name: str) -> int:
    return next(n for n, pattern in enumerate(_MONTH_NUMBERS, 1) if pattern.match(name))


def _exists(year: int | None, month: int, day: int) -> bool:
    """Say whether there is such a day; without a year, 29 February may be one."""
    return 1 <= month <= 12 and 1 <= day <= monthrange(year or 2000, month)[1]


def _mention(match: re.Match[str], kind: DateKind, date: PartialDate) -> DateMention:
    return DateMention(match.start(), match.end(), match[0], date, None, kind)


def _read_numeric(match: re.Match[str]) -> DateMention | None:
    year, month, day = int(match["y"]), int(match["m"]), int(match["d"])
    if len(match["y"]) == 2:
        if match["sep"] != "/":
            return None
        year += 2000 if year < 70 else 1900
    if not (1800 <= year <= 2100 and _exists(year, month, day)):
        return None
    found = _mention(match, "date", _partial(year, month, day))
    return replace(found, month=month, day=day)


def _read_days(match: re.Match[str]) -> DateMention | None:
    days = [int(d) for d in re.findall(r"\d+", match["first"] + " " + match["more"])]
    month, year = _month(match["month"]), int(match["y"]) if match["y"] else None
    if days != sorted(set(days)) or not all(_exists(year, month, day) for day in days):
        return None
    found = _mention(match, "date", _partial(year, month, days[0]))
    found = replace(found, month=month, day=days[0])
    if len(days) == 1:
        return found
    last = _partial(year, month, days[-1]) if year else None
    return replace(found, kind="range", end_date=last, end_day=days[-1])


def _read_month(match: re.Match[str]) -> DateMention | None:
    groups = match.groupdict()
    if name := groups.get("month") or groups.get("month2"):
        month = _month(name)
    else:
        month = int(groups["m"])
    year = int(groups["y"]) if groups.get("y") else None
    found = _mention(match, "month", _partial(year, month if year else None))
    if year is None and name:
        start = match.start("month") if groups.get("month") else match.start("month2")
        found = replace(found, start=start, text=name)
    if year and (since := groups.get("since")):
        first = _month(since)
        begins = _partial(year - (first > month), first)
        return replace(found, kind="range", date=begins, end_date=found.date, month=first)
    return replace(found, month=month)


def _counts(match: re.Match[str]) -> bool:
    """Say whether the number that ends here counts something (« 1904 entreprises »)."""
    text, before = match.string, match.string[max(0, match.start() - 24) : match.start()]
    if _SURELY_YEAR.search(before):
        return False
    if _UNIT.match(text, match.end()):
        return True
    noun = _PLURAL.match(text, match.end())
    return bool(_SURELY_NUMBER.search(before)) or bool(noun and not _NOT_COUNTED.fullmatch(noun[1]))


def _read_years(match: re.Match[str]) -> DateMention | None:
    first, last = int(match["y"]), int(match["y2"] or match["short"])
    if last < 100:
        last += first - first % 100
        if last != first + 1:
            return None
    between = re.search(r"\bentre\s+$", match.string[: match.start()][-10:], re.IGNORECASE)
    if first >= last or (match["et"] and not between) or _counts(match):
        return None
    return replace(_mention(match, "range", _partial(first)), end_date=_partial(last))


def _read_year(match: re.Match[str]) -> DateMention | None:
    return None if _counts(match) else _mention(match, "year", _partial(int(match["y"])))


def _read_relative(match: re.Match[str]) -> DateMention | None:
    return _mention(match, "relative", PartialDate())


_Reader = Callable[[re.Match[str]], DateMention | None]
_READERS: tuple[tuple[re.Pattern[str], _Reader], ...] = (
    (_ISO, _read_numeric),
    (_NUMERIC, _read_numeric),
    (_DAYS, _read_days),
    (_DECADE, _read_relative),
    (_CENTURY, _read_relative),
    (_RELATIVE, _read_relative),
    (_MONTH_YEAR, _read_month),
    (_NUMERIC_MONTH, _read_month),
    (_MONTH_ALONE, _read_month),
    (_YEARS, _read_years),
    (_YEAR, _read_year),
)
_TO = _compile(r"\s+(?:au|[àa]|jusqu['’](?:en|[àa]u?))\s+(?:la\s+fin\s+)?")


def _merge(text: str, mentions: list[DateMention]) -> list[DateMention]:
    """Join « 28 février » and « 4 mars 2022 » into a range when « au » stands between them."""
    merged: list[DateMention] = []
    for mention in mentions:
        last = merged[-1] if merged else None
        joined = last and last.kind == mention.kind and mention.kind in ("date", "month")
        if last is None or not joined or not _TO.fullmatch(text, last.end, mention.start):
            merged.append(mention)
            continue
        year = mention.date.year
        first = last.date if last.date.iso or not year else _partial(year, last.month, last.day)
        if year and last.month and not last.date.iso and last.month > (mention.month or 12):
            first = _partial(year - 1, last.month, last.day)
        merged[-1] = replace(
            last,
            end=mention.end,
            text=text[last.start : mention.end],
            date=first,
            end_date=mention.date if year else None,
            kind="range",
            end_day=mention.day,
        )
    return merged


def find_dates(text: str) -> list[DateMention]:
    """Return the dates named in `text`, in order, without overlap."""
    taken = bytearray(len(text))
    found: list[DateMention] = []
    for pattern, read in _READERS:
        for match in pattern.finditer(text):
            mention = read(match)
            start, end = (mention.start, mention.end) if mention else match.span()
            if any(taken[start:end]):
                continue
            if mention:
                found.append(mention)
            if mention or (pattern is _YEARS and _counts(match)):
                taken[start:end] = b"\1" * (end - start)
    return _merge(text, sorted(found, key=lambda mention: mention.start))


def years_in(text: str) -> list[int]:
    """Return the distinct years named in `text`, in order; a range gives its two ends."""
    ends = [d for m in find_dates(text) for d in (m.date, m.end_date) if d]
    return list(dict.fromkeys(d.year for d in ends if d.year is not None))


def find_year_in_question(text: str) -> list[int]:
    """Return the years that a question asks about, every year of a range included."""
    years: set[int] = set()
    for mention in find_dates(text):
        first, last = mention.date.year, mention.end_date.year if mention.end_date else None
        if first is not None:
            years.update(range(first, (last or first) + 1))
    return sorted(years)


def age_in_years(date: PartialDate, today: datetime.date) -> float | None:
    """Return how old `date` is, counted from the middle of what it covers; never negative."""
    if date.year is None:
        return None
    month, day = (int(date.iso[5:7] or 7), int(date.iso[8:10] or (15 if date.iso[5:7] else 1)))
    return max(0.0, (today - datetime.date(date.year, month, day)).days / 365.25)
