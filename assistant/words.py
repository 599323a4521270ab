"""The assistant's French vocabulary, loaded once from `vocabulary.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from index.analyser import analyse, fold


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words known by their role, folded (no accents, lower case) unless said otherwise."""

    numbers: dict[str, float]
    shares: dict[str, float]
    sms: dict[str, str]
    """Hasty spelling to proper French (accented)."""
    synonyms: dict[str, frozenset[str]]
    """Index term to the terms that may stand for it."""
    counted: dict[str, frozenset[str]]
    """Index term to those that count the same thing after a figure, though they mean more."""
    opposites: tuple[tuple[frozenset[str], ...], ...]
    """Index terms of things that exclude one another, side by side."""
    roles: frozenset[str]
    """Index terms that say what a person does."""
    masculine: dict[str, str]
    """What somebody is: the feminine, with and without accents, to the masculine."""
    publics: dict[str, dict[str, tuple[str, ...]]]
    """Whom a thing may be for: groups that exclude one another, with their words (accented)."""
    women: tuple[str, ...]
    """What only a woman is called (accented)."""
    rights: frozenset[str]
    """Index terms of what may depend on who somebody is."""
    causes: tuple[str, ...]
    first_names: frozenset[str]
    speech: frozenset[str]
    scaffold: frozenset[str]
    """Index terms with which a question is built."""
    sections: tuple[tuple[frozenset[str], tuple[str, ...]], ...]
    """Index terms that people ask with, and how the headings above the answers read (folded)."""
    boilerplate: tuple[str, ...]
    """How lines begin that tell of the page itself."""
    asking: frozenset[str]
    """Words that open or build a question: never a name, even with a capital."""
    field: frozenset[str]
    """Words of the field that everyday French lacks: never a mistake."""
    english: frozenset[str]
    """Everyday English words, to tell a question that is not in French."""


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """Load the vocabulary."""
    path = resources.files("assistant").joinpath("vocabulary.toml")
    raw = tomllib.loads(path.read_text("utf-8"))
    return Vocabulary(
        numbers={fold(word): float(value) for word, value in raw["numbers"].items()},
        shares={fold(word): float(value) for word, value in raw["shares"].items()},
        sms={word.lower(): text for word, text in raw["sms"].items()},
        synonyms=_alike(raw["synonyms"]["groups"]),
        counted=_alike(raw["counted"]["groups"]),
        opposites=tuple(
            tuple(frozenset(analyse(side)) for side in group.split("|"))
            for group in raw["opposites"]["groups"]
        ),
        roles=frozenset(analyse(raw["roles"]["words"])),
        masculine=_masculine(raw["feminine"]["pairs"]),
        publics={
            name: {group: tuple(words) for group, words in groups.items()}
            for name, groups in raw["publics"].items()
        },
        women=tuple(raw["women"]["words"].split()),
        rights=frozenset(analyse(raw["rights"]["words"], keep_stop_words=True)),
        causes=tuple(fold(marker) for marker in raw["causes"]["markers"]),
        first_names=frozenset(fold(raw["first_names"]["words"]).split()),
        sections=tuple(_section(group) for group in raw["sections"]["groups"]),
        boilerplate=tuple(fold(opening) for opening in raw["boilerplate"]["openings"]),
        scaffold=frozenset(analyse(raw["scaffold"]["words"])),
        asking=frozenset(fold(raw["asking"]["words"]).split()),
        field=frozenset(fold(raw["field"]["words"]).split()),
        english=frozenset(raw["english"]["words"].split()),
        speech=frozenset(fold(raw["speech"]["verbs"]).split()),
    )


def _alike(groups: list[str]) -> dict[str, frozenset[str]]:
    """Map each index term of groups of words to the others of its groups."""
    alike: dict[str, set[str]] = {}
    for group in groups:
        terms = {term for word in group.split() for term in analyse(word, keep_stop_words=True)}
        for term in terms:
            alike.setdefault(term, set()).update(terms - {term})
    return {term: frozenset(others) for term, others in alike.items()}


def _section(group: str) -> tuple[frozenset[str], tuple[str, ...]]:
    asked, *headings = group.split("|")
    return frozenset(analyse(asked)), tuple(fold(heading) for heading in headings)


def _masculine(pairs: str) -> dict[str, str]:
    forms = dict(pair.split("/") for pair in pairs.split())
    return {fold(feminine): fold(masculine) for feminine, masculine in forms.items()} | forms
