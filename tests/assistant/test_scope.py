"""Whether evidence holds for the place, the year and the names of a question."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.evidence import Evidence, gather
from assistant.named import about_names
from assistant.question import Question, understand
from assistant.scope import Fit, holds_there, namesake_of, territory_fit, widened_to
from assistant.spelling import Speller
from assistant.years import year_fit
from index.embedding import Embedder
from tests.assistant.conftest import open_texts

EvidenceFor = Callable[[str], list[Evidence]]
Understand = Callable[[str], Question]


def saying(found: list[Evidence], words: str) -> Evidence:
    """The evidence that holds these words."""
    return next(e for e in found if words in e.text and not e.is_heading)


@pytest.mark.parametrize(
    ("question", "words", "fit"),
    [
        ("Combien d'apprentis à Dijon ?", "2 740", Fit.HOLDS),
        ("Combien d'apprentis à Besançon ?", "2 740", Fit.ELSEWHERE),
        ("Combien d'apprentis en Côte-d'Or ?", "2 740", Fit.NARROWER),
        ("Combien d'apprentis ?", "2 740", Fit.HOLDS),
        ("Combien de boulangeries artisanales à Amiens ?", "940", Fit.WIDER),
        ("Combien d'offres dans la MEL ?", "1 260", Fit.HOLDS),
    ],
)
def test_the_nearest_place_named_decides(
    understood: Understand, evidence_for: EvidenceFor, question: str, words: str, fit: Fit
) -> None:
    assert territory_fit(understood(question), saying(evidence_for(question), words)) is fit


def test_how_far_a_thing_goes_is_not_where_it_is(tmp_path: Path, embedder: Embedder) -> None:
    texts = {
        "reseau.md": "---\nterritory: [Hauts-de-France]\n---\n# Le réseau des apprentis\n\n"
        "Le réseau compte neuf centres, de Calais à Soissons. À la rentrée, ils accueillaient "
        "2 180 apprentis.\n"
    }
    searcher = open_texts(tmp_path, texts, embedder)
    question = understand(
        "Combien d'apprentis à Soissons ?", searcher.words, Speller(searcher.words)
    )
    evidence = gather(question, searcher.search(question.search_text, 5))
    assert territory_fit(question, saying(evidence, "2 180")) is not Fit.HOLDS
    searcher.close()


def test_an_area_may_answer_by_the_town_that_names_it(tmp_path: Path, embedder: Embedder) -> None:
    texts = {"port.txt": "Le port recrute\n\nLe projet doit créer 20 000 emplois à Dunkerque.\n"}
    searcher = open_texts(tmp_path, texts, embedder)
    for asked, holds in (("le Dunkerquois", True), ("le Cambrésis", False), ("le Nord", False)):
        question = understand(
            f"Combien d'emplois dans {asked} ?", searcher.words, Speller(searcher.words)
        )
        evidence = saying(gather(question, searcher.search(question.search_text, 5)), "20 000")
        assert holds_there(question, evidence) is holds
        assert (namesake_of(question, evidence) is not None) is holds
    searcher.close()


def test_a_part_never_stands_for_the_whole_in_a_quantity(
    understood: Understand, evidence_for: EvidenceFor
) -> None:
    question = "Combien d'apprentis en Côte-d'Or ?"
    assert not holds_there(understood(question), saying(evidence_for(question), "2 740"))


def test_a_part_may_tell_a_fact_of_the_whole(
    understood: Understand, evidence_for: EvidenceFor
) -> None:
    question = "Où apprendre la soudure en Indre-et-Loire ?"
    assert holds_there(understood(question), saying(evidence_for(question), "école de soudure"))


def test_a_sentence_without_a_place_is_read_with_its_document(
    understood: Understand, evidence_for: EvidenceFor
) -> None:
    question = "Que fait un cariste à Lille ?"
    cariste = saying(evidence_for(question), "Le cariste")
    assert territory_fit(understood(question), cariste) in {Fit.HOLDS, Fit.WIDER}
    elsewhere = "Que fait un cariste à Marseille ?"
    assert territory_fit(understood(elsewhere), cariste) is Fit.ELSEWHERE


def test_a_wider_territory_that_stands_in_is_named(
    understood: Understand, evidence_for: EvidenceFor
) -> None:
    question = "Que fait un boulanger à Amiens ?"
    wider = widened_to(understood(question), saying(evidence_for(question), "4 heures"))
    assert wider is not None
    assert wider.name == "Hauts-de-France"


def test_nothing_is_widened_when_the_place_itself_is_named(
    understood: Understand, evidence_for: EvidenceFor
) -> None:
    question = "Combien d'apprentis à Dijon ?"
    assert widened_to(understood(question), saying(evidence_for(question), "2 740")) is None


@pytest.mark.parametrize(
    ("question", "words", "fit"),
    [
        ("Combien d'apprentis à Dijon en 2023 ?", "2 740", Fit.HOLDS),
        ("Combien d'apprentis à Dijon en 2019 ?", "2 740", Fit.ELSEWHERE),
        ("Combien de salariés à Rouen en 2022 ?", "5 100", Fit.HOLDS),
        ("Combien de salariés à Rouen en 2022 ?", "4 350", Fit.ELSEWHERE),
        ("Combien d'artisans à Aubusson en 2022 ?", "47 artisans", Fit.UNSAID),
        ("Combien d'artisans à Aubusson ?", "47 artisans", Fit.HOLDS),
    ],
)
def test_the_year_said_or_else_the_date_of_the_source_decides(
    understood: Understand, evidence_for: EvidenceFor, question: str, words: str, fit: Fit
) -> None:
    assert year_fit(understood(question), saying(evidence_for(question), words)) is fit


def test_a_region_that_pays_is_no_place(tmp_path: Path, embedder: Embedder) -> None:
    text = (
        "À Digne, l'école des luthiers s'agrandit\n\nLe budget annuel de l'école atteint 410 000 "
        "euros, dont une moitié vient de la Région et l'autre de mécènes du pays de Digne."
    )
    searcher = open_texts(tmp_path, {"luthiers.txt": text}, embedder)
    asked = "Quel est le budget de l'école de Digne ?"
    question = understand(asked, searcher.words, Speller(searcher.words))
    found = gather(question, searcher.search(asked, 3))
    searcher.close()

    assert holds_there(question, saying(found, "410 000"))


def test_a_name_may_stand_just_before(understood: Understand, evidence_for: EvidenceFor) -> None:
    question = "Combien de soudeurs forme l'Atelier du Val ?"
    assert about_names(understood(question), saying(evidence_for(question), "85 soudeurs"))


def test_another_name_is_not_spoken_of(understood: Understand, evidence_for: EvidenceFor) -> None:
    question = "Combien de soudeurs forme l'Atelier du Val ?"
    evidence = saying(evidence_for(question), "85 soudeurs")
    assert not about_names(understood("Combien de soudeurs forme Norbert Quillet ?"), evidence)


def test_an_item_is_not_about_the_name_in_the_item_before_it(
    tmp_path: Path, embedder: Embedder
) -> None:
    opening = "La vallée cherche des bras, des plus jeunes aux plus chevronnés. " * 4
    items = "- Fonderie Talmont : 12 postes\n- Verlaine : 30 postes"
    text = f"{opening}\n\nQui recrute dans la vallée\n\n{items}\n"
    searcher = open_texts(tmp_path, {"liste.txt": text}, embedder)
    asked = "Combien de postes propose la Fonderie Talmont ?"
    question = understand(asked, searcher.words, Speller(searcher.words))
    found = gather(question, searcher.search(asked, 3))
    searcher.close()

    assert about_names(question, saying(found, "12 postes"))
    assert not about_names(question, saying(found, "30 postes"))
