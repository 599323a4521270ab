"""The network: chunks change nothing, and losses tell the right windows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.reader.encoding import PairEncoder
from index.reader.losses import Targets, losses
from index.reader.model import Outputs, read, read_batch
from index.reader.prune import PIECE_TABLE, Base

if TYPE_CHECKING:
    from torch.nn import ModuleDict


def test_reading_in_chunks_gives_the_scores_of_one_batch(
    tiny: ModuleDict, pairs: PairEncoder
) -> None:
    import torch

    inputs = pairs.encode("Où ?", ["À Lille.", "Elle est à Arras, une ville du Nord.", "Non."])

    with torch.inference_mode():
        whole = read_batch(tiny, inputs, pairs.padding)
        chunked = read(tiny, inputs, pairs.padding, chunk_tokens=20)

    torch.testing.assert_close(chunked.relevance, whole.relevance, atol=1e-5, rtol=1e-4)
    torch.testing.assert_close(chunked.start, whole.start, atol=1e-5, rtol=1e-4)
    torch.testing.assert_close(chunked.end, whole.end, atol=1e-5, rtol=1e-4)


def test_the_real_encoder_starts_from_the_published_weights(base: Base) -> None:
    import numpy as np

    from index.reader.model import network_from

    network = network_from(base)
    weights = network["encoder"].state_dict()

    assert not network["encoder"].get_parameter(PIECE_TABLE).requires_grad
    name = "encoder.layer.3.attention.self.query.weight"
    np.testing.assert_array_equal(weights[name].numpy(), base.tensors[name])


def made(relevance: list[float], start: list[float]) -> Outputs:
    """Scores of four windows of two tokens; `start` is for the second one of each."""
    import torch

    places = torch.tensor([[0.0, value] for value in start])
    return Outputs(torch.tensor(relevance), places, places)


def targets(answers: list[float]) -> Targets:
    import torch

    places = torch.tensor([int(answer) for answer in answers])
    return Targets(places, places, torch.tensor(answers), group_size=2)


def test_right_scores_cost_less_than_wrong_ones() -> None:
    right = targets([1.0, 0.0, 1.0, 0.0])
    good = losses(made([9.0, -9.0, 9.0, -9.0], [9.0, -9.0, 9.0, -9.0]), right)
    bad = losses(made([-9.0, 9.0, -9.0, 9.0], [-9.0, 9.0, -9.0, 9.0]), right)

    assert all(good[name] < 0.1 for name in good)
    assert all(bad[name] > 1 for name in bad)


def test_in_a_group_without_answer_every_window_must_score_low() -> None:
    nothing = targets([0.0, 0.0, 0.0, 0.0])

    low = losses(made([-9.0] * 4, [-9.0] * 4), nothing)
    high = losses(made([9.0, -9.0, 9.0, -9.0], [-9.0] * 4), nothing)

    assert low["listwise"] < 0.1 < high["listwise"]
    assert low["span"] == 0
