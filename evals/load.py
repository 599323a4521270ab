"""Many people at once, over HTTP: is each one answered, with their own answer, and how fast?

`python -m evals.load http://127.0.0.1:7860` asks the questions of our cases, first as one person
who waits for each answer, then as several people at once who think between two questions. An
answer that is not exactly the one that the same question got alone counts as crossed.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import httpx
from pydantic import computed_field
from rich.console import Console
from rich.table import Table

from corpus.document import BaliseError, Frozen
from evals.bench.machine import cores, load_average
from evals.collection import positive
from evals.measures import percentile
from evals.suite.case import CASES, case_files, read_cases

TARGET = 5.0
"""How many times slower than half of one person's answers the 95th percentile may be."""
_WARM_UP = 3
_TIMEOUT = 120.0
Turns = tuple[str, ...]


class Plan(Frozen):
    """What is asked of the server. `think` is the mean number of seconds between questions."""

    url: str
    users: int
    questions: int
    think: float
    seed: int


class Phase(Frozen):
    """What became of the questions of one phase; times in milliseconds, as clients saw them."""

    people: int
    asked: int
    failed: int
    crossed: int
    p50: float
    p95: float
    slowest: float
    per_second: float


class Report(Frozen):
    """A whole run, with what another run needs to be compared with it."""

    plan: Plan
    fingerprint: str
    cores: int
    load_average: float | None
    """Of the machine before the run: what else was running."""
    alone: Phase
    together: Phase

    @computed_field  # type: ignore[prop-decorator]
    @property
    def ratio(self) -> float:
        """The crowd's 95th percentile over one person's median."""
        return round(self.together.p95 / self.alone.p50, 2)

    @property
    def good(self) -> bool:
        """Whether nothing failed or was crossed, and nobody waited too long."""
        phases = (self.alone, self.together)
        return self.ratio < TARGET and not any(p.failed or p.crossed for p in phases)


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer: the turns it's for, what came back (None: it failed), and how long it took."""

    turns: Turns
    answer: dict[str, Any] | None
    ms: float


def choose(questions: int, seed: int) -> list[Turns]:
    """Return that many conversations of our cases, drawn without repeating one."""
    cases, _ = read_cases(case_files(CASES))
    turns = list(dict.fromkeys(case.turns for case in cases))
    return random.Random(seed).sample(turns, min(questions, len(turns)))


async def run(plan: Plan) -> Report:
    """Ask alone, then together.

    Raises:
        BaliseError: the server does not answer, wants an account, or limits how often one asks.
    """
    conversations = choose(plan.questions, plan.seed)
    busy = load_average()
    async with _client(plan.url) as client:
        fingerprint = await _fingerprint(client)
        for turns in conversations[:_WARM_UP]:
            await _ask(client, turns)
        began = time.perf_counter()
        replies = [await _ask(client, turns) for turns in conversations]
        alone = summarise([replies], time.perf_counter() - began)
    known = {reply.turns: reply.answer for reply in replies}
    began = time.perf_counter()
    crowd = await asyncio.gather(
        *(_person(plan, conversations, number) for number in range(plan.users))
    )
    return Report(
        plan=plan,
        fingerprint=fingerprint,
        cores=cores(),
        load_average=busy,
        alone=alone,
        together=summarise(crowd, time.perf_counter() - began, known),
    )


def summarise(
    people: Sequence[Sequence[Reply]],
    seconds: float,
    known: dict[Turns, dict[str, Any] | None] | None = None,
) -> Phase:
    """Return what became of everyone's questions; `known` holds the answers got alone."""
    replies = [reply for person in people for reply in person]
    times = [reply.ms for reply in replies]
    return Phase(
        people=len(people),
        asked=len(replies),
        failed=sum(reply.answer is None for reply in replies),
        crossed=sum(_is_crossed(reply, known or {}) for reply in replies),
        p50=round(percentile(times, 50), 1),
        p95=round(percentile(times, 95), 1),
        slowest=round(max(times), 1),
        per_second=round(len(replies) / seconds, 2),
    )


def _is_crossed(reply: Reply, known: dict[Turns, dict[str, Any] | None]) -> bool:
    if reply.answer is None:
        return False
    if reply.answer["question"] != reply.turns[-1]:
        return True
    alone = known.get(reply.turns)
    return alone is not None and alone != reply.answer


async def _person(plan: Plan, conversations: Sequence[Turns], number: int) -> list[Reply]:
    """Ask all questions in an order of one's own, thinking before each."""
    own = random.Random(f"{plan.seed}-{number}")
    async with _client(plan.url) as client:
        replies = []
        for turns in own.sample(conversations, len(conversations)):
            if plan.think:
                await asyncio.sleep(own.expovariate(1 / plan.think))
            replies.append(await _ask(client, turns))
    return replies


