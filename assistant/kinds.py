"""What sort of answer a question asks for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from index.analyser import analyse, fold


class Kind(StrEnum):
    """The sort of answer that is asked for."""

    NUMBER = "nombre"
    PERCENT = "part"
    MONEY = "montant"
    DURATION = "durée"
    TIME = "heure"
    DATE = "date"
    PLACE = "lieu"
    PERSON = "personne"
    WHO_IS = "présentation"
    SIZE = "mesure"
    CONTACT = "coordonnées"
    CAUSE = "cause"
    MANNER = "manière"
    DEFINITION = "définition"
    LIST = "liste"
    FIGURE_MEANING = "sens d'un chiffre"
    FACT = "fait"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question's kind, and for a quantity the index terms of what is counted."""

    kind: Kind
    counted: tuple[str, ...] = ()


_MONEY = (
    r"salaires?|remunerations?|budgets?|montants?|prix|couts?|tarifs?|enveloppes?|"
    r"chiffres? d'affaires|subventions?|dotations?|loyers?|revenus?|paye|"
    r"gratifications?|indemnites?|investissements?|plafonds?|benefices?|aides?|"
    r"cautions?|cotisations?|frais|sommes?"
)
_GIVING = (
    r"(?:recev|recoi|touch|percev|percoi|obten|obtien|vers|rembours|financ|subventionn|plafonn|"
    r"donn|accord|allou|consacr|invest|depens)\w*"
)
"""Verbs of money that is given or received."""
_PERCENT = r"parts?|pourcentages?|proportions?|taux|fraction|pour ?cents?"
_GAP = r"(?:ecarts?|differences?|inegalites?)"
"""What is told in points, in percent or in euros."""
_WHICH = (
    r"quel(?:le)?s?(?: (?:est|etait|sera|sont|etaient|seront|fut))?(?: (?:la|le|"
    r"les|l'|du|des|cette|ce))?\s*"
)
_ROLES = (
    r"president\w*|vice-president\w*|direct(?:eur|rice)\w*|ministres?|maires?|"
    r"elu\w*|responsables?|fondat\w*|cofondat\w*|dirigeant\w*|patron\w*|chef\w*|"
    r"secretaires?|adjoint\w*|deleguee?s?|personnes?|personnalites?|auteurs?|"
    r"autrices?|charge\w*|referent\w*|porte-parole|prefete?|deput\w*|senat\w*|"
    r"coordinat\w*|animat(?:eur|rice)|gerant\w*|drh|dg|pdg"
)
_DATED = r"dates?|jours?|annees?|mois|periodes?|saison|semaine"
_TIMED = r"heures?|horaires?"
_PLACES = (
    r"villes?|communes?|regions?|departements?|pays|lieux?|endroits?|quartiers?|"
    r"villages?|territoires?|musee|salle|bassins?"
)
_COUNT_NOUNS = r"nombres?|effectifs?|totaux|total|quantites?|volume"

_ASKS_FIRST = (
    r"(?:(?:par|dans|avec|sur|de|a|en) )?(?:que |qu'|quel|comment|pourquoi|qui |ou |combien)|"
    r"(?!(?:sai[st]|peux|pouvez|pourr\w+)\b)\w+-(?:t-)?(?:on|je|il|elle|ils|elles|nous)\b"
)
"""A question that opens so asks this: « que faire quand … », « peut-on … quand … » ask for no
date, though « sait-on quand … » does."""
_WHOM = (
    r"\bqui (?:peut|peuvent|pourra|pourront|(?:a|ont) (?:le )?droit) (?:en |y |de |d'|a )?"
    r"(?:benefici|pretend|candidat|postul|s'inscri|inscri|acced|particip|obten|demand|recev|"
    r"touch|suiv|entr|pass|utilis|emprunt|l'|la |le |cette|ce )|"
    r"\bqui (?:est|sont) (?:concern|eligib|vise|exclu|dispens|exoner)|"
    r"\b(?:a|pour) qui (?:s'adress|(?:est|sont) (?:destin|reserv|ouvert|propos|fait))"
)
"""Asks for a sort of people, not for somebody."""

