"""Text that XML can hold: office files are made of it."""

from __future__ import annotations

import re

_FORBIDDEN = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot write, even escaped (section 2.2)."""


def clean(text: str) -> str:
    """Return `text` with « � » in place of each character that XML cannot hold."""
    return _FORBIDDEN.sub("\ufffd", text)
