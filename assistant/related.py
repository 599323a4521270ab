"""What to ask next: questions that sentences already found answer by themselves."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.figures import Figure, FigureKind, find_figures
from assistant.persons import find_persons
from assistant.wording import say
from assistant.words import vocabulary
from corpus.dates import find_dates
from corpus.document import Document
from corpus.places import find_places
from index.analyser import analyse, fold
from index.passage import Passage
from index.search import Hit
from index.sentences import Span
from index.words import common_french

WANTED = 3
_HITS = 5
"""Passages among the first that may suggest a question."""
_TRIED = 10
"""Questions checked at most before an answer is shown."""
_FEWEST = 5
"""A smaller count is no figure that one asks for."""
_NEAR = 12
"""Characters between « est situé » and its place: « est situé au cœur de »."""
_WORDS = 7
"""A longer subject reads badly in a question."""


def _words(text: str) -> frozenset[str]:
    return frozenset(fold(text).split())


_LEAD_IN = (
    r"[-–—•*\s]*(?:(?:En|Selon|D['’]après|Depuis|Dès|À|Au|Dans|Fin|Début) [^,]{3,40}, |"
    r"Aujourd['’]hui, ){0,2}"
)
_SUBJECT = rf"^{_LEAD_IN}(?P<subject>[^\W\d_][^,.;:!?()«»“”\"\n]{{2,70}}?) (?P<verb>%s)(?!\w)"
_HOLDS = re.compile(
    _SUBJECT % r"(?:compt|emploi|accueill|form|rassembl|regroup|propos|recens|héberg|recrut|offr|"
    r"totalis)e(?:nt)?|réuni(?:t|ssent)|compren(?:d|nent)"
)
_IS = re.compile(
    _SUBJECT
    % "est"
    + r"(?= (?:une? |l['’](?!une? )|l[ea] (?!\d|fois|semaine|plus\b|double|seule?\b))\w)"
    r"(?!.{3,25} que )"
)
_HAPPENS = re.compile(
    _SUBJECT % r"se (?:tien(?:t|nent)|déroule(?:nt)?)|a lieu|ont lieu|ouvr(?:e|ent)|"
    r"débute(?:nt)?|commence(?:nt)?"
)
_DONE = re.compile(
    _SUBJECT % r"(?:(?:a|ont) été (?:créé|fondé|lancé|inauguré|construit)|(?:est|sont) né)"
    r"(?P<ending>e?s?)"
)
_LIES = re.compile(
    _SUBJECT % r"(?:est|sont) (?:situé|installé|implanté|basé)e?s?|se (?:trouv|situ)e(?:nt)?"
)
_SERVES = re.compile(
    _SUBJECT % r"perme(?:t|ttent) (?:de|d['’])|ser(?:t|vent) à|vise(?:nt)? à|"
    r"(?:a|ont) pour (?:objectif|but|mission)"
)
_ADDRESSES = re.compile(
    _SUBJECT
    % r"s['’]adresse(?:nt)? (?:à|aux?)|(?:est|sont) (?:ouvert|destiné|réservé)e?s? (?:à|aux?)"
)
_LASTS = re.compile(_SUBJECT % r"dure(?:nt)?")
_COSTS = re.compile(_SUBJECT % r"coûte(?:nt)?")
_LEADS = re.compile(
    r"^(?: ?,[^,]{3,40},)? (?P<verb>préside|dirige|a (?:créé|fondé|lancé)) "
    r"(?:aujourd['’]hui |actuellement |désormais |également )?"
    r"(?P<what>(?:les? |la |l[’'])?[^.,;:()\n]{3,50}?)"
    r"(?= (?:en|et|avec|depuis|avant|pour|dès|après) |[.,;:]|$)"
)
_BETWEEN = re.compile(
    r"\s*(?:(?:chaque année|toute l['’]année|par an|en moyenne|au total|actuellement|désormais|"
    r"aujourd['’]hui|également|ainsi|le|les|dès le|du|jusqu['’]au)\s*)*",
    re.I,
)
"""What may stand between a verb and the figure or date that it takes."""
_IN_PLACE = re.compile(r" (?:dans|à|en|au|aux) (?:les? |la |l['’])?")
_ARTICLE = re.compile(r"(?:les? |la |l['’]|une? )", re.I)
_SCALE = re.compile(r"\s(?:millions?|milliards?|mille)\s(?:de\s|d['’])?")
_LEANING = _words(
    """il elle ils elles on nous vous je tu ce cet cette ces celui celle ceux celles cela ça c
    son sa ses leur leurs notre nos votre vos mon ma mes qui que dont où y en autre autres chacun
    chacune plusieurs certains certaines beaucoup tous toutes tout toute est sont a ont était
    étaient été se ne pas quand si lorsque parce mais donc car chaque quelques aucun aucune"""
)
"""A subject with one of these leans on what stands around it."""
_OPENS_OTHERWISE = _words(
    """dans en à au aux chez pour selon avec après avant sur par lors depuis pendant durant
    contre sans sous vers entre parmi comme de d des du aujourd désormais ainsi ensuite enfin
    toutefois pourtant environ an année deux trois quatre cinq six dix vingt cent"""
)
"""A phrase that begins so is no subject."""
_LINKS = frozenset({"et", "ou", "ni", "puis"})
"""A phrase that ends so holds another verb."""
_ABSTRACT = _words(
    """objectif but enjeu problème date coût prix durée avantage siège chiffre taux salaire atout
    essentiel nombre part montant effectif question raison résultat lieu adresse mission priorité
    principe ambition défi rôle thème sujet"""
)
"""What nobody asks to define."""
_KIN = _words("fils fille frère sœur époux épouse père mère personnage")
_NOT_COUNTED = _words(
    """premiers premières derniers dernières principaux principales autres fois points pages
    mois heures secondes exemplaires euros ans jours ex"""
)
_NOT_AGREEING = _words("hors près après très vers lors dès alors plus moins sous sans dans venus")
_ASPIRATE = ("haut", "handi", "huit", "hall", "halte", "hors", "havre", "honda", "huawei", "hub")
_NUMBER = re.compile(r"\d[\d\s.,]*(?<=\d)")


@dataclass(frozen=True, slots=True)
class Suggested:
    """A question and the sentence that it was made from: a document's id and offsets."""

    question: str
    document: str
    span: Span


