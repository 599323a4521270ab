"""The title that a text gives itself."""

import pytest

from corpus.titles import infer_title

LONG = (
    "Le secteur emploie beaucoup de monde dans la région et il continue à recruter, même lentement."
)
PROSE = "Le port recrute douze personnes cette année, et la formation dure onze mois en tout."


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("\n\nUn titre clair\n\nPuis une phrase.", "Un titre clair"),
        ("Que fait une ingénieure réseau ?\nElle conçoit.", "Que fait une ingénieure réseau ?"),
        ("Actualités\nUn titre clair\nSuite.", "Un titre clair"),
        ("Publié le 3 mai 2023\nUn titre clair\nSuite.", "Un titre clair"),
        ("12/05/2022\n---\nUn titre clair\nSuite.", "Un titre clair"),
        ("https://exemple.fr/a\nUn titre clair\nSuite.", "Un titre clair"),
        ("Accueil > Se former > Métiers\nUn titre clair\nSuite.", "Un titre clair"),
        ("COMMUNIQUÉ DE PRESSE\nUn titre clair\nSuite.", "Un titre clair"),
        ("Communiqué de presse\nGap, le 23 janvier 2025\nUn titre clair\nSuite.", "Un titre clair"),
        ("2024-11-26T08:41:12Z\nUn titre clair\nSuite.", "Un titre clair"),
        ("Une phrase simple. Une autre.", "Une phrase simple"),
        ("Emploi", "Emploi"),
        ("Emploi\nUne phrase simple. Une autre.", "Emploi – Une phrase simple"),
        ("1234\n5678", "1234 5678"),
    ],
)
def test_title(text: str, title: str) -> None:
    assert infer_title(text) == title


def test_a_long_first_sentence_is_cut_at_a_word() -> None:
    title = infer_title(LONG)
    assert len(title) <= 91
    assert title.endswith("…")
    assert LONG.startswith(title[:-1])
    assert LONG[len(title) - 1] == " "


@pytest.mark.parametrize(
    "above",
    [
        "Aller au contenu",
        "Passer la navigation",
        "Nous respectons votre vie privée. Ce site dépose des cookies. Tout accepter",
        "S'abonner   Se connecter   Newsletter   Annonces légales",
        "Accueil | Nos métiers | Contact",
        "Accueil › Jeunes › Guides",
        "À LA UNE",
        "Formations ▾ Admissions ▾ Entreprises ▾ Candidater",
        "Photo : les quais au petit matin",
        "Mars 2024",
        "Mis en ligne le 8 octobre 2024",
        "Dernière mise à jour : 3 février 2025",
        "[Télécharger le PDF – 2,1 Mo]",
        "Économie - Emploi",
        "Rubrique : Portraits de pros",
    ],
)
def test_what_a_page_says_to_its_visitor_is_no_title(above: str) -> None:
    assert (
        infer_title(f"{above}\nLe port de Brévin recrute\n{PROSE}") == "Le port de Brévin recrute"
    )


def test_under_the_name_of_a_site_the_page_has_its_own_title() -> None:
    page = (
        f"L'Écho des dunes\nÀ la une | Économie | Sports\nÉconomie\nLe port recrute encore\n{PROSE}"
    )
    assert infer_title(page) == "Le port recrute encore – L'Écho des dunes"


def test_a_title_that_stands_above_the_menu_with_its_site_is_given_alone() -> None:
    above = "Le port recrute - L'Écho des dunes\nÀ la une | Économie | Sports"
    page = f"{above}\nLe port recrute\n{PROSE}"
    assert infer_title(page) == "Le port recrute"


def test_buttons_under_a_title_do_not_make_it_the_name_of_a_site() -> None:
    page = (
        f"Le port recrute encore\nPartager | Imprimer | Écouter\nUn chantier de dix mois\n{PROSE}"
    )
    assert infer_title(page) == "Le port recrute encore"


