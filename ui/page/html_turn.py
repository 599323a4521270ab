"""A question and its answer, as HTML: whole, or as far as it has been said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.answer import Answer, Status
from assistant.wording import one_line
from ui.lead import lead_of
from ui.page.quotes import Quote, company_warning, quotes_of
from ui.page.reading import is_rewritten, pieces_of, refusal_of
from ui.page.rendering import render
from ui.page.state import Register, Turn
from ui.page.texts import fine, labels, tell
from ui.page.verdicts import badge_of, confidence_words


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the conflict card."""

    value: str
    quote: Quote


@dataclass(frozen=True, slots=True)
class Line:
    """A line of what is compared: a year or a place, and what holds for it."""

    label: str
    value: str
    quote: Quote


@dataclass(frozen=True, slots=True)
class TurnPage:
    """How turns are shown: for whom and on which day."""

    register: Register
    today: date

    def searching(self, question: str, position: int, masked: Sequence[str] = ()) -> str:
        """Return a question whose answer is being looked for."""
        return render(
            "turn",
            self.register,
            stage="searching",
            position=position,
            question=question,
            masked=masked,
        )

    def whole(self, turn: Turn, position: int, stale: Sequence[int] = ()) -> str:
        """Return a turn with everything that can be done with it.

        `stale` holds the numbers of the citations whose document has changed since.
        """
        return self._render(turn, position, "done", len(turn.answer.citations), stale)

    def steps(self, turn: Turn, position: int) -> Iterator[str]:
        """Yield the turn claim by claim, then whole."""
        for count in range(1, len(turn.answer.citations)):
            yield self._render(turn, position, "saying", count, ())
        yield self.whole(turn, position)

    def _render(
        self, turn: Turn, position: int, stage: str, count: int, stale: Sequence[int]
    ) -> str:
        answer = turn.answer
        quotes = quotes_of(answer, today=self.today, register=self.register, stale=stale)
        by_number = {quote.n: quote for quote in quotes}
        badge = badge_of(answer, self.register)
        has_answer = answer.status is Status.ANSWERED
        return render(
            "turn",
            self.register,
            stage=stage,
            position=position,
            question=answer.question,
            masked=turn.masked,
            understood=answer.understood if is_rewritten(answer) else "",
            badge=badge,
            announcement=_announcement(answer, badge.words, self.register),
            confidence=confidence_words(answer, self.register),
            lead=lead_of(answer),
            short=fine(one_line(answer.short.text)) if answer.short else "",
            short_n=answer.short.citation if answer.short else 0,
            refusal=None if has_answer else refusal_of(answer, self.register),
            conflict=_rows(answer, by_number),
            compared=_compared(answer, by_number),
            sentences=_sentences(answer, count),
            warning=company_warning(answer, self.register),
            shown=quotes[:count],
            quotes=by_number,
            related=answer.related,
            has_answer=has_answer,
            in_sheet=turn.in_sheet,
            verdict=labels("verdict").get(turn.verdict, ""),
            reasons={k: v for k, v in labels("verdict").items() if k != "utile"},
        )


def _announcement(answer: Answer, status: str, register: Register) -> str:
    """Return what a screen reader says when the answer is there."""
    said = one_line(answer.short.text) if answer.short else ""
    ready = tell("answer_ready", register, status=status)
    return f"{ready} {said}".strip()


def _sentences(answer: Answer, count: int) -> list[list[str | int]]:
    """Return the sentences of an answer that says more than its quotes, cut at its numbers.

    The extractive answer is its quotes: it is not said twice.
    """
    if answer.mode == "extractive" or answer.status is not Status.ANSWERED:
        return []
    return [pieces_of(claim.text) for claim in answer.claims[:count]]


def _rows(answer: Answer, quotes: dict[int, Quote]) -> list[Row]:
    return [
        Row(fine(value), quotes[n])
        for conflict in answer.conflicts
        for value, n in zip(conflict.values, conflict.citations, strict=False)
        if n in quotes
    ]


def _compared(answer: Answer, quotes: dict[int, Quote]) -> list[Line]:
    return [
        Line(each.label, fine(each.value), quotes[each.citation])
        for each in answer.compared
        if each.citation in quotes
    ]
