"""The driver over real transports: TCP listeners, a pseudo terminal, a file."""

import asyncio
import io
import os
import socket
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import annotated_types
import pytest
from PIL import Image
from pydantic import TypeAdapter, ValidationError

from drivers.emulation.line import reset_on_close
from drivers.errors import DeviceOffline, NotSupported, OutcomeUnknown, RequestRefused
from drivers.escpos.driver import EscPosPrinter
from drivers.escpos.options import EscPosOptions
from drivers.model.command import (
    Command,
    OpenDrawer,
    OpenShift,
    PrintDocument,
    PrintRuler,
    ReadDocument,
    ReadLineLength,
    ReadState,
)
from drivers.model.document import BarcodeLine, PictureLine, Symbology, TextLine
from drivers.model.state import DeviceKind
from drivers.registry import load
from tests.drivers.escpos.printers import CUT, START, printer
from tests.tcp_printer import full_listener

HELLO = PrintDocument((TextLine("Привет"),))
HELLO_BYTES = START + b"\x1b!\x00" + "Привет".encode("cp866") + b"\n" + CUT
PULSE = bytes.fromhex("1b700019fa")
Talk = Callable[[EscPosPrinter], Awaitable[None]]
Peer = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def to_listener(talk: Talk, **options: Any) -> list[bytes]:
    """What a printer on the network received, one item for a connection."""
    jobs: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        jobs.append(await reader.read())
        writer.close()

    await with_peer(serve, talk, **options)
    return jobs


async def with_peer(peer: Peer, talk: Talk, **options: Any) -> None:
    server = await asyncio.start_server(peer, "127.0.0.1", 0)
    async with server, asyncio.timeout(20):
        driver = printer(f"tcp://127.0.0.1:{server.sockets[0].getsockname()[1]}", **({"status": "off"} | options))
        await talk(driver)
        await driver.close()


def png(width: int, height: int) -> bytes:
    data = io.BytesIO()
    Image.new("1", (width, height)).save(data, "PNG")
    return data.getvalue()


def dead_address() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"tcp://127.0.0.1:{probe.getsockname()[1]}"


def test_a_document_is_one_connection() -> None:
    async def talk(driver: EscPosPrinter) -> None:
        await driver.execute(HELLO)
        await driver.execute(PrintDocument(HELLO.lines, copies=2))
        await driver.execute(OpenDrawer())

    assert asyncio.run(to_listener(talk)) == [HELLO_BYTES, HELLO_BYTES + HELLO_BYTES.removeprefix(START) * 2, PULSE]


def test_a_large_document_arrives_whole() -> None:
    lines = tuple(TextLine(f"строка {number}") for number in range(20_000))

    async def talk(driver: EscPosPrinter) -> None:
        await driver.execute(PrintDocument((*lines, PictureLine(png(500, 3000)))))

    (job,) = asyncio.run(to_listener(talk))
    assert job.startswith(START)
    assert "строка 19999\n".encode("cp866") in job
    assert len(job) > 20_000 * 10 + 500 // 8 * 3000
    assert job.count(START) == 1
    assert job.endswith(CUT)


def test_the_ruler_and_the_line_length() -> None:
    async def talk(driver: EscPosPrinter) -> None:
        assert (await driver.execute(ReadLineLength())).line_length == 48
        assert (await driver.execute(PrintRuler())).line_length == 48

    (job,) = asyncio.run(to_listener(talk))
    assert b"123456789012345678901234567890123456789012345678\n" in job


def test_the_line_length_is_that_of_font_0() -> None:
    async def main() -> None:
        for options, length in (({"font": 4}, 64), ({"dots": 384}, 32), ({"profile": "TM-T88V"}, 42)):
            assert (await printer("tcp://127.0.0.1:9", **options).execute(ReadLineLength())).line_length == length

    asyncio.run(main())


def test_a_bad_request_sends_nothing() -> None:
    async def talk(driver: EscPosPrinter) -> None:
        bad = BarcodeLine(Symbology.EAN13, "4600000000001")
        with pytest.raises(RequestRefused, match="Строка 2"):
            await driver.execute(PrintDocument((TextLine("a"), bad)))
        for copies in (-1, 100):
            with pytest.raises(RequestRefused, match="копий"):
                await driver.execute(PrintDocument(HELLO.lines, copies=copies))

    assert asyncio.run(to_listener(talk)) == []


@pytest.mark.parametrize("command", [OpenShift(), ReadDocument()])
def test_what_a_printer_cannot_do(command: Command) -> None:
    driver = printer("tcp://127.0.0.1:9")
    with pytest.raises(NotSupported) as caught:
        asyncio.run(driver.execute(command))
    assert caught.value.device == "Чековый"
    assert type(command) not in driver.traits.commands


def test_nobody_at_home() -> None:
    async def main() -> None:
        driver = printer(dead_address())
        with pytest.raises(DeviceOffline) as caught:
            await driver.execute(HELLO)
        assert caught.value.nothing_sent
        assert caught.value.device == "Чековый"
        assert (await driver.state()).online is False

    asyncio.run(main())


