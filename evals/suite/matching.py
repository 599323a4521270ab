"""Whether an answer holds an expected string, as a person would see it."""

from __future__ import annotations

import re
import unicodedata

_THOUSANDS = re.compile(r"(?<=\d)[\s.](?=\d{3}(?!\d))")
_HYPHEN = re.compile(r"[-‐‑–—]")
_UNIT = re.compile(r"(?<=\d)\s+(?=[%€])")
_NUMBER = re.compile(r"[\d,%€]+")
_LETTERS = str.maketrans({"’": "'", "œ": "oe", "æ": "ae"})
_OUTSIDE_WORDS = re.compile(r"[^\w%€]+")
_ARTICLE = re.compile(r"\b(?:les?|la|l|une?|des?|d|du|aux?|qu|n|s|c|j|m|t)\b")


def plain(text: str) -> str:
    """Return `text` without case, accents, or spaces inside numbers; one space between words."""
    decomposed = unicodedata.normalize("NFKD", text)
    bare = "".join(c for c in decomposed if not unicodedata.combining(c)).lower()
    bare = _HYPHEN.sub(" ", _THOUSANDS.sub("", bare.translate(_LETTERS)))
    return _UNIT.sub("", " ".join(bare.split()))


def holds(text: str, wanted: str) -> bool:
    """Whether `text` holds `wanted`; a number must stand alone, not inside a longer one."""
    inside, sought = plain(text), plain(wanted)
    if _NUMBER.fullmatch(sought):
        return bool(re.search(rf"(?<![\d,]){re.escape(sought)}(?!\d|,\d)", inside))
    return bool(sought) and sought in inside


def words_of(text: str) -> list[str]:
    """Return the words that count when two short answers are compared.

    French normalisation: no case, accents or punctuation, no spaces inside numbers, and neither
    articles nor elided words, so that « l'année 1 500 » and « Année 1500 » are equal.
    """
    bare = _OUTSIDE_WORDS.sub(" ", re.sub(r"(?<=\d)[.,](?=\d)", "·", plain(text)).replace("·", "_"))
    kept = _ARTICLE.sub(" ", bare).split()
    return kept or bare.split()


def exact_match(given: str, accepted: str) -> bool:
    """Whether two short answers are the same words (SQuAD's exact match, in French)."""
    return words_of(given) == words_of(accepted)


def overlap_f1(given: str, accepted: str) -> float:
    """Return the harmonic mean of precision and recall of words (SQuAD's F1, in French).

    Rajpurkar et al., 2016. Repeated words count as often as they stand on both sides.
    """
    ours, theirs = words_of(given), words_of(accepted)
    if not ours or not theirs:
        return float(ours == theirs)
    left = list(theirs)
    common = 0
    for word in ours:
        if word in left:
            left.remove(word)
            common += 1
    if not common:
        return 0.0
    precision, recall = common / len(ours), common / len(theirs)
    return 2 * precision * recall / (precision + recall)
