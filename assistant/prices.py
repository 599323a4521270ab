"""What something costs: not what somebody earns more than before; and it may be free."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.figures import Figure
from assistant.match import Match
from assistant.question import Question
from index.analyser import analyse
from index.sentences import Span

_FREE = re.compile(r"(?<![\w-])gratuit(?:e|s|es|ement)?\b(?! (?:pour|aux?) )", re.I)
_MORE = re.compile(r"\s?(?:[a-zà-ÿ]+ )?(?:de (?:plus|moins)\b|supplémentaires?\b)", re.I)
_SHARE_MORE = re.compile(
    r"\s?(?:de (?:plus|moins|majoration)\b|du (?:smic|salaire|traitement)\b)", re.I
)
_ASKS_FOR_MORE = re.compile(
    r"\b(?:de (?:plus|moins)|augment\w+|hausses?|baisses?|écart|différence|suppl[ée]ment\w*)\b",
    re.I,
)
_PRICE = frozenset(analyse("coûter coût prix tarif frais payant payer inscription"))


def price(question: Question, text: str, sums: Match, shares: Match) -> Match:
    """Return a sum, nothing at all, or else a share of the pay: « 25 % de plus »."""
    told = tuple(f for f in sums.figures if not _is_a_difference(question, text, f))
    if sums.strength and len(told) == len(sums.figures):
        return sums
    if told:
        return replace(sums, spans=tuple((f.start, f.end) for f in told), figures=told)
    if free := _free_of_charge(question, text):
        return Match(1.0, free)
    told = tuple(f for f in shares.figures if _SHARE_MORE.match(text, f.end))
    spans = tuple((f.start, f.end) for f in told)
    return Match(shares.strength if told else 0.0, spans, told)


def _is_a_difference(question: Question, text: str, figure: Figure) -> bool:
    """Whether a sum is what one has more than another: « 300 euros de plus par mois »."""
    return _MORE.match(text, figure.end) is not None and not _ASKS_FOR_MORE.search(question.text)


def _free_of_charge(question: Question, text: str) -> tuple[Span, ...]:
    """Return where a sentence says that what is priced in a question costs nothing."""
    if not _PRICE & {*question.terms, *question.asked.counted}:
        return ()
    return tuple(match.span() for match in _FREE.finditer(text))
