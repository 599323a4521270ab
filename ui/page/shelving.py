"""The screen of the documents: listed, added, replaced, removed, by those who may."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.document import BaliseError
from ui.page.asking import Shown
from ui.page.context import PageContext
from ui.page.quotes import date_words, speaker
from ui.page.rendering import render
from ui.page.texts import tell
from ui.public import file_name
from ui.roles import Visitor

if TYPE_CHECKING:
    from ui.documents.changes import Changes
    from ui.documents.rows import ShelfRow

_LOG = logging.getLogger(__name__)
_TOLD_EVERY = 0.2
"""Seconds between two looks at how far the work has come."""

Step = tuple[str, int, int]
Work = Callable[[Callable[[str, int, int], None]], "Changes"]


@dataclass(frozen=True)
class Shelving:
    """Changes the documents. Who may is checked here, at each action: hiding a button is not."""

    context: PageContext
    on_change: Callable[[], None] = lambda: None
    """Called once documents may have changed."""

    async def act(
        self, data: Mapping[str, Any], target: str, visitor: Visitor
    ) -> AsyncIterator[Shown]:
        """Do what `data["act"]` names; `target` is the document that a question is about."""
        if not visitor.may_change_documents:
            yield _refused()
            return
        act, doc_id = str(data.get("act", "")), str(data.get("doc", ""))
        if act == "cancel":
            yield _nothing_asked()
            return
        rows = await asyncio.to_thread(self.context.shelf.rows)
        row = next((r for r in rows if r.doc_id == (doc_id or target)), None)
        if act == "list" or row is None:
            yield self._listed()
        elif act in {"replace", "remove"}:
            yield {
                "replacing": render(act, row=row),
                "replacing_file": _visible(act == "replace"),
                "target": row.doc_id,
            }
        elif act == "removed":
            ids = [row.doc_id]
            async for shown in self._worked(
                visitor, lambda on_progress: self.context.shelf.remove(ids, on_progress)
            ):
                yield shown

    async def add(self, files: Sequence[str], visitor: Visitor) -> AsyncIterator[Shown]:
        """Add uploaded files, telling how far it has come."""
        named = [(file_name(path), Path(path)) for path in files]
        async for shown in self._worked(
            visitor, lambda on_progress: self.context.shelf.add(named, on_progress)
        ):
            yield shown

    async def replace(self, doc_id: str, file: str, visitor: Visitor) -> AsyncIterator[Shown]:
        """Put an uploaded file in the place of a document."""
        async for shown in self._worked(
            visitor,
            lambda on_progress: self.context.shelf.replace(
                doc_id, file_name(file), Path(file), on_progress
            ),
        ):
            yield shown

    async def _worked(self, visitor: Visitor, work: Work) -> AsyncIterator[Shown]:
        if not visitor.may_change_documents:
            yield _refused()
            return
        steps: list[Step] = []
        yield {"changes": render("working", step=None), **_nothing_asked()}
        task = asyncio.create_task(asyncio.to_thread(work, lambda *step: steps.append(step)))
        told: Step | None = None
        while not task.done():
            await asyncio.wait([task], timeout=_TOLD_EVERY)
            if steps and steps[-1] != told:
                told = steps[-1]
                yield {"changes": render("working", step=told)}
        self.on_change()
        try:
            changes = task.result()
        except BaliseError as error:
            yield {**self._listed(), "changes": render("changes", changes=None, error=str(error))}
        except Exception:  # told in the page, whatever it was: the person is waiting
            _LOG.exception("Les documents n'ont pas pu être changés")
            failed = render("changes", changes=None, error=tell("unknown_error"))
            yield {**self._listed(), "changes": failed}
        else:
            yield self._listed(changes)

    def _listed(self, changes: Changes | None = None) -> Shown:
        """Return the list, under what has just been done, or else under the last changes."""
        rows = self.context.shelf.rows()
        passages = sum(row.passages for row in rows)
        return {
            "documents_head": render(
                "documents_head", refused=False, count=len(rows), passages=passages
            ),
            "documents": render("documents", rows=[_line(row) for row in rows]),
            "changes": render(
                "changes", changes=changes or self.context.shelf.last_changes, error=""
            ),
            "adding": _visible(True),
            **_nothing_asked(),
        }


def _refused() -> Shown:
    refused = render("documents_head", refused=True)
    hidden = {"documents": "", "changes": "", "adding": _visible(False)}
    return {"documents_head": refused, **hidden, **_nothing_asked()}


def _line(row: ShelfRow) -> dict[str, Any]:
    return {
        "id": row.doc_id,
        "title": row.title,
        "speaker": speaker(row.publisher, row.kind),
        "date": date_words(row.date),
        "dated": bool(row.date),
        "inferred": row.date_inferred and bool(row.date),
        "territory": ", ".join(row.territory),
        "passages": row.passages,
        "file": file_name(row.path),
        "added": row.added,
        "warnings": row.warnings,
    }


def _nothing_asked() -> Shown:
    return {"replacing": "", "replacing_file": _visible(False), "target": ""}


def _visible(value: bool) -> Any:
    import gradio as gr

    return gr.update(visible=value)
