"""Places named in French text: which territory, and exactly where in the text.

Names are looked up word by word, so accents, case, hyphens and « St » do not matter, and offsets
count code points of the given text. Case and nearby words then tell « le Nord » from « le nord ».
All names lie in `gazetteer.tsv`, except those of other countries, which babel knows.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Literal

from babel import Locale

from corpus.document import Territory, TerritoryLevel

Relation = Literal["same", "inside", "contains", "disjoint"]

_WORD = re.compile(r"(?:[^\W_]+[\u0300-\u036f]*)+")
_ACRONYM = re.compile(r"[A-Z][A-Za-z]*[A-Z]")
_GAP = re.compile(r"(?!.*\n.*\n)[\s'’ʼ\u2010\u2011–-]{1,4}", re.DOTALL)
_HYPHENS = ("-", "\u2010", "\u2011", "–")
_CONTRACTED = {"le": ("au", "du"), "les": ("aux", "des")}
_IN_TOWN = re.compile(
    r"\b(?:a|sur|vers|pres de|autour de|(?:ville|commune|maire|mairie|agglomeration|gare|campus"
    r"|universite|iut|lycee|cio|mission locale|bassin|port|aeroport) (?:de|d')) ?$"
)
_IN_LAND = re.compile(
    r"\b(?:en|dans (?:le|la|les|l')|(?:departement|conseil departemental|conseil general|prefet"
    r"|prefecture|region|academie|caf|cpam|cci) d(?:e la|e l'|u|es|e|')|departement|region) ?$"
)
_IN_CODE = re.compile(r"\b(?:dans le|dep\.?|dept\.?|departement) ?$")
_LABEL = re.compile(r"[ \u00a0\u202f]?[:|]|[^\S\n]+[–—-][^\S\n]+\d|[^\S\n]{2,}\d|\t")
"""What follows a name that opens a line of a list or a row of a table."""
_LINE_START = re.compile(r"(?:^|\n)[ \t]*(?:[-–•*][ \t]+)?$")
_IN_BRACKETS = re.compile(r" ?\(([^()\n]{1,30})\)")
_UNIT = re.compile(r"[ \u00a0\u202f]?(?:%|€|h\b|heures?\b|minutes?\b|[.,]?\d)")
_AND = re.compile(r"(?:,| et| ou| ?/)(?: (?:a|au|dans|en|sur))?(?: (?:le|la|les|l'))? ?")
_STEM = 4
"""Letters that a town and the area named after it share: Arras and the Arrageois."""
_COUNTED = re.compile(r"\s?\(\s*[+–-]?\s*\d[^()]{0,20}\)")
"""« le Nord (480), l'Oise (92) et la Somme (138) »"""
_AROUND = (
    "métropole",
    "agglomération",
    "agglo",
    "communauté d'agglomération",
    "communauté urbaine",
)
_ARTICLE = re.compile(r"L[ae]s? ")
_WIDTH = {level: width for width, level in enumerate(reversed(TerritoryLevel))}


@dataclass(frozen=True)
class PlaceMention:
    """A territory named in a text: `text[start:end] == mention.text`."""

    start: int
    end: int
    territory: Territory
    text: str


@dataclass(frozen=True, slots=True)
class _Place:
    territory: Territory
    parents: tuple[str, ...] = ()
    strict: bool = False

    @property
    def is_town(self) -> bool:
        return self.territory.level in (TerritoryLevel.COMMUNE, TerritoryLevel.INTERCOMMUNAL)


@dataclass(frozen=True, slots=True)
class _Entry:
    """One way to write a place, or else a name that is none; in lower case if case is free."""

    place: _Place | None
    written: str
    skip: int = 0


@lru_cache(maxsize=65_536)
def _fold(word: str) -> str:
    bare = re.sub("[\u0300-\u036f]", "", unicodedata.normalize("NFD", word.lower()))
    bare = bare.replace("œ", "oe").replace("æ", "ae").replace("’", "'")
    return {"st": "saint", "ste": "sainte", "lez": "les"}.get(bare, bare)


def _plain(text: str) -> str:
    return " ".join(_fold(piece) for piece in re.split(r"\s+", text))


def _key(name: str) -> str:
    return " ".join(_fold(word) for word in _WORD.findall(name))


