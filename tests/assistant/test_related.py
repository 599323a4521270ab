"""What may be asked next: well-formed questions that a sentence already found answers."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.engine import Assistant
from assistant.related import counted_noun, questions_of


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        (
            "Brumelec emploie 312 salariés.",
            "Combien de salariés emploie Brumelec ?",
        ),
        (
            "En 2023, le campus Orvalia accueille près de 1 200 élèves.",
            "Combien d'élèves accueille le campus Orvalia ?",
        ),
        (
            "En 2024, le numérique emploie 28 433 salariés dans les Hauts-de-France.",
            "Combien de salariés emploie le numérique dans les Hauts-de-France ?",
        ),
        (
            "- Le Salon des Métiers se tient le 24 mars ;",
            "Quand se tient le Salon des Métiers ?",
        ),
        (
            "L'association Numélis a été fondée en 1998 à Lens.",
            "Quand l'association Numélis a-t-elle été fondée ?",
        ),
        ("Orvalia est un centre de formation.", "Qu'est-ce qu'Orvalia ?"),
        ("Tellurio est une coopérative de Nantes.", "Qu'est-ce que Tellurio ?"),
        ("Sophie Dubreuil est la présidente de Numélis.", "Qui est Sophie Dubreuil ?"),
        (
            "Sophie Dubreuil dirige le pôle Formation de Lens.",
            "Qui dirige le pôle Formation de Lens ?",
        ),
        (
            "La formation Webforce dure neuf mois.",
            "Combien de temps dure la formation Webforce ?",
        ),
        ("Le passeport Numélis coûte 90 euros.", "Combien coûte le passeport Numélis ?"),
        ("Une formation Greta dure six mois.", "Combien de temps dure une formation Greta ?"),
        ("Un CDI est un contrat sans fin prévue.", "Qu'est-ce qu'un CDI ?"),
        ("L'ENSAI est une école d'ingénieurs.", "Qu'est-ce que l'ENSAI ?"),
        ("Le lycée Jules Ferry est un lycée d'Arras.", "Qu'est-ce que le lycée Jules Ferry ?"),
        ("La POEI permet de former un futur salarié.", "À quoi sert la POEI ?"),
        (
            "Les Ateliers Kerlan visent à redonner confiance.",
            "À quoi servent les Ateliers Kerlan ?",
        ),
        ("Le passeport Numélis s'adresse aux retraités.", "À qui s'adresse le passeport Numélis ?"),
        ("Les cours Orvalia sont ouverts à tous.", "À qui s'adressent les cours Orvalia ?"),
        ("Brumelec est installée au cœur de Lens.", "Où se trouve Brumelec ?"),
        ("Huawei est une entreprise chinoise.", "Qu'est-ce que Huawei ?"),
        (
            "La Bretagne compte 3 millions d'habitants.",
            "Combien d'habitants compte la Bretagne ?",
        ),
        (
            "Amazon emploie 500 salariés dans le Nord et 30 000 en France.",
            "Combien de salariés emploie Amazon dans le Nord ?",
        ),
        (
            "Marie Durand dirige aujourd'hui le groupe Brumelec et siège à Lens.",
            "Qui dirige le groupe Brumelec ?",
        ),
    ],
)
def test_a_sentence_with_a_subject_of_its_own_suggests_its_question(
    sentence: str, question: str
) -> None:
    assert list(questions_of(sentence)) == [question]


@pytest.mark.parametrize(
    "sentence",
    [
        "Elle emploie 312 salariés.",
        "Cette école Numélis accueille 120 élèves.",
        "L'école accueille 120 élèves.",
        "Elle accueille 120 élèves à Dijon.",
        "Certains accueillent 120 élèves à Dijon.",
        "Son fondateur est un ancien de Numélis.",
        "Brumelec emploie 2 salariés.",
        "L'Atelier Codelande ouvre 24 places pour la rentrée du 14 septembre.",
        "Le sport le plus populaire au Brésil est le football.",
        "Dans les années 1990 le quartier Euralille est un chantier.",
        "Orvalia est l'un des centres que la presse cite.",
        "Brumelec ouvre une usine et recrute 300 salariés.",
        "Brumelec compte recruter 50 salariés.",
        "Tellurio propose à 120 jeunes une formation.",
        "Tellurio emploie, dans ses 12 agences, 300 salariés.",
        "L'usine emploie 300 salariés, dont 20 à Paris.",
        "L'usine emploie 300 salariés et exporte au Japon.",
        "Tellurio accueille cent élèves en 3 groupes.",
        "Aujourd'hui Brumelec emploie 300 salariés.",
        "Chaque année le Salon Kerlan accueille 900 visiteurs.",
        "L'an dernier le CFA Kerlan a été créé en 2019.",
        "Le mari de Julie Martin dirige la société Kerlan.",
        "Julie Martin a créé sa société Kerlan.",
        "L'objectif de Numélis est une baisse des départs.",
        "La date limite Parcoursup est le 3 avril.",
    ],
)
def test_a_sentence_that_leans_on_others_suggests_nothing(sentence: str) -> None:
    assert list(questions_of(sentence)) == []


@pytest.mark.parametrize(
    ("after", "noun"),
    [
        (" formateurs permanents, à Lens", "formateurs permanents"),
        (" offres d'emploi diffusées en ligne", "offres d'emploi"),
        (" élèves l'an dernier", "élèves"),
        (" visiteurs s'y pressent", "visiteurs"),
        (" salariés travaillent ici", "salariés"),
        (" capitales French Tech, dont Lille", "capitales French Tech"),
        (" formations de bac +3", "formations"),
        (" rue des Teinturiers", ""),
        (" autour de Caen", ""),
        (" embauchent leur apprenti", ""),
        (" Amiens", ""),
        (" premiers besoins", ""),
        (" plus avant fin 2024", ""),
        (" % des offres", ""),
        (" des besoins", ""),
        (" apprentis hors du commun", "apprentis"),
        (" élèves venus de tout le département", "élèves"),
        (" places gratuites financées par la Région", "places gratuites"),
    ],
)
def test_a_number_counts_a_plural_and_what_agrees_with_it(after: str, noun: str) -> None:
    assert counted_noun(after, 0)[1] == noun


_SENTENCE = """Le La L'école Brumelec Lens est une un emploie compte dure 12 312 salariés mois le
3 mai et , dans les de la d'élèves se tient a été créée en 2019 Marie Durand dirige"""
_WORDS = st.sampled_from(_SENTENCE.split())


