"""Mined data: exact answers in right windows, wrong ones from training articles alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.document import BaliseError
from index.embedding import Embedder
from index.reader.collection import index_articles, open_collection
from index.reader.data import Group
from index.reader.mining import WindowTable, locate, mine_articles
from index.reader.piaf import Answer, Article, Paragraph, Question, split_articles
from index.reader.trial import questions_of

TOWNS = (
    "Lille", "Arras", "Lens", "Amiens", "Calais", "Douai", "Roubaix", "Laon", "Beauvais", "Creil",
    "Bruay", "Loos", "Hazebrouck", "Péronne", "Albert", "Abbeville", "Cambrai", "Denain", "Liévin",
    "Maubeuge",
)  # fmt: skip
FILLER = "Cette ville du nord de la France a connu les guerres, les mines et le textile. " * 6


def article(town: str, number: int, *, written: bool = False) -> Article:
    context = f"{town} possède un beffroi de {40 + number} mètres. {FILLER}Son marché est connu."
    words = f"{40 + number} mètres"
    answer = Answer(text=words, answer_start=context.index(words))
    asked = Question(
        question=f"Quelle est la hauteur du beffroi de {town} ?", answers=[answer], written=written
    )
    qas = [asked]
    if written:
        unsaid = f"Quelle est la hauteur de la gare de {town} ?"
        qas.append(Question(question=unsaid, answers=[], is_impossible=True, written=True))
    return Article(title=town, paragraphs=[Paragraph(context=context, qas=qas)])


PIAF = TOWNS[:-4]
ARTICLES = [article(t, number, written=t not in PIAF) for number, t in enumerate(TOWNS)]
SPLITS = (*split_articles(len(PIAF)), *["train"] * 4)
"""Our own texts follow the articles of PIAF: the split of these does not depend on them."""


def answered(group: Group) -> bool:
    return bool(group.rights)


@pytest.fixture(scope="module")
def mined(
    embedder: Embedder, tmp_path_factory: pytest.TempPathFactory
) -> tuple[list[Group], WindowTable]:
    index = index_articles(ARTICLES, tmp_path_factory.mktemp("piaf"), embedder, None)
    searcher = open_collection(index, embedder, ARTICLES)
    table = WindowTable()
    groups = mine_articles(ARTICLES, SPLITS, searcher, table)
    held_out = questions_of(ARTICLES[: len(PIAF)], searcher, "validation")
    searcher.close()
    assert [q.document for q in held_out] == [
        f"p{n:05d}.txt" for n, split in enumerate(SPLITS) if split == "validation"
    ]
    return groups, table


def test_questions_come_from_training_articles_alone(
    mined: tuple[list[Group], WindowTable],
) -> None:
    expected = [
        asked.question
        for a, split in zip(ARTICLES, SPLITS, strict=True)
        if split == "train"
        for asked in a.paragraphs[0].qas
    ]

    assert [group.question for group in mined[0]] == expected


def test_windows_come_from_training_articles_alone(
    mined: tuple[list[Group], WindowTable],
) -> None:
    documents = {int(window.document[1:6]) for window in mined[1].texts}

    assert {SPLITS[number] for number in documents} == {"train"}


def test_the_answer_is_exact_in_its_window(mined: tuple[list[Group], WindowTable]) -> None:
    groups, table = mined

    for group in filter(answered, groups):
        town = group.question.split()[-2]
        height = 40 + TOWNS.index(town)
        for right in group.rights:
            text = table.texts[right.window].text
            assert [text[a:b] for a, b in right.answers] == [f"{height} mètres"]
            assert table.texts[right.window].context == town


def test_wrong_windows_are_of_other_documents_and_near_ones_of_the_same(
    mined: tuple[list[Group], WindowTable],
) -> None:
    groups, table = mined

    for group in filter(answered, groups):
        own = table.texts[group.rights[0].window].document
        assert group.wrong
        assert all(table.texts[n].document != own for n in group.wrong)
        assert group.near
        assert all(table.texts[n].document == own for n in group.near)
        assert not {right.window for right in group.rights} & set(group.near)


def test_what_a_text_only_seems_to_answer_has_it_first_among_the_wrong_ones(
    mined: tuple[list[Group], WindowTable],
) -> None:
    groups, table = mined
    unsaid = [group for group in groups if not answered(group)]

    assert [group.question.split()[-2] for group in unsaid] == list(TOWNS[-4:])
    for group in unsaid:
        town = group.question.split()[-2]
        owners = [table.texts[n].context for n in group.wrong]
        assert owners[0] == town
        assert set(owners) > {town}
        assert not group.near


def test_our_own_questions_are_told_from_those_of_piaf(
    mined: tuple[list[Group], WindowTable],
) -> None:
    kinds = {group.question.split()[-2]: group.kind for group in mined[0]}

    assert {town for town, kind in kinds.items() if kind == "written"} == set(TOWNS[-4:])
    assert set(kinds.values()) == {"piaf", "written"}


def test_an_index_of_other_texts_is_refused(embedder: Embedder, tmp_path: Path) -> None:
    index = index_articles(ARTICLES[:2], tmp_path, embedder, None)

    with pytest.raises(BaliseError, match="de 2 textes, et non de 3"):
        open_collection(index, embedder, ARTICLES[:3])


def test_an_answer_is_found_nearest_to_where_it_was_declared() -> None:
    text = "Lille, puis Arras, puis Lille encore."

    assert locate(text, "Lille", 0) == (0, 5)
    assert locate(text, " Lille ", 22) == (24, 29)
    assert locate(text, "Lens", 0) is None
    assert locate(text, "", 0) is None
