"""What an earlier question of a conversation was about: what a pronoun of the next one means."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.kinds import Kind
from assistant.question import Question
from corpus.places import find_places
from index.analyser import analyse, fold

ASKING = re.compile(
    r"\b(?:qui|que|qu['’]|quoi|quel(?:le)?s?|combien|quand|o[uù]|pourquoi|comment|"
    r"lesquel(?:le)?s|est-ce)\b",
    re.I,
)
THIS = re.compile(
    r"(?<![-\w])(?P<prep>de |d['’]|à |dans |sur |pour |par |avec )?(?P<this>ce|cet|cette|"
    r"ces)\s+(?!qui\b|que\b|qu['’]|sont\b|soit\b)(?P<noun>[a-zà-ÿ-]+)(?:-ci|-là)?",
    re.I,
)
FRAME = re.compile(
    r"^\s*(?:(?:dis|dites|parle|parlez|explique|expliquez)[- ]moi (?:ce qu['’]est |"
    r"ce que c['’]est que |tout sur |de |d['’])?"
    r"|peu(?:x|t|vez)[- ](?:tu|on|vous) me (?:dire|parler de|parler d['’]|expliquer)\s*"
    r"|qu['’]?\s?est[- ]ce qu(?:e c['’]est qu)?(?:e|['’])\s*|c['’]est quoi,?\s*|"
    r"qu['’]est[- ]ce (?:que|qu['’])\s*"
    r"|qui (?:est|sont|était)\s+|que (?:fait|font|sais-tu (?:de|sur)|propose|"
    r"proposent|signifie|désigne)\s+"
    r"|à quoi (?:sert|servent|correspond)\s+|où (?:se (?:trouve|trouvent|situe)|est|sont)\s+"
    r"|quand (?:a lieu|ont lieu|est|a été (?:créée?|lancée?)|se (?:tient|"
    r"déroule))\s+|comment fonctionne\s+"
    r"|en quoi consiste\s+|quel(?:le)?s? (?:est|sont)\s+)",
    re.I,
)
_FRAME_AFTER = re.compile(
    r"[\s,]+(?:c['’]est (?:quoi|qui|où)|qu['’]est[- ]ce que c['’]est|"
    r"ça (?:sert à|fait|veut dire) quoi)\s*$",
    re.I,
)
_OPENING = re.compile(r"^\s*(?:qu['’]|parle|dis|dites|expli|c['’]est quoi)", re.I)
COMPLETES = re.compile(
    r"\s(?:(?:à|chez|de|dans)\s(?:la\s|l['’]|les?\s)?|d['’]|du\s|des\s|aux?\s)", re.I
)
"""What links a name to the one that it completes."""
_DEFINITE = r"(?:\b(?:la|les?|du|des|aux?)\s+|\bl['’])(?:[a-zà-ÿ-]+\s+)?$"
_WHICH_ONE = re.compile(
    r"\W*quel(?:le)?\s+(?!(?:est|sont|était|âge|année|date|jour|mois|heure|prix|tarif|coût|montant|"
    r"budget|part|pourcentage|proportion|taux|nombre|durée|salaire|type|sorte|ville|commune)\b)"
    r"(?P<noun>[^\W\d_]{4,})",
    re.I,
)
"""What one asks of next is the one that was found, not what it was looked for by."""
_OF_A_BODY = re.compile(
    r"\b(?:compte(?:nt)?|réuni(?:t|ssent)|rassemble(?:nt)?|emploie(?:nt)?|accueille(?:nt)?|"
    r"regroupe(?:nt)?|forme(?:nt)?|recrute(?:nt)?|(?:installé|situé|implanté|fondé|créé|racheté)e?s?)\b",
    re.I,
)
"""What a firm, a network or a place does, and nobody."""
_DONE_TO = re.compile(
    r"qui\s+(?!est\b|sont\b|a\b|ont\b)[a-zà-ÿ]+\s+(?P<what>(?:l[ea]s?\s+|l['’])[^?]+)$", re.I
)
"""« Qui anime le réseau ? »"""
WHO_DID = re.compile(
    r"^\s*qui\s+(?:a|ont)\s+(?!été\b)(?P<done>[a-zà-ÿ]+(?:é|i|u|is|it|ert)e?s?)\s+(?P<what>.+)$",
    re.I,
)
_OF_AN_EVENT = re.compile(
    r"\b(?:s['’](?:est|était) (?:déroulée?|tenue?|passée?)s?|(?:a|ont) (?:eu lieu|duré)|"
    r"se (?:déroule|tient|tiennent)|porte(?:nt)? sur|a commencé|(?:a|ont) été (?:menée?|réalisée?|"
    r"publiée?|lancée?|organisée?)s?)\b",
    re.I,
)
"""What a survey or a fair does, and nobody."""
_HOLDER = re.compile(
    r"\b(?P<who>l[ea] (?:vice-)?(?:présiden|directeu|directri|responsable|fondat|cofondat|dirigean|"
    r"délégu|secrétaire|trésori|coordinat|référent|gérant|porte-parole|chef)[a-zà-ÿ]*"
    r"(?: [a-zà-ÿ]+)? (?:de |d['’]|du |des )(?:l[ae] |l['’]|les )?"
    r"[A-ZÀ-Ý][\w-]*(?: (?:(?:du|de|des|de la|sur|et) )?[A-ZÀ-Ý][\w-]*)*)"
)
"""« la déléguée syndicale d'Orvalia », whom « elle » means."""
_MEASURED = re.compile(
    r"\b(?:est|était|sera|étaient|seront)(?:-(?:il|elle)s?)? (?:de |à )?combien\b|"
    r"\bcombien (?:est|était|sera)-(?:il|elle)\b|\bde combien (?:est|était|sera)\b",
    re.I,
)
"""« il était de combien »: of a measure, never of a body or a person."""
_PRONOUN = re.compile(r"(?:(?<![-\w])|-t-|-)(?P<il>ils?|elles?)\b", re.I)
_THE_MOST = re.compile(
    r"(?:l[ea]s?|l['’])\s*(?:plus|premi[èe]re?s?|derni[èe]re?s?|meilleure?s?)\s", re.I
)
"""« la plus grosse équipe de Bretagne », of which Bretagne is only the place."""
_NEW = re.compile(
    r"\b(?P<un>une?)\s+(?P<thing>(?:(?:ancien|nouve|grand|petit|premi|second|derni|autre|jeune|vie)"
    r"[a-zà-ÿ]*\s+)?[^\W\d_]+(?:\s+(?:à|au|de|en|chez|dans|pour|d['’])[^,;:?()]{2,30})?)",
    re.I,
)
"""What a question tells of for the first time, with what completes it."""
_AHEAD = re.compile(
    r"(?!(?:de|du|des|d['’]|à|aux?|dans|sur|en|pour|par|chez|avec)\b)[a-zà-ÿ]+(?:-t)?"
    r"(?:-(?:ils?|elles?|on))?\s+(?=l[ea]s?\s|l['’]|une?\s)"
)
"""The verb of « combien *coûte* la formation », which « elle » does not mean."""
_PREPOSITION = re.compile(
    r"\b(?:(?:à|dans|sur|vers|autour de|près de)\s+(?:la\s+|les?\s+|l['’])?|en\s+|aux?\s+)$", re.I
)


