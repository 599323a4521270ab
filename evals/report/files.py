"""The reports that a run is written to, each where the user said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.document import BaliseError
from evals.report.html import html_report
from evals.report.junit import junit_report
from evals.report.markdown import markdown_comparison, markdown_report
from evals.suite.compare import Comparison
from evals.suite.gates import Gate, check_gates
from evals.suite.result import Run, write_run


@dataclass(frozen=True)
class ReportPaths:
    """Where each report goes; None for those that are not wanted."""

    json: Path | None = None
    html: Path | None = None
    markdown: Path | None = None
    junit: Path | None = None

    @property
    def given(self) -> tuple[Path, ...]:
        """The files that are written."""
        return tuple(p for p in (self.json, self.html, self.markdown, self.junit) if p)

    def write(self, run: Run, gates: Sequence[Gate] = ()) -> None:
        """Write the reports of a run; the Markdown says which gates are not kept.

        Raises:
            BaliseError: a file cannot be written.
        """
        if self.json:
            write_run(run, self.json)
        if self.html:
            _write(self.html, html_report(run))
        if self.markdown:
            lines = [f"- {breach.message}" for breach in check_gates(run, gates)]
            kept = f"Seuils tenus : {len(gates)} sur {len(gates)}.\n" if gates else ""
            told = "\n".join(["**Seuils non tenus**", "", *lines, ""]) if lines else kept
            _write(self.markdown, "\n".join(filter(None, (told, markdown_report(run)))))
        if self.junit:
            _write(self.junit, junit_report(run))

    def write_comparison(self, second: Run, compared: Comparison) -> None:
        """Write what became of a run since another one.

        Raises:
            BaliseError: a file cannot be written.
        """
        if self.json:
            _write(self.json, compared.model_dump_json(indent=1))
        if self.html:
            _write(self.html, html_report(second, compared))
        if self.markdown:
            _write(self.markdown, markdown_comparison(compared))


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    except OSError as error:
        raise BaliseError(f"« {path} » ne peut pas être écrit ({error.strerror}).") from error
