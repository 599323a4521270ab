"""The French texts that the judge reads: files, so that they can be reviewed without Python."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from evals.judge.verdicts import Prompt

_FOLDER = Path(__file__).parent / "prompts"
FAITHFULNESS = "faithfulness"
FAITHFULNESS_MORE = "faithfulness_more"
"""Follows `FAITHFULNESS` when the quotes do not fit in one message."""
CORRECTNESS = "correctness"
REFERENCE_NOTHING = "reference_nothing"
"""The reference of a question that nothing answers."""
NAMES = (FAITHFULNESS, FAITHFULNESS_MORE, CORRECTNESS, REFERENCE_NOTHING)


@cache
def prompt(name: str) -> Prompt:
    """Return one of `NAMES`."""
    text = (_FOLDER / f"{name}.txt").read_text("utf-8").strip()
    return Prompt(name=name, sha256=hashlib.sha256(text.encode()).hexdigest(), text=text)


def prompts() -> tuple[Prompt, ...]:
    """Return all texts, to be recorded with what they led to."""
    return tuple(prompt(name) for name in NAMES)
