"""What is indexed and asked: texts of one passage each, as many as wanted, and questions.

A user's documents come first, cut into passages; beyond them, texts are sewn from the beginnings
and ends of their sentences. Each text is a document of its own that makes one passage, so that
every system searches among the same number of units and none cuts a text short.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.canonical import canonicalise
from corpus.document import BaliseError, Document
from corpus.library import read_library
from evals.squad import read_squad
from evals.suite.case import CASES, case_files, read_cases
from index.passage import split_document

SHEETS = Path(__file__).parents[2] / "corpus" / "sheets"
"""The sheets that ship with Balise."""
_SENTENCE = re.compile(r"[^\W_].*\w.*[.!?…]$")
_FEWEST_WORDS = 4
_TRIES = 50
"""Texts drawn for each one kept: more means that the sentences are too few to make others."""
_QUESTION_WORDS = (3, 8)


@dataclass(frozen=True, slots=True)
class Material:
    """Documents to grow a collection from.

    Every one of `texts` makes exactly one passage. `questions` come with the documents; there
    may be none.
    """

    name: str
    texts: tuple[str, ...]
    sentences: tuple[str, ...]
    questions: tuple[str, ...] = ()


def read_material(source: Path | None = None) -> Material:
    """Read documents: the shipped sheets by default, a folder or a file, or a SQuAD file (.json).

    Raises:
        BaliseError: nothing can be read there, or no sentence.
    """
    if source is None:
        cases, _ = read_cases(case_files(CASES))
        asked = [case.turns[0] for case in cases if len(case.turns) == 1]
        return _material("les fiches livrées avec Balise", _documents(SHEETS), asked)
    if source.suffix.lower() == ".json" and source.is_file():
        squad = read_squad(source)
        documents = [_document(canonicalise(paragraph)) for paragraph in squad.paragraphs]
        return _material(squad.name, documents, [question.text for question in squad.questions])
    return _material(f"« {source} »", _documents(source), [])


def _documents(source: Path) -> list[Document]:
    report = read_library([source])
    if not report.documents:
        detail = " ".join(error.message for error in report.errors)
        raise BaliseError(f"Aucun document lisible dans « {source} ». {detail}".strip())
    return report.documents


def _document(text: str) -> Document:
    return Document(id="texte", text=text, title="", path="texte", sha256="")


def _material(name: str, documents: Sequence[Document], questions: Sequence[str]) -> Material:
    texts: dict[str, None] = {}
    sentences: dict[str, None] = {}
    for document in documents:
        for passage in split_document(document):
            texts[_on_one_line(document.text[passage.start : passage.end])] = None
            for start, end in passage.sentences:
                sentences[_on_one_line(document.text[start:end])] = None
    full = [s for s in sentences if _SENTENCE.match(s) and len(s.split()) >= _FEWEST_WORDS]
    kept = [text for text in texts if is_one_passage(text)]
    if not full or not kept:
        raise BaliseError(f"Pas assez de phrases dans {name} pour mesurer la vitesse.")
    return Material(name, tuple(kept), tuple(full), tuple(dict.fromkeys(questions)))


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def is_one_passage(text: str) -> bool:
    """Tell whether `text`, as a document of its own, is one passage to Balise."""
    return len(split_document(_document(text))) == 1


def grow(material: Material, count: int, seed: int) -> tuple[str, ...]:
    """Return `count` different texts: those of the documents in random order, then sewn ones.

    With one seed, a smaller collection is the beginning of a larger one.

    Raises:
        BaliseError: the sentences are too few to make so many different texts.
    """
    draw = random.Random(seed)
    real = list(material.texts)
    draw.shuffle(real)
    lengths = [len(text) for text in real]
    grown = dict.fromkeys(real[:count])
    for _ in range(_TRIES * count):
        if len(grown) == count:
            return tuple(grown)
        text = _sewn(material.sentences, draw.choice(lengths), draw)
        if text not in grown and is_one_passage(text):
            grown[text] = None
    raise BaliseError(
        f"{material.name[0].upper()}{material.name[1:]} : trop peu de phrases pour en tirer "
        f"{count} textes différents. Demandez moins de passages, ou donnez d'autres documents."
    )


def _sewn(sentences: Sequence[str], length: int, draw: random.Random) -> str:
    """Sew sentences until they hold `length` characters."""
    text = ""
    while len(text) < length:
        head, tail = draw.choice(sentences).split(), draw.choice(sentences).split()
        begun = head[: draw.randint(1, len(head))]
        ended = tail[draw.randrange(len(tail)) :]
        text = f"{text} {' '.join([*begun, *ended])}".strip()
    return text


def draw_questions(material: Material, count: int, seed: int) -> tuple[str, ...]:
    """Return `count` different questions, so that no answer is remembered from an earlier one.

    Those of the documents, in random order; where they do not suffice, words of the sentences
    are asked about.

    Raises:
        BaliseError: there are not so many.
    """
    draw = random.Random(seed)
    real = list(material.questions)
    draw.shuffle(real)
    chosen = dict.fromkeys(real[:count])
    for _, question in zip(range(_TRIES * count), _made_up(material, draw), strict=False):
        if len(chosen) == count:
            break
        chosen[question] = None
    if len(chosen) < count:
        raise BaliseError(f"Trop peu de phrases pour {count} questions : demandez-en moins.")
    return tuple(chosen)


def _made_up(material: Material, draw: random.Random) -> Iterator[str]:
    while True:
        words = draw.choice(material.sentences).rstrip(".!?… »").split()
        first = draw.randrange(len(words))
        asked = words[first : first + draw.randint(*_QUESTION_WORDS)]
        yield f"Que disent les documents de « {' '.join(asked)} » ?"


def text_name(number: int) -> str:
    """Return the file name of a text; it is also its document's id."""
    return f"t{number:06d}.txt"


def write_texts(texts: Sequence[str], folder: Path) -> Path:
    """Write one file a text in `folder`, which is made; return it."""
    folder.mkdir(parents=True)
    for number, text in enumerate(texts):
        (folder / text_name(number)).write_text(text, "utf-8")
    return folder


def read_texts(folder: Path) -> dict[str, str]:
    """Map the names of the files of `folder` to their texts, in order."""
    return {path.name: path.read_text("utf-8") for path in sorted(folder.iterdir())}
