"""Search: the right passage first, on any question, from many threads, and damage explained."""

from __future__ import annotations

import shutil
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.document import BaliseError
from index.identity import WrongIndexError
from index.publish import DamagedIndexError, NoIndexError, current_generation
from index.search import Searcher


@pytest.fixture
def copied(small_index, tmp_path: Path):
    """The small index in a folder of its own, to be damaged."""
    shutil.copytree(small_index.index, tmp_path / "copied")
    return replace(small_index, index=tmp_path / "copied")


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Combien de salariés dans le numérique en HDF ?", "28 433 salariés"),
        ("effectif du secteur informatique de la région", "28 433 salariés"),
        ("quelle est la durée de la formation ?", "neuf mois"),
        ("développeur·euse·s", "développeuses et les développeurs"),
        ("Que cultive-t-on dans la Somme ?", "betterave sucrière"),
        ("faut-il une lettre de motivation ?", "curriculum vitae"),
    ],
)
def test_the_passage_that_answers_comes_first(
    searcher: Searcher, question: str, answer: str
) -> None:
    assert answer in searcher.search(question, 1)[0].text


@pytest.mark.parametrize(
    "question", ["", "   ", "?!", "le la les", "xyzzyx", "日本語", "🙂", "a" * 5000]
)
def test_a_question_without_known_words_still_gets_an_ordered_answer(
    searcher: Searcher, question: str
) -> None:
    fused = [hit.fused for hit in searcher.search(question)]

    assert fused
    assert fused == sorted(fused, reverse=True)


def test_a_hit_is_a_slice_of_its_document(searcher: Searcher) -> None:
    for hit in searcher.search("formation à Lille"):
        assert hit.text == hit.document.text[hit.passage.start : hit.passage.end]
        assert len(hit.sentences) == len(hit.passage.sentences)


@pytest.mark.parametrize(("count", "found"), [(-1, 0), (0, 0), (1, 1), (2, 2)])
def test_no_more_hits_than_asked_are_given(searcher: Searcher, count: int, found: int) -> None:
    assert len(searcher.search("numérique", count)) == found


def test_asking_for_more_than_there_is_gives_everything(searcher: Searcher) -> None:
    rows = [hit.row for hit in searcher.search("numérique", 1000)]

    assert sorted(rows) == list(range(searcher.catalogue.passage_count))


@pytest.mark.parametrize("terms", [[], [""], ["inconnu"]])
def test_extra_terms_that_are_not_there_change_nothing(
    searcher: Searcher, terms: list[str]
) -> None:
    question = "numérique à Lille"

    assert searcher.search(question, extra_terms=terms) == searcher.search(question)


def test_extra_terms_count_as_words_of_the_question(searcher: Searcher) -> None:
    [best] = searcher.search("récolte de la betterave", 1)
    [helped] = searcher.search("récolte", 1, extra_terms=["betterav"])

    assert helped.lexical == best.lexical


def test_a_search_can_be_kept_to_some_documents(searcher: Searcher) -> None:
    hits = searcher.search("salariés du numérique", documents=frozenset({"agriculture.txt"}))

    assert {hit.document.id for hit in hits} == {"agriculture.txt"}


