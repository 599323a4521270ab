"""The reader's network: e5-small's encoder, a head for relevance and one for the exact words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from index.blocks import PIECE_TABLE, unpack_rows
from index.embedding import plan_batches
from index.reader.encoding import Encoded, collate
from index.reader.prune import Base

if TYPE_CHECKING:
    from torch import Tensor
    from torch.nn import ModuleDict

CHUNK_TOKENS: Final = 1024
"""Tokens computed at once, padding included: more fall out of the processor's cache (measured)."""
_FAR: Final = -1e4
"""Score of a place where no answer may stand."""


@dataclass(frozen=True)
class Outputs:
    """What the network says of n inputs of at most t tokens.

    `relevance` (n,): logit that the window answers. `start` and `end` (n, t): scores of each
    token as first and last of the exact words; the first token stands for « no answer here ».
    """

    relevance: Tensor
    start: Tensor
    end: Tensor


def make_network(config: dict[str, Any], seed: int = 0, dropout: float = 0.0) -> ModuleDict:
    """Return a network of random weights: `encoder`, `relevance` and `span`.

    The embeddings of pieces are fixed: training data of this size would move only a few of them.
    `dropout` is the share of values left out at random in training (Srivastava et al., 2014).
    """
    import torch
    from transformers import BertConfig, BertModel

    torch.manual_seed(seed)
    settings = BertConfig(
        **{key: value for key, value in config.items() if key not in {"architectures"}},
        hidden_dropout_prob=dropout,
        attention_probs_dropout_prob=dropout,
        attn_implementation="eager",  # three times faster than sdpa to train on a processor
    )
    encoder = BertModel(settings, add_pooling_layer=False)
    encoder.get_parameter(PIECE_TABLE).requires_grad_(False)
    width = settings.hidden_size
    heads = {"relevance": torch.nn.Linear(width, 1), "span": torch.nn.Linear(width, 2)}
    for head in heads.values():
        torch.nn.init.normal_(head.weight, std=0.02)
        torch.nn.init.zeros_(head.bias)
    return torch.nn.ModuleDict({"encoder": encoder, **heads})


def network_from(base: Base, seed: int = 0, dropout: float = 0.0) -> ModuleDict:
    """Return a network with the encoder of `base` and new heads."""
    import torch

    network = make_network(base.config, seed, dropout)
    tensors = {PIECE_TABLE: unpack_rows(base.table), **base.tensors}
    encoder = network["encoder"]
    weights = {name: torch.from_numpy(np.array(value)) for name, value in tensors.items()}
    result = encoder.load_state_dict(weights, strict=False)
    strangers = [*result.unexpected_keys, *(k for k in result.missing_keys if "_ids" not in k)]
    if strangers:
        raise ValueError(f"weights do not fit the encoder: {strangers[:5]}")
    return network


def read_batch(network: ModuleDict, inputs: Sequence[Encoded], padding: int) -> Outputs:
    """Compute one batch as it is, padded to its longest input."""
    device = next(network.parameters()).device
    ids, attention, readable = (t.to(device) for t in collate(inputs, padding))
    hidden = network["encoder"](input_ids=ids, attention_mask=attention).last_hidden_state
    relevance = network["relevance"](hidden[:, 0]).squeeze(-1).float()
    places = network["span"](hidden).float().masked_fill(~readable.unsqueeze(-1), _FAR)
    return Outputs(relevance, places[..., 0], places[..., 1])


def read(
    network: ModuleDict,
    inputs: Sequence[Encoded],
    padding: int,
    chunk_tokens: int = CHUNK_TOKENS,
) -> Outputs:
    """Compute inputs in chunks of like length; outputs come in the order of `inputs`."""
    import torch
    from torch.nn.functional import pad

    lengths = [len(item.ids) for item in inputs]
    longest = max(lengths)
    order: list[int] = []
    parts: list[Outputs] = []
    for chunk in plan_batches(lengths, chunk_tokens):
        part = read_batch(network, [inputs[i] for i in chunk], padding)
        missing = (0, longest - part.start.shape[1])
        start, end = (pad(places, missing, value=_FAR) for places in (part.start, part.end))
        parts.append(Outputs(part.relevance, start, end))
        order.extend(chunk)
    back = torch.argsort(torch.tensor(order, device=parts[0].relevance.device))
    return Outputs(
        torch.cat([part.relevance for part in parts])[back],
        torch.cat([part.start for part in parts])[back],
        torch.cat([part.end for part in parts])[back],
    )
