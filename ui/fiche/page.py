"""A sheet as one printable HTML page that asks nothing of any other file or host."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from ui.fiche import words
from ui.fiche.model import Fiche

if TYPE_CHECKING:
    from jinja2 import Template


def to_html(fiche: Fiche) -> str:
    """Return the page. Everything that comes from documents or people is escaped in it."""
    return _template().render(fiche=fiche, words=words)


@lru_cache(maxsize=1)
def _template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("ui.fiche", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("fiche.html")
