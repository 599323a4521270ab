"""Evidence: the sentences of the hits that may answer, with what speaks for each."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from assistant.coverage import coverage, names_found, question_weights, terms_of
from assistant.discourse import told_terms
from assistant.expected import match_kind
from assistant.figures import opens_with_figure
from assistant.instructions import is_instruction
from assistant.match import Match
from assistant.question import Question
from assistant.tables import row_of, with_cell_first
from corpus.document import Document
from index.reader.reading import SentenceKey, SentenceReading
from index.search import Hit
from index.sentences import Span, is_list_item

FEATURES = (
    "lexical",
    "dense",
    "passage",
    "coverage",
    "context_coverage",
    "names",
    "context_names",
    "told_names",
    "kind",
    "heading",
    "asks",
    "length",
    "opening",
    "anaphora",
)
READ_FEATURES = (*FEATURES, "relevance", "exact_words", "unread")
"""What speaks for a sentence when a reader has read what was found."""
_UNREAD_WORDS = -12.0
"""Score of exact words in a sentence that was not read: under any that was."""
_ANAPHORA = re.compile(
    r"^[-–—•*\s«\"“]*(?:ce(?:tte|t|s)?|cela|ça|il|elle|ils|elles|celui-ci|celle-ci|"
    r"son|sa|ses|leurs?|(?:parmi|d['’]entre) (?:eux|elles)|"
    r"lancée?s?|créée?s?|fondée?s?|c['’]est|ainsi|l['’]un|soit|avec)\b",
    re.I,
)
_OF_THEM = re.compile(
    r"\b(?:n['’])?en (?:\w+ ){0,2}?(?:compt|d[ée]nombr|recens|emplo[iy]|accueill|annon"
    r"|revendiqu|estim|form|r[ée]uni)\w*",
    re.I,
)
"""« Elle n'en dénombre que 27 900 »: what is counted was said just before."""
Readings = Mapping[SentenceKey, SentenceReading]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that may support an answer: `document.text[start:end]`.

    `features` follow `FEATURES`; `score` ranks it among the others of one question. `match` says
    how the sentence holds the sort of thing asked for.
    """

    hit: Hit
    index: int
    """Which sentence of the passage."""
    match: Match
    features: tuple[float, ...]
    score: float = 0.0
    reading: SentenceReading | None = None
    """What the reader says of it, when there is one and it read it."""

    @property
    def document(self) -> Document:
        """The document it stands in."""
        return self.hit.document

    @property
    def span(self) -> Span:
        """Offsets in the document."""
        return self.hit.passage.sentences[self.index]

    @property
    def text(self) -> str:
        """Its exact words."""
        return self.document.text[slice(*self.span)]

    @property
    def is_heading(self) -> bool:
        """Whether it is a heading: it announces a fact rather than states it."""
        return _is_heading(self.hit, self.index)

    def feature(self, name: str) -> float:
        """Return one feature by name."""
        return self.features[READ_FEATURES.index(name)]

    @property
    def leans_on_previous(self) -> bool:
        """Whether it opens with a word that points at the sentence before."""
        return bool(_ANAPHORA.match(self.text)) and self.index > 0

    @property
    def lead(self) -> str:
        """The heading or the opening that it is read under, or nothing."""
        return self.hit.passage.lead(self.document.text, self.index)

    def neighbour(self, step: int) -> str:
        """Return the words of the sentence `step` places on in the passage, or nothing."""
        place = self.index + step
        if 0 <= place < len(self.hit.passage.sentences):
            return self.document.text[slice(*self.hit.passage.sentences[place])]
        return ""


def _before(
    texts: Sequence[str], terms: Sequence[frozenset[str]], number: int
) -> list[frozenset[str]]:
    """Return the terms of what a sentence is understood after: for an item, all but other items.

    The sixth town of a list is as much about what opens the list as the first one.
    """
    nearest = list(terms[max(0, number - 2) : number])
    if not is_list_item(texts[number]):
        return nearest
    opening = zip(texts[:number], terms[:number], strict=True)
    return nearest + [heard for text, heard in opening if not is_list_item(text)]


def _is_heading(hit: Hit, number: int) -> bool:
    """Whether a sentence is a heading, and no key figure that stands alone on its line.

    Plain text does not tell « 28,4 % de femmes » from a heading: both are short lines.
    """
    start, end = hit.passage.sentences[number]
    line = hit.document.text[start:end]
    guessed = not hit.document.headings
    return hit.passage.headings[number] and not (guessed and opens_with_figure(line))


def gather(question: Question, hits: Sequence[Hit]) -> list[Evidence]:
    """Turn hits into evidence, unranked: every sentence of every hit, scored by signal.

    Sentences that speak to a machine are left out.
    """
    weights = question_weights(question)
    found: list[Evidence] = []
    for hit in hits:
        texts = [hit.document.text[a:b] for a, b in hit.passage.sentences]
        terms = [terms_of(text) for text in texts]
        above = terms_of(hit.passage.context)
        for i, text in enumerate(texts):
            if is_instruction(hit.document, hit.passage.sentences[i]):
                continue
            above_it = hit.passage.lead(hit.document.text, i)
            leans = bool(_ANAPHORA.match(text))
            answers = i > 0 and texts[i - 1].rstrip().endswith("?")
            leans_on_it = answers or leans or _OF_THEM.search(text) is not None
            before_it = texts[i - 1] if leans_on_it and i else ""
            match = match_kind(question, text, f"{above_it} {before_it}".strip())
            row = row_of(hit.document, hit.passage.sentences[i])
            if row:
                match = with_cell_first(question, row, match, text)
            lead = terms_of(above_it)
            near = [] if row else _before(texts, terms, i) + terms[i + 1 : i + 2]
            around = terms[i].union(above, lead, *near)
            features = (
                hit.sentences[i].lexical,
                hit.sentences[i].dense,
                hit.fused,
                coverage(weights, terms[i]),
                coverage(weights, around),
                names_found(question.names, terms[i]),
                names_found(question.names, around),
                _told(question, hit, i, around),
                match.strength,
                float(_is_heading(hit, i)),
                float(text.rstrip(' »"”').endswith("?")),
                math.log(len(text)),
                float(i == 0),
                float(leans),
            )
            found.append(Evidence(hit, i, match, features))
    return found


def _told(question: Question, hit: Hit, number: int, around: frozenset[str]) -> float:
    """Return the share of the names that stand around a sentence, or are told before it."""
    near = names_found(question.names, around)
    if near == 1.0:
        return near
    return names_found(question.names, around | told_terms(hit, number))


def with_readings(found: Sequence[Evidence], readings: Readings) -> list[Evidence]:
    """Return evidence with what a reader says of it: features then follow `READ_FEATURES`."""
    least = min((reading.relevance for reading in readings.values()), default=0.0)
    read = []
    for evidence in found:
        reading = readings.get((evidence.hit.row, evidence.index))
        features = evidence.features + _read_features(reading, least)
        read.append(replace(evidence, features=features, reading=reading))
    return read


def _read_features(reading: SentenceReading | None, least: float) -> tuple[float, ...]:
    if reading is None:
        return least, _UNREAD_WORDS, 1.0
    return reading.relevance, reading.margin, 0.0


def rank(evidence: Sequence[Evidence], weights: Sequence[float]) -> list[Evidence]:
    """Return `evidence` with scores, best first."""
    if not evidence:
        return []
    matrix = np.asarray([e.features for e in evidence], dtype=np.float64)
    scores = matrix @ np.asarray(weights, dtype=np.float64)
    ranked = [replace(e, score=float(s)) for e, s in zip(evidence, scores, strict=True)]
    return sorted(ranked, key=lambda e: -e.score)
