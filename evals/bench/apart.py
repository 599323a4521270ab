"""A fresh Python process that runs our functions, so that its memory and its start are its own.

The child is `python -m evals.bench.apart`: unlike those of `multiprocessing`, it does not import
again the program that started it.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, ParamSpec, TypeVar

from corpus.document import BaliseError
from evals.bench.machine import environment

_P = ParamSpec("_P")
_R = TypeVar("_R")


class Apart:
    """A process that is open for calls until the block ends."""

    def __init__(self) -> None:
        here = [path or str(Path.cwd()) for path in sys.path]
        self._child = subprocess.Popen(
            [sys.executable, "-m", "evals.bench.apart"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment(here),
        )

    def __enter__(self) -> Apart:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._child.kill()
        self._child.communicate()

    def run(self, function: Callable[_P, _R], *args: _P.args, **kwargs: _P.kwargs) -> _R:
        """Run a function of a module there and return its result, or raise its error.

        Raises:
            BaliseError: the process died.
        """
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        try:
            pickle.dump((function, args, kwargs), self._child.stdin)
            self._child.stdin.flush()
            done, value = pickle.load(self._child.stdout)
        except (EOFError, BrokenPipeError) as error:
            raise BaliseError(
                "Un processus de mesure s'est arrêté : la mémoire a sans doute manqué. "
                "Demandez moins de passages avec --sizes."
            ) from error
        if not done:
            raise value
        result: _R = value
        return result


def obey(calls: BinaryIO, results: BinaryIO) -> None:
    """Run each call that is read, and write its result or its error."""
    while True:
        try:
            function, args, kwargs = pickle.load(calls)
        except EOFError:
            return
        try:
            outcome = (True, function(*args, **kwargs))
        except BaliseError as error:
            outcome = (False, BaliseError(str(error)))
        except Exception as error:
            outcome = (False, RuntimeError(f"{type(error).__name__} : {error}"))
        pickle.dump(outcome, results)
        results.flush()


def main() -> None:
    """Take calls on standard input; what libraries print goes to the error output."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends us
    results = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    obey(sys.stdin.buffer, results)


if __name__ == "__main__":
    main()
