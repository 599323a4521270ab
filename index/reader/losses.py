"""What the reader is trained to lower, over groups of windows of one question each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.reader.model import Outputs

if TYPE_CHECKING:
    from torch import Tensor

SPAN, SPAN_NOWHERE, LISTWISE, BINARY = 1.0, 0.5, 1.0, 0.3
"""Weights: exact words, « nothing here », the right window of a group, each window alone."""


@dataclass(frozen=True)
class Targets:
    """What is right for n windows, group after group of equal size.

    `starts` and `ends` (n,): places of the exact words' tokens, 0 where there is no answer.
    `answers` (n,): 1 where the window answers. A group holds one such window, or none.
    """

    starts: Tensor
    ends: Tensor
    answers: Tensor
    group_size: int


def losses(outputs: Outputs, targets: Targets) -> dict[str, Tensor]:
    """Return each loss by name, unweighted, and their weighted sum under « total ».

    The listwise cross-entropy (Cao et al., 2007, « Learning to rank », top-one form) compares
    the windows of a group with each other and with a logit of zero, « none of them »: it is the
    right choice of a group without answer, so that scores mean the same for all questions.
    """
    from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy, pad

    found = targets.answers.bool()
    both = (
        cross_entropy(outputs.start, targets.starts, reduction="none")
        + cross_entropy(outputs.end, targets.ends, reduction="none")
    ) / 2
    here = both[found].sum() / found.sum().clamp(min=1)
    nowhere = both[~found].sum() / (~found).sum().clamp(min=1)
    scores = outputs.relevance.view(-1, targets.group_size)
    right = targets.answers.view(-1, targets.group_size)
    none = (right.sum(1, keepdim=True) == 0).to(right.dtype)
    listwise = cross_entropy(pad(scores, (0, 1)), _first(pad(right, (0, 1)), none))
    binary = binary_cross_entropy_with_logits(outputs.relevance, targets.answers)
    total = SPAN * here + SPAN_NOWHERE * nowhere + LISTWISE * listwise + BINARY * binary
    return {
        "total": total,
        "span": here,
        "nowhere": nowhere,
        "listwise": listwise,
        "binary": binary,
    }


def _first(right: Tensor, none: Tensor) -> Tensor:
    """Return the place of the right choice in each group, the last one where there is none."""
    right = right.clone()
    right[:, -1:] = none
    return right.argmax(1)
