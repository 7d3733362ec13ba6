"""The clients of the server: raw keep-alive HTTP/1.1 in a process of its own; each answer must say "done".

`python -m tests.bench.throughput.clients` reads a Job as a line of JSON and writes a Result, until stdin ends.
"""

import asyncio
import re
import sys
import time
from itertools import count
from typing import cast

from tests.bench.throughput.job import Job, Result, serve
from tests.bench.throughput.receipt import command, shown

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_DONE = re.compile(rb'"Status": ?0\b')


class _Run:
    """What the clients of one job share."""

    def __init__(self, job: Job) -> None:
        self.job, self.result = job, Result()
        self.serials = count(job.first)
        self.latencies: list[float] = []

    def answered(self, sent_at: float, fault: str) -> bool:
        """-> whether another command is to follow."""
        now = time.monotonic()
        if fault:
            self.result.failure = self.result.failure or fault
            self.result.failed += 1
        else:
            self.result.done += 1
            if now >= self.job.begin:
                self.latencies.append(now - sent_at)
        return now < self.job.end and not self.result.failure


class _Client(asyncio.Protocol):
    """The next request goes out when the answer to the last is complete."""

    def __init__(self, run: _Run, device: int) -> None:
        self._run, self._parts = run, command(device)
        size = len(shown(0).encode().join(self._parts))
        head = f"POST /Execute HTTP/1.1\r\nHost: 127.0.0.1:{run.job.ports[0]}\r\nContent-Type: application/json\r\n"
        self._head = f"{head}Content-Length: {size}\r\n\r\n".encode()
        self._buffer, self._sent_at, self._serial = b"", 0.0, b""
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is none by inheritance
        self._send()

    def _send(self) -> None:
        self._serial = shown(next(self._run.serials)).encode()
        self._sent_at = time.monotonic()
        self._transport.write(self._head + self._serial.join(self._parts))

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, mark, body = self._buffer.partition(b"\r\n\r\n")
        length = _LENGTH.search(head) if mark else None
        if length and len(body) >= int(length[1]):
            self._buffer = b""
            self._answered(head, body)

    def _answered(self, head: bytes, body: bytes) -> None:
        good = head.startswith(b"HTTP/1.1 200 ") and self._serial in body and _DONE.search(body)
        fault = "" if good else f"{head[:40]!r} {body[:500].decode(errors='replace')}"
        if self._run.answered(self._sent_at, fault):
            self._send()
        else:
            self._transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        if exc is not None:
            self._run.answered(self._sent_at, f"connection lost: {exc}")
        if not self.done.done():
            self.done.set_result(None)


async def load(job: Job) -> Result:
    loop, run = asyncio.get_running_loop(), _Run(job)
    clients = [_Client(run, job.devices[number % len(job.devices)]) for number in range(job.clients)]
    for client in clients:
        await loop.create_connection(lambda client=client: client, "127.0.0.1", job.ports[0])  # type: ignore[misc]
    async with asyncio.timeout_at(loop.time() + job.end - time.monotonic() + 60):
        await asyncio.gather(*(client.done for client in clients))
    return run.result.timed(run.latencies)


def main() -> None:
    import uvloop

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        serve(lambda job: runner.run(load(job)))


if __name__ == "__main__":
    sys.exit(main())
