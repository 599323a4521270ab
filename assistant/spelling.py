"""Questions as people type them: SMS spelling, missing accents, glued words, typing errors.

Only words that neither French nor the documents know are changed, and only into words that one
of them knows. What was changed is shown to the person who asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from assistant.words import vocabulary
from corpus.places import find_places, place_names
from index.analyser import concept_spans, fold, lexicon, stem
from index.words import Word, WordList, common_french

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_GLUED = re.compile(r"^(qu|[cdjlmnst])(?=[aeiouyh]\w{2,})")
_APART = re.compile(
    r"(?<![\w'’-])(?P<elided>c(?=\s+(?:est|etai|étai))|[djlmns]|t(?!\s+(?:ils?|elles?|on)\b)|qu)"
    r"\s+(?=[aeiouyhàâéèêëîïôœ]\w)",
    re.I,
)
"""« c est où », « l ecole d ingénieurs »: the apostrophe was left out, or typed as a blank."""
_EST_CE = re.compile(r"\b(?P<initial>e)(?:s-|st?\s+)ce\s+(?=qu)", re.I)
_LETTERED = re.compile(
    r"(?:\b(?:bac|terminale|série|serie|permis)\s+\S|\d\s+[mls]|\b[b-df-hj-np-tv-z]\s+\S)$", re.I
)
"""« un bac s en 2010 », « 30 m environ »: the letter is a word by itself."""
_ARTICLES = {
    "c": "c'",
    "d": "d'",
    "j": "j'",
    "l": "l'",
    "m": "m'",
    "n": "n'",
    "s": "s'",
    "t": "t'",
    "qu": "qu'",
}
_MIN_LENGTH = 5
"""Shorter unknown words are left alone: too many words lie one letter away."""
_RARE = 3
_ALIKE = 0.45
"""Share of its letters that a word which sounds the same may have otherwise, beyond two."""
_COMMON = 300
"""Uses in the frequency list from which a word of everyday French may correct another."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """A question in proper French, and whether a word was changed (not just accents)."""

    text: str
    changed: bool


class Speller:
    """Corrects questions with the words of the indexed documents and of everyday French."""

    def __init__(self, words: WordList) -> None:
        self._words = words
        self._stems = {stem(f) for f, word in words.words.items() if not _is_town(f, word)}
        by_initial: dict[str, list[str]] = {}
        for folded in words.words:
            if len(folded) >= _MIN_LENGTH:
                by_initial.setdefault(folded[0], []).append(folded)
        self._by_initial = by_initial

    @cached_property
    def _by_sound(self) -> dict[str, list[str]]:
        """The folded words of the documents, by how they sound."""
        return _grouped(word for words in self._by_initial.values() for word in words)

    def correct(self, question: str) -> Corrected:
        """Return `question` with unknown words put right where one answer is clear."""
        question = _with_apostrophes(question)
        known = [(m.start, m.end) for m in find_places(question, loose=True)]
        known += concept_spans(question)
        pieces: list[str] = []
        cursor = 0
        changed = False
        for match in _WORD.finditer(question):
            word = match.group()
            is_known = any(a < match.end() and match.start() < b for a, b in known)
            better = word if is_known else self._better(word, question, match.start())
            changed |= fold(better) != fold(word)
            pieces += [question[cursor : match.start()], better]
            cursor = match.end()
        pieces.append(question[cursor:])
        return Corrected("".join(pieces), changed)

    def _better(self, word: str, question: str, position: int) -> str:
        elided = position > 0 and question[position - 1] in "'’"
        elided |= question[position + len(word) :][:1] in {"'", "’"}
        hasty = vocabulary().sms.get(word.lower())
        named = word[0].isupper() and position > 0 and not question.isupper()
        acronym = word.isupper() and not question.isupper()
        if hasty and not elided and not acronym and not named:
            return hasty
        folded = fold(word)
        if question[position + len(word) :][:1] in {"'", "’"}:
            return word  # « jusqu' » and « lorsqu' » are not misspelt
        if self.knows(folded) or any(c.isdigit() for c in word) or "-" in word:
            return word
        glued = _GLUED.match(folded)
        if glued and self.knows(folded[glued.end() :]):
            if _is_english(folded, folded[glued.end() :]):
                return word
            return _ARTICLES[glued.group()] + word[glued.end() :]
        if len(folded) < _MIN_LENGTH:
            return word
        found = self._closest(folded, named=named)
        if found is None:
            return word
        return found.capitalize() if named else _in_number(folded, found)

    def knows(self, folded: str) -> bool:
        """Whether a folded word is in the documents (in any inflection) or everyday French."""
        if folded in self._words or folded in lexicon().stop_words or folded in lexicon().concepts:
            return True
        if folded.startswith(("l'", "d'")):
            return self.knows(folded[2:])
        if folded in vocabulary().field:
            return True
        return stem(folded) in self._stems or common_french().get(folded, 0) > _RARE

    def _closest(self, folded: str, *, named: bool) -> str | None:
        """Return the commonest word within one or two typing errors, the documents' own first.

        What a capital inside a sentence shows to be `named` is no everyday word, nor the town
        whose name is two letters away.
        """
        allowed = 1 if len(folded) < 8 else 2
        alike = self._by_sound.get(sound(folded), [])
        if named:
            alike = [word for word in alike if self._words.words[word].is_name]
        near = [
            (OSA.distance(folded, word), -self._words.words[word].count, word) for word in alike
        ]
        if near and min(near)[0] <= max(2, _ALIKE * len(folded)):
            return self._words.words[min(near)[2]].surface
        sounded = _phonetic(folded)
        if sounded in self._words:
            return self._words.words[sounded].surface
        for spelling in dict.fromkeys((folded, sounded)):
            pool = self._by_initial.get(spelling[0], [])
            if named:
                pool = [word for word in pool if self._words.words[word].is_name]
            typed = process.extract(
                spelling, pool, scorer=OSA.distance, score_cutoff=allowed, limit=5
            )
            if typed:
                best = min(typed, key=lambda item: (item[1], -self._words.words[item[0]].count))
                return self._words.words[best[0]].surface
        allowed = 1 if named else allowed
        towns = _place_words().get(folded[0], [])
        typed = process.extract(folded, towns, scorer=OSA.distance, score_cutoff=allowed, limit=5)
        if typed:
            return str(typed[0][0])
        if named:
            return None
        pool = _everyday_by_initial().get(folded[0], [])
        typed = process.extract(folded, pool, scorer=OSA.distance, score_cutoff=1, limit=5)
        return max(typed, key=lambda item: common_french()[item[0]])[0] if typed else None


def _is_town(folded: str, word: Word) -> bool:
    """Whether a word is one of a town's name: « nante » is no inflection of « Nantes »."""
    return word.is_name and folded in _place_words().get(folded[0], ())


