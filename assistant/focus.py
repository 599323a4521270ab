"""The question inside a message: « Bonjour, je suis conseillère… savez-vous combien… ? »."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from index.analyser import analyse
from index.sentences import split_sentences

_SHORT = 14
"""Messages up to this many words are taken as they are, courtesies aside."""
_FEW = 3
"""Index terms up to which a question says too little on its own."""
_COURTESY = re.compile(
    r"\b(?:(?:bonjour|bonsoir|salut|coucou|hello)(?: à (?:vous|toi|tous|toutes)\b(?! les)|"
    r" l['’]équipe\b| tout le monde\b)?|"
    r"(?<!un )(?<!une )(?<!ce )(?<!cette )(?:madame|monsieur)|"
    r"merci(?: d['’]avance| par avance| beaucoup| bien| infiniment)*"
    r"(?: (?:de|pour) (?:votre|vos|ton|tes) [^\W\d_]+)?|"
    r"s['’]il (?:vous|te) pla[iî]t|svp|stp|bonne (?:journée|soirée)|"
    r"désolée? (?:pour|du|de) [^,.:;?!]{1,30}(?=[,.:;])|"
    r"(?:bien )?cordialement(?:,? [A-ZÀ-Ý][\w-]+)*\W*$|cordialement|désolée?|dsl|"
    r"excuse[zr]?-moi|pardon|au fait|dis(?! que| qu['’])|dites(?! que| qu['’]))\b"
    r"(?:[- ](?:moi|nous)\b)?[\s,;:!.]*",
    re.I,
)
_FILLER = re.compile(
    r"(?:\balors voil[aà]|\bdu coup|\bfranchement|\bquand m[eê]me|\bau juste|"
    r"\b[àa] tout hasard|\bpar hasard)\b,?\s*",
    re.I,
)
"""Said without meaning anything; « quand même » would be read as « quand »."""
_REPAIR = re.compile(
    r"\b(?:l[ea]s?\s|une?\s|des\s|du\s|l['’])[^\s,]+,\s(?:enfin|ou plutôt|je veux dire),?\s"
    r"(?=(?:l[ea]s?|une?|des|du)\s|l['’])",
    re.I,
)
"""« Le parrainage, enfin le marrainage » speaks of the second."""
_CLOSING = re.compile(
    r"^\W*(?:bien à (?:vous|toi)|avec (?:tous )?mes (?:\w+ )?remerciements|en vous remerciant|"
    r"dans l['’]attente|(?:bien |très )?cordialement|sincères salutations|respectueusement|"
    r"à bientôt|à vous lire|belle journée|bon courage)\b[^?]*$",
    re.I,
)
_DEAR = re.compile(r"^\W*ch(?:er|ère)s?\s[^,.?!:]{1,40},\s*", re.I)
_HELP = re.compile(
    r"^\W*(?:(?:et|alors|donc|est-ce que|si)\s)*(?:"
    r"(?:(?:vous|tu|quelqu['’]un|on) (?:pouvez|pourriez|peu[xt]|pourrai[st])|"
    r"(?:pouvez|pourriez|peux|pourrais)[- ](?:vous|tu))\s(?:\w+ment )?(?:(?:me|nous|lui|le|la|les)"
    r" |[mtl]['’]|y )*(?:aider|éclairer|renseigner|dépanner|répondre|orienter|guider|"
    r"vérifier|confirmer|"
    r"(?<=l[ea] )\w+(?:er|ir|re)|(?<=les )\w+(?:er|ir|re))(?: là-dessus| à ce sujet|"
    r" sur ce point| à y voir (?:plus )?clair)?|"
    r"(?:(?:vous|tu|t['’]|quelqu['’]un|on)\s?(?:auriez|avez|aurais|as|aurait|a)|"
    r"(?:auriez|avez|aurais|as|aurait|a)[- ](?:vous|tu|t-on))?\s?(?:une (?:petite )?idée|"
    r"(?:des|l['’]|une |d['’])\s?info(?:rmation)?s?|la réponse|une réponse|un tuyau|une piste)"
    r"(?: là-dessus| à ce sujet| sur (?:ça|le sujet|ce point))?|"
    r"t['’]as ça|vous avez ça|(?:vous|tu) (?:le )?sav?(?:ez|is)|savez-vous|sais-tu|"
    r"ça (?:vous|te) (?:dit|parle)(?: quelque chose)?|c['’]est possible|hein|d['’]accord"
    r")\W*$",
    re.I,
)
"""Asks for help, and says nothing of with what."""
_INDIRECT = (
    r"(?=(?:si|s['’]ils?|ce (?:que?|qui|qu['’])|combien|quel|où|quand|depuis|qui|pourquoi|comment|"
    r"(?:à|de|dans|en|pour|sur|avec|par|chez|vers|pendant|auprès de|à partir de)"
    r" (?:quel|qui|quoi|combien|où|quand)|"
    r"jusqu['’](?:à (?:quel|combien)|où|quand)|lequel|laquelle|lesquel))"
)
_LEAD = re.compile(
    r"\b(?:(?:(?:je|j['’]|on|elle|il|nous|ils|la \w+|le \w+)\s?(?:voudr|"
    r"souhait|cherch|aimer|veu[xt]|voul|me demand|se demand|essai|aur\w+ besoin de|"
    r"besoin de|ai besoin de|a besoin de)\w*(?: à| de| bien| donc| absolument|"
    r" juste)*\s?(?:savoir|connaître|comprendre|trouver|vérifier|d['’])?|"
    r"(?:pou(?:vez|rriez)[- ]vous|peu[xt][- ]tu|pourrais[- ]tu|tu peux|vous pouvez|"
    r"vous pourriez|tu pourrais)\s(?:me |nous |m['’])?(?:dire|indiquer|rappeler|"
    r"préciser|donner|expliquer|renseigner sur|aider à (?:savoir|trouver))|"
    r"(?:est-ce que )?(?:vous savez|savez-vous|tu sais|sais-tu|t['’]as|tu connais)|"
    r"(?:me |nous |m['’])(?:dire|indiquer|rappeler|préciser|"
    r"demande(?:nt)?))\s?(?:exactement|précisément|jusqu['’](?=à))?\s*,?\s*"
    r"(?=(?:si|ce|combien|quel(?:le)?s?|où|ou|quand|depuis|qui|pourquoi|comment|à|de|dans|l[ea']|"
    r"les|le|des|un)\b|l['’]|" + _INDIRECT + r")|"
    r"(?:je |on |nous |il |elle )?(?:\w+ )?(?:lui |leur |me |nous |vous |m['’]|se )(?:a |ont )?"
    r"(?:dire|expliquer|indiquer|annoncer|préciser|répondre|demand\w+)\s+" + _INDIRECT + r"|"
    r"(?:je |on |nous )?(?:\w+ )?(?:lui |leur |me |nous |vous |m['’])"
    r"(?:indiquer|préciser|rappeler|confirmer)\s+(?=l[ea]s?\s|l['’])|"
    r"(?:(?:ils?|elles?) )?(?:savoir|vérifier|comprendre|demande(?:nt)?)\s+" + _INDIRECT + r")",
    re.I,
)
_ASKING = re.compile(
    r"\b(?:combien|quel(?:le)?s?|o[uù]|quand|qui|pourquoi|comment|qu['’]est|que|"
    r"quoi|est-ce|lesquel(?:le)?s)\b|\?",
    re.I,
)
_STRONG = re.compile(
    r"\b(?:combien|quel(?:le)?s?|quand|pourquoi|comment|qu['’]est|"
    r"lesquel(?:le)?s)\b|\bo[uù] (?:est|se|sont|a|peut|c['’]est|dois|doit|faut)\b|"
    r"(?:^|[,;:]\s)(?:lequel|laquelle)\b",
    re.I,
)
_TO_KNOW = re.compile(r"\b(?:savoir|connaître|indiquer|préciser|rappeler|confirmer)\W*$", re.I)
_ASKS = re.compile(
    r"\best-ce\b|\w-(?:t-)?(?:ils?|elles?|on|vous|tu|je)\b|\bc['’]est (?:où|qui|quoi)\b|^y a\b",
    re.I,
)
"""What only a question holds, when it has no word to ask with."""
_ABOUT_ME = re.compile(
    r"^\W*(?:et |mais |car |or )?(?:je|j['’]|nous|on|mon|ma|mes|notre|la prof|"
    r"le prof|ma fille|mon fils)\b",
    re.I,
)
_NO_TOPIC = re.compile(
    r"(?<![-\w])(?:[jm]['’]|(?:je|tu|nous|vous|mon|ma|mes|notre|nos|me)(?![-\w]))|"
    r"(?<![-\w])(?<!dont )(?<!que )(?<!où )(?<!qu['’])(?:ils?|elles?|on)(?![-\w])|"
    r"\bquestion\b|\bdans le cadre\b|^\W*(?:autre chose|salut|désolée?)\b|"
    r"\b(?:une?|deux|des|cet|cette|ce)\s+(?:\w+ )?(?:jeunes?|hommes?|femmes?|dames?|monsieur|"
    r"filles?|fils|garçons?|élèves?|amie?s?|collègues?|bénéficiaires?|mamans?|papas?|"
    r"candidate?s?|lycéen(?:ne)?s?|étudiante?s?|personnes?)\b",
    re.I,
)
"""What tells of somebody, or announces a question, rather than names what it is about."""
_PLACED = re.compile(
    r"^\W*(?:pour|à|au|aux|dans|en|sur|chez|concernant|côté|entre|d['’]après|selon|parmi|"
    r"au sujet|à propos|s['’]agissant|quant|l[ea]s?|cet?|cette|ces|du|des|de)\b|^\W*l['’]",
    re.I,
)
"""How a topic opens before « pouvez-vous me dire »; what else stands there tells who asks."""
_AFTER = re.compile(r",\s(?:(?:l[ea]s?|une?|des|cet?|cette|ces)\s|l['’])[^,]+$", re.I)
"""What a pronoun stood for, named last: « il dure combien de temps, le salon ? »."""
_JOINED = re.compile(r"^\W*(?:et|ou)\b", re.I)
_GOES_ON = re.compile(r"^\W*(?:(?:et )?si (?:oui|non)|et|ou|sinon|dans ce cas)\b", re.I)
"""How a question opens that finishes the one before: « C'est payant ? Si oui, combien ? »."""
_POINTS_BACK = re.compile(
    r"\b(?:ce|cet|cette|ces)\s+(?:\w+)|\b(?:me |nous )?(?:le|la|les) (?:rappeler|"
    r"dire|donner|retrouver|préciser)\b|"
    r"\b(?:son|sa|ses|leurs?)\s+[a-zà-ÿ]|\b(?:les|leur)\s+\w+(?:er|ir)\b|\blui\b|"
    r"\bt['’]as ça\b|\b(?:ça|cela)\b|\bil y en a\b|\by en a\b|"
    r"(?<![-\w])(?:ils|elles?|il(?! (?:y|faut|s['’]agit|existe|reste|est possible)\b))\s|"
    r"(?<![-\w])y (?!en\b|a\b|avait\b|aura)|\blà-(?:bas|dedans|dessus)\b|"
    r"\b(?:celui|celle|ceux|celles)-(?:ci|là)\b",
    re.I,
)
_NAME = re.compile(r"(?<=[^\W\d_][\s'’])[A-ZÀ-Ý][^\W_]")


