"""Answers to put on a sheet, made by hand so that every case is there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from assistant.answer import Answer, Citation, Conflict, Reason, Status
from corpus.document import PublisherKind

DAY = date(2026, 11, 3)
Cite = Callable[..., Citation]


def cite(n: int, quote: str, doc_id: str = "emploi.md", **more: Any) -> Citation:
    """A citation whose offsets depend on its words."""
    start = sum(map(ord, quote))
    given = {
        "title": "L'emploi numérique",
        "publisher": "Observatoire régional",
        "publisher_kind": PublisherKind.INSTITUTION,
        "date": "2026-03",
        "territory": ("Hauts-de-France",),
        "path": f"/home/marie/documents/{doc_id}",
        **more,
    }
    return Citation(n=n, doc_id=doc_id, quote=quote, start=start, end=start + len(quote), **given)


def answered(question: str, *citations: Citation, **more: Any) -> Answer:
    """An answer that quotes these, each under its number."""
    lines = [f"« {c.quote} » [{c.n}] ({c.publisher})" for c in citations]
    given = {"understood": question, "answer": "\n".join(lines), **more}
    return Answer(question=question, status=Status.ANSWERED, citations=citations, **given)


def differing(question: str, *told: tuple[str, Citation]) -> Answer:
    """An answer in which sources differ."""
    citations = tuple(citation for _, citation in told)
    lines = [f"• {value} : « {c.quote} » [{c.n}] ({c.publisher})" for value, c in told]
    conflict = Conflict(
        about=question,
        values=tuple(value for value, _ in told),
        citations=tuple(c.n for c in citations),
    )
    text = "\n".join(["Les sources ne donnent pas le même chiffre :", *lines])
    return answered(question, *citations, answer=text, conflicts=(conflict,))


def missing(question: str, reason: Reason = Reason.MISSING) -> Answer:
    """An answer that was not found, as the assistant puts it."""
    text = "Je ne trouve pas cette information dans les sources. Pour aller plus loin : un CIO."
    return Answer(
        question=question,
        understood=question,
        status=Status.NOT_FOUND,
        reason=reason,
        answer=text,
    )


SALARIED = cite(1, "Le numérique emploie 28 433 salariés dans la région.")
OFFERS = cite(1, "La région propose 6 800 offres d'emploi.")
MANY_OFFERS = cite(
    2, "Plus de 15 000 offres d'emploi attendent.", "presse.pdf",
    title="Recruter", publisher="Nord Presse", publisher_kind=PublisherKind.PRESS, date="", page=3,
    url="https://presse.example/recruter",
)  # fmt: skip


@pytest.fixture
def answers() -> list[Answer]:
    """A whole conversation: a fact, figures that differ, the same fact again, a gap."""
    return [
        answered("Combien de salariés ?", SALARIED),
        differing("Combien d'offres ?", ("6 800 offres", OFFERS), ("15 000 offres", MANY_OFFERS)),
        answered("Et en tout ?", SALARIED, understood="Combien de salariés en tout ?"),
        missing("Où apprendre le braille ?"),
    ]
