"""The page, put together: which handler each event goes to, and what it may change."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from typing import Any

import gradio as gr

from corpus.document import BaliseError
from ui.page.acting import Acting
from ui.page.asking import Asking, Shown
from ui.page.context import PageContext
from ui.page.layout import Layout
from ui.page.screens import Screens
from ui.page.sheet import SheetScreen
from ui.page.shelving import Shelving
from ui.page.state import Session
from ui.page.texts import tell
from ui.page.theme import mount_options, title
from ui.roles import Visitor

__all__ = ["build_page", "mount_options"]

_LOG = logging.getLogger(__name__)
_SETTLING = 0.3
"""Seconds after which nothing of a stopped answer is still on its way."""
_AT_ONCE = 40
"""Events handled at the same time: more than the people who ask at once."""
_EVENT: dict[str, Any] = {
    "show_progress": "hidden",
    "api_visibility": "private",
    "concurrency_limit": _AT_ONCE,
    "concurrency_id": "page",
}
_CONVERSATION = ("session", "past", "live", "filters", "tools", "footer")
_PAGE = (*_CONVERSATION, "header", "panel", "kept", "send", "stop")
_ASKING = ("session", "past", "live", "tools", "question", "send", "stop")
_SHEET = ("sheet_form", "sheet_preview")
_SHELF = (
    "documents_head", "documents", "changes", "adding", "replacing", "replacing_file", "target",
)  # fmt: skip


def build_page(context: PageContext) -> gr.Blocks:
    """Return the page. Mount it with `mount_options()`."""
    screens = Screens(context)
    screens.prepare()
    with gr.Blocks(
        title=title(), analytics_enabled=False, fill_width=True, delete_cache=(600, 600)
    ) as blocks:
        layout = Layout(screens.first())
        _connect_conversation(layout, context, screens, blocks)
        _connect_sheet(layout, context)
        _connect_documents(layout, context, screens)
    return blocks


def _connect_conversation(
    layout: Layout, context: PageContext, screens: Screens, blocks: gr.Blocks
) -> None:
    asking, acting = Asking(context, screens), Acting(context, screens)

    def asked(question: str, session: Session, request: gr.Request) -> AsyncIterator[Shown]:
        visitor = context.visitor(request)
        return asking.ask(question, session, visitor, lambda: context.limit(request))

    async def ask(question: str, stored: Any, request: gr.Request) -> AsyncIterator[Any]:
        def begun() -> AsyncIterator[Shown]:
            return asked(question, _whose(context, stored, request)[0], request)

        async for shown in _told_while(begun):
            yield layout.updates(shown)

    async def ask_again(
        stored: Any, request: gr.Request, event: gr.EventData
    ) -> AsyncIterator[Any]:
        def begun() -> AsyncIterator[Shown]:
            session, _ = _whose(context, stored, request)
            question = str(event._data.get("question", ""))
            if event._data.get("retry"):
                question, session = asking.again(session)
            return asked(question, session, request)

        async for shown in _told_while(begun):
            yield layout.updates({k: v for k, v in shown.items() if k != "question"})

    def restore(stored: Any, request: gr.Request) -> Any:
        def shown() -> Shown:
            session, visitor = _whose(context, stored, request)
            if stored is None and screens.is_first(session):
                # All else is there: what somebody quick has already done must stay.
                return {"header": screens.header(session, visitor)}
            return acting.restore(session, visitor)

        return layout.updates(_told(shown))

    def stopped(stored: Any, request: gr.Request) -> Any:
        def shown() -> Shown:
            return {**acting.restore(*_whose(context, stored, request)), "busy": False}

        return layout.updates(_told(shown))

    async def settled(stored: Any, request: gr.Request) -> Any:
        await asyncio.sleep(_SETTLING)
        return stopped(stored, request)

    def act(stored: Any, request: gr.Request, event: gr.EventData) -> Any:
        return layout.updates(
            _told(lambda: acting.act(event._data, *_whose(context, stored, request)))
        )

    def open_source(stored: Any, request: gr.Request, event: gr.EventData) -> Any:
        return layout.updates(
            _told(lambda: acting.open(event._data, *_whose(context, stored, request)))
        )

    session, question, bus = layout["session"], layout["question"], layout["bus"]
    blocks.load(restore, [session], layout.some(_PAGE), **_EVENT)
    asks = [
        gr.on(
            [question.submit, layout["send"].click],
            ask,
            [question, session],
            layout.some(_ASKING),
            **_EVENT,
        ),
        bus.ask(ask_again, [session], layout.some(_ASKING), **_EVENT),
    ]
    stop = layout["stop"].click(stopped, [session], layout.some(_PAGE), cancels=asks, **_EVENT)
    # What the answer had sent before it was cancelled may reach the page after our own words.
    stop.then(settled, [session], layout.some(_PAGE), **_EVENT)
    bus.act(act, [session], layout.some(_PAGE), **_EVENT)
    bus.open(open_source, [session], [layout["panel"]], **_EVENT)


def _connect_sheet(layout: Layout, context: PageContext) -> None:
    sheet = SheetScreen(context)

    def show(stored: Any, request: gr.Request, event: gr.EventData) -> Any:
        def shown() -> Shown:
            return sheet.show(_whose(context, stored, request)[0], event._data)

        return layout.updates(_told(shown))

    def download(stored: Any, request: gr.Request, event: gr.EventData) -> Any:
        def parcel() -> Shown:
            return sheet.download(_whose(context, stored, request)[0], event._data)

        return layout.updates(_told(parcel))

    session, bus = layout["session"], layout["bus"]
    bus.sheet(show, [session], layout.some(_SHEET), **_EVENT)
    bus.download(download, [session], [layout["parcel"]], **_EVENT)


def _connect_documents(layout: Layout, context: PageContext, screens: Screens) -> None:
    shelving = Shelving(context, screens.refresh)

    async def act(target: str, request: gr.Request, event: gr.EventData) -> AsyncIterator[Any]:
        async for shown in _told_while(
            lambda: shelving.act(event._data, target, context.visitor(request))
        ):
            yield layout.updates(shown)

    async def add(files: list[str], request: gr.Request) -> AsyncIterator[Any]:
        async for shown in _told_while(lambda: shelving.add(files, context.visitor(request))):
            yield layout.updates(shown)

    async def replace(file: str, target: str, request: gr.Request) -> AsyncIterator[Any]:
        async for shown in _told_while(
            lambda: shelving.replace(target, file, context.visitor(request))
        ):
            yield layout.updates(shown)

    shelf, target = layout.some(_SHELF), layout["target"]
    layout["bus"].shelf(act, [target], shelf, **_EVENT)
    layout["add"].upload(add, [layout["add"]], shelf, **_EVENT)
    layout["replace"].upload(replace, [layout["replace"], target], shelf, **_EVENT)


def _whose(context: PageContext, stored: Any, request: gr.Request) -> tuple[Session, Visitor]:
    """Return what the browser kept, as far as it is the visitor's own, and who that is."""
    visitor = context.visitor(request)
    return Session.read(stored).of(visitor), visitor


def _told(action: Callable[[], Shown]) -> Shown:
    """Return what an action shows; what goes wrong is told in the page, in French."""
    try:
        return action()
    except Exception as error:  # the person must see that it failed, whatever it was
        _warn(error)
        return {}


async def _told_while(begin: Callable[[], AsyncIterator[Shown]]) -> AsyncIterator[Shown]:
    """Yield what an action shows as it goes; what goes wrong is told in the page, in French."""
    told = False
    try:
        async for shown in begin():
            told = True
            yield shown
    except Exception as error:  # the person must see that it failed, whatever it was
        _warn(error)
    if not told:
        yield {}  # Gradio empties what a handler may change when it is told nothing at all


def _warn(error: Exception) -> None:
    if isinstance(error, BaliseError):
        gr.Warning(str(error), title="")
    else:
        _LOG.error("La page n'a pas pu répondre", exc_info=error)
        gr.Warning(tell("unknown_error"), title="")
