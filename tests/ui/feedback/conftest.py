"""Answers of the real assistant, and a store of opinions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.answer import Answer
from index.embedding import Embedder
from ui.feedback.store import FeedbackStore
from ui.service import Service
from ui.settings import Settings

Ask = Callable[[str], Answer]


@pytest.fixture(scope="session")
def ask(indexed: Path, embedder: Embedder) -> Iterator[Ask]:
    """Ask the real assistant on the small index."""
    service = Service(Settings(index=indexed, reader="off"), embedder, None)
    yield lambda question: service.ask([question])
    service.close()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[FeedbackStore]:
    opened = FeedbackStore(tmp_path / "data" / "avis.sqlite")
    yield opened
    opened.close()
