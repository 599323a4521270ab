"""Acronyms that a document spells out: « le Chèque Rebond Numérique (CRN) » is the CRN all over."""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.document import Document
from index.analyser import analyse, fold

_BEFORE_ACRONYM = re.compile(r"(?P<words>(?:[\w'’.-]+\s+){1,8})\((?P<acronym>[A-Z]{2,8})\)")
_WHAT_IT_MEANS = re.compile(
    r"(?i:veut dire|signifie|le sigle|l['’]acronyme)(?i: quoi)?,? "
    r"(?i:l['’]|la |le |sigle |acronyme )*(?P<one>[A-Z]{2,8})\b"
    r"|\b(?P<other>[A-Z]{2,8}),? (?i:[çc]a )?(?i:veut dire|signifie)"
)
"""« ça veut dire quoi OPCO », « OPCO, ça signifie quoi »."""
_WORD = re.compile(r"[^\W\d_]+")
_LINKS = frozenset(
    {"a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "ou", "par"}
    | {"pour", "sur", "un", "une"}
)
_FEWEST, _MOST = 4, 6
"""Letters of an acronym that a title's words are known by without spelling it out."""
_STUDIED = 60_000
"""Characters looked at: what a document says often is spelt out early."""


def with_acronyms(document: Document, terms: frozenset[str]) -> frozenset[str]:
    """Add to the terms of a text the acronyms whose every word it has, and those words' terms."""
    found = set(terms)
    for acronym, words in _spelt_out(document.text[:_STUDIED]):
        if words <= terms or acronym <= terms:
            found |= acronym | words
    return frozenset(found) | _initials(document.title)


def tells_what_it_means(question: str, text: str) -> bool:
    """Whether a text says what an acronym stands for, where a question asks what it means.

    « L'entreprise et son OPCO qui paient » only names it.
    """
    asked = _WHAT_IT_MEANS.search(question)
    if not asked:
        return True
    name = re.escape(asked["one"] or asked["other"])
    defining = (
        rf"\b{name}\b(?:\s?[:(–—]|,? (?:[çc]a )?(?:est|sont|désigne|signifie|veut dire|pour|soit|ou"
        rf"|c['’]est)\b)|\({name}\)"
    )
    return re.search(defining, text) is not None


@lru_cache(maxsize=512)
def _initials(title: str) -> frozenset[str]:
    """Return the acronyms of a title's words in a row: « ASRC » of « Bachelor Administrateur
    systèmes, réseaux et cybersécurité »."""
    words = (fold(match.group()) for match in _WORD.finditer(title))
    letters = "".join(word[0] for word in words if word not in _LINKS)
    count = len(letters)
    return frozenset(
        letters[first:last]
        for first in range(count)
        for last in range(first + _FEWEST, min(count, first + _MOST) + 1)
    )


@lru_cache(maxsize=64)  # parts of whole documents are kept with it
def _spelt_out(text: str) -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    """Return the terms of each acronym that a text spells out just before it, and of its words."""
    found: list[tuple[frozenset[str], frozenset[str]]] = []
    for match in _BEFORE_ACRONYM.finditer(text):
        words = _initialled(match["words"], match["acronym"])
        if words:
            found.append((frozenset(analyse(match["acronym"])), frozenset(analyse(words))))
    return tuple(found)


def _initialled(words: str, acronym: str) -> str:
    """Return the last of some words whose initials are an acronym, nothing where they are not."""
    left = list(fold(acronym))
    for match in reversed(list(_WORD.finditer(words))):
        word = fold(match.group())
        if word[0] == left[-1] and word not in _LINKS:
            left.pop()
        elif word not in _LINKS:
            return ""
        if not left:
            return words[match.start() :]
    return ""