def related_questions(
    hits: Sequence[Hit],
    told: Sequence[tuple[str, Span]],
    asked: str,
    answers: Callable[[Suggested], bool],
) -> tuple[str, ...]:
    """Return up to `WANTED` questions that the nearest passages answer and `asked` does not say.

    `told` are the spans that the answer cites already, by document. `answers` tells whether a
    question, once understood, is answered by the very sentence that it was made from.
    """
    asked_terms = set(analyse(asked))
    fresh: dict[str, Suggested] = {}
    for suggested in (
        found for hit in hits[:_HITS] for found in suggested_by(hit.document, hit.passage)
    ):
        cited = any(
            name == suggested.document and start < suggested.span[1] and suggested.span[0] < end
            for name, (start, end) in told
        )
        if not cited and not set(analyse(suggested.question)) <= asked_terms:
            fresh.setdefault(suggested.question, suggested)
    near = sorted(fresh.values(), key=lambda s: not asked_terms & set(analyse(s.question)))
    kept: list[str] = []
    for suggested in near[:_TRIED]:
        if len(kept) < WANTED and answers(suggested):
            kept.append(suggested.question)
    return tuple(kept)


def suggested_by(document: Document, passage: Passage) -> Iterator[Suggested]:
    """Yield the questions that a passage answers: its headings that ask, and those of sentences."""
    rows = list(zip(passage.sentences, passage.headings, strict=True))
    for (asking, heading), (span, other) in pairwise(rows):
        question = document.text[slice(*asking)].strip()
        if heading and not other and question.endswith("?") and _is_named(question):
            yield Suggested(question, document.id, span)
    for span, heading in rows:
        for question in () if heading else questions_of(document.text[slice(*span)]):
            yield Suggested(question, document.id, span)


