"""Questions of the field made by templates, from the facts of our sheets and from the ROME.

They are few beside the questions that people asked: they teach the field's words and the form
of its documents (short lines under a heading), not how questions are asked.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from corpus.document import BaliseError, Document
from corpus.library import read_document
from corpus.sheet import SheetFact, load_sheet
from index.passage import Passage, split_document

_PERSON: Final = re.compile(r"(?:président|directeur|directrice|secrétaire|fondateur|auteur)\b")
_FEMININE: Final = re.compile(r"(?:part|année|date|taille|spécialité|réforme|association|aide)\b")
_COUNTED: Final = re.compile(r"\d[\d\s]*(?:\s|$)")
_PLURAL: Final = re.compile(r"[^\W\d_]{3,}s\b")
_ROME_KINDS: Final = {
    "definition": (
        "En quoi consiste le métier : {} ?", "{}, c'est quoi comme travail ?",
        "Que fait-on dans le métier {} ?",
    ),
    "acces_a_em": (
        "Quel diplôme faut-il pour : {} ?", "Comment accéder au métier {} ?",
        "{} : quelle formation ?",
    ),
    "cond_exercice_activite": (
        "Où s'exerce le métier {} ?", "{} : quelles conditions de travail ?",
    ),
}  # fmt: skip
_ACCESSIBLE: Final = re.compile(r"est accessible (?:avec|à partir d[’']|sans|au titre d)")


@dataclass(frozen=True, slots=True)
class Made:
    """A question made from a passage, and where its answer stands in the document."""

    question: str
    text: str
    passage: Passage
    answer: tuple[int, int]


def sheet_questions(folder: Path, generator: np.random.Generator) -> Iterator[Made]:
    """Yield two questions for each fact of each sheet of `folder` whose value is found once."""
    for path in sorted(folder.glob("*.md")):
        sheet, _ = load_sheet(path)
        document = read_document(path)
        passages = split_document(document)
        for fact in sheet.facts:
            places = _places(document, fact.value)
            if len(places) != 1:
                continue
            passage = _holding(passages, places[0])
            if passage is None:
                continue
            frames = _frames(fact)
            for kind in generator.choice(len(frames), min(2, len(frames)), replace=False):
                yield Made(frames[int(kind)], document.text, passage, places[0])


def _places(document: Document, value: str) -> list[tuple[int, int]]:
    spaced = r"\s+".join(re.escape(word) for word in value.split())
    found = re.finditer(rf"(?<![\w\d]){spaced}(?!\w)", document.text)
    return [match.span() for match in found]


def _holding(passages: list[Passage], span: tuple[int, int]) -> Passage | None:
    return next((p for p in passages if p.start <= span[0] and span[1] <= p.end), None)


def _frames(fact: SheetFact) -> list[str]:
    """Return the ways to ask for a fact; none needs the gender of what it does not know."""
    about = fact.about
    place = f" ({fact.territory})" if fact.territory and fact.territory not in about else ""
    frames = [f"{about}{place} ?", f"C'est quoi : {about}{place} ?", f"Je cherche : {about}{place}"]
    if _PERSON.match(about):
        frames += [f"Qui est {about} ?", f"Comment s'appelle le {about} ?"]
    elif _COUNTED.match(fact.value) and _PLURAL.match(about):
        frames += [f"Combien de {about}{place} ?", f"Quel nombre de {about}{place} ?"]
    elif _FEMININE.match(about):
        frames += [f"Quelle est la {about}{place} ?".replace("la a", "l'a")]
    else:
        frames += [f"Quel est le nom : {about}{place} ?"]
    if fact.said_by:
        frames += [f"Selon {fact.said_by}, {about}{place} ?"]
    return frames


def rome_questions(folder: Path, generator: np.random.Generator, count: int) -> list[Made]:
    """Return `count` questions on occupations of the ROME, drawn from all that can be made.

    Raises:
        BaliseError: a file of the ROME is missing.
    """
    made = [question for text in _rome_texts(folder) for question in _about(*text, generator)]
    drawn = generator.permutation(len(made))[:count]
    return [made[int(i)] for i in sorted(drawn)]


def _rome_texts(folder: Path) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    """Yield (code, title, sentences with their kind) for each occupation."""
    titles = {r["code_rome"]: r["libelle_rome"] for r in _rows(folder, "referentiel_code_rome")}
    sentences: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in _rows(folder, "texte"):
        text = " ".join(row["libelle_texte"].replace("''", "’").replace("\u00ad", "").split())
        sentences[row["code_rome"]].append((row["libelle_type_texte"], text))
    for code, title in sorted(titles.items()):
        if sentences[code]:
            yield code, title.replace("''", "’"), sentences[code]


def _about(
    code: str, title: str, sentences: list[tuple[str, str]], generator: np.random.Generator
) -> Iterator[Made]:
    text = f"{title}\n\n" + " ".join(sentence for _, sentence in sentences) + "\n"
    document = Document(id=f"rome-{code}", text=text, title=title, path="", sha256="")
    passages = split_document(document)
    seen: set[str] = set()
    for kind, sentence in sentences:
        if kind in seen or kind not in _ROME_KINDS:
            continue
        seen.add(kind)
        start = text.find(sentence)
        span = (start, start + len(sentence.rstrip(".")))
        accessible = _ACCESSIBLE.search(sentence)
        if accessible:
            span = (start + accessible.end(), span[1])
            span = (span[1] - len(text[slice(*span)].lstrip()), span[1])
        passage = _holding(passages, span)
        if passage is not None and span[0] < span[1]:
            frames = _ROME_KINDS[kind]
            asked = frames[int(generator.integers(len(frames)))].format(title)
            yield Made(asked, text, passage, span)


def _rows(folder: Path, table: str) -> Iterator[dict[str, str]]:
    path = folder / f"unix_{table}_v347_utf8.csv"
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            yield from csv.DictReader(stream)
    except OSError as error:
        raise BaliseError(
            f"Le fichier du ROME « {path} » ne s'ouvre pas : {error.strerror}."
        ) from error
