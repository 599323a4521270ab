"""Who holds an office: « la présidente de Port Moulin, Claire Vasseur » says it outright."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

from assistant.persons import Person, find_persons
from assistant.words import vocabulary
from index.analyser import analyse
from index.sentences import Span

_WORD: Final = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_OTHER_OFFICE: Final = re.compile(r"(?:vice|ex|sous)-", re.I)
_FORMER: Final = re.compile(r"\b(?:ancien(?:ne)?s?|ex|future?s?)\s+$", re.I)
_OF: Final = re.compile(
    r"\s+(?:(?:générale?|exécuti(?:f|ve)|régionale?|nationale?)\s+)?(?:de\s|d['’]|du\s|des\s)", re.I
)
_QUALIFIED: Final = re.compile(
    r"\s+(?:(?P<adjective>(?![A-ZÀ-Ý])[^\W\d_]*(?:al|ale|ier|ière|ique|if|ive|oint|ointe|ué|uée)\b)|"
    r"(?:des|de la|du|de l['’])\s*[^\W\d_]+)"
)
"""What tells one office from another: « directrice générale », « directrice des études »."""
_DEPUTY: Final = re.compile(
    r"\badjointe?s?\s+(?:aux?|à\s+la|du|de\s+la|à\s+l['’]|de\s+l['’])\s*", re.I
)
_DEPUTY_CHARS: Final = 20
"""« l'adjointe au maire » is not the mayor."""
_BEFORE, _AFTER = 8, 12
"""Characters between a person and the office, before it and after what it is an office of."""
_TOGETHER: Final = re.compile(r"[^,;:.()]{1,40}")
"""What stands from an office to the end of the name of the body that it is in."""


def asked_offices(terms: Iterable[str]) -> frozenset[str]:
    """Return the offices among the terms of a question; who directs may bear several titles."""
    words = vocabulary()
    asked = words.roles.intersection(terms)
    if asked.intersection(analyse("dirige")):
        asked |= words.roles & words.synonyms.get(analyse("dirige")[0], frozenset())
    return asked


def holders(sentence: str, offices: Collection[str], name: Collection[str]) -> tuple[Span, ...]:
    """Return where the persons stand who hold one of `offices` at `name`, in words side by side.

    `offices` and the words of `name` are index terms. A former, future or vice president is not
    the president.
    """
    persons = [p for p in find_persons(sentence) if not set(analyse(p.name)) <= set(name)]
    found: list[Span] = []
    for start, end in _offices_at(sentence, offices, name) if persons else ():
        found += [(p.start, p.end) for p in persons if _is_beside(p, start, end)]
    return tuple(dict.fromkeys(found))


def is_another_office(question: str, sentence: str) -> bool:
    """Whether `sentence` qualifies the office asked about in another way, each time it names it.

    « directrice des études » is no answer to who the « directrice générale » is; an office that
    the question leaves unqualified, or the sentence does, is the same.
    """
    if not _DEPUTY.search(question) and _is_only_of_deputies(question, sentence):
        return True
    wanted = {(office, said) for office, said, is_adjective in _offices(question) if is_adjective}
    offices = {office for office, _ in wanted}
    found = [(office, said) for office, said, _ in _offices(sentence) if office in offices]
    return bool(found) and all(said and (office, said) not in wanted for office, said in found)


def _is_only_of_deputies(question: str, sentence: str) -> bool:
    """Whether each office asked about is, in `sentence`, that of somebody's deputy."""
    asked = vocabulary().roles.intersection(analyse(question))
    words = [w for w in _WORD.finditer(sentence) if asked & set(analyse(w.group()))]
    return bool(words) and all(
        _DEPUTY.search(sentence, max(0, w.start() - _DEPUTY_CHARS), w.start()) for w in words
    )


def _offices(text: str) -> Iterator[tuple[str, frozenset[str], bool]]:
    """Yield the index term of each office, those of its qualifier, whether it is an adjective."""
    for word in _WORD.finditer(text):
        office = vocabulary().roles.intersection(analyse(word.group()))
        said = _QUALIFIED.match(text, word.end())
        if office:
            terms = frozenset(analyse(said.group() if said else ""))
            yield min(office), terms, bool(said and said["adjective"])


def _is_beside(person: Person, start: int, end: int) -> bool:
    return 0 <= start - person.end <= _BEFORE or 0 <= person.start - end <= _AFTER


def _offices_at(sentence: str, offices: Collection[str], name: Collection[str]) -> Iterator[Span]:
    """Yield from where to where « présidente de l'association Port Moulin » stands."""
    words = list(_WORD.finditer(sentence))
    for place, word in enumerate(words):
        if not set(offices) & set(analyse(word.group())) or _OTHER_OFFICE.match(word.group()):
            continue
        if _FORMER.search(sentence, 0, word.start()) or not _OF.match(sentence, word.end()):
            continue
        end = _end_of_name(words[place + 1 :], name)
        if end is not None and _TOGETHER.fullmatch(sentence, word.end(), end):
            yield word.start(), end


def _end_of_name(words: Sequence[re.Match[str]], name: Collection[str]) -> int | None:
    missing = set(name)
    for word in words:
        missing -= set(analyse(word.group()))
        if not missing:
            return word.end()
    return None