_ASKS_WHETHER = r"est-ce qu(?:e (?:l[ae]s? |l'|cet?t?e? |mon |ma |mes )|'(?:il|elle)s? |'une? )"
"""« Est-ce que le site ferme *quand* l'autre ouvre ? » asks for no date."""
_WHAT_IS = re.compile(
    r"\bc'est quoi (?P<article>l[ae] |l')(?=(?:tarif|prix|cout|montant|salaire|loyer|duree|dates?|"
    r"part|pourcentage|proportion|nombre|effectif|horaire|adresse|numero|age)\b)"
)
"""« c'est quoi le prix » asks for the price, « c'est quoi le CPF » for what it is."""

_NOTED = re.compile(
    r"^(?:et |mais )?(?:(?:l[ae]s? |l')(?=\w+(?: \w+)? (?:d[eu]s? |d'|pour |aux? |a |en |dans )))?"
    r"(?:(?P<feminine>durees?|dates?|parts?|proportions?|superficie|surface|heures?|remunerations?"
    r"|gratifications?|indemnites?)|(?P<masculine>salaires?|budgets?|montants?|prix|couts?|tarifs?"
    r"|loyers?|frais|pourcentages?|taux|nombres?|effectifs?|horaires?|lieux?)|(?P<vowel>adresses?))"
    r"\b"
)
"""« Date limite d'inscription », « salaire analyste Rennes »: noted in haste, without a verb."""
_ASKING = re.compile(
    r"\b(?:quel\w*|combien|qui|que|quoi|quand|comment|pourquoi|est-ce|c'est)\b|\bou\s*\??$"
    r"|-(?:t-)?(?:ils?|elles?|on|je|tu|nous|vous)\b|\bqu'"
)

