"""The French analyser: text to index terms, the same for documents and for questions.

Accents, elisions, case, inflection and the gender of job titles never decide whether a word is
found. Concepts of the field written in several ways (« HDF », « Hauts-de-France ») become one
term, from `lexicon.toml`.
"""

from __future__ import annotations

import re
import threading
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import Stemmer

ANALYSER_RULE = "français-3"
"""Name of the analysis rules: part of the index's identity."""

_THOUSANDS = re.compile(r"\d(?<!\d\d)(?<!\d[.,]\d)\d{0,2}(?:(?: \d{3})+|(?:\.\d{3})+)(?!\d)")
"""« 28 433 » or « 28.433 », but neither « en 2021 500 emplois » nor two lines of a table."""
_ELISION = re.compile(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|presqu|quelqu)'(?=\w)")
_INCLUSIVE = re.compile(
    r"[·.•‧∙⋅(/-](?<=\w{3}.)-?"
    r"(?:e|ne|te|le|se|sse|ve|fe|trice|rice|euse|iere|ere|ive|ienne|enne|elle|s)"
    r"(?:\)?[·.•‧∙⋅/-]?s\)?|\)?)(?!\w)"
)
_INVERSION = re.compile(
    r"-(?:t-)?(?:il|elle|on|ils|elles|ce|je|tu|nous|vous|moi|toi|lui|leur|y|en|la|ci)(?!\w)"
)
"""What hangs on a verb in a question (« a-t-elle », « trouve-t-on »), or « celui-ci »."""
_TERM = re.compile(
    r"(?P<plain>[a-z]{2,}(?![\w-]))"  # most words: tried first, for speed
    r"|(?P<compound>[^\W\d_]+(?:-[^\W\d_]+)+)"
    r"|(?P<initials>(?<!\w)(?:[^\W\d_]\.){2,}(?:[^\W\d_](?!\w))?)"
    r"|(?P<symbol>(?<!\w)[^\W\d_](?:\+\+|\#|&[^\W\d_])(?!\w))"
    r"|(?P<number>\d+(?:[.,]\d+)*)"
    r"(?:(?P<share>\s?(?:%|pour\s?cents?(?!\w)))|(?P<unit>[^\W\d_][^\W_]*))?"
    r"|(?P<word>[^\W\d_][^\W_]*)"
)
_ENDINGS = (
    (re.compile(r"^((?:mi)?lieu|(?:en)?jeu|adieu|aveu|cheveu|feu|neveu|pneu|voeu)x$"), r"\1"),
    (re.compile(r"^(b|trav|vitr|em|cor)aux$"), r"\1ail"),
    (re.compile(r"(?<=[a-z]{2})eaux$"), "eau"),
    (re.compile(r"(?<=[a-z]{2})yaux$"), "yau"),
    (re.compile(r"(?<=[a-z]{3})aux$"), "al"),
    (re.compile(r"(?<=[a-z]{2})trices?$"), "teur"),
    (re.compile(r"(?<=[a-z]{2})eu(?:x|ses?)$"), "eur"),
    (re.compile(r"(?<=[a-z]{2})ieres?$"), "ier"),
    (re.compile(r"(?<=[a-z]{3})eres?$"), "er"),
    (re.compile(r"(?<=[a-z]{2})iennes?$"), "ien"),
    (re.compile(r"(?<=[a-z]{2})ees?$"), "e"),
    (re.compile(r"(?<=[a-z]{2})ifs?$"), "ive"),
    (re.compile(r"(?<=[a-z]{2})effes?$"), "ef"),
    (re.compile(r"(?<=[a-z]{3}[^s])s$"), ""),
)
"""The first that applies: plurals and feminines to one form, then what Snowball leaves alone."""
_THIRD_PERSON = re.compile(r"(?<=[a-z]{3}[^m])ent$")
_stemming = threading.Lock()
"""A Snowball stemmer holds the word at hand: threads take turns."""


@lru_cache(maxsize=1)
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("french", 0)


