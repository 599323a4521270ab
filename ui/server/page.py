"""The page in front of the service: its stores, and Gradio kept quiet and at home."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ui.documents.folder import MAX_BYTES
from ui.roles import Visitor

if TYPE_CHECKING:
    from fastapi import FastAPI

    from ui.history.store import HistoryStore
    from ui.service import Service
    from ui.settings import Settings

_QUIET = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "GRADIO_RUN_HISTORY": "False",
    "GRADIO_MCP_SERVER": "False",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
}
"""No measure of use leaves this machine."""
_AT_HOME: dict[str, Any] = {
    "run_history": False,
    "footer_links": [],
    "ssr_mode": False,
    "pwa": False,
    "mcp_server": False,
    "show_error": False,
    "max_file_size": 8 * MAX_BYTES,  # what Gradio refuses, it refuses in English: we do it first
    "app_kwargs": {"docs_url": None, "redoc_url": None, "openapi_url": None},
}


def open_history(settings: Settings) -> HistoryStore | None:
    """Open the conversations that are kept, when that is turned on."""
    if not settings.history_days:
        return None
    from ui.history.store import FILE, HistoryStore

    return HistoryStore(settings.data / FILE, settings.history_days)


def mount_page(
    app: FastAPI,
    service: Service,
    settings: Settings,
    history: HistoryStore | None,
    visitor: Callable[[Any], Visitor],
    limit: Callable[[Any], None],
) -> None:
    """Put the page at « / », behind every route that `app` already has, and its document in French.

    `limit` counts a question of whoever sends a request, and refuses one too many.
    """
    os.environ.update(_QUIET)

    import gradio as gr

    from ui.documents.shelf import FOLDER, Shelf
    from ui.feedback.store import FILE, FeedbackStore
    from ui.page.app import build_page, mount_options
    from ui.page.context import PageContext
    from ui.page.preloading import Preloading
    from ui.server.assets import URL, Assets, assets_folder
    from ui.server.document import FrenchDocument

    context = PageContext(
        service=service,
        settings=settings,
        shelf=Shelf(service, settings.data / FOLDER),
        feedback=FeedbackStore(settings.data / FILE),
        history=history,
        visitor=visitor,
        limit=limit,
    )
    folder = assets_folder()
    preloading = Preloading.read(folder)
    app.mount(URL, Assets(folder, {preloading.sheet_name: preloading.sheet}))
    app.add_middleware(FrenchDocument, head=preloading.head())
    gr.mount_gradio_app(app, build_page(context), path="/", **(_AT_HOME | mount_options()))
