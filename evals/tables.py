"""How figures are written for a French reader."""

from __future__ import annotations


def percent(value: float | None) -> str:
    """Write a share: « 75,2 % »; a dash where there is none."""
    return "–" if value is None else f"{100 * value:.1f} %".replace(".", ",")


def decimal(value: float | None, digits: int = 3) -> str:
    """Write a number with a French comma; a dash where there is none."""
    return "–" if value is None else f"{value:.{digits}f}".replace(".", ",")
