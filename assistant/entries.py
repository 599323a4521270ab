"""Entries: a label on its line and short values under it, which say little without it."""

from __future__ import annotations

import re

from assistant.evidence import Evidence
from assistant.figures import find_figures
from assistant.tables import row_of
from index.passage import is_entry

_MOST_WORDS = 40
"""Words up to which an entry is quoted together."""
_LABEL_WORDS = 14
_FRAGMENT_WORDS = 10
_FEW_WORDS = 4
_HEADING_WORDS = 6
_DATELINE = re.compile(r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\b|\d", re.I)
_CLOSED = re.compile(r"[.!?…;:,]\W*$")
_BLANK = re.compile(r"\n[^\S\n]*\n")


def entry_around(evidence: Evidence) -> tuple[int, int] | None:
    """Return the first and last sentences to quote for a part of an entry, where it is one.

    A value (« 26 K€. ») is quoted from its label (« Technicien support – Niort – CDD »), a label
    chosen by itself with its values, and what follows « Amorce. » in its paragraph from there.
    """
    passage, document = evidence.hit.passage, evidence.document
    spans, here = passage.sentences, evidence.index
    if any(row_of(document, span) for span in spans[here : here + 2]):
        return None  # a row is read under its headers
    if passage.headings[here]:
        return _heading(evidence)
    if (opens := _run_in(evidence)) is not None:
        return opens, here
    first = last = here
    while first > 0 and _together(evidence, first - 1):
        first -= 1
    while last + 1 < len(spans) and _together(evidence, last):
        last += 1
    label = document.text[slice(*spans[first])]
    if first == last or not _is_label(label) or "\n" not in _gap(evidence, first):
        return None
    if here != first and not _is_fragment(evidence.text):
        return None
    if here != first:
        last = here
    words = document.text[spans[first][0] : spans[last][1]].split()
    return (first, last) if len(words) <= _MOST_WORDS else None


def _heading(evidence: Evidence) -> tuple[int, int] | None:
    """Quote a heading of a few words, « Jeudi 6 mai – Vannes », with the sentence under it."""
    spans, here = evidence.hit.passage.sentences, evidence.index
    short = len(evidence.text.split()) <= _HEADING_WORDS or _DATELINE.match(evidence.text)
    if here + 1 == len(spans) or not short:
        return None
    words = evidence.document.text[spans[here][0] : spans[here + 1][1]].split()
    return (here, here + 1) if len(words) <= _MOST_WORDS else None


def _run_in(evidence: Evidence) -> int | None:
    """Return the few words that head the paragraph, where they are near: « Amorce. »."""
    passage, text = evidence.hit.passage, evidence.document.text
    lead = passage.leads[evidence.index] if evidence.index < len(passage.leads) else None
    if lead is None or lead not in passage.sentences[: evidence.index]:
        return None
    quoted = text[lead[0] : evidence.span[1]]
    near = "\n" not in quoted and len(quoted.split()) <= _MOST_WORDS
    return passage.sentences.index(lead) if near else None


def _gap(evidence: Evidence, number: int) -> str:
    spans = evidence.hit.passage.sentences
    return evidence.document.text[spans[number][1] : spans[number + 1][0]]


def _together(evidence: Evidence, number: int) -> bool:
    """Whether a sentence and the next stand in one block, without a blank line between them."""
    return _BLANK.search(_gap(evidence, number)) is None


def _is_label(line: str) -> bool:
    if is_entry(line) or _CLOSED.search(line):
        return False
    return 0 < len(line.split()) <= _LABEL_WORDS


def _is_fragment(line: str) -> bool:
    """Whether a value does not say of what it is: an amount that counts nothing, a few words."""
    words = line.split()
    if is_entry(line) or len(words) > _FRAGMENT_WORDS:
        return False
    figures = find_figures(line)
    if figures and figures[0].start == 0:
        return not figures[0].counted
    return len(words) <= _FEW_WORDS
