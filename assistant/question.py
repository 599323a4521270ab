"""What a question is understood to ask: its kind, its words, its places, years and names."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from assistant.figures import FigureKind, find_figures
from assistant.focus import find_focus
from assistant.kinds import Asked, Kind, classify
from assistant.neutral import neutral
from assistant.publics import (
    NOBODY,
    Person,
    depends_on_whom,
    person_told,
    told_spans,
    without_person,
)
from assistant.sources import source_spans
from assistant.spelling import Speller
from assistant.words import vocabulary
from corpus.dates import find_year_in_question
from corpus.document import BaliseError, Territory
from corpus.places import find_places, is_excluded
from index.analyser import analyse, concept_spans, fold, lexicon
from index.words import WordList, common_french

_WORD = re.compile(r"[^\W_]+(?:[-·.][^\W_]+)*")
_IN = re.compile(r"\b(?:à|en|dans|sur|aux?)\s+(?:la\s+|les?\s+|l['’])?$", re.I)
_MARKUP = re.compile(r"<(script|style)\b.*?</\1\s*>|</?[a-z][^<>]*>|<!--.*?-->", re.I | re.S)
"""Tags that were pasted with a question: what is asked is the text between them."""

MAX_QUESTION = 2000
"""Longest question in characters: past it a text was pasted, not a question asked."""


class QuestionError(BaliseError):
    """The question cannot be taken as it is: empty or too long."""


def check_question(question: str) -> None:
    """Refuse what is no question.

    Raises:
        QuestionError: it is empty or over `MAX_QUESTION` characters.
    """
    if not question.strip():
        raise QuestionError("La question est vide. Posez une question en français.")
    if len(question) > MAX_QUESTION:
        raise QuestionError(
            f"La question fait {len(question)} caractères : la limite est de {MAX_QUESTION}. "
            "Gardez l'essentiel."
        )


@dataclass(frozen=True, slots=True)
class Question:
    """A question, understood.

    `text` is the full question in proper French. `terms` are its index terms without those of
    `territories`; `names` are the proper names that an answer must be about, each as index terms.
    """

    raw: str
    text: str
    asked: Asked
    terms: tuple[str, ...]
    territories: tuple[Territory, ...] = ()
    territory_terms: frozenset[str] = frozenset()
    years: tuple[int, ...] = ()
    names: tuple[tuple[str, ...], ...] = ()
    figures: tuple[float, ...] = field(default=())
    """Numbers that the question itself gives."""
    around: str = ""
    """What a long message said besides the question, when the question leans on it."""
    around_terms: tuple[str, ...] = ()
    person: Person = NOBODY
    """Who it is asked for, as far as that was told."""

    @property
    def inside(self) -> tuple[Territory, ...]:
        """Places in which something is asked for: « où travaille-t-on *en Picardie* ? ».

        « Où se trouve Lille ? » asks for what is around a place, « où, à Lille » never does.
        """
        return tuple(
            mention.territory
            for mention in find_places(self.text, loose=True)
            if _IN.search(self.text, 0, mention.start)
        )

    @property
    def search_text(self) -> str:
        """What is searched and read: the question and what it leans on, whoever asks."""
        return neutral(f"{self.text} {self.around}".strip())

    @property
    def kind(self) -> Kind:
        """The sort of answer asked for."""
        return self.asked.kind


def understand(text: str, words: WordList, speller: Speller, raw: str | None = None) -> Question:
    """Analyse a question that stands on its own."""
    asked_for = _MARKUP.sub(" ", text)
    focus = find_focus(speller.correct(" ".join(asked_for.split())).text)
    corrected = focus.asked
    hasty = corrected == corrected.lower() or corrected == corrected.upper()
    places = [m for m in find_places(corrected, loose=True) if not is_excluded(corrected, m)]
    spans = [(m.start, m.end) for m in places]
    asked = classify(corrected)
    years = tuple(dict.fromkeys(find_year_in_question(corrected)))
    figures = tuple(
        f.value
        for f in find_figures(corrected)
        if f.kind in {FigureKind.COUNT, FigureKind.PERCENT, FigureKind.MONEY}
        and any(c.isdigit() for c in corrected[f.start : f.end])
    )
    outside = _blank(corrected, spans)
    around = focus.around if depends_on_whom(corrected) else without_person(focus.around)
    masked = spans + concept_spans(corrected) + told_spans(corrected) + source_spans(corrected)
    return Question(
        raw=raw if raw is not None else text,
        text=corrected,
        asked=asked,
        terms=tuple(dict.fromkeys(analyse(outside))),
        territories=tuple(dict.fromkeys(m.territory for m in places)),
        territory_terms=frozenset(analyse(" ; ".join(corrected[a:b] for a, b in spans))),
        years=years,
        names=_names(corrected, masked, words, hasty),
        figures=figures,
        around=around,
        around_terms=tuple(dict.fromkeys(analyse(around))),
        person=person_told([text]),
    )


def _blank(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _names(
    text: str, spans: list[tuple[int, int]], words: WordList, hasty: bool
) -> tuple[tuple[str, ...], ...]:
    """Return the proper names of a question, outside `spans` (places, known concepts).

    In proper French a name has a capital where grammar asks for none. In a question all in
    small letters or all in capitals, a name is what the documents write as one.
    """
    runs: list[list[str]] = []
    open_run = False
    previous_end = -1
    for number, match in enumerate(_WORD.finditer(text)):
        word = match.group()
        inside_place = any(a <= match.start() < b for a, b in spans)
        adjacent = text[previous_end : match.start()].strip() in {"", "'", "’", "&"}
        is_name = not inside_place and _is_name(word, number == 0, words, hasty)
        if is_name and open_run and adjacent:
            runs[-1].append(word)
        elif is_name:
            runs.append([word])
        open_run = is_name
        previous_end = match.end()
    names = (tuple(dict.fromkeys(analyse(" ".join(run)))) for run in runs)
    return tuple(dict.fromkeys(name for name in names if name))


def _is_name(word: str, first: bool, words: WordList, hasty: bool) -> bool:
    folded = fold(word)
    if folded in vocabulary().asking or folded in lexicon().stop_words or len(word) < 2:
        return False
    if word.isdigit() or set(analyse(word)) <= vocabulary().roles:
        return False
    known = words.get(folded)
    everyday = folded in common_french()
    if hasty or first:
        return known is not None and known.is_name and not (everyday and not hasty)
    if word[0].isupper():
        if word.isupper() and folded in lexicon().concepts:
            return False
        return not (known is not None and not known.capitals and everyday)
    return any(c.isupper() for c in word)
