"""What the page is made of, told to the browser at once instead of script after script.

`assets/preload.txt` lists the scripts and styles of Gradio that the page loads. They are those of
one version: where another is installed, what it does not hold is found later, as Gradio does.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from markupsafe import Markup

from ui.page.rendering import render


@dataclass(frozen=True)
class Preloading:
    """The names of the files that the page loads, in their order, as far as they are there."""

    scripts: tuple[str, ...]
    styles: tuple[str, ...]
    sheet: bytes
    """All styles in one, ours at the end: twenty small files would come twenty times as late."""

    @classmethod
    def read(cls, folder: Path) -> Preloading:
        """Read the list, and the styles in `folder`, where Gradio's scripts are."""
        names = [name for name in own_asset("preload.txt").split() if (folder / name).is_file()]
        styles = tuple(name for name in names if name.endswith(".css"))
        texts = [(folder / name).read_text("utf-8") for name in styles]
        texts += [own_asset("shell.css"), own_asset("print.css")]
        return cls(
            scripts=tuple(name for name in names if name.endswith(".js")),
            styles=styles,
            sheet="\n".join(texts).encode("utf-8"),
        )

    @property
    def sheet_name(self) -> str:
        """A name that changes with the content of the sheet."""
        return f"balise-{hashlib.sha256(self.sheet).hexdigest()[:16]}.css"

    def head(self) -> str:
        """Return what the head of the document needs, all of it from our origin."""
        return render(
            "head",
            scripts=self.scripts,
            styles=self.styles,
            sheet=self.sheet_name,
            script=Markup(own_asset("page.js")),
        )


def own_asset(name: str) -> str:
    """Return the text of a file of ours that goes to the browser."""
    return resources.files("ui.page").joinpath("assets", name).read_text("utf-8")