@example(["Le", "Le", "12", "est", "une", "Le"])
@given(st.lists(_WORDS, max_size=14))
def test_any_words_suggest_only_whole_questions(words: list[str]) -> None:
    for question in questions_of(" ".join(words)):
        assert question.startswith(("Combien ", "Qui ", "Quand ", "Qu'est-ce "))
        assert question.endswith(" ?")
        assert not any(digit in question for digit in ("12 ", "312", "2019"))


def test_the_answer_suggests_what_its_sources_answer(assistant: Assistant) -> None:
    related = assistant.ask("Qui dirige l'Atelier du Val ?").related

    assert 0 < len(related) <= 3
    assert len(set(related)) == len(related)
    assert all(assistant.ask(question).citations for question in related)


def test_what_was_asked_or_told_is_not_suggested_again(assistant: Assistant) -> None:
    asked = "Combien de soudeurs forme l'école de Tours ?"

    assert not any("soudeurs" in question for question in assistant.ask(asked).related)


def test_a_question_far_from_all_sources_suggests_nothing_that_they_do_not_answer(
    assistant: Assistant,
) -> None:
    answer = assistant.ask("Quelle est la capitale de la Mongolie ?")

    assert not answer.citations
    assert all(assistant.ask(question).citations for question in answer.related)
