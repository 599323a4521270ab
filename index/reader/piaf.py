"""PIAF (Etalab, MIT): French paragraphs of Wikipedia with questions, divided by article."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Final, Literal

import numpy as np
from pydantic import BaseModel, ValidationError

from corpus.document import BaliseError

PIAF: Final = Path(__file__).parents[3] / "shared" / "piaf" / "piaf-v1.1.json"
SPLIT_SEED: Final = 2024
"""Never changed: another seed would let test articles into training."""

Split = Literal["train", "validation", "test"]

_MARKUP: Final = re.compile(r"<[^>]+>")


class Answer(BaseModel):
    """Words of a paragraph, from character `answer_start`."""

    text: str
    answer_start: int


class Question(BaseModel):
    """A question and its accepted answers; `written` tells one of Balise's own.

    `is_impossible` (SQuAD 2.0) tells one that its paragraph seems to answer and does not.
    """

    question: str
    answers: list[Answer]
    is_impossible: bool = False
    written: bool = False


class Paragraph(BaseModel):
    """A paragraph and the questions asked about it."""

    context: str
    qas: list[Question]


class Article(BaseModel):
    """An article of Wikipedia: some of its paragraphs."""

    title: str = ""
    paragraphs: list[Paragraph]

    @property
    def name(self) -> str:
        """The title without markup."""
        return _MARKUP.sub("", self.title).strip()


class _File(BaseModel):
    data: list[Article]


def read_piaf(path: Path = PIAF) -> list[Article]:
    """Read a file in the SQuAD format.

    Raises:
        BaliseError: the file is missing, or is not in this format.
    """
    try:
        articles = _File.model_validate(json.loads(path.read_bytes())).data
    except OSError as error:
        raise BaliseError(f"« {path} » ne s'ouvre pas : {error.strerror}.") from error
    except (ValueError, ValidationError) as error:
        raise BaliseError(f"« {path} » n'est pas un fichier au format SQuAD.") from error
    if not any(article.paragraphs for article in articles):
        raise BaliseError(f"« {path} » ne contient aucun paragraphe.")
    return articles


def split_articles(count: int, seed: int = SPLIT_SEED) -> tuple[Split, ...]:
    """Return the split of each of `count` articles: 80 % to train, 10 % and 10 % apart.

    Whole articles, so that no paragraph on the same subject stands on two sides.
    """
    order = np.random.default_rng(seed).permutation(count)
    tenth = round(count / 10)
    splits: list[Split] = ["train"] * count
    for article in order[:tenth]:
        splits[int(article)] = "test"
    for article in order[tenth : 2 * tenth]:
        splits[int(article)] = "validation"
    return tuple(splits)


def paragraph_name(number: int) -> str:
    """Return the file name of a paragraph, counted over all articles: its document's id."""
    return f"p{number:05d}.txt"
