"""From bytes to canonical text: one decoding, one normal form, before any offset exists.

Nothing here rewrites what a source says: « 6800 », « 72% » and non-breaking spaces stay as
they are. Only what a reader cannot see is removed (control, zero-width, bidi characters).
"""

from __future__ import annotations

import codecs
import re
import unicodedata

from corpus.document import UnreadableError

_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # control characters that separate nothing
    "\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e"  # format characters (Cf)
    "\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb"
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f"
    "\ud800-\udfff]"  # lone surrogates: no encoding can write them
)
_ASCII = re.compile("[\x00-\x7f]+")
_ASCII_BYTES = bytes(range(0x80))
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_AFTER_BULLET = re.compile(r"^([^\S\n]*(?:[•·▪–—*-]|\(?\w{1,3}[.)]))\t", re.M)
"""« 1.\tLa soudure »: what opens an item is no cell of a row."""
_CELLS_APART = re.compile(r"(?<=\S)\t(?=\S)")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")

_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: it starts with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "une image PNG"),
    (b"\xff\xd8\xff", "une image JPEG"),
    (b"GIF87a", "une image GIF"),
    (b"GIF89a", "une image GIF"),
    (b"PK\x03\x04", "une archive ZIP ou un document bureautique"),
    (b"%PDF-", "un PDF"),
    (b"\x7fELF", "un programme"),
    (b"MZ\x90\x00", "un programme"),
    (b"\x1f\x8b", "une archive gzip"),
    (b"7z\xbc\xaf\x27\x1c", "une archive 7z"),
    (b"Rar!\x1a\x07", "une archive RAR"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "un ancien document bureautique (.doc, .xls)"),
    (b"SQLite format 3\x00", "une base de données"),
    (b"{\\rtf", "un document RTF"),
)
_LEGACY: tuple[tuple[str, str], ...] = (
    ("cp1252", "Windows-1252 (Latin-1)"),
    ("latin-1", "Latin-1"),
    ("mac_roman", "Mac Roman"),
    ("cp850", "DOS (850)"),
)
_FRENCH = frozenset("àâäçéèêëîïôöùûüœæÀÂÇÉÈÊËÎÏÔÙÛŒÆ’‘“”«»–—…€°§·•©®²³\u00a0\u202f")
_REPLACEMENT = "\ufffd"
_STRAY_NULS = 3
_BINARY_SHARE = 0.01
_ENOUGH_TO_GUESS = 20
_SAMPLE = 100_000
_MOSTLY = 0.5
_FEW = 4


def decode(data: bytes) -> tuple[str, list[str]]:
    """Decode the bytes of a text file, whatever its encoding.

    Returns the text and French warnings about what was guessed, replaced or removed.
    Raises UnreadableError when the content is empty, blank, or not text.
    """
    if not data.strip():
        raise UnreadableError("Le fichier est vide.")
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise UnreadableError(f"Le fichier contient {what} et non du texte.")
    text, warnings = _decode_bytes(data)
    text, nul_warnings = _without_nuls(text)
    if len(_CONTROL.findall(text)) > max(_STRAY_NULS, len(text) * _BINARY_SHARE):
        raise UnreadableError("Le fichier contient des données binaires et non du texte.")
    if not canonicalise(text).strip():
        raise UnreadableError("Le fichier ne contient que des blancs.")
    return text, [*warnings, *nul_warnings]


def canonicalise(text: str) -> str:
    """Return the canonical form: Unicode NFC, `\\n` line ends, nothing invisible.

    A tab becomes a space so that words stay apart, or three between the cells of a row, which a
    single one would run together; every other visible character is kept.
    The result is a fixed point: canonicalising it again changes nothing.
    """
    seen = _INVISIBLE.sub("", text)
    lines = _AFTER_BULLET.sub(r"\1 ", _LINE_END.sub("\n", seen))
    lines = _CELLS_APART.sub("   ", lines).replace("\t", " ")
    return unicodedata.normalize("NFC", lines)


def _decode_bytes(data: bytes) -> tuple[str, list[str]]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _replacing(data[len(bom) :], encoding)
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError:
        pass
    damaged = data.decode("utf-8", errors="replace")
    invalid = damaged.count(_REPLACEMENT)
    valid = len(_ASCII.sub("", damaged)) - invalid
    if valid < invalid:
        legacy = _decode_legacy(data)
        if legacy is not None:
            return legacy
    return _replacing(data, "utf-8")


def _replacing(data: bytes, encoding: str) -> tuple[str, list[str]]:
    """Decode with U+FFFD in place of what is invalid, and say how many were put."""
    text = data.decode(encoding, errors="replace")
    before = data.count(_REPLACEMENT.encode(encoding))
    replaced = text.count(_REPLACEMENT) - before
    if replaced <= 0:
        return text, []
    many = "s" if replaced > 1 else ""
    return text, [
        f"{replaced} caractère{many} illisible{many} remplacé{many} par « {_REPLACEMENT} »."
    ]


def _decode_legacy(data: bytes) -> tuple[str, list[str]] | None:
    """Decode one of the 8-bit encodings of older French files, or return None.

    The winner is the encoding whose non-ASCII characters are most often those of French.
    """
    high = data.translate(None, _ASCII_BYTES)  # each byte is one character in these encodings
    best: tuple[float, str, str] = (0.0, "", "")
    for encoding, name in _LEGACY if len(high) >= _FEW else _LEGACY[:1]:
        try:
            accented = high.decode(encoding)
        except UnicodeDecodeError:
            continue
        share = sum(map(accented.count, _FRENCH)) / len(accented)
        if share > best[0]:
            best = (share, encoding, name)
    if best[0] >= _MOSTLY:
        return data.decode(best[1]), [f"Texte décodé en {best[2]}, faute d'être en UTF-8."]
    if len(high) < _ENOUGH_TO_GUESS:
        return None
    from charset_normalizer import from_bytes

    guess = from_bytes(data[:_SAMPLE]).best()
    if guess is None:
        return None
    text = data.decode(guess.encoding, errors="replace")
    return text, [f"Encodage deviné ({guess.encoding}), faute d'être en UTF-8."]


def _without_nuls(text: str) -> tuple[str, list[str]]:
    nuls = text.count("\x00")
    if not nuls:
        return text, []
    if nuls > max(_STRAY_NULS, len(text) * _BINARY_SHARE) or nuls * 3 > len(text):
        raise UnreadableError("Le fichier contient des données binaires et non du texte.")
    many = "s" if nuls > 1 else ""
    return text.replace("\x00", ""), [f"{nuls} caractère{many} nul{many} retiré{many}."]
