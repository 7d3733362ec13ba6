"""One measurement of each way to the printers, and what makes it valid: all whole, none twice, none missing."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

from tests.bench.targets import BenchFailed, Target
from tests.bench.throughput.job import Job
from tests.bench.throughput.processes import Printers, Workers, together

POOL = 10  # number of the pool of all printers
_ROOM = 1_000_000  # serials of one worker in one measurement
_serials = count(1, _ROOM)


@dataclass(frozen=True, slots=True)
class Sample:
    """`rate`: whole receipts a second, as the printers saw it. `processor`: µs each; nan = not measured."""

    rate: float
    p50: float = float("nan")
    p95: float = float("nan")
    processor: float = float("nan")


@dataclass(frozen=True, slots=True)
class Window:
    warm_up: float
    seconds: float


def ours(window: Window, printers: Printers, clients: Workers, server: Target, device: int, count: int) -> Sample:
    busy = server.processor()
    job = _job("ours", (server.port,), window, clients=count, devices=(device,))
    sample, done = _measured(printers, [clients], [job])
    return _with(sample, 1e6 * (server.processor() - busy) / done)


def straight(kind: str, window: Window, printers: Printers, senders: Sequence[Workers]) -> Sample:
    """One sender for each of the first printers."""
    jobs = [_job(kind, (port,), window) for port in printers.ports[: len(senders)]]
    sample, _ = _measured(printers, senders, jobs)
    return sample


def in_turn(kind: str, window: Window, printers: Printers, sender: Workers, count: int) -> Sample:
    """One sender for the first `count` printers: one process, as our server is."""
    sample, _ = _measured(printers, [sender], [_job(kind, printers.ports[:count], window)])
    return sample


def _job(kind: str, ports: tuple[int, ...], window: Window, clients: int = 1, devices: tuple[int, ...] = ()) -> Job:
    begin = time.monotonic() + window.warm_up
    first, end = next(_serials), begin + window.seconds
    return Job(kind=kind, ports=ports, first=first, begin=begin, end=end, clients=clients, devices=devices)


def _measured(printers: Printers, workers: Sequence[Workers], jobs: Sequence[Job]) -> tuple[Sample, int]:
    printers.reset()
    results = together(workers, jobs)
    done = sum(result.done for result in results)
    begin, end = jobs[0].begin, min(job.end for job in jobs)
    arrived(printers, done)
    whole = printers.count(begin, end).whole
    p50, p95 = (max(getattr(result, name) for result in results) for name in ("p50", "p95"))
    processor = 1e6 * sum(result.processor for result in results) / done
    return Sample(whole / (end - begin), p50, p95, processor), done


def arrived(printers: Printers, done: int) -> float:
    """When the last of `done` receipts was cut. Raises BenchFailed unless each came once and whole."""
    patience = time.monotonic() + 60
    while (seen := printers.count(0, 0)).delivered < done and time.monotonic() < patience:
        time.sleep(0.02)
    if not seen.delivered == seen.distinct == done or seen.broken:
        raise BenchFailed(f"{done} receipts were reported done, and this came out: {seen}")
    return seen.last


def _with(sample: Sample, processor: float) -> Sample:
    return Sample(sample.rate, sample.p50, sample.p95, processor)
