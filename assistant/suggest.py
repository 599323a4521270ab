"""What to say when there is no answer: what is near, whom to ask; and what to ask next."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answer import Reason
from assistant.evidence import Evidence
from assistant.figures import FigureKind, find_figures
from assistant.question import Question
from assistant.wording import french_date, one_line, say
from corpus.dates import find_dates
from corpus.document import Document, Territory, TerritoryLevel
from index.analyser import analyse, fold
from index.search import Hit

_NEAR_SIMILARITY = 0.70
"""Below this cosine with the question, a passage is not near it at all, on the shipped model's
scale: the nearest of 1,518 paragraphs is nearer for 98 % of the questions that one answers."""
_TRAINING = frozenset(analyse("formation diplôme école étudier apprentissage alternance licence"))
_JOB = frozenset(analyse("offre emploi salaire recruter métier poste embauche entreprise"))
_MAX_TITLES = 2
_MAX_RELATED = 3


def elsewhere_text(question: Question, reason: Reason, ranked: Sequence[Evidence]) -> str:
    """Say why there is no answer, without any figure that was not asked for."""
    if reason is Reason.OTHER_TERRITORY:
        place = ", ".join(t.name for t in question.territories)
        found = [t.name for e in ranked[:5] for t in e.document.territories[:1]]
        others = [name for name in dict.fromkeys(found) if name not in place]
        if others:
            return say("not_found_other_territory", place=place, places=", ".join(others))
        return say("not_found_other_territory_unknown", place=place)
    if reason is Reason.OUTDATED:
        return say("not_found_outdated", years=", ".join(map(str, question.years)))
    return say("not_found_missing")


def nearby_text(question: Question, hits: Sequence[Hit]) -> str:
    """Name the nearest sources, where there are any, and who might know."""
    near = [hit.document for hit in hits if hit.similarity >= _NEAR_SIMILARITY]
    documents = list({document.id: document for document in near}.values())[:_MAX_TITLES]
    parts = []
    if documents:
        titles = " ; ".join(_title(document) for document in documents)
        parts.append(say("near", titles=titles))
    terms = set(question.terms)
    who = "ask_training" if terms & _TRAINING else "ask_job" if terms & _JOB else "ask_default"
    parts.append(say("ask_elsewhere", who=say(who)))
    return " ".join(parts)


def _title(document: Document) -> str:
    """Return a title without figures (years aside): a refusal must not let one slip in."""
    date = french_date(document.published)
    years = {m.text for m in find_dates(document.title)}
    title = re.sub(
        r"\d[\d\s.,]*(?:%|\b)",
        lambda m: m.group() if any(m.group().strip() in year for year in years) else "…",
        document.title,
    )
    return f"« {title} »" + (f" ({date})" if date else "")


def related_questions(question: Question, hits: Sequence[Hit]) -> tuple[str, ...]:
    """Return up to three other questions that the nearest passages answer."""
    found: dict[str, None] = {}
    for hit in hits[:4]:
        widest = next(iter(sorted(hit.document.territories, key=_width)), None)
        place = f" {in_place(widest)}" if widest else ""
        for start, end in hit.passage.sentences:
            text = hit.document.text[start:end]
            for figure in find_figures(text):
                if figure.kind is not FigureKind.COUNT or not figure.counted:
                    continue
                if set(figure.counted) <= set(question.terms) or figure.value < 5:
                    continue
                noun = _noun(text[figure.start : figure.end])
                if noun:
                    de = "d'" if fold(noun)[0] in "aeiouyh" else "de "
                    found.setdefault(say("related_count", de=de, noun=noun, place=place))
                if len(found) >= _MAX_RELATED:
                    return tuple(found)
    return tuple(found)


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


def _noun(words: str) -> str:
    """Return what a figure counts, in the words of the source."""
    found = re.search(r"\d[\d\s.,]*\s*(?:d['’]|de |des )?([^\W\d].*)$", one_line(words))
    return found.group(1).strip(' «»“”"') if found else ""
