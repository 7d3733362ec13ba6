"""The load generator: raw keep-alive HTTP/1.1 over asyncio, in a process of its own.

`python -m tests.bench.load` reads one Job as a line of JSON from stdin and writes its Result as a line to stdout, until
stdin ends. Every answer is checked; an answer that is not what its kind of job expects counts as a failure.
"""

import asyncio
import json
import re
import sys
import time
from dataclasses import asdict, dataclass, field
from itertools import count
from typing import cast

from tests.bench.receipt import ID_LENGTH, receipt

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_STATUS = re.compile(rb'"Status": ?(\d+)')
PATHS = {"echo": "/Execute", "json echo": "/Json", "accepted": "/Execute/async", "finished": "/Execute"}
# The Status an answer may carry: 0 done, 1 running, 4 waiting. Source: spec/kkmserver.md 2.4.
ALLOWED = {"accepted": (b"0", b"1", b"4"), "finished": (b"0",)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """`kind`: a key of PATHS. `run` makes its ids unique. `positions`: of each receipt, up to 10."""

    kind: str
    port: int
    clients: int
    devices: int
    seconds: float
    warm_up: float
    run: str
    positions: int = 10

    @property
    def path(self) -> str:
        return PATHS[self.kind]


@dataclass(slots=True)
class Result:
    """`seconds` is what `requests` took; latencies are milliseconds. `commands`: all that were sent, warm-up too."""

    requests: int = 0
    commands: int = 0
    seconds: float = 0.0
    p50: float = 0.0
    p95: float = 0.0
    p99: float = 0.0
    failed: int = 0
    failure: str = ""  # the first one
    last_ids: list[str] = field(default_factory=list)  # of each client, to wait for

    @property
    def rate(self) -> float:
        return self.requests / self.seconds


class _Run:
    """What the clients of one job share."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.numbers = count(1)
        self.latencies: list[float] = []
        self.result = Result()
        self.begin = time.perf_counter() + job.warm_up
        self.end = self.begin + job.seconds


class _Client(asyncio.Protocol):
    """One keep-alive connection: the next request goes out when the answer to the last is complete."""

    def __init__(self, run: _Run, device: int) -> None:
        before, after = receipt(device, run.job.positions)
        head = f"POST {run.job.path} HTTP/1.1\r\nHost: 127.0.0.1:{run.job.port}\r\nContent-Type: application/json\r\n"
        self._size = len(before) + ID_LENGTH + len(after)
        self._before = head.encode() + b"Content-Length: %d\r\n\r\n" % self._size + before
        self._after = after
        self._run, self._allowed = run, ALLOWED.get(run.job.kind)
        self._buffer, self._id, self._sent_at = b"", "", 0.0
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is none by inheritance
        self._send()

    def _send(self) -> None:
        self._id = f"{self._run.job.run}-{next(self._run.numbers)}".ljust(ID_LENGTH, "x")
        self._run.result.commands += 1
        self._sent_at = time.perf_counter()
        self._transport.write(self._before + self._id.encode() + self._after)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, mark, body = self._buffer.partition(b"\r\n\r\n")
        if not mark:
            return
        length = _LENGTH.search(head)
        if length is None:
            self._finish(f"no Content-Length: {head!r}")
        elif len(body) >= int(length[1]):
            self._buffer = b""
            self._answered(head, body, time.perf_counter())

    def _answered(self, head: bytes, body: bytes, now: float) -> None:
        run = self._run
        if fault := self._fault(head, body):
            run.result.failed += 1
            run.result.failure = run.result.failure or fault
        elif now >= run.begin:
            run.latencies.append(now - self._sent_at)
        if now < run.end:
            self._send()
        else:
            self._finish("")

    def _fault(self, head: bytes, body: bytes) -> str:
        """Why this is not the answer that was asked for; "" = it is."""
        if not head.startswith(b"HTTP/1.1 200 ") or self._id.encode() not in body:
            return f"{head[:40]!r} {body[:500].decode(errors='replace')}"
        if self._allowed is None:
            return "" if len(body) == self._size or self._run.job.kind == "json echo" else f"echo of {len(body)} bytes"
        status = _STATUS.search(body)
        if status is None or status[1] not in self._allowed:
            return body[:500].decode(errors="replace")
        return ""

    def _finish(self, failure: str) -> None:
        if failure:
            self._run.result.failed += 1
            self._run.result.failure = self._run.result.failure or failure
        self._run.result.last_ids.append(self._id)
        if not self.done.done():
            self.done.set_result(None)
        self._transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self._finish(f"connection lost: {exc}")


async def load(job: Job) -> Result:
    """Run one job. A port that does not answer, or answers that stop coming, are a failure in the Result."""
    try:
        return await _load(job)
    except (OSError, TimeoutError) as error:
        return Result(failed=1, failure=repr(error))


async def _load(job: Job) -> Result:
    loop, run = asyncio.get_running_loop(), _Run(job)
    clients = []
    for number in range(job.clients):
        client = _Client(run, number % job.devices + 1)
        await loop.create_connection(lambda client=client: client, "127.0.0.1", job.port)  # type: ignore[misc]
        clients.append(client)
    async with asyncio.timeout(job.warm_up + job.seconds + 30):
        await asyncio.gather(*(client.done for client in clients))
    return _sum_up(run)


def _sum_up(run: _Run) -> Result:
    result, latencies = run.result, sorted(run.latencies)
    result.requests, result.seconds = len(latencies), time.perf_counter() - run.begin
    if latencies:
        result.p50, result.p95, result.p99 = (
            1000 * latencies[int(len(latencies) * part)] for part in (0.5, 0.95, 0.99)
        )
    return result


def main() -> None:
    try:
        import uvloop
    except ImportError:
        new_loop = None
    else:
        new_loop = uvloop.new_event_loop
    with asyncio.Runner(loop_factory=new_loop) as runner:
        for line in sys.stdin:
            print(json.dumps(asdict(runner.run(load(Job(**json.loads(line)))))), flush=True)


if __name__ == "__main__":
    main()
