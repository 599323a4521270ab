"""Two sources that give different figures of one thing, told from figures of two things.

A false conflict is worse than a missed one: figures are compared only where both are said of the
same thing, of the same place and of the whole, whatever the year and the publisher.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from assistant.coverage import credit, terms_of, weight
from assistant.discourse import told_terms, topic
from assistant.evidence import Evidence
from assistant.figures import Figure, agree, counted_alike
from assistant.kinds import Kind
from assistant.persons import find_persons
from assistant.quantities import AT_WORK, counted_by
from assistant.question import Question
from assistant.scope import holds_for_figure, same_place
from assistant.stated import BOUND, CLAUSE, SAID, Stated, stated
from assistant.words import vocabulary
from corpus.dates import years_in
from corpus.places import find_places
from index.analyser import analyse, fold
from index.passage import is_entry
from index.sentences import bullet_width
from index.words import common_french

_POOL = 12
_MARGIN = 3.0
_LACK = 0.2
"""How much less of the question a differing source may cover."""
_SAME_ORDER = 3.0
"""Times a figure may be another's and still count the same thing."""
_READ = 0.0
"""Margin under which a reader that read the sentence finds nothing of what is asked there."""
_RARE = 3
"""Uses in the frequency list up to which a word of a heading may be somebody's name."""
_TELLING = 2.0
"""Weight from which a word beside a figure may say that it counts something narrower."""
_LETTERS = re.compile(r"[^\W\d_]+")
_PARTICIPLE = re.compile(r"\w{2,}(?:é|ée|és|ées)$", re.I)
"""« offres diffusées », « emplois recensés »: how a thing was counted, not which."""
_NAMED_BEFORE = re.compile(r"(?<=[\w,)] )(?<!selon )(?<!après )([A-ZÀ-Ý][\w’'-]+)")

_OURS = re.compile(
    r"\b(?:nous|nos|notre)\b(?! (?:région|département|ville|métropole|territoire|agglomération))",
    re.I,
)
_SORTS = re.compile(
    r"\b(?:cadres?|encadrement|direction|ouvriere?s?|interimaires?|apprentie?s?|apprentissage|"
    r"alternante?s?|alternance|stagiaires?|etudiante?s?|eleves?|formations?|ecoles?|"
    r"debutante?s?|juniors?|seniors?|diplomee?s?|retraitee?s?|benevoles?|freelances?)\b"
)
"""Those who are only some of the people of a trade, or not yet in it, in a title or a heading."""


def find_differing(question: Question, kept: Sequence[Evidence]) -> list[Stated]:
    """Return what counts the very thing asked and gives different values, newest first."""
    figure = stated(question, kept[0]) if kept else None
    if figure is None:
        return []
    first = Stated(kept[0], figure)
    if not _says_of_what(question):
        return []
    if not _is_of_the_whole(question, first, first):
        return []
    found = [first]
    documents = {first.evidence.document.id}
    for evidence in kept[1:_POOL]:
        figure = stated(question, evidence)
        if figure is None or evidence.document.id in documents:
            continue
        other = Stated(evidence, figure)
        if not _is_comparable(question, first, other):
            continue
        documents.add(evidence.document.id)
        if not any(_is_given_by(known, other.figure) for known in found):
            found.append(other)
    if len(found) < 2 or not holds_for_figure(question, *first):
        return []
    return sorted(found, key=lambda each: each.evidence.document.published.iso, reverse=True)


def _says_of_what(question: Question) -> bool:
    """Whether a question says of what it asks a figure.

    « Quel est le taux de réussite ? » is of nothing in particular: each source has its own.
    """
    if question.names or question.territories:
        return True
    plain = vocabulary().scaffold | _plain_words() | set(question.asked.counted[:1])
    return any(term not in plain and not term[0].isdigit() for term in question.terms)


def _is_given_by(known: Stated, figure: Figure) -> bool:
    """Whether a sentence gives a figure itself, rounded or besides its own."""
    return any(agree(figure, own) for own in known.evidence.match.figures)


def most_of_the_kind(question: Question, kept: Sequence[Evidence]) -> Sequence[Evidence]:
    """Put first what counts the very thing asked, where the best evidence does not.

    « 31 640 salariés dans les entreprises » tells of companies but does not say how many, and
    « 2 900 offres en France, dont 310 en Bretagne » gives its first figure for another place.
    """
    if question.kind is not Kind.NUMBER or not question.asked.counted or not kept:
        return kept
    figure = stated(question, kept[0])
    misplaced = figure is not None and not holds_for_figure(question, kept[0], figure)
    if not misplaced and (figure is not None or kept[0].match.strength >= BOUND):
        return kept
    for number, evidence in enumerate(kept[:_POOL]):
        found = _stated_there(question, evidence)
        near = misplaced or evidence.score >= kept[0].score - _MARGIN
        if near and found is not None and _may_answer(found):
            return [evidence, *kept[:number], *kept[number + 1 :]]
    return kept


