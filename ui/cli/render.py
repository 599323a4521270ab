"""An answer in a terminal: what was asked, then the numbered quotes with their sources."""

from __future__ import annotations

import re
from pathlib import Path

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

from assistant.answer import Answer, Citation, Status
from assistant.wording import french_date, one_line, say
from corpus.document import PartialDate
from ui.lead import lead_of

_TITLES = {
    Status.ANSWERED: ("Réponse", "green"),
    Status.NOT_FOUND: ("Je ne trouve pas", "yellow"),
    Status.UNCLEAR: ("Question à préciser", "yellow"),
    Status.OUT_OF_SCOPE: ("Hors de mon domaine", "yellow"),
    Status.FAILED: ("Erreur", "red"),
}


def render(answer: Answer, console: Console) -> None:
    """Print an answer."""
    title, colour = _TITLES[answer.status]
    if answer.conflicts:
        title, colour = "Chiffres divergents", "magenta"
    if _rewritten(answer):
        console.print(Text(f"J'ai compris : {answer.understood}", style="italic dim"))
    body = _body(answer)
    parts: list[RenderableType] = [body] if body else []
    for citation in answer.citations:
        if parts:
            parts.append(Text(""))
        parts.append(_quote(citation, answer))
    console.print(Panel(Group(*parts), title=title, border_style=colour, padding=(1, 2)))
    if answer.related:
        console.print(Text("À demander aussi : " + "  ·  ".join(answer.related), style="dim"))


def _rewritten(answer: Answer) -> bool:
    if answer.status not in {Status.ANSWERED, Status.NOT_FOUND}:
        return False
    plain = re.sub(r"\W+", "", answer.question).casefold()
    return re.sub(r"\W+", "", answer.understood).casefold() != plain


def _body(answer: Answer) -> Text | None:
    """Return what stands above the quotes: the exact words asked for, what differs or compares."""
    if not answer.citations:
        return Text(answer.answer)
    lead = lead_of(answer)
    if answer.conflicts:
        conflict = answer.conflicts[0]
        lines = [say("conflict")]
        by_number = {citation.n: citation for citation in answer.citations}
        for value, n in zip(conflict.values, conflict.citations, strict=True):
            lines.append(f"• {value} [{n}] ({_when(by_number[n])})")
        text = Text("\n".join(lines))
    elif answer.compared:
        told = [f"• {c.label} : {c.value} [{c.citation}]" for c in answer.compared if c.value]
        text = Text("\n".join([*([lead] if lead else []), *told]))
    elif answer.short:
        text = Text(f"{lead}\n" if lead else "")
        text.append(f"{one_line(answer.short.text)} [{answer.short.citation}]", style="bold")
    elif lead:
        text = Text(lead)
    else:
        return None
    text.highlight_regex(r"\[\d+\]", "bold cyan")
    return text


def _when(citation: Citation) -> str:
    date = french_date(PartialDate(iso=citation.date)) or say("undated")
    return ", ".join(part for part in (citation.publisher, date) if part)


def _near_path(path: str) -> str:
    """Return a path from the current folder, else its last two parts: enough to recognise it."""
    place = Path(path)
    if not place.is_absolute():
        return path
    if place.is_relative_to(Path.cwd()):
        return str(place.relative_to(Path.cwd()))
    return str(Path("…", *place.parts[-2:]))


def _quote(citation: Citation, answer: Answer) -> RenderableType:
    date = french_date(PartialDate(iso=citation.date)) or say("undated")
    if citation.date and citation.date_inferred:
        date += " (date déduite du texte)"
    facts = [citation.publisher, date, ", ".join(citation.territory)]
    if citation.page:
        facts.append(f"p. {citation.page}")
    quote = Text(f"[{citation.n}] ", style="bold cyan")
    words = Text(one_line(citation.quote), style="italic")
    short = answer.short
    if short and short.citation == citation.n:
        words.highlight_words([one_line(short.text)], "bold not italic")
    quote.append_text(words)
    origin = Text(f"{citation.title} — {' · '.join(f for f in facts if f)}", style="dim")
    where = Text(citation.url or _near_path(citation.path), style="dim")
    return Group(quote, Padding(Group(origin, where), (0, 0, 0, 4)))