def questions_of(sentence: str) -> Iterator[str]:
    """Yield the questions that a sentence answers, whatever stands around it.

    The subject must be a proper name or hold one, or stand in a place that the sentence names:
    « Combien de salariés emploie l'usine ? » is asked of nobody knows which.
    """
    yield from _led(sentence)
    yield from _defined(sentence)
    yield from _held(sentence)
    yield from _dated(sentence)
    for pattern, one, several in (
        (_SERVES, "related_serve", "related_serves"),
        (_ADDRESSES, "related_address", "related_addresses"),
    ):
        if (found := pattern.match(sentence)) and (subject := _subject(found)):
            yield say(several if _is_plural_verb(found["verb"]) else one, subject=subject)
    if (found := _LIES.match(sentence)) and _IN_PLACE.match(sentence, found.end()):
        near = [p for p in find_places(sentence) if 0 < p.start - found.end() <= _NEAR]
        if near and (subject := _subject(found)):
            name = "related_lies" if _is_plural_verb(found["verb"]) else "related_lie"
            yield say(name, subject=subject)
    for pattern, kind, name in (
        (_LASTS, FigureKind.DURATION, "related_lasts"),
        (_COSTS, FigureKind.MONEY, "related_costs"),
    ):
        found = pattern.match(sentence)
        figure = _taken(sentence, found)
        if found and figure and figure.kind is kind and (subject := _subject(found)):
            yield say(name, verb=found["verb"], subject=subject)


def _led(sentence: str) -> Iterator[str]:
    for person in find_persons(sentence):
        found = _LEADS.match(sentence[person.end :])
        before = sentence[: person.start].strip(" -–—•*")
        if not found or not person.surely or (before and not before.endswith(",")):
            continue
        what = found["what"].strip()
        if _is_named(what) and not _LEANING & {*fold(what).replace("'", " ").split()}:
            yield say("related_who", verb=found["verb"], what=what)


def _defined(sentence: str) -> Iterator[str]:
    found = _IS.match(sentence)
    subject = _subject(found) if found else ""
    if not found or not subject:
        return
    head = fold(_ARTICLE.sub("", subject, count=1)).split()[0]
    predicate = re.findall(r"[^\W_]+", fold(sentence[found.end() :]))[1:2]
    persons = [p for p in find_persons(subject) if p.surely and p.start == 0]
    capitals = [word[0].isupper() for word in subject.split()]
    described = bool({*predicate} & _KIN or {*analyse(" ".join(predicate))} & vocabulary().roles)
    if persons or (described and len(capitals) in {2, 3} and all(capitals)):
        yield say("related_who_is", subject=subject)
    elif not described and head not in _ABSTRACT:
        yield say("related_what", que=_elided("que", subject), subject=subject)


def _held(sentence: str) -> Iterator[str]:
    found = _HOLDS.match(sentence)
    figure = _taken(sentence, found)
    if not found or not figure or figure.kind is not FigureKind.COUNT or figure.value < _FEWEST:
        return
    end, noun = _counted(sentence, figure)
    where = _place_after(sentence, end)
    subject = _subject(found, named=not where)
    if not noun or not subject or re.match(r"une?\b", subject):
        return
    placed = bool(find_places(subject))
    yield say(
        "related_count_of",
        de=_elided("de", noun),
        noun=noun,
        verb=found["verb"],
        subject=subject + ("" if placed else where),
    )


def _dated(sentence: str) -> Iterator[str]:
    dates = [date.start for date in find_dates(sentence) if date.kind != "relative"]
    found = _HAPPENS.match(sentence)
    soon = [s for s in dates if found and _BETWEEN.fullmatch(sentence, found.end(), s)]
    if found and soon and (subject := _subject(found)):
        yield say("related_when", verb=found["verb"], subject=subject)
    found = _DONE.match(sentence)
    if found and any(start > found.end() for start in dates) and (subject := _subject(found)):
        ending = found["ending"]
        pronoun = ("elle" if "e" in ending else "il") + ("s" if "s" in ending else "")
        auxiliary, done = found["verb"].split(" ", 1)
        link = "-t-" if auxiliary == "a" else "-"
        yield say("related_when_done", subject=subject, verb=f"{auxiliary}{link}{pronoun} {done}")


def _taken(sentence: str, found: re.Match[str] | None) -> Figure | None:
    """Return the figure that a verb takes: nothing but an adverb stands between the two."""
    if not found:
        return None
    figures = (figure for figure in find_figures(sentence) if figure.start > found.end())
    first = next(figures, None)
    taken = first and _BETWEEN.fullmatch(sentence, found.end(), first.start)
    return first if taken else None


