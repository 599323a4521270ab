"""The looks of the page: our own theme, style sheet and script, all from our origin."""

from __future__ import annotations

from importlib import resources
from typing import Any

import gradio as gr

from ui.page.texts import tell

_FONT = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Helvetica Neue", "sans-serif"]
_HEAD = """<style>{style}</style>
<script>document.documentElement.lang = "fr";
{script}</script>"""
_MONO = ["ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace"]


def mount_options() -> dict[str, Any]:
    """Return what `gradio.mount_gradio_app` must be given besides the page.

    The script is inline in the head, and Gradio compiles templates in the browser: a
    Content-Security-Policy must allow `script-src 'self' 'unsafe-inline' 'unsafe-eval'`,
    `style-src 'self' 'unsafe-inline'` and `img-src 'self' data:`.
    """
    return {
        "theme": gr.themes.Base(font=_FONT, font_mono=_MONO),
        "css": _asset("page.css"),
        "head": _HEAD.format(style=_asset("shell.css"), script=_asset("page.js")),
        "footer_links": [],
        "run_history": False,
        "show_error": False,
        "ssr_mode": False,
        "favicon_path": str(resources.files("ui.page").joinpath("assets", "favicon.svg")),
    }


def title() -> str:
    """Return the title of the window."""
    return tell("title")


def _asset(name: str) -> str:
    return resources.files("ui.page").joinpath("assets", name).read_text("utf-8")
