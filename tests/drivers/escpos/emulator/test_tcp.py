"""The printer at a TCP port, with plain streams of the standard library as its client."""

import asyncio
import socket
from collections.abc import Awaitable, Callable

import pytest
import zxingcpp

from drivers.emulation.faults import WELL, Faults
from drivers.escpos.emulator.head import IMPACT_76, THERMAL_58
from drivers.escpos.emulator.tcp import TcpEmulator
from tests.clock import FakeClock

CUT = b"\x1dV\x00"
WITHIN = 5.0


def run(test: Callable[[TcpEmulator], Awaitable[None]], printer: TcpEmulator | None = None) -> None:
    async def main() -> None:
        async with printer or TcpEmulator() as entered, asyncio.timeout(20):
            await test(entered)

    asyncio.run(main())


class Client:
    """One connection: `async with Client(printer) as client`."""

    def __init__(self, printer: TcpEmulator) -> None:
        self.printer = printer

    async def __aenter__(self) -> "Client":
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.printer.port)
        return self

    async def __aexit__(self, *_: object) -> None:
        self.writer.transport.abort()

    async def ask(self, question: bytes, size: int) -> bytes:
        self.writer.write(question)
        return await asyncio.wait_for(self.reader.readexactly(size), WITHIN)

    async def end(self) -> bytes:
        """Half-close, and what comes until the printer closes too."""
        self.writer.write_eof()
        return await asyncio.wait_for(self.reader.read(), WITHIN)


async def send(printer: TcpEmulator, data: bytes) -> bytes:
    async with Client(printer) as client:
        client.writer.write(data)
        return await client.end()


def test_documents_end_at_cuts_and_with_the_connection() -> None:
    async def test(printer: TcpEmulator) -> None:
        assert printer.connection == f"tcp://127.0.0.1:{printer.port}"
        assert await send(printer, b"one\n" + CUT + CUT + b"two\n" + CUT) == b""
        assert await send(printer, b"\x10\x04\x01") == b"\x12"
        await send(printer, b"three\n")
        documents = await printer.printed(3)
        assert [(document.number, document.text()) for document in documents] == [
            (1, "one\n"),
            (2, "two\n"),
            (3, "three\n"),
        ]
        assert await printer.served(3) == [b"one\n" + CUT + CUT + b"two\n" + CUT, b"\x10\x04\x01", b"three\n"]

    run(test)


def test_a_document_as_picture() -> None:
    pytest.importorskip("zint", reason="нужен zint-bindings")

    async def test(printer: TcpEmulator) -> None:
        await send(printer, b"\x1ba\x01\x1dkC\x0d4601234567893" + CUT)
        (document,) = await printer.printed()
        assert document.barcodes == [("EAN13", "4601234567893")]
        assert [code.text for code in zxingcpp.read_barcodes(document.image())] == ["4601234567893"]
        assert (document.bitmap().width, document.bitmap().height) == (384, 162)
        black = sum(byte.bit_count() for byte in document.bitmap().data)
        assert 0 < black < 384 * 162 // 2
        assert document.png().startswith(b"\x89PNG")

    run(test, TcpEmulator(THERMAL_58))


def test_pictures_of_impact_printers_have_true_proportions() -> None:
    async def test(printer: TcpEmulator) -> None:
        await send(printer, b"x\n" * 12)
        (document,) = await printer.printed()
        assert document.image().height == 12 * 24 + 64
        height = int.from_bytes(document.png()[20:24], "big")
        assert height == (12 * 24 + 64) * 160 // 144

    run(test, TcpEmulator(IMPACT_76))


def test_a_second_connection_waits_for_the_first() -> None:
    async def test(printer: TcpEmulator) -> None:
        async with Client(printer) as first, Client(printer) as second:
            assert await first.ask(b"\x10\x04\x01", 1) == b"\x12"
            second.writer.write(b"\x10\x04\x01")
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(second.reader.read(1), 0.05)
            await first.end()
            assert await asyncio.wait_for(second.reader.readexactly(1), WITHIN) == b"\x12"

    run(test)


def test_a_switch_is_told_to_whoever_is_connected() -> None:
    async def test(printer: TcpEmulator) -> None:
        async with Client(printer) as client:
            assert await client.ask(b"\x1da\x0f", 4) == bytes.fromhex("10 00 00 00")
            await printer.switch("cover_open", on=True)
            assert await client.reader.readexactly(4) == bytes.fromhex("38 00 00 00")
            assert printer.conditions["cover_open"]

    run(test)


def test_paper_runs_out_and_the_rest_comes_on_new_paper() -> None:
    async def test(printer: TcpEmulator) -> None:
        await send(printer, b"1\n2\n3\n" + CUT)
        await printer.served()
        assert printer.documents == []
        assert await send(printer, b"\x10\x04\x04") == b"\x7e"
        await printer.load(1000)
        (document,) = await printer.printed()
        assert document.rows == ["1", "2", "3"]

    run(test, TcpEmulator(paper=60))


