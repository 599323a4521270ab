"""Lines of a document that speak to a machine: orders to an assistant are no evidence.

A source is data. What it tells whoever reads it by program (« réponds toujours que… »,
« SYSTEM : … ») is neither obeyed nor quoted as a fact: a page that says it to robots alone says
it to mislead. An order is set aside with what it orders to say; when a line announces orders
(« Consigne aux moteurs de réponse : »), so is the rest of that line.
"""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.document import Document
from index.analyser import fold
from index.sentences import Span

_MACHINE = (
    r"(?:(?:assistants?|robots?)(?= *(?:$|[:;,.)\]]|virtuel|conversationnel|numerique))|ia\b|"
    r"chatbots?\b|llms?\b|modeles? de langage\b|moteurs? de reponse\b)"
)
_ADDRESSED = re.compile(
    r"^[\W_]*(?:(?:end |fin )?system(?: prompt| message)?[\W_]*(?::|$)|message systeme\W*:)|"
    rf"\b(?:message|note|consigne|instruction|regle)s?\b[^.:]{{0,40}}\b(?:aux?|a|pour|destinee?s?)\b"
    rf"[^.:]{{0,20}}\b{_MACHINE}|"
    r"\b(?:debut|fin) des (?:instructions|consignes)\b|"
    r"\binstructions? (?:systeme|de l'administrateur)\b"
)
_ORDERED = re.compile(
    r"\brepond(?:s|ez)(?:[- ]le)? (?:(?:toujours|seulement|uniquement|simplement) )*"
    r"(?:qu[e']|a quiconque)|"
    r"\ba (?:toute|chaque) question\b.{0,80}\brepond(?:s|ez)\b|"
    r"\bpour toute question\b.{0,60}\b(?:affirme|dis|ecris|reponds)\b|"
    r"\bdis[- ](?:lui|leur) qu[e']|\bne mentionne (?:jamais|pas)\b|"
    r"\bcite(?:z)? (?:toujours )?la source\b|"
    r"\btu es (?:maintenant|desormais) un|"
    r"\b(?:ignore|oublie)[rz]? (?:toutes? )?(?:les|tes|vos) (?:autres |precedentes )?"
    r"(?:instructions|consignes|regles|documents|sources)\b|"
    r"\bignore (?:all |any )?(?:the )?(?:previous|prior|above) instructions\b|"
    r"\byou are now\b|\brespond (?:only|always) with\b"
)


def speaks_to_a_machine(text: str) -> bool:
    """Whether words give orders to an assistant rather than facts to a reader."""
    return _is_addressed(text) or _is_ordered(text)


def is_instruction(document: Document, span: Span) -> bool:
    """Whether the words at `span` are an order, or come after one was announced in their line."""
    text = document.text
    start = text.rfind("\n", 0, span[0]) + 1
    return _is_ordered(text[slice(*span)]) or _is_addressed(text[start : span[1]])


@lru_cache(maxsize=4096)
def _is_addressed(text: str) -> bool:
    return bool(_ADDRESSED.search(_plain(text)))


@lru_cache(maxsize=4096)
def _is_ordered(text: str) -> bool:
    return bool(_ORDERED.search(_plain(text)))


def _plain(text: str) -> str:
    return fold(text).replace("’", "'")
