"""The French analyser: text to index terms, the same for documents and for questions.

Accents, elisions, case, inflection and the gender of job titles never decide whether a word is
found. Concepts of the field written in several ways (« HDF », « Hauts-de-France ») become one
term, from `lexicon.toml`.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import Stemmer

ANALYSER_RULE = "français-1"
"""Name of the analysis rules: part of the index's identity."""

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*(?:\s?%)?|[^\W\d_]+(?:\d+)?|\d+[^\W_]+")
_THOUSANDS = re.compile(r"(?<=\d)[\s.](?=\d{3}(?!\d))")
_ELISION = re.compile(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|presqu)['’](?=\w)", re.I)
_INCLUSIVE = re.compile(r"(?<=\w{3})[·.•(\-](?:e|ne|trice|euse|ère|ive|le|fe|rice)s?\)?(?:[·.]s)?(?=\W|$)")
_INVERSION = re.compile(r"-(?:t-)?(?:il|elle|on|ils|elles|ce|je|tu|nous|vous|moi|toi|lui|leur|y|en|la|ci)(?![\w])")
"""What hangs on a verb in a question (« a-t-elle », « trouve-t-on »), or « celui-ci »."""
_HYPHENATED = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)+")
_ENDINGS = (
    (re.compile(r"(?<=[a-z]{2})trices?$"), "teur"),
    (re.compile(r"(?<=[a-z]{2})euses?$"), "eur"),
    (re.compile(r"(?<=[a-z]{2})ieres?$"), "ier"),
    (re.compile(r"(?<=[a-z]{2})iennes?$"), "ien"),
    (re.compile(r"(?<=[a-z]{3})aux$"), "al"),
    (re.compile(r"(?<=[a-z]{3}[^s])s$"), ""),
)
"""Feminine titles to masculine ones, then plurals that Snowball leaves alone (« emplois »)."""
_THIRD_PERSON = re.compile(r"(?<=[a-z]{3}[^m])ent$")


@lru_cache(maxsize=1)
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("french", 50_000)


def unaccent(text: str) -> str:
    """Return `text` without accents or ligatures, in the same case. Lengths may differ."""
    plain = text.replace("œ", "oe").replace("Œ", "OE").replace("æ", "ae").replace("’", "'")
    decomposed = unicodedata.normalize("NFKD", plain)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def fold(text: str) -> str:
    """Return `text` unaccented, in lower case, with figures written without separators."""
    return _THOUSANDS.sub("", unaccent(text).lower())


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Stop words, and ways of writing the field's concepts."""

    stop_words: frozenset[str]
    concepts: dict[str, str]
    pattern: re.Pattern[str]


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Load `lexicon.toml` once."""
    raw = tomllib.loads(resources.files("index").joinpath("lexicon.toml").read_text("utf-8"))
    concepts = {
        re.sub(r"[\s-]+", " ", fold(form)): name
        for name, forms in raw["concepts"].items()
        for form in forms
    }
    longest_first = sorted(concepts, key=len, reverse=True)
    forms = "|".join(re.escape(form).replace(r"\ ", r"[\s-]+") for form in longest_first)
    return Lexicon(
        stop_words=frozenset(fold(" ".join(raw["stop_words"])).split()),
        concepts=concepts,
        pattern=re.compile(rf"(?<![\w])(?:{forms})(?![\w])"),
    )


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Reduce one folded word to its index term.

    Job titles take their masculine form, plurals their singular, then Snowball's French
    algorithm (M. Porter, « Snowball », 2001) removes what is left of the inflection.
    """
    for pattern, replacement in _ENDINGS:
        shorter = pattern.sub(replacement, word)
        if shorter != word:
            word = shorter
            break
    return _THIRD_PERSON.sub("", str(_stemmer().stemWord(word)))


def analyse(text: str, *, keep_stop_words: bool = False) -> list[str]:
    """Return the index terms of `text`, in order, repeats kept.

    Stop words are left out unless asked for. A hyphenated word gives its parts and itself
    (« start-up » → start, up, startup), so that the way of writing it doesn't matter.
    """
    folded = _INVERSION.sub(" ", _ELISION.sub("", _INCLUSIVE.sub("", fold(text))))
    known = lexicon()
    terms: list[str] = []

    def concept(match: re.Match[str]) -> str:
        terms.append(known.concepts[re.sub(r"[\s-]+", " ", match.group())])
        return " "

    rest = known.pattern.sub(concept, folded)
    terms.extend(stem(m.group().replace("-", "")) for m in _HYPHENATED.finditer(rest))
    for match in _TOKEN.finditer(rest):
        word = match.group().replace(" ", "")
        if keep_stop_words or word not in known.stop_words:
            terms.append(stem(word) if word[0].isalpha() else word)
    return terms


def concept_spans(text: str) -> list[tuple[int, int]]:
    """Return where the lexicon's concepts stand in `text`, whatever their spelling."""
    known = lexicon()
    flat = "".join(unaccent(c).lower()[:1] or c for c in text)
    return [match.span() for match in known.pattern.finditer(flat)]
