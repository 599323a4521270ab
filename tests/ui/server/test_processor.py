"""The cores of the machine are shared between questions, never promised twice."""

from __future__ import annotations

import pytest
import torch

from ui.server.processor import questions_at_once, share_processor


@pytest.mark.parametrize(
    ("cores", "together", "each"), [("1", 2, 1), ("2", 2, 2), ("4", 2, 2), ("16", 4, 4)]
)
def test_questions_share_the_cores(
    monkeypatch: pytest.MonkeyPatch, cores: str, together: int, each: int
) -> None:
    before = torch.get_num_threads()
    monkeypatch.setenv("OMP_NUM_THREADS", cores)
    try:
        share_processor()
        assert (questions_at_once(), torch.get_num_threads()) == (together, each)
    finally:
        torch.set_num_threads(before)
