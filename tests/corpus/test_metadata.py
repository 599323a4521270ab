"""What is inferred from a text."""

from datetime import date

import pytest

from corpus.document import Heading, PublisherKind
from corpus.metadata import (
    heading_date,
    infer_publisher,
    infer_publisher_kind,
    infer_territories,
    infer_year,
    stated_date,
)

TODAY = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("Titre\nPublié le 29 mars 2021\nTexte.", "2021-03-29"),
        ("Titre\nActualitésPublié le 29 mars 2021\nTexte.", "2021-03-29"),
        ("Titre\nPar Ada Martin, publié le 3 mai 2023 à 10 h\nTexte.", "2023-05-03"),
        ("Titre\nMis à jour le 4 juin 2022", "2022-06-04"),
        ("Mis à jour le 4 juin 2022 – Publié le 1er juin 2022", "2022-06-01"),
        ("Selon une étude publiée le 3 mai 2019, les salaires montent.", ""),
        ("Publié le 3 mai 2999", ""),
        ("Publié par la Région", ""),
        ("Rien", ""),
    ],
)
def test_stated_date(text: str, iso: str) -> None:
    found = stated_date(text)
    assert (found.iso, found.inferred) == (iso, False)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("En 2024, la région compte 28 433 salariés.", "2024"),
        ("En 2019, 300 emplois. En 2021, 400 emplois.", "2021"),
        ("Sur un panel de 55 métiers en octobre 2021.", "2021"),
        ("Fin 2022, 72% des offres étaient en CDI.", "2022"),
        ("Le label a été lancé en 2013 par une ministre.", ""),
        ("OVH, créé en 1999 à Roubaix, emploie 1000 salariés.", ""),
        ("D’ici 2025, soit en 2025, il faudra 10 000 recrues.", ""),
        ("En 2030, 500 emplois.", ""),
        ("Elle s'est installée en 2018 à Lille.", ""),
        ("Il habite au 2024 rue du Port avec 3 chats.", ""),
        ("Sans date.", ""),
    ],
)
def test_year_of_the_figures(text: str, iso: str) -> None:
    found = infer_year(text, today=TODAY)
    assert (found.iso, found.inferred) == (iso, bool(iso))


def names(text: str, title: str = "", headings: tuple[Heading, ...] = ()) -> list[str]:
    return [place.name for place in infer_territories(text, title, headings)]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("Guide de l'apprentissage – janvier 2025\n\nEn 2023, 300 places.", "2025-01"),
        ("Atelier CV\nMission locale - programme du printemps 2025\n\nTexte.", "2025"),
        ("Le guide\n\nRentrée de septembre 2025\n\nTexte.", ""),
        ("Le guide\n\nLe 3 mars 2025\n\nTexte.", ""),
        ("Le guide\n\nLe centre a formé en mars 2025 deux groupes.", ""),
        ("Le guide\n\nUn\n\nDeux\n\nTrois\n\nQuatre\n\nBilan – mars 2025", ""),
        ("Le guide – mars 2090\n\nTexte.", ""),
    ],
)
def test_the_month_of_a_heading(text: str, iso: str) -> None:
    found = heading_date(text)
    assert (found.iso, found.inferred) == (iso, bool(iso))


def test_the_places_most_named_come_first_and_three_at_most() -> None:
    text = "À Nantes. " * 9 + "À Rennes. " * 6 + "À Brest. " * 5 + "À Vannes. " * 4
    assert names(text)[0] == "Nantes"
    assert len(names(text)) == 3


def test_a_single_late_mention_says_nothing() -> None:
    assert names("Le numérique recrute. " * 60 + "Un exemple à Rennes.") == []


def test_a_title_weighs_more_than_a_mention() -> None:
    assert names("Le numérique recrute. " * 60, title="L’emploi à Rennes") == ["Rennes"]


def test_a_heading_weighs_more_than_a_mention() -> None:
    before = "Le numérique recrute. " * 60 + "\n"
    text = f"{before}L’emploi à Rennes\nOn recrute."
    heading = Heading(level=2, start=len(before), end=len(before) + 17)
    assert names(text, headings=(heading,)) == ["Rennes"]


def test_the_places_of_one_region_point_to_it() -> None:
    assert "Hauts-de-France" in names("On recrute à Calais, à Dunkerque, à Amiens et à Arras.")


def test_france_gives_way_to_a_region() -> None:
    assert names("En France et en Bretagne. La Bretagne recrute en France.") == ["Bretagne"]


@pytest.mark.parametrize(
    ("text", "publisher"),
    [
        ("Photo. © Aletheia Press/L.Saleur", "Aletheia Press"),
        ("© 2023 Région Bretagne. Tous droits", "Région Bretagne"),
        ("© L'Écho des dunes 2024 - Mentions légales - Gérer mes cookies", "L'Écho des dunes"),
        ("© L'Écho des dunes - Tous droits réservés", "L'Écho des dunes"),
        ("© L'Écho des dunes Tous droits réservés", "L'Écho des dunes"),
        ("© Photo : Odile Vasseur", ""),
        ("© Photo : Odile Vasseur\nLe texte.\n© Ville de Tulle", "Ville de Tulle"),
        ("Rien", ""),
        ("© ", ""),
    ],
)
def test_publisher_after_a_copyright_sign(text: str, publisher: str) -> None:
    assert infer_publisher(text) == publisher


@pytest.mark.parametrize(
    ("publisher", "url", "kind"),
    [
        ("Insee", None, PublisherKind.STATISTICS),
        ("", "https://dares.travail-emploi.gouv.fr/x", PublisherKind.STATISTICS),
        ("", "https://www.travail.gouv.fr/x", PublisherKind.INSTITUTION),
        ("Région Hauts-de-France", None, PublisherKind.INSTITUTION),
        ("France Travail", None, PublisherKind.INSTITUTION),
        ("metropole.nantes.fr", None, PublisherKind.INSTITUTION),
        ("Aletheia Press", None, PublisherKind.PRESS),
        ("Ouest-France", None, PublisherKind.PRESS),
        ("Université de Lille", None, PublisherKind.SCHOOL),
        ("La French Tech", None, PublisherKind.ASSOCIATION),
        ("Dupont SARL", None, PublisherKind.COMPANY),
        ("Jeanne Martin", None, PublisherKind.UNKNOWN),
        ("", None, PublisherKind.UNKNOWN),
    ],
)
def test_publisher_kind(publisher: str, url: str | None, kind: PublisherKind) -> None:
    assert infer_publisher_kind(publisher, url) is kind


def test_a_letter_is_of_the_day_when_it_was_sent() -> None:
    letter = "De : Léo\nObjet : Le port recrute\nDate : mer. 15 janvier 2025 09:12\n\nBonjour,"
    assert stated_date(letter).iso == "2025-01-15"


def test_the_date_of_an_event_is_not_that_of_its_page() -> None:
    assert not stated_date("Le salon du port\nDate : mercredi 15 janvier 2025\nLieu : Brévin").iso
