"""The reader that ships with Balise, in the answer: exact words, early ends, rules that hold."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assistant.answer import Reason, Status
from assistant.engine import Assistant
from assistant.evidence import READ_FEATURES
from corpus.document import BaliseError
from index.reader.reading import STEPS, Reader
from index.reader.shipped import TRAINED, open_reader
from index.reader.windows import rank_windows
from index.search import Searcher
from tests.assistant.test_engine import APPRENTICES, METAL, check_citations, check_numbers

QUESTIONS = (
    APPRENTICES,
    METAL,
    "Où se former à la soudure ?",
    "combien d apprenti a dijon dans le batiment",
    "Quand l'observatoire a-t-il été créé ?",
)


@pytest.fixture(scope="session")
def reader() -> Reader:
    opened = open_reader()
    assert opened is not None
    return opened


@pytest.fixture(scope="session")
def reading_assistant(searcher: Searcher, reader: Reader) -> Assistant:
    return Assistant(searcher, reader=reader)


@pytest.mark.parametrize("question", QUESTIONS)
def test_exact_words_lie_in_their_sentence(
    searcher: Searcher, reader: Reader, question: str
) -> None:
    hits = searcher.search(question, 8)
    passages = {hit.row: hit for hit in hits}
    readings = reader.read(question, hits)
    assert readings
    for (row, number), reading in readings.items():
        first, last = passages[row].passage.sentences[number]
        assert first <= reading.words[0] < reading.words[1] <= last


def test_a_sure_answer_ends_the_reading(searcher: Searcher, reader: Reader) -> None:
    hits = searcher.search(APPRENTICES, 16)
    assert len(rank_windows(hits)) > STEPS[0]
    some, whole = reader.read(APPRENTICES, hits), reader.read(APPRENTICES, hits, whole=True)
    assert any(reading.sure for reading in some.values())
    assert len(some) < len(whole)
    best = max(some, key=lambda key: some[key].score)
    assert best == max(whole, key=lambda key: whole[key].score)


def test_an_unsure_one_reads_on(searcher: Searcher, reader: Reader) -> None:
    question = "Combien de phares éclairent la côte bretonne ?"
    hits = searcher.search(question, 16)
    assert reader.read(question, hits).keys() == reader.read(question, hits, whole=True).keys()


def test_nothing_to_read_is_nothing_read(searcher: Searcher, reader: Reader) -> None:
    assert reader.read(" ", searcher.search("salariés", 3)) == {}
    assert reader.read("Combien ?", []) == {}


@pytest.mark.parametrize("question", QUESTIONS)
def test_answers_cite_and_count_nothing_but_their_sources(
    reading_assistant: Assistant, question: str
) -> None:
    answer = reading_assistant.ask(question)
    check_citations(answer, reading_assistant.searcher)
    check_numbers(answer, reading_assistant.searcher)


def test_a_figure_keeps_what_it_counts(reading_assistant: Assistant) -> None:
    answer = reading_assistant.ask(APPRENTICES)
    assert answer.short is not None
    assert answer.short.text == "2 740 apprentis"


def test_a_sure_reader_never_answers_for_another_place(reading_assistant: Assistant) -> None:
    answer = reading_assistant.ask("Combien d'apprentis compte Marseille dans le bâtiment ?")
    assert (answer.status, answer.reason) == (Status.NOT_FOUND, Reason.OTHER_TERRITORY)


def test_a_sure_reader_never_answers_for_another_year(reading_assistant: Assistant) -> None:
    answer = reading_assistant.ask("Combien d'apprentis comptait Dijon dans le bâtiment en 1987 ?")
    assert answer.status is Status.NOT_FOUND


def test_what_was_read_is_part_of_the_evidence(reading_assistant: Assistant) -> None:
    trace = reading_assistant.trace(APPRENTICES)
    assert all(len(e.features) == len(READ_FEATURES) for e in trace.kept)
    assert trace.kept[0].reading is not None


def test_off_is_no_reader_at_all() -> None:
    assert open_reader("off") is None


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TRAINED, tmp_path / "lecteur"))


def test_altered_weights_are_refused(copied: Path) -> None:
    weights = copied / "encoder.safetensors"
    content = bytearray(weights.read_bytes())
    content[-1] ^= 1
    weights.write_bytes(content)
    with pytest.raises(BaliseError, match="fichier modifié : encoder"):
        open_reader(str(copied))


def test_missing_weights_are_named(copied: Path, tmp_path: Path) -> None:
    (copied / "tokenizer.json").unlink()
    with pytest.raises(BaliseError, match="incomplet"):
        open_reader(str(copied))
    with pytest.raises(BaliseError, match="absent"):
        open_reader(str(tmp_path / "rien"))


def test_a_quantity_needs_a_number_however_sure_the_reader(reading_assistant: Assistant) -> None:
    answer = reading_assistant.ask("Combien de clientes une esthéticienne reçoit-elle ?")
    assert answer.status is Status.NOT_FOUND
