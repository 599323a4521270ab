"""What sort of answer a question asks for, and what a quantity counts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.kinds import Asked, Kind, classify
from index.analyser import analyse

ASKED = [
    ("Combien d'offres d'emploi y a-t-il à Lyon ?", Kind.NUMBER),
    ("Quel est l'effectif de l'usine ?", Kind.NUMBER),
    ("Quel est le taux de chômage ?", Kind.PERCENT),
    ("Quelle est la part des femmes ?", Kind.PERCENT),
    ("Quel est le prix d'un billet ?", Kind.MONEY),
    ("atelier partagé prix étudiant", Kind.MONEY),
    ("Combien Orvel a levé en mars ?", Kind.MONEY),
    ("Combien le projet a-t-il rapporté ?", Kind.MONEY),
    ("C'est quoi les modules du stage de reliure ?", Kind.LIST),
    ("C'est quoi les MOOC ?", Kind.DEFINITION),
    ("À quoi s'engagent les signataires ?", Kind.LIST),
    ("C'est quoi le prix d'un billet ?", Kind.MONEY),
    ("C'est quoi la part des femmes ?", Kind.PERCENT),
    ("C'est quoi l'adresse du port ?", Kind.CONTACT),
    ("C'est quoi le compagnonnage ?", Kind.DEFINITION),
    ("Combien coûte la formation ?", Kind.MONEY),
    ("Quelle caution faut-il verser ?", Kind.MONEY),
    ("Prix de la formation de soudeur", Kind.MONEY),
    ("salaire soudeur Rennes", Kind.MONEY),
    ("Date limite d'inscription au stage", Kind.DATE),
    ("la date de la rentrée ?", Kind.DATE),
    ("Durée du stage", Kind.DURATION),
    ("adresse du port", Kind.CONTACT),
    ("lieu du salon", Kind.PLACE),
    ("Taux d'insertion des soudeurs", Kind.PERCENT),
    ("Les prix de quelle formation sont affichés ?", Kind.FACT),
    ("Je voudrais savoir ce que ça va lui coûter.", Kind.MONEY),
    ("Combien gagne un soudeur ?", Kind.MONEY),
    ("Un boulanger peut toucher combien au maximum ?", Kind.MONEY),
    ("L'aide est versée jusqu'à combien ?", Kind.MONEY),
    ("Combien de dossiers la Région finance-t-elle ?", Kind.NUMBER),
    ("Combien de temps dure le stage ?", Kind.DURATION),
    ("À quelle heure ouvre l'atelier ?", Kind.TIME),
    ("Quand ouvre le salon ?", Kind.DATE),
    ("En quelle année l'usine a-t-elle ouvert ?", Kind.DATE),
    ("Le salon ouvre quand ?", Kind.DATE),
    ("C'est quand, la rentrée ?", Kind.DATE),
    ("Et depuis quand recrute-t-elle ?", Kind.DATE),
    ("Que faire quand on a raté la rentrée ?", Kind.FACT),
    ("Comment s'inscrire quand on est salarié ?", Kind.MANNER),
    ("Peut-on travailler de nuit quand on est mineur ?", Kind.FACT),
    ("Sait-on quand ouvre le salon ?", Kind.DATE),
    ("Pouvez-vous me dire quand ouvre le salon ?", Kind.DATE),
    ("Qui peut bénéficier de la bourse ?", Kind.FACT),
    ("À qui s'adresse la formation ?", Kind.FACT),
    ("Qui peut m'aider ?", Kind.PERSON),
    ("Qui était président du port avant Paul Brisset ?", Kind.PERSON),
    ("Combien la Région donne-t-elle au musée ?", Kind.MONEY),
    ("Combien la ville compte-t-elle de musées ?", Kind.NUMBER),
    ("Par quel moyen le nombre d'accidents a-t-il baissé ?", Kind.MANNER),
    ("Où se tient le salon ?", Kind.PLACE),
    ("Dans quelle ville se trouve l'usine ?", Kind.PLACE),
    ("Qui dirige l'usine ?", Kind.PERSON),
    ("Quel est le nom de la directrice ?", Kind.PERSON),
    ("Qui est Paul Brisset ?", Kind.WHO_IS),
    ("Paul Brisset il fait quoi au port", Kind.WHO_IS),
    ("Quelle est la superficie du hangar ?", Kind.SIZE),
    ("Quel est le téléphone de l'usine ?", Kind.CONTACT),
    ("Quelle est l'adresse mail du lycée ?", Kind.CONTACT),
    ("Pourquoi l'usine ferme-t-elle ?", Kind.CAUSE),
    ("Comment devenir pâtissier ?", Kind.MANNER),
    ("Qu'est-ce qu'un cariste ?", Kind.DEFINITION),
    ("CAP, c'est l'abréviation de quoi ?", Kind.DEFINITION),
    ("Quels sont les débouchés ?", Kind.LIST),
    ("Que représente le chiffre 730 ?", Kind.FIGURE_MEANING),
    ("L'usine recrute-t-elle ?", Kind.FACT),
    ("Et la Grande Scie, c'est combien ?", Kind.MONEY),
    ("Pourquoi le nombre d'ateliers baisse-t-il ?", Kind.CAUSE),
    ("Est-ce que la scierie ferme quand l'autre ouvre ?", Kind.FACT),
    ("Est-ce qu'on sait quand la scierie ouvre ?", Kind.DATE),
    ("Qui est à la tête de la scierie ?", Kind.PERSON),
    ("Quelle somme la région verse-t-elle aux apprentis ?", Kind.MONEY),
    ("Combien a versé la région pour les travaux ?", Kind.MONEY),
    ("Combien dépense un client par commande ?", Kind.MONEY),
    ("Combien donne de cours l'école ?", Kind.NUMBER),
    ("Combien ont reçu l'aide ?", Kind.NUMBER),
    ("Combien ça fait ?", Kind.MONEY),
    ("C'est combien de postes ?", Kind.NUMBER),
    ("L'effectif de la scierie, c'est combien ?", Kind.NUMBER),
]


@pytest.mark.parametrize(("question", "kind"), ASKED)
def test_a_question_shows_the_sort_of_answer_that_it_wants(question: str, kind: Kind) -> None:
    assert classify(question).kind is kind


@pytest.mark.parametrize(("question", "kind"), ASKED)
def test_capitals_and_missing_accents_change_nothing(question: str, kind: Kind) -> None:
    assert classify(question.upper()).kind is kind
    assert classify(question.replace("é", "e").replace("à", "a").replace("û", "u")).kind is kind


@pytest.mark.parametrize(
    ("question", "counted"),
    [
        ("Combien le secteur compte d'ateliers ?", "ateliers"),
        ("Combien l'école accueille d'étudiants ?", "étudiants"),
        ("Combien de soudeurs travaillent ici ?", "soudeurs"),
        ("Combien y a-t-il d'apprentis en Bretagne ?", "apprentis"),
        ("Combien la ville compte-t-elle d'ateliers ?", "ateliers"),
        ("Combien le salon a-t-il accueilli de visiteurs ?", "visiteurs"),
        ("Quel est le nombre de places ?", "places"),
        ("Quelle est la part des femmes ?", "femmes"),
        ("Quel est le salaire d'un soudeur ?", "salaire"),
    ],
)
def test_what_is_counted_comes_first(question: str, counted: str) -> None:
    assert classify(question).counted[0] == analyse(counted)[0]


def test_a_compound_is_counted_by_its_head() -> None:
    assert classify("Combien d'offres d'emploi à Lyon ?").counted == tuple(analyse("offres emploi"))


@pytest.mark.parametrize("question", ["Quel est le montant prévu ?", "Quelles sommes sont dues ?"])
def test_any_amount_answers_a_question_about_an_amount(question: str) -> None:
    assert classify(question) == Asked(Kind.MONEY)


@given(st.text(max_size=80))
def test_any_text_has_a_kind(text: str) -> None:
    assert classify(text).kind in Kind


@pytest.mark.parametrize(
    ("question", "counted"),
    [
        ("Combien y a-t-il déjà d'ateliers à Tours ?", ("atelier",)),
        ("Combien y a-t-il aujourd'hui en tout de soudeurs ?", ("soudeur",)),
        ("Les soudeurs, c'est combien au total ?", ()),
        ("Ça fait combien, environ ?", ()),
    ],
)
def test_adverbs_are_not_what_is_counted(question: str, counted: tuple[str, ...]) -> None:
    assert classify(question).counted == tuple(t for noun in counted for t in analyse(noun))


def test_what_one_pays_for_oneself_is_no_pay() -> None:
    assert classify("Combien ça coûte, la formation, si je la paye moi-même ?") == Asked(Kind.MONEY)
    assert classify("Combien est la paye d'un soudeur ?").kind is Kind.MONEY
