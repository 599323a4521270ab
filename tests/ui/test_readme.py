"""The README tells the truth: its commands, tables and examples are those of the program."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant.answer import Answer, Reason, Status
from corpus.readers.registry import supported_suffixes
from corpus.sheet import parse_front_matter
from ui.settings import PREFIX, Settings

if TYPE_CHECKING:
    from tests.ui.conftest import Balise

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """The fenced blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def commands(program: str) -> list[list[str]]:
    """The command lines of a program, comments left out."""
    lines = "\n".join(blocks("sh")).splitlines()
    return [shlex.split(line, comments=True) for line in lines if line.startswith(f"{program} ")]


def first_cells() -> set[str]:
    """What stands between backquotes in the first columns of the tables."""
    cells = re.findall(r"^\| ([^|]*) \|", README, re.MULTILINE)
    return {name for cell in cells for name in re.findall(r"`([^`]+)`", cell)}


def test_it_is_short() -> None:
    assert len(README.splitlines()) < 290


def test_its_commands_exist(balise: Balise) -> None:
    found = commands("balise")
    assert found
    for _, command, *rest in found:
        shown = balise(command, "--help")
        assert shown.code == 0
        assert [word for word in rest if word.startswith("--") and word not in shown.out] == []


def test_its_make_targets_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"\bmake ([a-z]+)\b", "\n".join(blocks("sh"))):
        assert f"\n{target}:" in makefile


def test_its_modules_exist() -> None:
    for module in re.findall(r"python -m ([a-z.]+)", README):
        assert (ROOT / module.replace(".", "/")).with_suffix(".py").is_file()


def test_its_tables_are_complete() -> None:
    cells = first_cells()
    assert set(Answer.model_fields) <= cells
    assert {f"{PREFIX}{name.upper()}" for name in Settings.model_fields} <= cells
    assert {status.value for status in Status} <= cells
    assert all(f"`{reason.value}`" in README for reason in Reason)


def test_its_formats_are_read() -> None:
    formats = re.search(r"^Formats: (.*?);", README, re.MULTILINE | re.DOTALL)
    assert formats
    assert set(re.findall(r"`(\.\w+)`", formats[1])) <= set(supported_suffixes())


def test_its_front_matter_is_understood() -> None:
    known, body = parse_front_matter(blocks("yaml")[0])
    assert body
    assert {"title", "publisher", "date", "territory", "url"} <= known.keys()


def test_its_batch_line_is_accepted(balise: Balise, indexed: Path) -> None:
    line = blocks("json")[0]
    told = balise("ask", "--batch", "-", "--index", indexed, stdin=line)
    assert (told.code, told.lines[0]["id"]) == (0, "1")


def test_its_python_runs(
    indexed: Path,
    load_once: object,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("BALISE_INDEX", str(indexed))
    monkeypatch.setattr("index.embedding.load_embedder", load_once)
    exec(compile(blocks("python")[0], "README.md", "exec"), {"__name__": "__main__"})
    printed = capsys.readouterr().out
    assert printed.startswith("answered ")
    assert "L'emploi numérique dans les Hauts-de-France" in printed
    assert printed.endswith("384\n")
