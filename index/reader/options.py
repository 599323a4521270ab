"""What the commands of the reader have in common."""

from __future__ import annotations

import argparse


def positive(text: str) -> int:
    """Read a command-line number that must be 1 or more."""
    try:
        value = int(text)
    except ValueError:
        value = 0
    if value < 1:
        raise argparse.ArgumentTypeError(f"attendu un nombre d'au moins 1, reçu « {text} »")
    return value
