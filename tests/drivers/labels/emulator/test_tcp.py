"""The emulated printer at its port: jobs, questions, conditions and faults as a host meets them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from io import BytesIO

import pytest
from PIL import Image

from drivers.labels.emulator.faults import Faults
from drivers.labels.emulator.tcp import TcpLabelPrinter
from tests.clock import FakeClock
from tests.drivers.labels.emulator.paper import read

LABELS = b"^XA^PW80^LL60^PQ%d^FO0,0^GB9,9,9^FS^XZ"
Host = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@asynccontextmanager
async def host(printer: TcpLabelPrinter) -> AsyncIterator[Host]:
    reader, writer = await asyncio.open_connection(printer.host, printer.port)
    try:
        yield reader, writer
    finally:
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()


async def ask(line: Host, question: bytes, size: int) -> bytes:
    line[1].write(question)
    async with asyncio.timeout(5):
        return await line[0].readexactly(size)


async def is_reset(line: Host) -> None:
    with pytest.raises(ConnectionResetError):
        await line[0].read(1)


def run(test: Callable[[TcpLabelPrinter], Awaitable[None]], printer: Callable[[], TcpLabelPrinter]) -> None:
    async def main() -> None:
        async with asyncio.timeout(20), printer() as device:
            await test(device)

    asyncio.run(main())


def test_labels_and_answers() -> None:
    async def test(printer: TcpLabelPrinter) -> None:
        assert printer.connection == f"tcp://127.0.0.1:{printer.port}"
        async with host(printer) as line:
            assert await ask(line, b'CLS\nQRCODE 20,20,M,4,A,0,M2,"hello"\nPRINT 2\n\x1b!?', 1) == b"\0"
            assert printer.connected
        labels = await printer.printed(2)
        await printer.served()
        assert not printer.connected
        assert [document.number for document in printer.documents] == [1, 2]
        assert printer.documents[0].barcodes == [("QR", "hello")]
        assert labels[0].label.codes[0].content == b"hello"
        with Image.open(BytesIO(printer.documents[0].png())) as picture:
            assert read(picture.convert("L")) == [("]Q1", b"hello")]

    run(test, lambda: TcpLabelPrinter("tspl"))


def test_one_connection_at_a_time() -> None:
    async def test(printer: TcpLabelPrinter) -> None:
        async with host(printer) as first, host(printer) as second:
            await ask(first, b"\x1b!?", 1)
            second[1].write(b"\x1b!?")
            first[1].close()
            async with asyncio.timeout(5):
                assert await second[0].readexactly(1) == b"\0"
            assert len(printer.received) == 2

    run(test, lambda: TcpLabelPrinter("tspl"))


def test_time_by_hand() -> None:
    async def test(printer: TcpLabelPrinter) -> None:
        async with host(printer) as line:
            line[1].write(LABELS % 5)
            await printer.until(lambda: printer.machine.pending == 5)
            await printer.pass_time(2.0)
            assert b",00000003,1,000\x03" in await ask(line, b"~HS", 82)
            await printer.pass_time(3.0)
            assert len(await printer.printed(5)) == 5

    run(test, lambda: TcpLabelPrinter("zpl", seconds_per_label=1.0, by_hand=True))


def test_time_by_the_clock() -> None:
    clock = FakeClock()

    async def test(printer: TcpLabelPrinter) -> None:
        async with host(printer) as line:
            line[1].write(LABELS % 5)
            await printer.printed(5)
            assert clock.monotonic() >= 5.0

    run(test, lambda: TcpLabelPrinter("zpl", seconds_per_label=1.0, clock=clock))


def test_the_roll_ends_and_is_replaced() -> None:
    async def test(printer: TcpLabelPrinter) -> None:
        async with host(printer) as line:
            line[1].write(LABELS % 5)
            await printer.printed(3)
            assert printer.conditions["paper_out"]
            assert (await ask(line, b"~HS", 82))[5:6] == b"1"
            await printer.load()
            assert len(await printer.printed(5)) == 5

    run(test, lambda: TcpLabelPrinter("zpl", paper=3))


def test_an_answer_that_had_to_wait_goes_to_the_host() -> None:
    async def test(printer: TcpLabelPrinter) -> None:
        await printer.switch("paper_out", on=True)
        async with host(printer) as line:
            assert await ask(line, b"~!T\x1b!?", 1) == b"\x04"
            await printer.switch("paper_out", on=False)
            assert await line[0].readexactly(7) == b"TE210\r\n"

    run(test, lambda: TcpLabelPrinter("tspl"))


def test_a_full_printer_takes_no_more() -> None:
    async def test(printer: TcpLabelPrinter) -> None:
        await printer.switch("paused", on=True)
        async with host(printer) as line:
            line[1].write(LABELS % 2)
            await printer.until(lambda: printer.machine.full)
            line[1].write(b"~HS")
            await line[1].drain()
            await printer.switch("paused", on=False)
            assert (await line[0].readexactly(82))[:5] == b"\x02030,"
            assert printer.machine.printed == 2

    run(test, lambda: TcpLabelPrinter("zpl", capacity=2))


def test_reset_in_mid_job() -> None:
    async def test(printer: TcpLabelPrinter) -> None:
        async with host(printer) as line:
            line[1].write(LABELS % 1 + LABELS % 1)
            await is_reset(line)
        assert [len(job) for job in await printer.served()] == [60]
        assert printer.machine.printed == 1

    assert len(LABELS % 1) < 60 < 2 * len(LABELS % 1)
    run(test, lambda: TcpLabelPrinter("zpl", faults=Faults(reset_after=60)))


def test_stall_until_the_fault_is_mended() -> None:
    async def test(printer: TcpLabelPrinter) -> None:
        async with host(printer) as line:
            line[1].write(LABELS % 1)
            await printer.until(lambda: len(printer.received[0]) == 10)
            assert printer.machine.printed == 0
            printer.faults = Faults()
            await printer.printed(1)

    run(test, lambda: TcpLabelPrinter("zpl", faults=Faults(stall_after=10)))


def test_silence_and_garbage() -> None:
    async def test(printer: TcpLabelPrinter) -> None:
        async with host(printer) as line:
            line[1].write(b"\x1b!?" + b"CLS\nPRINT 1\n")
            await printer.printed(1)
            printer.faults = Faults(garbage=b"\xffXX")
            assert await ask(line, b"\x1b!?", 3) == b"\xffXX"

    run(test, lambda: TcpLabelPrinter("tspl", faults=Faults(silent=True)))


def test_the_power_goes_after_a_label_and_comes_back() -> None:
    async def test(printer: TcpLabelPrinter) -> None:
        async with host(printer) as line:
            line[1].write(LABELS % 5)
            await is_reset(line)
        assert (printer.machine.printed, printer.conditions["power"]) == (2, False)
        await printer.served()
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection(printer.host, printer.port)
        printer.faults = Faults()
        await printer.switch("power", on=True)
        async with host(printer) as line:
            line[1].write(LABELS % 1)
            assert len(await printer.printed(3)) == 3

    run(test, lambda: TcpLabelPrinter("zpl", faults=Faults(power_cut_after_labels=2)))


def test_the_power_goes_after_some_bytes() -> None:
    async def test(printer: TcpLabelPrinter) -> None:
        async with host(printer) as line:
            line[1].write(LABELS % 5)
            await is_reset(line)
        assert (printer.machine.printed, printer.conditions["power"]) == (0, False)

    run(test, lambda: TcpLabelPrinter("zpl", faults=Faults(power_cut_after=20)))


def test_somebody_switches_it_off() -> None:
    async def test(printer: TcpLabelPrinter) -> None:
        async with host(printer) as line:
            line[1].write(LABELS % 5)
            await printer.until(lambda: printer.machine.pending == 5)
            await printer.switch("power", on=False)
            await is_reset(line)
        await printer.switch("power", on=True)
        await printer.pass_time(60.0)
        assert (printer.machine.printed, printer.machine.pending) == (0, 0)

    run(test, lambda: TcpLabelPrinter("zpl", seconds_per_label=1.0, by_hand=True))


def test_what_was_not_understood_is_told() -> None:
    async def test(printer: TcpLabelPrinter) -> None:
        async with host(printer) as line:
            line[1].write(b"NONSENSE\nCLS\nPRINT 1\n")
            await printer.printed(1)
        assert printer.notes == ["Не понято: b'NONSENSE'"]

    run(test, lambda: TcpLabelPrinter("tspl"))
