"""Questions that set two things against each other: « Où y a-t-il le plus de…, à Lille ou… ? »."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.places import find_places

_ITEM = r"[^,;:?!]{2,60}?"
_BETWEEN = re.compile(
    rf"\bentre\s+(?P<one>{_ITEM})\s+et\s+(?P<other>{_ITEM})\s*(?:[,:]\s*(?P<rest>[^?]+)|(?=\?|$))",
    re.I,
)
_OR_AT_THE_END = re.compile(
    rf"^(?P<rest>[^?]+?)\s*[,:]\s*(?:c['’]est\s+)?(?P<one>{_ITEM})\s+ou\s+(?P<other>{_ITEM})\s*\??\s*$",
    re.I,
)
_OR_AT_THE_START = re.compile(
    rf"^(?P<one>{_ITEM})\s+ou\s+(?P<other>{_ITEM})\s*[,:]\s*(?P<rest>[^?]+)", re.I
)
_CHEAPER = re.compile(
    r"^(?P<what>[^?]+?)\s*[,:]?\s*"
    r"(?:c['’]est|est(?:[- ](?:il|elle|ce))?|ça coûte|co[ûu]te(?:-t-(?:il|elle))?)"
    rf"\s+(?:plus|moins) ch[eè]re?\s+(?P<one>{_ITEM})\s+(?:ou|qu(?:e\s|['’]))\s*"
    rf"(?P<other>{_ITEM})\s*\??\s*$",
    re.I,
)
_HAS = re.compile(
    r"\b(?:a|ont|y a(?:[- ]t[- ]il)?|fait travailler|(?:compt|emploi|trouv|propos|recrut|form"
    r"|concentr|rassembl|publi|accueill)e(?:nt)?(?:-t-(?:on|il|elle))?)\s*$",
    re.I,
)
_THAN = re.compile(
    rf"\b(?P<more>plus|moins|autant|mieux)\b(?P<what>[^?,;:]*?)\s+qu(?:e\s+|['’])"
    rf"(?P<other>{_ITEM})(?P<rest>\s+(?:en|dans|d['’]apr[eè]s|selon)\s[^?]*)?\s*\??\s*$",
    re.I,
)
_MOST = re.compile(
    r"\b(?:l[ea]s?\s+)?(?:plus|moins)\s+(?:gros|grand)?s?\s*(?:nombre\s+)?(?P<of>d(?:e\s+|['’]))(?P<what>[^?]+)",
    re.I,
)
_PAY = re.compile(r"\b(?:gagn\w+|touch\w+|pay[ée]e?s?|paie\w*|salaires?|rémunér\w+)\b", re.I)
_PRICE = re.compile(r"\b(?:ch[eè]re?s?|coût\w*|prix|tarifs?)\b", re.I)
_LEADING = re.compile(r"^\s*(?P<when>(?:en|dans|à|au|aux|fin|pour)\s[^,?]{2,50}),\s*", re.I)
_PREPOSITION = re.compile(r"^(?:à|au|aux|en|dans|sur|chez|pour|de|du|d['’])(?:\s|(?<=['’]))", re.I)
_ARTICLE = re.compile(r"^(?:l[ea]s?\s|l['’]|une?\s|des\s)", re.I)
_DIFFERENCE = re.compile(
    r"\b(?:différence|écart|comparaison)\s+de\s+(?P<what>salaire|prix|tarif|coût)", re.I
)


@dataclass(frozen=True, slots=True)
class Contrast:
    """What is asked of one of two things: `label` is that thing, in the question's words."""

    label: str
    text: str


def contrasts_of(text: str) -> tuple[Contrast, ...]:
    """Return what is asked of each of two things that a question sets against each other.

    Nothing where it asks for words rather than for an amount of each.
    """
    for read in (_between, _cheaper, _either, _than):
        if found := read(text):
            return found
    return ()


def _between(text: str) -> tuple[Contrast, ...]:
    found = _BETWEEN.search(text)
    if found is None:
        return ()
    items = (found["one"], found["other"])
    if kind := _DIFFERENCE.search(text[: found.start()]):
        asked = "Combien gagne" if kind["what"].lower() == "salaire" else "Combien coûte"
        return tuple(Contrast(item, f"{asked} {_lowered(item)} ?") for item in items)
    return _each(items, f"{text[: found.start()]} {found['rest'] or ''}")


