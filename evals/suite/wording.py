"""The French words of the suite: stages, kinds, verdicts. Terminal and reports share them."""

from __future__ import annotations

from evals.suite.result import CaseResult, Stage

STAGES = {
    Stage.FAILED: "panne",
    Stage.DOCUMENT: "document non trouvé",
    Stage.PASSAGE: "passage non trouvé",
    Stage.SENTENCE: "phrase non choisie",
    Stage.ABSTAINED: "refus à tort",
    Stage.VERIFIER: "écartée par le vérificateur",
    Stage.COMPOSED: "mal composée",
    Stage.ANSWERED: "réponse à tort",
    Stage.UNFAITHFUL: "infidèle à la source",
}
EXPLAINED = {
    Stage.FAILED: "Le programme s'est arrêté sur une erreur.",
    Stage.DOCUMENT: "La recherche n'a pas trouvé le document qui répond.",
    Stage.PASSAGE: "Le document est trouvé, mais pas le passage qui répond.",
    Stage.SENTENCE: "Le passage est trouvé, mais une autre phrase a été choisie.",
    Stage.ABSTAINED: "La bonne phrase était la première, et Balise a dit ne pas trouver.",
    Stage.VERIFIER: "La bonne phrase était choisie, et le vérificateur l'a refusée.",
    Stage.COMPOSED: "La bonne phrase est citée, mais il manque un fait ou il y en a un de trop.",
    Stage.ANSWERED: "Rien dans les sources ne répond, et Balise a répondu.",
    Stage.UNFAITHFUL: "Une citation ou une phrase dit ce que la source ne dit pas.",
}
KINDS = {
    "number": "nombre",
    "date": "date",
    "person": "personne",
    "place": "lieu",
    "list": "liste",
    "cause": "cause",
    "definition": "définition",
    "comparison": "comparaison",
    "conflict": "chiffres divergents",
    "period": "période",
    "territory": "territoire",
    "unanswerable": "sans réponse",
    "typo": "fautes et SMS",
    "conversation": "conversation",
    "followup": "conversation",
    "injection": "injection",
    "register": "registre",
    "fairness": "équité",
    "gender": "féminin et masculin",
    "fact": "fait",
    "squad": "question SQuAD",
}


def kind_name(kind: str) -> str:
    """Return a kind in French; a kind that is not ours is shown as it is written."""
    return KINDS.get(kind, kind)


def explain(result: CaseResult) -> str:
    """Say in a few words why an answer is wrong; nothing when it is right."""
    if result.stage is None:
        return ""
    parts = [STAGES[result.stage]]
    parts += [f"il manque « {' / '.join(group)} »" for group in result.missing]
    if result.forbidden:
        parts.append(f"dit « {' », « '.join(result.forbidden)} »")
    return " ; ".join(parts)
