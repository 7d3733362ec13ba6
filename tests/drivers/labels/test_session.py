"""Questions, answers and bytes that are not taken, over TCP."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from drivers.errors import Cancelled
from drivers.labels import session
from drivers.labels.session import Session
from drivers.labels.zpl import Zpl, ZplOptions
from drivers.model.command import PrintDocument
from drivers.model.document import TextLine
from drivers.model.outcome import Progress
from drivers.transports.connection import open_transport
from tests.drivers.labels.printers import Peer, Reports, labels, listening, printer
from tests.faults.wires import skipping

HELLO = PrintDocument((TextLine("Привет"),))


@asynccontextmanager
async def serving(serve: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]) -> AsyncIterator[str]:
    server = await asyncio.start_server(serve, "127.0.0.1", 0, limit=1024)
    async with server, asyncio.timeout(20):
        yield f"tcp://127.0.0.1:{server.sockets[0].getsockname()[1]}"


def status(left: int) -> bytes:
    one = b"030,0,0,0320,%03d,0,0,0,000,0,0,0" % left
    return b"\x02" + one + b"\x03\r\n\x02001,0,0,0,0,2,4,0,00000000,1,000\x03\r\n\x021234,0\x03\r\n"


def test_of_answers_that_come_late_and_together_the_last_one_counts() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readexactly(5 * len(b"~HS"))
        writer.write(b"".join(map(status, (4, 3, 2, 1, 0))))
        await reader.readexactly(len(b"~HS"))
        writer.write(status(9))
        await reader.read()
        writer.close()

    async def main() -> None:
        async with serving(serve) as connection:
            options = ZplOptions(connection, status="on", status_timeout=0.3)
            talk = Session(open_transport(connection), Zpl(options), options)
            await talk.open()
            lefts = [await talk.ask() for _ in range(6)]
            assert [found and found.left for found in lefts] == [None] * 4 + [0, 9]
            await talk.close()

    skipping.run(main())


def test_a_printer_that_was_silent_once_is_asked_again_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Zebra's printers that are switched on without labels answer nothing."""

    async def main() -> None:
        peer = Peer(silent=True)
        async with listening(peer):
            driver = printer("zpl", peer.connection, status_timeout=0.1)
            await driver.execute(HELLO)
            peer.silent = False
            await driver.execute(HELLO)
            assert peer.questions == 1
            monkeypatch.setattr(session, "_SILENT_FOR", 0.0)
            outcome = await driver.execute(labels(3))
            assert outcome.progress == Progress(3, 3)

    skipping.run(main())


def test_a_printer_that_takes_nothing_can_be_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Meanwhile the driver says that it is still at it."""
    monkeypatch.setattr(session, "_BEAT", 0.01)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        await over.wait()
        writer.transport.abort()

    class Beats(Reports):
        async def __call__(self, progress: Progress | None) -> None:
            await super().__call__(progress)
            driver.cancel()

    over, reports = asyncio.Event(), Beats()

    async def main() -> None:
        async with serving(serve) as connection:
            nonlocal driver
            driver = printer("tspl", connection, status="off", barcodes="raster", dpi=300, labels_ahead=400)
            driver.watch(reports)
            with pytest.raises(Cancelled, match="выключите и включите") as caught:
                await driver.execute(labels(400))  # 8 MB in one window, more than all buffers on the way hold
            over.set()
            assert not caught.value.nothing_sent
            assert caught.value.progress == Progress(0, 400)
        assert reports == []

    driver = printer("tspl", "tcp://127.0.0.1:9")
    skipping.run(main())
