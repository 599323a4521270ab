"""What counts as a place in French text, and how places contain each other."""

from __future__ import annotations

import csv
import time
from collections import Counter
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Territory, TerritoryLevel
from corpus.places import around_town, find_places, is_excluded, is_within, relation, resolve, widen


def names(text: str, *, loose: bool = False) -> list[str]:
    return [mention.territory.name for mention in find_places(text, loose=loose)]


def place(name: str) -> Territory:
    territory = resolve(name)
    assert territory is not None, name
    return territory


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("OVHcloud est basée à Roubaix.", ["Roubaix"]),
        ("La MEL et le Dunkerquois recrutent.", ["Métropole Européenne de Lille", "Dunkerquois"]),
        ("autour de la métropole lilloise (INSEE)", ["Métropole Européenne de Lille"]),
        ("la Métropole Européenne Lilloise", ["Métropole Européenne de Lille"]),
        ("la région Pays-de-la-Loire", ["Pays de la Loire"]),
        ("À Amiens, dans la Somme, Valorisoft", ["Amiens", "Somme"]),
        ("Les 11, 12, 13 octobre prochains au Touquet", ["Le Touquet-Paris-Plage"]),
        ("Habiter aux Sables-d'Olonne", ["Les Sables-d'Olonne"]),
        ("sur la Côte d’Opale", ["Côte d'Opale"]),
        ("Artois, Grand-Hainaut", ["Artois", "Hainaut"]),
        ("les entreprises amiénoises", ["Amiens"]),
        ("St Quentin et St-Omer", ["Saint-Quentin", "Saint-Omer"]),
        ("V. d'Ascq", ["Villeneuve-d'Ascq"]),
        ("les Hauts-de-\nFrance", ["Hauts-de-France"]),
        ("Allemagne, Belgique et Pays-Bas", ["Allemagne", "Belgique", "Pays-Bas"]),
        ("Corée du Nord", ["Corée du Nord"]),
        ("l'ex-Picardie", ["Picardie"]),
        ("La Réunion compte des cadres", ["La Réunion"]),
    ],
)
def test_a_place_is_found_however_it_is_written(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("salariés a lille", ["Lille"]),
        ("QUELS METIERS A LILLE ?", ["Lille"]),
        ("le numerique en hauts de france", ["Hauts-de-France"]),
        ("ou travailler en ile de france", ["Île-de-France"]),
        ("emploi hdf", ["Hauts-de-France"]),
        ("boulogne sur mer", ["Boulogne-sur-Mer"]),
        ("emploi nord pas de calais", ["Nord-Pas-de-Calais"]),
        ("metiers en australie", ["Australie"]),
        ("formation au mans", ["Le Mans"]),
    ],
)
def test_a_hasty_question_needs_no_capitals(text: str, expected: list[str]) -> None:
    assert names(text, loose=True) == expected


def test_running_text_needs_capitals_except_in_adjectives_and_acronyms_keep_theirs() -> None:
    assert names("travailler à lille") == []
    assert names("la scène lilloise") == ["Lille"]
    assert names("un mel, une mél, les pdl") == []
    assert names("AURA et PACA") == ["Auvergne-Rhône-Alpes", "Provence-Alpes-Côte d'Azur"]
    assert names("quand aura lieu le forum", loose=True) == []


@pytest.mark.parametrize(
    "text",
    [
        "Nord",
        "le vent du nord",
        "La somme est due.",
        "Le sens de la vie",
        "Orange recrute des techniciens.",
        "Avion, train ou bateau",
        "la manche de la chemise",
        "Qui participe à la réunion ?",
        "Quand a eu lieu le salon ?",
        "Il vit dans le nord de la ville.",
    ],
)
def test_a_common_word_is_not_a_place(text: str) -> None:
    assert names(text) == []
    assert names(text.lower(), loose=True) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("dans le Nord", "Nord"),
        ("le département de la Somme", "Somme"),
        ("en Vienne", "Vienne"),
        ("la ville de Croix", "Croix"),
        ("une école à Tours", "Tours"),
        ("Il étudie à Sens.", "Sens"),
        ("Il habite Tours (37).", "Tours"),
        ("le Grand Est", "Grand Est"),
    ],
)
def test_a_common_word_is_a_place_when_it_is_located(text: str, expected: str) -> None:
    assert names(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("la métropole de Grenoble", "Grenoble-Alpes-Métropole"),
        ("l'agglomération dijonnaise", "Dijon Métropole"),
        ("la métropole de Clermont-Ferrand", "Clermont Auvergne Métropole"),
        ("l'agglomération du Havre", "Le Havre Seine Métropole"),
        ("la métropole d'Amiens", "Amiens Métropole"),
        ("la communauté urbaine de Dunkerque", "Communauté urbaine de Dunkerque"),
        ("l'agglo de Lens", "Communauté d'agglomération de Lens-Liévin"),
        ("la ville de Grenoble", "Grenoble"),
    ],
)
def test_what_lies_around_a_town_is_called_after_it(text: str, expected: str) -> None:
    (mention,) = find_places(text)
    assert mention.territory.name == expected


@pytest.mark.parametrize(
    ("town", "around"),
    [("Dijon", "Dijon Métropole"), ("Échirolles", None), ("Le Mans", "Le Mans Métropole")],
)
def test_a_metropolis_is_that_of_the_town_it_is_named_after(town: str, around: str | None) -> None:
    found = around_town(place(town))
    assert (found.name if found else None) == around