def test_a_printer_that_answers_no_connection() -> None:
    async def main() -> None:
        async with full_listener() as (host, port):
            driver = printer(f"tcp://{host}:{port}", connect_timeout=0.2)
            with pytest.raises(DeviceOffline, match="не отвечает") as caught:
                await driver.execute(HELLO)
            assert caught.value.nothing_sent

    asyncio.run(main())


def test_a_reset_in_mid_job_leaves_the_outcome_unknown() -> None:
    async def peer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(10)
        reset_on_close(writer.get_extra_info("socket"))
        writer.close()

    async def talk(driver: EscPosPrinter) -> None:
        for lines in (1, 5000):
            with pytest.raises(OutcomeUnknown, match=r"из \d+ байт.*разорвало связь.*выключите и включите") as caught:
                await driver.execute(PrintDocument((TextLine("x" * 48),) * lines))
            assert not caught.value.nothing_sent
            assert caught.value.device == "Чековый"

    asyncio.run(with_peer(peer, talk))


def test_a_pulse_that_may_have_got_through_is_asked_for_at_the_drawer() -> None:
    async def peer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        reset_on_close(writer.get_extra_info("socket"))
        writer.close()

    async def talk(driver: EscPosPrinter) -> None:
        with pytest.raises(OutcomeUnknown, match="открылся ли ящик") as caught:
            await driver.execute(OpenDrawer())
        assert not caught.value.nothing_sent

    asyncio.run(with_peer(peer, talk))


def test_a_printer_that_stops_taking_bytes_leaves_the_outcome_unknown() -> None:
    release = asyncio.Event()

    async def peer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await release.wait()
        writer.transport.abort()

    async def talk(driver: EscPosPrinter) -> None:
        with pytest.raises(OutcomeUnknown, match="проверьте бумагу"):
            await driver.execute(PrintDocument((TextLine("x" * 48),) * 2000, copies=99))
        release.set()

    asyncio.run(with_peer(peer, talk, timeout=0.3))


def test_cancelling_lets_go_of_the_printer() -> None:
    gone = asyncio.Event()

    async def peer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.3)
        while await reader.read(1 << 20):
            pass
        writer.close()
        gone.set()

    async def talk(driver: EscPosPrinter) -> None:
        job = asyncio.create_task(driver.execute(PrintDocument((TextLine("x" * 48),) * 2000, copies=99)))
        await asyncio.sleep(0.15)
        job.cancel()
        with pytest.raises(asyncio.CancelledError):
            await job
        await gone.wait()

    asyncio.run(with_peer(peer, talk))


def test_state_of_a_printer_that_is_not_asked_is_a_connection_without_a_byte() -> None:
    async def talk(driver: EscPosPrinter) -> None:
        state = await driver.state()
        assert state.online
        assert state.line_length == 48
        assert state.address.startswith("tcp://127.0.0.1:")
        assert (await driver.execute(ReadState())).state == state

    assert asyncio.run(to_listener(talk)) == [b"", b""]


def test_a_printer_cannot_be_asked_what_became_of_a_document() -> None:
    async def main() -> None:
        driver = printer("tcp://127.0.0.1:9")
        assert await driver.mark() == ""
        with pytest.raises(OutcomeUnknown, match="Посмотрите на бумагу"):
            await driver.settle(HELLO, "")

    asyncio.run(main())


def test_a_file(tmp_path: Path) -> None:
    path = tmp_path / "paper.bin"

    async def main() -> None:
        driver = printer(f"file://{path}")
        await driver.execute(HELLO)
        await driver.execute(HELLO)

    asyncio.run(main())
    assert path.read_bytes() == HELLO_BYTES * 2


def test_a_serial_port() -> None:
    pty = pytest.importorskip("pty", reason="pseudo terminals are a thing of POSIX systems")
    master, slave = pty.openpty()

    def take() -> bytes:
        got = b""
        while len(got) < len(HELLO_BYTES):
            got += os.read(master, 4096)
        return got

    async def main() -> None:
        driver = printer(f"serial://{os.ttyname(slave)}?baud=115200", status="off")
        taken = asyncio.create_task(asyncio.to_thread(take))
        await driver.execute(HELLO)
        assert await taken == HELLO_BYTES

    try:
        asyncio.run(main())
    finally:
        os.close(slave)
        os.close(master)


def test_a_bad_connection_text_is_known_before_anything_is_printed() -> None:
    with pytest.raises(RequestRefused, match="tcp://"):
        printer("192.168.1.50")


def test_the_registry_builds_it() -> None:
    driver = printer("tcp://127.0.0.1:9", profile="TM-T88V")
    assert load("escpos").options is EscPosOptions
    assert driver.traits.kind is DeviceKind.RECEIPT_PRINTER
    assert (driver.traits.type_id, driver.traits.model) == ("EscPos", "Epson TM-T88V")


def test_options_carry_their_bounds() -> None:
    adapter = TypeAdapter(EscPosOptions)
    assert adapter.validate_python({"connection": "x"}) == EscPosOptions("x")
    for wrong in ({}, {"connection": "x", "dots": -1}, {"connection": "x", "cut": "half"}):
        with pytest.raises(ValidationError):
            adapter.validate_python(wrong)
    assert annotated_types.Le(255) in EscPosOptions.__annotations__["feed_before_cut"].__metadata__
