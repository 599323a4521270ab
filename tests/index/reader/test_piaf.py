"""PIAF: read as it is, and divided by whole articles, always in the same way."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import BaliseError
from index.reader.piaf import read_piaf, split_articles

FIRST_TEST = [2, 7, 51, 54, 61]


@given(st.integers(10, 600), st.integers(0, 50))
def test_eight_tenths_train_one_validates_and_one_is_left_for_the_test(
    count: int, seed: int
) -> None:
    splits = split_articles(count, seed)

    tenth = round(count / 10)
    assert len(splits) == count
    assert splits.count("test") == splits.count("validation") == tenth
    assert splits.count("train") == count - 2 * tenth


def test_the_split_of_an_article_never_changes() -> None:
    assert split_articles(480) == split_articles(480)
    assert [n for n, split in enumerate(split_articles(480)) if split == "test"][:5] == FIRST_TEST


def test_a_title_is_read_without_its_markup(tmp_path: Path) -> None:
    path = tmp_path / "piaf.json"
    article = {"title": "<i>Le Cid</i>", "paragraphs": [{"context": "Texte.", "qas": []}]}
    path.write_text(json.dumps({"data": [article]}), "utf-8")

    assert read_piaf(path)[0].name == "Le Cid"


@pytest.mark.parametrize("content", ["", "[]", '{"data": []}', '{"data": [{"a": 1}]}', "\xff"])
def test_another_file_is_refused_in_french(tmp_path: Path, content: str) -> None:
    path = tmp_path / "piaf.json"
    path.write_text(content, "latin-1")

    with pytest.raises(BaliseError, match=r"SQuAD|aucun paragraphe"):
        read_piaf(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BaliseError, match=r"absent\.json"):
        read_piaf(tmp_path / "absent.json")
