"""Registers of both protocols are recognised, by questions alone."""

import asyncio
import sys

import pytest

from drivers.emulation.cable import SerialCable
from drivers.search.offer import Found
from drivers.serviceplus.emulator.binary import BinaryEmulator
from drivers.serviceplus.emulator.xml import XmlEmulator
from drivers.serviceplus.search import SEARCH, probe
from drivers.transports.connection import open_transport
from tests.faults.wires.skipping import LoopClock, run

SERIAL, INN = "0149060006000651", "7707083893"


async def probed(connection: str) -> Found | None:
    transport = open_transport(connection)
    try:
        return await probe(transport, connection, LoopClock())
    finally:
        await transport.close()


def test_xml_over_tcp() -> None:
    async def main() -> None:
        async with XmlEmulator(clock=LoopClock(), serial=SERIAL, inn=INN) as register:
            found = await probed(register.connection)
            assert found is not None
            assert (found.driver, found.serial, found.inn, dict(found.options)) == ("serviceplus", SERIAL, INN, {})
            assert set(register.executed) <= {"2", "58", "50"}
            assert register.documents == []

    run(main())


def test_binary_over_tcp() -> None:
    async def main() -> None:
        async with BinaryEmulator(version=414, clock=LoopClock(), serial=SERIAL) as register:
            found = await probed(register.connection)
            assert found is not None
            assert (found.model, found.serial, dict(found.options)) == ("СП412ФР-К", SERIAL, {"protocol": "binary"})
            assert set(register.executed) <= {"A5", "A6"}

    run(main())


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
def test_binary_over_a_serial_cable() -> None:
    async def main() -> None:
        async with asyncio.timeout(20), BinaryEmulator() as register, SerialCable(register) as cable:
            found = await probed(f"serial://{cable.path}?baud=115200")
            assert found is not None
            assert found.model == "СП402-Ф"

    asyncio.run(main())


def test_nothing_is_printed_by_a_stranger_on_a_serial_line() -> None:
    """XML is text, and a printer at that port would print it: there only ENQ is tried."""

    async def main() -> None:
        async with asyncio.timeout(20), XmlEmulator() as register, SerialCable(register) as cable:
            assert await probed(f"serial://{cable.path}?baud=115200") is None
            assert register.executed == []

    asyncio.run(main())


def test_somebody_else() -> None:
    async def main() -> None:
        async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            while data := await reader.read(100):
                writer.write(data)
            writer.close()

        server = await asyncio.start_server(echo, "127.0.0.1", 0)
        async with server:
            port = server.sockets[0].getsockname()[1]
            assert await probed(f"tcp://127.0.0.1:{port}") is None

    run(main())


def test_where_it_is_looked_for() -> None:
    assert SEARCH.tcp_ports == (6667,)
    assert 115200 in SEARCH.speeds