def _client(url: str) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=url, timeout=_TIMEOUT, trust_env=False)


async def _ask(client: httpx.AsyncClient, turns: Turns) -> Reply:
    began = time.perf_counter()
    try:
        response = await client.post("/api/ask", json={"turns": turns})
    except httpx.HTTPError:
        return Reply(turns, None, 1000 * (time.perf_counter() - began))
    spent = 1000 * (time.perf_counter() - began)
    if response.status_code == httpx.codes.TOO_MANY_REQUESTS:
        raise BaliseError(
            "Le serveur limite le nombre de questions : "
            "relancez-le avec BALISE_RATE_LIMIT=100000/minute."
        )
    if response.status_code != httpx.codes.OK:
        return Reply(turns, None, spent)
    answer = response.json()
    del answer["timings_ms"]
    return Reply(turns, None if answer["status"] == "failed" else answer, spent)


async def _fingerprint(client: httpx.AsyncClient) -> str:
    try:
        health = await client.get("/health")
        asked = await client.get("/api/sources")
        fingerprint = str(health.raise_for_status().json()["fingerprint"])
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError) as error:
        raise BaliseError(f"Balise ne répond pas à {client.base_url} ({error}).") from error
    if asked.status_code == httpx.codes.UNAUTHORIZED:
        raise BaliseError("Le serveur a des comptes : donnez http://nom:mot-de-passe@machine:port.")
    return fingerprint


def show(report: Report, console: Console) -> None:
    """Print the run as a table, and what it was asked to be."""
    plan = report.plan
    table = Table(title=f"Balise à {plan.users} personnes", title_justify="left")
    for heading in ("", "Questions", "p50", "p95", "Pire", "Par s", "Échecs", "Croisées"):
        table.add_column(heading, justify="right" if heading else "left")
    for name, phase in (("Seul", report.alone), ("Ensemble", report.together)):
        times = [f"{value:.0f} ms" for value in (phase.p50, phase.p95, phase.slowest)]
        counts = [f"{phase.per_second:.1f}", str(phase.failed), str(phase.crossed)]
        table.add_row(name, str(phase.asked), *times, *counts)
    console.print(table)
    pause = (
        f"chacun réfléchit {plan.think:g} s en moyenne avant chaque question (loi exponentielle)"
        if plan.think
        else "personne ne réfléchit entre deux questions"
    )
    busy = "inconnue" if report.load_average is None else f"{report.load_average:.1f}"
    console.print(
        f"{report.cores} cœurs, charge avant l'essai {busy}, graine {plan.seed} ; {pause}.",
        highlight=False,
    )
    verdict = "tenu" if report.ratio < TARGET else "manqué"
    console.print(
        f"p95 ensemble / p50 seul : {report.ratio:.1f} (moins de {TARGET:g} : {verdict}).",
        style="green" if report.good else "red",
        highlight=False,
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; return 1 when something failed, crossed or waited too long."""
    parser = argparse.ArgumentParser(
        prog="python -m evals.load", description="Plusieurs personnes à la fois, par HTTP."
    )
    parser.add_argument("url", help="adresse de Balise, comme http://127.0.0.1:7860")
    parser.add_argument("--users", type=positive, default=20, help="personnes à la fois")
    parser.add_argument("--questions", type=positive, default=50, help="questions de chacune")
    parser.add_argument("--think", type=_seconds, default=3.0, help="secondes de réflexion")
    parser.add_argument("--seed", type=int, default=0, help="graine des tirages")
    parser.add_argument("--json", action="store_true", help="écrit du JSON, pour un programme")
    args = parser.parse_args(argv)
    plan = Plan(
        url=args.url,
        users=args.users,
        questions=args.questions,
        think=args.think,
        seed=args.seed,
    )
    try:
        report = asyncio.run(run(plan))
    except BaliseError as error:
        print(error, file=sys.stderr)
        return 1
    if args.json:
        shown = report.model_dump(mode="json")
        shown["plan"]["url"] = str(httpx.URL(plan.url).copy_with(userinfo=b""))
        print(json.dumps(shown, ensure_ascii=False, indent=2))
    else:
        show(report, Console())
    return 0 if report.good else 1


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"attendu un nombre, reçu {text}") from error
    if not 0 <= value <= 600:
        raise argparse.ArgumentTypeError(f"attendu un nombre de secondes, de 0 à 600, reçu {text}")
    return value


if __name__ == "__main__":
    sys.exit(main())
