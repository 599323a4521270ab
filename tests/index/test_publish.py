"""Generations: complete before they are shown, kept while they may be read, then gone."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.document import BaliseError
from index.publish import (
    DamagedIndexError,
    NoIndexError,
    begin_generation,
    current_generation,
    outdated,
    publish,
    require_generation,
    writing,
)


def make(folder: Path, content: str) -> Path:
    building = begin_generation(folder)
    (building / "content").write_text(content)
    return publish(folder, building)


def test_nothing_is_published_at_first(tmp_path: Path) -> None:
    assert current_generation(tmp_path) is None
    with pytest.raises(NoIndexError, match="balise index"):
        require_generation(tmp_path)


@pytest.mark.parametrize("place", ["absent/index", "file/index"])
def test_an_impossible_folder_has_no_index(place: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(NoIndexError):
        require_generation(tmp_path / place)


def test_a_generation_is_shown_when_it_is_published(tmp_path: Path) -> None:
    make(tmp_path, "un")
    building = begin_generation(tmp_path)
    assert (require_generation(tmp_path) / "content").read_text() == "un"

    (building / "content").write_text("deux")
    publish(tmp_path, building)
    assert (require_generation(tmp_path) / "content").read_text() == "deux"


def test_the_generation_just_replaced_is_kept_and_the_older_may_go(tmp_path: Path) -> None:
    first, second, third = (make(tmp_path, name) for name in ("un", "deux", "trois"))

    assert outdated(tmp_path) == [first]
    assert {second, third} <= set((tmp_path / "generations").iterdir())


def test_what_an_interrupted_run_left_may_go(tmp_path: Path) -> None:
    make(tmp_path, "un")
    left = begin_generation(tmp_path)

    assert outdated(tmp_path) == [left]


def test_a_generation_that_was_never_shown_may_go(tmp_path: Path) -> None:
    first = make(tmp_path, "un")
    hidden = make(tmp_path, "deux")
    (tmp_path / "CURRENT").write_text(first.name)

    assert outdated(tmp_path) == [hidden]
    assert make(tmp_path, "trois").name > hidden.name


@pytest.mark.parametrize(
    "content", [b"", b"000009", b"../..", b"\xff\xfe", b"/etc", "٣".encode(), b"000001/.."]
)
def test_a_broken_pointer_says_what_to_run(content: bytes, tmp_path: Path) -> None:
    make(tmp_path, "un")
    (tmp_path / "CURRENT").write_bytes(content)

    with pytest.raises(DamagedIndexError, match="balise index --rebuild"):
        require_generation(tmp_path)


def test_a_pointer_that_is_a_folder_says_what_to_run(tmp_path: Path) -> None:
    (tmp_path / "CURRENT").mkdir()

    with pytest.raises(DamagedIndexError, match="balise index --rebuild"):
        require_generation(tmp_path)


def test_the_right_to_write_is_held_by_one_at_a_time(tmp_path: Path) -> None:
    with (
        writing(tmp_path),
        pytest.raises(BaliseError, match="Une autre indexation est en cours"),
        writing(tmp_path),
    ):
        pass


def test_the_right_to_write_is_given_back_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), writing(tmp_path):
        raise RuntimeError
    with writing(tmp_path):
        pass


@pytest.mark.parametrize("place", ["file", "file/index", "/proc/balise/index"])
def test_a_folder_that_cannot_be_written_is_said_in_french(place: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with (
        pytest.raises(BaliseError, match=r"Impossible d'écrire dans « .* »"),
        writing(tmp_path / place),
    ):
        pass
