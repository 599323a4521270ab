"""Swaps: « Et à Compiègne ? » puts a place, a year, a name or a noun in the earlier question."""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.focus import ABOUT
from assistant.kinds import Kind, classify
from assistant.question import Question
from assistant.scope import QUANTITIES
from assistant.sources import source_spans
from assistant.topics import COMPLETES, FRAME, last_name
from corpus.dates import find_year_in_question
from corpus.places import PlaceMention, find_places
from index.analyser import fold

HOW_MANY = re.compile(
    r"\b(combien\s+(?:y a-t-il\s+|il y a\s+)?(?:de\s+|d['’]|des\s+|"
    r"du\s+))((?:[^\W\d]|[-'’])+(?:\s+d['’e]\s?[^\W\d]+)?)",
    re.I,
)
_NEXT = re.compile(r"\b(?:suivant|précédent|prochain|dernier|dernière|autre)(?:e?s?)\b", re.I)
"""What is told by its order from something else cannot stand in its place."""
COMPLEMENT = r"(?:dans|en|sur|avec|par|après|avant|sans|pendant|depuis|dès|hors)\b"
_AGE = re.compile(r"(?:à|de|pour|avec)?\s*(?P<age>(?:(?:moins|plus) de )?\d{1,2} ans)", re.I)
_AGE_SAID = re.compile(
    r"\b(?:de|à|âgée?s? de) (?:(?:moins|plus) de )?\d{1,2}(?: (?:à|et) \d{1,2})? ans\b", re.I
)
_LEVEL = re.compile(
    r"(?<!\bun)(?<!\bune)(?<!\bdes)(?<!\bles)(?<!\ble)\s(?:"
    r"débutante?s?|juniors?|novices?|confirmée?s?|expérimentée?s?|s[ée]niors?"
    r"|en (?:début|milieu|fin) de carrière"
    r"|(?:après|avec) (?:\d{1,2}|[a-zé]{2,8}) ans(?: d['’](?:expérience|ancienneté))?"
    r"|avec de l['’](?:expérience|ancienneté)|quand (?:on|il|elle) (?:débute|commence)"
    r"|au début|à l['’]embauche|en sort(?:ie|ant) d['’](?:école|études))(?![^\W\d_])",
    re.I,
)
"""« débutant », « après cinq ans »: one takes the place of the other."""
_ROLE = re.compile(
    r"(?:l[ea]\s+|l['’])(?:vice-)?(?:président|direct|responsable|fondat|cofondat|dirigeant|patron|"
    r"chef|trésori|secrétaire|maire|coordinat|référent|gérant|auteur|autrice)[a-zà-ÿ]*"
    r"(?P<of>\s+(?:d[eu]s?\b|d['’]).*)?$",
    re.I,
)
_HELD_BY = re.compile(
    r"(?P<who>[Qq]ui\s+(?:est|était|sera))\s+(?:l[ea]\s+|l['’]).*?(?P<whom>\s(?:de\s|d['’]|du\s)"
    r"(?:l[ae]\s+|l['’])?(?:[A-ZÀ-Ý]|[a-zà-ÿ]+$)[^?]*)?$"
)
"""« Qui est la directrice de Tellurio ? », « Et le trésorier ? »."""
_AT_A_NAME = re.compile(r"\b(?:à (?:la |les |l['’])?|aux? )(?:[a-zà-ÿ]+ )?(?=[A-ZÀ-Ý])")
"""« au CHU Tellurio », « à la Clinique du Val »: one takes the place of the other."""
_WHEN_TO = re.compile(r"\W*(?P<asked>quand|o[uù])\s+(?:faut-il|doit-on|peut-on)\b", re.I)
"""« Quand faut-il s'inscrire ? », « Et la rentrée ? » asks when that is, and not to do it."""
_MEASURE = re.compile(
    r"\bcombien\s+(?:de\s+temps|d['’](?:heures?|années?|euros)|de\s+(?:jours|mois|semaines|minutes))\b"
    r"|\bcombien\s+(?!de\b|d['’]|y\b|il\b)|\bcombien$",
    re.I,
)
"""« combien coûte », « combien de temps »: it measures a thing, and counts none."""
_MEASURED_VERB = (
    r"(?:dure(?:nt)?|coûte(?:nt)?|vaut|valent|prend|prennent|gagne(?:nt)?|touche(?:nt)?|est|sont|"
    r"commence(?:nt)?|débute(?:nt)?|finit|finissent|ouvre(?:nt)?|ferme(?:nt)?|a lieu|ont lieu|"
    r"se passe(?:nt)?|se déroule(?:nt)?|se termine(?:nt)?)"
)
THING = r"(?:l['’]\s?|(?:le|la|les|un|une|des)\s+)"
_ARTICLE = re.compile(r"(?<!\w)(?:l[ea]\s+|les\s+|l['’])$", re.I)
_SUBJECT_OPENS = re.compile(rf"^{THING}[^?,]*?(?=\s+(?:me\s+)?{_MEASURED_VERB}\b)", re.I)
_SUBJECT_ENDS = re.compile(
    rf"(?<=\s)(?P<thing>{THING}[^?,]*?)(?=\s+{COMPLEMENT}|\s+(?:à|aux?)\b|\s*$)", re.I
)
_SORT_OF_PLACE = (
    r"(?:(?:région|ville|commune|département|métropole|agglomération)\s+"
    r"(?:de\s+|des\s+|du\s+|d['’])?)?"
)
_PLACE_NAMED = re.compile(rf"(?:\b(?:la|le|les)\s+|\bl['’])(?:{_SORT_OF_PLACE})$", re.I)
_IN_A_PLACE = re.compile(
    rf"(?:\b(?:à|a|en|dans|sur|au|aux)\s+(?:(?:la\s+|le\s+|les\s+|l['’]){_SORT_OF_PLACE})?"
    r"|\bdes?\s+|\bd['’])$",
    re.I,
)
"""« dans la région », before the name of a place that another one takes."""
_END_OF_NAME = re.compile(r"^ (?:des? |du |de la |d['’])[A-ZÀ-Ý][\w-]+")
"""« Crédit *des Flandres* »: a place may be part of a name."""
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_YEAR_BESIDE = re.compile(
    r"(?:(?:et|c['’](?:est|était)|combien|ça (?:fait|faisait|donne|donnait)|pour)\s+)*"
    r"l['’]an(?:née)?\s+(?:(?P<before>d['’]avant|précédente?|passée?|dernière?)"
    r"|d['’]après|suivante?)(?:,?\s+(?:c['’](?:est|était)\s+)?combien)?",
    re.I,
)
"""« l'année d'avant », « l'année suivante », told from the year that was asked of."""
_SOMEBODY = rf"\s+[^?,]*?(?=\s+(?:selon|d['’]apr[eè]s|{COMPLEMENT}|à|aux?)\b|\s*[?,]|\s*$)"
_FOR_WHOM = re.compile(rf"\bpour\s+(?:une?|les?|la|des){_SOMEBODY}", re.I)
_SOMEBODY_ELSE = re.compile(
    r"pour\s+(?:une?|les?)\s+(?:apprentie?s?|alternante?s?|demandeurs?|demandeuses?|boursi[èe]re?s?"
    r"|étudiante?s?|salariée?s?|lycéen(?:ne)?s?|jeunes?|adultes?|mineure?s?|débutante?s?)\b",
    re.I,
)
"""Whom it is asked for, and not what is asked about."""
_OF_ONE = re.compile(rf"\bd['’]une?{_SOMEBODY}", re.I)
"""« pour un administrateur », « d'un administrateur »: « Et pour un technicien ? » stands there."""


