"""Where everything stands on the page: Gradio's components, by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import gradio as gr

from assistant.question import MAX_QUESTION
from ui.page.asking import Shown
from ui.page.rendering import render
from ui.page.texts import tell

_BUS = """
window.balise.connect((name, data) => trigger(name, data));
/* the events that are listened to: 'ask' 'open' 'act' 'sheet' 'download' 'shelf' */
"""


class Layout:
    """The components of the page, showing `first` at first. Make it inside `gradio.Blocks`."""

    def __init__(self, first: Mapping[str, str]) -> None:
        self.parts: dict[str, Any] = {}
        self._first = first
        self._session()
        self._html("header")
        self._conversation()
        self._sheet()
        self._documents()
        with gr.Column(elem_id="screen-kept", elem_classes="screen"):
            self._html("kept")
        self._html("panel")

    def __getitem__(self, name: str) -> Any:
        return self.parts[name]

    def some(self, names: Iterable[str]) -> list[Any]:
        """Return components by name."""
        return [self.parts[name] for name in names]

    def updates(self, shown: Shown) -> Any:
        """Return what Gradio wants for what a handler shows."""
        found: dict[Any, Any] = {}
        for name, value in shown.items():
            if name == "busy":
                found[self.parts["send"]] = gr.update(visible=not value)
                found[self.parts["stop"]] = gr.update(visible=value)
            elif name == "session":
                found[self.parts["session"]] = value.write()
            else:
                found[self.parts[name]] = value
        return found or gr.skip()

    def _html(self, name: str) -> None:
        self.parts[name] = gr.HTML(
            self._first.get(name, ""),
            elem_id=name.replace("_", "-"),
            js_on_load=None,
            padding=False,
            apply_default_css=False,
        )

    def _session(self) -> None:
        # The secret hides nothing from the browser's owner: a fixed one outlives a restart.
        self.parts["session"] = gr.BrowserState(storage_key="balise", secret="balise")
        self.parts["bus"] = gr.HTML(elem_id="bus", html_template="", js_on_load=_BUS)
        self.parts["target"] = gr.State("")

    def _conversation(self) -> None:
        with (
            gr.Column(elem_id="screen-conversation", elem_classes="screen"),
            gr.Column(elem_id="dialogue"),
        ):
            self._html("past")
            self._html("live")
            with gr.Column(elem_id="composer"):
                self._html("filters")
                self._html("tools")
                with gr.Row(elem_id="ask-row"):
                    self.parts["question"] = gr.Textbox(
                        label=tell("question"),
                        placeholder=tell("question_placeholder"),
                        elem_id="question",
                        max_lines=5,
                        max_length=10 * MAX_QUESTION,  # a longer question is refused with a reason,
                    )
                    self.parts["send"] = gr.Button(tell("send"), variant="primary", elem_id="send")
                    self.parts["stop"] = gr.Button(tell("stop"), elem_id="stop", visible=False)
                self._html("footer")

    def _sheet(self) -> None:
        with gr.Column(elem_id="screen-sheet", elem_classes="screen"):
            self._html("sheet_form")
            self._html("sheet_preview")
            self._html("parcel")

    def _documents(self) -> None:
        with gr.Column(elem_id="screen-documents", elem_classes="screen"):
            self._html("documents_head")
            with gr.Column(elem_id="adding", visible=False) as adding:
                self.parts["add"] = gr.UploadButton(
                    tell("documents_add"), file_count="multiple", elem_id="add"
                )
                gr.HTML(render("formats"), js_on_load=None, apply_default_css=False)
            self.parts["adding"] = adding
            self._html("replacing")
            with gr.Column(elem_id="replacing-file", visible=False) as replacing:
                self.parts["replace"] = gr.UploadButton(
                    tell("documents_choose_file"), elem_id="replace"
                )
            self.parts["replacing_file"] = replacing
            self._html("changes")
            self._html("documents")
