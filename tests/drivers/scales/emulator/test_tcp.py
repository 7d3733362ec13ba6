"""Scales at their port and on a serial cable, with plain bytes."""

import asyncio
from collections.abc import Awaitable, Callable
from decimal import Decimal

import pytest

from drivers.emulation.cable import SerialCable
from drivers.scales.emulator.faults import Faults
from drivers.scales.emulator.platform import Load
from drivers.scales.emulator.tcp import MassaKEmulator, ShtrihSlimEmulator
from drivers.transports.serial_port import SerialSettings, SerialTransport
from tests.drivers.scales.emulator.test_massa_k import GET_WEIGHT, GRAMS_1234
from tests.drivers.scales.emulator.test_shtrih_slim import ENQ, GET_STATE, NAK, SAMPLE

LOAD = Load(Decimal(1234))
Host = tuple[asyncio.StreamReader, asyncio.StreamWriter]


def run(test: Callable[[MassaKEmulator, Host], Awaitable[None]], faults: Faults | None = None) -> None:
    async def main() -> None:
        async with asyncio.timeout(10), MassaKEmulator([LOAD], faults=faults or Faults()) as scales:
            host = await asyncio.open_connection(scales.host, scales.port)
            try:
                await test(scales, host)
            finally:
                host[1].transport.abort()

    asyncio.run(main())


def test_a_question_over_tcp() -> None:
    async def test(scales: MassaKEmulator, host: Host) -> None:
        host[1].write(GET_WEIGHT)
        assert await host[0].readexactly(len(GRAMS_1234)) == GRAMS_1234
        assert scales.notes == ["На весах 1,234 кг, груз стоит"]
        assert scales.documents == []
        scales.platform.set_tare(Decimal(34))
        await scales.switch("unstable", on=True)
        assert scales.notes == ["На весах 1,200 кг, тара 0,034 кг, груз качается"]

    run(test)


def test_faults_of_answers() -> None:
    async def test(scales: MassaKEmulator, host: Host) -> None:
        host[1].write(GET_WEIGHT)
        assert await host[0].readexactly(2 + len(GRAMS_1234)) == b"\xf8\x55" + GRAMS_1234[:-2] + bytes.fromhex("EE AB")
        scales.faults = Faults(answer_pause=0.001)
        host[1].write(GET_WEIGHT)
        assert await host[0].readexactly(len(GRAMS_1234)) == GRAMS_1234
        scales.faults = Faults(silent=True)
        host[1].write(GET_WEIGHT)
        await scales.until(lambda: len(scales.machine.asked) == 3)
        scales.faults = Faults(cut_answer=7)
        host[1].write(GET_WEIGHT)
        assert await host[0].read() == GRAMS_1234[:7]

    run(test, Faults(bad_sum=True, junk_before=b"\xf8\x55"))


def test_half_a_question_does_not_outlive_its_connection() -> None:
    async def test(scales: MassaKEmulator, host: Host) -> None:
        host[1].write(GET_WEIGHT[:5])
        host[1].write_eof()
        await scales.served()
        reader, writer = await asyncio.open_connection(scales.host, scales.port)
        writer.write(GET_WEIGHT)
        assert await reader.readexactly(len(GRAMS_1234)) == GRAMS_1234
        writer.transport.abort()

    run(test)


def test_shtrih_on_a_serial_cable() -> None:
    pytest.importorskip("pty", reason="pseudo terminals are a thing of POSIX systems")

    async def main() -> None:
        async with asyncio.timeout(10), ShtrihSlimEmulator([LOAD]) as scales, SerialCable(scales) as cable:
            port = SerialTransport(SerialSettings(port=str(cable.path)))
            await port.open()
            try:
                assert await ask(port, ENQ, 1) == NAK
                assert await ask(port, GET_STATE, 1 + len(SAMPLE)) == b"\x06" + SAMPLE
            finally:
                await port.close()

    asyncio.run(main())


async def ask(port: SerialTransport, question: bytes, size: int) -> bytes:
    await port.write(question)
    got = b""
    while len(got) < size:
        got += await port.read(size - len(got))
    return got