def topic_of(
    before: str,
    turn: str,
    understand: Callable[[str], Question],
    answered_with: Callable[[str], str | None],
) -> str:
    """Return what a pronoun of `turn` stands for, in the earlier question or its answer.

    Nothing where only the whole of that question tells.
    """
    question = understand(before)
    happens = _OF_AN_EVENT.search(turn)
    if (
        question.kind is Kind.PERSON
        and not happens
        and not THIS.search(turn)
        and not _OF_A_BODY.search(turn)
    ):
        person = answered_with(before)
        if person:
            return person
    if question.kind is Kind.PERSON and happens:
        made = WHO_DID.match(question.text.strip(" ?.!"))
        if made and re.match(r"l[ae]s?\s|l['’]", made["what"]):
            return made["what"]
    this = THIS.search(turn)
    asked_for = _WHICH_ONE.match(question.text)
    if asked_for and this and fold(this["noun"]) != fold(asked_for["noun"]):
        return ""  # « ce projet » is not the firm that was asked for: the whole question tells
    if asked_for:
        one = answered_with(before)
        if one and one[:1].isupper():
            return one
    text = question.text.strip(" ?.!")
    rest = re.sub(r"^du\b", "le", presented(text))
    if question.kind is Kind.PERSON and _OF_A_BODY.search(turn) and (done := _DONE_TO.match(text)):
        return done["what"]
    if rest and _MEASURED.search(turn):
        return rest
    if (pronoun := _PRONOUN.search(turn)) and (held := _HOLDER.search(text)):
        feminine = fold(held["who"]).startswith("la ")
        if feminine == fold(pronoun["il"]).startswith("elle"):
            return held["who"]
    thing = _new_thing(text, turn)
    if thing:
        return thing
    if _THE_MOST.match(rest):
        return rest
    name = last_name(text, understand)
    if rest and (not name or len(rest.split()) <= 4 or _OPENING.match(text)):
        return rest
    if rest and name and _opens_with(rest, text[slice(*name)]):
        return rest
    if name:
        return name_of(text, understand)
    answer = answered_with(before)
    if answer and answer[:1].isupper():
        return answer
    return _AHEAD.sub("", ASKING.sub("", text, count=1).strip())


