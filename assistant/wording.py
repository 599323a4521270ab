"""French sentences around the quotes: dates, sources, frames, from `texts.toml`."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib import resources

from assistant.question import Question
from corpus.document import Document, PartialDate, TerritoryLevel
from corpus.places import find_places
from index.analyser import fold

_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
_BULLETS = re.compile(r"\s*\n\s*(?:[-–—*•·▪►‣◦]\s+)?")
_ARTICLE = re.compile(r"\b(?:(le|du|au)|(la)|(les|des|aux)|(l['’])|(en))\s*$", re.I)
_GAP = re.compile(r"(?<!\s)(?:[^\S\n]{2,}|[^\S\n]*\t[^\S\n]*)(?=\S|$)")
"""Blanks between two words of a line; neither an indentation nor what ends a line."""
_FEWEST_GAPS, _WIDE = 2, 3
"""Gaps of a row, and blanks in one of them: neither a slip of the space bar nor a justified line
is a row."""
_A_NOUN = re.compile(r"(?:euro)?m[ée]tropole|communaut|agglom", re.I)
_ARTICLES = ("le ", "la ", "les ", "l'")


@lru_cache(maxsize=1)
def _texts() -> dict[str, str]:
    path = resources.files("assistant").joinpath("texts.toml")
    return {key: str(value) for key, value in tomllib.loads(path.read_text("utf-8")).items()}


def say(name: str, **values: str) -> str:
    """Return a text by name, filled in."""
    return _texts()[name].format(**values)


def french_date(date: PartialDate) -> str:
    """Return « 29 mars 2021 », « mars 2021 », « 2021 », or nothing when unknown."""
    parts = date.iso.split("-") if date.iso else []
    words = [parts[0]] if parts else []
    if len(parts) > 1:
        words.insert(0, _MONTHS[int(parts[1]) - 1])
    if len(parts) > 2:
        day = int(parts[2])
        words.insert(0, "1er" if day == 1 else str(day))
    return " ".join(words)


def of_date(date: PartialDate) -> str:
    """Return « du 29 mars 2021 », « de mars 2021 », « d'avril 2021 », « de 2021 » or nothing."""
    words = french_date(date)
    if not words:
        return ""
    if date.iso.count("-") == 2:
        return f"du {words}"
    return f"d'{words}" if words[0] in "ao" else f"de {words}"


def source_label(document: Document) -> str:
    """Return who says it and when: « Kalyptus, 2024 », « source non datée »."""
    date = french_date(document.published)
    parts = [p for p in (document.publisher, date or say("undated")) if p]
    return ", ".join(parts)


def cells_apart(text: str, row: str | None = None) -> str:
    """Return a row of a table with bars between its cells, any other text as it is.

    `row` is the whole row where `text` is a part of it. Cells set apart by blanks alone would run
    together on one line: « 32    16 457 » is two figures.
    """
    gaps = _GAP.findall((row or text).strip())
    wide = any(len(gap) >= _WIDE or "\t" in gap for gap in gaps)
    return _GAP.sub(" | ", text) if wide and len(gaps) >= _FEWEST_GAPS else text


def one_line(quote: str) -> str:
    """Return a quote on one line: list items follow one another, words unchanged."""
    quote = cells_apart(quote)
    return re.sub(r"\s+", " ", _BULLETS.sub(" ", quote)).strip()


def contracted(text: str) -> str:
    """Return `text` with « au Mans » for « à Le Mans », as French says."""
    return re.sub(r"\bà [Ll]e ", "au ", re.sub(r"\bà [Ll]es ", "aux ", text))


def places_asked(question: Question) -> str:
    """Return the places of a question, with the articles that it gives them: « le Calaisis »."""
    said: dict[str, str] = {}
    for mention in find_places(question.text, loose=True):
        found = _ARTICLE.search(question.text, 0, mention.start)
        name = mention.territory.name
        if mention.territory.level is TerritoryLevel.INTERCOMMUNAL and not _A_NOUN.match(name):
            continue  # « la métropole dijonnaise » is « Dijon Métropole »
        if found and not name.startswith(("Le ", "La ", "Les ", "L'")):
            said.setdefault(name, _article_of(name, found.lastindex or 0))
    names = dict.fromkeys(territory.name for territory in question.territories)
    return ", ".join(said.get(name, "") + name for name in names)


def _article_of(name: str, group: int) -> str:
    """Return the article that stands before a place, or that « en » leaves unsaid."""
    if group < len(_ARTICLES) + 1:
        return _ARTICLES[group - 1]
    first = name.partition("-")[0].partition(" ")[0]
    if fold(first)[0] in "aeiouy":
        return "l'"
    if first.endswith("s"):
        return "les "
    return "la " if first.endswith(("e", "é", "ée")) and first != "Maine" else "le "
