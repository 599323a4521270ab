"""The parts of the page for a session and a visitor, as HTML. Knows nothing of Gradio."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from markupsafe import Markup

from assistant.answer import Answer
from corpus.document import Document
from ui.page.context import PageContext
from ui.page.examples import Examples
from ui.page.filtering import filters_html
from ui.page.html_source import source_panel
from ui.page.html_turn import TurnPage
from ui.page.rendering import render
from ui.page.state import Register, Session
from ui.page.texts import tell
from ui.roles import Visitor


class Screens:
    """Renders the page. Safe to share between threads."""

    def __init__(self, context: PageContext) -> None:
        self._context = context
        self._service = context.service
        self._examples = Examples(context.service)
        self._first_of = ""

    def prepare(self) -> None:
        """Find the examples, before anybody waits for them."""
        self._examples.find()

    def refresh(self) -> None:
        """Begin to find other examples where the documents have changed."""
        self._examples.known()

    def first(self) -> dict[str, str]:
        """Return what somebody new is shown, before the server has been asked for anything."""
        self._first_of = self._service.fingerprint
        session = Session()
        parts = {
            "live": self.last(session),
            "filters": self.filters(session),
            "tools": self.tools(session),
            "footer": self.footer(session),
            "panel": self.legend(session),
        }
        if not self._context.settings.has_accounts:
            # With accounts, what may be done depends on who it is.
            parts["header"] = self.header(session, Visitor(), is_first=True)
        return parts

    def is_first(self, session: Session) -> bool:
        """Whether a new session would be shown what `first` returned, in the same words."""
        same_words = session.register_ is Register.ADVISER
        return same_words and self._first_of == self._service.fingerprint

    def header(self, session: Session, visitor: Visitor, *, is_first: bool = False) -> str:
        """Return the name, the screens and the register."""
        return render(
            "header",
            session.register_,
            may_change=visitor.may_change_documents,
            account=visitor.name,
            has_history=self._context.history is not None,
            is_first=is_first,
        )

    def past(self, session: Session) -> str:
        """Return all turns but the last one."""
        page = _turn_page(session)
        return Markup().join(
            page.whole(turn, position, self._stale(turn.answer))
            for position, turn in enumerate(session.turns[:-1])
        )

    def earlier(self, session: Session) -> str:
        """Return all turns: what stands above a question that has just been asked."""
        page = _turn_page(session)
        return Markup().join(
            page.whole(turn, position, self._stale(turn.answer))
            for position, turn in enumerate(session.turns)
        )

    def last(self, session: Session) -> str:
        """Return the last turn; the welcome when there is none."""
        if not session.turns:
            return render("welcome", session.register_, examples=self._examples.known())
        turn = session.turns[-1]
        position = len(session.turns) - 1
        return _turn_page(session).whole(turn, position, self._stale(turn.answer))

    def searching(self, session: Session, question: str, masked: Sequence[str]) -> str:
        """Return a question that is being looked up."""
        return _turn_page(session).searching(question, len(session.turns), masked)

    def steps(self, session: Session) -> Iterator[str]:
        """Yield the last turn claim by claim, then whole."""
        return _turn_page(session).steps(session.turns[-1], len(session.turns) - 1)

    def refused(self, session: Session, question: str, message: str) -> str:
        """Return a question that cannot be asked, and why."""
        title = tell("error_question", session.register_)
        return render("error", session.register_, question=question, title=title, message=message)

    def filters(self, session: Session, *, is_open: bool = False, message: str = "") -> str:
        """Return the filters."""
        return filters_html(
            session.filters,
            self._service.documents(),
            session.register_,
            is_open=is_open,
            message=message,
        )

    def tools(self, session: Session) -> str:
        """Return what can be done with the conversation."""
        return render(
            "tools",
            session.register_,
            turns=len(session.turns),
            has_history=self._context.history is not None,
        )

    def footer(self, session: Session) -> str:
        """Return the notice: what not to type, and what is kept."""
        days = self._context.settings.history_days if self._context.history else 0
        return render("footer", session.register_, history_days=days)

    def legend(self, session: Session) -> str:
        """Return what stands where a source will be."""
        return render("legend", session.register_)

    def source(self, session: Session, doc_id: str, start: int, end: int, n: int) -> str:
        """Return a document with a quote marked."""
        return source_panel(self._document(doc_id), start, end, n=n, register=session.register_)

    def _document(self, doc_id: str) -> Document | None:
        try:
            return self._service.document(doc_id)
        except KeyError:
            return None

    def _stale(self, answer: Answer) -> list[int]:
        """Return the numbers of the citations that their document no longer holds."""
        stale = []
        for citation in answer.citations:
            document = self._document(citation.doc_id)
            held = document.text[citation.start : citation.end] if document else None
            if held != citation.quote:
                stale.append(citation.n)
        return stale


def _turn_page(session: Session) -> TurnPage:
    return TurnPage(session.register_, date.today())


def register_of(value: object, otherwise: Register) -> Register:
    """Return the register that a browser asked for, or the one it had."""
    try:
        return Register(str(value))
    except ValueError:
        return otherwise
