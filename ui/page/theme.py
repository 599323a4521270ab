"""The looks of the page: our own theme, style sheet and script, all from our origin."""

from __future__ import annotations

from importlib import resources
from typing import Any

import gradio as gr

from ui.page.preloading import own_asset
from ui.page.texts import tell

_FONT = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Helvetica Neue", "sans-serif"]
_MONO = ["ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace"]


def mount_options() -> dict[str, Any]:
    """Return what `gradio.mount_gradio_app` must be given besides the page.

    What stands in `head` is not among it: the server writes that into the document itself. Our
    script is inline there, and Gradio compiles templates in the browser: a
    Content-Security-Policy must allow `script-src 'self' 'unsafe-inline' 'unsafe-eval'`,
    `style-src 'self' 'unsafe-inline'` and `img-src 'self' data:`.
    """
    return {
        "theme": gr.themes.Base(font=_FONT, font_mono=_MONO),
        "css": own_asset("page.css"),
        "footer_links": [],
        "run_history": False,
        "show_error": False,
        "ssr_mode": False,
        "favicon_path": str(resources.files("ui.page").joinpath("assets", "favicon.svg")),
    }


def title() -> str:
    """Return the title of the window."""
    return tell("title")
