"""Tables with one line a row: CSV, as spreadsheets and open data portals write it."""

from __future__ import annotations

import csv
from collections import Counter
from io import StringIO
from itertools import islice

from corpus.canonical import decode
from corpus.document import UnreadableError
from corpus.readers.base import RawText, damaged_file_explained
from corpus.readers.blocks import BlockText
from corpus.readers.grid import GridText

_WHAT = "Ce fichier CSV"
_DELIMITERS = (";", "\t", ",", "|")
"""Semicolons first: French figures have commas."""
_SAMPLED = 50


class DelimitedReader:
    """Reads .csv and .tsv files, whatever stands between their cells."""

    name = "csv"
    suffixes: tuple[str, ...] = (".csv", ".tsv")

    def read(self, data: bytes) -> RawText:
        """Return the table; raises UnreadableError when empty, too long or not text."""
        decoded, warnings = decode(data)
        first, _, rest = decoded.partition("\n")
        told = first.strip().strip('"').lower()
        if told.startswith("sep=") and len(told) == len("sep=;"):
            decoded, delimiter = rest, told[-1]  # a line that Excel writes for itself
        else:
            delimiter = _delimiter(decoded)
        blocks = BlockText()
        with damaged_file_explained(_WHAT, csv.Error):
            GridText(blocks, _WHAT).add(csv.reader(StringIO(decoded), delimiter=delimiter))
        if not blocks.text:
            raise UnreadableError(f"{_WHAT} ne contient aucun texte.")
        return RawText(text=blocks.text, headings=blocks.headings, warnings=tuple(warnings))


def _delimiter(text: str) -> str:
    """Return what cuts most of the first lines into the same number of cells, two at least."""
    best, most = _DELIMITERS[0], 0
    for delimiter in _DELIMITERS:
        widths: Counter[int] = Counter()
        try:
            for row in islice(csv.reader(StringIO(text), delimiter=delimiter), _SAMPLED):
                widths[len(row)] += len(row) > 1
        except csv.Error:
            continue
        alike = max(widths.values(), default=0)
        if alike > most:
            best, most = delimiter, alike
    return best
