"""Who uses the page, and what that allows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """A role, as it is written in an account."""

    ADVISER = "conseiller"
    STUDENT = "jeune"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody at the page: an account, or anyone on this machine where there are none."""

    name: str = ""
    role: Role = Role.ADVISER

    @property
    def may_change_documents(self) -> bool:
        """Whether documents may be added, replaced and removed."""
        return self.role is Role.ADVISER
