"""Training: an interrupted run ends as an uninterrupted one, and learns."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from corpus.document import BaliseError
from index.reader.checkpoint import NAME, kept_weights, read_state, trained_weights
from index.reader.data import Prepared
from index.reader.encoding import PairEncoder
from index.reader.prune import PIECE_TABLE
from index.reader.settings import TrainSettings
from index.reader.training import LOG_NAME, Plan, train
from index.reader.weights import fingerprint, read_weights

if TYPE_CHECKING:
    from torch.nn import ModuleDict

SETTINGS = TrainSettings(epochs=3, questions_a_step=2, windows_a_question=3)


def test_a_resumed_run_ends_with_the_same_weights(
    tiny: ModuleDict, pairs: PairEncoder, prepared: Prepared, tmp_path: Path
) -> None:
    import torch

    interrupted = copy.deepcopy(tiny)
    once = train(tiny, pairs, prepared, SETTINGS, tmp_path / "once")
    train(copy.deepcopy(interrupted), pairs, prepared, SETTINGS, tmp_path / "twice", stop_after=4)
    twice = train(interrupted, pairs, prepared, SETTINGS, tmp_path / "twice")

    assert once == twice == 9
    others = trained_weights(interrupted)
    assert all(torch.equal(value, others[name]) for name, value in trained_weights(tiny).items())
    kept = [read_state(tmp_path / run) for run in ("once", "twice")]
    first, second = (kept_weights(state) for state in kept if state is not None)
    assert all(torch.equal(value, second[name]) for name, value in first.items())
    steps = [json.loads(line)["step"] for line in (tmp_path / "twice" / LOG_NAME).open()]
    assert steps == list(range(1, 10))


def test_a_resumed_run_leaves_out_the_same_values(
    tiny: ModuleDict, pairs: PairEncoder, prepared: Prepared, tmp_path: Path
) -> None:
    import torch

    for layer in tiny.modules():
        if isinstance(layer, torch.nn.Dropout):
            layer.p = 0.2
    settings = SETTINGS.model_copy(update={"dropout": 0.2})
    interrupted, without = copy.deepcopy(tiny), copy.deepcopy(tiny)
    train(tiny, pairs, prepared, settings, tmp_path / "once")
    train(copy.deepcopy(interrupted), pairs, prepared, settings, tmp_path / "twice", stop_after=4)
    train(interrupted, pairs, prepared, settings, tmp_path / "twice")
    for layer in without.modules():
        if isinstance(layer, torch.nn.Dropout):
            layer.p = 0.0
    train(without, pairs, prepared, SETTINGS, tmp_path / "without")

    others, plain = trained_weights(interrupted), trained_weights(without)
    assert all(torch.equal(value, others[name]) for name, value in trained_weights(tiny).items())
    assert not all(torch.equal(value, plain[name]) for name, value in others.items())


def test_what_is_kept_lies_between_the_ends_of_the_cycles(
    tiny: ModuleDict, pairs: PairEncoder, prepared: Prepared, tmp_path: Path
) -> None:
    import torch

    plan = Plan(SETTINGS, len(prepared.groups))
    train(tiny, pairs, prepared, SETTINGS, tmp_path, stop_after=plan.steps_a_cycle)
    middle = {name: value.clone() for name, value in trained_weights(tiny).items()}
    first = read_state(tmp_path)
    train(tiny, pairs, prepared, SETTINGS, tmp_path)
    second = read_state(tmp_path)

    assert first is not None
    assert second is not None
    for name, value in trained_weights(tiny).items():
        assert torch.equal(kept_weights(first)[name], middle[name])
        assert torch.allclose(kept_weights(second)[name], (middle[name] + value) / 2, atol=1e-7)


def test_a_reader_that_training_goes_on_from_counts_as_the_end_of_a_cycle(
    tiny: ModuleDict, pairs: PairEncoder, prepared: Prepared, tmp_path: Path
) -> None:
    import torch

    began = {name: value.clone() for name, value in trained_weights(tiny).items()}
    settings = SETTINGS.model_copy(update={"start": fingerprint(began), "cycles": 1})
    train(tiny, pairs, prepared, settings, tmp_path, stop_after=2)
    train(tiny, pairs, prepared, settings, tmp_path)

    kept = read_weights(tmp_path)
    for name, value in trained_weights(tiny).items():
        assert torch.allclose(kept[name], (began[name] + value) / 2, atol=1e-6)


@pytest.mark.parametrize("start", ["", "0123456789ab"])
def test_before_the_end_of_a_cycle_the_last_weights_are_kept(
    start: str, tiny: ModuleDict, pairs: PairEncoder, prepared: Prepared, tmp_path: Path
) -> None:
    settings = SETTINGS.model_copy(update={"start": start})
    train(tiny, pairs, prepared, settings, tmp_path, stop_after=2)
    state = read_state(tmp_path)

    assert state is not None
    assert kept_weights(state) is state["weights"]


def test_a_run_with_other_settings_or_data_is_refused(
    tiny: ModuleDict, pairs: PairEncoder, prepared: Prepared, tmp_path: Path
) -> None:
    train(tiny, pairs, prepared, SETTINGS, tmp_path, data="a", stop_after=1)

    for settings, data in ((SETTINGS.model_copy(update={"seed": 5}), "a"), (SETTINGS, "b")):
        with pytest.raises(BaliseError, match="autres réglages ou d'autres données"):
            train(tiny, pairs, prepared, settings, tmp_path, data=data)


def test_a_damaged_state_is_reported(
    tiny: ModuleDict, pairs: PairEncoder, prepared: Prepared, tmp_path: Path
) -> None:
    (tmp_path / NAME).write_bytes(b"PK\x03\x04")

    with pytest.raises(BaliseError, match="illisible"):
        train(tiny, pairs, prepared, SETTINGS, tmp_path)


def test_the_loss_falls_and_the_table_of_pieces_stays(
    tiny: ModuleDict, pairs: PairEncoder, prepared: Prepared, tmp_path: Path
) -> None:
    table = tiny["encoder"].get_parameter(PIECE_TABLE)
    before = table.clone()
    heard: list[float] = []
    settings = TrainSettings(
        epochs=40, questions_a_step=5, windows_a_question=2, encoder_rate=3e-3, heads_rate=3e-3
    )

    train(
        tiny, pairs, prepared, settings, tmp_path,
        on_step=lambda done, total, losses: heard.append(losses["total"]),
    )  # fmt: skip

    assert len(heard) == 40
    assert sum(heard[-3:]) < 0.8 * sum(heard[:3])
    assert (table == before).all()


def test_a_plan_reads_each_question_once_an_epoch() -> None:
    plan = Plan(SETTINGS, 5)

    read = [plan.questions_of(step) for step in range(plan.steps)]

    for epoch in range(3):
        assert sorted(n for e, numbers in read if e == epoch for n in numbers) == list(range(5))


def test_the_rate_rises_then_falls_to_almost_nothing() -> None:
    plan = Plan(TrainSettings(epochs=1, cycles=1, questions_a_step=1, warm_up=0.1), 100)
    factors = [plan.rate_factor(step) for step in range(100)]

    assert factors[:10] == sorted(factors[:10])
    assert factors[10:] == sorted(factors[10:], reverse=True)
    assert max(factors) == 1
    assert factors[-1] == pytest.approx(1 / 90)


def test_each_cycle_raises_the_rate_again() -> None:
    one = Plan(TrainSettings(epochs=2, cycles=1, questions_a_step=1), 50)
    two = Plan(TrainSettings(epochs=4, cycles=2, questions_a_step=1), 50)
    factors = [two.rate_factor(step) for step in range(200)]

    assert factors[:100] == factors[100:] == [one.rate_factor(step) for step in range(100)]
