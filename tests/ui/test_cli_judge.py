"""`balise eval --judge`: what it needs is asked for, and its failures never touch the verdict."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.ui.test_cli_eval import CASES, write_cases

if TYPE_CHECKING:
    from tests.ui.conftest import Balise

NOBODY = "http://127.0.0.1:9/v1"
"""The discard port: nothing listens there."""


@pytest.mark.parametrize(
    ("url", "model", "message"),
    [
        ("", "", "BALISE_LLM_URL manque"),
        (NOBODY, "", "BALISE_LLM_MODEL manque"),
        ("ftp://juge", "m", "http:// ou https://"),
    ],
)
def test_what_the_judge_needs_is_asked_for_before_any_question(
    balise: Balise,
    indexed: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    url: str,
    model: str,
    message: str,
) -> None:
    monkeypatch.setenv("BALISE_LLM_URL", url)
    monkeypatch.setenv("BALISE_LLM_MODEL", model)
    cases = write_cases(tmp_path / "cas.jsonl", *CASES)
    told = balise("eval", "--cases", cases, "--index", indexed, "--judge")
    assert told.code == 1
    assert message in " ".join(told.err.split())
    assert "Réponses justes" not in told.out


def test_a_judge_that_cannot_be_reached_is_counted_apart(
    balise: Balise, indexed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BALISE_LLM_URL", NOBODY)
    monkeypatch.setenv("BALISE_LLM_MODEL", "personne")
    cases = write_cases(tmp_path / "cas.jsonl", *CASES[:1])
    result = tmp_path / "r.json"
    told = balise("eval", "--cases", cases, "--index", indexed, "--judge", "--json", result)
    assert told.code == 0
    run = json.loads(result.read_text("utf-8"))
    assert run["results"][0]["right"] is True
    assert run["judgement"]["info"]["model"] == "personne"
    assert run["judgement"]["errors"] == 1
