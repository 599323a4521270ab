"""Which places a sentence speaks of: named in it, or understood from what stands before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.evidence import Evidence
from assistant.figures import Figure
from assistant.tables import row_of
from corpus.document import Document, Territory, TerritoryLevel
from corpus.places import PlaceMention, around_town, find_places, is_excluded, relation
from index.sentences import is_list_item, split_sentences

_BACK = 2
"""How many sentences back a place, a year or a name is still understood."""
_ITSELF = (
    (re.compile(r"\b(?:[Ll]a|[Nn]otre|[Cc]ette) région\b"), TerritoryLevel.REGION),
    (re.compile(r"\b(?:[Ll]e|[Nn]otre|[Cc]e) département\b"), TerritoryLevel.DEPARTMENT),
    (
        re.compile(r"\b(?:la|notre|cette) (?:métropole|agglomération)\b", re.I),
        TerritoryLevel.INTERCOMMUNAL,
    ),
    (re.compile(r"\b(?:la|notre|cette) (?:ville|commune)\b", re.I), TerritoryLevel.COMMUNE),
)
"""« La région » is a place; « la Région », with a capital, is a body that pays or decides."""

_YEAR_ENTRY = re.compile(r"(?:19|20)\d\d\s?[:–—-]\s?\S")
"""« 2016 : création », in a chronology: one line does not tell of what another one tells of."""
_FROM = re.compile(r"\b(?:de |d['’]|du )$", re.I)
_TO = re.compile(r"\s(?:à|jusqu['’]à|au)\s", re.I)
"""« de Dunkerque à Soissons »: how far it goes, and not where a thing is."""
_IN_ONE_BREATH = re.compile(r"\s?[-–/]\s?|\s?,?\s(?:et|ou)\s(?:l['’]|l[ae]\s|les\s|à\s|en\s)?")
_PLACES_US = re.compile(r"(?:[ÀA]|[EÉ]n|Dans|Sur|Chez|C[ôo]té)\s(?:l[ea]s?\s|l['’])?", re.I)
_SUBJECT = re.compile(r"\W*(?:l[ea]s? |l['’])?(?:(?:ville|métropole|agglomération) d[eu] )?", re.I)
_COMPLEMENT = re.compile(r"\w (?:de l['’]|d[eu] (?:la )?|des |d['’])(?:ancien(?:ne)? )?$")
_RELATIVE = re.compile(r",?\s(?:qui|où|dont)\b")
_ENDS_CLAUSE = re.compile(r"[,;:()\d]")


def places_in(text: str, document: Document, before: str = "") -> list[Territory]:
    """Return the places of `text`, « la région » and its like read as the document's own.

    « À Nantes, tout va mieux. La ville compte… »: what opens the sentence `before` is the town.
    """
    mentions = [m for m in find_places(text) if not is_excluded(text, m)]
    spanned = {
        mention
        for first, last in pairwise(mentions)
        if _FROM.search(text[: first.start]) and _TO.fullmatch(text, first.end, last.start)
        for mention in (first, last)
    }
    found = [mention.territory for mention in mentions if mention not in spanned]
    for pattern, level in _ITSELF:
        if pattern.search(text):
            found += _opened_with(before, level) or _own(document, level)
    return found


def _opened_with(before: str, level: TerritoryLevel) -> list[Territory]:
    """Return the town or metropolis that the last sentence of `before` begins by placing us in."""
    sentences = split_sentences(before)
    if level is TerritoryLevel.REGION or not sentences:
        return []
    last = before[slice(*sentences[-1])]
    opened = _PLACES_US.match(last)
    if opened is None:
        return []
    named = [m.territory for m in find_places(last) if m.start <= opened.end()]
    return [place for place in named[:1] if place.level is level]


def _own(document: Document, level: TerritoryLevel) -> list[Territory]:
    """Return the place of one level that a document is about; its town's metropolis is its own."""
    own = [place for place in document.territories if place.level is level]
    if not own and level is TerritoryLevel.INTERCOMMUNAL:
        around = map(around_town, document.territories)
        own = [place for place in around if place is not None]
    return own[:1]


def said_before(evidence: Evidence) -> str:
    """Return what a sentence is understood after; an item of a list leans on no other item.

    Nor does a row of a table lean on another row, or what comes after the table on its last ones.

    « 2. Bilan 2024 » is above the dashes that follow it, as they are not of its list.
    """
    if row_of(evidence.document, evidence.span):
        return evidence.lead
    before = _before(evidence)
    if is_list_item(evidence.text):
        own = evidence.text[:1].isalnum()
        before = [s for s in before if not is_list_item(s) or s[:1].isalnum() != own]
    elif _YEAR_ENTRY.match(evidence.text):
        before = [s for s in before if not _YEAR_ENTRY.match(s)]
    return " ".join([evidence.lead, *before]).strip()


def _before(evidence: Evidence) -> list[str]:
    """Return the sentences just before one in its passage, in order, without rows of a table."""
    spans = evidence.hit.passage.sentences[max(0, evidence.index - _BACK) : evidence.index]
    document = evidence.document
    return [document.text[slice(*span)] for span in spans if not row_of(document, span)]


def said_of(evidence: Evidence, figure: Figure) -> list[Territory]:
    """Return the places that a sentence gives a figure for: those right after it, else the last
    before it. « 2 900 offres en France, dont 310 en Bretagne » gives 2 900 for France."""
    text = evidence.text
    mentions = [m for m in find_places(text) if not is_excluded(text, m)]
    stop = _ENDS_CLAUSE.search(text, figure.end)
    after = [m for m in mentions if figure.end <= m.start < (stop.start() if stop else len(text))]
    before = [m for m in mentions if m.end <= figure.start]
    if not after and before and _is_only_told_by(text, before):
        before = before[:1]
    if after or before:
        return [m.territory for m in after or _together(text, before)]
    return places_in(text, evidence.document, said_before(evidence))


def _is_only_told_by(text: str, mentions: Sequence[PlaceMention]) -> bool:
    """Whether a sentence opens on a place, and the last one only tells which it is.

    « Amiens est le deuxième pôle de l'ancienne Picardie, avec 96 300 emplois » counts Amiens's.
    """
    first, last = mentions[0], mentions[-1]
    return (
        _SUBJECT.fullmatch(text, 0, first.start) is not None
        and _COMPLEMENT.search(text, 0, last.start) is not None
        and _RELATIVE.match(text, last.end) is None
        and relation(first.territory, last.territory) == "inside"
    )


def _together(text: str, mentions: Sequence[PlaceMention]) -> list[PlaceMention]:
    """Return the last places named in one breath: « Lens-Béthune », « l'Oise et l'Aisne »."""
    last = list(mentions[-1:])
    for mention in reversed(mentions[:-1]):
        if not _IN_ONE_BREATH.fullmatch(text, mention.end, last[0].start):
            break
        last.insert(0, mention)
    return last
