"""France Travail's ROME (open data, CSV) as French texts: filling for indexes of any size."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from corpus.document import BaliseError

ROME = Path(__file__).parent.parent.parent / "shared" / "rome"
_VERSION = "v347_utf8"
_PARAGRAPH = 350
"""A paragraph closes once it holds this many characters: one passage each, or nearly."""


def occupation_texts(folder: Path = ROME) -> Iterator[tuple[str, str]]:
    """Yield (file name, text) for each occupation of the ROME, in paragraphs of whole sentences.

    Raises:
        BaliseError: a file of the ROME is missing.
    """
    described: dict[str, list[str]] = defaultdict(list)
    for row in _rows(folder, "texte"):
        described[row["code_rome"]].append(row["libelle_texte"])
    labels = {
        row["code_ogr"]: row[f"libelle_{kind}"]
        for kind in ("competence", "env_travail")
        for row in _rows(folder, f"referentiel_{kind}")
    }
    linked: dict[str, list[str]] = defaultdict(list)
    for row in _rows(folder, "liens_rome_referentiels"):
        if row["code_ogr"] in labels:
            linked[row["code_rome"]].append(labels[row["code_ogr"]])
    names: dict[str, list[str]] = defaultdict(list)
    for row in _rows(folder, "referentiel_appellation"):
        names[row["code_rome"]].append(row["libelle_appellation_court"])
    titles = {
        row["code_rome"]: row["libelle_rome"] for row in _rows(folder, "referentiel_code_rome")
    }
    moves: dict[str, list[str]] = defaultdict(list)
    for row in _rows(folder, "rubrique_mobilite"):
        moves[row["code_rome"]].append(titles.get(row["code_rome_cible"], ""))
    for code, title in sorted(titles.items()):
        sentences = [
            *described[code],
            *_listing(f"Le métier « {title} » s'exerce aussi sous le nom de", names[code], 1),
            *_listing(f"Pour le métier « {title} », il faut connaître", linked[code], 2),
            *_listing(f"Depuis le métier « {title} », on peut aller vers", moves[code], 1),
        ]
        body = "\n".join(_paragraphs(sentences)).replace("''", "’")
        yield f"rome-{code}.txt", f"{title.replace(chr(39) * 2, '’')}\n\n{body}\n"


def _rows(folder: Path, table: str) -> Iterator[dict[str, str]]:
    path = folder / f"unix_{table}_{_VERSION}.csv"
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            yield from csv.DictReader(handle)
    except OSError as error:
        raise BaliseError(
            f"Les données du ROME « {path} » ne s'ouvrent pas : {error.strerror}."
        ) from error


def _listing(opening: str, labels: Sequence[str], together: int) -> Iterator[str]:
    """Yield sentences that name `together` labels each."""
    known = [label for label in dict.fromkeys(labels) if label]
    for first in range(0, len(known), together):
        yield f"{opening} : {' ; '.join(known[first : first + together])}."


def _paragraphs(sentences: Iterable[str]) -> Iterator[str]:
    paragraph = ""
    for sentence in sentences:
        paragraph = f"{paragraph} {sentence}".strip()
        if len(paragraph) >= _PARAGRAPH:
            yield paragraph
            paragraph = ""
    if paragraph:
        yield paragraph
