"""The templates of the page. Everything given to them is escaped, whoever wrote it."""

from __future__ import annotations

from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from ui.page.state import Register
from ui.page.texts import fine, labels, tell


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("ui.page", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["labels"] = labels
    environment.filters["fine"] = fine
    return environment


def render(template: str, register: Register = Register.ADVISER, **values: object) -> str:
    """Return a template filled in; `say` in it speaks in `register`."""

    def say(name: str, /, **words: object) -> str:
        return tell(name, register, **words)

    filled = _environment().get_template(f"{template}.html")
    return Markup(filled.render(say=say, register=register.value, **values))
