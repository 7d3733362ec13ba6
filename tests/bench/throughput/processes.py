"""The processes around the server: the printers, the clients, the senders."""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict
from types import TracebackType
from typing import Any, Self

from tests.bench.targets import ROOT, BenchFailed
from tests.bench.throughput.job import Job, Result
from tests.bench.throughput.listener import Count


class _Process:
    """A module that answers lines of JSON with lines of JSON."""

    def __init__(self, module: str, *arguments: str) -> None:
        self._command = [sys.executable, "-m", f"tests.bench.throughput.{module}", *arguments]

    def __enter__(self) -> Self:
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(self._command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._process.communicate(timeout=60)

    def _say(self, question: object) -> None:
        assert self._process.stdin
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()

    def _hear(self) -> Any:
        assert self._process.stdout
        if not (line := self._process.stdout.readline()):
            raise BenchFailed(f"{' '.join(self._command)} stopped")
        return json.loads(line)


class Printers(_Process):
    """Ports of one listener."""

    def __init__(self, count: int) -> None:
        super().__init__("listener", str(count))
        self.ports: tuple[int, ...] = ()

    def __enter__(self) -> Self:
        super().__enter__()
        self.ports = tuple(self._hear())
        return self

    def reset(self) -> None:
        self._say(["reset"])
        self._hear()

    def count(self, begin: float, end: float) -> Count:
        self._say([begin, end])
        return Count(**self._hear())


class Workers(_Process):
    """A process that does Jobs: `clients` or `senders`."""

    def begin(self, job: Job) -> None:
        self._say(asdict(job))

    def end(self) -> Result:
        """Raises BenchFailed when anything was not delivered."""
        result = Result(**self._hear())
        if result.failed or not result.done:
            raise BenchFailed(f"{' '.join(self._command[-1:])}: {result.failed} failed; first: {result.failure}")
        return result


def together(workers: Sequence[Workers], jobs: Sequence[Job]) -> list[Result]:
    """Raises BenchFailed."""
    for worker, job in zip(workers, jobs, strict=True):
        worker.begin(job)
    return [worker.end() for worker in workers]