def swap(before: str, body: str, understand: Callable[[str], Question]) -> str:
    """« Et à Compiègne ? »: put the new place, year, name or noun in the earlier question."""
    if of_level := _of_level(before, body):
        return of_level
    places = find_places(body, loose=True)
    old_places = find_places(before, loose=True)
    if places and old_places and _names_first(body, places[0], understand):
        name = last_name(before, understand)
        if name is None:
            return f"{body}{ABOUT}{before.strip(' ?.!')} »"
        rest = _END_OF_NAME.sub("", before[name[1] :])
        return _led_to(before[: name[0]], body) + body + rest
    if places and old_places:
        return _replace(before, old_places[-1], body, places[0])
    if source := _of_source(before, body):
        return source
    years = find_year_in_question(body)
    old_years = find_year_in_question(before)
    if years and old_years:
        return re.sub(rf"\b{old_years[-1]}\b", str(years[0]), before)
    if places or years:
        return f"{before.rstrip(' ?.!')} {body} ?"
    if told := year_beside(before, body):
        return told
    if _NEXT.search(body):
        return f"{body}{ABOUT}{before.strip(' ?.!')} »"
    if (age := _AGE.fullmatch(body)) and (old := _AGE_SAID.search(before)):
        return before[: old.start()] + f"de {age['age']}" + before[old.end() :]
    role = _ROLE.match(body)
    held = _HELD_BY.match(before.strip(" ?.!"))
    if role and held:
        of_whom = "" if role["of"] and understand(body).names else held["whom"] or ""
        return f"{held['who']} {body}{of_whom} ?"
    named = _AT_A_NAME.match(body) and _AT_A_NAME.search(before)
    if named or re.match(rf"{COMPLEMENT}|(?:à|aux?)\s+(?!(?:la|les)\s|l['’])", body, re.I):
        return _swap_complement(before, body)
    if (when := _WHEN_TO.match(before)) and re.match(THING, body, re.I):
        verb = "sont" if re.match(r"(?:les|des)\b", body, re.I) else "est"
        return f"{when['asked']} {verb} {body}{ABOUT}{before.strip(' ?.!')} »"
    if asked_of := _for_whom(before, body):
        return asked_of
    if about := _of_what_was_presented(before, body):
        return about
    said = re.sub(r"^(?:celui|celle|ceux|celles)\s+", "", body, flags=re.I)
    noun = re.sub(
        r"^(?:pour|chez|à|au|aux)?\s*(?:les |le |la |l['’]|des |du |de |d['’])?",
        "",
        said,
        flags=re.I,
    )
    if re.match(THING, body, re.I) and (asked := _other_subject(before, body)):
        return asked
    counted = HOW_MANY.search(before)
    if counted and not understand(body).names:
        link = "d'" if fold(noun)[:1] in "aeiouyh" else "de "
        head = re.sub(r"(?:de\s+|d['’]|des\s+|du\s+)$", link, counted.group(1), flags=re.I)
        return before[: counted.start()] + head + noun + before[counted.end() :]
    name = last_name(before, understand, whole=not COMPLETES.match(f" {said}"))
    article = _ARTICLE.search(before, 0, name[0]) if name else None
    if name and article and re.match(THING, said, re.I):
        return before[: article.start()] + said + before[name[1] :]
    if name:
        return _led_to(before[: name[0]], noun) + noun + before[name[1] :]
    return f"{before.rstrip(' ?.!')} {body} ?"


