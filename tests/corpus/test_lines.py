"""Lines of a page put back into paragraphs."""

import pytest

from corpus.readers.lines import join_lines, words_of


@pytest.mark.parametrize(
    ("lines", "paragraphs"),
    [
        (["Le déve-", "loppement logiciel"], ["Le développement logiciel"]),
        (["La région Hauts-", "de-France"], ["La région Hauts-de-France"]),
        (["Le Nord-", "Pas-de-Calais"], ["Le Nord-Pas-de-Calais"]),
        (["La région compte-", "t-elle ?"], ["La région compte-t-elle ?"]),
        (["C'est-à-", "dire demain"], ["C'est-à-dire demain"]),
        (["Les start-", "up du nord"], ["Les start-up du nord"]),
        (["Un tiret qui finit une ligne pleine -", "2020 aussi"], ["… pleine - 2020 aussi"]),
        (["Un titre court", "Une longue phrase qui va jusqu'au bord."], None),
        (["Une phrase qui va jusqu'au bout de la", "Région."], ["… la Région."]),
        (["Une phrase qui finit au bout du trajet.", "Une autre."], ["… trajet. Une autre."]),
        (["Une phrase qui finit avant.", "Une autre."], None),
        (["court et", "qui continue"], ["court et qui continue"]),
        (["Ici :", "• un", "• deux"], None),
        (["1. un", "2) deux"], None),
        (["Fin de page", "", "suite"], ["Fin de page", "suite"]),
    ],
)
def test_lines_are_put_back_together(lines: list[str], paragraphs: list[str] | None) -> None:
    joined = join_lines(lines, 38)
    if paragraphs is None:
        assert joined == lines
    else:
        assert len(joined) == len(paragraphs)
        for found, expected in zip(joined, paragraphs, strict=True):
            assert found.endswith(expected.removeprefix("… "))


def test_the_rest_of_the_document_tells_a_cut_word_from_a_compound() -> None:
    known = words_of(["Un porte-parole du développement."])
    assert join_lines(["Le porte-", "parole"], 38, known) == ["Le porte-parole"]
    assert join_lines(["Le porte-", "parole"], 38) == ["Le porteparole"]