ABOUT: Final = ", à propos de « "
"""What stands between a follow-up and the question that it follows, which is not asked again."""


@dataclass(frozen=True, slots=True)
class Focus:
    """What is asked, and what was said around it."""

    asked: str
    around: str


def find_focus(message: str) -> Focus:
    """Separate the question of a long message from its courtesies and its background."""
    plain = _DEAR.sub("", _COURTESY.sub(" ", message).strip(" ,;!"))
    if not analyse(plain):
        return Focus(message, "")
    plain = _FILLER.sub("", plain)
    if len(plain.split()) <= _SHORT or ABOUT in plain:
        return Focus(_strip_lead(_without_help(_REPAIR.sub("", plain))), "")
    sentences = _telling(_sentences(plain)) or [plain]
    place = _asking_place(sentences)
    chosen = sentences[place]
    before, after = sentences[:place], sentences[place + 1 :]
    goes_on = not _STRONG.search(chosen) or _GOES_ON.match(chosen) is not None
    goes_on = goes_on and bool(before) and _is_question(before[-1])
    if goes_on:
        chosen = f"{before.pop()} {chosen}"  # « 72 % de quoi ? Des CDI ou des stages ? »
    topic, core, left = _ask_clause(chosen)
    asked = f"{topic} {core}".strip()
    leans = goes_on or len(set(analyse(asked))) <= _FEW or (not topic and _points_back(core))
    return Focus(asked, _background(left, before, after) if leans else "")


