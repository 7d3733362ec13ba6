"""The register at its wire, with every fault of spec/service-plus.md "Emulator requirements" that is of part C."""

import asyncio
import contextlib
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from drivers.emulation.answer_faults import Fault, What
from drivers.emulation.cable import SerialCable
from drivers.serviceplus.emulator.xml import XmlEmulator
from drivers.serviceplus.emulator.xml_device import OTHER_ID
from drivers.transports.serial_port import SerialSettings, SerialTransport
from tests.drivers.serviceplus.emulator.xml_host import Refusal, answered, request, rooted, sale
from tests.faults.wires.skipping import LoopClock
from tests.faults.wires.skipping import run as skipping

_ENDS = b"</ArmResponse>"
_SILENCE = 60.0  # seconds
OPEN_SHIFT = '<pa n="1021" t="1">Иванов</pa>'


class Wire:
    """One connection that is kept, as a serial port is."""

    def __init__(self, register: XmlEmulator) -> None:
        self._register = register
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, command: int, parts: str = "") -> dict[str, Any]:
        """Raises TimeoutError when it is silent, Refusal."""
        return answered(await self.exchange(command, parts), command)

    async def exchange(self, command: int, parts: str = "") -> bytes:
        if self._streams is None:
            self._streams = await asyncio.open_connection(self._register.host, self._register.port)
        reader, writer = self._streams
        writer.write(request(command, rooted(command, parts)))
        async with asyncio.timeout(_SILENCE):
            return await reader.readuntil(_ENDS)

    async def state(self) -> dict[str, Any]:
        """Once it is there. Raises TimeoutError."""
        async with asyncio.timeout(5):
            while True:
                with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                    return await self.ask(44)
                self.hang_up()
                await asyncio.sleep(0)

    def hang_up(self) -> None:
        if self._streams is not None:
            self._streams[1].transport.abort()
            self._streams = None


Test = Callable[[XmlEmulator, Wire], Awaitable[None]]


def run(test: Test, *faults: Fault, **settings: Any) -> None:
    """With the shift open."""

    async def main() -> None:
        async with XmlEmulator(clock=LoopClock(), **settings) as register:
            wire = Wire(register)
            try:
                await wire.ask(4, OPEN_SHIFT)
                register.inject(*faults)
                await test(register, wire)
            finally:
                wire.hang_up()

    skipping(main())


def test_a_sale() -> None:
    async def test(register: XmlEmulator, wire: Wire) -> None:
        assert register.connection == f"tcp://127.0.0.1:{register.port}"
        assert (await wire.ask(8, sale()))["1040"] == "3"
        assert register.executed == ["4", "8"]
        assert [exchange.result for exchange in register.exchanges] == [0, 0]
        assert "КАССОВЫЙ ЧЕК" in register.documents[-1].text()
        with pytest.raises(Refusal):
            await wire.ask(4)
        assert register.notes == ["Отказ 4: 1", "Смена 1 открыта"]

    run(test)


@pytest.mark.parametrize(
    ("what", "executed"),
    [(What.NOT_HEARD, False), (What.ANSWER_LOST, True)],
)
def test_silence_on_a_wire_that_holds(what: What, executed: bool) -> None:
    async def test(register: XmlEmulator, wire: Wire) -> None:
        with pytest.raises(TimeoutError):
            await wire.exchange(8, sale())
        assert (await wire.ask(44))["1040"] == str(2 + executed)

    run(test, Fault(what=what, command="8"))


@pytest.mark.parametrize(
    ("what", "executed"),
    [(What.POWER_BEFORE, False), (What.POWER_AFTER, True), (What.PORT_GONE, False)],
)
def test_it_goes_away_and_comes_back(what: What, executed: bool) -> None:
    async def test(register: XmlEmulator, wire: Wire) -> None:
        with pytest.raises((ConnectionResetError, asyncio.IncompleteReadError)):
            await wire.exchange(8, sale())
        wire.hang_up()
        assert (await wire.state())["1040"] == str(2 + executed)

    run(test, Fault(what=what, command="8"))


def test_an_answer_cut_in_the_middle_is_followed_by_silence() -> None:
    async def test(register: XmlEmulator, wire: Wire) -> None:
        with pytest.raises(TimeoutError):
            await wire.exchange(8, sale())
        assert (await wire.exchange(44)).count(b"<?xml") == 2
        assert register.machine.till.storage.last == 3

    run(test, Fault(what=What.ANSWER_CUT, command="8", at=100))


def test_answers_under_other_ids() -> None:
    async def test(register: XmlEmulator, wire: Wire) -> None:
        assert OTHER_ID in await wire.exchange(44)
        earlier = await wire.exchange(8, sale())
        assert await wire.exchange(44) == earlier
        with pytest.raises(Refusal) as refusal:
            await wire.ask(44)
        assert refusal.value.body["ErrorDescription"] == ""

    run(
        test,
        Fault(what=What.OTHER_ID),
        Fault(what=What.ANSWER_STALE, command="44", skip=1),
        Fault(what=What.REFUSED, command="44", skip=2, result=9),
    )


def test_what_is_no_xml() -> None:
    async def test(register: XmlEmulator, wire: Wire) -> None:
        with pytest.raises(TimeoutError):
            await wire.exchange(44)

    run(test, Fault(what=What.GARBAGE))


def test_a_late_answer_comes_before_the_next_one() -> None:
    async def test(register: XmlEmulator, wire: Wire) -> None:
        with pytest.raises(TimeoutError):
            await wire.exchange(8, sale())
        first = await wire.exchange(44)
        assert b"<Command>9</Command>" in first

    run(test, Fault(what=What.ANSWER_LATE, command="8", seconds=_SILENCE + 10))


def test_a_service_it_is_not() -> None:
    async def test(register: XmlEmulator, wire: Wire) -> None:
        for what in (What.RESTART_BEFORE, What.RESTART_AFTER):
            with pytest.raises(ValueError, match="does not happen"):
                register.inject(Fault(what=what))

    run(test)


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
def test_over_a_serial_cable() -> None:
    async def main() -> bytes:
        async with asyncio.timeout(10), XmlEmulator() as register, SerialCable(register) as cable:
            port = SerialTransport(SerialSettings(port=str(cable.path)))
            try:
                await port.open()
                await port.write(request(44))
                said = b""
                while _ENDS not in said:
                    said += await port.read(4096)
                return said
            finally:
                await port.close()

    assert answered(asyncio.run(main()), 44)["ShiftState"] == "0"
