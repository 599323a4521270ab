"""What to say when there is no answer: what is near, and whom to ask."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answer import Reason
from assistant.evidence import Evidence
from assistant.question import Question
from assistant.wording import french_date, places_asked, say
from corpus.dates import find_dates
from corpus.document import Document
from corpus.places import relation
from index.analyser import analyse
from index.search import Hit

_NEAR_SIMILARITY = 0.70
"""Below this cosine with the question, a passage is not near it at all, on the shipped model's
scale: the nearest of 1,518 paragraphs is nearer for 98 % of the questions that one answers."""
_TRAINING = frozenset(analyse("formation diplôme école étudier apprentissage alternance licence"))
_JOB = frozenset(analyse("offre emploi salaire recruter métier poste embauche entreprise"))
_MAX_TITLES = 2


def elsewhere_text(question: Question, reason: Reason, ranked: Sequence[Evidence]) -> str:
    """Say why there is no answer, without any figure that was not asked for."""
    if reason is Reason.OTHER_TERRITORY:
        place, asked = places_asked(question), question.territories
        found = dict.fromkeys(t for e in ranked[:5] for t in e.document.territories[:1])
        others = [t for t in found if t not in asked]
        if not others:
            return say("not_found_other_territory_unknown", place=place)
        parts = all(any(relation(t, whole) == "inside" for whole in asked) for t in others)
        reason_said = "not_found_part_of_territory" if parts else "not_found_other_territory"
        return say(reason_said, place=place, places=", ".join(t.name for t in others))
    if reason is Reason.OTHER_PUBLIC:
        return say("not_found_other_public")
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
    title = title.replace("« ", "“").replace(" »", "”").replace("«", "“").replace("»", "”")
    return f"« {title} »" + (f" ({date})" if date else "")
