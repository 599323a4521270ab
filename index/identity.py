"""What an index was made with: opening it with anything else is refused."""

from __future__ import annotations

from corpus.document import BaliseError, Frozen
from index.analyser import ANALYSER_RULE
from index.passage import CUTTING_RULE

SCHEMA = 2


class IndexIdentity(Frozen):
    """The choices that offsets, terms and vectors depend on."""

    schema_version: int = SCHEMA
    cutting_rule: str = CUTTING_RULE
    analyser_rule: str = ANALYSER_RULE
    model: str
    model_fingerprint: str
    dimension: int


class WrongIndexError(BaliseError):
    """The index was made with another model or other rules."""


_SHA256, _SHOWN = 64, 12
"""Characters of a checksum, and how many of them are shown."""
_NAMES = {
    "schema_version": "le format de l'index",
    "cutting_rule": "la règle de découpage",
    "analyser_rule": "l'analyse du français",
    "model": "le modèle de vecteurs",
    "model_fingerprint": "les poids du modèle de vecteurs",
    "dimension": "la dimension des vecteurs",
}


def check_identity(found: IndexIdentity, expected: IndexIdentity) -> None:
    """Compare an index's identity with the one that this program would give it.

    Raises:
        WrongIndexError: naming each difference and the command that mends it.
    """
    ours, theirs = expected.model_dump(), found.model_dump()
    differ = [key for key in _NAMES if ours[key] != theirs[key]]
    if "model" in differ:  # another model has other weights, which say nothing more
        differ = [key for key in differ if key not in {"model_fingerprint", "dimension"}]
    if differ:
        told = [
            f"{_NAMES[k]} (index : {_told(theirs[k])} ; ici : {_told(ours[k])})" for k in differ
        ]
        advice = "Refaites-le avec « balise index --rebuild »"
        if {"model", "model_fingerprint", "dimension"} & set(differ):
            advice += ", ou redonnez à BALISE_EMBEDDING le modèle d'origine"
        raise WrongIndexError(f"Cet index a été fait autrement : {' ; '.join(told)}. {advice}.")


def _told(value: object) -> str:
    """Return a value as it is shown: the beginning of a checksum is enough to tell two apart."""
    text = str(value)
    return text if len(text) < _SHA256 else f"{text[:_SHOWN]}…"
