"""Figures in French text: value, unit, what they count, and where they stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.figures import (
    Figure,
    FigureKind,
    agree,
    binds,
    figure_key,
    find_figures,
    numbers_in,
    opens_with_figure,
)
from assistant.numerals import numeral_value
from index.analyser import analyse

SPACES = st.sampled_from([" ", "\u00a0", "\u202f"])


def only(text: str) -> Figure:
    """The one figure of a text."""
    (figure,) = find_figures(text)
    return figure


@pytest.mark.parametrize(
    ("text", "value", "kind"),
    [
        ("Le site emploie 1 250 soudeurs.", 1250, FigureKind.COUNT),
        ("Le site emploie 1.250 soudeurs.", 1250, FigureKind.COUNT),
        ("Le budget atteint 2,5 millions d'euros.", 2_500_000, FigureKind.MONEY),
        ("Le poste est payé 3 500 € brut.", 3500, FigureKind.MONEY),
        ("Ici 72 % des élèves réussissent.", 72, FigureKind.PERCENT),
        ("Ici 72 pour cent des élèves réussissent.", 72, FigureKind.PERCENT),
        ("La formation dure neuf mois.", 9, FigureKind.DURATION),
        ("La formation dure un an.", 1, FigureKind.DURATION),
        ("Le stage ne dure qu'une semaine.", 1, FigureKind.DURATION),
        ("Le rendez-vous est à 14 h 30.", 14, FigureKind.TIME),
        ("Le site investit 3 M€.", 3_000_000, FigureKind.MONEY),
        ("La région verse un million d'euros.", 1_000_000, FigureKind.MONEY),
        ("Le poste est payé 4 200 dollars.", 4200, FigureKind.MONEY),
        ("Le fonds compte 2 milliards de francs.", 2e9, FigureKind.MONEY),
        ("La grue monte à 68 m de haut.", 68, FigureKind.SIZE),
        ("La gare est à un kilomètre.", 1, FigureKind.SIZE),
        ("La salle fait 40 mètres carrés.", 40, FigureKind.SIZE),
        ("Le hangar fait 3 000 m².", 3000, FigureKind.SIZE),
        ("La moitié des postes sont vacants.", 50, FigureKind.PERCENT),
        ("Les deux tiers des postes sont vacants.", 66.7, FigureKind.PERCENT),
    ],
)
def test_a_figure_has_a_value_and_a_sort(text: str, value: float, kind: FigureKind) -> None:
    figure = only(text)
    assert figure.value == pytest.approx(value)
    assert figure.kind is kind


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("vingt-cinq", 25),
        ("vingt et un", 21),
        ("soixante-dix-huit", 78),
        ("soixante et onze", 71),
        ("quatre-vingts", 80),
        ("quatre-vingt-dix-sept", 97),
        ("cent vingt", 120),
        ("deux cents", 200),
        ("trois mille deux cents", 3200),
        ("cent mille", 100_000),
        ("deux milliers", 2000),
        ("centaine", 100),
    ],
)
def test_numbers_in_letters_are_composed(written: str, value: float) -> None:
    assert numeral_value(written) == value
    assert only(f"Le lycée accueille {written} élèves.").value == value


@pytest.mark.parametrize(
    "text",
    [
        "L'atelier a ouvert le 12 mars 2021.",
        "Le réseau 4G couvre tout.",
        "Le 3e étage est fermé.",
        "Le deuxième groupe attend.",
        "Un jour, une annonce a paru ; un ancien y a répondu.",
        "Le niveau 1 trie les alertes.",
        "Il faut un bac+3 ou un bac +5.",
    ],
)
def test_dates_codes_and_ordinals_are_no_figures(text: str) -> None:
    assert find_figures(text) == ()


def test_the_words_of_a_figure_take_in_its_qualifier_and_its_noun() -> None:
    text = "Il y a plus de 300 offres d'emploi dans la région."
    figure = only(text)
    assert text[figure.start : figure.end] == "plus de 300 offres d'emploi"
    assert figure.qualifier == "plus de"


def test_a_qualifier_is_a_word_by_itself() -> None:
    text = "L'enquête a été menée auprès de 1 187 ateliers."
    figure = only(text)
    assert text[figure.start : figure.end] == "1 187 ateliers"


def test_a_noun_is_shared_by_the_figures_before_it() -> None:
    first, second = find_figures("Les deux salons attirent 5 500 et 2 000 visiteurs.")[1:]
    assert (first.value, second.value) == (5500, 2000)
    assert first.counted == second.counted == tuple(analyse("visiteurs"))


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("Le nombre d'offres a chuté : 12 600 en 2022, 10 400 en 2023 et 3 900 depuis.", "offre"),
        ("Le Nord compte 480 apprentis, devant l'Oise (92) et l'Aisne (60).", "apprenti"),
        ("Nous sommes 52, dont 31 à Tours et 9 à distance.", "personne"),
        ("60 soudeurs en 2020, 80 en 2021 et 95 fin 2022", "soudeur"),
    ],
)
def test_a_noun_said_once_is_that_of_the_figures_after_it(text: str, noun: str) -> None:
    figures = [f for f in find_figures(text) if f.kind is FigureKind.COUNT]
    assert len(figures) >= 3
    assert all(f.counted[:1] == tuple(analyse(noun)) for f in figures)


@pytest.mark.parametrize(
    "text", ["Elle a 85 élèves. La salle 12, au fond.", "85 élèves, puis la salle 12 du musée"]
)
def test_a_noun_is_not_carried_to_another_thing(text: str) -> None:
    figure = next(f for f in find_figures(text) if f.value == 12)
    assert figure.counted[:1] != tuple(analyse("élève"))


def test_a_number_counts_no_number() -> None:
    assert find_figures("Tulle      640      705")[0].counted == ()


def test_offers_of_jobs_are_offers_before_they_are_jobs() -> None:
    figure = only("Le site publie 300 offres d'emploi.")
    assert binds(figure, analyse("offres")) == 1.0
    assert 0 < binds(figure, analyse("emplois")) < 0.5
    assert binds(figure, analyse("stages")) == 0.0


def test_a_synonym_binds_less_than_the_word_itself() -> None:
    figure = only("L'usine compte 40 salariés.")
    assert 0.5 < binds(figure, analyse("employés")) < binds(figure, analyse("salariés"))


def test_one_number_however_it_is_written() -> None:
    assert numbers_in("28 433") == numbers_in("28\u202f433") == numbers_in("28433")
    assert numbers_in("72%") == numbers_in("72 %") == {"72"}


@given(st.integers(2, 999_999_999), SPACES)
def test_a_number_written_in_french_is_read_back(value: int, space: str) -> None:
    written = f"{value:,}".replace(",", space)
    text = f"Le secteur compte {written} salariés."
    assert only(text).value == value
    assert numbers_in(text) == {figure_key(value)}


@given(st.integers(1, 99), st.integers(1, 9), SPACES)
def test_a_decimal_share_is_read_back(whole: int, tenth: int, space: str) -> None:
    figure = only(f"Le taux atteint {whole},{tenth}{space}% cette fois.")
    assert figure.value == pytest.approx(whole + tenth / 10)
    assert figure.kind is FigureKind.PERCENT


@given(
    st.text(alphabet=st.sampled_from("0123456789 ,.%€-/hmAé\u00a0\u202f\ndeux mille"), max_size=60)
)
def test_figures_stand_in_the_text_in_order(text: str) -> None:
    cursor = 0
    for figure in find_figures(text):
        assert cursor <= figure.start < figure.end <= len(text)
        cursor = figure.start


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    assert all(0 <= f.start < f.end <= len(text) for f in find_figures(text))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("28 433 salariés", "28 433 emplois"),
        ("28 433 salariés", "28 000 salariés"),
        ("28 433 salariés", "plus de 28 000 salariés"),
        ("4 350 salariés", "environ 4 000 salariés"),
        ("28,4 % de femmes", "28 % de femmes"),
        ("64 % des postes", "les deux tiers des postes"),
    ],
)
def test_a_value_and_its_rounding_agree(one: str, other: str) -> None:
    assert agree(only(one), only(other))
    assert agree(only(other), only(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("8 100 emplois", "7 400 emplois"),
        ("4 350 salariés", "5 000 salariés"),
        ("28,4 % de femmes", "24,7 % de femmes"),
        ("28,4 % de femmes", "27 % de femmes"),
        ("2 640 entreprises", "2 175 entreprises"),
    ],
)
def test_two_values_do_not_agree(one: str, other: str) -> None:
    assert not agree(only(one), only(other))
    assert not agree(only(other), only(one))


@pytest.mark.parametrize(
    "line", ["2 175 établissements", "28,4 % de femmes", "36 ans : âge moyen", "39 800 € brut"]
)
def test_a_line_opens_with_a_figure(line: str) -> None:
    assert opens_with_figure(line)


@pytest.mark.parametrize("line", ["2.3 Un maillage inégal", "1. Les métiers", "3 raisons de venir"])
def test_a_numbered_heading_opens_with_no_figure(line: str) -> None:
    assert not opens_with_figure(line)


def test_a_noun_of_people_at_work_counts_jobs_only_after_a_figure() -> None:
    assert binds(only("47 300 professionnels"), analyse("salarié")) == pytest.approx(0.7)
    assert binds(only("47 300 élèves"), analyse("salarié")) == pytest.approx(0.0)
