"""A dozen questions on six texts, and a tiny random model with the real vocabulary."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.model_folder import ModelContent, make_folder
from index.reader.data import Group, Prepared, Right, WindowText, save_prepared
from index.shipped import SHARED, TOKENIZER, read_shipped

SHAPE = {
    "hidden_size": 32,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "intermediate_size": 48,
    "max_position_embeddings": 128,
}
TEXTS = (
    "La gare de Lille-Flandres date de 1892. Elle accueille 21 millions de voyageurs par an.",
    "Le beffroi d'Arras domine la place des Héros. Il mesure 75 mètres depuis 1554.",
    "L'école forme 120 techniciens réseaux à Dunkerque. La formation dure neuf mois.",
    "« La Piscine » est un musée de Roubaix. Il a ouvert en 2001 dans d'anciens bains.",
    "Amiens compte 133 000 habitants. Sa cathédrale date du XIIIe siècle.",
    "Le port de Calais est tourné vers Douvres. Il a vu passer 10 millions de passagers en 2018.",
)
ANSWERED = (
    ("Combien de voyageurs passent à Lille-Flandres ?", 0, "21 millions"),
    ("De quand date la gare de Lille-Flandres ?", 0, "1892"),
    ("Quelle est la hauteur du beffroi d'Arras ?", 1, "75 mètres"),
    ("Quelle place domine le beffroi ?", 1, "la place des Héros"),
    ("Où l'école forme-t-elle des techniciens ?", 2, "Dunkerque"),
    ("Combien de temps dure la formation ?", 2, "neuf mois"),
    ("Quand La Piscine a-t-elle ouvert ?", 3, "2001"),
    ("Dans quelle ville est La Piscine ?", 3, "Roubaix"),
    ("De quand date la cathédrale d'Amiens ?", 4, "XIIIe siècle"),
    ("Combien Amiens a-t-elle d'habitants ?", 4, "133 000"),
    ("Combien de passagers à Calais ?", 5, "10 millions"),
    ("Vers quelle ville Calais est-elle tournée ?", 5, "Douvres"),
)


@pytest.fixture(scope="session")
def prepared() -> Prepared:
    """Each question is answered in one window; those of the other texts are wrong."""
    windows = tuple(
        WindowText(text=text, context=f"Titre {n}", document=f"d{n}")
        for n, text in enumerate(TEXTS)
    )
    groups = []
    for question, right, answer in ANSWERED:
        start = TEXTS[right].index(answer)
        answers = ((start, start + len(answer)),)
        wrong = tuple(n for n in range(len(TEXTS)) if n != right)
        rights = (Right(window=right, answers=answers),)
        groups.append(Group(question=question, kind="piaf", rights=rights, near=(), wrong=wrong))
    return Prepared(windows=windows, groups=tuple(groups))


@pytest.fixture(scope="session")
def data(prepared: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("donnees") / "donnees.json"
    save_prepared(prepared, path)
    return path


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a model written as the shipped one is, with random weights."""
    import torch
    from transformers import BertConfig, BertModel

    config = {**read_shipped().config, **SHAPE}
    torch.manual_seed(1)
    network = BertModel(BertConfig(**config), add_pooling_layer=False)
    stored = {name: value.numpy() for name, value in network.state_dict().items()}
    content = ModelContent(config, (SHARED / TOKENIZER).read_bytes(), stored)
    folder = tmp_path_factory.mktemp("modele") / "minuscule"
    make_folder(folder, {"model": "minuscule"}, lambda: content)
    return folder