_PRICED = re.compile(r"\b(?:prix|tarifs?|salaires?|couts?)\b")
"""« coworking prix étudiant », noted in haste too."""
_RULES: tuple[tuple[re.Pattern[str], Kind], ...] = tuple(
    (re.compile(pattern), kind)
    for pattern, kind in (
        (
            r"\b(?:numeros? de (?:tel|portable)|"
            r"(?:quel est |c'est quoi |donne\w* |avoir |aurais |connai\w* )(?:moi |nous )?"
            r"(?:le |son |un )?numero (?:de |du |d'|des )"
            r"(?!dossier|siret|siren|rue|page|compte|securite)|"
            r"telephone|tel\b|(?:e-?)?mails?\b|courriels?|"
            r"adresses? (?:mail|email|e-mail|electronique|postale)|coordonnees|site (?:web|"
            r"internet)|comment (?:contacter|joindre)|quelle est l'adresse|quelle adresse)",
            Kind.CONTACT,
        ),
        (r"^par quels? (?:moyen|biais|procede)", Kind.MANNER),
        (r"^(?:et |mais )?pourquoi\b(?! faire)", Kind.CAUSE),
        (r"\b(?:chiffres?|nombres?|pourcentages?|taux) (?:de |d'|des )?\d", Kind.FIGURE_MEANING),
        (
            r"(?:correspond\w*|signifie\w*|represente\w*|designe\w*|"
            r"veut dire)\b[^?]*\d{2,}|\d{2,}[^?]*\b(?:correspond\w*|signifie\w*|"
            r"represente\w*|designe\w*|veut dire)\b",
            Kind.FIGURE_MEANING,
        ),
        (
            r"\b(?:combien de (?:temps|mois|semaines|jours|heures|ans|annees|minutes)|"
            r"quelle (?:est la )?duree|(?:pendant|depuis) combien de|\bquel age\b|"
            r"\bdure(?:nt)?\b.*\bcombien|\bcombien dure|en combien de (?:temps|mois|jours|"
            r"ans))",
            Kind.DURATION,
        ),
        (
            rf"\b{_WHICH}(?:\w+ )?(?:superficie|surface|taille|hauteur|longueur|largeur|"
            rf"distance|poids (?:de|du)|puissance|altitude|profondeur)\b|a quelle distance",
            Kind.SIZE,
        ),
        (rf"\b(?:a )?(?:quelle {_TIMED}|quels? (?:sont les )?{_TIMED}|quel horaire)", Kind.TIME),
        (
            rf"\b{_WHICH}(?:\w+ )?(?:{_PERCENT})\b|\bquel pourcentage|"
            rf"\bcombien (?:de )?(?:%|pour ?cent)|\bpourcentage\b",
            Kind.PERCENT,
        ),
        (
            rf"\b{_GAP}\b.*\bcombien\b|\bcombien\b.*\b(?:l'|la |les |d')?{_GAP}\b|"
            rf"\b{_WHICH}(?:\w+ )?{_GAP} (?:de |d'|des |du )(?:la )?(?:{_MONEY})\b",
            Kind.NUMBER,
        ),
        (
            rf"\b{_WHICH}(?:\w+ )?(?:{_MONEY})\b|\bde quel (?:budget|montant)|"
            rf"\bcombien (?:ca )?(?:coute|gagne|touche|vaut|facture|paye|est paye)\w*|"
            rf"\bce que (?:ca|cela) (?:\w+ ){{0,3}}cout\w*|"
            rf"\bcombien (?:d'|de )?(?:euros?|argent)|\b(?:cout\w*|gagn\w*|prime\w*|tarif|"
            rf"prix|salaire|paye|payer)\b.*\bcombien\b|\bcombien\b.*\b(?:cout\w*|gagn\w*|"
            rf"paye\w*)\b|a combien (?:est|sont|s'eleve\w*) (?:\w+ ){{0,2}}(?:plafonn\w*|"
            rf"fixe\w*|l'aide|les aides|le prix|la subvention)|"
            rf"\bcombien (?:(?:a|va) )?(?:deja |encore )?{_GIVING} (?!de |d')|"
            r"\bcombien (?:(?!de\b|d')[\w'-]+ ){0,4}(?:a|ont)(?:-t)?(?:-(?:il|elle|on)s?)? "
            r"(?:leve|investi|depense|debourse|rapporte)\w*\b(?! (?:de |d'))|"
            rf"^(?!.*\b(?:{_COUNT_NOUNS}|durees?|dates?|ages?)\b).*"
            rf"(?:\bc'?est combien|\bca fait combien|\bcombien (?:c'?est|ca fait))\s*\?*$",
            Kind.MONEY,
        ),
        (
            rf"\bcombien\b|\b{_WHICH}(?:\w+ )?(?:{_COUNT_NOUNS})\b|\bnombre (?:de|d')|"
            rf"\ba combien\b",
            Kind.NUMBER,
        ),
        (_WHOM, Kind.FACT),
        (r"\bqui (?:est|etait|sera|se trouve) a la tete\b", Kind.PERSON),
        (
            r"\b(?:quels? |quelle )(?:est (?:le |la |l')?)?(?:poste|fonction|role|metier|"
            r"titre|profession)s?(?: de| d'| du)? ?(?:occupe|exerce|a-t-|tient|"
            r"\w* ?[a-z]+ [a-z]+ \?)|que fait dans la vie|"
            r"\b(?:il|elle) fait quoi\b|\bqui (?:est|sont) donc\b",
            Kind.WHO_IS,
        ),
        (
            rf"\b(?:qui (?:est|sont|etait|etaient|c'est)(?: donc)? (?!a l'origine|le |la |"
            rf"les |l'|en charge|derriere|charge|ce qui|(?:{_ROLES})\b)|c'est qui (?!le |la |"
            rf"les |l'))",
            Kind.WHO_IS,
        ),
        (r"\bqu'est[- ]ce qui\b", Kind.CAUSE),
        (
            rf"(?:^|[,;:.!?] |\b(?:par|pour|avec|de|a|chez|savoir|sais|savez|dire|c'est|"
            rf"est-ce|et|mais) )qui\b(?! (?:permet|ont pour))|\b{_WHICH}(?:{_ROLES})\b|"
            rf"\bnom (?:du|de la|de l'|des) (?:{_ROLES})\b|s'appelle\w* (?:le |la |l'|"
            rf"les )(?:{_ROLES})\b",
            Kind.PERSON,
        ),
        (
            rf"^(?!{_ASKS_FIRST})(?!{_ASKS_WHETHER}).*\bquand\b|\b(?:a |en |de |depuis |le |"
            rf"pour )?{_WHICH}(?:\w+ )?(?:{_DATED})\b",
            Kind.DATE,
        ),
        (
            r"\b(?:pourquoi|pour quelles? raisons?|qu'est-ce qui (?:explique|cause)|"
            r"a cause de quoi|quelles? (?:sont les |est la )?(?:raisons?|causes?)|"
            r"comment (?:s'explique|expliquer?))",
            Kind.CAUSE,
        ),
        (
            r"\bc'est quoi (?:les|vos|leurs|ses) "
            r"(?!dates|horaires|jours|heures|prix|tarifs|\w+ \?*$)"
            r"|\ba quoi s'engage",
            Kind.LIST,
        ),
        (
            r"\b(?:qu'est-ce qu(?:e|')|qu'est-ce que c'est|c'est quoi|ca veut dire quoi|"
            r"que (?:signifie|veut dire|designe)|abreviation|sigle|acronyme|definition|definir|"
            r"definis|kesako)\b(?! (?:propose|fait|font|permet|recherche))",
            Kind.DEFINITION,
        ),
        (
            rf"\b(?:quels|quelles) (?:sont|etaient|seront) (?:les|ses|leurs|nos|vos|"
            rf"tes)\b(?! (?:dates|horaires|jours|heures|{_PLACES}))",
            Kind.LIST,
        ),
        (
            rf"(?:^|[,;:.!?] |\b(?:c'est|et|savoir|sais|savez|dire|d') ?)(?:d'|par |"
            rf"vers )?ou\b(?! (?:bien|alors))|\bou (?:se |s'|est-|est |sont |a lieu|"
            rf"ont lieu|peut-on|puis-je|faut-il|a-t-|trouve-t)|\bou\s*\??$|\b(?:dans |en |"
            rf"a |de |vers |pour |sur )?{_WHICH}(?:\w+ )?(?:{_PLACES})\b",
            Kind.PLACE,
        ),
        (
            r"\b(?:quels|quelles|lesquels|lesquelles|auxquels|auxquelles)\b|\b(?:liste|"
            r"lister|cite|citer|enumere|enumerer|donne|donnez)[- ](?:moi |nous )?(?:la |"
            r"les |des |quelques |trois |deux |cinq )",
            Kind.LIST,
        ),
        (r"\bcomment (?:s'appelle|se nomme|appelle|se prenomme)", Kind.FACT),
        (r"\bcomment\b|de quelle (?:maniere|facon)", Kind.MANNER),
    )
)
_AFTER_COUNT = re.compile(
    r"(?:(?<!a )combien (?:y a-t-il |il y a |ya |y a |compte-t-on |sont )?(?:de |d'|des |du )?"
    r"|nombres? (?:total )?(?:de |d'|des |du )|effectifs? (?:de |d'|des |du )|(?<!a )combien )"
)
_BARE = re.compile(
    r"\bcombien(?: (?:maximum|minimum|max|mini|environ|a peu pres))?"
    r"(?= *(?:[?.,;:!)]|$)| (?:au|en|pour|par|dans|sur|chez|la|le|les|l'|ma|mon|mes)\b)"
)
"""« combien » that is followed by nothing to count: the question does not say of what."""
_GIVEN = re.compile(rf"\b{_GIVING}")
_TURNED = re.compile(
    r"(?<!a )\bcombien (?!(?:de |d'|des |du |y |sont-)).*?-(?:t-)?(?:on|il|elle|ils|elles)\b"
    r"(?P<noun>(?: \w+){0,2}? (?:de |d')(?!plus|moins|la |l'|euros?))?"
)
"""« combien la région compte-t-elle de salariés », « combien donne-t-elle »: the noun is late."""
_LATE = re.compile(
    r"\bcombien (?!(?:de |d'|des |du |y |a-t-|est|sont))(?:[^?,]*? )?"
    r"(?:compte|comptent|a|ont|emploie|emploient|reunit|rassemble|accueille|propose|forme|recrute"
    r"|prevoit|publie) (?:de |d')"
    r"(?!plus|moins|la |l'|euros?)"
)
"""« combien le secteur compte d'établissements »"""
_ADVERBS = re.compile(
    r"^(?:(?:deja|encore|environ|aujourd'hui|actuellement|exactement|en tout|au total) )+"
    r"(?:de |d'|des |du )?"
)
_ANY_MONEY = frozenset(
    {"montant", "montants", "plafond", "plafonds", "aide", "aides", "somme", "sommes"}
)
_AFTER_SHARE = re.compile(rf"(?:{_PERCENT}) (?:des |de |d'|du )(?:la |l'|les )?")
_VERB_OR_END = re.compile(
    r"\b(?:y|a-t-il|a-t-on|ont|sont|est|compte\w*|travaill\w*|dans|en|sur|pour|par|chez|au|aux|"
    r"qui|que|seront|sera|va|vont|faut|ete|etait|etaient|emploi(?:e|ent)|represent\w*|avec|doit|"
    r"doivent|se|il|elle|ils|elles|vas|ya|a|prevu\w*|propose\w*|recherche\w*|"
    r"recens\w*|cherch\w*)\b|[?,.;]"
)