def _stated_there(question: Question, evidence: Evidence) -> Stated | None:
    figure = stated(question, evidence)
    if figure is None or not holds_for_figure(question, evidence, figure):
        return None
    return Stated(evidence, figure)


def _is_comparable(question: Question, first: Stated, other: Stated) -> bool:
    """Whether two figures of the thing asked are of the same whole."""
    values = sorted((first.figure.value, other.figure.value))
    if values[1] > _SAME_ORDER * values[0]:
        return False
    if not holds_for_figure(question, *other) or not same_place(question, first, other):
        return False
    if not question.names and any(_tells_of_itself(each.evidence) for each in (first, other)):
        return False
    if _are_opposed(first.evidence, other.evidence):
        return False
    if not _is_of_the_whole(question, other, first):
        return False
    if not _is_about_as_much(question, first.evidence, other.evidence):
        return False
    if _is_key_figure(other):
        return True
    near = other.evidence.score >= first.evidence.score - _MARGIN
    return near and _may_answer(other) and _says_as_much(question, first.evidence, other)


def _may_answer(each: Stated) -> bool:
    """Whether a reader finds what is asked in a sentence; it cannot tell of a bare figure."""
    reading = each.evidence.reading
    return reading is None or reading.margin >= _READ or _is_key_figure(each)


def _says_as_much(question: Question, first: Evidence, other: Stated) -> bool:
    """Whether a sentence is about as much of the question as the first one.

    Where it says less by itself, it must not give another year, nor tell of a company or a body
    that the question does not name.
    """
    evidence = other.evidence
    if evidence.feature("context_coverage") < first.feature("context_coverage") - _LACK:
        return False
    if evidence.feature("coverage") >= first.feature("coverage") - _LACK:
        return True
    return not years_in(evidence.text) and not _tells_of_a_name(question, other)


def _is_key_figure(each: Stated) -> bool:
    """Whether it is a line that says little but its figure: « – 47 650 salariés »."""
    evidence, figure = each
    passage = evidence.hit.passage
    if not passage.needs_lead(evidence.document.text, evidence.index):
        return False
    return is_entry(evidence.text) or figure.start <= bullet_width(evidence.text)


def _is_about_as_much(question: Question, first: Evidence, other: Evidence) -> bool:
    """Whether a line and what it is read under say of the question all that the first one does.

    What a document is about need not be said again by each line; what only the first sentence
    says (« médian ») must not be said by another line of the same list.
    """
    own, about = terms_of(first.text), _about(first)
    line = terms_of(other.text) | terms_of(other.lead) | _about(other)
    around = line | terms_of(other.hit.text)
    told = told_terms(other.hit, other.index) & {t for name in question.names for t in name}
    line, around = line | told, around | told
    for term in question.terms:
        if term in vocabulary().scaffold or term[0].isdigit() or term in _place_nouns():
            continue
        if term in AT_WORK and AT_WORK.issuperset(question.asked.counted[:1]):
            continue  # « salariés » says it already, « travaillent » or not
        if credit(term, own | about) < SAID:
            continue
        where = around if credit(term, about) >= SAID or _is_subject(question, term) else line
        if credit(term, where) < SAID:
            return False
    return True


def _is_subject(question: Question, term: str) -> bool:
    """Whether a term of the question says in what a thing is counted: « dans le numérique »."""
    opening = re.compile(
        r"\b(?:dans|en|du|de la|de l['’]|chez)\s+(?:le |la |les |l['’])?([^\W\d_]+)", re.I
    )
    return any(term in analyse(m.group(1)) for m in opening.finditer(question.text))


def _about(evidence: Evidence) -> frozenset[str]:
    """Return the terms of what tells the subject of a document where the evidence stands."""
    document = evidence.document
    return terms_of(document.title).union(
        terms_of(topic(document, evidence.span[0])), terms_of(evidence.hit.passage.context)
    )


