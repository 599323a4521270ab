"""One wording for all who ask: the gender of who speaks is no reason to be shown other sources.

Words are compared by stems that have no gender, but models read them as they stand, and
« développeuse » does not quite lie where « développeur » does. What they read is therefore the
question with what somebody is in one form; it is never shown.
"""

from __future__ import annotations

import re
from typing import Final

from assistant.words import vocabulary

_WORD: Final = re.compile(r"(?:\b(?P<article>une|la)(?P<space>\s+))?\b(?P<word>[^\W\d_]+)\b", re.I)
_ARTICLES: Final = {"une": "un", "la": "le"}


def neutral(question: str) -> str:
    """Return the question with what somebody is, where it is known here, in the masculine."""
    return _WORD.sub(_in_the_masculine, question)


def _in_the_masculine(match: re.Match[str]) -> str:
    word = match["word"].lower()
    forms = vocabulary().masculine
    single = word.removesuffix("s")
    if word in forms:
        changed = forms[word]
    elif single in forms:
        changed = f"{forms[single]}s"
    else:
        return match.group()
    article = match["article"]
    return f"{_ARTICLES[article.lower()]}{match['space']}{changed}" if article else changed
