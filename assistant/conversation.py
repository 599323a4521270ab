"""Follow-ups: « Et à Compiègne ? », « Qui la préside ? » become questions that stand alone.

Rules of French grammar rather than a model: the result is shown to the person (« J'ai
compris : … »), so it must be readable and every change explainable.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.focus import ABOUT
from assistant.question import Question
from assistant.refusal import is_courtesy
from assistant.swaps import COMPLEMENT, HOW_MANY, THING, swap, year_beside
from assistant.topics import (
    ASKING,
    FRAME,
    THIS,
    WHO_DID,
    name_of,
    presented,
    topic_of,
    where_of,
)
from corpus.places import find_places
from index.analyser import fold

_AND = re.compile(
    r"^\s*(?:(?:et|mais|ok|oui|d['’]accord|alors|puis|sinon|ah|bon|du coup|donc|merci)\b[\s,.!]*)+",
    re.I,
)
_VERB_HINT = re.compile(
    r"\b(?:est|sont|a|ont|fait|font|y a|va|vont|peut|existe|faut|faudra)\b|-(?:t-)?(?:il|elle|"
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
    r"\b(?P<own>son|sa|ses|leur|leurs)\s+(?!propres?\b)(?P<noun>[a-zà-ÿ-]+(?:\s+(?:de\s+|"
    r"d['’])[a-zà-ÿ-]+|\s+[a-zà-ÿ]+(?:el|al|if|ique|aire))?)",
    re.I,
)
_TO_HIM = re.compile(r"\b(?:lui|leur)\b(?=\s+[a-zà-ÿ]+)", re.I)
_WHEN_OR_WHERE = re.compile(r"^\s*(?:o[uù]|quand|comment|pourquoi)(?=\s|$)", re.I)
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
_HAPPENED = re.compile(r"\b(?:s['’]est-il passé|est-il arrivé|s['’]est passé)\b", re.I)
_LAST_TIME = re.compile(
    r"\b(?:l['’]an (?:dernier|passé)|l['’]année (?:dernière|passée|précédente)|la dernière fois)\b",
    re.I,
)
_VERB_AHEAD = re.compile(
    r"^\s*(?:(?:travaillent|y a-t-il|compte|sont|est|a|ont)\b"
    rf"|(?!(?:{COMPLEMENT}|à|aux?|de|du|des|chez|sous|vers)\b)[a-zà-ÿ]+(?:-t)?(?:-(?:ils?|elles?|on))?"
    r"(?=\s+(?:l[ea]s?\s|l['’]|un\s|une\s|des\s)))",
    re.I,
)
"""« combien de mois *dure* le parcours », whose verb goes with what was counted."""
_OF_ANYBODY = re.compile(
    r"(?:\b(?:gagne|touche|perçoit|fait)|\bdevenir|\bsalaire (?:[a-zà-ÿ]+ )?(?=d)"
    r"|qu['’]est-ce (?:que c['’]est )?qu['’]|c['’]est quoi)"
    r"\s*(?:d['’])?(?:une?\s+|(?<=devenir\s))"
    r"(?P<noun>[^\W\d_]{4,}(?:[- ](?:d['’])?[^\W\d_]+){0,4})$",
    re.I,
)
"""« Combien gagne un cariste ? », « Comment devenir soudeur ? »: it asks of anybody's trade."""
_IF = re.compile(r"(?:si|s['’](?=ils?\b))\s?", re.I)
_SUPPOSED = re.compile(r"\s(?:si|s['’](?=ils?\b))\s.*$", re.I)
"""« Et si on est mineur ? » asks the same of somebody else, whatever was supposed before."""
_IT_TAKES = re.compile(r"\b(?:il faut|faut-il|faudra-t-il|il faudra)\b", re.I)
_HOW_MANY_ARE = re.compile(
    r"(?:ils|elles) sont combien(?:\s+(?:à y (?:travailler|bosser)|là-dedans|dans l['’]équipe))?",
    re.I,
)
"""« Ils sont combien ? », of a firm that was named."""
_DISLOCATED = re.compile(
    r"^(?P<what>(?:l[ea]s?\s|l['’])"
    r"(?!\w+i[èe]mes?,|premi[èe]re?s?,|seconde?s?,|derni[èe]re?s?,|autres?,|suivante?s?,)"
    r"[^,;?]{2,40}),\s+(?:ils?|elles?)\s+",
    re.I,
)
"""« La formation, elle dure combien de temps ? »"""
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
    *earlier, asked = turns
    if is_courtesy(asked):
        return Resolved(asked, False, asked)
    kept = [*(turn for turn in earlier if not is_courtesy(turn)), asked]
    full = kept[0]
    rewritten = False
    for turn in kept[1:]:
        following = _rewrite(full, turn, understand, answered_with)
        rewritten = bool(following)
        full = _tidy(following) if following else turn
    asking = full.split(ABOUT, 1)[0] if rewritten else full
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
    if _IF.match(body) and not ASKING.search(body):
        return f"{_SUPPOSED.sub('', before.rstrip(' ?.!'))} {body.strip(' ?.!')} ?"
    if opened and not ASKING.search(body) and not _VERB_HINT.search(body):
        return swap(understand(before).text, body.strip(" ?.!"), understand)
    body = _DISLOCATED.sub(r"\g<what> ", body)
    new = _OF_ANYBODY.search(body.strip(" ?.!"))
    if new and not set(understand(new["noun"]).terms[:1]) & set(understand(before).terms):
        return None
    if told := year_beside(before, body):
        return told
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
    of_all = _HAPPENED.search(before) or _TO_HIM.search(body)
    if _THAT.search(body) and of_all:
        return f"{body.strip(' ?.!')}{ABOUT}{before.strip(' ?.!')} »"
    if _LAST_TIME.search(body) and not (asked.names or asked.territories):
        return f"{body.strip(' ?.!')}{ABOUT}{before.strip(' ?.!')} »"
    few = 3 if _IT_TAKES.search(body) else 2
    short = len(asked.terms) <= few and not _COMPLETED.search(body)
    if not pronoun and (opened or short):
        carried = _carry(understand(before), body, understand)
        alone = carried == body and not (asked.names or asked.territories)
        topic = topic_of(before, turn, understand, answered_with) if alone else ""
        return _with_topic(body, topic) if topic else carried
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
    if deed := WHO_DID.match(clean):
        return f"{asked} a-t-on {deed['done']} {deed['what']} ?"
    if _WHEN_OR_WHERE.match(clean) and _WHEN_OR_WHERE.fullmatch(asked):
        return _WHEN_OR_WHERE.sub(asked, clean, count=1)
    if fold(asked) == "ou" and before.names and (topic := name_of(clean, understand)):
        verb = "se trouvent" if re.match(r"(?:les|des)\b", topic, re.I) else "se trouve"
        return f"où {verb} {topic} ?"
    return None


