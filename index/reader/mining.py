"""From questions to `Prepared` data: right windows, and wrong ones found by our own search."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from corpus.canonical import canonicalise
from index.analyser import analyse
from index.fusion import top_rows
from index.lexical import LexicalIndex
from index.passage import Passage
from index.reader.collection import paragraphs_of
from index.reader.data import Group, Kind, Right, WindowText
from index.reader.piaf import Article, Question, Split, paragraph_name
from index.reader.templates import Made
from index.reader.windows import Window, rank_windows, windows_of
from index.search import Searcher
from index.sentences import Span

WRONG: Final = 16
"""Wrong windows kept for a question."""
FEWEST: Final = 4
"""A question with fewer wrong windows is left out."""
_SEARCHED: Final = 16
"""Passages searched for a question."""


@dataclass
class WindowTable:
    """Windows numbered as they come; the same window keeps its number."""

    texts: list[WindowText] = field(default_factory=list)
    _numbers: dict[tuple[str, int, int], int] = field(default_factory=dict)

    def number(self, document: str, text: str, window: Window, context: str) -> int:
        """Return the number of a window of a document's `text`."""
        key = (document, window.start, window.end)
        if key not in self._numbers:
            self._numbers[key] = len(self.texts)
            words = text[window.start : window.end]
            self.texts.append(WindowText(text=words, context=context, document=document))
        return self._numbers[key]


def mine_articles(
    articles: Sequence[Article],
    splits: Sequence[Split],
    searcher: Searcher,
    table: WindowTable,
    on_progress: Callable[[int, int], None] | None = None,
) -> list[Group]:
    """Return a group for each question of the training articles whose answer stands in a window.

    One that its paragraph only seems to answer has that paragraph's windows first among its wrong
    ones. `splits` gives that of each article, and `searcher` finds their paragraphs in their order.
    Wrong windows come from training articles only: nothing is learnt about the others. Another
    paragraph of the same article that holds the answer's words, or that may answer what this one
    only seems to, is neither right nor wrong.
    """
    owners = [number for number, _ in paragraphs_of(articles)]
    asked = _training_questions(articles, splits)
    groups: list[Group] = []
    for done, (number, question) in enumerate(asked, start=1):
        group = _mine(question, number, searcher, table, (articles, splits, owners))
        if group is not None:
            groups.append(group)
        if on_progress is not None:
            on_progress(done, len(asked))
    return groups


def _training_questions(
    articles: Sequence[Article], splits: Sequence[Split]
) -> list[tuple[int, Question]]:
    """Return (number of the paragraph, question) for each question to learn from."""
    asked: list[tuple[int, Question]] = []
    number = 0
    for article, split in zip(articles, splits, strict=True):
        for paragraph in article.paragraphs:
            if split == "train":
                asked += [(number, q) for q in paragraph.qas if q.answers or q.is_impossible]
            number += 1
    return asked


def _mine(
    question: Question,
    number: int,
    searcher: Searcher,
    table: WindowTable,
    known: tuple[Sequence[Article], Sequence[Split], Sequence[int]],
) -> Group | None:
    articles, splits, owners = known
    document = searcher.catalogue.document(paragraph_name(number))
    passages = searcher.catalogue.passages_of(document.id)
    answers = [locate(document.text, a.text, a.answer_start) for a in question.answers]
    spans = sorted({span for span in answers if span is not None})
    title = articles[owners[number]].name
    rights, near = _sort_windows(
        document.id, document.text, [s.passage for s in passages], title, spans, table
    )
    words = [canonicalise(answer.text).casefold() for answer in question.answers]
    wrong = near if question.is_impossible else []
    for found in rank_windows(searcher.search(question.question, _SEARCHED)):
        owner = owners[int(found.hit.document.id[1:6])]
        holds = question.is_impossible or any(w in found.text.casefold() for w in words)
        sibling = owner == owners[number] and holds
        if found.hit.document.id == document.id or splits[owner] != "train" or sibling:
            continue
        name, text = found.hit.document.id, found.hit.document.text
        wrong.append(table.number(name, text, found.window, articles[owner].name))
    if not (rights or question.is_impossible) or len(wrong) < FEWEST:
        return None
    kind: Kind = "written" if question.written else "piaf"
    return _group(question.question, kind, rights, [] if question.is_impossible else near, wrong)


def locate(text: str, words: str, start: int) -> Span | None:
    """Return where `words` stand in `text`, nearest to `start`, without spaces around."""
    words = canonicalise(words).strip()
    places: list[int] = []
    place = text.find(words)
    while words and place >= 0:
        places.append(place)
        place = text.find(words, place + 1)
    if not places:
        return None
    nearest = min(places, key=lambda place: abs(place - start))
    return nearest, nearest + len(words)


def _sort_windows(
    name: str,
    text: str,
    passages: Iterable[Passage],
    context: str,
    answers: Sequence[Span],
    table: WindowTable,
) -> tuple[list[Right], list[int]]:
    """Return the windows of a document that hold an answer whole, and those that hold none."""
    rights: list[Right] = []
    near: list[int] = []
    for passage in passages:
        for window in windows_of(passage):
            held = [(a, b) for a, b in answers if window.start <= a and b <= window.end]
            touched = any(a < window.end and b > window.start for a, b in answers)
            if held:
                number = table.number(name, text, window, context)
                inside = tuple((a - window.start, b - window.start) for a, b in held)
                rights.append(Right(window=number, answers=inside))
            elif not touched:
                near.append(table.number(name, text, window, context))
    return rights, near


def _group(
    question: str, kind: Kind, rights: Sequence[Right], near: Sequence[int], wrong: Sequence[int]
) -> Group:
    return Group(
        question=question,
        kind=kind,
        rights=tuple(rights),
        near=tuple(near),
        wrong=tuple(dict.fromkeys(wrong))[:WRONG],
    )


def mine_made(questions: Sequence[Made], kind: Kind, table: WindowTable) -> list[Group]:
    """Return a group for each question made by a template.

    There is no index of these texts: their windows are searched by words alone, and a window of
    the same document is never a wrong one, since templates may be answered in several places.
    """
    documents = {made.passage.doc_id: made.text for made in questions}
    windows = {
        (made.passage.doc_id, window.start): (window, made.passage.context)
        for made in questions
        for window in windows_of(made.passage)
    }
    numbers = [
        table.number(name, documents[name], window, context)
        for (name, _), (window, context) in windows.items()
    ]
    read = [table.texts[number] for number in numbers]
    lexical = LexicalIndex.build([analyse(f"{item.context} {item.text}") for item in read])
    groups: list[Group] = []
    for made in questions:
        name = made.passage.doc_id
        rights, near = _sort_windows(
            name, made.text, [made.passage], made.passage.context, [made.answer], table
        )
        rows = top_rows(lexical.scores(analyse(made.question)), 4 * WRONG)
        wrong = [numbers[row] for row in rows if read[row].document != name]
        if rights and len(wrong) >= FEWEST:
            groups.append(_group(made.question, kind, rights, near, wrong))
    return groups