def _cheaper(text: str) -> tuple[Contrast, ...]:
    found = _CHEAPER.search(text)
    items = (found["one"], found["other"]) if found else ()
    if found is None or not all(map(_is_place, items)):
        return ()
    return tuple(
        Contrast(_bare(item), f"Combien coûte {_lowered(found['what'])} {_placed(item)} ?")
        for item in items
    )


def _either(text: str) -> tuple[Contrast, ...]:
    found = _OR_AT_THE_END.search(text) or _OR_AT_THE_START.search(text)
    return _each((found["one"], found["other"]), found["rest"]) if found else ()


def _than(text: str) -> tuple[Contrast, ...]:
    found = _THAN.search(text)
    if found is None:
        return ()
    before, rest = text[: found.start()], (found["rest"] or "").rstrip()
    counted = re.match(r"\s+(?P<of>d(?:e\s+|['’]))(?P<what>.+)", found["what"], re.I)
    if counted and _asks_how_many(before):
        what, one = _last_place(counted["what"])
        if not one:
            return ()
        asked = f"Combien {counted['of']}{what}"
        return tuple(
            Contrast(_bare(item), f"{asked} {_placed(item)}{rest} ?")
            for item in (one, found["other"])
        )
    earner = re.search(
        r"(?P<who>(?:une?|l[ea]s?|des)\s[^?,;:]+?)\s+(?:est[- ]il\s+)?(?:gagn|touch)\w+",
        before,
        re.I,
    )
    if earner and _PAY.search(before):
        items = (earner["who"], found["other"])
        return tuple(Contrast(item, f"Combien gagne {_lowered(item)}{rest} ?") for item in items)
    return ()


def _asks_how_many(before: str) -> bool:
    return (
        re.search(r"\b(?:y a[- ]t[- ]il|il y a|existe|compte|combien)\b", before, re.I) is not None
    )


def _each(items: tuple[str, str], rest: str) -> tuple[Contrast, ...]:
    when = _LEADING.match(rest)
    said = f" {_lowered(when['when'])}" if when else ""
    asked = rest[when.end() :] if when else rest
    most = _MOST.search(asked)
    if most and _HAS.search(asked[: most.start()]):
        counted = re.sub(r"^monde\b", "personnes", most["what"].strip())
        template = f"Combien {most['of']}{counted}"
        return tuple(Contrast(_bare(item), f"{template} {_placed(item)}{said} ?") for item in items)
    if _PAY.search(asked) and re.search(r"\b(?:plus|moins|mieux)\b", asked, re.I):
        if all(map(_is_place, items)):
            return ()
        return tuple(Contrast(item, f"Combien gagne {_lowered(item)}{said} ?") for item in items)
    return ()


def _last_place(words: str) -> tuple[str, str]:
    """Cut « postes à Lille » before its last place, which keeps its preposition."""
    mentions = find_places(words)
    if not mentions:
        return words, ""
    start = mentions[-1].start
    before = re.search(
        r"\s(?:à|au|aux|en|dans|sur|chez)\s(?:l[ea]s?\s|l['’])?$", words[:start], re.I
    )
    cut = before.start() if before else start
    return words[:cut], words[cut:].strip()


def _placed(item: str) -> str:
    """Return the item as where something is: « à Lille », « dans le Doubs », « en Bretagne »."""
    item = item.strip()
    if _PREPOSITION.match(item):
        return item
    return (
        f"dans {item}"
        if _ARTICLE.match(item)
        else f"à {item}"
        if _is_place(item)
        else f"chez {item}"
    )


def _is_place(item: str) -> bool:
    """Whether it names a place: « Vannes » may be one where it is said that one is there."""
    capital = any(character.isupper() for character in item)
    return capital and bool(find_places(item, loose=True) or find_places(f"à {item}"))


def _lowered(words: str) -> str:
    """Return words without the capital that opened a sentence, where a small word bears it."""
    words = words.strip()
    small = _ARTICLE.match(words) or _PREPOSITION.match(words)
    return words[:1].lower() + words[1:] if small else words


def _bare(item: str) -> str:
    item = _PREPOSITION.sub("", item.strip())
    return _ARTICLE.sub("", item) if _is_place(item) else item
