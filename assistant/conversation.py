"""Follow-ups: « Et à Compiègne ? », « Qui la préside ? » become questions that stand alone.

Rules of French grammar rather than a model: the result is shown to the person (« J'ai
compris : … »), so it must be readable and every change explainable.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.question import Question
from assistant.topics import (
    ASKING,
    COMPLETES,
    FRAME,
    THIS,
    last_name,
    name_of,
    presented,
    topic_of,
    where_of,
)
from corpus.dates import find_year_in_question
from corpus.places import PlaceMention, find_places
from index.analyser import fold

_AND = re.compile(
    r"^\s*(?:(?:et|mais|ok|oui|d['’]accord|alors|puis|sinon|ah|bon|du coup|donc|merci)\b[\s,.!]*)+",
    re.I,
)
_VERB_HINT = re.compile(
    r"\b(?:est|sont|a|ont|fait|font|y a|va|vont|peut|existe)\b|-(?:t-)?(?:il|elle|"
    r"on|ils|elles|ce)\b",
    re.I,
)
_SUBJECT = re.compile(
    r"(?<!\bexiste)(?<!\bexiste-t)(?<!\bfaut)(?<!\by a)(?<!\by a-t)(?<!\by aura)"
    r"(?<!\by aura-t)(?<!\bs['’]agit)(?<!\bsuffit)"
    r"(?:-t)?-(?:ils?|elles?)\b",
    re.I,
)
_SUBJECT_FIRST = re.compile(
    r"(?<![-\w])(?:ils?|elles?)(?=\s+(?!(?:n['’])?y (?:en )?(?:a|aura|avait)\b|faut\b|"
    r"s['’]agit|existe\b|suffit\b|est (?:possible|nécessaire|obligatoire|prévu)\b))",
    re.I,
)
"""« il existe », « il faut »: nobody is meant."""
_CLITIC = re.compile(
    r"\b(?P<subject>qui|on|ils?|elles?|quand|o[uù]|comment|pourquoi)\s+"
    r"(?P<clitic>l['’]|la\s+|le\s+|les\s+)(?P<verb>(?:a|ont|avait)\s+[a-zà-ÿ]+|"
    r"[a-zà-ÿ]+(?:e|ent|ait|era|a))(?=\s*(?:[?.,!]|$|en\s|depuis\s|à\s))",
    re.I,
)
_THERE = re.compile(
    r"\bs['’]y\s+|\by\s+(?!a(?:ura|vait)?\b)|\blà-bas\b|\bs['’]en\s+|\ben\s+(?=fait|font|"
    r"est|sont|a\s|ont\s)",
    re.I,
)
_OVER_THERE = re.compile(r"\blà[- ]bas\b", re.I)
_THIS_FIGURE = re.compile(
    r"\b(?:ce|cette|ces)\s+(?:chiffres?|nombres?|pourcentages?|taux|données?|"
    r"informations?|infos?|dates?)\b",
    re.I,
)
_THAT = re.compile(r"\b(?:celui-ci|celle-ci|ceux-ci|celles-ci|celui-là|celle-là|cela|ça)\b", re.I)
_POSSESSIVE = re.compile(
    r"\b(?P<own>son|sa|ses|leur|leurs)\s+(?P<noun>[a-zà-ÿ-]+(?:\s+(?:de\s+|"
    r"d['’])[a-zà-ÿ-]+|\s+[a-zà-ÿ]+(?:el|al|if|ique|aire))?)",
    re.I,
)
_TO_HIM = re.compile(r"\b(?:lui|leur)\b(?=\s+[a-zà-ÿ]+)", re.I)
_WHEN_OR_WHERE = re.compile(r"^\s*(?:o[uù]|quand|comment|pourquoi)(?=\s|$)", re.I)
_HOW_MANY = re.compile(
    r"\b(combien\s+(?:y a-t-il\s+|il y a\s+)?(?:de\s+|d['’]|des\s+|"
    r"du\s+))((?:[^\W\d]|[-'’])+(?:\s+d['’e]\s?[^\W\d]+)?)",
    re.I,
)
_WHO_DID = re.compile(
    r"^\s*qui\s+(?:a|ont)\s+(?!été\b)(?P<done>[a-zà-ÿ]+(?:é|i|u|is|it|ert)e?s?)\s+(?P<what>.+)$",
    re.I,
)
_CIRCUMSTANCE = re.compile(
    r"(?:c['’](?:est|était)\s+)?"
    r"(?P<asked>(?:en|à|dans|de|depuis|pour|par|avec)\s+(?:quelle?s?\s+[a-zà-ÿ]+|quand|qui|quoi)"
    r"|quand|o[uù]|pourquoi|comment)"
    r"(?:\s+(?:ça|c['’](?:est|était)))?",
    re.I,
)
"""« en quelle année », « c'était où »: a circumstance alone, of what was asked before."""
_COMPLETED = re.compile(
    r"\b(?:dans|sur|chez|pour|parmi)\s+(?:(?:la|le|les|un|une|des)\s+|l['’])[a-zà-ÿ]{4,}", re.I
)
"""« dans la boulangerie »: a question that says where or for whom needs nothing from before."""
_NEXT = re.compile(r"\b(?:suivant|précédent|prochain|dernier|dernière|autre)(?:e?s?)\b", re.I)
"""What is told by its order from something else cannot stand in its place."""
_COMPLEMENT = r"(?:dans|en|sur|avec|par|après|avant|sans|pendant|depuis|dès|hors)\b"
_AGE = re.compile(r"(?:à|de|pour|avec)?\s*(?P<age>(?:(?:moins|plus) de )?\d{1,2} ans)", re.I)
_AGE_SAID = re.compile(
    r"\b(?:de|à|âgée?s? de) (?:(?:moins|plus) de )?\d{1,2}(?: (?:à|et) \d{1,2})? ans\b", re.I
)
_HAPPENED = re.compile(r"\b(?:s['’]est-il passé|est-il arrivé|s['’]est passé)\b", re.I)
_LAST_TIME = re.compile(
    r"\b(?:l['’]an (?:dernier|passé)|l['’]année (?:dernière|passée|précédente)|la dernière fois)\b",
    re.I,
)
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
_THING = r"(?:l['’]\s?|(?:le|la|les|un|une|des)\s+)"
_SUBJECT_OPENS = re.compile(rf"^{_THING}[^?,]*?(?=\s+(?:me\s+)?{_MEASURED_VERB}\b)", re.I)
_SUBJECT_ENDS = re.compile(
    rf"(?<=\s)(?P<thing>{_THING}[^?,]*?)(?=\s+{_COMPLEMENT}|\s+(?:à|aux?)\b|\s*$)", re.I
)
_ABOUT = ", à propos de « "
_ARTICLE = {"son": "le", "sa": "la", "ses": "les", "leur": "le", "leurs": "les"}


