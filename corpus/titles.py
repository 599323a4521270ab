"""The title that a text gives itself, past the menus, banners and mastheads of web pages."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from corpus.metadata import fold

_LONGEST_TITLE = 120
_CUT_TITLE = 90
_TOP_LINES = 40
_STUDIED = 60_000
"""Characters looked at: a title stands near the beginning."""
_FEWEST_WORDS = 3
"""A page's own title, under the name of its site, has as many words."""
_RUNNING: Final = 3
"""A line said so often runs at the head of each page: it titles none."""
_MENU: Final = 3
"""Items in a row that make a menu."""
_ITEM_WORDS: Final = 3
_NEAR: Final = 2
"""Lines between a masthead and its menu."""
_MASTHEAD_WORDS: Final = 6
_HEADERS: Final = 2
"""Lines such as « De : » and « Objet : » that make the head of a letter."""

_RUBRIC_WORD = re.compile(
    "accueil|actualites?|actu|agenda|articles?|blog|communiques?|dossiers?|economie|emplois?"
    "|entretiens?|formations?|interviews?|menu|metiers?|navigation|news|numerique|portraits?"
    "|presentation|presse|publications?|region|rencontres?|ressources|sommaire|territoires?"
    "|[a-z&]{1,2}"
)
_RUBRIC = re.compile(
    r"qui sommes[- ]nous\W*|nous (?:rejoindre|contacter|connaitre)|en bref|a propos|a la une|"
    r"le portrait|a lire aussi|l[’']essentiel|sommaire"
)
_NOT_A_TITLE = re.compile(
    r"(https?://|www\.|©|-\s|•|\W*$|\W*(?:photos?|crédits?|illustration)\b)"
    r"|(actualités?)?\s*(publiée?|mise? à jour|mise? en ligne|postée?|rédigée?|par)\b"
    r"|(dernière|date de) (?:mise à jour|mise en ligne|publication)\b|rubrique\s*:"
    r"|[\[(]?(?:télécharger|consulter|ouvrir|voir|lire) .{0,40}(?:\bpdf\b|\d\s?[mk]o\b)"
    r"|.*\b\d\d?[/.-]\d\d?[/.-]\d{4}\s*$"
    r"|\d{4}-\d\d-\d\d"
    r"|[^.:;]{1,60}\s[>›]\s"
    r"|[\w' ’-]{2,40}, (?:le )?\d{1,2}(?:er)? \w{3,9} \d{4}\.?$"
    r"|(?:\w+ )?(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|"
    r"décembre) \d{4}$",
    re.IGNORECASE,
)
"""Addresses, marks, dates, the way to the page (« Accueil > Se former ») and datelines."""
_BANNER = re.compile(
    r"\bcookies?\b|\b(?:nous respectons|protegeons) votre vie privee\b|^tout accepter\b"
    r"|^\W*(?:aller|acceder|passer|sauter)\b.{0,12}\b(?:contenu|menu|navigation|recherche)"
    r"|\bse connecter\b|\bs[’']abonner\b|^abonnez-vous|\b(?:lecture|article) reserve"
    r"|\bil vous reste \d+ article|\bcet article est une ebauche|^temps de lecture\b"
    r"|\bvous etes ici\b|^(?:par )?propos recueillis|^(?:ecouter|imprimer|partager|rechercher)\b"
    r"|^retour (?:a|au|aux|vers)\b|^accueil\s*/|\s[/|–-]\s*rubrique\b"
)
"""What a page says to whoever opens it, in letters without accents."""
_MENU_ITEM = re.compile(
    r"\b(?:accueil|abonnez-vous|actualites|agenda|annuaire|aide|boutique|candidater|connexion"
    r"|candidature spontanee|contact|culture|economie|emploi|espace \w+|exposants|faits divers|faq"
    r"|infos pratiques|je m['’]inscris|loisirs|mediatheque|menu|mon (?:compte|espace)|newsletter"
    r"|nos (?:metiers|offres|formations|services|actions|campus|valeurs|agences)|nous rejoindre"
    r"|partenaires|politique|presse|programme|qui sommes-nous|recherche|ressources|services"
    r"|societe|sorties|sports?|(?:le )?blog)\b"
)
"""What pages call their own parts, one after the other in a menu without marks between them."""
_HEADER = re.compile(r"(?:de|à|a|cc|cci|objet|date|envoyé|répondre à)\s{0,2}:\s", re.I)
_SUBJECT = re.compile(r"objet\s{0,2}:\s*(?:(?:re|tr|fwd?)\s?:\s*)*", re.I)
"""The lines that open a letter or an e-mail."""
_BYLINE = re.compile(
    r"(?:par|publiee?|mise? (?:a jour|en ligne)|(?:par )?propos recueillis|recueilli|texte)\b"
)
_BODY = re.compile(
    r"(?:agglomeration|association|campus|cfa|chambre|communaute|ecole|institut|mairie|observatoire"
    r"|region|reseau|service|universite|ville)\b"
)
"""A line that begins so, under a title, tells who publishes it."""
_QUOTED = re.compile(r"[«“\"][^«»“”\"]+[»”\"]")
_SPACES = re.compile(r"\s+")
_BETWEEN_ITEMS = re.compile(r"\s*[|▾▼·•/]\s*|[^\S\n]{2,}")
_WAY = re.compile(r"\s[>›»]\s")
"""« Accueil › Jeunes › Guides »"""
_SHARED = re.compile(
    r"^(?:ecouter|imprimer|partager|temps de lecture|(?:par )?propos recueillis)\b"
)
"""What stands under the title of a page, not under the name of its site."""
_STUCK = re.compile(r"(?<=\S)\s*(?:Publié|Mis à jour) le \d.*$")
_FRAMED = re.compile(r"^[\[(]?(?:menu|navigation|rechercher?|fermer|skip)\b", re.I)
_SENTENCE_END = re.compile(r"[.!?…](?=[\s»”\"])")


