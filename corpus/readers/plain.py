"""Plain text. A leading line of crawl metadata (time stamp, URLs) is read, then left out."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from pydantic import ValidationError

from corpus.canonical import canonicalise, decode
from corpus.document import PartialDate
from corpus.readers.base import RawText

_TIMESTAMP = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?"
)
_URL = re.compile(r"https?://\S+", re.IGNORECASE)
_IMAGE_SUFFIXES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".avif", ".bmp", ".ico")
_LONGEST_METADATA_LINE = 2_000


class PlainReader:
    """Reads .txt files."""

    name = "text"
    suffixes: tuple[str, ...] = (".txt", ".text")

    def read(self, data: bytes) -> RawText:
        """Decode the text; raises UnreadableError when the file is empty or not text."""
        decoded, warnings = decode(data)
        text = canonicalise(decoded)
        line, body = _first_line(text)
        clues = _metadata_line(line)
        if clues is None or not body.strip():
            return RawText(text=text.strip("\n"), warnings=tuple(warnings))
        published, publisher, url = clues
        return RawText(
            text=body.strip("\n"),
            published=published,
            publisher=publisher,
            url=url,
            warnings=tuple(warnings),
        )


def _first_line(text: str) -> tuple[str, str]:
    """Split at the first line that is not blank."""
    line, _, body = text.lstrip().partition("\n")
    return line.strip(), body


def _metadata_line(line: str) -> tuple[PartialDate | None, str, str | None] | None:
    """Read a line made only of a time stamp and URLs: date, host, page URL; else None.

    The URL of an image tells the publisher's host and not the address of the page.
    """
    if len(line) > _LONGEST_METADATA_LINE:
        return None
    stamp = _TIMESTAMP.match(line)
    rest = line[stamp.end() :] if stamp else line
    words = rest.split()
    if (stamp and rest[:1].strip()) or not (stamp or words):
        return None
    if not all(_URL.fullmatch(word) for word in words):
        return None
    page = next((word for word in words if not _is_image(word)), None)
    host = (_host(words[0]) if words else "").removeprefix("www.")
    return (_date(stamp.group(1)) if stamp else None), host, page


def _is_image(url: str) -> bool:
    try:
        return urlsplit(url).path.lower().endswith(_IMAGE_SUFFIXES)
    except ValueError:
        return False


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _date(iso: str) -> PartialDate | None:
    try:
        return PartialDate(iso=iso)
    except ValidationError:
        return None