@dataclass(frozen=True, slots=True)
class Resolved:
    """A question that stands alone, and whether it had to be rewritten for that.

    `asking` is the part that says what sort of answer is wanted.
    """

    text: str
    rewritten: bool
    asking: str


def resolve(
    turns: Sequence[str],
    understand: Callable[[str], Question],
    answered_with: Callable[[str], str | None],
) -> Resolved:
    """Rewrite the last of `turns` with what the earlier ones, oldest first, were about.

    `understand` analyses a question that stands alone; `answered_with` gives the exact words
    that answered it (a name, a place), or None.
    """
    full = turns[0]
    rewritten = False
    for turn in turns[1:]:
        following = _rewrite(full, turn, understand, answered_with)
        rewritten = bool(following)
        full = _tidy(following) if following else turn
    asking = full.split(_ABOUT, 1)[0] if rewritten else full
    return Resolved(full, rewritten, asking)


def _rewrite(
    before: str,
    turn: str,
    understand: Callable[[str], Question],
    answered_with: Callable[[str], str | None],
) -> str | None:
    """Return `turn` made to stand alone, or None when it already does."""
    proper = understand(turn).text
    opened = _AND.match(proper)
    body = proper[opened.end() :] if opened else proper
    if opened and not ASKING.search(body) and not _VERB_HINT.search(body):
        return _swap(understand(before).text, body.strip(" ?.!"), understand)
    done = _circumstance_of(understand(before), body, understand)
    if done:
        return done
    asked = understand(body)
    refers = bool(
        THIS.search(body) or _THAT.search(body) or _POSSESSIVE.search(body) or _THERE.search(body)
    )
    stands = bool(asked.names or asked.territories) and not refers
    whole = bool(ASKING.search(body) and _VERB_HINT.search(body) and asked.names)
    if stands and (not opened or whole):
        return None
    pronoun = refers or bool(
        _SUBJECT.search(body) or _SUBJECT_FIRST.search(body) or _CLITIC.search(body)
    )
    if _THAT.search(body) and _HAPPENED.search(before):
        return f"{body.strip(' ?.!')}{_ABOUT}{before.strip(' ?.!')} »"
    if _LAST_TIME.search(body) and not (asked.names or asked.territories):
        return f"{body.strip(' ?.!')}{_ABOUT}{before.strip(' ?.!')} »"
    short = len(asked.terms) <= 2 and not _COMPLETED.search(body)
    if not pronoun and (opened or short):
        return _carry(understand(before), body, understand)
    if not pronoun:
        return None
    if _THIS_FIGURE.search(body):
        return before
    if _OVER_THERE.search(body) and (where := where_of(understand(before), understand)):
        return _OVER_THERE.sub(where, body)
    topic = topic_of(before, turn, understand, answered_with)
    return _with_topic(body, topic) if topic else _carry(understand(before), body, understand)


