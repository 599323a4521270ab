"""What an answer says before it quotes: a wider place, a year on which nothing was found."""

from __future__ import annotations

from assistant.answer import Answer, Status
from assistant.wording import one_line


def lead_of(answer: Answer) -> str:
    """Return what an answer says before its first claim and its short words; most often nothing."""
    if answer.status is not Status.ANSWERED or answer.conflicts or not answer.claims:
        return ""
    if answer.compared:
        return answer.answer.partition("• ")[0].strip()
    lead, found, _ = answer.answer.partition(answer.claims[0].text)
    if not found:
        return ""
    if answer.short:
        short = one_line(answer.short.text).rstrip(" .,;:")
        lead = lead.removesuffix(f"{short} : ")
    return lead.strip()