def year_beside(before: str, body: str) -> str:
    """« C'était combien l'année d'avant ? »: ask the same of another year; nothing otherwise."""
    beside = _YEAR_BESIDE.fullmatch(body.strip(" ?.!"))
    if not beside or not find_year_in_question(before):
        return ""
    shift = -1 if beside["before"] else 1
    return _YEAR.sub(lambda year: str(int(year.group()) + shift), before)


def _of_level(before: str, body: str) -> str:
    """« Et pour un senior ? »: ask of another level of experience, or nothing where it is none."""
    bare = re.sub(r"^pour ", "", body, flags=re.I)
    level = _LEVEL.fullmatch(" " + re.sub(r"^une? ", "", bare, flags=re.I))
    if level is None:
        return ""
    old = _LEVEL.search(before)
    who = level.group().strip()
    if old and (" " in who or " " not in old.group().strip()):
        return f"{before[: old.start()]} {who}{before[old.end() :]}"
    said = who if " " in who else f"pour {bare}" if bare != who else f"pour un {who}"
    start, end = old.span() if old else (len(before.rstrip(" ?.!")), len(before))
    return f"{before[:start]} {said}{before[end:] if old else ' ?'}"


def _for_whom(before: str, body: str) -> str:
    """« Et pour un technicien ? »: put them where the others stood, if any did."""
    if not _FOR_WHOM.match(body):
        return ""
    if old := _FOR_WHOM.search(before):
        return f"{before[: old.start()]}{body}{before[old.end() :]}"
    if _SOMEBODY_ELSE.match(body):
        return f"{before.rstrip(' ?.!')} {body} ?"
    if (old := _OF_ONE.search(before)) and (one := re.match(r"pour (?=une?\s)", body, re.I)):
        return f"{before[: old.start()]}d'{body[one.end() :]}{before[old.end() :]}"
    return ""


