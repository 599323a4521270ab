"""Questions that are not for the sources: no subject, another language, an opinion, an action."""

from __future__ import annotations

import re

from assistant.answer import Reason, Status
from assistant.question import Question
from assistant.words import vocabulary
from index.analyser import fold

_GREETING = re.compile(
    r"^\W*(?:(?:bonjour|bonsoir|salut|coucou|hello|hey|merci|au revoir|"
    r"bonne (?:journee|soiree|fin de journee)|a bientot|super|parfait|ca va)\b[\s!?.,]*"
    r"(?:beaucoup|bien|infiniment|a tous|madame|monsieur|balise|"
    r"comment (?:ca va|allez-vous|vas-tu))?\W*)+$"
)
_PARTING = re.compile(r"\b(?:merci|au revoir|bonne journee)\b")
_OPINION = re.compile(
    r"\b(?:(?:ton|votre) (?:avis|opinion)|(?:penses|pensez|crois|croyez|preferes|"
    r"preferez)[- ](?:tu|vous)|"
    r"tu (?:penses|crois|preferes)|vous (?:pensez|croyez)|(?:dois|devrais)[- ]je|"
    r"est-ce que je (?:dois|devrais)|"
    r"(?:me |nous )(?:conseilles|conseillez|recommandes|recommandez)|a (?:ma|ta|votre) place|"
    r"pour qui (?:voter|vote))\b"
)
_WHAT_TO_DO = re.compile(
    r"\b(?:qui|ou|quand|combien|comment|quoi|quel(?:le)?s?)\b[^.?!,;:]{0,40}"
    r"(?:\b(?:dois|devrais)[- ]je|\best-ce que je (?:dois|devrais)) "
    r"(?:(?:lui|leur|les?|la|y|en|me) |[lm]')*"
    r"(?:contacter|appeler|joindre|telephoner|ecrire|parler|rencontrer|prevenir|demander|"
    r"adresser|envoyer|deposer|remettre|transmettre|fournir|apporter|presenter|justifier|"
    r"inscrire|candidater|payer|regler|verser|rendre|remplir|signer|telecharger|arriver|avoir)\b"
)
"""« Qui dois-je contacter » asks for a fact; « que dois-je choisir » asks for advice."""
_ACTION = re.compile(
    r"(?:^|[.!?,;:] |\b(?:peux[- ]tu|pouvez[- ]vous|pourrais[- ]tu|"
    r"pourriez[- ]vous|merci de|veux[- ]tu|stp|svp) (?:me |nous |m'|lui )?)"
    r"(?:(?:ecris|redige|traduis|dessine|raconte|invente|programme|reserve|achete|commande|envoie|"
    r"imagine|compose|genere|calcule|corrige|inscris|telephone|appelle|supprime|"
    r"efface|execute|joue|ecrire|rediger|traduire|raconter|reserver|acheter|"
    r"envoyer|calculer|appeler)"
    r"(?:z|s|r)?(?:[- ](?:moi|nous|lui|toi))?(?= (?:moi |nous )?(?:un|une|le|la|"
    r"les|des|l'|mon|ma|mes|ce|cette|a|au|en|tout|du)\b)|"
    r"(?:faire) (?:mon|ma|une|un) (?:cv|lettre|poeme|dissertation|blague)|"
    r"fai(?:s|tes)[- ](?:moi|nous) (?:un|une|mon|ma|rire)|fai(?:s|tes) (?:mon|ma) (?:cv|lettre))"
)
_INSTRUCTION = re.compile(
    r"\b(?:ignore[zr]?|oublie[zr]?|neglige[zr]?|outrepasse[zr]?|desactive[zr]?)\b.{0,40}"
    r"\b(?:instructions?|consignes?|regles?|prompt|directives?|limites?|filtres?)|"
    r"\b(?:affiche|montre|revele|donne|repete)\w*\b.{0,30}\b(?:prompt|"
    r"instructions? (?:systeme|internes?|secretes?))|"
    r"\btu es (?:maintenant|desormais)\b|\bfais comme si\b|\bjoue le role\b|"
    r"\bpretends? (?:etre|que)\b"
)
_PERSONAL = re.compile(
    r"\b(?:mon|ma|mes) (?:dossier|conseiller|conseillere|allocations?|indemnisation|chomage|droits|"
    r"inscription|rdv|rendez-vous|mot de passe|compte|candidature|paie|salaire|contrat|patron|ex)\b"
)
_FRENCH = re.compile(
    r"\b(?:le|la|les|un|une|des|du|de|est|sont|quel\w*|qui|que|quoi|ou|combien|"
    r"quand|comment|pourquoi|"
    r"dans|pour|avec|sur|et|au|aux|y|je|tu|il|elle|nous|vous|ce|cette|c'est|d'|l')\b"
)


def is_courtesy(text: str) -> bool:
    """Whether a message greets or thanks, and asks nothing."""
    return _GREETING.match(fold(text)) is not None


def refuse(question: Question) -> tuple[Status, Reason | None, str] | None:
    """Return (status, reason, name of the text to say), or None for a question to look up."""
    folded = fold(question.text)
    words = re.findall(r"[a-z]+", fold(question.raw))
    if not words and not any(c.isdigit() for c in folded):
        return Status.UNCLEAR, None, "unclear"
    if is_courtesy(question.text):
        return Status.UNCLEAR, None, "parting" if _PARTING.search(folded) else "greeting"
    if _in_english(words, folded):
        return Status.UNCLEAR, None, "not_french"
    if _INSTRUCTION.search(folded) or _ACTION.search(folded):
        return Status.OUT_OF_SCOPE, None, "out_of_scope_action"
    if _OPINION.search(_WHAT_TO_DO.sub(" ", folded)):
        return Status.OUT_OF_SCOPE, None, "out_of_scope_opinion"
    if _PERSONAL.search(_asking_part(folded)):
        return Status.NOT_FOUND, Reason.PERSONAL, "not_found_personal"
    if not (question.terms or question.territories or question.names):
        return Status.UNCLEAR, None, "unclear"
    return None


def _asking_part(folded: str) -> str:
    """Return the sentences that ask: « Mon conseiller parle du CPF. C'est quoi ? » is public."""
    asking = re.findall(r"[^.!?]+\?", folded)
    return " ".join(asking) or folded


def _in_english(words: list[str], folded: str) -> bool:
    english = sum(word in vocabulary().english for word in words)
    french = len(_FRENCH.findall(folded))
    return english >= 2 and english > french