class _Plain(dict[int, str]):
    """Characters to their letters without accents, worked out when they are first met."""

    def __missing__(self, code: int) -> str:
        decomposed = unicodedata.normalize("NFKD", chr(code))
        self[code] = "".join(
            _LIGATURES.get(c, c) for c in decomposed if not unicodedata.combining(c)
        )
        return self[code]


_LIGATURES = {"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss", "ẞ": "SS", "ø": "o", "Ø": "O"}
_LIGATURES |= dict.fromkeys("’‘ʼ＇", "'") | dict.fromkeys("‐‑", "-")
_PLAIN = _Plain()


def unaccent(text: str) -> str:
    """Return `text` without accents or ligatures, in the same case. Lengths may differ."""
    return text if text.isascii() else text.translate(_PLAIN)


def fold(text: str) -> str:
    """Return `text` unaccented, in lower case, with figures written without separators."""
    plain = unaccent(unaccent(text).lower())
    return _THOUSANDS.sub(lambda m: m.group().replace(" ", "").replace(".", ""), plain)


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
        _concept_key(fold(form)): name for name, forms in raw["concepts"].items() for form in forms
    }
    longest_first = sorted(concepts, key=len, reverse=True)
    forms = "|".join(_concept_pattern(form) for form in longest_first)
    return Lexicon(
        stop_words=frozenset(fold(" ".join(raw["stop_words"])).split()),
        concepts=concepts,
        pattern=re.compile(rf"(?<!\w)(?:{forms})(?!\w)"),
    )


def _concept_key(folded: str) -> str:
    return re.sub(r"[\s-]+", " ", _ELISION.sub("", folded))


def _concept_pattern(key: str) -> str:
    """Accept spaces or hyphens between the words of a concept, and elisions after the first."""
    return r"[\s-]+(?:[dl]')?".join(re.escape(word) for word in key.split())


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
    with _stemming:
        root = str(_stemmer().stemWord(word))
    return _THIRD_PERSON.sub("", root)


def analyse(text: str, *, keep_stop_words: bool = False) -> list[str]:
    """Return the index terms of `text`, in order, repeats kept.

    Stop words are left out unless asked for. A hyphenated word gives itself and its parts
    (« sous-traitance » → soustraitance, traitance), and a figure with its unit gives the figure
    too (« 5G » → 5g, 5), so that the way of writing them doesn't matter.
    """
    folded = _INVERSION.sub(" ", _ELISION.sub("", _INCLUSIVE.sub("", fold(text))))
    known = lexicon()
    ignored: frozenset[str] = frozenset() if keep_stop_words else known.stop_words
    terms: list[str] = []
    cursor = 0
    for match in known.pattern.finditer(folded):
        terms.extend(_terms(folded, cursor, match.start(), ignored))
        terms.append(known.concepts[_concept_key(match.group())])
        cursor = match.end()
    terms.extend(_terms(folded, cursor, len(folded), ignored))
    return terms


def _terms(folded: str, start: int, end: int, ignored: frozenset[str]) -> Iterator[str]:
    """Yield the terms of a stretch of folded text that holds no concept."""
    for match in _TERM.finditer(folded, start, end):
        kind, found = match.lastgroup, match.group()
        if kind in {"plain", "word"}:
            if found not in ignored:
                yield stem(found)
        elif kind == "compound":
            parts = [part for part in found.split("-") if part not in ignored]
            if parts:
                yield stem(found.replace("-", ""))
            yield from map(stem, parts)
        elif kind == "initials":
            yield stem(found.replace(".", ""))
        elif kind == "symbol":
            yield found
        else:
            number = match["number"].replace(",", ".")
            if match["unit"]:
                yield number + match["unit"]
            yield f"{number}%" if match["share"] else number


def concept_spans(text: str) -> list[tuple[int, int]]:
    """Return where the lexicon's concepts stand in `text`, whatever their spelling."""
    known = lexicon()
    flat = "".join(unaccent(c).lower()[:1] or c for c in text)
    return [match.span() for match in known.pattern.finditer(flat)]