def _of_what_was_presented(before: str, body: str) -> str:
    """« Parle-moi de l'offre », « Et le salaire ? » asks how much, when or where that one is."""
    framed = FRAME.match(before)
    asked = f"quel est {body}"
    measured = classify(f"{asked} ?").kind in QUANTITIES | {Kind.DATE, Kind.CONTACT}
    if not framed or not re.match(THING, body, re.I) or not measured:
        return ""
    return f"{asked} de {before[framed.end() :].strip(' ?.!')} ?"


def _of_source(before: str, body: str) -> str:
    """« Et selon l'Insee ? »: ask for the words of somebody else, or nothing where it is nobody."""
    new, old = source_spans(body), source_spans(before)
    if not new or body[: new[0][0]].count(" ") > 1:
        return ""
    if not old:
        return f"{before.rstrip(' ?.!')} {body} ?"
    return f"{before[: old[0][0]]}{body[slice(*new[0])]}{before[old[-1][1] :]}"


def _led_to(before: str, name: str) -> str:
    """Return what stands before a name with its article elided as this other name wants it."""
    if re.match(rf"{THING}|d['’]", name, re.I):
        return re.sub(r"\b(?:l[ae]s? |l['’])$", "", before, flags=re.I)
    if fold(name)[:1] in "aeiouyh":
        return re.sub(r"(?<=\bl)[ea] $", "'", re.sub(r"(?<=\bd)e $", "'", before), flags=re.I)
    return re.sub(r"(?:\bl['’])$", "", re.sub(r"(?<=\bd)['’]$", "e ", before), flags=re.I)


def _names_first(body: str, place: PlaceMention, understand: Callable[[str], Question]) -> bool:
    """Whether « Orvalia sur son site de Limoges » names somebody before it names a place."""
    return body[:1].isupper() and place.start > 0 and bool(understand(body[: place.start]).names)


def _other_subject(before: str, body: str) -> str | None:
    """« L'épreuve dure combien de temps ? », « Et l'entretien ? »: measure this one instead."""
    clean = before.strip(" ?.!")
    if not _MEASURE.search(clean):
        return None
    opening = _SUBJECT_OPENS.match(clean)
    if opening:
        return f"{body}{clean[opening.end() :]} ?"
    measured = re.search(rf"\b{_MEASURED_VERB}(?=\s)", clean, re.I)
    subject = _SUBJECT_ENDS.search(clean, measured.end()) if measured else None
    return f"{clean[: subject.start()]}{body}{clean[subject.end() :]} ?" if subject else None


def _swap_complement(before: str, body: str) -> str:
    """« Et dans l'édition ? »: put `body` in place of the complement with the same preposition."""
    preposition = body.split(maxsplit=1)[0]
    if preposition.lower() in {"à", "au", "aux"}:
        preposition = "(?:à|aux?)"
    old = re.search(rf"\b{preposition}\b.*?(?=\s(?:{COMPLEMENT}|à\b|aux?\b)|[?,]|$)", before, re.I)
    if old:
        return before[: old.start()] + body + " " + before[old.end() :].lstrip()
    return f"{before.rstrip(' ?.!')} {body} ?"


def _replace(before: str, old: PlaceMention, body: str, new: PlaceMention) -> str:
    """Put `body` (« à Compiègne ») where the old place stood, its preposition included."""
    start = old.start
    preposition = _IN_A_PLACE.search(before[:start])
    if preposition and re.match(r"(?:à|a|en|dans|sur|au|aux)\b", body, re.I):
        return f"{before[: preposition.start()]}{body}{before[old.end :]}"
    named = _PLACE_NAMED.search(before[:start])
    if named and re.match(r"(?:à|en|sur|de)\s+[A-ZÀ-Ý]", body):
        start = named.start()
    return before[:start] + new.text + before[old.end :]
