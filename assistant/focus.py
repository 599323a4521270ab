"""The question inside a message: « Bonjour, je suis conseillère… savez-vous combien… ? »."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
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
    r"\b(?:son|sa|ses|leurs?)\s+[a-zà-ÿ]|\b(?:les|lui|leur)\s+\w+(?:er|ir)\b|"
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
    place = _asking_place(sentences)
    chosen = sentences[place]
    rest = sentences[:place] + sentences[place + 1 :]
    if place and not _STRONG.search(chosen) and _is_question(sentences[place - 1]):
        chosen = f"{rest.pop(place - 1)} {chosen}"  # « 72 % de quoi ? Des CDI ou des stages ? »
    core = _ask_clause(chosen)
    others = rest
    if len(core) < len(chosen):
        others.append(chosen.replace(core, " "))
    around = " ".join(others).strip()
    return Focus(core, around if _leans(core) else "")


def _asking_place(sentences: Sequence[str]) -> int:
    """Return which sentence asks: the last of those that do it most plainly."""
    plainly: tuple[Callable[[str], object], ...] = (
        _STRONG.search,
        lambda sentence: _is_question(sentence) and analyse(_strip_lead(sentence)),
        _ASKING.search,
        lambda sentence: not _ABOUT_ME.match(sentence),
    )
    for asks in plainly:
        places = [place for place, sentence in enumerate(sentences) if asks(sentence)]
        if places:
            return places[-1]
    return len(sentences) - 1


def _is_question(sentence: str) -> bool:
    return sentence.rstrip(" »").endswith("?")


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