def _is_of_the_whole(question: Question, each: Stated, first: Stated) -> bool:
    """Whether nothing beside a figure, or above a line, says that it counts a part of the thing.

    « offres d'analyste SOC » are not all offers, « – 19 % de femmes » under « Formation » are
    not those who work.
    """
    evidence, figure = each
    start, end = figure.start, figure.end
    head = counted_by(question)[0]
    known = set(question.terms) | question.territory_terms | set(question.around_terms)
    known |= _about(first.evidence) | counted_alike(head)
    if each is not first:
        known |= terms_of(first.evidence.text)
    if question.kind is Kind.PERCENT:
        known |= AT_WORK  # a share of the staff is one of those who work there
        end = _end_of_share(evidence.text, figure, evidence.match.figures)
    if _is_key_figure(each):
        clause = CLAUSE.search(evidence.text, end)
        start = _label_end(question, evidence.text, figure)
        end = clause.start() if clause else len(evidence.text)
        if not start and _is_under_another(question, each, known):
            return False
    return not _telling(evidence.text[start:end], known)


def _end_of_share(text: str, figure: Figure, figures: Sequence[Figure]) -> int:
    """Return where what a share is one of ends: « 33 % de femmes dans les formations courtes »."""
    clause = CLAUSE.search(text, figure.end)
    following = min((f.start for f in figures if f.start >= figure.end), default=len(text))
    return min(clause.start() if clause else len(text), following)


def _is_under_another(question: Question, each: Stated, known: set[str]) -> bool:
    """Whether what a line is read under says something that the question does not."""
    evidence = each.evidence
    if _names_somebody(evidence.lead) or _tells_of_a_name(question, each):
        return True
    above = f"{evidence.lead} {evidence.hit.passage.context} {evidence.document.title}"
    sorts = " ".join(_SORTS.findall(fold(above)))
    return _telling(evidence.lead, known) or not terms_of(sorts) <= known


def _label_end(question: Question, line: str, figure: Figure) -> int:
    """Return where a line that is labelled with the names of the question begins to count.

    « Orvalia (Douai) : éditeur de logiciels, 165 salariés » describes whom it counts for.
    """
    colon = line.find(":", 0, figure.start)
    label = terms_of(line[: max(0, colon)])
    if not question.names or not all(set(name) <= label for name in question.names):
        return 0
    return max(colon, line.rfind(",", 0, figure.start)) + 1


def _telling(text: str, known: Iterable[str]) -> bool:
    """Whether `text` says something that is neither known nor how any figures are presented."""
    for place in sorted(find_places(text), key=lambda mention: -mention.start):
        text = text[: place.start] + " " + text[place.end :]
    words = [w for w in _LETTERS.findall(text) if not _PARTICIPLE.match(w)]
    heard = frozenset(known) | _plain_words()
    return any(
        weight(term) >= _TELLING and credit(term, heard) < SAID for term in analyse(" ".join(words))
    )


@lru_cache(maxsize=1)
def _plain_words() -> frozenset[str]:
    """Return the terms with which figures are presented, whatever they count."""
    return _place_nouns().union(
        analyse(
            "chiffres clés essentiel bref retenir repères données principaux résumé synthèse "
            "panorama portrait aperçu bilan tableau bord édition année statistiques indicateurs "
            "ligne coup œil point fait marquant résultat effectif "
            "atteindre atteint représenter établir élever situer "
            "secteur filière branche domaine entreprise établissement employeur emploi poste "
            "total ensemble moyenne euros million milliard pourcentage part taux nombre environ "
            "brut annuel mensuel"
        )
    )


@lru_cache(maxsize=1)
def _place_nouns() -> frozenset[str]:
    return frozenset(
        analyse("région régional département départemental métropole agglomération ville commune")
    )


def _tells_of_itself(evidence: Evidence) -> bool:
    """Whether a source tells of itself: two firms that count their own people do not differ."""
    return _OURS.search(f"{evidence.lead} {evidence.text}") is not None


def _are_opposed(first: Evidence, other: Evidence) -> bool:
    """Whether one is said of a thing and the other of its opposite: « brut » and « net »."""
    one, two = terms_of(first.text), terms_of(other.text)
    for sides in vocabulary().opposites:
        held = [side for side in sides if side & one]
        against = [side for side in sides if side & two]
        if held and against and not any(side in against for side in held):
            return True
    return False


def _names_somebody(lead: str) -> bool:
    words = [fold(word) for word in _LETTERS.findall(lead)]
    return any(common_french().get(word, 0) <= _RARE for word in words)


def _tells_of_a_name(question: Question, each: Stated) -> bool:
    return tells_of_a_name(question, each.evidence, each.figure)


def tells_of_a_name(question: Question, evidence: Evidence, figure: Figure) -> bool:
    """Whether a name that the question does not give stands before a figure."""
    persons = " ".join(p.name for p in find_persons(evidence.text))
    known = terms_of(persons) | set(question.terms) | question.territory_terms
    names = [m.group(1) for m in _NAMED_BEFORE.finditer(evidence.text[: figure.start])]
    return any(not terms_of(name) <= known for name in names if not find_places(name))