def _sentences(plain: str) -> list[str]:
    """Cut into sentences, after every question mark whatever comes next."""
    return [
        _REPAIR.sub("", part)
        for a, b in split_sentences(plain)
        for part in re.split(r"(?<=\?)\s+(?!»)", plain[a:b])
        if part.strip()
    ]


def _telling(sentences: Sequence[str]) -> list[str]:
    """Leave out what only closes the message or asks for help.

    What help was asked with is the question, when there is no other.
    """
    told: list[str] = []
    helped = 0
    for sentence in sentences:
        if _HELP.match(sentence):
            helped = len(told)
        elif not _CLOSING.match(sentence):
            told.append(_without_help(sentence))
    if helped and not any(_is_question(sentence) for sentence in told):
        told[helped - 1] = f"{told[helped - 1].rstrip(' .;:,')} ?"
    return told


def _clauses(sentence: str) -> list[str]:
    return re.split(r"(?<=[,;:])\s+", sentence)


def _without_help(sentence: str) -> str:
    """Cut « vous pouvez m'aider ? » off the end of a sentence that says something besides."""
    clauses = _clauses(sentence)
    while len(clauses) > 1 and _HELP.match(clauses[-1]):
        clauses.pop()
    kept = " ".join(clauses)
    if len(kept) == len(sentence) or not analyse(kept):
        return sentence
    kept = kept.rstrip(" ,;:")
    return f"{kept} ?" if _is_question(sentence) and not _is_question(kept) else kept


