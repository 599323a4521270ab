"""The page: one file that loads nothing, to read in a browser, to print, to keep."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2.ext import Extension
from markupsafe import Markup

from evals.report import charts, figures, french, pairs
from evals.report.details import details
from evals.report.identity import identity
from evals.suite.compare import Comparison
from evals.suite.result import CaseResult, Run
from evals.suite.wording import STAGES, explain, kind_name
from evals.tables import decimal


def html_report(run: Run, comparison: Comparison | None = None) -> str:
    """Return the page of a run, and of its comparison with another one if there is one.

    Nothing of it is fetched from elsewhere, and its policy forbids that anything be: questions
    and documents come from anyone.
    """
    results = sorted(run.results, key=_wrong_first)
    script = _asset("report.js")
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            run=run,
            cards=figures.cards(run.metrics),
            losses=figures.funnel(run.metrics),
            results=results,
            kinds=_kinds(run),
            stages=[(stage.value, STAGES[stage]) for stage, n in run.metrics.funnel.items() if n],
            details=details(results),
            identity=identity(run.info),
            comparison=comparison,
            style=Markup(_asset("report.css")),
            script=Markup(script),
            script_hash=_hash(script),
        )
    )


def _wrong_first(result: CaseResult) -> bool:
    return result.right


def _kinds(run: Run) -> list[tuple[str, str]]:
    kinds = {
        result.case.kind: french.capital(kind_name(result.case.kind)) for result in run.results
    }
    return sorted(kinds.items(), key=lambda kind: kind[1].casefold())


def _asset(name: str) -> str:
    return resources.files("evals.report").joinpath("templates", name).read_text("utf-8")


def _hash(script: str) -> str:
    """Return what names the script in the page's policy, so that no other one runs."""
    digest = hashlib.sha256(script.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"


def _clean(value: Any) -> Any:
    return french.printable(value) if type(value) is str else value


class _Typeset(Extension):
    """Typeset the French of the templates themselves; what they are filled with is left alone."""

    def preprocess(
        self,
        source: str,
        name: str | None,  # noqa: ARG002  # the signature is Jinja's
        filename: str | None = None,  # noqa: ARG002
    ) -> str:
        """Return the template, typeset."""
        return french.typeset(source)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("evals.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_clean,
        extensions=[_Typeset],
    )
    # « tojson » escapes what could close a script; accents stay one character each.
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    environment.filters.update(
        capital=french.capital,
        share=french.share,
        out_of=french.out_of,
        whole=french.whole,
        typeset=french.typeset,
        duration=french.duration,
        moment=french.moment,
        decimal=decimal,
        explain=explain,
        kind=kind_name,
        stage=STAGES.__getitem__,
        differences=pairs.difference_rows,
        mcnemar=pairs.mcnemar_words,
        setting=pairs.setting_value,
    )
    environment.globals.update(
        charts=charts,
        figures=figures,
        kind=kind_name,
        audience=french.audience,
        noise=french.noise,
    )
    return environment
