"""Check that the words which prove a case are really in its document; give them their offsets.

`python -m evals.suite.proofs [--write]`, after a sheet or a case was changed. With `--write`, the
offsets of each proof are looked up again from its words and written into the case files.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from corpus.document import BaliseError, Document
from corpus.library import find_files, read_document
from evals.suite.case import CASES, Case, Proof, case_files, read_cases
from evals.suite.matching import holds
from evals.suite.subjects import HOSTILE, SHEETS
from evals.suite.target import anchor, named


def shipped_documents() -> list[Document]:
    """Read the documents that the shipped cases are about."""
    files, _ = find_files([SHEETS, HOSTILE])
    return [read_document(path, root=path.parent) for path in files]


def faults_of(case: Case, documents: Sequence[Document]) -> list[str]:
    """Return what is wrong with a case, in French; nothing when its proofs prove it."""
    try:
        anchored = anchor(case, documents)
    except BaliseError as error:
        return [str(error)]
    wrong = [
        f"Cas « {case.id} » : « {proof.quote[:60]} » se trouve deux fois."
        for proof in (*anchored.proofs, *anchored.near)
        if _occurrences(proof, documents) > 1
    ]
    if not case.abstain and not case.proofs:
        wrong.append(f"Cas « {case.id} » : aucune preuve.")
    quotes = "\n".join(proof.quote for proof in case.proofs)
    wrong += [
        f"Cas « {case.id} » : aucune preuve ne contient « {' / '.join(group)} »."
        for group in case.expect
        if not any(holds(quotes, wanted) for wanted in group)
    ]
    wrong += [
        f"Cas « {case.id} » : « {unwanted} » est interdit et se trouve dans une preuve."
        for unwanted in case.never
        if holds(quotes, unwanted)
    ]
    return wrong


def _occurrences(proof: Proof, documents: Sequence[Document]) -> int:
    return sum(d.text.count(proof.quote) for d in documents if named(d, proof.document))


def write_offsets(path: Path, documents: Sequence[Document]) -> None:
    """Write into a case file the offsets of its proofs, looked up from their words.

    Raises:
        BaliseError: words are not where the case says.
    """
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    for line in lines:
        for proof in (*line.get("proofs", ()), *line.get("near", ())):
            proof.pop("start", None)
            proof.pop("end", None)
        anchored = anchor(Case.model_validate(line), documents)
        for name in ("proofs", "near"):
            for raw, proof in zip(line.get(name, ()), getattr(anchored, name), strict=True):
                raw |= {"start": proof.start, "end": proof.end}
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    path.write_text(text, "utf-8")


def main(argv: Sequence[str] | None = None) -> int:
    """Check, and write when asked; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m evals.suite.proofs", description="Vérifie les preuves des cas."
    )
    parser.add_argument("--write", action="store_true", help="écrit la place de chaque preuve")
    args = parser.parse_args(argv)
    try:
        documents = shipped_documents()
        files = case_files(CASES)
        if args.write:
            for path in files:
                write_offsets(path, documents)
        cases, _ = read_cases(files)
    except BaliseError as error:
        print(error, file=sys.stderr)
        return 1
    wrong = [fault for case in cases for fault in faults_of(case, documents)]
    print("\n".join(wrong) or f"{len(cases)} cas, toutes les preuves sont à leur place.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
