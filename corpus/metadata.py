"""What a text says of its own origin: title, date, places and publisher.

Everything here is read in the text and may be wrong, so it is kept modest: no clue, no value.
What a file declares (front matter, properties) is always preferred by the caller.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from corpus.dates import find_dates
from corpus.document import Heading, PartialDate, PublisherKind, Territory, TerritoryLevel
from corpus.places import find_places, widen

_STUDIED = 60_000
"""Characters looked at: the origin of a source is told near its beginning."""
_LEAD = 600
_MOST_TERRITORIES = 3
_FEWEST_PLACES = 3
_LONGEST_NAME = 300

_SENTENCE_END = re.compile(r"[.!?…](?=[\s»”\"])")
_STATED = re.compile(
    r"(?:(?:Publiée?|Parue?|Mise? en ligne|Postée?|Diffusée?)"
    r"|(?:^|[|·•–,-] ?)(?:publiée?|parue?|mise? en ligne|postée?))"
    r" {0,3}(?:le|en|:)[\s:]{0,3}",
    re.MULTILINE,
)
"""Capitalised or set apart: « une étude publiée en 2019 » dates that study, not this text."""
_UPDATED = re.compile(r"(?:Mise?|(?:^|[|·•–,-] ?)mise?) à jour {0,3}(?:le|en|:)?[\s:]{0,3}", re.M)
_SENT = re.compile(
    r"^(?:Date|Envoyé)\s?:\s*(?:(?:lun|mar|mer|jeu|ven|sam|dim)[a-z]*\.?,? )?(?:le )?", re.M
)
_SUBJECT = re.compile(r"^Objet\s?:", re.M)
"""A letter has one; « Date : 3 avril » elsewhere is that of what is told."""
_MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
_OF_MONTH = re.compile(
    rf"(?<!\d )(?<!\d)(?<!er )\b(?P<month>{_MONTHS}|printemps|été|automne|hiver) (?P<year>20\d\d)"
    r"[\s.)\]|]*$",
    re.I,
)
"""At the end of its line."""
_COMING = re.compile(
    r"rentree|session|salon|forum|inscri|candidat|edition|jusqu|avant|des |a partir|depuis|entre"
    r"|ouvert|offre|promotion"
)
_OPENING, _HEADING_LINES, _LONGEST_HEADING = 1_000, 5, 110
_DATED = re.compile(
    rf"(?<!\w)(?:en|fin|début|au\s+\d{{1,2}}(?:er)?)\s+(?:(?:{_MONTHS})\s+)?((?:19|20)\d\d)(?![\d/€%-])",
    re.IGNORECASE,
)
_ORIGIN = re.compile(
    r"(?:créé|fondé|lancé|né|inauguré|ouvert|introduit|adopté|instauré|apparu|signé|racheté|"
    r"labellisé|implanté|voté|construit)(?:e?s?)\s*,?\s*$",
    re.IGNORECASE,
)
_PROSPECTIVE = re.compile(
    r"d[’']ici|horizon|prévision|prévoi|prévu|projection|objectif|devrai", re.IGNORECASE
)
_FIGURE = re.compile(r"\d")
_PICTURE = re.compile(r"(?:photos?|images?|illustrations?|dessins?|crédits?)\b", re.I)
_COPYRIGHT = re.compile(r"©\s{0,3}(?:(?:19|20)\d\d\s{0,3})?([^\s/|.,;:©–\n][^/|.,;:©–\n]{1,59})")

_AFTER_A_NAME = re.compile(
    r"\s+(?:[-—•]\s|(?:19|20)\d\d\b|tous droits\b|mentions légales\b).*$", re.I | re.S
)
"""« Le Courrier 2024 - Tous droits réservés »"""

_KINDS: tuple[tuple[PublisherKind, str], ...] = (
    (
        PublisherKind.STATISTICS,
        r"insee|dares|drees|depp|eurostat|ined|cereq|ssmsi|sdes|statisti(que|ques|cs)|agreste",
    ),
    (PublisherKind.INSTITUTION, r"\S*\.gouv\.fr|gouvernement|ministere|prefecture|onisep"),
    (
        PublisherKind.PRESS,
        r"presse|press|journal|gazette|magazine|hebdo|quotidien|le monde|lemonde|les echos|lesechos"
        r"|le figaro|lefigaro|liberation|la voix du nord|lavoixdunord|nord eclair|ouest[- ]?france"
        r"|sud[- ]?ouest|courrier picard|le parisien|leparisien|france ?(3|bleu|info|24)|franceinfo"
        r"|francetvinfo|actu(\.fr)?|afp|20 ?minutes|usine ?nouvelle|bfm|bfmtv|la tribune|latribune"
        r"|maddyness|zdnet|media|medias|radio",
    ),
    (
        PublisherKind.SCHOOL,
        r"universite|univ|ecole|ecoles|lycee|college|iut|bts|cfa|campus|greta|imt|insa|cnam|afpa"
        r"|institut (universitaire|national|superieur|mines)|polytech|cesi|epitech|42",
    ),
    (
        PublisherKind.ASSOCIATION,
        r"association|asso|federation|syndicat|fondation|french tech|lafrenchtech|syntec|numeum"
        r"|adn ouest|adnouest|collectif|cluster|reseau|club|comite|medef|ligue|apec",
    ),
    (
        PublisherKind.INSTITUTION,
        r"region|regional|regionale|departement|departemental|metropole|mairie|ville de|commune"
        r"|communaute|agglomeration|interco|france travail|francetravail|pole[- ]?emploi|academie"
        r"|academique|rectorat|mission locale|cio|carif|oref|france competences|cci|chambre de"
        r"|commission europeenne|europa|service[- ]public|banque de france|bpifrance|agence"
        r"|direccte|dreets|c2rp|etat|gip|opco",
    ),
    (
        PublisherKind.COMPANY,
        r"sas|sarl|sa|societe|groupe|group|entreprise|conseil|consulting|linkedin|indeed|agency"
        r"|solutions|services|hellowork|openclassrooms|jobs|recrutement|interim",
    ),
)
_KIND_PATTERNS = tuple(
    (kind, re.compile(rf"(?<![a-z0-9])(?:{clues})(?![a-z0-9])")) for kind, clues in _KINDS
)


def stated_date(text: str) -> PartialDate:
    """Return the publication date that the text states (« Publié le 29 mars 2021 »).

    An update date counts when no publication date is given, and a letter is of the day when it
    was sent. Unknown when nothing is told.
    """
    opening = text[:_STUDIED]
    sent = (_SENT,) if _SUBJECT.search(text[:_LEAD]) else ()
    for cue in (*sent, _STATED, _UPDATED):
        for found in cue.finditer(opening):
            window = opening[found.end() : found.end() + 40]
            mention = next(iter(find_dates(window)), None)
            if mention and mention.start <= 2 and _is_past(mention.date):
                return PartialDate(iso=mention.date.iso)
    return PartialDate()


def heading_date(text: str) -> PartialDate:
    """Return the month or the season that a line of the heading gives, marked as inferred.

    « Guide de l'apprentissage – janvier 2025 », « Programme du printemps 2025 » (its year alone).
    What opens or happens then is not what the text is of.
    """
    lines = [line.strip() for line in text[:_OPENING].split("\n") if line.strip()]
    for line in lines[:_HEADING_LINES]:
        found = _OF_MONTH.search(line)
        if not found or len(line) > _LONGEST_HEADING or _COMING.search(fold(line)):
            continue
        mention = next(iter(find_dates(f"{found['month']} {found['year']}")), None)
        iso = mention.date.iso if mention else found["year"]
        if _is_past(PartialDate(iso=iso)):
            return PartialDate(iso=iso, inferred=True)
    return PartialDate()


def infer_year(text: str, today: date | None = None) -> PartialDate:
    """Return the latest year to which the text dates its figures, marked as inferred.

    « En 2024, la région compte 28 433 salariés » gives 2024; « lancé en 2013 », forecasts,
    years to come and sentences without a figure give nothing.
    """
    this_year = (today or date.today()).year
    years = [
        year
        for sentence in _sentences(text[:_STUDIED])
        for year in _years_of_figures(sentence)
        if year <= this_year
    ]
    return PartialDate(iso=str(max(years)), inferred=True) if years else PartialDate()


def infer_territories(
    text: str, title: str = "", headings: Iterable[Heading] = ()
) -> tuple[Territory, ...]:
    """Return up to three places that the text is about, the most weighty first.

    A mention weighs 1, 2 in the first lines, 3 in a heading, 4 in the title, and a region
    gathers half the weight of the places inside it once there are three. A place counts when
    it weighs at least 2 and a third of the weightiest. A country gives way to any narrower
    place that weighs as much as half of it.
    """
    weights: dict[Territory, float] = defaultdict(float)
    for mention in find_places(title):
        weights[mention.territory] += 4
    spans = [(heading.start, heading.end) for heading in headings]
    for mention in find_places(text[:_STUDIED]):
        in_heading = any(start <= mention.start < end for start, end in spans)
        weights[mention.territory] += 3 if in_heading else 2 if mention.start < _LEAD else 1
    _gather_regions(weights)
    narrow = [weights[place] for place in weights if place.level is not TerritoryLevel.COUNTRY]
    for place in [place for place in weights if place.level is TerritoryLevel.COUNTRY]:
        if narrow and max(narrow) * 2 >= weights[place]:
            del weights[place]
    if not weights:
        return ()
    floor = max(2.0, max(weights.values()) / 3)
    ranked = sorted(weights.items(), key=lambda item: (-item[1], item[0].name))
    return tuple(place for place, weight in ranked if weight >= floor)[:_MOST_TERRITORIES]


def _gather_regions(weights: dict[Territory, float]) -> None:
    """Add to each region half the weight of its places: « Calais, Dunkerque et Lille »."""
    inside: dict[Territory, list[float]] = defaultdict(list)
    for place, weight in weights.items():
        for wider in widen(place):
            if wider.level is TerritoryLevel.REGION:
                inside[wider].append(weight)
    for region, gathered in inside.items():
        if len(gathered) >= _FEWEST_PLACES:
            weights[region] += sum(gathered) / 2


def infer_publisher(text: str) -> str:
    """Return the name after a « © » (« © Aletheia Press/L. Saleur »), or an empty string.

    Who took a photograph (« © Photo : … ») published nothing.
    """
    names = (found.group(1) for found in _COPYRIGHT.finditer(text[:_STUDIED]))
    name = next((name for name in names if not _PICTURE.match(name)), "")
    return _AFTER_A_NAME.sub("", name).strip() if name[:1].isupper() else ""


def infer_publisher_kind(publisher: str, url: str | None = None) -> PublisherKind:
    """Return what kind of body a publisher's name, or else its address, points to."""
    for clue in (publisher, url or ""):
        folded = fold(clue[:_LONGEST_NAME])
        for kind, pattern in _KIND_PATTERNS:
            if folded and pattern.search(folded):
                return kind
    return PublisherKind.UNKNOWN


def fold(text: str) -> str:
    """Return `text` in lower case without accents, for comparing names."""
    spread = unicodedata.normalize("NFD", text.casefold())
    return "".join(character for character in spread if not unicodedata.combining(character))


def _sentences(text: str) -> Iterable[str]:
    for line in text.split("\n"):
        yield from _SENTENCE_END.split(line)


def _years_of_figures(sentence: str) -> Iterable[int]:
    dated = list(_DATED.finditer(sentence))
    if not dated or _PROSPECTIVE.search(sentence):
        return
    without_dates = _DATED.sub(" ", sentence)
    if not _FIGURE.search(without_dates):
        return
    for found in dated:
        if not _ORIGIN.search(sentence[max(0, found.start() - 20) : found.start()]):
            yield int(found.group(1))


def _is_past(when: PartialDate) -> bool:
    return bool(when.iso) and when.iso <= date.today().isoformat()
