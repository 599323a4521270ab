"""Questions as people type them: the same question without its accents, in capitals, in SMS…

Every change keeps the question's figures, so that the answer stays the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Final

import numpy as np

_SMS: Final = {
    "qu'est-ce que": "c koi", "qu'est-ce qui": "kes ki", "est-ce que": "esk", "quelles": "kelles",
    "quelle": "kel", "quels": "kels", "quel": "kel", "pourquoi": "pk", "combien": "cb",
    "comment": "cmt", "quand": "kan", "quoi": "koi", "que": "ke", "qui": "ki", "c'est": "c",
    "dans": "ds", "avec": "avc", "pour": "pr", "vous": "vs", "nous": "ns", "tous": "ts",
    "toujours": "tjs", "beaucoup": "bcp", "longtemps": "lgtps", "temps": "tps", "plus": "+",
    "elle": "el", "est": "é", "cette": "cet", "les": "lé", "des": "dé",
}  # fmt: skip
_FRAMES: Final = (
    "Bonjour, {}", "bonjour {}", "Bonsoir, j'ai une question : {}", "{} svp", "{} Merci d'avance",
    "Je voudrais savoir : {}", "dis-moi, {}", "Petite question, {}", "salut ! {}",
    "Pouvez-vous me dire ceci : {}", "{} c'est pour un exposé", "Je cherche une information. {}",
    "J'aimerais bien qu'on m'explique : {}", "Excusez-moi de vous déranger. {} Merci !",
)  # fmt: skip
_FEMININE: Final = (
    (r"\b(technic|informatic|pharmac|électric|mécanic|histor|music|coméd)ien(s?)\b", r"\1ienne\2"),
    (r"\b(développ|vend|coiff|serv|chant|programm|jou|cherch|employ)eur(s?)\b", r"\1euse\2"),
    (r"\b(direc|forma|anima|concep|opéra|administra|éduca|rédac|ac|fonda|créa|inven)teur(s?)\b",
     r"\1trice\2"),
    (r"\b(infirm|cuisin|ouvr|banqu|polic|offic|hôtel|épic)ier(s?)\b", r"\1ière\2"),
    (r"\b(boulang|conseill|berg|romanc|passag)er(s?)\b", r"\1ère\2"),
    (r"\b(avocat|président|député|assistant|consultant|étudiant|marchand|ingénieur|professeur)(s?)\b",
     r"\1e\2"),
    (r"\bchef(s?)\b", r"cheffe\1"),
)  # fmt: skip


def without_accents(question: str) -> str:
    """« où s'est formé » → « ou s'est forme »."""
    marks = unicodedata.normalize("NFD", question.replace("œ", "oe").replace("Œ", "Oe"))
    return "".join(c for c in marks if unicodedata.category(c) != "Mn")


def without_mark(question: str) -> str:
    """Drop the question mark and the space before it."""
    return question.rstrip(" ?\u00a0\u202f.") or question


def in_small_letters(question: str) -> str:
    """Lower the whole question: names lose their capital."""
    return question.lower()


def in_capitals(question: str) -> str:
    """Raise the whole question, accents kept."""
    return question.upper()


def in_sms(question: str) -> str:
    """Spell the small words as in a text message; the words that carry the subject stay."""
    text = without_mark(question.replace("’", "'")).lower()
    for word, short in _SMS.items():
        text = re.sub(rf"(?<![\w'-]){word}(?![\w'-])", short, text)
    return text


def in_the_feminine(question: str) -> str:
    """Turn the titles of persons that are known here into the feminine; nothing else agrees."""
    for masculine, feminine in _FEMININE:
        question = re.sub(masculine, feminine, question)
    return question


def with_a_slip(question: str, generator: np.random.Generator) -> str:
    """Swap two neighbouring letters inside one long word, or drop one of them."""
    words = list(re.finditer(r"[^\W\d_]{6,}", question))
    if not words:
        return question
    word = words[int(generator.integers(len(words)))]
    place = word.start() + int(generator.integers(1, len(word[0]) - 2))
    pair = question[place : place + 2]
    changed = pair[::-1] if generator.random() < 0.5 else pair[0]
    return question[:place] + changed + question[place + 2 :]


def in_a_frame(question: str, generator: np.random.Generator) -> str:
    """Put polite or chatty words around the question."""
    frame = _FRAMES[int(generator.integers(len(_FRAMES)))]
    return frame.format(question)


_PLAIN: Final[tuple[Callable[[str], str], ...]] = (
    without_accents,
    without_mark,
    in_small_letters,
    in_capitals,
    in_sms,
    in_the_feminine,
)
_WEIGHTS: Final = np.asarray([3, 3, 3, 1, 2, 1, 2, 2], dtype=float)
"""How often each is drawn: those of `_PLAIN`, then a slip, then a frame."""


def noisy(question: str, generator: np.random.Generator, probability: float) -> str:
    """Return the question as it is, or, with `probability`, after one to three changes."""
    if generator.random() >= probability:
        return question
    count = int(generator.integers(1, 4))
    for kind in generator.choice(len(_WEIGHTS), count, replace=False, p=_WEIGHTS / _WEIGHTS.sum()):
        if kind < len(_PLAIN):
            question = _PLAIN[kind](question)
        elif kind == len(_PLAIN):
            question = with_a_slip(question, generator)
        else:
            question = in_a_frame(question, generator)
    return question
