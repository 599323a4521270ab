"""Our own sheets: Markdown with a strict YAML front matter that keeps each fact traceable."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import AfterValidator, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails

from corpus.document import Frozen, PartialDate, Precision, PublisherKind, UnreadableError

_FENCED = re.compile(r"(?sm)\A\ufeff?---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)")
_FRENCH_CAUSES = {
    "missing": "clé manquante",
    "extra_forbidden": "clé inconnue",
    "enum": "valeur hors de la liste permise",
    "literal_error": "valeur hors de la liste permise",
    "string_type": "texte attendu",
    "tuple_type": "liste attendue",
    "too_short": "liste ou texte trop court",
}


class _TextLoader(yaml.SafeLoader):
    """A safe loader in which dates, numbers and booleans stay the text that was written."""

    yaml_implicit_resolvers = {  # noqa: RUF012
        first: [(tag, pattern) for tag, pattern in resolvers if tag == "tag:yaml.org,2002:null"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def _check_iso(value: str) -> str:
    try:
        return PartialDate(iso=value).iso
    except ValidationError as error:
        raise ValueError("date attendue sous la forme AAAA, AAAA-MM ou AAAA-MM-JJ") from error


def _check_held(value: str) -> str:
    return value if value == "non daté" else _check_iso(value)


Words = Annotated[str, Field(min_length=1)]


class SheetFact(Frozen):
    """One fact of a sheet: what is stated, its exact words, when and where it held, who says it."""

    about: Words
    value: Words
    held: Annotated[Words, AfterValidator(_check_held)]
    territory: str
    said_by: str


class Sheet(Frozen):
    """The front matter of a sheet: where its facts come from, then the facts."""

    title: Words
    publisher: str
    publisher_kind: PublisherKind
    source_title: Words
    date: Annotated[str, AfterValidator(_check_iso)]
    date_precision: Precision
    territory: Annotated[tuple[Words, ...], Field(min_length=1)]
    url: str | None
    licence: Literal["Faits repris de la source citée, rédaction originale de Balise (MIT)."]
    facts: Annotated[tuple[SheetFact, ...], Field(min_length=3)]

    @model_validator(mode="after")
    def _agrees_with_date(self) -> Sheet:
        expected = PartialDate(iso=self.date).precision
        if self.date_precision != expected:
            raise ValueError(f"« date_precision » doit être « {expected} » pour « {self.date} »")
        return self


def parse_front_matter(text: str) -> tuple[dict[str, object], int]:
    """Return the YAML mapping at the top of `text`, empty if none, and where the body starts."""
    found = _FENCED.match(text)
    if found is None:
        return {}, 0
    try:
        loaded = yaml.load(found[1], Loader=_TextLoader)
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        place = f" à la ligne {mark.line + 2}" if mark else ""
        raise UnreadableError(f"L'en-tête YAML est illisible{place}.") from error
    if not isinstance(loaded, dict):  # text between two thematic breaks: part of the body
        return {}, 0
    return {str(key): value for key, value in loaded.items()}, found.end()


def _in_french(detail: ErrorDetails) -> str:
    where = ".".join(str(step) for step in detail["loc"]) or "en-tête"
    kind = detail["type"].replace("string_too", "too")
    own_words = detail.get("ctx", {}).get("error", "valeur refusée")
    return f"« {where} », {_FRENCH_CAUSES.get(kind, own_words)}"


def load_sheet(path: Path) -> tuple[Sheet, str]:
    """Read one sheet and return its front matter and its body, or say in French what is wrong."""
    try:
        mapping, start = parse_front_matter(text := path.read_text(encoding="utf-8"))
        sheet = Sheet.model_validate(mapping)
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableError(f"La fiche « {path.name} » ne peut pas être lue.") from error
    except ValidationError as error:
        causes = " ; ".join(_in_french(detail) for detail in error.errors())
        raise UnreadableError(f"La fiche « {path.name} » est refusée : {causes}.") from error
    body = text[start:]
    for fact in sheet.facts:
        if " ".join(fact.value.split()) not in " ".join(body.split()):
            raise UnreadableError(f"La fiche « {path.name} » ne contient pas « {fact.value} ».")
    return sheet, body
