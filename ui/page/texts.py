"""The words of the page, from `texts.toml`, in the register of whoever reads them."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib import resources
from typing import Any

from ui.page.state import Register


@lru_cache(maxsize=1)
def _texts() -> dict[str, Any]:
    return tomllib.loads(resources.files("ui.page").joinpath("texts.toml").read_text("utf-8"))


def tell(name: str, register: Register = Register.ADVISER, /, **values: object) -> str:
    """Return a text by name, filled in; the young read their own words where there are some."""
    texts = _texts()
    own = texts["young"] if register is Register.YOUNG else {}
    text: str = own.get(name) or texts["texts"][name]
    return fine(text.format(**values) if values else text)


def fine(text: str) -> str:
    """Return a French text whose signs and figures never begin a line."""
    text = re.sub(r" (?=[?!;:»%€])|(?<=«) ", "\u00a0", text)
    return re.sub(r"(?<=\d) (?=\d{3}(?!\d))", "\u202f", text)


def labels(name: str) -> dict[str, str]:
    """Return a table of words: values of an enumeration and what the page calls them."""
    table: dict[str, str] = _texts()[name]
    return table
