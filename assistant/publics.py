"""For whom a figure holds: what is told of somebody, and whom a sentence is meant for.

« Quelle aide pour un apprenti de 17 ans ? » is not answered with what is paid from 18 on, nor to
job seekers. Nobody is put in a group that they did not name, and who somebody is changes nothing
of what does not depend on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from assistant.words import vocabulary
from index.analyser import analyse
from index.sentences import Span

_YOUNGEST, _OLDEST = 14, 99
_ADULT, _SENIOR, _NOT_SENIOR, _EVER = 18, 50, 45, 1000
_FOR_EMPLOYERS: Final = re.compile(
    r"\b(?:l['’]|les |tout |un )(?:employeur|entreprise)s?\b[^.;:]{0,60}"
    r"\b(?:reçoi|perçoi|touch|bénéfici|obti|peu[tv])|"
    r"\b(?:versé|accordé|attribué|destiné)\w* (?:à l['’]|aux )(?:employeur|entreprise)",
    re.I,
)
"""What is paid to whoever employs somebody is not paid to them."""
_AGE: Final = re.compile(
    r"(?<!depuis )(?<!pendant )(?<!durant )(?<!il y a )(?<!moins de )(?<!plus de )(?<!après )"
    r"(?<!\ben )(?<!\d à )(?<!ans à )(?<!qu'à )(?<!qu’à )(?<!\bet )(?<!\bdans )(?<!\bsur )"
    r"(?<![\d,.])(?P<age>\d\d)\s+ans\b"
    r"(?!\s+(?:d['’](?:exp|anc|act|exi)|de (?:métier|carrière|boîte|service)|après|plus tard))",
    re.I,
)
_NOT_OF_SOMEBODY = r"(?<!depuis )(?<!pendant )(?<!durant )(?<!il y a )(?<!après )(?<!\ben )"
_AGES: Final = tuple(
    re.compile(_NOT_OF_SOMEBODY + pattern, re.I)
    for pattern in (
        r"(?:de |entre )?(?P<low>\d\d)(?: ans)?\s?(?:à|et|-|–|/)\s?(?P<high>\d\d)\s+ans\b",
        r"(?:moins|en dessous) de (?P<below>\d\d)\s+ans\b",
        r"(?:jusqu['’]à|jusqu['’]au jour de ses|au plus|au maximum) (?P<high>\d\d)\s+ans\b",
        r"(?:plus|à partir|au[- ]dessus) de (?P<low>\d\d)\s+ans\b",
        r"(?:dès|au moins|minimum) (?:l['’]âge de )?(?P<low>\d\d)\s+ans\b",
        r"(?P<low>\d\d)\s+ans (?:et|ou) plus\b",
        r"(?P<low>\d\d)\s+ans (?:au )?minimum\b",
        r"\b(?:aux?|les|des|de) mineure?s?\b(?P<minor>)",
        r"\b(?:aux|les|des|personnes) majeure?s\b(?P<major>)",
        r"(?P<high>\d\d)\s+ans (?:au )?(?:maximum|plus)\b",
    )
)
_NOT: Final = (
    r"\b(?:pas|sans|ni|non|aucune?)\s+(?:encore\s+)?(?:(?:une?|aucune?|de|d['’])\s*)?"
    r"(?:(?:reconnaissance de|reconnue?)\s+)?"
)

_FOR_THEM: Final = re.compile(r"\b(?:pour|comme) (?:lui|elle|moi|nous|eux|elles)\b", re.I)

_OPEN_TO: Final = re.compile(
    r"\b(?:(?:ouverte?s?|réservée?s?|accessibles?|destinée?s?)\s+|s['’]adresse(?:nt)?\s+)"
    r"(?:uniquement |exclusivement )?(?:à|(?:qu['’])?aux?)\s",
    re.I,
)
_WHETHER_OPEN: Final = re.compile(
    r"(?:-(?:il|elle)s?\b|\best-ce qu|^[^?,]{0,60}\s(?:est|sont)\s)"
    r"[^?]{0,60}?\b(?:ouverte?s?|accessibles?)\s+(?:à|aux?)\s",
    re.I,
)
_WHETHER_ENTITLED: Final = re.compile(
    r"\b(?:droit (?:à|au|aux|de|d['’])|éligibles?|bénéficier|prétendre|candidater|postuler"
    r"|[sm]['’]inscrire|y (?:aller|entrer)|l['’]avoir|trop (?:vieux|vieille|jeune|âgée?))(?!\w)",
    re.I,
)
_ASKS_WHAT: Final = re.compile(
    r"\b(?:quel(?:le)?s?|combien|comment|o[uù]|quand|pourquoi|qui|à quoi|lequel|laquelle)\b", re.I
)
_CONDITION: Final = re.compile(
    r"^\W*(?:\[?x?\]?\s*)?(?:avoir|être âgée?)\b|\b(?:il faut|doi(?:t|vent)|devez|réservée?s?"
    r"|ouverte?s?|(?:âge )?m(?:inimum|aximum)|condition)\b",
    re.I,
)
"""What a sentence says of whom something is for, and what of whether somebody may have it."""


class Standing(StrEnum):
    """How a sentence stands to somebody."""

    MEANT = "meant"
    PARTLY = "partly"
    """Some of whom it is meant for is told of this person, and some is not."""
    ANYBODY = "anybody"
    UNSAID = "unsaid"
    """It is meant for some, and whether this person is one of them is not told."""
    OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Person:
    """What is told of somebody. `groups` and `outside` are the groups they are, or are not, in."""

    age: int | None = None
    groups: frozenset[str] = frozenset()
    outside: frozenset[str] = frozenset()

    @property
    def told(self) -> bool:
        """Whether anything is."""
        return self.age is not None or bool(self.groups or self.outside)


NOBODY: Final = Person()


@dataclass(frozen=True, slots=True)
class Public:
    """Whom a sentence is meant for: one of the `ages` (both ends in), in these `groups`."""

    ages: tuple[tuple[int, int], ...] = ()
    groups: frozenset[str] = frozenset()


def person_told(turns: Sequence[str]) -> Person:
    """Return what `turns` tell of one person; what was said last holds."""
    age: int | None = None
    groups: set[str] = set()
    outside: set[str] = set()
    settled: set[str] = set()
    for turn in reversed(turns):
        ages = [int(m["age"]) for m in _AGE.finditer(turn)]
        age = next((a for a in ages if _YOUNGEST <= a <= _OLDEST), None) if age is None else age
        own, others = _groups_of_one(turn)
        dimensions = {_dimension(group) for group in own | others} - settled
        groups |= {group for group in own if _dimension(group) in dimensions}
        outside |= {group for group in others if _dimension(group) in dimensions}
        settled |= dimensions
    if age is not None and age >= _SENIOR:
        groups.add("senior")
    if age is not None and age < _NOT_SENIOR:
        outside.add("senior")
    return Person(age, frozenset(_with_wider(groups)), frozenset(outside - groups))


def public_of(text: str) -> Public:
    """Return whom `text` is meant for, as far as it says."""
    ages = []
    for pattern in _AGES:
        for match in pattern.finditer(text):
            found = match.groupdict()
            low = _ADULT if "major" in found else int(found.get("low") or 0)
            below = _ADULT if "minor" in found else int(found.get("below") or _EVER)
            ages.append((low, int(found.get("high") or below - 1)))
    if _FOR_EMPLOYERS.search(text):
        return Public(groups=frozenset({"employer"}))
    names = {name for name, (_, many) in _patterns().items() if many.search(text)}
    if _women_alone().search(text):
        names.add("woman")
    return Public(tuple(ages), frozenset(names))


def standing(person: Person, public: Public) -> Standing:
    """Say whether what is meant for `public` is meant for `person`."""
    meant = unsaid = False
    if public.ages and person.age is not None:
        if not any(low <= person.age <= high for low, high in public.ages):
            return Standing.OTHERS
        meant = True
    for groups in vocabulary().publics.values():
        wanted = public.groups & set(groups)
        if not wanted or (len(groups) > 1 and len(wanted) == len(groups)):
            continue
        own = person.groups & set(groups)
        if wanted & own:
            meant = True
        elif wanted <= person.outside or (own and not _may_be(own, wanted)):
            return Standing.OTHERS
        else:
            unsaid = True
    if meant:
        return Standing.PARTLY if unsaid else Standing.MEANT
    return Standing.UNSAID if unsaid else Standing.ANYBODY


def depends_on_whom(question: str) -> bool:
    """Whether who somebody is may change the answer: aids, rights, fees, access, conditions."""
    return bool(_FOR_THEM.search(question) or vocabulary().rights & set(analyse(question)))


def tells_who_may(question: str, sentence: str) -> bool:
    """Whether « est-ce ouvert aux adultes ? » meets « ouvert aux moins de 25 ans »: it is a no.

    So is « avoir 26 ans ou plus » to « j'ai 24 ans, est-ce que j'y ai droit ? ».
    """
    if _WHETHER_OPEN.search(question) and _OPEN_TO.search(sentence):
        return True
    asks = _WHETHER_ENTITLED.search(question) is not None and not _ASKS_WHAT.search(question)
    return asks and _CONDITION.search(sentence) is not None and bool(public_of(sentence).ages)


def told_spans(text: str) -> list[Span]:
    """Return where `text` says who somebody is: « RSA » there is not what is asked about."""
    return [match.span() for one, _ in _patterns().values() for match in one.finditer(text)]


def without_person(told: str) -> str:
    """Return what is told around a question without who somebody is: age, gender, disability.

    For questions whose answer does not depend on it: models are then shown the same words,
    whoever asks.
    """
    return " ".join(_condition().sub("", _somebody().sub("quelqu'un", told)).split())


def _groups_of_one(text: str) -> tuple[set[str], set[str]]:
    own: set[str] = set()
    others: set[str] = set()
    for name, (one, _) in _patterns().items():
        denied = re.compile(_NOT + f"(?:{one.pattern})", re.I)
        if denied.search(text):
            others.add(name)
        if one.search(denied.sub(" ", text)):
            own.add(name)
    if any(not match.group().endswith("s") for match in _women_alone().finditer(text)):
        own.add("woman")
    return own, others


def _with_wider(groups: Iterable[str]) -> set[str]:
    """A person who is deaf is disabled: what is meant for all disabled people is meant for them."""
    wider = {group: "disabled" for group in vocabulary().publics["disability"] if group != "able"}
    found = set(groups)
    return found | {wider[group] for group in found if group in wider}


def _may_be(own: frozenset[str], wanted: frozenset[str]) -> bool:
    """Whether somebody told to be disabled may be deaf: nothing more precise was said."""
    return own == {"disabled"} and "able" not in wanted


@lru_cache(maxsize=1)
def _patterns() -> Mapping[str, tuple[re.Pattern[str], re.Pattern[str]]]:
    """Return how each group is written of one person, and of one or many."""
    patterns = {}
    for groups in vocabulary().publics.values():
        for name, words in groups.items():
            alternatives = "|".join(re.escape(word).replace("'", "['’]") for word in words)
            many = "|".join(
                r"\s".join(re.escape(part) + "s?" for part in word.split(" ", 1)).replace(
                    "'", "['’]"
                )
                for word in words
            )
            patterns[name] = (
                re.compile(rf"\b(?:{alternatives})\b", re.I),
                re.compile(rf"\b(?:{many})\b", re.I),
            )
    return patterns


@lru_cache(maxsize=1)
def _women_alone() -> re.Pattern[str]:
    """Return how women of a group are named: « pour une étudiante », not « étudiant·e »."""
    named = "|".join(map(re.escape, vocabulary().women))
    return re.compile(rf"(?<!\bou )(?<!\bet )\b(?:{named})s?\b(?!\s*(?:/|\(|et |ou ))", re.I)


@lru_cache(maxsize=1)
def _somebody() -> re.Pattern[str]:
    """Return how somebody is named by their age or gender: « une jeune femme », « un jeune »."""
    nouns = [word for words in vocabulary().publics["gender"].values() for word in words]
    alone = "|".join([*map(re.escape, nouns), "personne", "jeune"])
    article = r"(?:une?|l[ae]|mon|ma|son|sa|cet|cette|ce)"
    return re.compile(rf"\b{article}\s+(?:(?:jeune|petite?|vieille|vieil)\s+)?(?:{alone})\b", re.I)


@lru_cache(maxsize=1)
def _condition() -> re.Pattern[str]:
    """Return how the age and the disability of somebody are told, with what brings them."""
    names = vocabulary().publics["disability"]
    words = sorted((w for group in names.values() for w in group), key=len, reverse=True)
    told = "|".join(map(re.escape, words))
    brought = (
        r"(?:(?:sans|qui est|reconnue?|devenue?|bénéficiaire d['’]une)\s+)?"
        r"(?:aucune?\s+)?(?:reconnaissance\s+d[eu]\s+)?"
    )
    of_age = r"(?:(?:âgée?\s+)?de|(?:j['’]ai|il a|elle a|qui a))\s+\d\d\s+ans"
    return re.compile(rf",?\s*\b(?:{brought}(?:{told})|{of_age})\b", re.I)


def _dimension(group: str) -> str:
    return next(name for name, groups in vocabulary().publics.items() if group in groups)
