"""Speed: where indexing spends its time, how fast a warm question is answered, in what memory.

`python -m evals.speed --passages 10000 --index DIR` indexes the texts of DIR-textes into DIR, in
a process of its own; an index that is already there is used as it is, or made again from its
vectors with `--rebuild`. Then come a second sync of the unchanged files, and questions. What is
required: 85 % of indexing inside the model, a median of 150 ms a question, 1.5 GB resident.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from assistant.engine import Assistant
from corpus.document import BaliseError, Document
from evals.collection import DEFAULT_CACHE, identity_of, positive, write_paragraphs
from evals.measures import percentile
from evals.rome import occupation_texts
from evals.squad import PIAF, SquadSet, read_squad, sample
from evals.stopwatch import MODEL, REST, Stopwatch, watch_indexing
from evals.tables import decimal, percent
from index.build import sync
from index.embedding import load_embedder
from index.passage import split_document
from index.publish import current_generation
from index.search import Searcher

MODEL_SHARE = 0.85
MEDIAN_MS = 150.0
RESIDENT_GB = 1.5
ENCODING = "Calcul des vecteurs"
"""The step of `sync` that tells how many texts are encoded."""
WARM_UP = 10
"""Questions asked before the clock starts: they load word lists and fill caches."""


def write_texts(squad: SquadSet, folder: Path, passages: int) -> int:
    """Write files that make `passages` passages: PIAF first, then the ROME; return how many."""
    count = min(passages, len(squad.paragraphs))
    write_paragraphs(squad, range(count), folder)
    for name, text in occupation_texts():
        if count >= passages:
            break
        (folder / name).write_text(text, "utf-8")
        document = Document(id=name, text=text, title=name, path=name, sha256="")
        count += len(split_document(document))
    return count


def profile_indexing(texts: Path, index: Path) -> dict[str, Any]:
    """Index `texts` into `index` anew and return the seconds of each stage.

    Vectors that an earlier index left in the same place are taken again: the model's share
    means something only when `encoded` is near the number of passages and sentences.
    """
    loading = time.perf_counter()
    embedder = load_embedder()
    loaded = time.perf_counter() - loading
    encoded = 0

    def told(step: str, _done: int, total: int) -> None:
        nonlocal encoded
        if step == ENCODING:
            encoded = total

    watch = Stopwatch()
    with watch_indexing(watch):
        started = time.perf_counter()
        report = sync(
            [texts],
            index,
            lambda: embedder,
            identity_of(embedder),
            rebuild=True,
            on_progress=told,
        )
        total = time.perf_counter() - started
    return {
        "documents": len(report.added),
        "passages": report.passages,
        "sentences": report.sentences,
        "encoded": encoded,
        "total_s": total,
        "model_loading_s": loaded,
        "stages_s": {**watch.seconds, REST: total - sum(watch.seconds.values())},
        "model_share": watch.seconds.get(MODEL, 0.0) / total,
        "peak_gb": memory_gb("VmHWM"),
        "load": os.getloadavg()[0],
    }


def second_sync(texts: Path, index: Path) -> dict[str, Any]:
    """Index unchanged files again and return the seconds of each stage."""
    embedder = load_embedder()
    loads: list[None] = []

    def load() -> Any:
        loads.append(None)
        return embedder

    watch = Stopwatch()
    with watch_indexing(watch):
        started = time.perf_counter()
        report = sync([texts], index, load, identity_of(embedder))
        total = time.perf_counter() - started
    return {
        "total_s": total,
        "stages_s": {**watch.seconds, REST: total - sum(watch.seconds.values())},
        "changed": report.changed,
        "model_asked_for": bool(loads),
    }


def time_questions(questions: Sequence[str], index: Path) -> dict[str, Any]:
    """Ask `questions` one after the other, the first `WARM_UP` off the clock."""
    opening = time.perf_counter()
    embedder = load_embedder()
    searcher = Searcher(index, embedder, identity_of(embedder))
    assistant = Assistant(searcher)
    opened = time.perf_counter() - opening
    times: list[float] = []
    computing: list[float] = []
    encoding: list[float] = []
    searching: list[float] = []
    for question in questions:
        started, computed = time.perf_counter(), time.process_time()
        assistant.ask(question)
        times.append(1000 * (time.perf_counter() - started))
        computing.append(1000 * (time.process_time() - computed))
    for question in questions[WARM_UP:]:
        started = time.perf_counter()
        embedder.embed_query(question)
        encoding.append(1000 * (time.perf_counter() - started))
        started = time.perf_counter()
        searcher.search(question)
        searching.append(1000 * (time.perf_counter() - started))
    resident = {"resident_gb": memory_gb("VmRSS"), "mapped_gb": memory_gb("RssFile")}
    searcher.close()
    warm = times[WARM_UP:]
    return {
        "opening_s": opened,
        "first_ms": times[0],
        "questions": len(warm),
        "p50_ms": percentile(warm, 50),
        "p95_ms": percentile(warm, 95),
        "processor_p50_ms": percentile(computing[WARM_UP:], 50),
        "query_encoding_p50_ms": percentile(encoding, 50),
        "search_p50_ms": percentile(searching, 50),
        "load": os.getloadavg()[0],
        **resident,
    }


def memory_gb(field: str) -> float | None:
    """Return a field of /proc/self/status (`VmRSS`: resident) in GB; None elsewhere than Linux."""
    try:
        lines = Path("/proc/self/status").read_text("ascii", "replace").splitlines()
    except OSError:
        return None
    found = next((line.split()[1] for line in lines if line.startswith(f"{field}:")), None)
    return int(found) * 1024 / 1e9 if found else None


def _apart(function: Any, *arguments: Path) -> dict[str, Any]:
    """Run in a process of its own, so that its memory is not counted with the questions'."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn) as pool:
        result: dict[str, Any] = pool.submit(function, *arguments).result()
        return result