def _circumstance_of(
    before: Question, body: str, understand: Callable[[str], Question]
) -> str | None:
    """« Qui a fondé X ? », « Et en quelle année ? »: ask when it was done, whoever did it.

    « C'est où ? » asks where a name of the earlier question is, or where it took place.
    """
    circumstance = _CIRCUMSTANCE.fullmatch(body.strip(" ?.!"))
    if not circumstance:
        return None
    clean, asked = before.text.strip(" ?.!"), circumstance["asked"]
    if deed := _WHO_DID.match(clean):
        return f"{asked} a-t-on {deed['done']} {deed['what']} ?"
    if _WHEN_OR_WHERE.match(clean) and _WHEN_OR_WHERE.fullmatch(asked):
        return _WHEN_OR_WHERE.sub(asked, clean, count=1)
    if fold(asked) == "ou" and before.names and (topic := name_of(clean, understand)):
        verb = "se trouvent" if re.match(r"(?:les|des)\b", topic, re.I) else "se trouve"
        return f"où {verb} {topic} ?"
    return None


def _swap(before: str, body: str, understand: Callable[[str], Question]) -> str:
    """« Et à Compiègne ? »: put the new place, year, name or noun in the earlier question."""
    places = find_places(body, loose=True)
    old_places = find_places(before, loose=True)
    if places and old_places:
        return _replace(before, old_places[-1], body, places[0])
    years = find_year_in_question(body)
    old_years = find_year_in_question(before)
    if years and old_years:
        return re.sub(rf"\b{old_years[-1]}\b", str(years[0]), before)
    if places or years:
        return f"{before.rstrip(' ?.!')} {body} ?"
    if _NEXT.search(body):
        return f"{body}{_ABOUT}{before.strip(' ?.!')} »"
    if (age := _AGE.fullmatch(body)) and (old := _AGE_SAID.search(before)):
        return before[: old.start()] + f"de {age['age']}" + before[old.end() :]
    role = _ROLE.match(body)
    held = _HELD_BY.match(before.strip(" ?.!"))
    if role and held:
        of_whom = "" if role["of"] and understand(body).names else held["whom"] or ""
        return f"{held['who']} {body}{of_whom} ?"
    if re.match(rf"{_COMPLEMENT}|(?:à|aux?)\s+(?!(?:la|les)\s|l['’])", body, re.I):
        return _swap_complement(before, body)
    said = re.sub(r"^(?:celui|celle|ceux|celles)\s+", "", body, flags=re.I)
    noun = re.sub(
        r"^(?:pour|chez|à|au|aux)?\s*(?:les |le |la |l['’]|des |du |de |d['’])?",
        "",
        said,
        flags=re.I,
    )
    if re.match(_THING, body, re.I) and (asked := _other_subject(before, body)):
        return asked
    counted = _HOW_MANY.search(before)
    if counted and not understand(body).names:
        link = "d'" if fold(noun)[:1] in "aeiouyh" else "de "
        head = re.sub(r"(?:de\s+|d['’]|des\s+|du\s+)$", link, counted.group(1), flags=re.I)
        return before[: counted.start()] + head + noun + before[counted.end() :]
    name = last_name(before, understand, whole=not COMPLETES.match(f" {said}"))
    if name:
        return before[: name[0]] + noun + before[name[1] :]
    return f"{before.rstrip(' ?.!')} {body} ?"


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
    old = re.search(rf"\b{preposition}\b.*?(?=\s(?:{_COMPLEMENT}|à\b|aux?\b)|[?,]|$)", before, re.I)
    if old:
        return before[: old.start()] + body + " " + before[old.end() :].lstrip()
    return f"{before.rstrip(' ?.!')} {body} ?"


def _replace(before: str, old: PlaceMention, body: str, new: PlaceMention) -> str:
    """Put `body` (« à Compiègne ») where the old place stood, its preposition included."""
    start = old.start
    preposition = re.search(
        r"(?:\b(?:à|a|en|dans|sur|au|aux)\s+(?:la\s+|le\s+|les\s+|l['’])?|\bdes?\s+|"
        r"\bd['’])$",
        before[:start],
        re.I,
    )
    if preposition and re.match(r"(?:à|a|en|dans|sur|au|aux)\b", body, re.I):
        start = preposition.start()
        return f"{before[:start]}{body}{before[old.end :]}"
    return before[: old.start] + new.text + before[old.end :]


