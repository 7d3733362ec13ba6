"""What the bench found, as Markdown for docs/performance.md."""

import os
import platform
from collections.abc import Callable, Iterable
from importlib.metadata import version
from statistics import median

from tests.bench.rounds import ACCEPTED, CLIENTS, ECHO, SCENARIOS, Measured, Plan, Sample


def report(measured: Measured, plan: Plan) -> str:
    parts = [_conditions(measured, plan), _speed(measured), _backlog(measured), _start(measured), _aims(measured)]
    return "\n\n".join(parts) + "\n"


def share_of_echo(measured: Measured, name: str, clients: int) -> float:
    """Median over the rounds of the rate beside that of the echo in the same round."""
    pairs = zip(measured.samples[name, clients], measured.samples[ECHO.name, clients], strict=True)
    return median(sample.result.rate / echo.result.rate for sample, echo in pairs)


def _conditions(measured: Measured, plan: Plan) -> str:
    parts = ", ".join(f"{name} {version(name)}" for name in ("starlette", "uvicorn", "uvloop", "aiosqlite"))
    return (
        f"{os.cpu_count()} processors, {platform.system()}, Python {platform.python_version()}, {parts}. "
        f"A durable write of 4 KiB takes {measured.fsync:.2f} ms here. {plan.rounds} rounds of {plan.seconds:g} s; "
        "medians over the rounds, slowest and quickest round in brackets. The load generator shares the processors; "
        f"at {max(CLIENTS)} clients the echo kept {_busy(measured):.0f} % of one busy."
    )


def _busy(measured: Measured) -> float:
    """Well below 100 the generator was the limit, and the echo is quicker than it looks."""
    samples = measured.samples[ECHO.name, max(CLIENTS)]
    return median(sample.result.rate * sample.processor / 1e4 for sample in samples)


def _speed(measured: Measured) -> str:
    head = ("load", "clients", "per second", "of the echo", "p50 ms", "p95 ms", "p99 ms", "processor µs each")
    rows = [
        _speed_row(measured, scenario.name, clients)
        for scenario in SCENARIOS
        for clients in CLIENTS
        if (scenario.name, clients) in measured.samples
    ]
    return _table(head, rows)


def _speed_row(measured: Measured, name: str, clients: int) -> tuple[str, ...]:
    samples = measured.samples[name, clients]

    def middle(value: Callable[[Sample], float]) -> float:
        return median(value(sample) for sample in samples)

    rates = [sample.result.rate for sample in samples]
    return (
        name,
        str(clients),
        f"{median(rates):.0f} ({min(rates):.0f}–{max(rates):.0f})",
        f"{100 * share_of_echo(measured, name, clients):.0f} %",
        f"{middle(lambda sample: sample.result.p50):.2f}",
        f"{middle(lambda sample: sample.result.p95):.2f}",
        f"{middle(lambda sample: sample.result.p99):.2f}",
        f"{middle(lambda sample: sample.processor):.0f}",
    )


def _backlog(measured: Measured) -> str:
    commands = sum(count for count, _ in measured.backlog)
    slowest = max((seconds for _, seconds in measured.backlog), default=0.0)
    return (
        f"The {commands} accepted commands were all done; after the last one was accepted the device needed "
        f"{slowest:.1f} s at the most to catch up. Processor time of accepted commands includes doing them."
    )


def _start(measured: Measured) -> str:
    rows = []
    for name, ready in measured.ready.items():
        memory = (f"{amount:.0f}" for amount in measured.memory[name])
        rows.append((name, _spread(ready), *memory))
    table = _table(("server", "ready, s", "MB after start", "MB after the load", "MB at the highest"), rows)
    full = f"With a journal of {measured.journal_rows} commands kkmserver is ready in {_spread(measured.ready_full)} s."
    return f"{table}\n\n{full}"


def _spread(seconds: list[float]) -> str:
    return f"{median(seconds):.2f} ({min(seconds):.2f}–{max(seconds):.2f})"


def _aims(measured: Measured) -> str:
    share = 100 * share_of_echo(measured, ACCEPTED.name, max(CLIENTS))
    ready = median(measured.ready["kkmserver"])
    started, loaded, _ = measured.memory["kkmserver"]
    rows = [
        ("accepted commands at 64 clients, share of the echo", "≥ 30 %", f"{share:.0f} %", _verdict(share >= 30)),
        ("ready", "< 1 s", f"{ready:.2f} s", _verdict(ready < 1)),
        ("resident memory, after start", "< 70 MB", f"{started:.0f} MB", _verdict(started < 70)),
        ("resident memory, after the load", "< 70 MB", f"{loaded:.0f} MB", _verdict(loaded < 70)),
    ]
    return _table(("aim", "wanted", "measured", ""), rows)


def _verdict(met: bool) -> str:
    return "met" if met else "missed"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