def _stages_table(title: str, measured: dict[str, Any]) -> Table:
    table = Table(title=title)
    table.add_column("Étape")
    table.add_column("Secondes", justify="right")
    table.add_column("Part", justify="right")
    total = measured["total_s"]
    for stage, seconds in sorted(measured["stages_s"].items(), key=lambda item: -item[1]):
        table.add_row(stage, decimal(seconds, 2), percent(seconds / total if total else None))
    table.add_section()
    table.add_row("Total", decimal(total, 2), percent(1.0))
    return table


def _questions_table(measured: dict[str, Any]) -> Table:
    table = Table(title=f"{measured['questions']} questions à chaud")
    for name in ("Mesure", "Valeur", "Exigence"):
        table.add_column(name, justify="left" if name == "Mesure" else "right")
    limit = f"≤ {MEDIAN_MS:.0f} ms"
    table.add_row("Réponse, médiane", f"{measured['p50_ms']:.0f} ms", limit)
    table.add_row("Réponse, 95ᵉ centile", f"{measured['p95_ms']:.0f} ms")
    processor = f"{measured['processor_p50_ms']:.0f} ms"
    table.add_row("Temps de processeur, tous fils, médiane", processor)
    table.add_row("dont vecteur de la question", f"{measured['query_encoding_p50_ms']:.0f} ms")
    table.add_row("dont recherche (vecteur compris)", f"{measured['search_p50_ms']:.0f} ms")
    table.add_row("Première réponse", f"{measured['first_ms']:.0f} ms")
    table.add_row("Ouverture (modèle et index)", f"{decimal(measured['opening_s'], 1)} s")
    limit = f"≤ {decimal(RESIDENT_GB, 1)} Go"
    table.add_row("Mémoire résidente", f"{decimal(measured['resident_gb'], 2)} Go", limit)
    table.add_row("dont fichiers projetés", f"{decimal(measured['mapped_gb'], 2)} Go")
    table.add_row("Charge de la machine", decimal(measured["load"], 1))
    return table


def measure(args: argparse.Namespace, console: Console) -> Iterator[tuple[str, Any]]:
    """Run the measurements one after the other, print each, and yield (name, figures)."""
    squad = read_squad(args.file)
    index: Path = args.index or DEFAULT_CACHE / f"vitesse-{args.passages}"
    texts = index.with_name(f"{index.name}-textes")
    if args.rebuild or current_generation(index) is None:
        write_texts(squad, texts, args.passages)
        indexing = _apart(profile_indexing, texts, index)
        title = (
            f"Indexation de {indexing['documents']} documents, {indexing['passages']} passages, "
            f"{indexing['sentences']} phrases ; {indexing['encoded']} textes encodés "
            f"(modèle : {percent(MODEL_SHARE)} exigés)"
        )
        console.print(_stages_table(title, indexing))
        yield "indexing", indexing
    else:
        console.print(f"L'index « {index} » est déjà là : il n'est pas refait.")
    if texts.is_dir():
        again = _apart(second_sync, texts, index)
        console.print(_stages_table("Seconde indexation, fichiers inchangés", again))
        yield "second_sync", again
    asked = sample(squad.questions, args.questions + WARM_UP, args.seed)
    answered = time_questions([question.text for question in asked], index)
    console.print(_questions_table(answered))
    yield "questions", answered


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m evals.speed", description="Mesure la vitesse.")
    parser.add_argument("file", nargs="?", type=Path, default=PIAF, help="fichier SQuAD")
    parser.add_argument("--passages", type=positive, default=10_000, help="taille de l'index")
    parser.add_argument("--index", type=Path, help="dossier de l'index, réutilisé s'il existe")
    parser.add_argument("--rebuild", action="store_true", help="refait l'index")
    parser.add_argument("--questions", type=positive, default=200, help="questions posées")
    parser.add_argument("--seed", type=int, default=0, help="graine du tirage")
    parser.add_argument("--json", type=Path, help="écrit aussi les mesures dans ce fichier")
    args = parser.parse_args(argv)
    measured: dict[str, Any] = {"passages": args.passages, "cores": os.cpu_count()}
    try:
        for name, figures in measure(args, Console()):
            measured[name] = figures
            if args.json:
                args.json.write_text(json.dumps(measured, ensure_ascii=False, indent=1), "utf-8")
    except BaliseError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
