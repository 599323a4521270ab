"""The training loop of sentence-transformers, on our pairs, from and to a model's folder.

Contrastive learning with in-batch and mined wrong texts (Henderson et al., 2017; Karpukhin et al.,
2020), as the model itself was trained (Wang et al., 2024).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from corpus.document import BaliseError
from index.memory import keep_memory
from index.tuning.batches import batch_sampler
from index.tuning.pairs import Kind, Pair, documents_by_text
from index.tuning.settings import TuneSettings

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

LOG_NAME: Final = "journal.jsonl"
MODEL_NAME: Final = "modele"
SETTINGS_NAME: Final = "reglages.json"
_CHECKPOINTS: Final = "reprise"

Told = Callable[[int, int, float], None]
"""Told (steps done, steps in all, loss) now and then."""


@dataclass(frozen=True)
class Pace:
    """How often a run speaks and saves, in steps; `stop_after` ends it early, its state saved."""

    log_every: int = 20
    save_every: int = 50
    stop_after: int | None = None


def load_base(folder: Path, *, max_tokens: int) -> SentenceTransformer:
    """Load a model to be trained: float32, its table of pieces frozen.

    Attention is computed step by step: on a processor, training was three times faster so than
    with the fused kernel.

    Raises:
        BaliseError: `folder` holds no sentence-transformers model.
    """
    import torch
    from sentence_transformers import SentenceTransformer

    try:
        model = SentenceTransformer(
            str(folder),
            device="cuda" if torch.cuda.is_available() else "cpu",
            local_files_only=True,
            model_kwargs={"dtype": torch.float32, "attn_implementation": "eager"},
        )
    except (OSError, ValueError, KeyError) as error:
        raise BaliseError(
            f"« {folder} » n'est pas un modèle sentence-transformers ({error})."
        ) from error
    pieces_of(model).requires_grad_(False)
    model.max_seq_length = min(max_tokens, model.max_seq_length or max_tokens)
    return model


def pieces_of(model: SentenceTransformer) -> Any:
    """Return the table of pieces, an `Embedding` of shape (pieces, hidden)."""
    return model[0].auto_model.get_input_embeddings()


def tune(
    base: Path,
    pairs: Mapping[Kind, Sequence[Pair]],
    settings: TuneSettings,
    folder: Path,
    *,
    data: str = "",
    pace: Pace | None = None,
    on_step: Told | None = None,
) -> Path | None:
    """Tune the model of `base` on `pairs`; return the folder of the tuned model.

    Each batch holds one kind of pairs, so that lengths tell nothing and little is padded. What
    was begun in `folder` goes on; None when `pace` stops the run before its end. `data`
    identifies the training data.

    Raises:
        BaliseError: `base` is no model, a library for training is missing, or the run in
            `folder` had other settings or other data.
    """
    keep_memory()
    pace = pace or Pace()
    dataset = _dataset(pairs)
    _claim(folder, settings, data)
    model = load_base(base, max_tokens=settings.max_tokens)
    trainer = _trainer(model, dataset, pairs, settings, folder, pace)
    watcher = _watcher(folder / LOG_NAME, pace, on_step)
    trainer.add_callback(watcher)
    begun = any((folder / _CHECKPOINTS).glob("checkpoint-*"))
    trainer.train(resume_from_checkpoint=begun)
    if trainer.state.global_step < trainer.state.max_steps:
        return None
    return _save(trainer.model, base, folder / MODEL_NAME)


def _dataset(pairs: Mapping[Kind, Sequence[Pair]]) -> Any:
    try:
        import accelerate  # noqa: F401
        import pyarrow
        from datasets import (
            Dataset,
            DatasetDict,
        )
    except ImportError as error:
        raise BaliseError(
            "Il manque de quoi entraîner : installez « datasets » et « accelerate »."
        ) from error
    sets: dict[str, Any] = {}
    for kind, drawn in pairs.items():
        columns = {c: [getattr(p, c) for p in drawn] for c in ("question", "positive", "negative")}
        # Without a name of ours the library pickles the whole table to make one.
        name = hashlib.sha256(repr(columns).encode()).hexdigest()[:16]
        if drawn:
            sets[kind] = Dataset(pyarrow.table(columns), fingerprint=name)
    return DatasetDict(sets)


def _claim(folder: Path, settings: TuneSettings, data: str) -> None:
    """Write what decides of the run, or refuse to go on with another one."""
    path = folder / SETTINGS_NAME
    described = {"settings": settings.model_dump(mode="json"), "data": data}
    try:
        known = json.loads(path.read_text("utf-8")) if path.is_file() else described
    except ValueError:
        known = None
    if known != described:
        raise BaliseError(
            f"L'entraînement commencé dans « {folder} » a d'autres réglages ou d'autres données. "
            "Reprenez-le avec les siens, ou donnez un autre dossier à --out."
        )
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(described, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _trainer(
    model: SentenceTransformer,
    dataset: Any,
    pairs: Mapping[Kind, Sequence[Pair]],
    settings: TuneSettings,
    folder: Path,
    pace: Pace,
) -> Any:
    from sentence_transformers import SentenceTransformerTrainer
    from sentence_transformers.sentence_transformer import losses
    from sentence_transformers.sentence_transformer.training_args import (
        SentenceTransformerTrainingArguments,
    )
    from transformers.trainer_callback import PrinterCallback

    query, passage = (model.prompts.get(name) or "" for name in ("query", "passage"))
    prompts = {"question": query, "positive": passage, "negative": passage}
    every = [pair for drawn in pairs.values() for pair in drawn]
    options = SentenceTransformerTrainingArguments(
        output_dir=str(folder / _CHECKPOINTS),
        num_train_epochs=1,  # epochs are drawn anew: all of them are in the data
        per_device_train_batch_size=settings.batch,
        learning_rate=settings.rate,
        lr_scheduler_type="linear",
        warmup_steps=settings.warm_up,
        weight_decay=settings.weight_decay,
        bf16=settings.autocast,
        use_cpu=model.device.type == "cpu",
        prompts=dict.fromkeys(dataset, prompts),
        logging_steps=pace.log_every,
        save_steps=pace.save_every,
        save_total_limit=1,
        seed=settings.seed,
        report_to="none",
        disable_tqdm=True,
        dataloader_pin_memory=False,
    )
    loss = losses.MultipleNegativesRankingLoss(model, scale=settings.scale)
    trainer = SentenceTransformerTrainer(
        model=model, args=options, train_dataset=dataset, loss=loss
    )
    # Set here and not among the options, which are written with each checkpoint.
    trainer.get_batch_sampler = batch_sampler(documents_by_text(every))
    trainer.remove_callback(PrinterCallback)
    return trainer


def _watcher(path: Path, pace: Pace, on_step: Told | None) -> Any:
    from transformers import TrainerCallback

    class Watcher(TrainerCallback):  # type: ignore[misc]
        """Keeps the log, tells who asked, and stops the run when it was asked to."""

        def on_log(self, _args: Any, state: Any, _control: Any, logs: Any, **_: Any) -> None:
            if "loss" not in logs:
                return
            line = {"step": state.global_step, "loss": logs["loss"], "rate": logs["learning_rate"]}
            with path.open("a", encoding="utf-8") as stream:
                stream.write(json.dumps(line) + "\n")
            if on_step is not None:
                on_step(state.global_step, state.max_steps, float(logs["loss"]))

        def on_step_end(self, _args: Any, state: Any, control: Any, **_: Any) -> Any:
            if pace.stop_after is not None and state.global_step >= pace.stop_after:
                control.should_save = control.should_training_stop = True
            return control

    return Watcher()


def _save(model: SentenceTransformer, base: Path, folder: Path) -> Path:
    """Write the tuned model in bfloat16, as the shipped one is; it reads as far as `base` does."""
    import torch
    from sentence_transformers import SentenceTransformer

    model.max_seq_length = SentenceTransformer(str(base), device="cpu").max_seq_length
    model.to(torch.bfloat16).save_pretrained(str(folder), create_model_card=False)
    return folder