class _Gazetteer:
    """The table in memory. Earlier rows win where two territories share a name."""

    def __init__(self) -> None:
        self.entries: dict[str, list[_Entry]] = {}
        self.places: dict[str, list[_Place]] = {}
        self.by_code: dict[tuple[TerritoryLevel, str], _Place] = {}
        self.words: dict[str, frozenset[str]] = {}
        table = resources.files("corpus").joinpath("gazetteer.tsv").read_text(encoding="utf-8")
        for row in csv.DictReader(table.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE):
            forms = [row["name"], *filter(None, row["aliases"].split("|"))]
            if row["level"] == "mots":
                self.words[row["name"]] = frozenset(map(_fold, forms[1:]))
            elif row["level"] == "exclu":
                self._add(None, forms)
            else:
                level, parents = TerritoryLevel(row["level"]), tuple(row["parent"].split("|"))
                territory = Territory(name=row["name"], code=row["code"] or None, level=level)
                place = _Place(territory, parents, row["strict"] == "1")
                self._add(place, forms)
                if level is TerritoryLevel.COMMUNE:
                    self._add_surroundings(place, forms)
        level = TerritoryLevel.COUNTRY
        for code, name in Locale("fr").territories.items():
            known = _key(name) in self.places or (level, code) in self.by_code
            if code.isalpha() and not known:
                self._add(_Place(Territory(name=name, code=code, level=level)), [name])

    def _add(self, place: _Place | None, forms: list[str]) -> None:
        for form in forms:
            key = _key(form)
            self._insert(key, _Entry(place, form))
            self.places.setdefault(key, []).extend([place] if place else [])
            article, _, rest = key.partition(" ")
            if rest and place and not place.strict:
                for contracted in _CONTRACTED.get(article, ()):
                    self._insert(f"{contracted} {rest}", _Entry(place, form, skip=1))
        if place and (code := place.territory.code):
            self.by_code.setdefault((place.territory.level, code), place)
            if place.territory.level is TerritoryLevel.DEPARTMENT:
                self.places.setdefault(_key(code), []).append(place)

    def _add_surroundings(self, town: _Place, forms: list[str]) -> None:
        """Know « la métropole de Dijon », « l'agglomération dijonnaise » for what bears its name.

        A table lists wider territories before the towns in them.
        """
        name, *others = forms
        first = _key(name).partition(" ")[0] if not _ARTICLE.match(name) else _key(name)
        of = re.sub("de Le ", "du ", re.sub("de Les ", "des ", f"de {name}"))
        if _fold(name)[0] in "aeiouyh":
            of = f"d'{name}"
        adjectives = [form for form in others if form.islower() and form.endswith("e")]
        for parent in town.parents:
            for area in self.places.get(_key(parent), []):
                if area.territory.level is not TerritoryLevel.INTERCOMMUNAL:
                    continue
                if f" {first} " not in f" {_key(parent)} ":
                    continue
                written = [f"{noun} {said}" for noun in _AROUND for said in (of, *adjectives)]
                self._add(area, [form for form in written if not self._is_known(form)])

    def _is_known(self, form: str) -> bool:
        return any(entry.written == form for entry in self.entries.get(_key(form), []))

    def _insert(self, key: str, entry: _Entry) -> None:
        for space in re.finditer(" |$", key):
            self.entries.setdefault(key[: space.start()], [])
        self.entries[key].append(entry)


_gazetteer = lru_cache(maxsize=1)(_Gazetteer)