def _is_plural_verb(verb: str) -> bool:
    return any(w in {"sont", "ont"} or w.endswith("ent") for w in re.split(r"[ '’]", verb))


def _subject(found: re.Match[str], *, named: bool = True) -> str:
    """Return the subject as it reads inside a sentence; nothing when it does not stand alone.

    `named`: it must hold a proper name, for want of a place that says which.
    """
    subject = found["subject"].strip()
    article = _ARTICLE.match(subject)
    words = [fold(word) for word in re.findall(r"[^\W_]+", subject)]
    bare = words[1:] if article else words
    if not bare or len(words) > _WORDS or _LEANING & {*words} or "plus" in words:
        return ""
    if bare[0] in _OPENS_OTHERWISE or bare[-1] in _LINKS or bare[0].endswith("ment"):
        return ""
    if any(word.isdigit() for word in bare):
        return ""
    if not _is_named(subject) and (named or not article):
        return ""
    return subject[0].lower() + subject[1:] if article else subject


def _is_named(phrase: str) -> bool:
    """Whether a phrase holds a proper name, so that it is understood alone."""
    article = _ARTICLE.match(phrase)
    words = (phrase[article.end() :] if article else phrase).split()
    if any(word.lstrip("«“\"'(")[:1].isupper() for word in words[1:]):
        return True
    return bool(words) and words[0][:1].isupper() and (bool(article) or _is_rare(words[0]))


def _is_rare(word: str) -> bool:
    return any(c.isupper() for c in word[1:]) or fold(word) not in common_french()


def _place_after(sentence: str, end: int) -> str:
    """Return the place right after `end` with its preposition: «  dans la Creuse »."""
    link = _IN_PLACE.match(sentence, end)
    places = find_places(sentence) if link else ()
    place = next((p for p in places if link and p.start == link.end()), None)
    return f"{link.group()}{place.text}" if link and place else ""


def _counted(sentence: str, figure: Figure) -> tuple[int, str]:
    """Return where the noun phrase that `figure` counts ends, and the phrase; in digits only.

    A plural noun, the plurals that agree with it and one complement: « offres d'emploi ».
    """
    digits = sentence[figure.start :].removeprefix(figure.qualifier)
    begin = len(sentence) - len(digits.lstrip())
    number = _NUMBER.match(sentence, begin)
    if not number:
        return begin, ""
    scale = _SCALE.match(sentence, number.end())
    after = scale.end() - 1 if scale else number.end()
    return counted_noun(sentence, after)


def counted_noun(sentence: str, position: int) -> tuple[int, str]:
    """Return where the plural noun phrase right after `position` ends, and the phrase."""
    found = re.compile(r"[\s'’](?:d['’]|de )?(?P<head>[^\W\d_][\w-]+)").match(sentence, position)
    if not found or not _is_plural(found["head"]) or fold(found["head"]) in _NOT_COUNTED:
        return position, ""
    end = found.end()
    agreeing = re.compile(r" (?P<word>[a-zà-ÿ-]+)(?!['’\w])(?! (?:par|de|du|des|à|en)\b| d['’])")
    while agreed := agreeing.match(sentence, end):
        if not _is_plural(agreed["word"]) or fold(agreed["word"]) in _NOT_AGREEING:
            break
        end = agreed.end()
    added = re.compile(r" (?:de |d['’])(?P<word>[a-zà-ÿ-]{3,})(?!\w|\s?\+)").match(sentence, end)
    if added and analyse(added["word"]):
        end = added.end()
    if proper := re.compile(r"(?: [A-ZÀ-Ý][\w-]+){1,3}").match(sentence, end):
        end = proper.end()
    noun = sentence[found.start("head") : end]
    return (position, "") if find_places(noun) else (end, noun)


def _is_plural(word: str) -> bool:
    return word[:1].islower() and word[-1] in "sx" and bool(analyse(word))


def _elided(word: str, following: str) -> str:
    """Return « d' » or « de  », « qu' » or « que  », before what follows."""
    folded = fold(following)
    vowel = folded[0] in "aeiouh" and not folded.startswith(_ASPIRATE)
    return f"{word[:-1]}'" if vowel else f"{word} "
