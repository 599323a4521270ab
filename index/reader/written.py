"""Questions written for Balise, beside those that people asked: more of what a reader learns from.

`questions/piaf.jsonl` holds questions on PIAF's training paragraphs: each line names a paragraph
by its fingerprint and the characters that answer. `questions/texts.json` holds texts in the SQuAD
format: articles, sheets, programmes and portraits of people, firms and places that do not exist.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from corpus.document import BaliseError, Frozen
from index.reader.piaf import Answer, Article, Question, Split, read_piaf, split_articles

WRITTEN: Final = Path(__file__).with_name("questions")
ON_PIAF: Final = "piaf.jsonl"
TEXTS: Final = "texts.json"


class Line(Frozen):
    """A question on a paragraph; its answer is `context[start:end]`."""

    paragraph: str
    question: str
    start: int
    end: int


def fingerprint(text: str) -> str:
    """Return what a paragraph is named by: it tells at once that a text was changed."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def training_articles(
    piaf: Path, written: Path | None = WRITTEN
) -> tuple[list[Article], tuple[Split, ...]]:
    """Read PIAF and the split of each article, with the questions of `written` unless None.

    Texts of ours follow PIAF's articles, which keep their numbers, and are all for training.

    Raises:
        BaliseError: a file is missing or in another form, or a question is on a paragraph that
            is not for training, or beyond its words.
    """
    articles = read_piaf(piaf)
    splits = split_articles(len(articles))
    if written is None:
        return articles, splits
    _add_questions(articles, splits, written / ON_PIAF)
    texts = read_piaf(written / TEXTS)
    for paragraph in (p for article in texts for p in article.paragraphs):
        for question in paragraph.qas:
            question.written = True
    ours: Split = "train"
    return [*articles, *texts], splits + (ours,) * len(texts)


def _add_questions(articles: Sequence[Article], splits: Sequence[Split], path: Path) -> None:
    known = {
        fingerprint(paragraph.context): paragraph
        for article, split in zip(articles, splits, strict=True)
        for paragraph in article.paragraphs
        if split == "train"
    }
    for line in _read(path):
        paragraph = known.get(line.paragraph)
        if paragraph is None or not 0 <= line.start < line.end <= len(paragraph.context):
            raise BaliseError(
                f"« {path.name} » : « {line.question} » ne se rapporte à aucun paragraphe "
                "d'entraînement de PIAF. Avec un autre fichier, ajoutez --no-written."
            )
        words = paragraph.context[line.start : line.end]
        answer = Answer(text=words, answer_start=line.start)
        paragraph.qas.append(Question(question=line.question, answers=[answer], written=True))


def _read(path: Path) -> list[Line]:
    try:
        with path.open(encoding="utf-8") as lines:
            return [Line.model_validate_json(line) for line in lines]
    except OSError as error:
        raise BaliseError(
            f"« {path} » ne s'ouvre pas : {error.strerror}. --no-written s'en passe."
        ) from error
    except ValueError as error:
        raise BaliseError(f"« {path} » n'est pas un fichier de questions.") from error
