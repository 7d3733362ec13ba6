"""`python -m tests.bench.pools [--quick] [--folder DIR] [--driver NAME]`: a pool of 100 registers, as Markdown.

A command takes each of them 0.2 s, so the ideal is 500 documents a second. Baseline: the same registers without a pool,
each client sending to one of them by its number. Virtual registers write to a ФН each; null devices cost nothing beside
the 0.2 s, so that what they lack is the server's own. Exit 1 when an answer was wrong, or when the pool of null devices
has less than 95 % of the ideal.
"""

import argparse
import statistics
import sys
import tempfile
import uuid
from dataclasses import dataclass
from pathlib import Path

from tests.bench import targets
from tests.bench.load import Job, Result
from tests.bench.rounds import Generator
from tests.bench.targets import BenchFailed

REGISTERS, DELAY = 100, 0.2
IDEAL = REGISTERS / DELAY
AIM = 0.95
POSITIONS = 1  # of a receipt
CLIENTS = 4 * REGISTERS  # enough that no register waits for a client
DRIVERS = ("null", "virtual-kkt")


@dataclass(frozen=True, slots=True)
class Plan:
    rounds: int
    seconds: float
    warm_up: float


FULL, QUICK = Plan(rounds=3, seconds=6, warm_up=2), Plan(rounds=1, seconds=2, warm_up=1)


@dataclass(frozen=True, slots=True)
class Sample:
    """`processor`: of one core, the server's; 1.0 = all of it."""

    result: Result
    processor: float

    @property
    def share(self) -> float:
        """Of the ideal."""
        return self.result.rate / IDEAL


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.pools", description="A pool of 100 registers.")
    parser.add_argument("--quick", action="store_true", help="a glance, not a result")
    parser.add_argument("--folder", type=Path, help="where the journal and the ФН lie (default: temporary)")
    parser.add_argument("--driver", choices=DRIVERS, help="only these devices")
    arguments = parser.parse_args()
    drivers = (arguments.driver,) if arguments.driver else DRIVERS
    with tempfile.TemporaryDirectory(prefix="kkmserver-pools-", dir=arguments.folder) as folder:
        try:
            measured = measure(Path(folder), drivers, QUICK if arguments.quick else FULL)
        except BenchFailed as error:
            print(error, file=sys.stderr)
            return 1
    print(report(measured), end="")
    return int(any(driver == "null" and pool and _share(found) < AIM for (driver, pool), found in measured.items()))


def measure(folder: Path, drivers: tuple[str, ...], plan: Plan) -> dict[tuple[str, bool], list[Sample]]:
    """(driver, by way of the pool) -> rounds. Raises BenchFailed."""
    measured: dict[tuple[str, bool], list[Sample]] = {}
    with Generator() as generator:
        for number in range(plan.rounds):
            for driver in drivers:
                for pool in (True, False) if number % 2 == 0 else (False, True):
                    sample = _round(folder / uuid.uuid4().hex, generator, driver, pool=pool, plan=plan)
                    measured.setdefault((driver, pool), []).append(sample)
    return measured


def _round(folder: Path, generator: Generator, driver: str, *, pool: bool, plan: Plan) -> Sample:
    folder.mkdir()
    config = folder / "kkmserver.toml"
    config.write_text(settings(driver, pool=pool), encoding="utf-8")
    with targets.kkmserver(folder, config, folder / "data") as server:
        job = Job(
            kind="finished",
            port=server.port,
            clients=CLIENTS,
            devices=1 if pool else REGISTERS,
            seconds=plan.seconds,
            warm_up=plan.warm_up,
            run=uuid.uuid4().hex[:12],
            positions=POSITIONS,
        )
        busy = server.processor()
        result = generator.run(job)
        processor = (server.processor() - busy) / (plan.warm_up + result.seconds)
    return Sample(result, processor)


def settings(driver: str, *, pool: bool) -> str:
    """Clients name device 1, or one of 1 to 100; with a pool it is number 1 and its members come after it."""
    numbers = range(1 + pool, REGISTERS + 1 + pool)
    lines = ["[server]", "client_rate = 0", "[log]", 'commands = "failed"']
    for n in numbers:
        lines += ["[[devices]]", f"number = {n}", f'name = "Касса {n}"', f'driver = "{driver}"', f"delay = {DELAY}"]
    if pool:
        lines += ["[[pools]]", "number = 1", 'name = "Зал"', f"members = {list(numbers)}"]
    return "\n".join(lines) + "\n"


def report(measured: dict[tuple[str, bool], list[Sample]]) -> str:
    head = ("devices", "sent to", "documents/s", "of the ideal", "p50 ms", "p99 ms", "server's processor")
    rows = [head, tuple("---" for _ in head)]
    for (driver, pool), samples in measured.items():
        rates = [sample.result.rate for sample in samples]
        rows.append((
            f"{REGISTERS} × {driver}",
            "the pool" if pool else "each by its number",
            f"{statistics.median(rates):.0f} ({min(rates):.0f}–{max(rates):.0f})",
            f"{100 * _share(samples):.1f} %",
            f"{statistics.median(sample.result.p50 for sample in samples):.0f}",
            f"{statistics.median(sample.result.p99 for sample in samples):.0f}",
            f"{100 * statistics.median(sample.processor for sample in samples):.0f} %",
        ))  # fmt: skip
    return "\n".join("| " + " | ".join(row) + " |" for row in rows) + "\n"


def _share(samples: list[Sample]) -> float:
    return statistics.median(sample.share for sample in samples)


if __name__ == "__main__":
    sys.exit(main())
