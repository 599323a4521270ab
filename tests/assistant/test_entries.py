"""A bare value is quoted with the label of its entry, and a list answers whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from assistant.confidence import weights
from assistant.entries import entry_around
from assistant.evidence import Evidence, gather, rank
from assistant.named import about_names
from assistant.question import understand
from assistant.select import Selection, asks_for_several, select
from assistant.spelling import Speller
from index.analyser import analyse
from index.embedding import Embedder
from index.search import Searcher
from tests.assistant.conftest import open_texts

OFFERS = """Les offres de Boisval

Nous recrutons dans nos ateliers de menuiserie et de charpente, à Gap et à Digne. Toutes les offres
sont ouvertes aux candidats du département.

→ Menuisier – Gap – CDI – Réf. 12
26 K€. Permis B exigé.

→ Charpentier – Digne – CDD – Réf. 14
Travail en équipe.
31 K€ + primes. Les charpentiers de Boisval montent des maisons dans toute la vallée.
"""
LABEL = """Le label Commune boisée

Le label « Commune boisée » récompense les communes. Il est remis pour trois ans. Il a été créé par
le parc. Il ouvre droit à une aide. Les lauréates de 2024 :
- Embrun
- Guillestre
- Briançon
- Savines
- Chorges
"""
Found = Callable[[str, str], Evidence]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Searcher]:
    """An index of offers and of a list."""
    texts = {"offres.txt": OFFERS, "label.txt": LABEL}
    searcher = open_texts(tmp_path_factory.mktemp("entries"), texts, embedder)
    yield searcher
    searcher.close()


@pytest.fixture(scope="module")
def found(opened: Searcher) -> Found:
    """The evidence for a question that holds some words."""

    def find(asked: str, words: str) -> Evidence:
        question = understand(asked, opened.words, Speller(opened.words))
        ranked = rank(gather(question, opened.search(asked, 10)), weights().ranking)
        return next(evidence for evidence in ranked if words in evidence.text)

    return find


@pytest.fixture(scope="module")
def chosen(opened: Searcher, found: Found) -> Callable[[str, str], Selection]:
    """What is chosen for a question when the sentence with some words comes first."""

    def choose(asked: str, words: str) -> Selection:
        question = understand(asked, opened.words, Speller(opened.words))
        return select(question, [found(asked, words)])

    return choose


def test_a_bare_amount_is_quoted_from_its_label(chosen: Callable[[str, str], Selection]) -> None:
    (quote,) = chosen("Combien gagne un menuisier chez Boisval ?", "26 K€").chosen
    assert quote.quote == "→ Menuisier – Gap – CDI – Réf. 12\n26 K€."
    assert quote.quote == quote.document.text[slice(*quote.span)]


def test_a_label_is_quoted_with_its_values(chosen: Callable[[str, str], Selection]) -> None:
    (quote,) = chosen("Quelle offre de menuisier à Gap ?", "Menuisier –").chosen
    assert quote.quote.endswith("Permis B exigé.")


def test_a_full_sentence_needs_no_label(found: Found) -> None:
    assert entry_around(found("Que montent les charpentiers ?", "montent des maisons")) is None


def test_a_value_is_not_quoted_from_the_label_of_another_entry(found: Found) -> None:
    evidence = found("Combien gagne un charpentier ?", "31 K€")
    first, last = entry_around(evidence) or (0, 0)
    spans = evidence.hit.passage.sentences
    quote = evidence.document.text[spans[first][0] : spans[last][1]]
    assert quote.startswith("→ Charpentier")


def test_an_item_brings_its_whole_list_when_several_things_are_asked(
    chosen: Callable[[str, str], Selection],
) -> None:
    (quote,) = chosen("Quelles villes ont le label Commune boisée ?", "Briançon").chosen
    assert all(town in quote.quote for town in ("lauréates", "Embrun", "Briançon", "Chorges"))


def test_an_item_stands_alone_when_one_thing_is_asked(
    chosen: Callable[[str, str], Selection],
) -> None:
    (quote,) = chosen("Où se trouve Savines ?", "Savines").chosen
    assert quote.quote == "Savines"


@pytest.mark.parametrize(
    ("asked", "several"),
    [
        ("Quelles villes ont le label ?", True),
        ("Donne-moi le top 5 des métiers recherchés.", True),
        ("Quelle ville a le label ?", False),
        ("Combien de villes ont le label ?", False),
        ("Quels pourcentages de réussite en menuiserie ?", False),
    ],
)
def test_a_plural_asks_for_several(opened: Searcher, asked: str, several: bool) -> None:
    question = understand(asked, opened.words, Speller(opened.words))
    assert asks_for_several(question) is several


def test_the_last_item_of_a_list_is_about_the_name_that_opens_it(
    opened: Searcher, found: Found
) -> None:
    asked = "Quelles villes ont le label Commune boisée ?"
    question = understand(asked, opened.words, Speller(opened.words))
    named = replace(question, names=(tuple(analyse("Commune boisée")),))
    assert about_names(named, found(asked, "Chorges"))
