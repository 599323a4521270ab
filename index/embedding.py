"""Texts to vectors, with a sentence-transformers model: the shipped one by default.

Queries and passages have two methods, so that nobody has to remember a prefix. Heavy libraries
are imported when a model is loaded, not when this module is.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from corpus.document import BaliseError, Frozen
from index.model_folder import checksum, read_record
from index.shipped import decode_shipped, read_shipped

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BATCH_TOKENS: Final = 1024  # measured: larger batches fall out of the processor's cache

_HUB_NAME: Final = re.compile(r"\w[\w.-]*(/\w[\w.-]*)?")
_E5_NAME: Final = re.compile(r"(^|[/_-])e5([_-]|$)", re.IGNORECASE)
_DECISIVE_SUFFIXES: Final = {".json", ".safetensors", ".bin", ".txt", ".model"}
_ADVICE: Final = (
    "Vérifiez BALISE_EMBEDDING : un dossier sentence-transformers, un nom du hub Hugging Face, "
    "ou rien pour le modèle fourni."
)


class Prompts(Frozen):
    """What is put in front of a text before it is embedded."""

    query: str = ""
    passage: str = ""


class ModelIdentity(Frozen):
    """What an index must remember of the model that made its vectors.

    `fingerprint` is a sha256 over the checksums of the configuration, tokenizer and weights and
    over the prompts: two models with the same fingerprint give the same vectors.
    """

    name: str
    dimension: int
    fingerprint: str
    max_tokens: int
    prompts: Prompts


class Embedder:
    """A loaded model. Its methods may be called from several threads: they take turns."""

    def __init__(self, model: SentenceTransformer, identity: ModelIdentity) -> None:
        self.identity = identity
        self._model = model
        self._lock = threading.Lock()  # the tokenizer's truncation state is not thread-safe

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """The unit vector of a question, shape (dimension,)."""
        return self._encode([text], self.identity.prompts.query).reshape(-1)

    def embed_passages(
        self,
        texts: Sequence[str],
        *,
        batch_tokens: int = BATCH_TOKENS,
        on_batch: Callable[[int], None] | None = None,
    ) -> NDArray[np.float32]:
        """The unit vectors of passages in the order given, shape (len(texts), dimension).

        A batch holds texts of like length and at most `batch_tokens` tokens, padding included
        (always one text at least). `on_batch` receives the number of texts of each batch done.
        Text beyond `identity.max_tokens` is not seen by the model.
        """
        vectors = np.empty((len(texts), self.identity.dimension), np.float32)
        lengths = [
            min(length, self.identity.max_tokens)
            for length in self.count_tokens(texts, self.identity.prompts.passage)
        ]
        for batch in plan_batches(lengths, batch_tokens):
            vectors[batch] = self._encode([texts[i] for i in batch], self.identity.prompts.passage)
            if on_batch is not None:
                on_batch(len(batch))
        return vectors

    def count_tokens(self, texts: Sequence[str], prompt: str = "") -> list[int]:
        """How many tokens each text has with `prompt` and the model's marks, before any cut."""
        if not texts:
            return []
        with self._lock:
            prompted = [prompt + text for text in texts]
            encoded = self._model.tokenizer(prompted, truncation=False, verbose=False)
        return [len(ids) for ids in encoded["input_ids"]]

    def _encode(self, texts: list[str], prompt: str) -> NDArray[np.float32]:
        from torch.nn import functional

        with self._lock:
            options = {"prompt": prompt, "batch_size": len(texts), "show_progress_bar": False}
            tensor = self._model.encode(texts, convert_to_tensor=True, **options)
        unit: NDArray[np.float32] = functional.normalize(tensor.float(), dim=1).numpy()
        return unit