class _Scan:
    """One pass over one text, left to right, longest name first."""

    def __init__(self, text: str, loose: bool) -> None:
        self.text, self.loose, self.gazetteer = text, loose, _gazetteer()
        self.spans = [match.span() for match in _WORD.finditer(text)]
        self.words = [_fold(text[start:end]) for start, end in self.spans]
        self.found: list[PlaceMention] = []
        self.doubtful: PlaceMention | None = None

    def run(self) -> list[PlaceMention]:
        resume = 0
        for here, word in enumerate(self.words):
            if here >= resume and word in self.gazetteer.entries:
                resume = self._longest(here)
            elif here >= resume and len(word) in (2, 3) and word[0].isdigit():
                self._department_number(here)
        return self.found

    def _longest(self, here: int) -> int:
        """Accept the longest possible name that starts at word `here`; return where to go on."""
        end, key, candidates = here, self.words[here], []
        while (entries := self.gazetteer.entries.get(key)) is not None:
            candidates.append((end, entries))
            end += 1
            if end == len(self.words) or not self._joined(end - 1):
                break
            key += " " + self.words[end]
        for end, entries in reversed(candidates):
            if len(entries) > 1 and _IN_TOWN.search(self._before(self.spans[here][0])):
                entries = sorted(entries, key=lambda e: e.place is None or not e.place.is_town)
            for entry in entries:
                if entry.place is None or self._accept(entry, entry.place, here, end):
                    return end + 1
        return here + 1

    def _joined(self, word: int) -> bool:
        end, after = self.spans[word][1], self.spans[word + 1][0]
        dotted = self.text[end:after] == ". " and self.words[word] in ("v", "saint", "sainte")
        return dotted or (after - end <= 4 and bool(_GAP.fullmatch(self.text, end, after)))

    def _accept(self, entry: _Entry, place: _Place, here: int, end: int) -> bool:
        start, stop = self.spans[here + entry.skip][0], self.spans[end][1]
        mention = PlaceMention(start, stop, place.territory, self.text[start:stop])
        titled, free = self._titled(entry, here, end), entry.written[0].islower()
        typed = self.loose and self.words[here] not in self.gazetteer.words["capitales"]
        if not (titled or free or typed) or self._inside_a_name(place, here, end):
            return False
        doubtful, self.doubtful = self.doubtful, None
        if place.strict and not free and not self._located(mention, place.is_town):
            opening = self.words[here] in self.gazetteer.words["initiale"] and titled
            if not opening or self.text[start].islower() or mention.text.isupper():
                self.doubtful = mention if titled else None
                return False
        if doubtful and self._listed(doubtful, mention):
            self.found.append(doubtful)
        self.found.append(mention)
        return True

    def _titled(self, entry: _Entry, here: int, end: int) -> bool:
        """Say whether the capitals are those of a name: all its words but the small ones."""
        own = range(here + entry.skip, end + 1)
        if _ACRONYM.fullmatch(entry.written):
            return self.text[self.spans[own[0]][0] : self.spans[end][1]] == entry.written
        small = self.gazetteer.words["liaison"]
        firsts = [self.text[self.spans[i][0]] for i in own if self.words[i] not in small]
        return bool(firsts) and not any(first.islower() for first in firsts)

    def _inside_a_name(self, place: _Place, here: int, end: int) -> bool:
        """Recognise a person, a street, or a longer hyphenated name that is no place we know."""
        text, words = self.text, self.gazetteer.words
        start, stop = self.spans[here][0], self.spans[end][1]
        if text[stop : stop + 1] in _HYPHENS and text[stop + 1 : stop + 2].isalnum():
            after = self.words[end + 1]
            if place.strict or not (after in words["suffixe"] or after in self.gazetteer.entries):
                return True
        if here == 0:
            return False
        before, (first, last) = self.words[here - 1], self.spans[here - 1]
        if text[last:start] in _HYPHENS:
            listed = self.found and self.found[-1].end == last
            return not listed and before not in words["préfixe"]
        if text[last:start] in (" ", "\u00a0", ". ") and before in words["prénom"]:
            return text[first].isupper() and self.words[here - 2 : here - 1] != ["saint"]
        small = [word in words["liaison"] for word in self.words[max(0, here - 3) : here]]
        streets = [word in words["voie"] for word in self.words[max(0, here - 3) : here]]
        return any(street and all(small[i + 1 :]) for i, street in enumerate(streets[:-1]))

    def _located(self, mention: PlaceMention, town: bool) -> bool:
        """Say whether the words around show that a common word is meant as a place."""
        if (_IN_TOWN if town else _IN_LAND).search(self._before(mention.start)):
            return True
        if _LABEL.match(self.text, mention.end) and _LINE_START.search(
            self.text[: mention.start][-8:]
        ):
            return True
        match = _IN_BRACKETS.match(self.text, mention.end)
        around = resolve(match[1]) if match else None
        inside = around is not None and is_within(mention.territory, around)
        return inside or (bool(self.found) and self._listed(self.found[-1], mention))

    def _listed(self, first: PlaceMention, second: PlaceMention) -> bool:
        """Say whether two places are named in a row: « l'Oise et la Somme »."""
        between = _plain(_COUNTED.sub("", self.text[first.end : second.start])[:16])
        return first.territory.level is second.territory.level and bool(_AND.fullmatch(between))

    def _department_number(self, here: int) -> None:
        (start, stop), department = self.spans[here], resolve(self.words[here])
        if department and not _UNIT.match(self.text, stop) and _IN_CODE.search(self._before(start)):
            self.found.append(PlaceMention(start, stop, department, self.text[start:stop]))

    def _before(self, start: int) -> str:
        return _plain(self.text[max(0, start - 40) : start])