def _asking_place(sentences: Sequence[str]) -> int:
    """Return which sentence asks: the last of those that do it most plainly."""
    plainly: tuple[Callable[[str], object], ...] = (
        lambda sentence: _is_question(sentence) and _STRONG.search(sentence),
        _STRONG.search,
        lambda sentence: _is_question(sentence) and analyse(_strip_lead(sentence)),
        _asks_indirectly,
        _ASKING.search,
        lambda sentence: not _ABOUT_ME.match(sentence),
    )
    for asks in plainly:
        places = [place for place, sentence in enumerate(sentences) if asks(sentence)]
        if places:
            return places[-1]
    return len(sentences) - 1


def _is_question(sentence: str) -> bool:
    return sentence.rstrip(" »").endswith("?")


def _asks_indirectly(sentence: str) -> bool:
    """Whether it holds « je voudrais lui dire ce que… » or « lui indiquer le… »."""
    lead = _LEAD.search(sentence)
    if lead is None:
        return False
    asked = re.match(_INDIRECT, sentence[lead.end() :], re.I)
    return asked is not None or _TO_KNOW.search(lead.group()) is not None


def _strip_lead(sentence: str) -> str:
    """Cut « Pouvez-vous me dire » off, with what stands before."""
    return _cut_lead(sentence)[1]


