"""Ages: « dès 17 ans », « les 16-25 ans », and not how long a thing lasts."""

from __future__ import annotations

import re

from assistant.figures import Figure, find_figures
from assistant.question import Question
from index.analyser import fold

_ASKED = re.compile(r"\b(?:quel age|age (?:minimum|maximum|minimal|maximal|limite)|limite d.age)\b")
_YEARS = re.compile(r"\s?ans\b")
_LASTING = re.compile(
    r"(?:\b(?:pendant|durant|depuis|il y a|en|sur|soit|après|au bout de|durée? (?:de|:)|dure\w*"
    r"|(?:contrat|formation|parcours|cursus|expérience|bail|cycle|CDD|licence|master|bachelor|BTS)"
    r" (?:de|d['’]|en))|:)\s*(?:(?:environ|plus de|moins de) )?$",
    re.I,
)
_AFTER = re.compile(r"\s(?:après|plus tôt|plus tard|d['’](?:études?|expérience|ancienneté)|de )")


def asks_an_age(question: Question) -> bool:
    """Whether an age is asked for: « il faut quel âge ? »."""
    return _ASKED.search(fold(question.text)) is not None


def find_ages(sentence: str) -> tuple[Figure, ...]:
    """Return the figures of a sentence that are somebody's age, in order."""
    return tuple(figure for figure in find_figures(sentence) if _is_an_age(sentence, figure))


def _is_an_age(sentence: str, figure: Figure) -> bool:
    said = sentence[figure.start : figure.end]
    years = said.endswith("ans") or _YEARS.match(sentence, figure.end)
    if not years or _AFTER.match(sentence, figure.end):
        return False
    return _LASTING.search(sentence[: figure.start]) is None
