"""The program itself: help, version, completion, wrong usage."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.ui.conftest import Balise

ROOT = Path(__file__).parents[2]

COMMANDS = ("index", "ask", "chat", "sources", "status")
ENGLISH = ("Usage:", "Show this message", "Install completion", "Commands", "COMMAND ", "<bool>")


def test_version(balise: Balise) -> None:
    shown = balise("--version")
    assert (shown.code, shown.out) == (0, f"balise {version('balise')}\n")


@pytest.mark.parametrize("asked", [(), *((name,) for name in COMMANDS)])
def test_help_is_in_french(balise: Balise, asked: tuple[str, ...]) -> None:
    shown = balise(*asked, "--help")
    assert shown.code == 0
    assert f"Usage : balise {' '.join(asked)}".strip() in shown.out
    assert "Affiche cette aide." in shown.out
    assert not [words for words in ENGLISH if words in shown.out]


def test_help_names_every_command(balise: Balise) -> None:
    shown = balise("-h")
    assert all(f"│ {name} " in shown.out for name in COMMANDS)


def test_without_arguments_the_help_is_shown(balise: Balise) -> None:
    shown = balise()
    assert shown.code == 2
    assert "Usage : balise" in shown.out
    assert shown.err == ""


def test_help_loads_no_heavy_library(tmp_path: Path) -> None:
    script = (
        "import sys; sys.argv = ['balise', '--help']\n"
        "from ui.cli.app import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = 'torch transformers sentence_transformers gradio chromadb llama_index'.split()\n"
        "sys.exit(' '.join(name for name in heavy if name in sys.modules) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_completion_script(balise: Balise, shell: str) -> None:
    shown = balise("--show-completion", shell)
    assert shown.code == 0
    assert "_BALISE_COMPLETE" in shown.out


def test_completion_answers_the_shell(program: Balise) -> None:
    env = {"_BALISE_COMPLETE": "complete_bash", "COMP_WORDS": "balise s", "COMP_CWORD": "1"}
    shown = program(env=env)
    assert shown.out.split() == ["sources", "status"]


def test_completion_is_installed(program: Balise, tmp_path: Path) -> None:
    shown = program("--install-completion", "bash", env={"HOME": str(tmp_path)})
    assert shown.code == 0
    assert shown.out.startswith("Complétion pour bash installée dans ")
    assert "_BALISE_COMPLETE" in (tmp_path / ".bash_completions/balise.sh").read_text()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["demande"], "Commande inconnue : demande."),
        (["asq"], "Commande inconnue : asq. Vouliez-vous dire ask ?"),
        (["ask", "--jsn", "x"], "Option inconnue : --jsn. Vouliez-vous dire --json ?"),
        (["ask", "-z"], "Option inconnue : -z."),
        (["ask"], "Donnez une question entre guillemets, ou --batch FICHIER."),
        (["ask", "x", "--batch", "-"], "Donnez une question entre guillemets, ou --batch FICHIER."),
        (["ask", "combien", "de", "postes"], "Argument en trop : de postes. Une question se met"),
        (["ask", "x", "--index"], "L'option --index attend une valeur."),
        (["ask", "x", "--json=oui"], "L'option --json n'attend pas de valeur."),
        (["status", "x"], "Argument en trop : x."),
        (["--show-completion", "tcsh"], "Valeur impossible pour --show-completion."),
    ],
)
def test_wrong_usage(balise: Balise, arguments: list[str], message: str) -> None:
    told = balise(*arguments)
    assert told.code == 2
    assert told.err.startswith(message)
    assert told.out == ""


def test_a_defect_is_told_without_a_trace(balise: Balise, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_flags: object) -> None:
        raise KeyError("clé")

    monkeypatch.setattr("ui.cli.status.load_settings", broken)
    told = balise("status")
    assert told.code == 1
    assert told.err.startswith("Erreur inattendue (KeyError : 'clé'). C'est un défaut de Balise")
    trace = Path(told.err.split()[-1])
    assert "KeyError" in trace.read_text(encoding="utf-8")
    trace.unlink()


def test_interruption(balise: Balise, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(**_flags: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("ui.cli.status.load_settings", interrupted)
    told = balise("status")
    assert (told.code, told.err) == (130, "Interrompu.\n")


def test_a_reader_that_leaves_early_is_no_error(tmp_path: Path) -> None:
    script = f"'{sys.executable}' -m ui.cli.app --help | true; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr
