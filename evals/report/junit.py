"""JUnit XML, which continuous integration shows as tests: a suite for each kind of question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.etree import ElementTree as Xml

from evals.report.french import one_line, printable, status_name
from evals.report.identity import identity
from evals.suite.result import CaseResult, Run
from evals.suite.wording import EXPLAINED, STAGES, explain


def junit_report(run: Run) -> str:
    """Return the run as JUnit XML: a case that is wrong is a failure, whose type is its stage.

    Times are in seconds. Suites are named by the kinds as the case files write them, so that
    names last.
    """
    kinds: dict[str, list[CaseResult]] = {}
    for result in run.results:
        kinds.setdefault(result.case.kind, []).append(result)
    root = Xml.Element("testsuites", {"name": one_line(run.info.name), **_counts(run.results)})
    for kind, results in kinds.items():
        root.append(_suite(kind, results, run))
    Xml.indent(root)
    # Written by hand: ElementTree would declare the encoding of the machine, not that of the file.
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{Xml.tostring(root, encoding="unicode")}\n'


def _suite(kind: str, results: Sequence[CaseResult], run: Run) -> Xml.Element:
    name = one_line(kind)
    suite = Xml.Element(
        "testsuite", {"name": name, "timestamp": one_line(run.info.created), **_counts(results)}
    )
    properties = Xml.SubElement(suite, "properties")
    for key, value in identity(run.info):
        Xml.SubElement(properties, "property", {"name": one_line(key), "value": one_line(value)})
    for result in results:
        suite.append(_case(name, result))
    return suite


def _case(kind: str, result: CaseResult) -> Xml.Element:
    attributes = {
        "classname": f"balise.{kind}",
        "name": one_line(result.case.id),
        "time": _seconds([result]),
    }
    case = Xml.Element("testcase", attributes)
    if result.stage is not None:
        failure = Xml.SubElement(
            case, "failure", {"type": result.stage.value, "message": one_line(explain(result))}
        )
        failure.text = printable("\n".join(_details(result)))
    return case


def _details(result: CaseResult) -> Iterator[str]:
    case, answer = result.case, result.answer
    if result.stage is not None:
        yield f"{STAGES[result.stage]} : {EXPLAINED[result.stage]}"
    yield from (f"Question : {one_line(turn)}" for turn in case.turns)
    yield f"Réponse ({status_name(answer)}, confiance {answer.confidence:.2f}) : {answer.answer}"
    if case.abstain:
        yield "Attendu : dire que rien ne répond"
    yield from (f"Attendu : {' ou '.join(group)}" for group in case.expect)
    yield from (f"Il manque : {' ou '.join(group)}" for group in result.missing)
    yield from (f"Dit à tort : {words}" for words in result.forbidden)
    for citation in answer.citations:
        yield f"[{citation.n}] « {one_line(citation.quote)} » — {citation.title}, {citation.path}"
    yield from (f"Preuve : « {one_line(p.quote)} » — {p.document}" for p in case.proofs)


def _counts(results: Sequence[CaseResult]) -> dict[str, str]:
    failures = sum(not result.right for result in results)
    return {
        "tests": str(len(results)),
        "failures": str(failures),
        "errors": "0",
        "skipped": "0",
        "time": _seconds(results),
    }


def _seconds(results: Sequence[CaseResult]) -> str:
    return f"{sum(result.milliseconds for result in results) / 1000:.3f}"
