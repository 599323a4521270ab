"""Whom a question asks the words of: « selon l'Apec », « d'après Orvalia et l'Insee »."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.words import vocabulary
from index.analyser import analyse
from index.sentences import Span

BY = r"(?:selon|d['’]\s?apr[eè]s|suivant)"
_ASKED = re.compile(
    rf"\b{BY}\s+(?P<who>[^?,;:]+?)(?=\s*[?,;:]|\s+(?:combien|quel(?:le)?s?|qui|quand|o[uù])\b|\s*$)",
    re.I,
)
_AND = re.compile(rf"\s+(?:et|ou|puis)\s+(?:{BY}\s+)?", re.I)
ARTICLE = re.compile(r"^(?:l[ea]s?\s+|l['’]|une?\s+)?", re.I)
_WORDS = frozenset(
    analyse("étude enquête baromètre rapport note chiffres données article observatoire source")
)
"""What is said to be by somebody: it tells nobody by itself."""
_WHOLE_NAME = re.compile(
    r"[A-ZÀ-Ý][\w'’&-]*"
    r"(?:\s(?:(?:de la|de l['’]|du|des|de|d['’]|et|en|pour)\s?)?[A-ZÀ-Ý][\w'’&-]*)*"
)
NAMED = re.compile(r"\b[A-ZÀ-Ý][\w'’&-]*")


def source_terms(words: str) -> frozenset[str]:
    """Return the terms that tell who somebody is: those of a name, where there is one."""
    bare = ARTICLE.sub("", words.strip())
    name = _WHOLE_NAME.search(bare)
    terms = analyse(name.group() if name else bare)
    return frozenset(t for t in terms if t not in _WORDS and t not in vocabulary().scaffold)


@lru_cache(maxsize=512)
def sources_asked(text: str) -> tuple[str, ...]:
    """Return whom a question asks the words of, in its own words; nobody, most often."""
    found: list[str] = []
    for match in _ASKED.finditer(text):
        found += [part.strip() for part in _AND.split(match["who"]) if source_terms(part)]
    return tuple(dict.fromkeys(found))


def source_spans(text: str) -> list[Span]:
    """Return where a question says whose words it asks for."""
    return [match.span("who") for match in _ASKED.finditer(text) if source_terms(match["who"])]


def by_source(text: str) -> tuple[str, ...]:
    """Return a question for each source of one that asks of several; nothing of any other."""
    sources = sources_asked(text)
    if len(sources) < 2:
        return ()
    bare = _ASKED.sub("", text).strip(" ,?")
    bare = re.sub(r"\s+(?:et|ou|,)\s*$|^\W+", "", bare).strip(" ,?")
    return tuple(f"{bare[:1].upper()}{bare[1:]}, selon {source} ?" for source in sources)
