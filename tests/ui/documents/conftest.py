"""A shelf on a real index that the test may change."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.embedding import Embedder
from ui.documents.shelf import Shelf
from ui.service import Service
from ui.settings import Settings

Upload = Callable[[str, str | bytes], tuple[str, Path]]


@pytest.fixture
def service(tmp_path: Path, indexed: Path, embedder: Embedder) -> Iterator[Service]:
    """The shared assistant, on a copy of the small index."""
    shutil.copytree(indexed, tmp_path / "index")
    opened = Service(
        Settings(index=tmp_path / "index", data=tmp_path / "data", reader="off"), embedder, None
    )
    yield opened
    opened.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where uploads are kept."""
    return tmp_path / "data" / "documents"


@pytest.fixture
def shelf(service: Service, folder: Path) -> Shelf:
    return Shelf(service, folder)


@pytest.fixture
def upload(tmp_path: Path) -> Upload:
    """Write what a browser sends under a name of its own; return (name shown, where it lies)."""
    arrived = tmp_path / "arrived"
    arrived.mkdir()

    def write(name: str, content: str | bytes) -> tuple[str, Path]:
        path = arrived / f"{len(list(arrived.iterdir()))}.upload"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return name, path

    return write
