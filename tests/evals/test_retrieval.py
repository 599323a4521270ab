"""`python -m evals.retrieval` from end to end, with the real model."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals.retrieval import main, measure
from evals.systems import OURS, UsualLexical, by_rank

PARAGRAPHS = {
    "Le beffroi de Lille mesure 104 mètres. Il a été achevé en 1932.": (
        "Quelle est la hauteur du beffroi de Lille ?",
        "104 mètres",
    ),
    "La baie de Somme accueille des phoques. Des guides y emmènent les visiteurs à pied.": (
        "Quels animaux vivent dans la baie de Somme ?",
        "des phoques",
    ),
    "Le familistère de Guise a été fondé par Godin, un fabricant de poêles en fonte.": (
        "Qui a fondé le familistère de Guise ?",
        "Godin",
    ),
}


@pytest.fixture
def squad_file(tmp_path: Path) -> Path:
    articles = [
        {
            "paragraphs": [
                {
                    "context": text,
                    "qas": [
                        {
                            "question": question,
                            "answers": [{"text": answer, "answer_start": text.index(answer)}],
                        }
                    ],
                }
            ]
        }
        for text, (question, answer) in PARAGRAPHS.items()
    ]
    path = tmp_path / "jeu.json"
    path.write_text(json.dumps({"data": articles}), "utf-8")
    return path


@pytest.mark.slow
def test_all_systems_are_measured_and_the_real_index_agrees(
    squad_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written = tmp_path / "mesures.json"
    options = ["--cache", str(tmp_path / "cache"), "--json", str(written)]
    assert main([str(squad_file), *options]) == 0
    measured = json.loads(written.read_text("utf-8"))
    everything = measured["results"]["Toutes"]
    assert everything["questions"] == 3
    assert len(everything["systems"]) == 6
    assert everything["systems"][OURS] == {
        "R@1": 1.0, "R@3": 1.0, "R@5": 1.0, "R@10": 1.0, "MRR": 1.0,
    }  # fmt: skip
    halves = [measured["results"][name]["questions"] for name in list(measured["results"])[1:]]
    assert sorted(halves) == [1, 2]
    assert measured["agreement"]["same_first"] == 1.0
    assert measured["agreement"]["right_first"] == 1.0
    assert measured["model_fingerprint"]
    shown = capsys.readouterr().out
    assert "Toutes : 3 questions" in shown
    assert "100,0 %" in shown


@pytest.mark.slow
def test_a_second_run_takes_the_vectors_from_the_cache(
    squad_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = [str(squad_file), "--cache", str(tmp_path / "cache"), "--json", str(tmp_path / "m")]
    assert main(options) == 0
    first = (tmp_path / "m").read_text("utf-8")

    def refuse(*_: object) -> None:
        raise AssertionError("nothing is left to encode")

    monkeypatch.setattr("index.embedding.Embedder.embed_passages", refuse)
    assert main(options) == 0
    assert (tmp_path / "m").read_text("utf-8") == first


def test_a_missing_file_is_explained_in_french(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path / "rien.json")]) == 1
    assert "n'existe pas. Donnez un fichier au format SQuAD" in capsys.readouterr().err


def test_measures_of_one_system() -> None:
    values = measure([0, 2, 7])
    assert values["R@1"] == pytest.approx(1 / 3)
    assert values["R@3"] == pytest.approx(2 / 3)
    assert values["R@10"] == 1.0
    assert values["MRR"] == pytest.approx((1 + 1 / 3 + 1 / 8) / 3)


def test_the_usual_lexical_search_finds_inflections_and_survives_unknown_words() -> None:
    usual = UsualLexical(list(PARAGRAPHS))
    assert usual.scores("phoque").argmax() == 1
    assert not usual.scores("xylophone").any()
    assert not usual.scores("le la les").any()


def test_rank_fusion_adds_reciprocal_ranks() -> None:
    usual = UsualLexical(list(PARAGRAPHS))
    first = usual.scores("beffroi")
    fused = by_rank(first, first)
    assert fused.tolist() == pytest.approx([2 / 61, 2 / 62, 2 / 63])
