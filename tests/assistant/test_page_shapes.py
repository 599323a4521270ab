"""What pages leave to their shape: labels, captions, headings, interviews, lists of reasons."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.answer import Answer, Status
from assistant.engine import Assistant
from index.embedding import Embedder
from index.reader.shipped import open_reader
from tests.assistant.conftest import open_texts

TEXTS = {
    "fabrique.txt": (
        "La Fabrique Belcourt, pépinière de Quimper\n\n"
        "La Fabrique Belcourt accueille des menuisiers et des ébénistes qui s'installent.\n\n"
        "Nos programmes\n\n"
        "Copeau. Pour ceux qui n'ont pas encore d'atelier. Trois mois, une soirée par semaine, "
        "120 euros. Aucun diplôme n'est exigé.\n\n"
        "Grande Scie. Le programme d'un an, ouvert à huit menuisiers. "
        "La participation est de 175 euros par mois et par personne.\n\n"
        "« J'étais cariste à Brest. Je suis aujourd'hui ébéniste, pour 1 870 euros net. » "
        "Odile Vasseur, promotion 2021.\n"
    ),
    "observatoire.txt": (
        "Le bois en Bourgogne\n"
        "Mis en ligne le 8 juin 2023\n\n"
        "L'observatoire du bois publie ses chiffres sur les emplois de la région.\n\n"
        "Répartition (salariés du bois, fin 2022)\n"
        "- Dijon Métropole : 2 140\n- Grand Chalon : 870\n\n"
        "À Dijon, l'emploi du bois recule après la fermeture d'une scierie (60 postes supprimés).\n"
        "Au bout d'un an, 68 % des diplômés travaillent pour l'école Ferrandis, 51 % pour "
        "l'école Morlac et 59 % pour la grande école Tardif de Belfort.\n"
    ),
    "semaine.txt": (
        "La Semaine du bois revient du 12 au 17 mai 2025\n\n"
        "Pour sa troisième édition, la Semaine du bois propose 40 rendez-vous gratuits dans les "
        "départements de Bretagne.\n\n"
        "Lundi 12 mai - Vannes\nOuverture à la halle des Lices, à 14 h.\n\n"
        "Jeudi 15 mai - Lorient\nSpeed dating au palais des congrès : 30 scieries, 110 postes.\n\n"
        "Comment participer ?\n\n"
        "1. Créer un compte sur le site de la Semaine du bois.\n"
        "2. Choisir trois rendez-vous au plus.\n"
        "3. Montrer le billet à l'entrée.\n"
    ),
    "portes.txt": (
        "Portes ouvertes des écoles du bois en Sarthe et en Mayenne\n\n"
        "Cinq écoles du bois accueillent les familles ; l'association a réuni les horaires.\n\n"
        "Vendredi 14 mars, de 17 h à 20 h\nÉcole Morlac, Laval\n"
        "Un CAP de menuisier en deux ans, et la visite de l'atelier pour ceux qui s'inscrivent.\n\n"
        "Samedi 15 mars, de 9 h 30 à 16 h\nCampus des scieurs, Le Mans\n"
        "Un titre de scieur en un an, et un atelier pour essayer les machines de la scierie.\n\n"
        "« Le bois nous lie », a déclaré Josiane Tardieu, adjointe au maire de Laval.\n"
        "Scierix prévoit à elle seule 35 embauches dans le bois en Mayenne.\n"
    ),
    "saone.txt": (
        "La menuiserie à Mâcon\n\n"
        "Mâcon forme des menuisiers depuis un siècle dans son lycée.\n\n"
        "Les femmes occupent 27 % des postes de la menuiserie dans l'agglomération.\n"
    ),
    "recul.txt": (
        "Menuiserie : le marché se calme à Saintes\n\n"
        "À Saintes, les menuisiers embauchent moins vite que l'an dernier. Les commandes restent "
        "nombreuses dans les ateliers.\n\n"
        "La présidente des artisans de Saintes voit deux raisons à ce ralentissement : le prix du "
        "chêne, qui a doublé, et le report de plusieurs chantiers publics. "
        "Un menuisier débutant y touche 21 600 euros brut par an.\n\n"
        "Les motifs cités par les artisans qui peinent à recruter :\n"
        "1. le manque de candidats\n2. la distance\n3. les horaires\n"
    ),
    "entretien.txt": (
        "« Une planche mal sciée coûte cher »\n\n"
        "Armelle Keradec, 36 ans, est affûteuse à la scierie Tornac, à Pontivy, où elle règle les "
        "lames de quatre machines et forme les apprentis du site depuis son arrivée.\n\n"
        "Quel a été votre parcours ?\n"
        "J'ai d'abord été boulangère pendant six ans, à Vannes. J'ai ensuite repris un CAP.\n\n"
        "Comment se passe une journée ?\nJe règle les lames le matin.\n\n"
        "Que conseillez-vous aux jeunes ?\nDe venir voir un atelier.\n"
    ),
    "metier.txt": (
        "Fiche métier : affûteur, affûteuse\n\n"
        "L'affûteur entretient les lames d'une scierie et veille à la qualité de la coupe.\n\n"
        "Missions\n- démonter les lames ;\n- les affûter et les équilibrer ;\n"
        "- régler les machines.\n\n"
        "Avec l'expérience, l'affûteur devient chef d'atelier ou formateur.\n"
    ),
    "filature.txt": (
        "Drapelin investit 46 millions d'euros dans une filature à Vierzon\n\n"
        "Le projet se murmurait depuis des mois, et il a été dit hier à la mairie de la ville.\n"
    ),
    "manufacture.txt": (
        "La Manufacture Orvel, à Nevers\n\n"
        "La Manufacture Orvel a créé en 2023 une bourse de 8 000 euros pour ses apprentis.\n"
        "Le budget 2023 de la Manufacture Orvel, de 1,9 million d'euros, est financé à 45 % par "
        "les cotisations et à 55 % par la Région.\n\n"
        "Combien coûte la formation ?\n"
        "En alternance, la formation est gratuite. En formation initiale, les frais s'élèvent à "
        "4 650 € par an, payables en dix fois.\n\n"
        "Infos pratiques\nManufacture Orvel, 14 rue du Rouissage\n"
        "Du lundi au vendredi, de 8 h 30 à 19 h, sauf les jours fériés\n"
    ),
}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Assistant]:
    searcher = open_texts(tmp_path_factory.mktemp("formes"), TEXTS, embedder)
    yield Assistant(searcher, reader=open_reader())
    searcher.close()


def quoted(answer: Answer) -> str:
    assert answer.status is Status.ANSWERED, answer.answer
    return answer.citations[0].quote


def test_what_follows_a_label_is_said_of_it_and_quoted_from_it(assistant: Assistant) -> None:
    answer = assistant.ask("Combien coûte le programme Copeau ?")
    assert quoted(answer).startswith("Copeau. Pour ceux qui")
    assert quoted(answer).endswith("120 euros.")


def test_a_price_by_the_month_needs_no_word_for_price(assistant: Assistant) -> None:
    answer = assistant.ask("C'est quoi le tarif mensuel de la Grande Scie à la Fabrique Belcourt ?")
    assert "175 euros par mois" in quoted(answer)


def test_a_quotation_is_said_by_the_one_named_after_it(assistant: Assistant) -> None:
    assert "1 870 euros" in quoted(assistant.ask("Combien gagne Odile Vasseur ?"))


def test_an_interview_tells_of_the_one_it_opens_with(assistant: Assistant) -> None:
    answer = assistant.ask("Quel métier exerçait Armelle Keradec avant d'être affûteuse ?")
    assert any("boulangère" in citation.quote for citation in answer.citations)


def test_the_line_above_a_list_dates_its_items(assistant: Assistant) -> None:
    answer = assistant.ask("Combien de salariés du bois dans la métropole de Dijon fin 2022 ?")
    assert quoted(answer) == "Dijon Métropole : 2 140"


def test_a_metropolis_answers_for_its_town_and_it_is_said(assistant: Assistant) -> None:
    answer = assistant.ask("Combien de salariés du bois à Dijon fin 2022 ?")
    assert "2 140" in quoted(answer)
    assert answer.answer.startswith("Rien de propre à Dijon ; plus largement, pour Dijon Métropole")


def test_what_is_lost_is_not_what_there_is(assistant: Assistant) -> None:
    assert "60 postes" not in assistant.ask("Combien de postes dans le bois à Dijon ?").answer
    lost = assistant.ask("Combien de postes supprimés dans le bois à Dijon ?")
    assert "60 postes supprimés" in quoted(lost)


@pytest.mark.parametrize(
    ("school", "share"), [("Ferrandis", "68 %"), ("Morlac", "51 %"), ("Tardif", "59 %")]
)
def test_a_share_is_of_the_name_right_after_it(
    assistant: Assistant, school: str, share: str
) -> None:
    asked = f"Quelle part des diplômés de l'école {school} travaillent au bout d'un an ?"
    answer = assistant.ask(asked)
    assert answer.short is not None
    assert answer.short.text == share


def test_a_title_that_tells_a_date_answers(assistant: Assistant) -> None:
    answer = assistant.ask("À quelles dates se tient la Semaine du bois ?")
    assert quoted(answer) == "La Semaine du bois revient du 12 au 17 mai 2025"


def test_a_title_that_tells_an_amount_answers(assistant: Assistant) -> None:
    answer = assistant.ask("Combien Drapelin investit-elle dans sa filature de Vierzon ?")
    assert answer.short is not None
    assert answer.short.text == "46 millions d'euros"


def test_a_heading_that_names_the_town_is_quoted_with_what_it_heads(assistant: Assistant) -> None:
    answer = assistant.ask("Dans quelle ville a lieu le speed dating de la Semaine du bois ?")
    assert answer.short is not None
    assert answer.short.text == "Lorient"
    assert quoted(answer).startswith("Jeudi 15 mai - Lorient\nSpeed dating au palais")


def test_the_list_headed_by_what_is_asked_comes_first(assistant: Assistant) -> None:
    answer = assistant.ask("Quelles sont les missions d'un affûteur ?")
    for mission in ("démonter les lames", "les équilibrer", "régler les machines"):
        assert mission in quoted(answer)


def test_who_does_a_thing_is_told_by_whom_it_is_done(assistant: Assistant) -> None:
    answer = assistant.ask("Qui finance la Manufacture Orvel ?")
    assert "financé à 45 % par les cotisations" in quoted(answer)


def test_a_line_that_holds_an_address_tells_it(assistant: Assistant) -> None:
    answer = assistant.ask("Quelle est l'adresse de la Manufacture Orvel ?")
    assert "14 rue du Rouissage" in quoted(answer)


def test_a_deputy_is_not_the_mayor(assistant: Assistant) -> None:
    assert "Tardieu" not in assistant.ask("Comment s'appelle le maire de Laval ?").answer
    deputy = assistant.ask("Comment s'appelle l'adjointe au maire de Laval ?")
    assert "Josiane Tardieu" in quoted(deputy)


def test_the_steps_to_take_are_quoted_together(assistant: Assistant) -> None:
    answer = assistant.ask("Comment faire pour participer à la Semaine du bois ?")
    for step in ("Créer un compte", "Choisir trois rendez-vous", "Montrer le billet"):
        assert step in quoted(answer)


def test_reasons_come_before_what_they_explain(assistant: Assistant) -> None:
    answer = assistant.ask("Pourquoi les menuisiers embauchent-ils moins vite à Saintes ?")
    assert "deux raisons à ce ralentissement" in quoted(answer)


def test_a_list_of_reasons_is_quoted_whole(assistant: Assistant) -> None:
    asked = "Pour quelles raisons les artisans de Saintes peinent-ils à recruter ?"
    assert quoted(assistant.ask(asked)).endswith("3. les horaires")


def test_gross_a_year_is_a_wage(assistant: Assistant) -> None:
    answer = assistant.ask("Quel est le salaire d'un menuisier débutant à Saintes ?")
    assert answer.short is not None
    assert answer.short.text.startswith("21 600 euros")


def test_a_thing_that_is_nowhere_told_is_not_found(assistant: Assistant) -> None:
    answer = assistant.ask("Quel diplôme a Odile Vasseur ?")
    assert answer.status is Status.NOT_FOUND