def test_a_full_buffer_makes_the_host_wait() -> None:
    async def test(printer: TcpEmulator) -> None:
        await printer.switch("paper_out", on=True)
        async with Client(printer) as client:
            client.writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
            client.writer.transport.set_write_buffer_limits(high=0)
            client.writer.write(b"row\n" * 10_000)
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(client.writer.drain(), 0.2)
            assert (len(printer.received[0]), len(printer.machine.waiting)) == (256, 256)
            await printer.switch("paper_out", on=False)
            await asyncio.wait_for(client.writer.drain(), WITHIN)

    run(test, TcpEmulator(buffer=256))


def test_silence_garbage_and_delay() -> None:
    clock = FakeClock()

    async def test(printer: TcpEmulator) -> None:
        assert await send(printer, b"\x10\x04\x01") == b""
        printer.faults = Faults(garbage=b"\xff?")
        assert await send(printer, b"\x10\x04\x01\x10\x04\x02") == b"\xff?"
        assert clock.monotonic() == 0
        printer.faults = Faults(answer_delay=3.0)
        assert await send(printer, b"\x10\x04\x01") == b"\x12"
        assert clock.monotonic() == 3.0
        printer.faults = Faults(bytes_per_second=40)
        assert await send(printer, b"1234567890\n") == b""
        assert clock.monotonic() == pytest.approx(3.0 + 11 / 40)
        assert (await printer.printed())[0].rows == ["1234567890"]

    run(test, TcpEmulator(faults=Faults(silent=True), clock=clock))


@pytest.mark.parametrize("count", [0, 1, 6, 7])
def test_reset_after_some_bytes(count: int) -> None:
    async def test(printer: TcpEmulator) -> None:
        with pytest.raises(ConnectionResetError):  # with 0 bytes perhaps as early as it connects
            await send(printer, b"one\ntwo\n")
        assert await printer.served() == [b"one\ntwo\n"[:count]]
        printer.faults = WELL
        assert await send(printer, b"\x1b@") == b""

    run(test, TcpEmulator(faults=Faults(reset_after=count)))


def test_stall_until_the_fault_is_gone() -> None:
    async def test(printer: TcpEmulator) -> None:
        async with Client(printer) as client:
            client.writer.write(b"one\ntwo\n\x10\x04\x01")
            client.writer.write_eof()
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(client.reader.read(1), 0.05)
            assert bytes(printer.received[0]) == b"one\n"
            printer.faults = WELL
            assert await asyncio.wait_for(client.reader.read(), WITHIN) == b"\x12"
            assert (await printer.printed())[0].rows == ["one", "two"]

    run(test, TcpEmulator(faults=Faults(stall_after=4)))


def test_a_power_cut_loses_the_line_and_the_listener() -> None:
    async def test(printer: TcpEmulator) -> None:
        port = printer.port
        async with Client(printer) as client:
            client.writer.write(b"one\nlost line\n")
            with pytest.raises(ConnectionResetError):
                await asyncio.wait_for(client.reader.read(), WITHIN)
        await printer.served()
        with pytest.raises(ConnectionRefusedError):
            await send(printer, b"x")
        printer.faults = WELL
        await printer.switch("power", on=True)
        assert printer.port == port
        await send(printer, b"two\n")
        assert [document.rows for document in await printer.printed(2)] == [["one"], ["two"]]

    run(test, TcpEmulator(faults=Faults(power_cut_after=8)))


def test_power_by_hand() -> None:
    async def test(printer: TcpEmulator) -> None:
        async with Client(printer) as client:
            assert await client.ask(b"\x10\x04\x01", 1) == b"\x12"
            await printer.switch("power", on=False)
            with pytest.raises(ConnectionResetError):
                await asyncio.wait_for(client.reader.read(), WITHIN)
        await printer.switch("power", on=False)
        await printer.switch("power", on=True)
        assert await send(printer, b"\x10\x04\x01") == b"\x12"

    run(test)


def test_waiting_has_an_end() -> None:
    async def test(printer: TcpEmulator) -> None:
        with pytest.raises(TimeoutError):
            await printer.printed(1, within=0.02)

    run(test)


def test_what_left_no_dots_is_told_in_words() -> None:
    async def test(printer: TcpEmulator) -> None:
        await send(printer, b"\x1bp\x00\x19\xfa\x1bB\x02\x01\x1d\x99a\x1ba\x01\n")
        assert printer.notes == [
            "Денежный ящик: импульс 50 мс на контакт 2",
            "Звонок: 2 × 50 мс",
            "Не понято: 1d 99",
            "Не на месте: 1b 61 01",
        ]

    run(test)