def _carry(before: Question, body: str, understand: Callable[[str], Question]) -> str:
    """« Et combien d'entreprises ? »: keep what the earlier question was about."""
    asked = understand(body)
    counted, new = _HOW_MANY.search(before.text), _HOW_MANY.search(body)
    bare = new is not None and not body[new.end() :].strip(" ?.!")
    if counted and new and bare:
        return before.text[: counted.start()] + new.group() + before.text[counted.end() :]
    if counted and re.match(r"combien\s+(?!d(?:e|es|u)\s|d['’]|y a)", body, re.I):
        counting = before.text[counted.start() : counted.end()].lower()
        return f"{counting}{body[7:].rstrip(' ?.!')}{_ABOUT}{before.text.strip(' ?.!')} »"
    context = _complements(before, asked)
    if not context:
        return body
    if not counted and not FRAME.match(before.text):
        return f"{body.strip(' ?.!')}{_ABOUT}{before.text.strip(' ?.!')} »"
    if not counted:
        context = f"({context})"
    return f"{body.strip(' ?.!')} {context} ?"


def _complements(before: Question, asked: Question) -> str:
    """Return the end of the earlier question: topic, names, places and years not said anew."""
    text = before.text.strip(" ?.!")
    if asked.territories:
        for mention in reversed(find_places(text, loose=True)):
            cut = re.sub(
                r"(?:\b(?:à|en|dans|sur|au|aux|de|d['’])\s*(?:la\s+|le\s+|les\s+|l['’])?)$",
                "",
                text[: mention.start],
                flags=re.I,
            )
            text = cut.rstrip() + text[mention.end :]
    if asked.years:
        text = re.sub(r"\ben (?:19|20)\d\d\b", "", text)
    counted = _HOW_MANY.search(text)
    rest = text[counted.end() :] if counted else presented(text) or text
    return re.sub(r"^\s*(?:travaillent|y a-t-il|compte|sont|est|a|ont)\b", "", rest).strip(" ,")


def _with_topic(body: str, topic: str) -> str:
    """Put `topic` where `body` only points at it."""
    clean = body.strip(" ?.!")
    ways: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
        (THIS, lambda m: f"{m['prep'] or ''}{topic}"),
        (_POSSESSIVE, lambda m: f"{_ARTICLE[m['own'].lower()]} {m['noun']} de {topic}"),
        (_THAT, lambda _: topic),
        (_SUBJECT_FIRST, lambda _: topic),
        (_CLITIC, lambda m: f"{m['subject']} {m['verb']} {topic}"),
        (_TO_HIM, lambda _: f"(à {topic})"),
    )
    for pattern, build in ways:
        found = pattern.search(clean)
        if found:
            return f"{clean[: found.start()]}{build(found)}{clean[found.end() :]} ?"
    subject = _SUBJECT.search(clean)
    if subject:
        return f"{clean[: subject.start()]}{clean[subject.end() :]} {topic} ?"
    there = _THERE.search(clean)
    if there:
        said = fold(there.group()).strip()
        reflexive = "s'" if said.startswith("s'") else ""
        rest = f"{clean[: there.start()]}{reflexive}{clean[there.end() :]}".strip()
        return f"{rest} {'de' if said.endswith('en') else 'à'} {topic} ?"
    return f"{clean} ({topic}) ?"


def _tidy(text: str) -> str:
    """Return the rewritten question with a capital, single spaces and plain contractions."""
    text = re.sub(r"\s+", " ", text).strip()
    text = re.sub(r"\bde le (?=\w)", "du ", text)
    text = re.sub(r"\bde les (?=\w)", "des ", text)
    text = re.sub(r"\b([Qq])ue (?=[aeiouyàâéèêëîïôùû])", r"\1u'", text)
    text = re.sub(r"\bà le (?=\w)", "au ", text)
    text = re.sub(r"\bà les (?=\w)", "aux ", text)
    text = re.sub(r"\bs' (?=\w)", "se ", text)
    text = re.sub(r"\bs'(?=[bcdfgjklmnpqrstvwxz])", "se ", text, flags=re.I)
    text = re.sub(r"\b([Dd])e (?=[aeiouyàâéèêëîïôùûAEIOUÉÈÊÎ])", r"\1'", text)
    text = re.sub(r"\b([Ll])[ea] (?=[aeiouyâéèêëîïôùû])", r"\1'", text)
    text = re.sub(r"\b([Dd])['’](?=[bcfgjklmnpqrstvwxz])", r"\1e ", text, flags=re.I)
    return text[:1].upper() + text[1:].rstrip(" ?") + " ?"