def plan_batches(lengths: Sequence[int], budget: int) -> Iterator[list[int]]:
    """Group indices by length, longest first: (longest of a group) x (its size) <= `budget`.

    A text longer than `budget` is alone in its group.
    """
    order = sorted(range(len(lengths)), key=lambda i: -lengths[i])
    start = 0
    while start < len(order):
        size = max(1, budget // max(1, lengths[order[start]]))
        yield order[start : start + size]
        start += size


def load_embedder(name: str | None = None, cache: Path | None = None) -> Embedder:
    """Load a model: the default one (None or "default"), a local folder, or a name of the hub.

    The default model ships with Balise, and is decoded into `cache` (by default the user's cache
    folder) the first time. Only a name of the hub that is not in the local cache makes a network
    request. Raises BaliseError when the model cannot be found or loaded.
    """
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    return _load(*_locate(name, cache))


def identify(name: str | None = None, cache: Path | None = None) -> ModelIdentity:
    """The identity of the model that `load_embedder` would load, without loading its weights."""
    name, folder, cache = _locate(name, cache)
    return _identity(name, folder, cache)


def _locate(name: str | None, cache: Path | None) -> tuple[str, Path, Path]:
    """The model's name, its folder on this machine (made or fetched if needed) and the cache."""
    cache = default_cache() if cache is None else cache
    if name in (None, "", "default"):
        shipped = read_shipped().name
        decode_shipped(cache / shipped)
        return shipped, cache / shipped, cache
    assert name is not None
    folder = Path(name).expanduser()
    if folder.is_dir():
        return folder.resolve().name, folder, cache
    if not _HUB_NAME.fullmatch(name):
        raise BaliseError(f"Dossier de modèle introuvable : « {name} ». {_ADVICE}")
    return name, _fetch(name), cache


def _identity(name: str, folder: Path, cache: Path) -> ModelIdentity:
    """Read a model's identity from its configuration files."""
    try:
        config = _json(folder / "config.json")
        declared = _json(folder / "config_sentence_transformers.json").get("prompts") or {}
        limits = [
            _json(path).get("max_seq_length")
            for path in folder.glob("**/sentence_bert_config.json")
        ]
        dense = [_json(path).get("out_features") for path in folder.glob("*_Dense/config.json")]
        sizes = [*dense, config.get("hidden_size"), config.get("dim")]
        dimension = next(int(size) for size in sizes if size)
    except (OSError, ValueError, TypeError, StopIteration) as error:
        raise BaliseError(
            f"« {folder} » n'est pas un modèle sentence-transformers. {_ADVICE}"
        ) from error
    prompts = _prompts_of(name, declared)
    longest = next((int(limit) for limit in limits if limit), 512)
    return ModelIdentity(
        name=name,
        dimension=dimension,
        fingerprint=_fingerprint(folder, prompts, cache),
        max_tokens=longest,
        prompts=prompts,
    )


def _json(path: Path) -> dict[str, Any]:
    """A JSON object; an absent file is an empty one."""
    if not path.is_file():
        return {}
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def default_cache() -> Path:
    """Where decoded models and checksums are kept."""
    import platformdirs

    return Path(platformdirs.user_cache_dir("balise")) / "models"


def _fetch(name: str) -> Path:
    """The local folder of a model of the hub, downloaded only when it is not there yet."""
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    unused = ["onnx/*", "openvino/*", "*.h5", "*.msgpack", "*.ot", "*.onnx"]
    try:
        try:
            return Path(snapshot_download(name, local_files_only=True))
        except LocalEntryNotFoundError:
            folder = Path(snapshot_download(name, ignore_patterns=[*unused, "pytorch_model*.bin"]))
            if not any(folder.glob("*.safetensors")):
                folder = Path(snapshot_download(name, ignore_patterns=unused))
            return folder
    except (OSError, HfHubHTTPError, HFValidationError) as error:
        raise BaliseError(
            f"Modèle « {name} » : ni un dossier, ni un modèle qu'on puisse télécharger. {_ADVICE}"
        ) from error


def _load(name: str, folder: Path, cache: Path) -> Embedder:
    """Load a local folder, with no network request."""
    # Threads that wait must not spin: beside other work on the same cores, spinning made a
    # query six times slower (measured), and OpenMP reads this once, when torch is imported.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    torch.set_num_threads(physical_cores())
    narrow = has_fast_bfloat16()
    ours = read_record(folder) is not None  # its weights are bfloat16: mapped, not copied
    bars = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()
    try:
        model = SentenceTransformer(
            str(folder),
            device="cpu",
            local_files_only=True,
            model_kwargs={"dtype": torch.bfloat16 if narrow or ours else torch.float32},
        )
    except (OSError, ValueError, KeyError) as error:
        raise BaliseError(f"Le modèle « {name} » ne se charge pas ({error}). {_ADVICE}") from error
    finally:
        if bars:
            logging.enable_progress_bar()
    if ours and not narrow:
        _compute_in_float32(model)
    identity = _identity(name, folder, cache)
    return Embedder(model, identity)


def _compute_in_float32(model: SentenceTransformer) -> None:
    """Widen all weights except embedding tables, whose rows are widened when they are read.

    The table of word embeddings is most of a multilingual model, and stays mapped from its file.
    """
    import torch

    for module in model.modules():
        if isinstance(module, torch.nn.Embedding):
            module.register_forward_hook(lambda _module, _inputs, output: output.float())
            continue
        for parameter in module.parameters(recurse=False):
            parameter.data = parameter.data.float()


def _prompts_of(name: str, declared: dict[str, str]) -> Prompts:
    """The model's own prompts; else those of the e5 family by its name; else none."""
    query = declared.get("query", "")
    passage = declared.get("passage") or declared.get("document") or declared.get("corpus") or ""
    if not query and not passage and _E5_NAME.search(name):
        return Prompts(query="query: ", passage="passage: ")
    return Prompts(query=query, passage=passage)


def physical_cores() -> int:
    """The physical cores that this process may use, 1 at least; OMP_NUM_THREADS wins."""
    asked = os.environ.get("OMP_NUM_THREADS", "")
    if asked.isdecimal() and int(asked) > 0:
        return int(asked)
    if not hasattr(os, "sched_getaffinity"):
        return max(1, (os.cpu_count() or 2) // 2)
    cores: set[str] = set()
    for number in os.sched_getaffinity(0):
        siblings = Path(f"/sys/devices/system/cpu/cpu{number}/topology/thread_siblings_list")
        cores.add(siblings.read_text() if siblings.is_file() else str(number))
    return max(1, len(cores))


def has_fast_bfloat16() -> bool:
    """Whether the processor multiplies bfloat16 natively (elsewhere float32 is faster)."""
    try:
        flags = Path("/proc/cpuinfo").read_text(encoding="ascii", errors="replace")
    except OSError:
        return False
    native = r"^(flags|Features)\s*:.*\b(avx512_bf16|amx_bf16|bf16)\b"
    return re.search(native, flags, re.MULTILINE) is not None


def _fingerprint(folder: Path, prompts: Prompts, cache: Path) -> str:
    record = read_record(folder)
    checksums = record["files"] if record is not None else _checksums(folder, cache)
    content = json.dumps([checksums, prompts.model_dump()], sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()


def _checksums(folder: Path, cache: Path) -> dict[str, str]:
    """The sha256 of each file that decides of the vectors, by its path inside `folder`.

    They are remembered in `cache` by size and modification time: weights are hashed once.
    """
    memory = cache / "checksums.json"
    try:
        known: dict[str, str] = json.loads(memory.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        known = {}
    found: dict[str, str] = {}
    checksums: dict[str, str] = {}
    for path in sorted(folder.rglob("*")):
        if path.suffix not in _DECISIVE_SUFFIXES or not path.is_file():
            continue
        state = path.stat()
        key = f"{path.resolve()}|{state.st_size}|{state.st_mtime_ns}"
        found[key] = known.get(key) or checksum(path)
        checksums[path.relative_to(folder).as_posix()] = found[key]
    if not found.keys() <= known.keys():
        cache.mkdir(parents=True, exist_ok=True)
        draft = memory.with_name(f".{memory.name}.{os.getpid()}")
        draft.write_text(json.dumps(known | found, indent=1), encoding="utf-8")
        draft.replace(memory)
    return checksums
