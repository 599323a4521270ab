"""What to ask next: questions that sentences already found answer by themselves."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.figures import FigureKind, find_figures
from assistant.persons import find_persons
from assistant.wording import say
from assistant.words import vocabulary
from corpus.dates import find_dates
from corpus.document import Document, Territory, TerritoryLevel
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
_GAP = 24
"""Characters between a verb and its figure: « accueille chaque année plus de »."""
_SOON = 9
"""Characters between « a lieu » and its date: « a lieu dès le »."""
_WORDS = 7
"""A longer subject reads badly in a question."""

_LEAD_IN = (
    r"[-–—•*\s]*(?:(?:En|Selon|D['’]après|Depuis|Dès|À|Au|Dans|Fin|Début) [^,]{3,40}, |"
    r"Aujourd['’]hui, ){0,2}"
)
_SUBJECT = rf"^{_LEAD_IN}(?P<subject>[^\W\d_][^,.;:!?()«»“”\"\n]{{2,70}}?) (?P<verb>%s)(?!\w)"
_HOLDS = re.compile(
    _SUBJECT % r"(?:compt|emploi|accueill|form|rassembl|regroup|propos|recens|héberg|recrut|offr|"
    r"totalis)e(?:nt)?|réuni(?:t|ssent)|compren(?:d|nent)"
)
_IS = re.compile(_SUBJECT % "est" + r"(?= (?:(?:une?|le|la) |l['’](?!une? ))(?!.{3,25} que ))")
_HAPPENS = re.compile(
    _SUBJECT % r"se (?:tien(?:t|nent)|déroule(?:nt)?)|a lieu|ont lieu|ouvr(?:e|ent)|"
    r"débute(?:nt)?|commence(?:nt)?"
)
_DONE = re.compile(
    _SUBJECT % r"(?:(?:a|ont) été (?:créé|fondé|lancé|inauguré|construit)|(?:est|sont) né)"
    r"(?P<ending>e?s?)"
)
_LASTS = re.compile(_SUBJECT % r"dure(?:nt)?")
_COSTS = re.compile(_SUBJECT % r"coûte(?:nt)?")
_LEADS = re.compile(
    r"^(?: ?,[^,]{3,40},)? (?P<verb>préside|dirige|a (?:créé|fondé|lancé)) "
    r"(?P<what>(?:les? |la |l[’'])?[^.,;:()\n]{3,50}?)(?= en \d{4}|[.,;:]|$)"
)
_AT = re.compile(r"(?<!\w)(?:dans|à|en|au|aux) (?:les? |la |l['’])?$")
_ARTICLE = re.compile(r"(?:les? |la |l['’])", re.I)
_LEANING = frozenset(
    fold(
        """il elle ils elles on nous vous je tu ce cet cette ces celui celle ceux celles cela ça c
        son sa ses leur leurs notre nos votre vos mon ma mes qui que dont où y en autre autres
        chacun chacune plusieurs certains certaines beaucoup tous toutes tout toute est sont a ont
        était étaient été se ne pas quand si lorsque parce mais donc car"""
    ).split()
)
"""A subject with one of these leans on what stands around it."""
_NOT_COUNTED = frozenset(
    fold(
        """premiers premières derniers dernières principaux principales autres fois points pages
        mois heures secondes exemplaires euros personnes ans jours ex"""
    ).split()
)
"""Plurals of which nobody asks « combien » without more."""

_OPENS_OTHERWISE = frozenset(
    fold(
        """dans en à au aux chez pour selon avec après avant sur par lors depuis pendant durant
        contre sans sous vers entre parmi comme de d des du"""
    ).split()
)
"""A phrase that begins so is no subject."""
_KIN = frozenset(analyse("fils fille frère sœur époux épouse mari père mère personnage"))


@dataclass(frozen=True, slots=True)
class Suggested:
    """A question and the sentence that it was made from: a document's id and offsets."""

    question: str
    document: str
    span: Span
    is_bare: bool = False
    """It names no more than a place."""


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
        found for hit in hits[:_HITS] for found in suggestions(hit.document, hit.passage)
    ):
        cited = any(
            name == suggested.document and start < suggested.span[1] and suggested.span[0] < end
            for name, (start, end) in told
        )
        if not cited and not set(analyse(suggested.question)) <= asked_terms:
            fresh.setdefault(suggested.question, suggested)
    near = sorted(
        fresh.values(), key=lambda s: (not asked_terms & set(analyse(s.question)), s.is_bare)
    )
    kept: list[str] = []
    for suggested in near[:_TRIED]:
        if len(kept) < WANTED and answers(suggested):
            kept.append(suggested.question)
    return tuple(kept)


