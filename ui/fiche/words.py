"""The French words of a sheet that its three forms share."""

from __future__ import annotations

import re

from ui.fiche.model import Entry, Fiche, Source

_BOUND = re.compile(r" (?=[:;?!»])|(?<=«) |(?<=\d) (?=\d{3}(?!\d))")

QUESTIONS = "Questions et réponses"
CHECKS = "À vérifier"
CHECKS_LEAD = "Avant de s'appuyer sur cette fiche :"
QUOTES = "Citations"
QUOTES_LEAD = "Les mots exacts des sources, numérotés comme dans les réponses."
SOURCES = "Sources"
COLUMNS = ("Source", "Publié par", "Date", "Territoire", "Où la lire", "Citations")
UNDERSTOOD = "Compris comme :"
FOR = "Pour :"
NOTHING = "Aucune question dans cette fiche."


def bound(text: str) -> str:
    """Return `text` with the spaces that no line may end at: before « : », inside « 6 800 ».

    The list of quotes is left as it is: its words are those of the sources, to the last space.
    """
    return _BOUND.sub("\u00a0", text)


def consulted_line(fiche: Fiche) -> str:
    """Return when the sources were read and from which index."""
    read = f"Sources consultées le {fiche.consulted_words}"
    return f"{read} · index {fiche.fingerprint}" if fiche.fingerprint else read


def sign_of(entry: Entry) -> str:
    """Return a shape that says the state of an entry without colour."""
    if entry.differs:
        return "≠"
    return "✓" if entry.answered else "○"


def publisher_cell(source: Source) -> str:
    """Return who publishes a source and what they are."""
    kind = source.kind.value
    if not source.publisher:
        return "non précisé"
    return source.publisher if kind == "inconnu" else f"{source.publisher} ({kind})"


def place_cell(source: Source) -> str:
    """Return the pages quoted and the file, without its address."""
    return ", ".join(part for part in (source.pages, source.file) if part)


def quotes_cell(source: Source) -> str:
    """Return the numbers of the quotes of a source: « [1] [3] »."""
    return " ".join(f"[{n}]" for n in source.quotes)
