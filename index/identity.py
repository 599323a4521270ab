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
    different = [
        f"{_NAMES[key]} (index : {theirs[key]} ; ici : {ours[key]})"
        for key in _NAMES
        if ours[key] != theirs[key]
    ]
    if different:
        raise WrongIndexError(
            "Cet index a été fait autrement : "
            + " ; ".join(different)
            + ". Refaites-le avec « balise index --rebuild », "
            "ou redonnez à BALISE_EMBEDDING le modèle d'origine."
        )