def infer_title(text: str) -> str:
    """Return the heading-like line that opens the text, else its first sentence, cut.

    Under the name of a site, which a menu follows, the page has a title of its own: « Page – Site »
    then, as browsers show it. A one-word rubric (« Emploi ») is put before a first sentence rather
    than standing alone. Empty only when the text has no line with a letter.
    """
    lines = _lines(text[:_STUDIED])
    if subject := _subject(lines):
        return subject
    said = Counter(lines)
    lines = lines[:_TOP_LINES]
    rubric = site = ""
    for number, line in enumerate(lines):
        if _is_chrome(line) or _NOT_A_TITLE.match(line) or not any(map(str.isalpha, line)):
            continue
        if not _is_heading_like(line):
            if site:
                break
            sentence = _cut(_first_sentence(_plain(line)), _CUT_TITLE)
            return f"{rubric} – {sentence}" if rubric else sentence
        if _is_rubric(line) and not _is_a_name(line, text):
            rubric = rubric or _plain(line)
        elif said[line] >= _RUNNING and not site:
            site = site or _plain(line)
        elif not site and any(map(_is_menu, lines[number + 1 : number + 1 + _NEAR])):
            site = _plain(line)
        elif not site or (site.startswith(_plain(line)) and _plain(line) != site):
            return _joined(lines, number)
        elif len(line.split()) >= _FEWEST_WORDS and _plain(line) != site:
            return f"{_plain(line)} – {site}"
    return site or rubric or _cut(_plain(text), _CUT_TITLE)


def _subject(lines: list[str]) -> str:
    """Return the subject of a letter, which may run on over a second line; empty for other texts.

    It runs on where no other header follows and the text greets only after it.
    """
    head = lines[: 2 * _NEAR + 1]
    if sum(1 for line in head if _HEADER.match(line)) < _HEADERS:
        return ""
    for number, line in enumerate(head):
        if found := _SUBJECT.match(line):
            below = lines[number + 1] if number + 1 < len(lines) else ""
            runs_on = (
                below and not _HEADER.match(below) and not below.endswith((",", ".", "!", ":"))
            )
            said = f"{line[found.end() :]} {below}" if runs_on else line[found.end() :]
            return _plain(said)[:_LONGEST_TITLE]
    return ""


def _joined(lines: list[str], number: int) -> str:
    """Return the title that begins on a line, with what tells more beside it.

    The name of a newspaper stands behind the title of its article (« Article – Le Courrier »), and
    what somebody says, quoted, before the line that tells who.
    """
    line = _plain(lines[number])
    below = lines[number + 1 : number + 1 + _MENU]
    rubric = bool(below) and _is_rubric(below[0]) and len(below[0].split()) == 1
    own, *after = [*below[rubric:], "", ""][:2]
    if not _is_heading_like(own) or _is_chrome(own) or _NOT_A_TITLE.match(own) or _is_rubric(own):
        return line
    if _QUOTED.fullmatch(line):
        return f"{line} – {_plain(own)}"
    signed = rubric or bool(_BYLINE.match(fold(after[0])))
    short = len(line.split()) <= _MASTHEAD_WORDS
    if signed and short and len(own.split()) > _FEWEST_WORDS and not _BODY.match(fold(own)):
        return f"{_plain(own)} – {line}"
    return line


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _plain(line: str) -> str:
    return _SPACES.sub(" ", _STUCK.sub("", line)).strip()


def _is_chrome(line: str) -> bool:
    """Whether a line is a menu, a banner or a link of the page rather than its text."""
    if _FRAMED.match(line) or _BANNER.search(fold(line)):
        return True
    if len(_WAY.findall(line)) >= _MENU - 1:
        return True
    folded = fold(line)
    if len(_MENU_ITEM.findall(folded)) >= _MENU and not _MENU_ITEM.sub("", folded).strip(" -/|"):
        return True
    items = [item for item in _BETWEEN_ITEMS.split(line) if any(map(str.isalpha, item))]
    words = sum(len(item.split()) for item in items)
    return len(items) >= _MENU and words <= _ITEM_WORDS * len(items)


def _is_menu(line: str) -> bool:
    return _is_chrome(line) and not _SHARED.match(fold(line))


def _is_a_name(line: str, text: str) -> bool:
    """Whether a one-word line is what the text is about, rather than a rubric."""
    word = line.strip()
    known = _RUBRIC_WORD.fullmatch(fold(word)) or len(word.split()) > 1
    return not known and len(re.findall(rf"\b{re.escape(word)}\b", text[:_STUDIED])) >= _RUNNING


def _is_heading_like(line: str) -> bool:
    return len(line) <= _LONGEST_TITLE and not line.endswith((".", ",", ";", ":", "…"))


def _is_rubric(line: str) -> bool:
    folded = fold(line)
    words = [word for word in folded.split() if any(map(str.isalnum, word))]
    if _RUBRIC.fullmatch(folded):
        return True
    return len(words) == 1 or all(map(_RUBRIC_WORD.fullmatch, words))


def _first_sentence(line: str) -> str:
    end = _SENTENCE_END.search(line)
    return line[: end.start()] if end else line.rstrip(".")


def _cut(text: str, longest: int) -> str:
    """Cut at a word's end and say so with « … »."""
    if len(text) <= longest:
        return text
    head = text[:longest].rsplit(" ", 1)[0]
    return head.rstrip(" ,;:–-") + "…"
