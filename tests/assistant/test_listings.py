"""Rows, letters, programmes and notices: what is asked is of that row, that town, that section."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.answer import Answer, Status
from assistant.engine import Assistant
from index.embedding import Embedder
from index.reader.shipped import open_reader
from tests.assistant.conftest import open_texts

TEXTS = {
    "stages.csv": (
        "ref;intitule;organisme;ville;heures;prix;debut;pour qui\n"
        "K1;Tournage sur bois;Atelier Brévin;Vannes;210;1400;2026-02-02;"
        "Tout public dès seize ans, sans diplôme ni expérience, douze inscrits\n"
        "K2;Tournage sur bois;Maison Cléry;Dole;190;1350;2026-03-09;"
        "Demandeurs d'emploi du Jura et salariés en congé, huit inscrits\n"
        "K3;Tournage sur bois;Les Copeaux;Albi;230;1500;2026-04-13;"
        "Retraités envoyés par un organisme, curieux de tous âges, quinze inscrits\n"
        "K4;Reliure d'art;Maison Cléry;Dole;320;2900;2026-09-07;Adultes\n"
        "K5;Vannerie;Les Copeaux;Albi;140;980;2026-05-04;Adultes\n"
    ),
    "salaires.md": (
        "# Les métiers du cuir en Occitanie\n\n"
        "L'observatoire du cuir publie chaque année ce que gagnent les gens du métier.\n\n"
        "| Métier | Brut mensuel médian |\n|---|---|\n"
        "| Sellier | 1 910 € |\n| Tanneur | 1 870 € |\n| Responsable d'atelier | 2 950 € |\n"
    ),
    "notice.txt": (
        "Maison Cléry - Catalogue 2025\n"
        "Retour à la liste des stages / Imprimer la fiche\n\n"
        "DOREUR SUR TRANCHE (DST)\n"
        "Mise à jour le 3 mars 2025\n\n"
        "En bref\n"
        "Lieux : Dole et Lons-le-Saunier ; l'atelier de Besançon n'accueille plus ce stage "
        "depuis mai 2024\n"
        "Prochains départs : 6 octobre 2025 à Dole, 3 novembre 2025 à Lons-le-Saunier\n\n"
        "Comment candidater\n"
        "1 Envoyer le dossier en ligne avant le 12 septembre 2025\n"
        "2 Assister à une réunion d'information, chaque mardi à Dole\n"
        "3 Passer une épreuve de dessin de 45 minutes\n"
        "4 Entretien individuel avec la doyenne, Mme Odile Rambaud\n"
        "Réponse sous dix jours.\n\n"
        "Aides\n"
        "Sans condition de diplôme, dès 17 ans. Le stage dure 14 semaines.\n"
        "La Région verse 70 euros par mois quand on habite à plus de 25 km de l'atelier.\n"
    ),
    "lettre.txt": (
        "De : Maison de l'emploi du Tarn <lettre@tarn.example>\n"
        "À : nos abonnés\n"
        "Objet : [Lettre n° 12] Cuir, bois et rendez-vous\n"
        "Date : jeu. 6 mars 2025 09:10\n\n"
        "Bonjour à tous,\n\n"
        "Voici les nouvelles du mois, et nos rendez-vous du printemps pour les curieux.\n\n"
        "----------------------------\n2) FORUM DE LA POTERIE\n----------------------------\n"
        "Le mercredi 2 avril de 14 h à 17 h, au Vieux-Moulin (salle des Meules). "
        "Onze ateliers y proposent 60 postes.\n\n"
        "----------------------------\n3) ZOOM SUR LE PTA\n----------------------------\n"
        "Le Parcours tremplin artisan s'adresse à ceux qui n'ont pas de métier. "
        "La bourse peut aller jusqu'à 480 € par mois ; pour les mineurs, elle est limitée à "
        "190 €.\n"
    ),
    "festival.txt": (
        "Festival du papier, la fête des imprimeurs\n"
        "Les 5 et 6 juin 2025\n"
        "Halle aux Toiles, 4 rue des Cordiers, Rouen\n\n"
        "Pour sa troisième édition, le Festival du papier réunit cinquante imprimeurs et "
        "relieurs venus de toute la Normandie.\n\n"
        "Maëwen Ty-Coz, présidente de l'association Papier Libre, organisatrice du festival\n\n"
        "Le Moulin d'Orve, une halle de 1 800 m² que la ville a rachetée en 2019, garde les "
        "presses entre deux éditions.\n\n"
        "Dans la région, les employeurs du papier ont du mal à garder leurs conducteurs de "
        "presse. En cause, d'abord la concurrence de Paris, où les salaires sont plus élevés.\n\n"
        "Mayeul Aubier travaille chez Presseo, une entreprise de 40 salariés installée à Barentin. "
        "Son patron, Régis Vautier, qui a fondé Presseo en 2012, veut embaucher.\n"
    ),
}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Assistant]:
    searcher = open_texts(tmp_path_factory.mktemp("listes"), TEXTS, embedder)
    yield Assistant(searcher, reader=open_reader(None))
    searcher.close()


def quoted(answer: Answer) -> str:
    return " / ".join(citation.quote for citation in answer.citations)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("Quelle est la surface du Moulin d'Orve ?", "1 800 m²"),
        ("À partir de combien de kilomètres la Région aide-t-elle les doreurs ?", "25 km"),
        ("Qui préside Papier Libre ?", "Maëwen Ty-Coz"),
        ("Date limite pour envoyer le dossier DST", "12 septembre 2025"),
        ("c est ou le forum de la poterie", "Vieux-Moulin"),
        ("Où se déroule le Festival du papier ?", "4 rue des Cordiers"),
        ("Pourquoi les employeurs du papier peinent-ils à garder leurs conducteurs ?", "Paris"),
        ("Qui a fondé l'entreprise Presseo ?", "Régis Vautier"),
        ("Quel âge faut-il pour devenir doreur sur tranche ?", "17 ans"),
    ],
)
def test_notices_are_read_as_they_are_laid_out(assistant: Assistant, asked: str, said: str) -> None:
    assert said in quoted(assistant.ask(asked))


def test_steps_without_a_mark_after_their_number_are_one_list(assistant: Assistant) -> None:
    told = quoted(assistant.ask("Comment candidater au stage de doreur sur tranche ?"))
    assert "Envoyer le dossier" in told
    assert "Passer une épreuve" in told


def test_towns_that_have_a_course_are_all_shown(assistant: Assistant) -> None:
    told = quoted(assistant.ask("Dans quelles villes peut-on suivre le tournage sur bois ?"))
    assert all(town in told for town in ("Vannes", "Dole", "Albi"))


def test_a_row_about_another_course_is_no_answer(assistant: Assistant) -> None:
    assert "Reliure" not in quoted(
        assistant.ask("Quel stage de vannerie commence en septembre à Dole ?")
    )


def test_the_pay_of_a_trade_is_not_read_in_the_rows_of_others(assistant: Assistant) -> None:
    assert assistant.ask("Quel est le salaire médian d'un magasinier ?").status is Status.NOT_FOUND
    assert "1 870 €" in quoted(assistant.ask("Quel est le salaire médian d'un tanneur ?"))


def test_dates_told_of_one_town_each_are_not_those_of_a_third(assistant: Assistant) -> None:
    answer = assistant.ask("Quand commence le stage DST à Besançon ?")
    assert "6 octobre" not in quoted(answer)
    assert answer.short is None or "mai 2024" not in answer.short.text


def test_what_if_asks_the_same_of_somebody_else(assistant: Assistant) -> None:
    turns = ["Quelle est la bourse maximum du PTA ?", "et si on est mineur ?"]
    answer = assistant.ask(turns)
    assert "190 €" in quoted(answer)
    turns.append("Et si je suis majeur ?")
    assert "mineur" not in assistant.ask(turns).understood
