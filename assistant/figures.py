"""Figures in French text: their value, what they count, and where they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from assistant.numerals import numeral_pattern, numeral_value
from assistant.words import vocabulary
from corpus.dates import find_dates
from index.analyser import analyse, concept_spans, fold


class FigureKind(StrEnum):
    """What sort of quantity a figure is."""

    COUNT = "nombre"
    PERCENT = "part"
    MONEY = "montant"
    DURATION = "durée"
    TIME = "heure"
    SIZE = "mesure"


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity stated in a text: `text[start:end]`, its unit or counted noun included.

    `value` is the number alone (a percentage for shares). `counted` holds the index terms of
    what it counts, the nearest first, empty where nothing is said; `of` those of the complement
    (« 120 offres d'emploi » counts offers, of jobs).
    """

    start: int
    end: int
    value: float
    kind: FigureKind
    counted: tuple[str, ...]
    of: tuple[str, ...] = ()
    qualifier: str = ""


_NUMBER = r"\d{1,3}(?:[\s.]\d{3})+(?:,\d+)?|\d+(?:[,.]\d+)?"
_SCALE = r"(?:\s*(?P<scale>millions?|milliards?|[km]€|mds?€)(?![\w]))?"
_CURRENCY = r"euros?|dollars?|francs?|livres? sterling|yens?|dirhams?|dinars?|roubles?"
_LENGTH = r"m2|m²|hectares?|ha|[ckm]m|m|(?:kilo|centi|milli)?metres?(?: carres?)?"
_UNIT = (
    rf"(?:\s*(?P<unit>%|pour\s?cents?|pourcent|[€$£]|(?:{_CURRENCY}|ans?|annees?|mois|"
    r"semaines?|jours?|heures?|minutes?|secondes?|"
    rf"{_LENGTH}|tonnes?|kg|go|mo|ko|mw|gw)(?![\w])|h(?:\s?\d{{2}})?(?![\w])))?"
)
_ONE = (
    r"une?(?=\s(?:an|annee|mois|semaine|heure|minute|(?:kilo)?metre|hectare|tonne|million|milliard)"
    r"(?!\w))"
)
"""« un », which is a number only before a unit or a scale; « un jour » is not one of them."""
_QUALIFIER = re.compile(
    r"(?<!\w)(?:plus de|moins de|pres de|pres d'|environ|quelque|au moins|jusqu'a|presque|autour de"
    r"|a peine|pas moins de|une|quelques|plusieurs)\s*$"
)
_KEY_FIGURE = re.compile(
    r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+\s+[^\W\d]"
    rf"|(?:{_NUMBER})\s?(?:%|[€$£]|(?:ans?|{_CURRENCY})(?!\w))"
)
_FRACTIONS = frozenset({33.3, 66.7})
_FRACTION_ERROR = 4.0
"""How far from two thirds « près des deux tiers » may be."""
_MEANT_DIGITS = 2
"""Digits from which a figure that « environ » does not qualify may still round another."""
_SCALES = {"million": 1e6, "milliard": 1e9, "k€": 1e3, "m€": 1e6, "md€": 1e9, "mds€": 1e9}
_SIZED = re.compile(rf"{_LENGTH}|tonnes?|kg|[gmk]o|[mg]w")
_PAID = re.compile(rf"[€$£]|{_CURRENCY}")
_OF_MONEY = re.compile(rf"\s*(?:d'|de )(?:{_CURRENCY})(?!\w)")
_COUNTED = re.compile(r"[\s«“\"]*(?:d'|de |des |du )?[«“\"\s]*((?:[^\W_]|['\-·]|\s)+)")
_STOP_COUNTED = re.compile(
    r"\b(?:est|sont|ont|a|sur|dans|en|au|aux|a|pour|par|contre|dont|qui|que|et|ou|avec|chez|d'ici|"
    r"ete|etaient|etait|seront|sera|vont|va|parmi|entre|vers|dedies?|proposes?|organises?|"
    r"seulement|fin|debut|autour|pres|hors|depuis|selon|via)\b"
)
_LABEL = re.compile(
    r"\b(?:niveaux?|etapes?|phases?|zones?|numeros?|n°|lots?|chapitres?|articles?|pages?|etages?|"
    r"bac)\s?\+?\s?$"
)
"""A number right after one of these tells one from another: nothing is counted."""
_OF = re.compile(r"\s(?:de |d['’]|des |du )", re.I)
_RANGE = re.compile(r"\s*(?:a|et|ou|-|–)\s*")
_LINK = re.compile(r"\s*(?:et|ou|,|puis|contre|a)\s*")
_SHARING = re.compile(
    r"\)|\s*(?:$|[,;.](?=\s|$)|(?:a|au|aux|en|dans|chez|pour|autour|pres|depuis|seulement|contre|fin|debut|et)(?!\w))"
)
"""What stands after a figure whose noun was said before it."""
_ENDS = re.compile(r"[.!?](?=\s|$)|\n")
_NUMBER_OF = re.compile(r"(?<!\w)nombre (?:total )?(?:de |d'|des )(?P<noun>[^\W\d]+)")
_WE_ARE = re.compile(r"(?<!\w)(?:nous sommes|on est|ils sont|elles sont)\s(?:plus de |environ )?$")
_STEM = 6
"""Letters that « bénéficier » and « bénéficiaire » share."""
_PLAIN = str.maketrans(
    "àâäáãéèêëíìîïóòôöõúùûüçñÀÂÄÁÃÉÈÊËÍÌÎÏÓÒÔÖÕÚÙÛÜÇÑ’",
    "aaaaaeeeeiiiiooooouuuucnAAAAAEEEEIIIIOOOOOUUUUCN'",
)


