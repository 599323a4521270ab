"""What was run, on what: the lines that let another person find it again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from evals.report.french import duration, moment, whole
from evals.suite.result import RunInfo


def identity(info: RunInfo) -> list[tuple[str, str]]:
    """Return names and values, the settings last."""
    rows = [
        ("Jeu de cas", info.name),
        ("Date", moment(info.created)),
        ("Version de Balise", info.version),
        ("Révision du code", _revision(info.revision)),
        ("Modèle", info.model),
        ("Empreinte du modèle", info.model_fingerprint),
        ("Empreinte de l'index", info.index_fingerprint),
        ("Documents", whole(info.documents)),
        ("Passages", whole(info.passages)),
        ("Python", info.python),
        ("Cœurs", whole(info.cores)),
        ("Chargement", duration(1000 * info.loading_s)),
        ("Durée", duration(1000 * info.elapsed_s)),
    ]
    if info.fault:
        rows.append(("Défaut mis exprès", info.fault))
    rows += [
        (f"Fichier {file.path}", f"{whole(file.count)} cas, SHA-256 {file.sha256}")
        for file in info.files
    ]
    return rows + [(f"Réglage {name}", value) for name, value in _leaves(info.settings)]


def _revision(revision: str | None) -> str:
    if revision is None:
        return "hors de git"
    return f"{revision[:-1]}, avec des fichiers modifiés" if revision.endswith("+") else revision


def _leaves(values: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    for name, value in values.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", "–" if value is None else str(value)
