"""The measurement: every kind of load at every number of clients, both servers in turn, several rounds."""

import json
import os
import statistics
import subprocess
import sys
import time
import uuid
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.bench import targets
from tests.bench.load import Job, Result
from tests.bench.targets import BenchFailed, Target

CLIENTS = (1, 16, 64)
DEVICES = 8


@dataclass(frozen=True, slots=True)
class Scenario:
    name: str
    kind: str  # of Job
    devices: int


ECHO = Scenario("bare Starlette echo", "echo", 1)
JSON_ECHO = Scenario("Starlette echo through JSON", "json echo", 1)
ACCEPTED = Scenario("accepted, 1 device", "accepted", 1)
SCENARIOS = (
    ECHO,
    JSON_ECHO,
    ACCEPTED,
    Scenario(f"accepted, {DEVICES} devices", "accepted", DEVICES),
    Scenario("finished, 1 device", "finished", 1),
    Scenario(f"finished, {DEVICES} devices", "finished", DEVICES),
)


@dataclass(frozen=True, slots=True)
class Plan:
    rounds: int
    seconds: float
    warm_up: float
    starts: int


FULL = Plan(rounds=4, seconds=2.5, warm_up=0.5, starts=7)
QUICK = Plan(rounds=2, seconds=0.7, warm_up=0.2, starts=2)


@dataclass(frozen=True, slots=True)
class Sample:
    """One job. `processor`: microseconds of the server's processor time a command."""

    result: Result
    processor: float


@dataclass(slots=True)
class Measured:
    """Everything one run of the bench found out."""

    samples: dict[tuple[str, int], list[Sample]] = field(default_factory=dict)
    backlog: list[tuple[int, float]] = field(default_factory=list)  # commands accepted, seconds till the last was done
    ready: dict[str, list[float]] = field(default_factory=lambda: {"echo": [], "kkmserver": []})
    ready_full: list[float] = field(default_factory=list)  # with the journal of the whole run
    journal_rows: int = 0
    memory: dict[str, tuple[float, float, float]] = field(default_factory=dict)  # MB: after start, after load, highest
    fsync: float = 0.0  # ms, median


class Generator:
    """The load generator's process."""

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "tests.bench.load"]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, cwd=targets.ROOT, stdin=pipe, stdout=pipe, text=True)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._process.communicate()

    def run(self, job: Job) -> Result:
        """Raises BenchFailed when any answer was not as it should be."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(asdict(job)) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise BenchFailed("the load generator stopped")
        result = Result(**json.loads(line))
        if result.failed or not result.requests:
            raise BenchFailed(
                f"{job.kind}, {job.clients} clients: {result.failed} bad answers; first: {result.failure}"
            )
        return result


def measure(folder: Path, plan: Plan) -> Measured:
    """Raises BenchFailed."""
    measured = Measured(fsync=_fsync(folder))
    config = targets.write_config(folder, DEVICES)
    for number in range(plan.starts):
        with targets.echo(folder) as echo, targets.kkmserver(folder, config, folder / f"start{number}") as server:
            measured.ready["echo"].append(echo.ready)
            measured.ready["kkmserver"].append(server.ready)
    data = folder / "data"
    with Generator() as generator, targets.echo(folder) as echo:
        with targets.kkmserver(folder, config, data) as server:
            before = {target.name: target.memory()[0] for target in (echo, server)}
            for number in range(plan.rounds):
                _round(measured, plan, number, generator, echo, server)
            measured.memory = {target.name: (before[target.name], *target.memory()) for target in (echo, server)}
        for _ in range(plan.starts):
            with targets.kkmserver(folder, config, data) as server:
                measured.ready_full.append(server.ready)
    return measured


def _round(measured: Measured, plan: Plan, number: int, generator: Generator, echo: Target, server: Target) -> None:
    """Odd rounds go backwards, so that neither server always has the quieter moment."""
    order = [(scenario, clients) for clients in CLIENTS for scenario in SCENARIOS]
    for scenario, clients in order if number % 2 == 0 else reversed(order):
        target = echo if scenario in (ECHO, JSON_ECHO) else server
        run = uuid.uuid4().hex[:12]
        job = Job(
            kind=scenario.kind,
            port=target.port,
            clients=clients,
            devices=scenario.devices,
            seconds=plan.seconds,
            warm_up=plan.warm_up,
            run=run,
        )
        busy = target.processor()
        result = generator.run(job)
        if scenario.kind == "accepted":
            measured.backlog.append((result.commands, _drain(server, result.last_ids)))
        processor = 1e6 * (target.processor() - busy) / result.commands
        measured.samples.setdefault((scenario.name, clients), []).append(Sample(result, processor))
        if target is server:
            measured.journal_rows += result.commands


def _drain(server: Target, last_ids: list[str]) -> float:
    """Seconds until every client's last command is done. Raises BenchFailed if one was not done well."""
    start = time.perf_counter()
    waiting = list(last_ids)
    while waiting:
        answer = server.ask({"Command": "GetRezult", "IdCommand": waiting[-1]})
        inner = answer.get("Rezult")
        status = inner.get("Status") if isinstance(inner, dict) else None
        if status == 0:
            waiting.pop()
        elif status not in (1, 4) or time.perf_counter() - start > 300:
            raise BenchFailed(f"a command that was accepted came to {answer}")
        else:
            time.sleep(0.02)
    return time.perf_counter() - start


def _fsync(folder: Path) -> float:
    """Milliseconds a small durable write takes here: what the journal cannot be quicker than."""
    times = []
    with (folder / "fsync").open("wb", buffering=0) as file:
        for _ in range(50):
            start = time.perf_counter()
            file.write(bytes(4096))
            os.fsync(file.fileno())
            times.append(time.perf_counter() - start)
    return 1000 * statistics.median(times)