def _flat(text: str) -> str:
    """Return `text` unaccented and in lower case, with every character at its own offset."""
    return text.translate(_PLAIN).lower()


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    shares = sorted(vocabulary().shares, key=len, reverse=True)
    parts = "|".join(re.escape(word) for word in shares)
    letters = rf"(?P<letters>(?:{parts})(?![\w-])|{numeral_pattern()}|{_ONE})"
    return re.compile(rf"(?<![\w.,/-])(?:(?P<digits>{_NUMBER})|{letters}){_SCALE}{_UNIT}(?![\w/])")


@lru_cache(maxsize=4096)
def find_figures(text: str) -> tuple[Figure, ...]:
    """Return the quantities of `text` in order. Dates, ordinals, codes (4G) and numbers that tell
    one thing from another (« niveau 1 », « bac+3 ») are not."""
    flat = _flat(text)
    dates = [(d.start, d.end) for d in find_dates(text)]
    figures: list[Figure] = []
    for match in _pattern().finditer(flat):
        start, end = match.span()
        if any(a < end and start < b for a, b in dates):
            continue
        if not match["unit"] and _LABEL.search(flat, max(0, start - 12), start):
            continue
        figures.append(_figure(text, flat, match))
    return tuple(_share_nouns(flat, figures))


def _share_nouns(flat: str, figures: list[Figure]) -> list[Figure]:
    """Give figures without a noun the one that is said once for several.

    « 5 500 et 2 000 personnes », « le nombre d'offres a chuté : 12 600 en 2022, 10 400 en 2023 »,
    « 480 bénéficiaires dans le Nord, devant l'Oise (92) », « nous sommes 52, dont 12 à Laval ».
    """
    shared = list(figures)
    for i in range(len(shared) - 2, -1, -1):
        here, after = shared[i], shared[i + 1]
        if _is_bare(here) and after.kind is FigureKind.DURATION:
            if _RANGE.fullmatch(flat, here.end, after.start):
                shared[i] = replace(here, kind=after.kind)  # « jeunes de 16 à 25 ans »
        elif _is_bare(here) and _LINK.fullmatch(flat, here.end, after.start):
            shared[i] = replace(here, counted=after.counted, of=after.of)
    for i, figure in enumerate(shared):
        if not _is_bare(figure) or not _SHARING.match(flat, figure.end):
            continue
        before = next((f for f in reversed(shared[:i]) if f.kind is FigureKind.COUNT), None)
        if before is None or _ENDS.search(flat, before.end, figure.start):
            shared[i] = replace(figure, counted=_announced(flat, figure.start))
        else:
            shared[i] = replace(figure, counted=before.counted, of=before.of)
    return shared


def _is_bare(figure: Figure) -> bool:
    return not figure.counted and figure.kind is FigureKind.COUNT


def _announced(flat: str, end: int) -> tuple[str, ...]:
    """Return the terms of what a number is said to be of, earlier in its sentence."""
    start = max((m.end() for m in _ENDS.finditer(flat, 0, end)), default=0)
    if _WE_ARE.search(flat, start, end):
        return tuple(analyse("personne"))
    numbers = list(_NUMBER_OF.finditer(flat, start, end))
    return tuple(analyse(numbers[-1]["noun"])) if numbers else ()


def _figure(text: str, flat: str, match: re.Match[str]) -> Figure:
    shares = vocabulary().shares
    letters = match.group("letters")
    if letters is None:
        value = float(re.sub(r"\s|\.(?=\d{3})", "", match.group("digits")).replace(",", "."))
    else:
        value = shares[letters] if letters in shares else numeral_value(letters)
    scale = match.group("scale")
    if scale:
        value *= _SCALES.get(scale.rstrip("s"), 1.0)
    unit = (match.group("unit") or "").strip()
    kind = _kind(unit, scale, letters, flat[match.end() : match.end() + 24])
    end, counted, of = _counted(text, flat, match.end())
    if kind is FigureKind.MONEY and not unit:
        monetary = _OF_MONEY.match(flat, match.end())
        end = monetary.end() if monetary else match.end()
    elif unit:
        end = match.end()
    before = _QUALIFIER.search(flat, max(0, match.start() - 20), match.start())
    start = before.start() if before else match.start()
    while start < match.start() and text[start].isspace():
        start += 1
    qualifier = text[start : match.start()].strip()
    return Figure(start, end, value, kind, counted, of, qualifier)


