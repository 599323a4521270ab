"""Who says it: « selon l'Apec » asks for what the Apec says, not what is said of it or near it."""

from __future__ import annotations

import re

from assistant.coverage import credit, terms_of
from assistant.discourse import told_terms
from assistant.evidence import Evidence
from assistant.question import Question
from assistant.sources import ARTICLE, BY, NAMED, source_terms, sources_asked
from index.analyser import fold

_SAID_BY = re.compile(
    rf"(?:\b{BY}\s+(?P<by>(?:l[ea]s?\s|l['’]|une?\s)?[^,;:.()«»]{{2,60}})"
    r"|(?:^|[,;:.]\s*)pour\s+(?P<to>(?:l[ea]\s|l['’])?[^,;:.()«»]{2,60}),)",
    re.I | re.M,
)
"""« selon la CFDT », « pour la chambre patronale, »: whose figures those of the sentence are."""
_BODY = re.compile(
    r"[A-ZÀ-Ý]|\b(?:chambre|syndicat|observatoire|association|fédération|région|ministère|agence|"
    r"cabinet|direction|présidente?|directeur|directrice|organisme)\b"
)
"""« pour candidater », « pour les jeunes » name nobody who says anything."""
_OPINION = re.compile(
    r"\b(?:moi|lui|elle|eux|nous|vous|toi|cela|ça|le moment|l['’]instant)\b", re.I
)
_SAID = 0.7


def is_said_by(question: Question, evidence: Evidence) -> bool:
    """Tell whether evidence may be what the source of a question says.

    A sentence that names whose figures it gives, itself or earlier on its line, is of no other; one
    that names nobody is of whoever publishes its document.
    """
    sources = sources_asked(question.text)
    return not sources or any(_is_of(source, evidence) for source in sources)


def _is_of(source: str, evidence: Evidence) -> bool:
    wanted = source_terms(source)
    if _holds(terms_of(evidence.text), wanted):
        return True
    document, (start, end) = evidence.document, evidence.span
    opened = document.text.rfind("\n", 0, start) + 1
    if said := _named_last(document.text[opened:end]):
        return _holds(source_terms(said), wanted) or is_called(document.text, said, source)
    own = told_terms(evidence.hit, evidence.index) | terms_of(document.publisher)
    return _holds(own, wanted) or _initials(source) in own


def _named_last(text: str) -> str:
    """Return who is said last to say what `text` says, or nothing."""
    for match in reversed(list(_SAID_BY.finditer(text))):
        who = match["by"] or match["to"]
        if source_terms(who) and not _OPINION.search(who) and (match["by"] or _BODY.search(who)):
            return str(who)
    return ""


def _initials(name: str) -> str:
    """Return the small letters that a name of several words may be called by: « gen »."""
    capitals = [word[0] for word in NAMED.findall(name)]
    return fold("".join(capitals)) if len(capitals) > 1 else "\0"


def _holds(said: frozenset[str], wanted: frozenset[str]) -> bool:
    return all(credit(term, said) >= _SAID for term in wanted)


def is_called(text: str, words: str, source: str) -> bool:
    """Tell whether a text calls a source so: « Orvalia, la chambre patronale du bois »."""
    if _initials(source).upper() in words.split() or _initials(words).upper() in source.split():
        return True
    called, name = (
        r"\s+".join(map(re.escape, ARTICLE.sub("", each.strip()).split()))
        for each in (words, source)
    )
    article = r"(?:l[ea]s?\s+|l['’]|une?\s+)?"
    first = rf"\b{name}\s*,?\s*{article}{called}\b"
    after = rf"\b{called}(?:\s+[a-zà-ÿ]+){{0,3}}\s*,?\s*{name}\b"
    return re.search(f"{first}|{after}", text, re.I) is not None