def _carry(before: Question, body: str, understand: Callable[[str], Question]) -> str:
    """« Et combien d'entreprises ? »: keep what the earlier question was about."""
    asked = understand(body)
    counted, new = HOW_MANY.search(before.text), HOW_MANY.search(body)
    bare = new is not None and not body[new.end() :].strip(" ?.!")
    if counted and new and bare:
        return before.text[: counted.start()] + new.group() + before.text[counted.end() :]
    if counted and re.match(r"combien\s+(?!d(?:e|es|u)\s|d['’]|y a)", body, re.I):
        counting = before.text[counted.start() : counted.end()].lower()
        return f"{counting}{body[7:].rstrip(' ?.!')}{ABOUT}{before.text.strip(' ?.!')} »"
    context = _complements(before, asked)
    if not context:
        return body
    if not counted and not FRAME.match(before.text):
        about = _without_places(before.text) if asked.territories else before.text
        return f"{body.strip(' ?.!')}{ABOUT}{about.strip(' ?.!')} »"
    if not counted or re.match(THING, context, re.I):
        context = f"({context})"
    return f"{body.strip(' ?.!')} {context} ?"


def _complements(before: Question, asked: Question) -> str:
    """Return the end of the earlier question: topic, names, places and years not said anew."""
    text = before.text.strip(" ?.!")
    if asked.territories:
        text = _without_places(text)
    if asked.years:
        text = re.sub(r"\ben (?:19|20)\d\d\b", "", text)
    counted = HOW_MANY.search(text)
    rest = text[counted.end() :] if counted else presented(text) or text
    return _VERB_AHEAD.sub("", rest).strip(" ,")


def _without_places(text: str) -> str:
    for mention in reversed(find_places(text, loose=True)):
        cut = re.sub(
            r"(?:\b(?:à|en|dans|sur|au|aux|de|d['’])\s*(?:la\s+|le\s+|les\s+|l['’])?)$",
            "",
            text[: mention.start],
            flags=re.I,
        )
        text = cut.rstrip() + text[mention.end :]
    return text


def _with_topic(body: str, topic: str) -> str:
    """Put `topic` where `body` only points at it."""
    clean = body.strip(" ?.!")
    if _HOW_MANY_ARE.fullmatch(clean) and not re.match(r"(?:les|des)\s", topic, re.I):
        return f"combien de personnes travaillent à {topic} ?"
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
    text = re.sub(r"\b([Qq])u['’](?=[bcdfgjklmnpqrstvwxz])", r"\1ue ", text, flags=re.I)
    text = re.sub(r"\bà le (?=\w)", "au ", text)
    text = re.sub(r"\bà les (?=\w)", "aux ", text)
    text = re.sub(r"\bs' (?=\w)", "se ", text)
    text = re.sub(r"\bs'(?=[bcdfgjklmnpqrstvwxz])", "se ", text, flags=re.I)
    text = re.sub(r"\b([Dd])e (?=[aeiouyàâéèêëîïôùûAEIOUÉÈÊÎ])", r"\1'", text)
    text = re.sub(r"\b([Ll])[ea] (?=[aeiouyâéèêëîïôùû])", r"\1'", text)
    text = re.sub(r"\b([Dd])['’](?=[bcfgjklmnpqrstvwxz])", r"\1e ", text, flags=re.I)
    return text[:1].upper() + text[1:].rstrip(" ?") + " ?"