def suggestions(document: Document, passage: Passage) -> Iterator[Suggested]:
    """Yield the questions that a passage's sentences suggest; those with a subject come first.

    A count without a subject is asked of the place that its headings name: elsewhere it would be
    that of one employer or school, and the question would not say which.
    """
    spans = [
        span
        for span, heading in zip(passage.sentences, passage.headings, strict=True)
        if not heading
    ]
    said = {mention.territory for mention in find_places(passage.context)}
    widest = next(iter(sorted(said, key=_width)), None)
    for span in spans:
        for question in questions_of(document.text[slice(*span)]):
            yield Suggested(question, document.id, span)
    for span in spans if widest and not in_place(widest).startswith("(") else ():
        for question in _counts(document.text[slice(*span)], widest):
            yield Suggested(question, document.id, span, is_bare=True)


def questions_of(sentence: str) -> Iterator[str]:
    """Yield the questions that a sentence answers, whatever stands around it."""
    yield from _led(sentence)
    if (found := _IS.match(sentence)) and (subject := _subject(found)):
        if _is_somebody(subject, sentence[found.end() :]):
            yield say("related_who_is", subject=subject)
        else:
            yield say("related_what", que=_elided("que", subject), subject=subject)
    yield from _held(sentence)
    yield from _dated(sentence)
    for pattern, kind, name in (
        (_LASTS, FigureKind.DURATION, "related_lasts"),
        (_COSTS, FigureKind.MONEY, "related_costs"),
    ):
        if (found := pattern.match(sentence)) and (subject := _subject(found)):
            near = [f for f in find_figures(sentence) if 0 < f.start - found.end() <= _GAP]
            if near and near[0].kind is kind:
                yield say(name, verb=found["verb"], subject=subject)


def _held(sentence: str) -> Iterator[str]:
    found = _HOLDS.match(sentence)
    if not found:
        return
    counts = [f for f in find_figures(sentence) if 0 < f.start - found.end() <= _GAP][:1]
    where = _where(sentence, found.end())
    subject = _subject(found, named=not where)
    for figure in counts:
        noun = counted_noun(sentence[_number_end(sentence, figure.start) :], bare=False)
        if figure.kind is FigureKind.COUNT and figure.value >= _FEWEST and noun and subject:
            yield say(
                "related_count_of",
                de=_elided("de", noun),
                noun=noun,
                verb=found["verb"],
                subject=subject + ("" if _is_named(subject) else where),
            )


def _where(sentence: str, start: int) -> str:
    """Return the first place after `start` with its preposition: «  dans la Creuse »."""
    for mention in find_places(sentence):
        before = _AT.search(sentence, start, mention.start)
        if before:
            return f" {before.group()}{mention.text}"
    return ""


def _is_somebody(subject: str, told: str) -> bool:
    """Whether a subject is a person: by its first name, or by what it is said to be."""
    if any(person.surely and person.end == len(subject) for person in find_persons(subject)):
        return True
    roles = vocabulary().roles | _KIN
    titles = analyse(subject) if subject[:1].islower() else []
    return bool(roles & {*titles[:1], *analyse(told)[:2]})


def _dated(sentence: str) -> Iterator[str]:
    dates = [date.start for date in find_dates(sentence) if date.kind != "relative"]
    found = _HAPPENS.match(sentence)
    soon = any(found and 0 < start - found.end() <= _SOON for start in dates)
    if found and soon and (subject := _subject(found)):
        yield say("related_when", verb=found["verb"], subject=subject)
    found = _DONE.match(sentence)
    if found and any(start > found.end() for start in dates) and (subject := _subject(found)):
        ending = found["ending"]
        pronoun = ("elle" if "e" in ending else "il") + ("s" if "s" in ending else "")
        auxiliary, done = found["verb"].split(" ", 1)
        link = "-t-" if auxiliary == "a" else "-"
        yield say("related_when_done", subject=subject, verb=f"{auxiliary}{link}{pronoun} {done}")


def _led(sentence: str) -> Iterator[str]:
    for person in find_persons(sentence):
        found = _LEADS.match(sentence[person.end :])
        if found and person.surely and _is_named(what := found["what"].strip()):
            yield say("related_who", verb=found["verb"], what=what)


