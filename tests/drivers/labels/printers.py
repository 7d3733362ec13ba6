"""Label printers for the tests: real options, real transports, a peer on the network that does as it is told."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from drivers.labels.driver import LabelPrinter
from drivers.model.command import PrintLabels
from drivers.model.document import PLAIN, Symbology
from drivers.model.label import BarcodeElement, BoxElement, Template, TextElement
from drivers.model.outcome import Progress
from drivers.ports import DeviceContext
from drivers.registry import load
from drivers.transports.connection import open_transport
from tests.clock import FakeClock

TEMPLATE = Template(
    name="price",
    width=Decimal(58),
    height=Decimal(40),
    defaults={},
    elements=(
        TextElement(x=Decimal(2), y=Decimal(1), width=Decimal(54), height=Decimal(10), text="{name}", size=Decimal(3)),
        BarcodeElement(
            x=Decimal(2),
            y=Decimal(15),
            width=Decimal(54),
            height=Decimal(20),
            symbology=Symbology.CODE128,
            content="{code}",
            style=PLAIN,
        ),
        BoxElement(x=Decimal(0), y=Decimal(0), width=Decimal(58), height=Decimal(40), thickness=Decimal("0.3")),
    ),
)


def labels(count: int, *, copies: int = 1, first: int = 1) -> PrintLabels:
    fields = tuple({"name": f"Товар {number}", "code": "-".join(f"{number:04}")} for number in range(1, count + 1))
    return PrintLabels(TEMPLATE, fields, copies, first)


def printer(language: str, connection: str, **options: Any) -> LabelPrinter:
    spec = load(language)
    context = DeviceContext(3, "Этикетки", Path("unused"), FakeClock(), open_transport)
    driver = spec.build(context, spec.options(connection, **options))
    assert isinstance(driver, LabelPrinter)
    return driver


@dataclass
class Peer:
    """A printer that has a count of labels instead of paper. With every question it prints `per_question` of them.

    `paper`: labels that are left on the roll; `before_question` is called with each, and may change anything.
    """

    language: str = "zpl"
    per_question: int = 1000
    paper: int = 10**6
    head_open: bool = False
    silent: bool = False
    reset_after: int | None = None  # labels
    waiting: int = 0
    printed: int = 0
    cancelled: int = 0
    questions: int = 0
    before_question: Callable[["Peer"], None] | None = None
    received: bytearray = field(default_factory=bytearray)
    connection: str = ""
    _rest: bytes = b""

    def feed(self, data: bytes) -> bytes:
        self.received += data
        self._rest += data
        answers = b""
        while match := _EVENTS[self.language].search(self._rest):
            self._rest = self._rest[match.end() :]
            answers += self._event(match)
        return answers

    def _event(self, match: re.Match[bytes]) -> bytes:
        if copies := match.groupdict().get("copies"):
            self.waiting += int(copies)
        elif match.lastgroup == "one":
            self.waiting += 1
        elif match.lastgroup == "cancel":
            self.waiting, self.cancelled = 0, self.cancelled + 1
        else:
            return self._question()
        return b""

    def _question(self) -> bytes:
        self.questions += 1
        if self.before_question:
            self.before_question(self)
        answer = _ANSWERS[self.language](self)
        out = 0 if self.head_open else min(self.per_question, self.waiting, self.paper)
        self.waiting, self.printed, self.paper = self.waiting - out, self.printed + out, self.paper - out
        return b"" if self.silent else answer

    @property
    def out(self) -> bool:
        """A printer notices the end of the roll when it wants the next label."""
        return self.paper == 0 and self.waiting > 0


def _zpl(peer: Peer) -> bytes:
    one = f"030,{peer.out:d},0,0320,{peer.waiting:03},0,0,0,000,0,0,0"
    return f"\x02{one}\x03\r\n\x02001,0,{peer.head_open:d},0,0,2,4,0,00000000,1,000\x03\r\n\x021234,0\x03\r\n".encode()


def _tspl(peer: Peer) -> bytes:
    trouble = 4 * peer.out + peer.head_open
    return bytes([trouble or 0x20 * (peer.waiting > 0)])


def _epl2(peer: Peer) -> bytes:
    return b"07\r\n" if peer.out else b"11\r\n" if peer.head_open else b"00\r\n"


def _cpcl(peer: Peer) -> bytes:
    return bytes([(peer.waiting > 0) + 2 * peer.out + 4 * peer.head_open])


_ANSWERS: dict[str, Callable[[Peer], bytes]] = {"zpl": _zpl, "tspl": _tspl, "epl2": _epl2, "cpcl": _cpcl}
_EVENTS = {
    "zpl": re.compile(rb"\^PQ(?P<copies>\d+)\^XZ|(?P<one>\^XZ)|(?P<cancel>~JA)|~HS"),
    "tspl": re.compile(rb"PRINT 1,(?P<copies>\d+)\r\n|(?P<cancel>\x1b!\.)|\x1b!\?"),
    "epl2": re.compile(rb"\r\nP(?P<copies>\d+)\r\n|\^ee\r\n"),
    "cpcl": re.compile(rb"! 0 200 200 \d+ (?P<copies>\d+)\r\n|\x1bh"),
}


@asynccontextmanager
async def listening(peer: Peer) -> AsyncIterator[Peer]:
    """The peer on a port of this machine; its connection text is filled in."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            writer.write(peer.feed(data))
            if peer.reset_after is not None and peer.printed + peer.waiting >= peer.reset_after:
                break
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    peer.connection = f"tcp://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server, asyncio.timeout(20):
        yield peer


class Reports(list[Progress]):
    """What was reported, and what is to happen then. `beats`: how often the driver said no more than that it lives."""

    def __init__(self, then: Callable[[Progress], object] = lambda _: None) -> None:
        super().__init__()
        self._then = then
        self.beats = 0

    async def __call__(self, progress: Progress | None) -> None:
        if progress is None:
            self.beats += 1
            return
        self.append(progress)
        self._then(progress)