def _in_number(folded: str, found: str) -> str:
    """Return `found` in the singular where a word typed without its plural shows it."""
    singular = found.removesuffix("s")
    other = singular != found and folded[-1] not in "sxz" and found.islower()
    return singular if other and stem(fold(singular)) == stem(fold(found)) else found


def _with_apostrophes(question: str) -> str:
    """Return `question` with the apostrophes that stand as blanks in it."""

    def joined(match: re.Match[str]) -> str:
        letter, before = match["elided"], question[: match.start()]
        inside_capital = letter[0].isupper() and before.strip() and not question.isupper()
        if inside_capital or _LETTERED.search(before + letter):
            return match.group()
        return f"{letter}'"

    return _APART.sub(joined, _EST_CE.sub(r"\g<initial>st-ce ", question))


def _phonetic(folded: str) -> str:
    """Return the usual spelling of what was written as it sounds: « informatik », « kalité »."""
    word = re.sub(r"i[ck](?=s?$)", "ique", folded)
    word = re.sub(r"(?<=[aeiou])sse(?=s?$)", "ce", word)
    word = re.sub(r"k(?=[ei])", "qu", word)
    return word.replace("k", "c")


_SOUNDS = tuple(
    (re.compile(pattern), sounded)
    for pattern, sounded in (
        (r"ph", "f"),
        (r"ch(?=[nrl])", "k"),
        (r"(?<!c)h", ""),
        (r"y", "i"),
        (r"ti(?=on|el)", "si"),
        (r"sc(?=[ei])|c(?=[ei])|ss|ç|z", "s"),
        (r"g(?=[ei])", "j"),
        (r"qu?|ck|c(?!h)", "k"),
        (r"e?aux?", "o"),
        (r"(?:[ae]?i[nm])(?![aeioumn])", "5"),
        (r"[ae][nm](?![aeioumn])", "1"),
        (r"[ae]i(?!l)", "e"),
        (r"([a-z])\1", r"\1"),
        (r"(?<=...)e[rz]s?$", ""),
        (r"(?<=..)e?s?$", ""),
        (r"(?<=.[15aeiou])[tdx]$", ""),
    )
)
"""How letters sound, in the order in which they are replaced; digits stand for nasal vowels."""


def sound(folded: str) -> str:
    """Return a folded word as it sounds, roughly: « analist » and « analyste » are the same."""
    for pattern, sounded in _SOUNDS:
        folded = pattern.sub(sounded, folded)
    return folded


def _grouped(words: Iterable[str]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for word in words:
        groups.setdefault(sound(word), []).append(word)
    return groups


def _is_english(folded: str, rest: str) -> bool:
    """Whether a word is rather English than French without its apostrophe.

    « center » is far commoner than « enter »; « nest » is far less common than « est ».
    """
    return _common_english().get(folded, 0) > common_french().get(rest, 0)


@lru_cache(maxsize=1)
def _common_english() -> dict[str, int]:
    """Return the words of everyday English with their frequency, from pyspellchecker."""
    from spellchecker import SpellChecker

    frequencies = SpellChecker(language="en").word_frequency.dictionary
    return {word: int(count) for word, count in frequencies.items()}


@lru_cache(maxsize=1)
def _place_words() -> dict[str, list[str]]:
    """Return the words of French place names, by initial."""
    words: dict[str, list[str]] = {}
    for name in place_names():
        for word in re.findall(r"[^\W\d_]+", fold(name)):
            if len(word) >= _MIN_LENGTH:
                words.setdefault(word[0], []).append(word)
    return words


@lru_cache(maxsize=1)
def _everyday_by_initial() -> dict[str, list[str]]:
    words: dict[str, list[str]] = {}
    for word, count in common_french().items():
        if count >= _COMMON and len(word) >= _MIN_LENGTH:
            words.setdefault(word[0], []).append(word)
    return words
