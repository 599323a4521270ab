"""Several questions in one message: « Combien de places, et à quel niveau ? », « Où et quand… »."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.focus import ABOUT
from assistant.topics import ASKING

_WORD = r"(?:quel(?:le)?s?|combien|o[uù]|quand|qui|comment|pourquoi|lequel|laquelle)"
_BEFORE = (
    r"(?:(?:à partir d|jusqu['’]à|auprès d|à|d|en|pour|dans|par|avec|depuis|sur|chez|vers|sous)"
    r"(?:e\s+|['’]|\s+))?"
)
_THIS_IS = r"(?:(?:c['’]est|(?:ça|ils?|elles?|on)\s+(?:[^\W\d_]+\s+){1,3}?)\s*)?"
"""« et *il est doté de* combien »: what is asked stands last, as people speak."""
_NEXT = re.compile(
    rf"(?:\s*(?P<ended>[?;])\s*(?:(?:et|puis|sinon)\s+)?|\s*,?\s+(?:et|puis)\s+)"
    rf"(?P<next>{_THIS_IS}{_BEFORE}(?P<word>{_WORD})\b)",
    re.I,
)
_PAIR = re.compile(
    rf"(?<!\w)(?P<one>{_BEFORE}{_WORD})\s+(?:et|ou)\s+(?P<other>{_BEFORE}{_WORD})(?!\w)", re.I
)
_ASKS = re.compile(
    r"(?:^|\s)(?:y a[- ]t[- ]il|est[- ]ce|[\wéèê]+-(?:t-)?(?:ils?|elles?|on))\b", re.I
)
_COMPLEMENT = re.compile(r"\s(?:à|au|aux|pour|dans|du|de|des|d['’]|en|chez)\b.*", re.I)
_FEW_WORDS = 4
"""Words up to which a question names nothing that it could be asked of."""
_MOST = 3


@dataclass(frozen=True, slots=True)
class Joined:
    """One of several questions of a message, as it stands there and beside the others.

    `turns` are what a conversation would be that asks it after the questions before it.
    """

    label: str
    turns: tuple[str, ...]


def joined_questions(text: str) -> tuple[Joined, ...]:
    """Return the questions of a message that asks several; nothing of any other.

    « Où et quand se tient le salon ? » asks where, and when. What follows « et » is asked of what
    the question before it is about, as a follow-up is.
    """
    if ABOUT in text:
        return ()
    return _paired(text) or _one_after_the_other(text)


def _paired(text: str) -> tuple[Joined, ...]:
    pair = _PAIR.search(text)
    if pair is None or pair["one"].lower() == pair["other"].lower():
        return ()
    before, after = text[: pair.start()], text[pair.end() :]
    if ASKING.search(before) or not (before + after).strip(" ?.!"):
        return ()
    words = (pair["one"], pair["other"])
    return tuple(Joined(word, (f"{before}{word}{after}",)) for word in words)


def _one_after_the_other(text: str) -> tuple[Joined, ...]:
    cuts = [match for match in _NEXT.finditer(text) if _asks_anew(text, match)][: _MOST - 1]
    if not cuts:
        return ()
    starts = [0, *(match.start("next") for match in cuts)]
    stops = [*(match.start() for match in cuts), len(text)]
    said = [text[a:b].strip(" ,;?.!") for a, b in zip(starts, stops, strict=True)]
    shared = _COMPLEMENT.search(said[-1], cuts[-1].end() - starts[-1])
    if shared and all(len(question.split()) <= _FEW_WORDS for question in said[:-1]):
        return tuple(Joined(each, (_completed(each, shared.group()),)) for each in said)
    turns = [f"{said[0]} ?", *(f"Et {question} ?" for question in said[1:])]
    return tuple(
        Joined(question, tuple(turns[: number + 1])) for number, question in enumerate(said)
    )


def _completed(question: str, complement: str) -> str:
    """Ask a question of what the last one names: « combien de places (…) au bachelor de Lens »."""
    return f"{question.removesuffix(complement)}{complement} ?"


def _asks_anew(text: str, match: re.Match[str]) -> bool:
    """Whether a question ends there and another begins; « qui forme et qui place » tells of one."""
    asked = text[: match.start()]
    if not ASKING.search(asked) and not _ASKS.search(asked):
        return False
    if match["ended"] == "?":
        return True
    words = re.findall(rf"(?<!\w){re.escape(match['word'])}(?!\w)", asked.strip(), re.I)
    first = re.match(rf"\W*{re.escape(match['word'])}(?!\w)", asked, re.I)
    return len(words) == (1 if first else 0)
