"""Question sets in the SQuAD format: paragraphs, and questions answered in one of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pydantic import BaseModel, ValidationError

from corpus.document import BaliseError

PIAF = Path(__file__).parent.parent.parent / "shared" / "piaf" / "piaf-v1.1.json"
"""PIAF v1.1 (Etalab): native French questions over paragraphs of the French Wikipedia."""
SPLIT_SEED = 0


class _Answer(BaseModel):
    text: str
    answer_start: int


class _Question(BaseModel):
    question: str
    answers: list[_Answer]


class _Paragraph(BaseModel):
    context: str
    qas: list[_Question]


class _Article(BaseModel):
    paragraphs: list[_Paragraph]


class _File(BaseModel):
    data: list[_Article]


@dataclass(frozen=True, slots=True)
class SquadQuestion:
    """A question, the number of the paragraph that answers it, and the accepted answers.

    `answers` are (words, offset in the paragraph); there is at least one.
    """

    text: str
    paragraph: int
    article: int
    answers: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class SquadSet:
    """A question set. `articles` gives the article of each paragraph."""

    name: str
    sha256: str
    paragraphs: tuple[str, ...]
    articles: tuple[int, ...]
    questions: tuple[SquadQuestion, ...]


def read_squad(path: Path) -> SquadSet:
    """Read a file in the SQuAD format; questions without an answer are left out.

    Raises:
        BaliseError: the file is missing, or is not in this format.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise BaliseError(
            f"Le jeu de questions « {path} » n'existe pas. Donnez un fichier au format SQuAD."
        ) from error
    except OSError as error:
        raise BaliseError(f"« {path} » ne s'ouvre pas : {error.strerror}.") from error
    try:
        articles = _File.model_validate(json.loads(data)).data
    except (ValueError, ValidationError) as error:
        raise BaliseError(f"« {path} » n'est pas un fichier au format SQuAD.") from error
    paragraphs: list[str] = []
    owners: list[int] = []
    questions: list[SquadQuestion] = []
    for number, article in enumerate(articles):
        for paragraph in article.paragraphs:
            questions.extend(
                SquadQuestion(
                    text=item.question,
                    paragraph=len(paragraphs),
                    article=number,
                    answers=tuple((a.text, a.answer_start) for a in item.answers),
                )
                for item in paragraph.qas
                if item.answers
            )
            paragraphs.append(paragraph.context)
            owners.append(number)
    if not questions:
        raise BaliseError(f"« {path} » ne contient aucune question.")
    digest = hashlib.sha256(data).hexdigest()
    return SquadSet(path.name, digest, tuple(paragraphs), tuple(owners), tuple(questions))


def tuning_articles(squad: SquadSet, seed: int = SPLIT_SEED) -> frozenset[int]:
    """Return the half of the articles that weights are tuned on; the rest is held out.

    Whole articles, so that no paragraph on the same subject stands on both sides.
    """
    count = max(squad.articles) + 1
    order = np.random.default_rng(seed).permutation(count)
    return frozenset(int(article) for article in order[: count // 2])


def sample(
    questions: Sequence[SquadQuestion], limit: int | None, seed: int
) -> tuple[SquadQuestion, ...]:
    """Return `limit` questions drawn without replacement, or all of them, in their order."""
    if limit is None or limit >= len(questions):
        return tuple(questions)
    drawn = np.random.default_rng(seed).choice(len(questions), limit, replace=False)
    return tuple(questions[i] for i in sorted(int(i) for i in drawn))
