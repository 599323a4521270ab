"""What a person does besides asking: open a source, filter, judge, choose, begin again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from corpus.document import BaliseError
from ui.page import keeping
from ui.page.asking import Shown
from ui.page.context import PageContext
from ui.page.filtering import added, removed
from ui.page.kept import KeptScreen
from ui.page.screens import Screens, register_of
from ui.page.state import Session
from ui.page.texts import tell
from ui.roles import Visitor

Data = Mapping[str, Any]
"""What the browser says of an event: never trusted, only looked up."""


@dataclass(frozen=True)
class Acting:
    """Does what the page asks for and returns what it shows next."""

    context: PageContext
    screens: Screens

    def restore(self, session: Session, visitor: Visitor) -> Shown:
        """Return the whole page."""
        return {
            "session": session,
            "header": self.screens.header(session, visitor),
            "panel": self.screens.legend(session),
            **self._conversation(session),
        }

    def act(self, data: Data, session: Session, visitor: Visitor) -> Shown:
        """Do what `data["act"]` names; an unknown name does nothing."""
        actions: dict[str, Callable[[Data, Session, Visitor], Shown]] = {
            "new": self._new,
            "forget": self._forget,
            "register": self._register,
            "choose": self._choose,
            "judge": self._judge,
            "filter": self._filter,
            "unfilter": self._unfilter,
        }
        if self.context.history is not None:
            actions |= {
                "kept": self._kept,
                "reopen": self._reopen,
                "forgetting": self._kept,
                "forgotten": self._forgotten,
            }
        action = actions.get(str(data.get("act", "")))
        return action(data, session, visitor) if action else {}

    def open(self, data: Data, session: Session, visitor: Visitor) -> Shown:  # noqa: ARG002
        """Show a document with a quote marked, to whoever may read."""
        panel = self.screens.source(
            session,
            str(data.get("doc", "")),
            whole_number(data.get("start")),
            whole_number(data.get("end")),
            whole_number(data.get("n")),
        )
        return {"panel": panel}

    def _conversation(self, session: Session) -> Shown:
        return {
            "past": self.screens.past(session),
            "live": self.screens.last(session),
            "filters": self.screens.filters(session),
            "tools": self.screens.tools(session),
            "footer": self.screens.footer(session),
        }

    def _new(self, data: Data, session: Session, visitor: Visitor) -> Shown:  # noqa: ARG002
        return self.restore(session.renewed(), visitor)

    def _forget(self, data: Data, session: Session, visitor: Visitor) -> Shown:  # noqa: ARG002
        keeping.forget(self.context, session, visitor)
        return self.restore(session.emptied(), visitor)

    def _kept(self, data: Data, session: Session, visitor: Visitor) -> Shown:
        asked = str(data.get("id", "")) if data.get("act") == "forgetting" else ""
        return {"kept": KeptScreen(self.context).show(session, visitor, asked=asked)}

    def _reopen(self, data: Data, session: Session, visitor: Visitor) -> Shown:
        found = str(data.get("id", ""))
        return self.restore(KeptScreen(self.context).reopened(session, visitor, found), visitor)

    def _forgotten(self, data: Data, session: Session, visitor: Visitor) -> Shown:
        screen = KeptScreen(self.context)
        gone = str(data.get("id", ""))
        left = screen.forgotten(session, visitor, gone)
        return {**self.restore(left, visitor), "kept": screen.show(left, visitor, done=gone)}

    def _register(self, data: Data, session: Session, visitor: Visitor) -> Shown:
        session = session.spoken(register_of(data.get("value"), session.register_))
        return self.restore(session, visitor)

    def _choose(self, data: Data, session: Session, visitor: Visitor) -> Shown:  # noqa: ARG002
        chosen = data.get("checked") is True
        session = session.changed(whole_number(data.get("turn")), in_sheet=chosen)
        return {"session": session}

    def _judge(self, data: Data, session: Session, visitor: Visitor) -> Shown:  # noqa: ARG002
        try:
            session = keeping.judge(
                self.context,
                session,
                whole_number(data.get("turn")),
                str(data.get("verdict", "")),
                str(data.get("correction", "")),
            )
        except ValueError as error:
            raise BaliseError(tell("problem_without_reason", session.register_)) from error
        return {
            "session": session,
            "past": self.screens.past(session),
            "live": self.screens.last(session),
        }

    def _filter(self, data: Data, session: Session, visitor: Visitor) -> Shown:  # noqa: ARG002
        field, value = str(data.get("field", "")), str(data.get("value", ""))
        filters, message = added(session.filters, field, value)
        return self._filtered(session.filtered(filters), is_open=True, message=message)

    def _unfilter(self, data: Data, session: Session, visitor: Visitor) -> Shown:  # noqa: ARG002
        filters = removed(session.filters, str(data.get("field", "")), str(data.get("value", "")))
        return self._filtered(session.filtered(filters), is_open=data.get("open") is True)

    def _filtered(self, session: Session, *, is_open: bool, message: str = "") -> Shown:
        shown = self.screens.filters(session, is_open=is_open, message=message)
        return {"session": session, "filters": shown}


def whole_number(value: object) -> int:
    """Return a number sent by the browser, or -1 when it is none."""
    try:
        return int(str(value))
    except ValueError:
        return -1