def _subject(found: re.Match[str], *, named: bool = True) -> str:
    """Return the subject as it reads inside a sentence; nothing when it does not stand alone.

    `named`: it must hold a proper name, for want of a place that says which.
    """
    subject = found["subject"].strip()
    words = [fold(word) for word in re.findall(r"[^\W_]+", subject)]
    if len(words) > _WORDS or _LEANING & {*words} or words[0] in _OPENS_OTHERWISE:
        return ""
    if (named and not _is_named(subject)) or "plus" in words:
        return ""
    if not named and not _ARTICLE.match(subject) and not _is_named(subject):
        return ""
    if _ARTICLE.match(subject):
        return subject[0].lower() + subject[1:]
    return subject


def _is_named(subject: str) -> bool:
    """Whether a subject holds a proper name, so that it is understood alone."""
    bare = re.sub(r"^(?:les? |la |l['’])", "", subject, flags=re.I)
    words = bare.split()
    if any(word[:1].isupper() for word in words[1:]):
        return True
    opened = bare != subject and bare[:1].isupper()
    return bool(words) and words[0][0].isupper() and (opened or _is_rare(words[0]))


def _is_rare(word: str) -> bool:
    return any(c.isupper() for c in word[1:]) or fold(word) not in common_french()


def _counts(sentence: str, place: Territory | None) -> Iterator[str]:
    if any(mention.territory != place for mention in find_places(sentence)):
        return
    for figure in find_figures(sentence):
        if figure.kind is not FigureKind.COUNT or figure.value < _FEWEST or place is None:
            continue
        noun = counted_noun(sentence[_number_end(sentence, figure.start) :], bare=True)
        if noun:
            where = f" {in_place(place)}"
            yield say("related_count", de=_elided("de", noun), noun=noun, place=where)


def _number_end(sentence: str, start: int) -> int:
    """Return where the digits from `start` on end; the start when it is in letters."""
    found = re.compile(r"\D{0,20}?\d(?:[\d\s.,]*\d)?").match(sentence, start)
    return found.end() if found else start


def counted_noun(after: str, *, bare: bool) -> str:
    """Return the noun phrase that a number counts, from the words after it; nothing if unclear.

    A plural noun, the plurals that agree with it and one complement: « offres d'emploi
    diffusées ». `bare`: the question gives nothing else, so that « personnes » would not do.
    """
    found = re.match(r"\s+(?:d['’]|de )?(?P<head>[^\W\d_][\w-]+)", after)
    if (
        not found
        or not _is_plural(found["head"])
        or fold(found["head"]) in _NOT_COUNTED - (frozenset() if bare else {"personnes"})
    ):
        return ""
    end = found.end()
    complement = re.compile(r"(?P<more> (?:de |d['’])(?P<word>[a-zà-ÿ-]{3,}))(?!\w|\s?\+)")
    agreeing = re.compile(r" (?P<word>[a-zà-ÿ-]+)(?!['’\w])")
    while agreed := agreeing.match(after, end):
        if not _is_plural(agreed["word"]):
            break
        end = agreed.end()
    if (added := complement.match(after, end)) and analyse(added["word"]):
        end = added.end()
    if proper := re.compile(r"(?: [A-ZÀ-Ý][\w-]+){1,3}").match(after, end):
        end = proper.end()
    noun = after[found.start("head") : end]
    return "" if find_places(noun) else noun


def _is_plural(word: str) -> bool:
    return word[:1].islower() and word[-1] in "sx" and bool(analyse(word))


def _elided(word: str, following: str) -> str:
    """Return « d' » or « de  », « qu' » or « que  », before what follows."""
    return f"{word[:-1]}'" if fold(following)[0] in "aeiouh" else f"{word} "


def _width(territory: Territory) -> int:
    """Order territories from wide to narrow."""
    return list(TerritoryLevel).index(territory.level)


def in_place(territory: Territory) -> str:
    """Return a territory with its preposition: « à Lille », « au Havre », « en Bretagne ».

    Where the preposition depends on a gender that is not known, the name stands in brackets.
    """
    name = territory.name
    if territory.level is TerritoryLevel.COMMUNE:
        if name.startswith("Le "):
            return f"au {name.removeprefix('Le ')}"
        if name.startswith("Les "):
            return f"aux {name.removeprefix('Les ')}"
        return f"à {name}"
    wide = territory.level is TerritoryLevel.REGION or name == "France"
    return f"en {name}" if wide and not name.startswith(("La ", "Le ")) else f"({name})"
