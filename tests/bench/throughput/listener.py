"""The printers: ports that count whole receipts and answer as a printer does that never runs out of paper.

`python -m tests.bench.throughput.listener N` listens on N free ports, writes them as a line of JSON, then answers each
line of stdin, [begin, end] in seconds of the monotonic clock, with a Count; ["reset"] forgets all before.

It knows only what receipts of the bench hold: questions (DLE EOT, GS r, GS a), the cut and the serial numbers. The
answers are those of `drivers.escpos.emulator` in good order; its test compares them.
"""

import asyncio
import json
import re
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import cast

from tests.bench.throughput.receipt import SERIAL_LENGTH

_TOKEN = re.compile(
    rb"\x10\x04[\x01-\x04]|\x1dr[\x011]|\x1da.|\x1dV(?:[AB].|[\x00\x0101])|(?:N |i=)(\d{%d})" % SERIAL_LENGTH, re.DOTALL
)
_LONGEST = 2 + SERIAL_LENGTH
_PLACES = 3  # where a receipt has its serial


@dataclass(slots=True)
class Count:
    """`whole` in the window; the rest since the last reset. `most`: connections at once to one port."""

    whole: int = 0
    delivered: int = 0
    distinct: int = 0
    broken: int = 0  # cut, and not one whole receipt
    connections: int = 0
    most: int = 0
    last: float = 0.0  # when the last whole one was cut


@dataclass(slots=True)
class Tape:
    """What came out of all printers since the last reset."""

    times: list[float] = field(default_factory=list)
    serials: set[bytes] = field(default_factory=set)
    broken: int = 0
    connections: int = 0
    most: int = 0

    def cut(self, found: list[bytes]) -> None:
        if len(found) == _PLACES and len(set(found)) == 1:
            self.times.append(time.monotonic())
            self.serials.add(found[0])
        else:
            self.broken += 1

    def count(self, begin: float, end: float) -> Count:
        return Count(
            whole=sum(begin <= at < end for at in self.times),
            delivered=len(self.times),
            distinct=len(self.serials),
            broken=self.broken,
            connections=self.connections,
            most=self.most,
            last=self.times[-1] if self.times else 0.0,
        )


class Port:
    """One printer. What one connection leaves unfinished the next one's bytes follow, as on paper."""

    def __init__(self, tapes: list[Tape]) -> None:
        self._tapes = tapes
        self._begun: list[bytes] = []
        self.open = 0

    def feed(self, data: bytes) -> tuple[bytes, int]:
        """-> the answers, and how many bytes are done with."""
        answers, done = b"", 0
        for found in _TOKEN.finditer(data):
            answers += self._one(found)
            done = found.end()
        return answers, max(done, len(data) - _LONGEST + 1)

    def _one(self, found: re.Match[bytes]) -> bytes:
        match found.group()[:2]:
            case b"\x10\x04":
                return b"\x12"
            case b"\x1dr":
                return b"\x00"
            case b"\x1da":
                return b"\x10\x00\x00\x00" if found.group()[2] else b""
            case b"\x1dV":
                self._tapes[-1].cut(self._begun)
                self._begun = []
            case _:
                self._begun.append(found.group(1))
        return b""

    def connected(self, change: int) -> None:
        self.open += change
        tape = self._tapes[-1]
        tape.connections += change > 0
        tape.most = max(tape.most, self.open)


class _Connection(asyncio.Protocol):
    def __init__(self, port: Port) -> None:
        self._port, self._rest = port, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._port.connected(1)

    def data_received(self, data: bytes) -> None:
        data = self._rest + data
        answers, done = self._port.feed(data)
        self._rest = data[done:]
        if answers:
            self._transport.write(answers)

    def connection_lost(self, exc: Exception | None) -> None:
        self._port.connected(-1)


async def serve(ports: int) -> None:
    loop, tapes = asyncio.get_running_loop(), [Tape()]
    numbers = []
    for port in [Port(tapes) for _ in range(ports)]:
        server = await loop.create_server(lambda port=port: _Connection(port), "127.0.0.1", 0, backlog=512)  # type: ignore[misc]
        numbers.append(server.sockets[0].getsockname()[1])
    print(json.dumps(numbers), flush=True)
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        print(json.dumps(_answer(tapes, json.loads(line))), flush=True)


def _answer(tapes: list[Tape], question: Sequence[float | str]) -> object:
    if question == ["reset"]:
        tapes[:] = [Tape()]
        return "reset"
    begin, end = map(float, question)
    return asdict(tapes[-1].count(begin, end))


def main() -> None:
    import uvloop

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve(int(sys.argv[1])))


if __name__ == "__main__":
    main()