def _kind(unit: str, scale: str | None, letters: str | None, after: str) -> FigureKind:
    if "%" in unit or unit.startswith("pour") or (letters in vocabulary().shares):
        return FigureKind.PERCENT
    if _PAID.fullmatch(unit) or (scale and "€" in scale):
        return FigureKind.MONEY
    if scale and _OF_MONEY.match(after):
        return FigureKind.MONEY
    if _SIZED.fullmatch(unit):
        return FigureKind.SIZE
    if unit.startswith("h") and not unit.startswith("heure"):
        return FigureKind.TIME
    if unit:
        return FigureKind.DURATION
    return FigureKind.COUNT


def _counted(text: str, flat: str, position: int) -> tuple[int, tuple[str, ...], tuple[str, ...]]:
    """Return where the counted noun phrase ends, its head's terms and its complement's."""
    match = _COUNTED.match(flat, position, min(len(flat), position + 60))
    if not match:
        return position, (), ()
    stop = _STOP_COUNTED.search(flat, match.start(1), match.end(1))
    limit = stop.start() if stop else match.end(1)
    words = list(re.finditer(r"[^\s]+", flat[match.start(1) : limit]))[:4]
    if not words or words[0].group()[0].isdigit():
        return position, (), ()
    limit = match.start(1) + words[-1].end()
    phrase = text[match.start(1) : limit]
    link = _OF.search(phrase)
    head = phrase[: link.start()] if link else phrase
    complement = phrase[link.end() :] if link else ""
    if concept_spans(phrase) and not analyse(head):
        head, complement = phrase, ""
    return limit, tuple(dict.fromkeys(analyse(head))), tuple(dict.fromkeys(analyse(complement)))


def opens_with_figure(line: str) -> bool:
    """Whether `line` opens with a quantity that no numbering of headings is written like."""
    return _KEY_FIGURE.match(_flat(line)) is not None


def figure_key(value: float) -> str:
    """Return a value in one way of writing, to compare figures."""
    return f"{value:.4f}".rstrip("0").rstrip(".")


def numbers_in(text: str) -> set[str]:
    """Return every number of `text` written in digits, dates included, in one way of writing.

    « 28 433 », « 28 433 » and « 28433 » are one number; « 72% » and « 72 % » too.
    """
    folded = fold(text)
    return {
        figure_key(float(m.group().replace(",", ".")))
        for m in re.finditer(r"\d+(?:[,.]\d+)?", folded)
    }


def agree(one: Figure, other: Figure) -> bool:
    """Whether two figures are one value, which one of the two may round.

    « près de 28 500 » and « 28 433 » agree, « 8 100 » and « 7 400 » do not.
    """
    if one.value == other.value:
        return True
    rounded, exact = sorted((one, other), key=lambda figure: _digits(figure.value))
    if rounded.value in _FRACTIONS or exact.value in _FRACTIONS:
        return abs(one.value - other.value) <= _FRACTION_ERROR
    digits = _digits(rounded.value)
    if digits == _digits(exact.value) or (digits < _MEANT_DIGITS and not rounded.qualifier):
        return False
    step = 10.0 ** (len(str(int(rounded.value))) - digits) if rounded.value >= 1 else 1.0
    return rounded.value - step < exact.value < rounded.value + step


def _digits(value: float) -> int:
    """Return how many digits of a value tell: 28 500 has three."""
    return (
        len(figure_key(value).replace(".", "").strip("0"))
        if value % 1
        else len(str(int(value)).rstrip("0"))
    )


def counted_alike(head: str) -> frozenset[str]:
    """Return the terms that stand for `head` right after a figure."""
    words = vocabulary()
    return words.synonyms.get(head, frozenset()) | words.counted.get(head, frozenset())


def tells_who(counted: str, terms: Sequence[str]) -> bool:
    """Whether a noun names people by what a verb says that they did: « bénéficiaires »."""
    stem = counted[:_STEM]
    return len(stem) == _STEM and any(term[:_STEM] == stem for term in terms)


def binds(figure: Figure, wanted: Sequence[str]) -> float:
    """Say how surely `figure` counts what is asked, from 0 to 1.

    1: the head noun is the same; 0.9: it stands beside it; 0.7: a synonym of it; 0.4: it is
    only the complement (job *offers* are not jobs).
    """
    if not wanted or not figure.counted:
        return 0.0
    head = wanted[0]
    if figure.counted[0] == head:
        return 1.0
    if head in figure.counted:
        return 0.9
    if counted_alike(head) & set(figure.counted[:2]):
        return 0.7
    return 0.4 if head in figure.of else 0.0