def test_a_search_kept_to_a_document_finds_it_behind_better_ones(
    searcher: Searcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.search.CANDIDATES", 1)
    question = "salariés du numérique"
    assert "agriculture.txt" not in {hit.document.id for hit in searcher.search(question)}

    hits = searcher.search(question, documents=frozenset({"agriculture.txt"}))

    assert [hit.document.id for hit in hits] == ["agriculture.txt"]


@pytest.mark.parametrize("documents", [frozenset(), frozenset({"absent"})])
def test_a_search_kept_to_nothing_finds_nothing(
    searcher: Searcher, documents: frozenset[str]
) -> None:
    assert searcher.search("numérique", documents=documents) == []


@pytest.mark.parametrize("text", ["Oui", "?", "1", "Lille."])
def test_an_index_of_one_tiny_document_answers(text: str, workspace) -> None:
    workspace.write(un_txt=text)
    workspace.sync()
    searcher = workspace.open()
    [hit] = searcher.search("Où est-ce ?")
    searcher.close()

    assert hit.text == text
    assert abs(hit.fused) < 10


def test_copies_of_one_text_score_alike(workspace) -> None:
    workspace.write(a_txt="Lille recrute.", b_txt="Lille recrute.")
    workspace.sync()
    searcher = workspace.open()
    first, second = searcher.search("Lille")
    searcher.close()

    assert first.fused == second.fused


def test_threads_share_a_searcher(searcher: Searcher) -> None:
    questions = ["numérique", "formation à Lille", "betterave", "cybersécurité", "", "CV"]
    expected = [[hit.row for hit in searcher.search(question)] for question in questions]
    wrong: list[str] = []

    def ask() -> None:
        for question, rows in zip(questions, expected, strict=True):
            if [hit.row for hit in searcher.search(question)] != rows:
                wrong.append(question)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert wrong == []


def test_two_searchers_can_be_open_and_closed_apart(small_index) -> None:
    first, second = small_index.open(), small_index.open()
    first.close()

    assert second.search("betterave", 1)
    second.close()


def test_an_open_searcher_answers_while_the_index_is_replaced(workspace) -> None:
    workspace.write(un_txt="Lille recrute.")
    workspace.sync()
    searcher = workspace.open()
    workspace.write(un_txt="Amiens recrute.")
    workspace.sync()
    before = searcher.search("recrute", 1)[0].text
    searcher.close()

    assert (before, workspace.best("recrute")) == ("Lille recrute.", "Amiens recrute.")


def test_the_fingerprint_changes_with_the_content_only(workspace) -> None:
    found = []
    for text in ("Lille recrute.", "Amiens recrute.", "Lille recrute."):
        workspace.write(un_txt=text)
        workspace.sync()
        searcher = workspace.open()
        found.append(searcher.fingerprint)
        searcher.close()

    assert found[0] == found[2] != found[1]


def test_an_absent_index_says_what_to_run(workspace) -> None:
    with pytest.raises(NoIndexError, match="balise index"):
        workspace.open()


def test_an_index_of_another_model_is_refused(small_index) -> None:
    other = small_index.identity.model_copy(update={"model": "autre"})
    with pytest.raises(WrongIndexError, match=r"le modèle de vecteurs .*balise index --rebuild"):
        Searcher(small_index.index, small_index.recorder.embedder, other)


FILES = [
    "catalogue.sqlite", "chroma.json", "chroma/chroma.sqlite3", "identity.json", "words.json",
    "passages.npy", "sentences.npy", "passages-moments.npz", "sentences-moments.npz",
    "lexical-passages/rows.json", "lexical-sentences/vocab.index.json",
    "lexical-passages/data.csc.index.npy", "lexical-sentences/params.index.json",
]  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_says_what_to_run(name: str, copied) -> None:
    (current_generation(copied.index) / name).unlink()

    with pytest.raises(BaliseError, match="balise index --rebuild"):
        copied.open()


@pytest.mark.parametrize("name", FILES)
def test_a_truncated_file_says_what_to_run(name: str, copied) -> None:
    path = current_generation(copied.index) / name
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])

    with pytest.raises(BaliseError, match="balise index --rebuild"):
        copied.open()


@pytest.mark.parametrize("name", [n for n in FILES if n.endswith((".json", ".npy"))])
def test_a_file_of_something_else_says_what_to_run(name: str, copied) -> None:
    (current_generation(copied.index) / name).write_text("[1, 2]")

    with pytest.raises(BaliseError, match="balise index --rebuild"):
        copied.open()


def test_a_file_of_another_generation_says_what_to_run(copied, workspace) -> None:
    workspace.write(un_txt="Lille recrute.")
    workspace.sync()
    stranger = current_generation(workspace.index) / "passages.npy"
    shutil.copy(stranger, current_generation(copied.index) / "passages.npy")

    with pytest.raises(DamagedIndexError, match="balise index --rebuild"):
        copied.open()