def test_a_site_without_another_title_is_named() -> None:
    assert infer_title(f"Les Amis du code\nAccueil | Blog | Contact\n{PROSE}") == "Les Amis du code"


def test_a_line_at_the_head_of_each_page_comes_after_the_title() -> None:
    head = "OBSERVATOIRE DES QUAIS          Note n° 4"
    pages = "\n".join(f"{head}\nLe trafic en 2023\n{PROSE}" for _ in range(3))
    text = f"{head}\nLES QUAIS EN CHIFFRES, 2023\n{PROSE}\n{pages}"
    assert infer_title(text) == "LES QUAIS EN CHIFFRES, 2023 – OBSERVATOIRE DES QUAIS Note n° 4"


def test_a_word_that_the_text_is_about_is_its_title() -> None:
    text = (
        "Aller au contenu\nVasquil\nVasquil est un éditeur de logiciels.\nVasquil emploie dix gens."
    )
    assert infer_title(text) == "Vasquil"


def test_who_we_are_is_no_title_of_a_page() -> None:
    page = f"Vasquil recrute\nOffres | Métiers | Contact\nQui sommes-nous ?\n{PROSE}"
    assert infer_title(page) == "Vasquil recrute"


def test_the_date_glued_to_a_title_is_left_out() -> None:
    assert infer_title(f"Où sont les postes ?Publié le 12/02/2024 - 6 min\n{PROSE}") == (
        "Où sont les postes ?"
    )


@pytest.mark.parametrize(
    "menu",
    [
        "Accueil Économie Politique Culture Sports Abonnez-vous",
        "Nos offres Nos métiers Candidature spontanée Le blog Contact",
        "Accueil / Programme",
        "Retour à la liste des formations / Imprimer la fiche",
        "Le mag des dunes / Rubrique Parcours",
    ],
)
def test_a_menu_needs_no_mark_between_its_items(menu: str) -> None:
    assert infer_title(f"{menu}\n\nLe port de Brévin recrute\n{PROSE}") == (
        "Le port de Brévin recrute"
    )


@pytest.mark.parametrize("between", ["Économie\n", ""])
def test_the_name_of_a_newspaper_stands_behind_its_article(between: str) -> None:
    page = f"Le Courrier des dunes\n{between}Le port de Brévin recrute\nPar Léo Masson\n{PROSE}"
    assert infer_title(page) == "Le port de Brévin recrute – Le Courrier des dunes"


def test_a_title_that_is_a_quote_is_followed_by_who_says_it() -> None:
    page = f"« Je soudais, je code »\nRencontre avec Ana Roy, développeuse\n{PROSE}"
    assert infer_title(page) == "« Je soudais, je code » – Rencontre avec Ana Roy, développeuse"


@pytest.mark.parametrize(
    ("letter", "title"),
    [
        (
            "De : Léo Masson <leo@port.example>\nÀ : les partenaires\nObjet : Le port recrute\n"
            "Date : jeu. 15 janvier 2026 09:12\n\nBonjour à tous,",
            "Le port recrute",
        ),
        (
            "De : Léo\nDate : 20 novembre 2025, 17:42\nObjet : RE: Compte rendu du comité de\n"
            "Brévin\nBonjour à tous,",
            "Compte rendu du comité de Brévin",
        ),
    ],
)
def test_a_letter_is_titled_by_its_subject(letter: str, title: str) -> None:
    assert infer_title(letter) == title


def test_one_line_with_a_colon_makes_no_letter() -> None:
    assert infer_title(f"Objet : une aide au permis\nLe port recrute\n{PROSE}") == (
        "Objet : une aide au permis"
    )


def test_who_publishes_a_page_does_not_come_before_its_title() -> None:
    page = f"Aides aux jeunes\nAgglomération de Brévin et service Emploi\nMis à jour le 3\n{PROSE}"
    assert infer_title(page) == "Aides aux jeunes"
