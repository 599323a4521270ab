"""What a sentence is about beyond its own words: names told before it, or as its document opens.

A page says once whom it is about (« l'association Les Claviéristes »), and « elle », « la
directrice » or nothing at all from there on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.coverage import names_found, terms_of
from assistant.question import Question
from corpus.document import Document, Territory
from corpus.parts import part_at
from corpus.places import find_places
from index.analyser import analyse
from index.passage import Passage
from index.reader.windows import Found
from index.search import Hit
from index.sentences import Span, split_sentences

_OPENING = 800
"""The first characters of a document, at most, that say what it is about."""
TOPIC = 160
"""The first characters of any document say what it is about."""
_PROSE = 150
"""Characters of a paragraph that is no heading, date or menu: the opening ends with the first."""
_WRAPPED = 50
"""Characters from which a line may go on in the next one, where text is wrapped by hand."""
_SENTENCE = 60
"""Characters of a sentence that tells the subject of a page, rather than greets."""
_SECTION = 1200
"""How far back in its section a name is still understood, in characters."""
_WORD = re.compile(r"[^\W_]+(?:[-·.][^\W_]+)*")
_STOPS = re.compile(r"[.,;:!?…()«»“”\"\n–—]")
_WORDS_BEFORE = 3
"""Words that go with a name: « l'école de commerce Le Ponton »."""
_WHOLE, _MOST = 0.99, 0.6
"""Share of the words of a name that stand for it: all of one or two, most of a longer one."""
Name = tuple[str, ...]


def stands_in(name: Name, terms: frozenset[str]) -> bool:
    """Whether `terms` hold a name, each word of which is an index term."""
    return names_found([name], terms) >= (_WHOLE if len(name) <= 2 else _MOST)


def opening(document: Document, place: int = 0) -> str:
    """Return the lines of a document from its first to the end of its first paragraph of prose.

    Of a file that holds several texts, they are those of the one in which `place` stands.

    Where there is no such paragraph in the first 800 characters, but a list or a form, its subject
    is told by the first sentence there, or in the first 160.
    """
    part = part_at(document.text, place)
    start = part.start if part else 0
    return _opening(document.text[start : start + _OPENING])


def above(hit: Hit) -> str:
    """Return what heads a passage: the titles above it, or what the text of several is called."""
    part = part_at(hit.document.text, hit.passage.start)
    return part.head if part and find_places(part.head) else hit.passage.context


def territories_of(hit: Hit) -> Sequence[Territory]:
    """Return the places that a document is about, or that the head of its own text names."""
    part = part_at(hit.document.text, hit.passage.start)
    told = [mention.territory for mention in find_places(part.head)] if part else []
    return told or hit.document.territories


def topic(document: Document, place: int) -> str:
    """Return the first characters of a document, or of the one of its texts that holds `place`."""
    part = part_at(document.text, place)
    start = part.start if part else 0
    return document.text[start : start + TOPIC]


@lru_cache(maxsize=512)
def _opening(text: str) -> str:
    end = length = above = 0
    sentence = TOPIC
    for line in text.splitlines(keepends=True):
        said = line.strip()
        end += len(line)
        goes_on = above >= _WRAPPED and said[:1].islower()
        length, above = length + len(said) if goes_on else len(said), len(said)
        if length >= _PROSE:
            return text[:end]
        if sentence == TOPIC and len(said) >= _SENTENCE and said.endswith((".", "!")):
            sentence = max(TOPIC, end)
    return text[:sentence]


def told_before(document: Document, passage: Passage, place: int) -> str:
    """Return what the section of `passage` says before the character `place`, 1,200 at most."""
    heading = passage.context.rsplit(" — ", 1)[-1]
    start = 0
    if passage.headings and passage.headings[0]:
        start = passage.start
    elif heading:
        start = max(0, document.text.rfind(heading, 0, passage.start))
    part = part_at(document.text, place)
    return document.text[max(start, part.start if part else 0, place - _SECTION) : place]


def told_terms(hit: Hit, number: int) -> frozenset[str]:
    """Return the terms of what says whom sentence `number` of a hit is about, besides itself."""
    document, passage = hit.document, hit.passage
    place = passage.sentences[number][0]
    return terms_of(told_before(document, passage, place)).union(
        terms_of(passage.context), terms_of(document.title), terms_of(opening(document, place))
    )


def context_of(question: Question, found: Found) -> str:
    """Return what a reader is told before a window: who it is about, then the headings above it.

    Names of the question that the window does not repeat are given in the document's own words,
    from the nearest sentence that has them.
    """
    document, passage = found.hit.document, found.hit.passage
    known = terms_of(found.text) | terms_of(passage.context)
    told: list[str] = []
    for name in question.names:
        if stands_in(name, known):
            continue
        before = told_before(document, passage, found.window.start)
        mention = (
            _mention(name, before)
            or _mention(name, opening(document, found.window.start))
            or _mention(name, document.publisher)
        )
        if mention and mention not in told:
            told.append(mention)
    return " — ".join([*told, passage.context] if passage.context else told)


@lru_cache(maxsize=4096)
def _mention(name: Name, text: str) -> str:
    """Return the last mention of a name in `text`, with the words before that go with it."""
    for start, end in reversed(_sentences(text)):
        sentence = text[start:end]
        if not stands_in(name, terms_of(sentence)):
            continue
        words = list(_WORD.finditer(sentence))
        held = [n for n, word in enumerate(words) if set(analyse(word.group())) & set(name)]
        if not held:
            continue
        first, last = _run(held)
        stop = max((m.end() for m in _STOPS.finditer(sentence, 0, words[first].start())), default=0)
        lead = [w for w in words[max(0, first - _WORDS_BEFORE) : first] if w.start() >= stop]
        begin = (lead or words[first:])[0].start()
        return sentence[begin : words[last].end()]
    return ""


def _run(places: Sequence[int]) -> tuple[int, int]:
    """Return the first and last of the longest run of numbers that follow one another closely."""
    runs: list[list[int]] = []
    for place in places:
        if runs and place - runs[-1][-1] <= 2:
            runs[-1].append(place)
        else:
            runs.append([place])
    best = max(runs, key=len)
    return best[0], best[-1]


@lru_cache(maxsize=512)
def _sentences(text: str) -> tuple[Span, ...]:
    return tuple(split_sentences(text))
