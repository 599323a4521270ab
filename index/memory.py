"""Keeping freed memory at hand: training frees and asks for the same large blocks at each step."""

from __future__ import annotations

import ctypes
import sys
from typing import Final

_TRIM_THRESHOLD, _TOP_PAD, _MMAP_MAX = -1, -2, -4
"""Parameters of glibc's `mallopt` (malloc.h)."""
_PAD: Final = 1 << 28
_NEVER: Final = (1 << 31) - 1


def keep_memory() -> bool:
    """Ask the C library not to give large blocks back to the system; tell whether it agreed.

    By default glibc maps each of them anew, and the system fills it with zeros: half the time
    of a step on a processor (measured: 845 tokens a second, 2,240 with this). False, and nothing
    is changed, where the C library is not glibc.
    """
    if not sys.platform.startswith("linux"):
        return False
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is None:
        return False
    asked = {_MMAP_MAX: 0, _TRIM_THRESHOLD: _NEVER, _TOP_PAD: _PAD}
    agreed = [mallopt(parameter, value) for parameter, value in asked.items()]
    return all(agreed)
