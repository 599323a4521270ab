"""What the page is built from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import gradio as gr

    from ui.documents.shelf import Shelf
    from ui.feedback.store import FeedbackStore
    from ui.history.store import HistoryStore
    from ui.roles import Visitor
    from ui.service import Service
    from ui.settings import Settings


@dataclass(frozen=True)
class PageContext:
    """The parts that the page shows, shared by everyone who opens it."""

    service: Service
    settings: Settings
    shelf: Shelf
    feedback: FeedbackStore
    history: HistoryStore | None
    """Where conversations are kept, when that is turned on."""
    visitor: Callable[[gr.Request], Visitor]
    """Who sends a request: asked anew by every handler, never taken from the browser."""
    limit: Callable[[gr.Request], None] = lambda _request: None
    """Counts a question; raises a `BaliseError` when it is one too many."""