def _new_thing(text: str, turn: str) -> str:
    """Return what « un bureau à Porto » is once told of: « le bureau à Porto », for « il »."""
    pronoun = _PRONOUN.search(turn)
    told = list(_NEW.finditer(text))
    if not pronoun or not told:
        return ""
    masculine = pronoun["il"].lower() == "il"
    last = told[-1]
    if masculine != (last["un"].lower() == "un"):
        return ""
    return ("le " if masculine else "la ") + last["thing"].strip()


def presented(text: str) -> str:
    """Return « X » from « Qu'est-ce que X » or « X, c'est quoi », else nothing."""
    frame = FRAME.match(text)
    if frame:
        return text[frame.end() :].strip()
    after = _FRAME_AFTER.search(text)
    if not after:
        return ""
    return re.sub(r"^L(?=['’]|[ae]s? )", "l", text[: after.start()].strip())


def where_of(question: Question, understand: Callable[[str], Question]) -> str:
    """Return where a question asks about, in its words: « à Roubaix », « dans le Dunkerquois »."""
    text = question.text.strip(" ?.!")
    spans = [(mention.start, mention.end) for mention in find_places(text, loose=True)]
    name = last_name(text, understand)
    for start, end in [*reversed(spans), *([name] if name else [])]:
        before = _PREPOSITION.search(text[:start])
        if before:
            return text[before.start() : end]
    return ""


def _opens_with(phrase: str, name: str) -> bool:
    """Whether `phrase` is `name`, an article before it and its complements after it."""
    return bool(re.match(rf"(?:(?:le|la|les)\s+|l['’])?{re.escape(name)}\b", phrase, re.I))


def last_name(
    text: str, understand: Callable[[str], Question], *, whole: bool = True
) -> tuple[int, int] | None:
    """Return where the last proper name (or else place) of `text` stands.

    `whole`: with the name that it completes, « le Forum Kerlan à Tellurio ».
    """
    found = [span for name in understand(text).names if (span := _where(text, name))]
    if found:
        start, end = found[-1]
        for earlier in reversed(found[:-1]):
            if whole and COMPLETES.fullmatch(text, earlier[1], start):
                start = earlier[0]
        return start, end
    places = find_places(text, loose=True)
    return (places[-1].start, places[-1].end) if places else None


def name_of(text: str, understand: Callable[[str], Question]) -> str:
    """Return the last name of `text` with its article and noun, nothing where it has none."""
    name = last_name(text, understand)
    return _with_noun(text, *name) if name else ""


def _where(text: str, name: Sequence[str]) -> tuple[int, int] | None:
    wanted = set(name)
    words = re.finditer(r"[^\W_]+(?:[-·.][^\W_]+)*", text)
    inside = [word for word in words if set(analyse(word.group())) & wanted]
    return (inside[0].start(), inside[-1].end()) if inside else None


def _with_noun(text: str, start: int, end: int) -> str:
    """Return a name with its article and noun: « l'association Cap Numeric », « le Forum »."""
    noun = re.search(_DEFINITE, text[:start], re.I)
    if not noun:
        return text[start:end]
    found = text[noun.start() : end]
    found = re.sub(r"^(?:des|aux)\s+", "les ", found, flags=re.I)
    return re.sub(r"^(?:du|au)\s+", "le ", found, flags=re.I)
