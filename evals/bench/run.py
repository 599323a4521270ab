"""A run: the sample is encoded for good, then each size is indexed, opened and asked."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from corpus.document import BaliseError
from evals.bench import jobs
from evals.bench.apart import Apart
from evals.bench.machine import cores, disk_mb, environment, load_average, memory_gb, processor
from evals.bench.plan import STARTED, WARM_UP, Plan
from evals.bench.result import Bench, BenchInfo, Indexing, Latency, Sized, Throughput
from evals.bench.summary import latency_of, summed_up
from evals.bench.systems import INDEXED, System
from evals.bench.texts import draw_questions, grow, read_material, write_texts
from index.embedding import identify
from index.reader.shipped import reader_identity

Told = Callable[[str, int, int], None]
"""Told (step in French, done, total)."""
NAMES = {
    System.BALISE: "Balise, recherche",
    System.WHOLE: "Balise, réponse entière",
    System.LLAMA: "llama-index",
    System.BM25: "BM25 seul",
}
_NO_ANSWER = 3
_LIBRARIES = ("balise", "llama-index-core", "bm25s", "chromadb", "torch")


def run_bench(plan: Plan, on_progress: Told | None = None) -> Bench:
    """Measure everything that `plan` asks for, in folders that are deleted at the end.

    Raises:
        BaliseError: the documents or the model cannot be read or do not suffice, or a process died.
    """
    with tempfile.TemporaryDirectory(prefix="balise-bench-") as work:
        return _Run(plan, Path(work), on_progress).measure()


class _Run:
    def __init__(self, plan: Plan, work: Path, on_progress: Told | None) -> None:
        self._plan = plan
        self._work = work
        self._on_progress = on_progress
        self._done = 0
        self._model = _absolute(plan.model)
        self._reader = _absolute(plan.reader)
        self._known: dict[System, list[Path]] = {system: [] for system in INDEXED}

    def measure(self) -> Bench:
        plan, started = self._plan, time.perf_counter()
        before = load_average()
        material = read_material(plan.documents)
        asked = draw_questions(material, WARM_UP + plan.repetitions * plan.questions, plan.seed)
        texts = grow(material, max(*plan.sizes, plan.sample), plan.seed)
        name = identify(self._model).name
        throughput = self._throughput(texts[: plan.sample])
        sizes = tuple(self._sized(texts[:size], asked) for size in plan.sizes)
        info = BenchInfo(
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            versions=_versions(),
            model=name,
            reader=reader_identity(self._reader),
            processor=processor(),
            cores=cores(),
            documents=material.name,
            real_texts=min(len(material.texts), len(texts)),
            encoded_sample=plan.sample,
            mean_characters=sum(map(len, texts)) / len(texts),
            questions=plan.questions,
            repetitions=plan.repetitions,
            seed=plan.seed,
            load_before=before,
            load_after=load_average(),
            elapsed_s=time.perf_counter() - started,
        )
        return Bench(info=info, throughput=throughput, sizes=sizes)

    def _tell(self, step: str) -> None:
        if self._on_progress:
            self._on_progress(step, self._done, self._plan.steps)
        self._done += 1

    def _throughput(self, sample: Sequence[str]) -> dict[System, Throughput]:
        """Index the sample with the real model, an equal part at each repetition."""
        runs: dict[System, list[Indexing]] = {system: [] for system in INDEXED}
        with ExitStack() as ended:
            processes = {system: ended.enter_context(Apart()) for system in INDEXED}
            for number in range(self._plan.repetitions):
                home = self._work / f"sample-{number}"
                texts = write_texts(sample[number :: self._plan.repetitions], home / "textes")
                for system in turned(INDEXED, number):
                    self._tell(f"Indexation : {NAMES[system].partition(',')[0]}")
                    folder, record = home / system, home / f"known-{system}"
                    runs[system].append(
                        processes[system].run(
                            jobs.index_with_model, system, texts, folder, self._model, record
                        )
                    )
                    self._known[system].append(record)
        return {system: summed_up(done) for system, done in runs.items()}

    def _sized(self, texts: Sequence[str], questions: Sequence[str]) -> Sized:
        smallest = len(texts) == self._plan.sizes[0]
        home = self._work / f"size-{len(texts)}"
        written = write_texts(texts, home / "textes")
        indexing = {system: self._indexed(system, written, home) for system in INDEXED}
        with ExitStack() as kept:
            processes, cold, shell = self._started(
                home, questions[0], self._plan.repetitions if smallest else 1, kept
            )
            processes[System.BALISE] = kept.enter_context(Apart())
            latency = self._asked(home, questions, processes)
            resident = {s: process.run(memory_gb, "VmRSS") for s, process in processes.items()}
            mapped = {s: process.run(memory_gb, "RssFile") for s, process in processes.items()}
            self._tell(f"{texts_count(home)} passages : vecteurs des questions")
            vectors = processes[System.BALISE].run(
                jobs.encode_questions, self._model, questions[WARM_UP:]
            )
        result = Sized(
            passages=len(texts),
            indexing=indexing,
            disk_mb={system: disk_mb(home / system) for system in INDEXED},
            cold_s=cold,
            shell_s=shell,
            latency=latency,
            resident_gb=resident,
            mapped_gb=mapped,
            query_vector_ms=median(vectors),
            load=load_average(),
        )
        shutil.rmtree(home)
        return result

    def _indexed(self, system: System, texts: Path, home: Path) -> Indexing:
        self._tell(f"{texts_count(home)} passages : index de {NAMES[system].partition(',')[0]}")
        known, seed = self._known[system], self._plan.seed
        with Apart() as process:
            return process.run(
                jobs.index_with_turned, system, texts, home / system, self._model, known, seed
            )

    def _started(
        self, home: Path, question: str, repetitions: int, kept: ExitStack
    ) -> tuple[dict[System, Apart], dict[System, float], float | None]:
        """Time fresh processes up to their first answer; the last of each are kept open."""
        spent: dict[System, list[float]] = {system: [] for system in STARTED}
        shell: list[float] = []
        processes: dict[System, Apart] = {}
        for number in range(repetitions):
            for system in turned(STARTED, number):
                self._tell(f"{texts_count(home)} passages : démarrage de {NAMES[system]}")
                started = time.perf_counter()
                with ExitStack() as ended:
                    process = ended.enter_context(Apart())
                    self._put(process, system, home, [question])
                    spent[system].append(time.perf_counter() - started)
                    if number == repetitions - 1:
                        processes[system] = process
                        kept.push(ended.pop_all())
            if self._plan.shell:
                self._tell(f"{texts_count(home)} passages : balise ask")
                shell.append(self._shell(_index_of(System.WHOLE, home), question))
        cold = {system: median(times) for system, times in spent.items()}
        return processes, cold, median(shell) if shell else None

    def _put(
        self, process: Apart, system: System, home: Path, questions: Sequence[str]
    ) -> jobs.Answers:
        folder = _index_of(system, home)
        return process.run(jobs.ask, system, folder, self._model, self._reader, questions)

    def _shell(self, index: Path, question: str) -> float:
        choices = {"BALISE_EMBEDDING": self._model, "BALISE_READER": self._reader}
        chosen = {name: choice for name, choice in choices.items() if choice}
        here = [path or str(Path.cwd()) for path in sys.path]
        started = time.perf_counter()
        done = subprocess.run(
            [*self._plan.shell, question, "--index", str(index)],
            cwd=self._work,  # where no balise.toml stands
            env={**environment(here), **chosen},
            capture_output=True,
            check=False,
        )
        spent = time.perf_counter() - started
        if done.returncode not in (0, _NO_ANSWER):
            raise BaliseError(f"« balise ask » a échoué : {done.stderr.decode(errors='replace')}")
        return spent

    def _asked(
        self, home: Path, questions: Sequence[str], processes: Mapping[System, Apart]
    ) -> dict[System, Latency]:
        """Ask all systems in turn, other questions each time.

        No question is asked twice of one process, since some remember what they have read.
        """
        plan = self._plan
        asked: dict[System, list[jobs.Answers]] = {system: [] for system in System}

        def put(system: System, block: Sequence[str], step: str) -> jobs.Answers:
            self._tell(f"{texts_count(home)} passages : {step}, {NAMES[system]}")
            return self._put(processes[system], system, home, block)

        for system in System:
            put(system, questions[1:WARM_UP], "ouverture")
        for number in range(plan.repetitions):
            first = WARM_UP + number * plan.questions
            block = questions[first : first + plan.questions]
            for system in turned(tuple(System), number):
                asked[system].append(put(system, block, "questions"))
        return {system: latency_of(answers) for system, answers in asked.items()}


def turned(systems: Sequence[System], number: int) -> tuple[System, ...]:
    """Start from another system at each repetition: none always comes first."""
    shift = number % len(systems)
    return (*systems[shift:], *systems[:shift])


def texts_count(home: Path) -> str:
    """Return the size of a collection, from the name of its folder."""
    return home.name.partition("-")[2]


def _index_of(system: System, home: Path) -> Path:
    return home / (System.BALISE if system is System.WHOLE else system)


def _absolute(model: str | None) -> str | None:
    """Return a model's folder by its whole path: processes run elsewhere."""
    folder = Path(model).expanduser() if model else None
    return str(folder.resolve()) if folder is not None and folder.is_dir() else model


def _versions() -> dict[str, str]:
    from importlib.metadata import PackageNotFoundError, version

    found = {"python": sys.version.partition(" ")[0], "system": os.name}
    for name in _LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = ""
    return found