def classify(question: str) -> Asked:
    """Say what `question` asks for. Accents, case and hasty spelling don't matter."""
    folded = _WHAT_IS.sub(_in_full, fold(question).strip())
    if not _ASKING.search(folded):
        folded = _NOTED.sub(_as_asked, folded)
    for pattern, kind in _RULES:
        if pattern.search(folded):
            if kind is Kind.NUMBER and _counts_nothing(folded):
                return Asked(Kind.MONEY if _GIVEN.search(folded) else kind)
            return Asked(kind, _counted(folded, kind))
    if not _ASKING.search(folded) and _PRICED.search(folded):
        return Asked(Kind.MONEY, _counted(folded, Kind.MONEY))
    return Asked(Kind.FACT)


def _in_full(match: re.Match[str]) -> str:
    article = match["article"]
    return f"quel est {article}" if article == "le " else f"quelle est {article}"


def _as_asked(match: re.Match[str]) -> str:
    noun = match["feminine"] or match["masculine"] or match["vowel"]
    asked = "quelle est l'" if match["vowel"] else "quel est le "
    return f"{'quelle est la ' if match['feminine'] else asked}{noun}"


def _counts_nothing(folded: str) -> bool:
    """Whether « combien » goes with no noun: what is asked for is an amount of anything."""
    if _LATE.search(folded):
        return False
    turned = _TURNED.search(folded)
    return _BARE.search(folded) is not None if turned is None else turned.group("noun") is None


def _counted(folded: str, kind: Kind) -> tuple[str, ...]:
    """Return the index terms of what a question about a quantity counts, head noun first."""
    if kind is Kind.NUMBER and re.search(rf"\b{_GAP}\b", folded):
        return ()
    if kind is Kind.NUMBER:
        opening = _TURNED.search(folded) or _LATE.search(folded) or _AFTER_COUNT.search(folded)
    elif kind is Kind.PERCENT:
        opening = _AFTER_SHARE.search(folded)
    elif kind is Kind.MONEY:
        noun = re.search(rf"\b(?!(?<=l[ae] )paye\b)(?:{_MONEY}|primes?)\b", folded)
        return tuple(analyse(noun.group())) if noun and noun.group() not in _ANY_MONEY else ()
    else:
        return ()
    if not opening:
        return ()
    rest = _ADVERBS.sub("", folded[opening.end() :].lstrip())
    end = _VERB_OR_END.search(rest)
    phrase = rest[: end.start()] if end else rest
    if not phrase.strip():
        words = rest.split()
        phrase = " ".join(words[1:5]) if end and end.start() == 0 else phrase
    return tuple(dict.fromkeys(analyse(" ".join(phrase.split()[:6]))))
