"""What is kept on the server: opinions, and conversations where that is turned on."""

from __future__ import annotations

import logging

from corpus.document import BaliseError
from ui.page.context import PageContext
from ui.page.state import Session
from ui.page.texts import tell
from ui.roles import Visitor

_LOG = logging.getLogger(__name__)
_MAX_CORRECTION = 1000


def keep(context: PageContext, session: Session, visitor: Visitor) -> None:
    """Keep the conversation where history is on. Failing to do so never costs an answer."""
    if context.history is None or not session.turns:
        return
    try:
        context.history.save(
            owner_of(session, visitor),
            session.id,
            session.questions,
            [turn.answer for turn in session.turns],
        )
    except BaliseError:
        _LOG.exception("La conversation n'a pas pu être gardée")


def forget(context: PageContext, session: Session, visitor: Visitor) -> None:
    """Delete the conversations that are kept of this person.

    Raises:
        BaliseError: they can't be deleted.
    """
    if context.history is None:
        return
    try:
        context.history.forget(owner_of(session, visitor))
    except BaliseError as error:  # told without the name of a file of the server
        _LOG.exception("Les conversations n'ont pas pu être effacées")
        raise BaliseError(tell("kept_failed", session.register_)) from error


def owner_of(session: Session, visitor: Visitor) -> str:
    """Return whose conversations these are: an account, or a browser."""
    return visitor.name or session.key


def judge(
    context: PageContext, session: Session, position: int, verdict: str, correction: str
) -> Session:
    """Keep an opinion on an answer, and return the session that remembers it.

    Raises:
        BaliseError: it can't be kept.
        ValueError: there is no such answer or no such verdict.
    """
    from ui.feedback.record import Feedback, Verdict
    from ui.privacy import mask

    if not 0 <= position < len(session.turns):
        raise ValueError("no such answer")
    opinion = Feedback(
        verdict=Verdict(verdict),
        correction=mask(correction.strip()[:_MAX_CORRECTION]).text,
        turns=tuple(mask(q).text for q in session.questions[: position + 1]),
        answer=session.turns[position].answer,
        fingerprint=context.service.fingerprint,
    )
    try:
        context.feedback.add(opinion)
    except BaliseError as error:  # told without the name of a file of the server
        _LOG.exception("L'avis n'a pas pu être gardé")
        raise BaliseError(tell("unknown_error", session.register_)) from error
    return session.changed(position, verdict=opinion.verdict.value)
