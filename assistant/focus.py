"""The question inside a message: « Bonjour, je suis conseillère… savez-vous combien… ? »."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.analyser import analyse
from index.sentences import split_sentences

_SHORT = 14
"""Messages up to this many words are taken as they are, courtesies aside."""
_COURTESY = re.compile(
    r"\b(?:bonjour|bonsoir|salut|coucou|hello|madame|monsieur|merci(?: d['’]avance|"
    r" beaucoup| bien)?|"
    r"s['’]il (?:vous|te) pla[iî]t|svp|stp|bonne (?:journée|soirée)|cordialement|désolée?|dsl|"
    r"excuse[zr]?-moi|pardon|au fait|dis|dites)\b[\s,;:!.]*",
    re.I,
)
_LEAD = re.compile(
    r"^.*?\b(?:(?:(?:je|j['’]|on|elle|il|nous|ils|la \w+|le \w+)\s?(?:voudr|"
    r"souhait|cherch|aimer|veu[xt]|voul|me demand|essai|"
    r"besoin de|ai besoin de|a besoin de)\w*(?: à| de| bien| donc| absolument|"
    r" juste)*\s?(?:savoir|connaître|comprendre|trouver|vérifier|d['’])?|"
    r"(?:pou(?:vez|rriez)[- ]vous|peu[xt][- ]tu|pourrais[- ]tu|tu peux|vous pouvez|"
    r"vous pourriez|tu pourrais)\s(?:me |nous |m['’])?(?:dire|indiquer|rappeler|"
    r"préciser|donner|expliquer|renseigner sur|aider à (?:savoir|trouver))|"
    r"(?:est-ce que )?(?:vous savez|savez-vous|tu sais|sais-tu|t['’]as|tu connais)|"
    r"(?:me|nous|m['’]) (?:dire|indiquer|rappeler|préciser|"
    r"demande(?:nt)?))\s?(?:exactement|précisément|jusqu['’](?=à))?\s*,?\s*)"
    r"(?=(?:si|ce|combien|quel|où|ou|quand|depuis|qui|pourquoi|comment|à|de|dans|l[ea']|"
    r"les|le|des|un)\b|l['’])",
    re.I,
)
_ASKING = re.compile(
    r"\b(?:combien|quel(?:le)?s?|o[uù]|quand|qui|pourquoi|comment|qu['’]est|que|"
    r"quoi|est-ce|lesquel(?:le)?s)\b|\?",
    re.I,
)
_STRONG = re.compile(
    r"\b(?:combien|quel(?:le)?s?|quand|pourquoi|comment|qu['’]est|"
    r"lesquel(?:le)?s)\b|\bo[uù] (?:est|se|sont|a|peut)",
    re.I,
)
_ABOUT_ME = re.compile(
    r"^\W*(?:et |mais |car |or )?(?:je|j['’]|nous|on|mon|ma|mes|notre|la prof|"
    r"le prof|ma fille|mon fils)\b",
    re.I,
)
_POINTS_BACK = re.compile(
    r"\b(?:ce|cet|cette|ces)\s+(?:\w+)|\b(?:me |nous )?(?:le|la|les) (?:rappeler|"
    r"dire|donner|retrouver|préciser)\b|"
    r"\bt['’]as ça\b|\b(?:ça|cela)\b|\bil y en a\b|\by en a\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Focus:
    """What is asked, and what was said around it."""

    asked: str
    around: str


def find_focus(message: str) -> Focus:
    """Separate the question of a long message from its courtesies and its background."""
    plain = _COURTESY.sub(" ", message).strip(" ,;!")
    if not analyse(plain):
        return Focus(message, "")
    if len(plain.split()) <= _SHORT:
        return Focus(_strip_lead(plain), "")
    sentences = [plain[a:b] for a, b in split_sentences(plain)]
    asking = [s for s in sentences if _STRONG.search(s)] or [
        s for s in sentences if _ASKING.search(s)
    ]
    asking = asking or [s for s in sentences if not _ABOUT_ME.match(s)] or sentences
    chosen = asking[-1]
    core = _ask_clause(chosen)
    others = [s for s in sentences if s is not chosen]
    if len(core) < len(chosen):
        others.append(chosen.replace(core, " "))
    around = " ".join(others).strip()
    return Focus(core, around if _leans(core) else "")


def _strip_lead(sentence: str) -> str:
    """Cut « Pouvez-vous me dire » off."""
    lead = _LEAD.match(sentence)
    rest = sentence[lead.end() :] if lead else sentence
    return rest if analyse(rest) else sentence


def _ask_clause(sentence: str) -> str:
    """Return the part of a sentence that asks."""
    stripped = _strip_lead(sentence)
    clauses = re.split(r"(?<=[,;:])\s+", stripped)
    kept = [c for c in clauses if not (_ABOUT_ME.match(c) and not _STRONG.search(c))]
    text = " ".join(kept) if kept else stripped
    strong = _STRONG.search(text)
    if strong and len(text.split()) > _SHORT:
        before = text[: strong.start()]
        preposition = re.search(
            r"(?:\b(?:à|de|dans|en|pour|sur|depuis|jusqu['’]à|avec)\s+)$", before
        )
        start = preposition.start() if preposition else strong.start()
        if _ABOUT_ME.match(before) or len(before.split()) > _SHORT:
            text = text[start:]
    if not analyse(text):
        text = re.split(r"[;:]\s", stripped)[-1]
    return text.strip(" ,;") or sentence


def _leans(core: str) -> bool:
    """Whether the question says too little on its own."""
    return len(set(analyse(core))) <= 3 or bool(_POINTS_BACK.search(core))
