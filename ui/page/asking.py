"""Asking a question: shown at once, then answered claim by claim."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

from corpus.document import BaliseError
from ui.page.context import PageContext
from ui.page.keeping import keep
from ui.page.screens import Screens
from ui.page.state import Session
from ui.page.texts import tell
from ui.public import public_answer
from ui.roles import Visitor

_PAUSE = 0.09
"""Seconds between two claims: long enough to see them come, too short to wait for them."""

Shown = dict[str, Any]
"""New contents of parts of the page, by name."""


@dataclass(frozen=True)
class Asking:
    """Answers the questions of the page."""

    context: PageContext
    screens: Screens

    async def ask(
        self, question: str, session: Session, visitor: Visitor, limit: Callable[[], None]
    ) -> AsyncIterator[Shown]:
        """Yield what the page shows, from the question to the whole answer.

        `limit` counts the question, and raises a `BaliseError` when it is one too many.

        Raises:
            BaliseError: nothing is asked.
        """
        from ui.privacy import mask

        masked = mask(question.strip())
        if not masked.text:
            raise BaliseError(tell("question_empty", session.register_))
        kinds = tuple(masked.kinds)
        yield {
            "past": self.screens.earlier(session),
            "live": self.screens.searching(session, masked.text, kinds),
            "question": "",
            "busy": True,
        }
        try:
            limit()
            answer = await asyncio.to_thread(
                self.context.service.ask, [*session.questions, masked.text], session.filters
            )
        except BaliseError as error:
            refused = self.screens.refused(session, masked.text, str(error))
            yield {"live": refused, "busy": False}
            return
        session = session.asked(public_answer(answer), kinds)
        *claims, whole = self.screens.steps(session)
        for step in claims:
            yield {"live": step}
            await asyncio.sleep(_PAUSE)
        await asyncio.to_thread(keep, self.context, session, visitor)
        yield {
            "live": whole,
            "session": session,
            "tools": self.screens.tools(session),
            "busy": False,
        }

    def again(self, session: Session) -> tuple[str, Session]:
        """Return the last question and the session before it."""
        if not session.turns:
            return "", session
        return session.questions[-1], session.without_last()
