"""What .docx and .odt share: both are ZIP archives, opened only once they look harmless."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from zipfile import ZipFile

from corpus.document import PartialDate, UnreadableError
from corpus.readers.base import damaged_file_explained

MAX_UNCOMPRESSED = 200 * 1024 * 1024
_MAX_MEMBERS = 10_000
_COMPOUND_FILE = b"\xd0\xcf\x11\xe0"


def check_archive(data: bytes, what: str) -> None:
    """Refuse what is not a ZIP archive, is encrypted, or swells past 200 MB.

    `what` names the file with its article, « Ce document Word ». Raises UnreadableError.
    """
    if data.startswith(_COMPOUND_FILE):
        raise UnreadableError(
            f"{what} est protégé par un mot de passe ou d'un format trop ancien (.doc)."
        )
    with damaged_file_explained(what), ZipFile(BytesIO(data)) as archive:
        members = archive.infolist()
        size = sum(member.file_size for member in members)
        if size > MAX_UNCOMPRESSED or len(members) > _MAX_MEMBERS:
            raise UnreadableError(
                f"{what} dépasse {MAX_UNCOMPRESSED // 1024**2} Mo une fois décompressé."
            )
        if any(member.flag_bits & 1 for member in members):
            raise UnreadableError(f"{what} est protégé par un mot de passe.")
        for member in members:
            if member.filename.endswith((".xml", ".rels")):
                with archive.open(member) as content:
                    if b"<!ENTITY" in content.read(65_536):
                        raise UnreadableError(f"{what} contient des entités XML, refusées.")


def creation_date(value: object) -> PartialDate:
    """Turn a creation date of the file's properties into a weak date, marked as inferred."""
    day = value.date() if isinstance(value, datetime) else value
    if not isinstance(day, date) or day > date.today() or day.year < 1980:
        return PartialDate()
    return PartialDate(iso=day.isoformat(), inferred=True)
