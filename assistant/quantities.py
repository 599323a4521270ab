"""Whether a figure counts what is asked, for the one of whom it is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.figures import Figure, tells_who
from assistant.kinds import Kind
from assistant.question import Question
from assistant.words import vocabulary
from corpus.places import find_places
from index.analyser import analyse, fold
from index.sentences import Span
from index.words import common_french

CAPITALISED = re.compile(r"((?<=[\w,;’'(] )[A-ZÀ-Ý][\w-]+|(?<=['’«(])[A-ZÀ-Ý][\w-]+)")
_FIRST = re.compile(r"\W*([A-ZÀ-Ý][\w-]+)")
_CLOSE = 25
_AT = re.compile(
    r"\W{0,2}(?:chez|à|au|aux|pour|par|sur|en|de|du|des|d['’]|dans) ?(?:la |le |les |l['’])?", re.I
)
"""A name right after a figure is what it is said of when one of these links them."""
_APPOSED = re.compile(r"(?:,[^,]{3,40})?,?")
"""« Orvalia, créée en 1999 à Roubaix, qui »: an aside may stand between a name and its clause."""
_SAID_BY = re.compile(r"(?:selon|d['’]après)(?: l[ea']s?)? ?(?:[A-ZÀ-Ý][\w-]+ )*$", re.I)
_BODIES = frozenset(analyse("région département métropole agglomération ville commune État"))
"""« la Région » names no one else than the place that a figure is given for."""
ANYBODY = frozenset(analyse("personne gens"))
AT_WORK = frozenset(
    analyse(
        "employer employeur emploi travailler travail salarié salariat effectif équipe recruter "
        "collaborateur poste compter comprendre réunir rassembler occuper mobiliser embaucher"
    )
)
_NEAR = 60
"""Characters around a figure in which what it counts may be named."""
_ALONE = re.compile(r"\b(?:à|a) (?:elles?|lui|eux) seule?s?\s[^.;:]*$", re.I)
"""« Orvalia prévoit à elle seule 35 recrutements »"""
_CLAUSE_END = re.compile(r"[,;:.()«»]")
_STATEMENT_END = re.compile(r";|\.\s")
_WAGE = re.compile(
    r"\s*(?:euros?|€)?\s*(?:par (?:mois|an)\s|mensuels?\s|annuels?\s)?(?:brut|net)s?\b"
)
_PERIODS = tuple(
    re.compile(rf"\b(?:{words})\b|/ ?{short}\b")
    for words, short in (
        ("par mois|mensuel(?:le)?s?|au mois|chaque mois", "mois"),
        ("par an|annuel(?:le)?s?|a l'annee|chaque annee", "an"),
        (r"par jour|journali\w+|a la journee", "jour"),
        ("par semaine|hebdomadaires?", "semaine"),
        ("de l'heure|par heure|horaires?", "h"),
    )
)
_OF_THEM = re.compile(
    r"(?P<share>\d[\d,]*\s?% d['’]entre (?:eux|elles))(?P<deed>(?:[^.;,]|(?<=\d),(?=\d))*)"
)
_WAGE_TERMS = tuple(analyse("salaire"))
_EARNING = frozenset(analyse("gagner toucher percevoir payer"))
_OTHERS = re.compile(r"[,;:.()]|\bet\b|\bcontre\b")
_LOST = frozenset(
    analyse(
        "supprimer suppression perdre perdu perte détruire licencier menacer disparaître fermer"
    )
)
"""« 130 postes supprimés » are no posts that there are."""


def is_told_for(question: Question, sentence: str, figure: Figure) -> bool:
    """Whether a name of the question stands right after a figure: « 70 % pour Orvalia et 59 % »."""
    after = _OTHERS.split(sentence[figure.end :], maxsplit=1)[0]
    return _AT.match(after) is not None and any(
        set(name) <= set(analyse(after)) for name in question.names
    )


def is_of_the_lost(question: Question, sentence: str, figure: Figure) -> bool:
    """Whether a figure counts what is gone, where what there is is asked for."""
    before = _CLAUSE_END.split(sentence[max(0, figure.start - _CLOSE) : figure.start])[-1]
    after = _CLAUSE_END.split(sentence[figure.end : figure.end + _CLOSE])[0]
    gone = _LOST & {*analyse(before), *figure.counted, *figure.of, *analyse(after)}
    return bool(gone) and not _LOST & set(question.terms) and " en moins" not in question.text


def is_a_wage(sentence: str, figure: Figure) -> bool:
    """Whether an amount is a wage by its own words: « 33 000 euros brut par an »."""
    return _WAGE.match(sentence, figure.end) is not None


def is_of_the_period(question: Question, sentence: str, figure: Figure) -> bool:
    """Whether an amount is by the month or the year, as asked: « 190 euros par mois »."""
    asked = fold(question.text)
    after = fold(sentence[figure.end : figure.end + _CLOSE])
    return any(period.search(asked) and period.search(after) for period in _PERIODS)


def did_it(question: Question, figure: Figure) -> bool:
    """Whether « 480 bénéficiaires » are the people who « ont bénéficié »."""
    return bool(figure.counted) and tells_who(figure.counted[0], question.terms)


def counts_anybody(figure: Figure, wanted: Sequence[str], sentence: str) -> bool:
    """Whether « 380 personnes » are people of any sort, where people at work are asked for."""
    if wanted[0] in ANYBODY or figure.counted[0] not in ANYBODY:
        return False
    before = _STATEMENT_END.split(sentence[: figure.start])[-1]
    after = _STATEMENT_END.split(sentence[figure.end :])[0]
    return not AT_WORK & {*analyse(before), *analyse(after)}


def belongs_to_another(question: Question, sentence: str, figure: Figure) -> bool:
    """Whether the figure is said of another name: « Orvalia compte 420 postes » for Tellurio.

    A question about a place asks of no name: what a firm « qui emploie 420 salariés » counts is
    not the place's.
    """
    if not question.names and question.territories:
        ahead = sentence[: figure.start]
        return _is_of_whom(ahead) or _ALONE.search(ahead) is not None
    if len(question.names) != 1:
        return False
    name = set(question.names[0])
    if name <= _BODIES:
        return False
    before = [m.group() for m in CAPITALISED.finditer(sentence[: figure.start])]
    if not before or name <= set(analyse(sentence[: figure.start])):
        return False
    if any(name & set(analyse(word)) for word in before):
        return False
    places = {m.text for m in find_places(sentence)}
    others = [word for word in before if word not in places]
    return bool(others) and not is_told_for(question, sentence, figure)


def _is_of_whom(before: str) -> bool:
    """Whether a figure stands in a relative clause that opens on a name: « Orvalia, qui … »."""
    opened = before.rfind(" qui ")
    if opened < 0:
        return False
    start = max(before.rfind(mark, 0, opened) for mark in (":", ";", "\n")) + 1
    places = [(m.start, m.end) for m in find_places(before)]
    first = _FIRST.match(before, start, opened)
    opens = [first] if first and fold(first.group(1)) not in common_french() else []
    names = [
        (m.start(1), m.end(1))
        for m in (*opens, *CAPITALISED.finditer(before, start, opened))
        if not any(a <= m.start(1) < b for a, b in places)
    ]
    if not names or _SAID_BY.search(before[: names[-1][0]]):
        return False
    return _APPOSED.fullmatch(before, names[-1][1], opened) is not None


def counted_nearby(figure: Figure, wanted: Sequence[str], sentence: str) -> float:
    """Return 0.5 when what is counted is named near the figure, else little."""
    around = sentence[max(0, figure.start - _NEAR) : figure.end + _NEAR]
    head = wanted[0]
    terms = set(analyse(around))
    named = bool({head, *vocabulary().synonyms.get(head, ())} & terms)
    return 0.5 if named else 0.15


def distance_to(question: Question, sentence: str, figure: Figure) -> float:
    """Mean distance in characters between a figure and the words of the question."""
    wanted = set(question.terms)
    positions = [
        m.start()
        for m in re.finditer(r"[^\W_]+", sentence)
        if m.start() >= 0 and wanted & set(analyse(m.group()))
    ]
    if not positions:
        return 0.0
    nearest = min(abs(p - figure.start) for p in positions)
    return nearest + sum(abs(p - figure.start) for p in positions) / len(positions) / 10


def share_of_them(question: Question, sentence: str) -> Span | None:
    """Return the share that alone tells how many did what is asked.

    « 318 jeunes ont suivi l'atelier et 41 % d'entre eux ont trouvé un emploi » does not say that
    318 of them found one.
    """
    share = _OF_THEM.search(sentence)
    if not share:
        return None
    asked = set(question.terms) - set(question.asked.counted)
    done, before = set(analyse(share["deed"])), set(analyse(sentence[: share.start()]))
    return share.span("share") if (asked & done) - before else None


def is_an_aside(figure: Figure, text: str) -> bool:
    """Whether a figure counts something of its own in brackets: « le secteur (18 codes NAF) »."""
    before = text[: figure.start]
    return bool(figure.counted) and before.count("(") > before.count(")")


def counted_by(question: Question) -> tuple[str, ...]:
    """Return the terms of what is counted, head noun first: « combien gagne » is of a wage."""
    earned = question.kind is Kind.MONEY and _EARNING & set(question.terms)
    return question.asked.counted or (_WAGE_TERMS if earned else ())
