"""What a reader is given to read: the evidence that the rules would keep, as far as is needed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from assistant.discourse import context_of
from assistant.evidence import Evidence, with_readings
from assistant.headed import is_answered_there
from assistant.kinds import Kind
from assistant.question import Question
from assistant.sieve import is_worth_reading
from index.reader.reading import Reader

_COMPARED = frozenset({Kind.NUMBER, Kind.PERCENT, Kind.MONEY, Kind.LIST})
"""Kinds whose answers gather several sources: reading does not end at the first sure one."""


def read_evidence(reader: Reader, question: Question, found: Sequence[Evidence]) -> list[Evidence]:
    """Return `found` with what `reader` says of it.

    Sentences about another place or year, without the names asked for or without any number where
    one is wanted, are not worth the reader's time: they could not be kept. What stands under the
    very question is read wherever the search ranks it.
    """
    hits = {evidence.hit.row: evidence.hit for evidence in found}
    worth = {(e.hit.row, e.index) for e in found if is_worth_reading(question, e)}
    whole = question.kind in _COMPARED
    told = partial(context_of, question)
    readings = reader.read(
        question.search_text, list(hits.values()), worth=worth, whole=whole, context=told
    )
    unread = {(e.hit.row, e.index) for e in found if is_answered_there(question, e)} - set(readings)
    if there := worth & unread:
        readings |= reader.read(
            question.search_text, list(hits.values()), worth=there, whole=True, context=told
        )
    return with_readings(found, readings)
