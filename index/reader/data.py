"""Training data: questions, the windows that answer them and those that look as if they did.

`Prepared` is made once and kept in a file; what a training step reads is drawn from it by the
seed, the epoch and the question's number alone, so that a run can stop and go on anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import numpy as np
from pydantic import ValidationError

from corpus.document import BaliseError, Frozen
from index.reader.noise import noisy
from index.sentences import Span

NEAR_SHARE: Final = 0.6
"""How often a window of the right document without the answer is among the wrong ones."""
CONTEXT_SHARE: Final = 0.5
"""How often titles are read: the reader must do with and without."""
NO_ANSWER_SHARE: Final = 0.1
"""How often the right document is left out of a question's group."""
NOISE_SHARE: Final = 0.35

Kind = Literal["piaf", "written", "fiche", "rome"]


class WindowText(Frozen):
    """A window's words, the title it stands under and the document it is from."""

    text: str
    context: str
    document: str


class Right(Frozen):
    """A window that answers, by its number, and the characters of each accepted answer in it."""

    window: int
    answers: tuple[Span, ...]


class Group(Frozen):
    """A question with windows by their numbers.

    `near` are windows of the right document without the answer, `wrong` windows of other
    documents, hardest first. Without `rights`, nothing answers.
    """

    question: str
    kind: Kind
    rights: tuple[Right, ...]
    near: tuple[int, ...]
    wrong: tuple[int, ...]


class Prepared(Frozen):
    """All training questions and the windows that they name by number."""

    windows: tuple[WindowText, ...]
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is read for one question: `answer` is a span of the first window, None without one."""

    question: str
    texts: tuple[str, ...]
    contexts: tuple[str, ...]
    answer: Span | None


def save_prepared(prepared: Prepared, path: Path) -> None:
    """Write the data, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".partial")
    draft.write_text(prepared.model_dump_json(), "utf-8")
    draft.replace(path)


def load_prepared(path: Path) -> Prepared:
    """Read the data.

    Raises:
        BaliseError: the file is missing or was not written by `save_prepared`.
    """
    try:
        return Prepared.model_validate_json(path.read_text("utf-8"))
    except OSError as error:
        raise BaliseError(f"« {path} » ne s'ouvre pas : {error.strerror}.") from error
    except ValidationError as error:
        raise BaliseError(f"« {path} » n'est pas un fichier de données du lecteur.") from error


def epoch_order(count: int, seed: int, epoch: int) -> list[int]:
    """Return the order in which `count` questions are read in an epoch."""
    return [int(i) for i in np.random.default_rng((seed, epoch)).permutation(count)]


def chosen_groups(prepared: Prepared, seed: int, most_written: int | None) -> list[int]:
    """Return the numbers of the groups to learn from, `most_written` of our own among them."""
    written = [n for n, group in enumerate(prepared.groups) if group.kind == "written"]
    if most_written is None or most_written >= len(written):
        return list(range(len(prepared.groups)))
    kept = np.random.default_rng((seed, len(written))).choice(written, most_written, replace=False)
    left_out = set(written) - {int(number) for number in kept}
    return [number for number in range(len(prepared.groups)) if number not in left_out]


def draw(prepared: Prepared, number: int, size: int, seed: int, epoch: int) -> Drawn:
    """Draw `size` windows for question `number`, the right one first if there is one.

    Raises:
        ValueError: the question has fewer than `size` - 1 wrong windows.
    """
    group = prepared.groups[number]
    generator = np.random.default_rng((seed, epoch, number))
    question = noisy(group.question, generator, NOISE_SHARE)
    titled = generator.random() < CONTEXT_SHARE
    chosen: list[int] = []
    answer: Span | None = None
    left_out = generator.random() < NO_ANSWER_SHARE and len(group.wrong) >= size
    if group.rights and not left_out:
        right = group.rights[int(generator.integers(len(group.rights)))]
        answer = right.answers[int(generator.integers(len(right.answers)))]
        chosen.append(right.window)
        if group.near and generator.random() < NEAR_SHARE:
            chosen.append(group.near[int(generator.integers(len(group.near)))])
    missing = size - len(chosen)
    if missing > len(group.wrong):
        raise ValueError(f"question {number} has only {len(group.wrong)} wrong windows")
    hardness = 1 / (np.arange(len(group.wrong)) + 2)
    places = generator.choice(len(group.wrong), missing, replace=False, p=hardness / hardness.sum())
    chosen.extend(group.wrong[int(place)] for place in places)
    windows = [prepared.windows[number] for number in chosen]
    return Drawn(
        question=question,
        texts=tuple(window.text for window in windows),
        contexts=tuple(window.context if titled else "" for window in windows),
        answer=answer,
    )