def test_a_list_of_places_locates_its_members() -> None:
    assert names("dans l'Oise et la Somme") == ["Oise", "Somme"]
    assert names("le Nord et le Pas-de-Calais") == ["Nord", "Pas-de-Calais"]


@pytest.mark.parametrize(
    "text",
    [
        "France Travail accompagne les demandeurs d'emploi.",
        "Campus France",
        "la Banque de France",
        "le Tour de France",
        "Air France",
        "la Grande École du Nord",
        "la Croix-Rouge",
        "la gare du Nord",
        "le Paris Saint-Germain",
        "Jean Lille",
        "Mme Nantes",
        "M. Lens",
        "rue de Paris",
        "avenue de la Bretagne",
        "l'université Paris-Saclay",
        "Beaumont-sur-Oise",
        "OVH",
    ],
)
def test_a_name_that_only_contains_a_place_is_not_one(text: str) -> None:
    assert names(text) == []


def test_france_travail_is_not_france_even_in_a_question() -> None:
    assert names("que fait france travail en france", loose=True) == ["France"]


@pytest.mark.parametrize("text", ["dans le 59", "dép. 59", "le département 59"])
def test_a_department_number_counts_when_it_is_announced(text: str) -> None:
    assert names(text, loose=True) == ["Nord"]


@pytest.mark.parametrize("text", ["59", "le 59", "dans le 59 %", "dans le 13 heures", "59000"])
def test_a_bare_number_is_no_department(text: str) -> None:
    assert names(text, loose=True) == []


def test_the_words_before_tell_homonyms_apart() -> None:
    found = [m.territory.level for m in find_places("en Mayenne, puis à Mayenne")]
    assert found == [TerritoryLevel.DEPARTMENT, TerritoryLevel.COMMUNE]


@pytest.mark.parametrize(
    ("text", "excluded"),
    [
        ("en France hors Île-de-France", [False, True]),
        ("partout, sauf à Lille", [False]),
        ("la France, à l’exception de la Bretagne", [False, True]),
        ("la Bretagne et la Normandie", [False, False]),
    ],
)
def test_a_place_may_be_named_to_be_left_out(text: str, excluded: list[bool]) -> None:
    assert [is_excluded(text, mention) for mention in find_places(text)] == excluded


def test_resolve_takes_exact_names_aliases_and_department_numbers() -> None:
    assert place("mel") == place("Lille Métropole") == place("Métropole Européenne de Lille")
    assert place("le Nord").code == place("59").code == "59"
    assert place("HAUTS DE FRANCE").code == "32"
    assert place("Lille").code == "59350"
    assert resolve("près de Lille") is None
    assert resolve("") is None


def test_places_contain_each_other_through_every_parent() -> None:
    lille, france = place("Lille"), place("France")
    assert [t.name for t in widen(lille)] == [
        "Métropole Européenne de Lille",
        "Nord",
        "Nord-Pas-de-Calais",
        "Hauts-de-France",
        "France",
    ]
    assert is_within(lille, lille)
    assert not is_within(france, lille)
    assert not is_within(place("Belgique"), france)
    assert is_within(place("Calais"), place("Côte d'Opale"))
    assert is_within(place("Paris"), place("Île-de-France"))


def test_relation_says_how_two_places_stand() -> None:
    lille, nord = place("Lille"), place("le Nord")
    assert relation(lille, lille) == "same"
    assert relation(lille, nord) == "inside"
    assert relation(nord, lille) == "contains"
    assert relation(lille, place("Amiens")) == "disjoint"


def test_a_territory_declared_without_its_code_is_recognised() -> None:
    declared = Territory(name="hauts de france", level=TerritoryLevel.REGION)
    assert relation(declared, place("Hauts-de-France")) == "same"
    unknown = Territory(name="Saint-Glinglin", level=TerritoryLevel.COMMUNE)
    assert relation(unknown, place("France")) == "inside"
    assert widen(unknown) == [place("France")]


def test_the_table_is_complete_and_every_parent_is_known() -> None:
    text = resources.files("corpus").joinpath("gazetteer.tsv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
    levels = Counter(row["level"] for row in rows)
    assert levels["région"] == 18
    assert sum(r["level"] == "département" and r["code"] < "975" for r in rows) == 100
    known = {row["name"] for row in rows}
    assert [r for r in rows if set(filter(None, r["parent"].split("|"))) - known] == []
    places = [r for r in rows if r["level"] not in ("exclu", "mots", "pays")]
    france = place("France")
    for row in places:
        territory = Territory(
            name=row["name"], code=row["code"] or None, level=TerritoryLevel(row["level"])
        )
        assert france in widen(territory), row


PIECES = st.sampled_from(
    ["Lille", "à ", "l’", "Hauts-de-France", " ", "\n", "-", "cœur", "Î", "le Nord", "e\u0301", "𝒳"]
)


@given(st.lists(PIECES).map("".join) | st.text(), st.booleans())
def test_offsets_count_code_points_of_the_text_as_given(text: str, loose: bool) -> None:
    end = 0
    for mention in find_places(text, loose=loose):
        assert text[mention.start : mention.end] == mention.text != ""
        assert mention.start >= end
        end = mention.end


def test_a_decomposed_accent_does_not_hide_a_place() -> None:
    (mention,) = find_places("à Orle\u0301ans")
    assert mention.territory.name == "Orléans"
    assert mention.text == "Orle\u0301ans"


def test_a_long_text_is_read_fast() -> None:
    text = "Les salariés de Lille, dans le Nord, travaillent à Saint-Quentin. " * 8_000
    began = time.perf_counter()
    assert len(find_places(text)) == 3 * 8_000
    assert time.perf_counter() - began < 6
