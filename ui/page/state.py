"""What the browser keeps of a conversation: nothing of it stays on the server.

It comes back from the browser at each event, so it is checked like any input: a part that is
not what it should be starts anew, and whatever it holds is shown as text.
"""

from __future__ import annotations

import uuid
from enum import StrEnum
from typing import Any

from pydantic import Field, ValidationError

from assistant.answer import Answer
from assistant.filters import Filters
from corpus.document import Frozen
from ui.roles import Role, Visitor

MAX_TURNS = 40
"""Older turns are forgotten: a browser keeps a few megabytes at most."""


class Register(StrEnum):
    """Whom the frame around the quotes speaks to."""

    ADVISER = "adviser"
    YOUNG = "young"


class Turn(Frozen):
    """A question and its answer."""

    answer: Answer
    masked: tuple[str, ...] = ()
    """Kinds of personal data that were taken out of the question."""
    in_sheet: bool = False
    """Whether it is chosen for the interview sheet."""
    verdict: str = ""
    """What the person said of the answer, empty when nothing was said."""


def _new_id() -> str:
    return uuid.uuid4().hex


class Session(Frozen):
    """A conversation with its filters and its register."""

    id: str = Field(default_factory=_new_id, pattern=r"^[0-9a-f]{32}$")
    key: str = Field(default_factory=_new_id, pattern=r"^[0-9a-f]{32}$")
    """Random key of this browser: whose conversations are kept, where that is turned on."""
    owner: str = ""
    """Name of the account that it belongs to: browsers are shared, conversations are not."""
    turns: tuple[Turn, ...] = Field(default=(), max_length=MAX_TURNS)
    filters: Filters = Filters()
    register_: Register = Field(default=Register.ADVISER, alias="register")

    @classmethod
    def read(cls, stored: Any) -> Session:
        """Return what the browser kept; a new session when it is nothing that we wrote."""
        try:
            return cls.model_validate(stored or {})
        except ValidationError:
            return cls()

    def of(self, visitor: Visitor) -> Session:
        """Return the session as a visitor may see it: another account's leaves nothing of itself.

        A young person's begins in their own words.
        """
        if self.owner == visitor.name:
            return self
        young = visitor.role is Role.STUDENT
        return Session(owner=visitor.name, register=Register.YOUNG if young else Register.ADVISER)

    def write(self) -> dict[str, Any]:
        """Return what the browser keeps."""
        return self.model_dump(mode="json", by_alias=True)

    @property
    def questions(self) -> list[str]:
        """The questions, oldest first, as they were asked."""
        return [turn.answer.question for turn in self.turns]

    @property
    def chosen(self) -> list[Answer]:
        """The answers of the interview sheet: those chosen, or all of them when none is."""
        return [t.answer for t in self.turns if t.in_sheet] or [t.answer for t in self.turns]

    def asked(self, answer: Answer, masked: tuple[str, ...] = ()) -> Session:
        """Return the session with one more turn."""
        return self._with(turns=(*self.turns, Turn(answer=answer, masked=masked))[-MAX_TURNS:])

    def without_last(self) -> Session:
        """Return the session before the last question."""
        return self._with(turns=self.turns[:-1])

    def changed(self, position: int, **changes: Any) -> Session:
        """Return the session with a turn changed; unknown positions change nothing."""
        if not 0 <= position < len(self.turns):
            return self
        turns = list(self.turns)
        turns[position] = turns[position].model_copy(update=changes)
        return self._with(turns=tuple(turns))

    def renewed(self) -> Session:
        """Return an empty conversation that keeps the filters and the register."""
        return Session(
            key=self.key, owner=self.owner, filters=self.filters, register=self.register_
        )

    def emptied(self) -> Session:
        """Return a session that keeps nothing but whose it is and the register."""
        return Session(owner=self.owner, register=self.register_)

    def filtered(self, filters: Filters) -> Session:
        """Return the session with other filters."""
        return self._with(filters=filters)

    def spoken(self, register: Register) -> Session:
        """Return the session in another register."""
        return self._with(register_=register)

    def _with(self, **changes: Any) -> Session:
        return self.model_copy(update=changes)
