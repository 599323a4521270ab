"""Whether quotes and claims stand in their sources, checked without the product's own verifier.

It is simpler than `assistant.verify`, on purpose: a check that shared its code would share its
mistakes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answer import Citation, Claim
from evals.suite.matching import plain

_MARK = re.compile(r"\[\d+\]")
_NUMBER = re.compile(r"\d+(?:,\d+)?")
_NAME = re.compile(r"\b[A-ZÀ-ÖØ-Þ][\w]+")
_WORD = re.compile(r"\w+")


def is_faithful(citation: Citation, source: str) -> bool:
    """Whether the quote is the words of `source` at its offsets, and is not empty."""
    return bool(citation.quote) and source[citation.start : citation.end] == citation.quote


def is_supported(claim: Claim, citations: Sequence[Citation]) -> bool:
    """Whether a claim cites something, and its figures and names all stand there.

    They stand in a quote that it cites, or in what is known of that source: title, publisher,
    date, territory.
    """
    cited = [c for c in citations if c.n in claim.citations]
    if not cited or len(cited) != len(set(claim.citations)):
        return False
    known = "\n".join(_known(c) for c in cited)
    said = _MARK.sub(" ", claim.text)
    if not _numbers(said) <= _numbers(known):
        return False
    words = set(_WORD.findall(plain(known)))
    return all(set(_WORD.findall(plain(name))) <= words for name in _NAME.findall(said))


def _known(citation: Citation) -> str:
    date = citation.date.replace("-", " ")
    return "\n".join(
        (citation.quote, citation.title, citation.publisher, date, *citation.territory)
    )


def _numbers(text: str) -> set[str]:
    found = _NUMBER.findall(plain(text))
    return {number.lstrip("0") or "0" for number in found}
