"""Questions as people type them are put in proper French; what is known is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.spelling import Speller, sound
from index.analyser import analyse, fold
from index.search import Searcher
from index.words import Word, WordList, common_french


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("cb de soudeurs", "combien de soudeurs"),
        ("kel metier", "quel metier"),
        ("pk sa recrute pas", "pourquoi sa recrute pas"),
        ("lapprenti", "l'apprenti"),
        ("dapprentis", "d'apprentis"),
        ("le soudeurr", "le soudeur"),
        ("la boulangrie", "la boulangerie"),
        ("l'informatik", "l'informatique"),
        ("l'informatic", "l'informatique"),
        ("les aprenti", "les apprentis"),
        ("la boulanjeri", "la boulangerie"),
        ("la metalurjie", "la métallurgie"),
    ],
)
def test_hasty_spelling_is_put_right(speller: Speller, typed: str, meant: str) -> None:
    keep = {"keep_stop_words": True}
    assert analyse(speller.correct(typed).text, **keep) == analyse(meant, **keep)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("analist", "analyste"),
        ("lisence", "licence"),
        ("electrissien", "électricien"),
        ("tecnicien", "technicien"),
        ("alternence", "alternance"),
        ("gestionaire", "gestionnaire"),
        ("debouchers", "débouchés"),
    ],
)
def test_what_is_spelt_otherwise_may_sound_the_same(typed: str, meant: str) -> None:
    assert sound(fold(typed)) == sound(fold(meant))


@pytest.mark.parametrize(
    ("one", "other"),
    [("analyste", "analyse"), ("éleveur", "élève"), ("vendeur", "vente"), ("soudeur", "soudage")],
)
def test_other_words_sound_otherwise(one: str, other: str) -> None:
    assert sound(fold(one)) != sound(fold(other))


@given(st.sampled_from(sorted(common_french())))
def test_a_word_in_the_plural_sounds_as_in_the_singular(word: str) -> None:
    if len(word) > 2 and word[-1] in "bcfgklmnoru":
        assert sound(f"{word}s") == sound(word)


@pytest.mark.parametrize("elided", ["jusqu'à", "lorsqu’on", "puisqu'il"])
def test_an_elided_word_is_not_misspelt(speller: Speller, elided: str) -> None:
    assert speller.correct(f"{elided} Tours").text == f"{elided} Tours"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("c est où ?", "c'est où ?"),
        ("C etait quand", "C'etait quand"),
        ("a Tours en 2022 c est combien", "a Tours en 2022 c'est combien"),
        ("l ecole d apprentis", "l'ecole d'apprentis"),
        ("qu est ce qu il faut", "qu'est-ce qu'il faut"),
        ("es ce quon peut venir", "est-ce qu'on peut venir"),
        ("L APPRENTI S INSCRIT", "L'APPRENTI S'INSCRIT"),
    ],
)
def test_an_apostrophe_typed_as_a_blank_is_put_back(
    speller: Speller, typed: str, meant: str
) -> None:
    assert speller.correct(typed).text == meant


@pytest.mark.parametrize(
    "typed",
    ["un bac s en 2010", "à 30 m environ", "y a t il un apprenti", "le hall C est ouvert ?"],
)
def test_a_letter_that_is_a_word_gets_no_apostrophe(speller: Speller, typed: str) -> None:
    assert speller.correct(typed).text == typed


@pytest.mark.parametrize("english", ["un data center", "same day", "le center manager"])
def test_an_english_word_is_never_cut_by_an_apostrophe(speller: Speller, english: str) -> None:
    assert "'" not in speller.correct(english).text


@pytest.mark.parametrize("known", ["data center", "data centers", "job board"])
def test_a_known_concept_is_left_as_it_is_written(speller: Speller, known: str) -> None:
    assert speller.correct(f"le {known} de Tours").text == f"le {known} de Tours"


@pytest.mark.parametrize("word", ["master", "mastère", "bachelor", "freelance", "mentorat"])
def test_a_word_of_the_field_is_not_misspelt(speller: Speller, word: str) -> None:
    assert speller.correct(f"après un {word}").text == f"après un {word}"


def test_a_french_word_that_is_also_english_finds_its_apostrophe(speller: Speller) -> None:
    assert speller.correct("le lycée nest pas à Tours").text == "le lycée n'est pas à Tours"


def test_it_says_whether_a_word_was_changed(speller: Speller) -> None:
    assert speller.correct("le soudeurr").changed
    assert not speller.correct("le soudeur").changed


def test_a_name_is_not_hasty_spelling(speller: Speller) -> None:
    assert speller.correct("Combien dure la formation Tremplin Dev ?").text.endswith("Dev ?")
    assert "développeur" in speller.correct("combien gagne un dev").text


def test_an_acronym_is_not_hasty_spelling(speller: Speller) -> None:
    assert speller.correct("le service PR recrute").text == "le service PR recrute"
    assert speller.correct("pr le service").text == "pour le service"


@pytest.mark.parametrize("town", ["Besançon", "Quimperlé", "Saint-Brieuc", "Aubusson"])
def test_a_town_never_becomes_another(speller: Speller, town: str) -> None:
    assert speller.correct(f"les emplois à {town}").text == f"les emplois à {town}"


def test_a_misspelt_town_is_put_right(speller: Speller) -> None:
    assert speller.correct("les emplois à Strassbourg").text == "les emplois à Strasbourg"


@pytest.mark.parametrize(
    ("typed", "meant"), [("à Nante", "à Nantes"), ("a nante", "a Nantes"), ("le maire", "le maire")]
)
def test_a_town_has_no_singular(typed: str, meant: str) -> None:
    words = WordList({"nantes": Word("Nantes", 4, 4), "maires": Word("maires", 4, 0)})
    assert Speller(words).correct(typed).text == meant


def test_a_word_is_put_right_in_the_number_in_which_it_was_typed() -> None:
    speller = Speller(WordList({"orfevres": Word("orfèvres", 4, 0)}))
    assert speller.correct("un orfaivre").text == "un orfèvre"
    assert speller.correct("des orfaivres").text == "des orfèvres"


def test_an_unknown_name_is_never_made_an_everyday_word(speller: Speller) -> None:
    assert speller.correct("Qui est Norbert Quillet ?").text == "Qui est Norbert Quillet ?"


def test_a_name_of_the_documents_is_put_right(speller: Speller) -> None:
    assert speller.correct("Qui est Nadia Ferrant ?").text == "Qui est Nadia Ferrand ?"


@given(st.data())
def test_words_of_the_documents_never_change(
    speller: Speller, searcher: Searcher, data: st.DataObject
) -> None:
    known = data.draw(st.sampled_from(sorted(searcher.words.words.values(), key=repr)))
    assert speller.correct(f"un {known.surface}").text == f"un {known.surface}"


@given(st.data())
def test_words_of_everyday_french_never_change(speller: Speller, data: st.DataObject) -> None:
    word = data.draw(st.sampled_from(sorted(w for w in common_french() if len(w) > 5)))
    if speller.knows(word):
        assert speller.correct(f"un {word}").text == f"un {word}"


@given(st.text(max_size=60))
@settings(deadline=None, max_examples=60)
def test_any_text_can_be_corrected(speller: Speller, text: str) -> None:
    corrected = speller.correct(text)
    assert corrected.changed or fold(corrected.text) == fold(text)
