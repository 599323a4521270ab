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
