"""A case: a question, what its answer must and must not hold, and the words that prove it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import Field, ValidationError, model_validator

from corpus.document import BaliseError, Frozen

CASES = Path(__file__).parent.parent / "cases"
"""The cases that ship with Balise."""
INJECTION = "injection"


class Proof(Frozen):
    """Words of a document that prove a fact: `document.text[start:end] == quote`.

    `document` is the file name. An `alternative` is enough by itself; the others are all needed.
    Offsets are those of the document's canonical text, in code points.
    """

    document: str
    quote: str = Field(min_length=1)
    start: int | None = Field(default=None, ge=0)
    end: int | None = Field(default=None, ge=0)
    alternative: bool = False


class Case(Frozen):
    """One case. Only the answer to the last of `turns` is judged.

    Every group of `expect` needs one of its strings in the answer, and no string of `never` may
    stand there. `abstain`: nothing answers, and saying so is right. `near` is what a wrong answer
    would show. Two cases of one `pair` must get the same sources. `sources`, for files that give
    no proofs, names the documents that may be cited.
    """

    id: str
    kind: str = "fact"
    turns: tuple[str, ...] = Field(min_length=1)
    expect: tuple[tuple[str, ...], ...] = ()
    never: tuple[str, ...] = ()
    abstain: bool = False
    sources: tuple[str, ...] = ()
    proofs: tuple[Proof, ...] = ()
    near: tuple[Proof, ...] = ()
    audience: str | None = None
    noise: str | None = None
    pair: str | None = None
    note: str = ""

    @model_validator(mode="after")
    def _expects_something(self) -> Case:
        if self.abstain == bool(self.expect):
            raise ValueError("« expect » ou « abstain » : l'un des deux, et un seul")
        return self

    @property
    def relevant(self) -> tuple[str, ...]:
        """The documents that answer, by file name: those of the proofs, else the sources."""
        proved = dict.fromkeys(proof.document for proof in self.proofs)
        return tuple(proved) or (() if self.abstain else self.sources)

    @property
    def options(self) -> tuple[tuple[Proof, ...], ...]:
        """The sets of proofs that are each enough; none when the case gives no proofs."""
        needed = tuple(proof for proof in self.proofs if not proof.alternative)
        alone = tuple((proof,) for proof in self.proofs if proof.alternative)
        return ((needed,) if needed else ()) + alone


class CaseFile(Frozen):
    """Where cases were read, so that a run can be traced back to them."""

    path: str
    sha256: str
    count: int


def case_files(path: Path) -> tuple[Path, ...]:
    """Return the JSONL files that `path` names: itself, or those of the folder, in order.

    Raises:
        BaliseError: nothing is there, or the folder holds no case file.
    """
    if path.is_file():
        return (path,)
    if not path.exists():
        raise BaliseError(f"Le fichier de cas « {path} » n'existe pas.")
    files = tuple(sorted(path.glob("*.jsonl")))
    if not files:
        raise BaliseError(f"Aucun fichier de cas (.jsonl) dans « {path} ».")
    return files


def read_cases(paths: Sequence[Path]) -> tuple[tuple[Case, ...], tuple[CaseFile, ...]]:
    """Read case files, in order.

    Raises:
        BaliseError: a file is missing, a line is not a case, or two cases have one id.
    """
    cases: list[Case] = []
    files: list[CaseFile] = []
    seen: dict[str, Path] = {}
    for path in paths:
        data = _bytes(path)
        read = list(_lines(data, path))
        for case in read:
            if case.id in seen:
                raise BaliseError(
                    f"Deux cas portent l'identifiant « {case.id} » "
                    f"(« {seen[case.id]} », « {path} »)."
                )
            seen[case.id] = path
        cases.extend(read)
        digest = hashlib.sha256(data).hexdigest()
        files.append(CaseFile(path=path.name, sha256=digest, count=len(read)))
    if not cases:
        raise BaliseError(f"Aucun cas dans « {', '.join(str(path) for path in paths)} ».")
    return tuple(cases), tuple(files)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise BaliseError(f"Le fichier de cas « {path} » n'existe pas.") from error
    except OSError as error:
        raise BaliseError(f"« {path} » ne s'ouvre pas ({error.strerror}).") from error


def _lines(data: bytes, path: Path) -> Iterator[Case]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BaliseError(f"« {path} » n'est pas en UTF-8.") from error
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            yield Case.model_validate(json.loads(line))
        except ValidationError as error:
            raise BaliseError(f"Ligne {number} de « {path} » : {_explain(error)}.") from error
        except (ValueError, RecursionError) as error:
            raise BaliseError(f"Ligne {number} de « {path} » : ce n'est pas du JSON.") from error


def _explain(error: ValidationError) -> str:
    first = error.errors()[0]
    name = ".".join(str(part) for part in first["loc"])
    if first["type"] == "missing":
        return f"« {name} » manque"
    if first["type"] == "extra_forbidden":
        return f"« {name} » n'est pas connu"
    if first["type"] == "value_error":
        return str(first["ctx"]["error"])
    return f"valeur impossible pour « {name} »" if name else "un objet JSON est attendu"
