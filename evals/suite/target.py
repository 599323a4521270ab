"""What a case looks for in the sources, and whether a stage of the pipeline holds it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from corpus.document import BaliseError, Document
from evals.suite.case import Case, Proof
from evals.suite.matching import holds

_SHARED = 0.5
"""Part of the shorter span that two spans must share to be about the same words."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a document that a stage kept: `document.text[start:end]`."""

    document: Document
    start: int
    end: int

    @property
    def text(self) -> str:
        """The words."""
        return self.document.text[self.start : self.end]

    def holds(self, proof: Proof) -> bool:
        """Whether the piece has half of the proof, or is itself half inside it."""
        if proof.start is None or proof.end is None or not named(self.document, proof.document):
            return False
        shared = min(self.end, proof.end) - max(self.start, proof.start)
        shorter = min(self.end - self.start, proof.end - proof.start)
        return shared >= max(1, _SHARED * shorter)


def named(document: Document, name: str) -> bool:
    """Whether `name`, a file name or the end of a path, names this document."""
    wanted = PurePath(name).parts
    return PurePath(document.path).parts[-len(wanted) :] == wanted


def anchor(case: Case, documents: Sequence[Document]) -> Case:
    """Return the case with the offsets of its proofs, looked up where they are not given.

    Raises:
        BaliseError: a proof names a document that is not there, or words that it does not hold.
    """
    proofs = tuple(_anchored(case, proof, documents) for proof in case.proofs)
    near = tuple(_anchored(case, proof, documents) for proof in case.near)
    return case.model_copy(update={"proofs": proofs, "near": near})


def _anchored(case: Case, proof: Proof, documents: Sequence[Document]) -> Proof:
    document = next((d for d in documents if named(d, proof.document)), None)
    if document is None:
        raise BaliseError(f"Cas « {case.id} » : le document « {proof.document} » n'est pas indexé.")
    text, quote = document.text, proof.quote
    if proof.start is not None and text[proof.start : proof.start + len(quote)] == quote:
        return proof.model_copy(update={"end": proof.start + len(quote)})
    if proof.start is not None and proof.end is not None:
        raise BaliseError(
            f"Cas « {case.id} » : « {quote[:60]} » n'est pas à sa place dans "
            f"« {proof.document} » ({proof.start}-{proof.end})."
        )
    start = text.find(quote)
    if start < 0:
        raise BaliseError(
            f"Cas « {case.id} » : « {quote[:60]} » ne se trouve pas dans « {proof.document} »."
        )
    return proof.model_copy(update={"start": start, "end": start + len(quote)})


@dataclass(frozen=True, slots=True)
class Target:
    """What a case looks for: spans where it gives proofs, else strings in its sources."""

    case: Case

    def is_relevant(self, document: Document) -> bool:
        """Whether the document is one of those that answer."""
        return any(named(document, name) for name in self.case.relevant)

    def in_documents(self, documents: Iterable[Document]) -> bool:
        """Whether the documents hold what is needed, wherever it stands in them."""
        return self.held_by(Piece(d, 0, len(d.text)) for d in documents)

    def held_by(self, pieces: Iterable[Piece]) -> bool:
        """Whether the pieces, together, hold one whole set of proofs (or all the strings)."""
        kept = list(pieces)
        if self.case.options:
            return any(
                all(any(piece.holds(proof) for piece in kept) for proof in option)
                for option in self.case.options
            )
        return all(self._said(group, kept) for group in self.case.expect)

    def supported_by(self, piece: Piece) -> bool:
        """Whether one piece holds one of the proofs (or one of the strings)."""
        if self.case.proofs:
            return any(piece.holds(proof) for proof in self.case.proofs)
        return any(self._said(group, [piece]) for group in self.case.expect)

    def facts_held_by(self, pieces: Sequence[Piece]) -> tuple[bool, ...]:
        """Return, for each needed proof (or group of strings), whether a piece holds it.

        Among sets of proofs that are each enough, the best held one counts.
        """
        if self.case.options:
            held = [
                tuple(any(piece.holds(proof) for piece in pieces) for proof in option)
                for option in self.case.options
            ]
            return max(held, key=lambda flags: (sum(flags) / len(flags), len(flags)))
        return tuple(self._said(group, pieces) for group in self.case.expect)

    def _said(self, group: Sequence[str], pieces: Sequence[Piece]) -> bool:
        allowed = [p for p in pieces if not self.case.sources or self.is_relevant(p.document)]
        return any(holds(piece.text, wanted) for piece in allowed for wanted in group)