def _cut_lead(sentence: str) -> tuple[str, str]:
    """Return what stands before « pouvez-vous me dire », and what stands after."""
    lead = _LEAD.search(sentence)
    if lead is None or not analyse(sentence[lead.end() :]):
        return "", sentence
    before = sentence[: lead.start()]
    if any(_asks_first(clause) for clause in _clauses(before)):
        return "", sentence
    return before, sentence[lead.end() :]


def _asks_first(clause: str) -> bool:
    """Whether a clause asks by itself, before any « je voudrais savoir »."""
    return bool(_STRONG.search(clause)) and not _ABOUT_ME.match(clause)


def _ask_clause(sentence: str) -> tuple[str, str, str]:
    """Return what the asking part of a sentence is about, that part, and what is left."""
    before, stripped = _cut_lead(sentence)
    clauses = _clauses(stripped)
    place = _asking_place_in(clauses)
    while place and _JOINED.match(clauses[place]) and not _ABOUT_ME.match(clauses[place - 1]):
        place -= 1
    ahead, clauses = clauses[:place], clauses[place:]
    if before:
        said = [clause for clause in _clauses(before) if clause.strip()]
        topic = _topic([clause for clause in said if clause[-1] in ",;:"], _PLACED)
        topic += [clause for clause in ahead if not _is_background(clause)]
        ahead = said + ahead
    else:
        topic = _topic(ahead)
    kept = [clause for clause in clauses if not _is_background(clause)]
    if len(set(analyse(" ".join(kept)))) < _FEW and not _STRONG.search(" ".join(kept)):
        kept = clauses  # « On m'a parlé d'une aide, mais sans le montant »
    core = " ".join(kept)
    strong = _STRONG.search(core)
    if strong and len(core.split()) > _SHORT and _ABOUT_ME.match(core[: strong.start()]):
        core = core[_with_preposition(core, strong.start()) :]
    core = core.strip(" ,;") or sentence
    left = [c for c in ahead if c not in topic] + [c for c in clauses if c not in kept]
    return " ".join(topic), core, " ".join(left)


def _asking_place_in(clauses: Sequence[str]) -> int:
    """Return which clause asks: the first of those that do it most plainly."""
    for asks in (_STRONG.search, _ASKS.search):
        places = [place for place, clause in enumerate(clauses) if asks(clause)]
        if places:
            return places[0]
    return 0


def _is_background(clause: str) -> bool:
    return bool(_ABOUT_ME.match(clause)) and not _STRONG.search(clause)


def _with_preposition(text: str, start: int) -> int:
    """Return where « à quel » begins, from where « quel » does."""
    preposition = re.search(
        r"(?:\b(?:à|de|dans|en|pour|sur|depuis|jusqu['’]à|avec)\s+)$", text[:start]
    )
    return preposition.start() if preposition else start


def _topic(ahead: Sequence[str], opening: re.Pattern[str] | None = None) -> list[str]:
    """Return the clauses right before a question that name what it is about: « X, ça dure… ».

    They start the sentence or follow a colon: after a comma, they go on telling of somebody.
    """
    first = len(ahead)
    while first and not _NO_TOPIC.search(ahead[first - 1]) and not _HELP.match(ahead[first - 1]):
        first -= 1
    if first and ahead[first - 1][-1] not in ":;":
        return []
    if opening and not all(opening.match(clause) for clause in ahead[first : first + 1]):
        return []
    return list(ahead[first:])


def _points_back(core: str) -> bool:
    return _POINTS_BACK.search(core) is not None and not _AFTER.search(core)


def _background(left: str, before: Sequence[str], after: Sequence[str]) -> str:
    """Return what a question leans on: what was said last, from the last that names something."""
    told = [part for part in (*before, left) if analyse(part)]
    told = told or [part for part in after if _NAME.search(part)]
    if not told:
        return ""
    naming = [place for place, part in enumerate(told) if _NAME.search(part)]
    return " ".join(told[(naming or [len(told) - 1])[-1] :]).strip()