def find_places(text: str, *, loose: bool = False) -> list[PlaceMention]:
    """Return the territories named in `text`, in order. `loose`: as typed, without capitals."""
    return _Scan(text, loose).run()


_EXCLUDED = re.compile(
    r"\b(?:hors|hormis|sauf|excepté|à l['’]exception de|à l['’]exclusion de)\s+"
    r"(?:en\s+)?(?:l['’]|la\s+|le\s+|les\s+)?$",
    re.I,
)


def is_excluded(text: str, mention: PlaceMention) -> bool:
    """Tell whether a place is named to be left out: « en France hors Île-de-France »."""
    return _EXCLUDED.search(text, max(0, mention.start - 30), mention.start) is not None


def resolve(name: str) -> Territory | None:
    """Return the territory with exactly this name, alias or department number, if any."""
    key, places = _key(name), _gazetteer().places
    bare = re.sub(r"^(?:le|la|les|l) ", "", key)
    return next((place.territory for place in places.get(key) or places.get(bare) or []), None)


def place_names() -> list[str]:
    """Return the names of all French territories known, without their aliases."""
    places = {p.territory.name for found in _gazetteer().places.values() for p in found}
    return sorted(places)


def _place_of(territory: Territory) -> _Place:
    """Return what is known of a territory; an unknown one lies in France if it is no country."""
    gazetteer, level = _gazetteer(), territory.level
    known = gazetteer.by_code.get((level, territory.code or ""))
    named = gazetteer.places.get(_key(territory.name), [])
    parents = () if level is TerritoryLevel.COUNTRY else ("France",)
    alike = (place for place in named if place.territory.level is level)
    return known or next(alike, _Place(territory, parents))


@lru_cache(maxsize=4096)
def _ancestors(territory: Territory) -> frozenset[Territory]:
    """Return all that contains a territory; a parent's name means its nearest wider bearer."""
    found = frozenset[Territory]()
    for name in _place_of(territory).parents:
        bearers = (p.territory for p in _gazetteer().places.get(_key(name), []))
        named = [t for t in bearers if t != territory and t.name == name]
        named.sort(key=lambda t: (_WIDTH[t.level] <= _WIDTH[territory.level], _WIDTH[t.level]))
        for parent in named[:1]:
            found |= {parent, *_ancestors(parent)}
    return found


def is_within(inner: Territory, outer: Territory) -> bool:
    """Say whether `inner` is `outer` or lies in it."""
    inner, outer = _place_of(inner).territory, _place_of(outer).territory
    return inner == outer or outer in _ancestors(inner)


def relation(a: Territory, b: Territory) -> Relation:
    """Place `a` with respect to `b`. `disjoint` means that neither holds the other."""
    if is_within(a, b):
        return "same" if is_within(b, a) else "inside"
    return "contains" if is_within(b, a) else "disjoint"


def is_named_after(area: Territory, town: Territory) -> bool:
    """Say whether an area bears the name of a town in it: « le Dunkerquois » that of Dunkerque."""
    around = {TerritoryLevel.AREA, TerritoryLevel.INTERCOMMUNAL}
    if area.level not in around or relation(town, area) != "inside":
        return False
    words = _key(area.name).split()
    stems = {word[:_STEM] for word in words if len(word) > _STEM} | set(words)
    return any(word[:_STEM] in stems for word in _key(town.name).split() if len(word) >= _STEM)


def around_town(town: Territory) -> Territory | None:
    """Return the metropolis that bears the name of a town: « Dijon Métropole » for Dijon."""
    for area in _ancestors(_place_of(town).territory):
        if area.level is TerritoryLevel.INTERCOMMUNAL and is_named_after(area, town):
            return area
    return None


def widen(territory: Territory) -> list[Territory]:
    """Return the territories that contain this one, from near to far."""
    ancestors = _ancestors(_place_of(territory).territory)
    return sorted(ancestors, key=lambda t: (-len(_ancestors(t)), _WIDTH[t.level], t.name))
