"""The French analyser: what a question and a document must agree on."""

from __future__ import annotations

import threading
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.analyser import analyse, concept_spans, fold, lexicon, stem, unaccent

anything = st.text(max_size=80).map(lambda text: unicodedata.normalize("NFC", text))


@given(anything)
@settings(max_examples=100, deadline=None)
def test_no_term_is_empty_or_has_blanks(text: str) -> None:
    assert all(term and not any(c.isspace() for c in term) for term in analyse(text))


@given(anything)
@settings(max_examples=100, deadline=None)
def test_folding_twice_changes_nothing_more_than_accents_and_case(text: str) -> None:
    assert unaccent(unaccent(text)) == unaccent(text)


@given(anything)
@settings(max_examples=100, deadline=None)
def test_concepts_are_found_at_offsets_of_the_text(text: str) -> None:
    assert all(0 <= start < end <= len(text) for start, end in concept_spans(text))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("L’œuvre d'été", "oeuvre ete"),
        ("ÉCOLE", "école"),
        ("l’emploi", "emploi"),
        ("qu'emploi", "emploi"),
        ("lorsqu’Amiens", "Amiens"),
        ("quelqu'un", ""),
        ("Æthelred", "aethelred"),
        ("ﬁnance", "finance"),
    ],
)
def test_accents_case_ligatures_and_elisions_do_not_count(one: str, other: str) -> None:
    assert analyse(one) == analyse(other)


@pytest.mark.parametrize(
    "words",
    [
        "développeur développeuse développeurs développeuses",
        "directeur directrice directeurs directrices",
        "technicien technicienne techniciens techniciennes",
        "conseiller conseillère conseillers conseillères",
        "étudiant étudiante étudiants étudiantes",
        "salarié salariée salariés salariées",
        "chargé chargée chargés chargées",
        "créatif créative créatifs créatives",
        "chef cheffe chefs cheffes",
        "ouvrier ouvrière ouvriers ouvrières",
        "nombreux nombreuse nombreuses",
        "professionnel professionnelle professionnels professionnelles",
    ],
)
def test_feminine_and_plural_give_one_term(words: str) -> None:
    assert len(set(analyse(words))) == 1


@pytest.mark.parametrize(
    "pair",
    [
        "réseau réseaux", "niveau niveaux", "travail travaux", "régional régionaux", "enjeu enjeux",
        "lieu lieux", "emploi emplois", "bureau bureaux", "local locaux", "métier métiers",
        "recrute recrutent", "augmente augmentent", "logiciel logiciels", "prix prix",
    ],
)  # fmt: skip
def test_singular_and_plural_give_one_term(pair: str) -> None:
    assert len(set(analyse(pair))) == 1


@pytest.mark.parametrize(
    "pair", ["peur pays", "métier métro", "emploi employeur", "lieu lieutenant"]
)
def test_other_words_keep_their_own_terms(pair: str) -> None:
    assert len(set(analyse(pair))) == 2


@pytest.mark.parametrize(
    "written",
    [
        "salarié·e·s", "salarié(e)s", "salarié.e.s", "salarié-e-s", "salarié•e•s", "salarié·es",
        "salariés", "salarié(s)",
    ],
)  # fmt: skip
def test_inclusive_writing_gives_the_plain_term(written: str) -> None:
    assert analyse(written) == analyse("salarié")


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("développeur·euse·s", "développeur"),
        ("développeur·se", "développeur"),
        ("développeur/euse", "développeur"),
        ("directeur/-trice", "directeur"),
        ("informaticien(ne)s", "informaticien"),
        ("conseiller·ère·s", "conseiller"),
        ("acteur-rice-s", "acteur"),
        ("créatif·ve", "créatif"),
    ],
)
def test_inclusive_titles_give_the_masculine_term(written: str, plain: str) -> None:
    assert analyse(written) == analyse(plain)


@pytest.mark.parametrize(
    "written", ["28 433", "28\u00a0433", "28\u202f433", "28\u2009433", "28.433", "28433"]
)
def test_thousands_separators_do_not_count(written: str) -> None:
    assert analyse(written) == ["28433"]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("en 2021 500 postes", ["2021", "500", "post"]),
        ("en 2021 28 433 postes", ["2021", "28433", "post"]),
        ("2020\n300", ["2020", "300"]),
        ("06 12 34 56 78", ["06", "12", "34", "56", "78"]),
        ("2021-2022", ["2021", "2022"]),
    ],
)
def test_neighbouring_figures_are_not_glued(text: str, terms: list[str]) -> None:
    assert analyse(text) == terms


@pytest.mark.parametrize("written", ["3,5 %", "3.5%", "3,5\u202f%", "3,5 pour cent"])
def test_shares_are_written_in_one_way(written: str) -> None:
    assert analyse(written) == ["3.5%"]


def test_a_hyphenated_word_is_found_in_one_word_and_in_several() -> None:
    terms = analyse("la sous-traitance")

    assert set(analyse("soustraitance")) <= set(terms)
    assert set(analyse("sous traitance")) <= set(terms)


def test_a_non_breaking_hyphen_is_a_hyphen() -> None:
    assert analyse("Hauts‑de‑France") == analyse("Hauts-de-France")


@pytest.mark.parametrize("written", ["HDF", "hauts de france", "les Hauts-de-France", "d'HDF"])
def test_the_ways_of_writing_a_concept_give_one_term(written: str) -> None:
    assert analyse(written) == ["hautsdefrance"]


@pytest.mark.parametrize(
    ("written", "concept"),
    [
        ("la sécurité des systèmes d’information", "cybersecurite"),
        ("la validation des acquis de l'expérience", "vae"),
        ("un centre d'information et d'orientation", "cio"),
    ],
)
def test_a_concept_with_an_elision_is_recognised(written: str, concept: str) -> None:
    assert analyse(written) == [concept]


def test_terms_come_in_reading_order() -> None:
    assert analyse("Lille, l'IA et la paie") == ["lill", "ia", "pai"]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("C++ et C#", ["c++", "c#"]),
        ("la 5G", ["5g", "5"]),
        ("B2B", ["b2b"]),
        ("R&D", ["r&d"]),
        ("S.N.C.F.", ["sncf"]),
    ],
)
def test_technical_names_are_kept_whole(text: str, terms: list[str]) -> None:
    assert analyse(text) == terms


@pytest.mark.parametrize(
    "question", ["", "  ", "?!", "Est-ce que c'est… ?", "Où sont-elles ?", "l'"]
)
def test_a_text_without_content_words_has_no_term(question: str) -> None:
    assert analyse(question) == []


def test_stop_words_are_kept_when_asked_for() -> None:
    assert "le" in analyse("le métier", keep_stop_words=True)


def test_folding_keeps_words_and_drops_separators() -> None:
    assert fold("Ça coûte 1\u202f250 € à l’ÉCOLE") == "ca coute 1250 € a l'ecole"


def test_stems_do_not_depend_on_the_thread() -> None:
    words = [f"développeuse{'abcdefghij'[n % 10]}{n}s" for n in range(3000)]
    found: list[list[str]] = []
    threads = [
        threading.Thread(target=lambda: found.append([stem(word) for word in words]))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert all(result == found[0] for result in found)


def test_no_concept_is_hidden_by_the_stop_words() -> None:
    known = lexicon()

    assert not known.stop_words & known.concepts.keys()
