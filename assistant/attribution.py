"""Who says it: « selon l'Apec » asks for what the Apec says, not what is said of it or near it."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.coverage import credit, terms_of
from assistant.discourse import told_terms
from assistant.evidence import Evidence
from assistant.question import Question
from assistant.words import vocabulary
from index.analyser import analyse

_BY = r"(?:selon|d['’]\s?apr[eè]s|suivant)"
_ASKED = re.compile(
    rf"\b{_BY}\s+(?P<who>[^?,;:]+?)(?=\s*[?,;:]|\s+(?:combien|quel(?:le)?s?|qui|quand|o[uù])\b|\s*$)",
    re.I,
)
_AND = re.compile(rf"\s+(?:et|ou|puis)\s+(?:{_BY}\s+)?", re.I)
_ARTICLE = re.compile(r"^(?:l[ea]s?\s+|l['’]|une?\s+)?", re.I)
_SAID_BY = re.compile(
    rf"(?:\b{_BY}\s+|(?:^|[,;:.]\s*)pour\s+)(?P<who>(?:l[ea]s?\s|l['’]|une?\s)?[^,;:.()«»]{{2,60}})",
    re.I,
)
"""« selon la CFDT », « pour la chambre patronale, »: whose figures those of the sentence are."""
_NAMED = re.compile(r"\b[A-ZÀ-Ý][\w'’&-]*")
_OPINION = re.compile(
    r"\b(?:moi|lui|elle|eux|nous|vous|toi|cela|ça|le moment|l['’]instant)\b", re.I
)
_WORDS = frozenset(
    analyse("étude enquête baromètre rapport note chiffres données article observatoire source")
)
"""What is said to be by somebody: it tells nobody by itself."""
_SAID = 0.7


@lru_cache(maxsize=512)
def sources_asked(text: str) -> tuple[str, ...]:
    """Return whom a question asks the words of: « selon Orvalia et d'après l'Apec » asks of two."""
    found: list[str] = []
    for match in _ASKED.finditer(text):
        found += [part.strip() for part in _AND.split(match["who"]) if _terms(part)]
    return tuple(dict.fromkeys(found))


def by_source(text: str) -> tuple[str, ...]:
    """Return a question for each source of one that asks of several; nothing of any other."""
    sources = sources_asked(text)
    if len(sources) < 2:
        return ()
    bare = _ASKED.sub("", text).strip(" ,?")
    bare = re.sub(r"\s+(?:et|ou|,)\s*$|^\W+", "", bare).strip(" ,?")
    return tuple(f"{bare[:1].upper()}{bare[1:]}, selon {source} ?" for source in sources)


def is_said_by(question: Question, evidence: Evidence) -> bool:
    """Tell whether evidence may be what the source of a question says.

    A sentence that names whose figures it gives, itself or earlier on its line, is of no other; one
    that names nobody is of whoever publishes its document.
    """
    sources = sources_asked(question.text)
    if not sources:
        return True
    return any(_is_of(source, evidence) for source in sources)


def _is_of(source: str, evidence: Evidence) -> bool:
    wanted = _terms(source)
    document = evidence.document
    if _holds(terms_of(evidence.text), wanted):
        return True
    text, (start, end) = document.text, evidence.span
    said = list(_SAID_BY.finditer(text, text.rfind("\n", 0, start) + 1, end))
    said = [match for match in said if _terms(match["who"]) and not _OPINION.search(match["who"])]
    if said:
        who = _terms(said[-1]["who"])
        return _holds(who, wanted) or _is_another_name(text, said[-1]["who"], source)
    own = told_terms(evidence.hit, evidence.index) | terms_of(document.publisher)
    return _holds(own, wanted) or initials(source) in own


def _terms(words: str) -> frozenset[str]:
    """Return the terms that tell who somebody is: those of a name, where there is one."""
    named = _NAMED.findall(_ARTICLE.sub("", words.strip()))
    terms = analyse(" ".join(named) or _ARTICLE.sub("", words.strip()))
    return frozenset(t for t in terms if t not in _WORDS and t not in vocabulary().scaffold)


def initials(name: str) -> str:
    """Return the small letters that a name of several words may be called by: « gen »."""
    capitals = [word[0] for word in _NAMED.findall(name)]
    return "".join(capitals).lower() if len(capitals) > 1 else "\0"


def _holds(said: frozenset[str], wanted: frozenset[str]) -> bool:
    return all(credit(term, said) >= _SAID for term in wanted)


def _is_another_name(text: str, words: str, source: str) -> bool:
    """Whether the text calls a source so: « Orvalia, la chambre patronale du bois »."""
    if initials(source).upper() in words.split() or initials(words).upper() in source.split():
        return True
    called, name = (
        r"\s+".join(map(re.escape, _ARTICLE.sub("", each.strip()).split()))
        for each in (words, source)
    )
    article = r"(?:l[ea]s?\s+|l['’]|une?\s+)?"
    said = rf"\b{name}\s*,?\s*{article}{called}\b|\b{called}(?:\s+[a-zà-ÿ]+){{0,3}}\s*,?\s*{name}\b"
    return re.search(said, text, re.I) is not None
