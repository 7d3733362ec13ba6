"""The register at its port and on a serial cable, with plain bytes."""

import asyncio
import contextlib
import sys
from collections.abc import Awaitable, Callable

import pytest

from drivers.atol.emulator.faults import Packet
from drivers.atol.emulator.frame import framed
from drivers.atol.emulator.packet import Packet as Sent
from drivers.atol.emulator.packet import Reader
from drivers.atol.emulator.quirks import Quirks
from drivers.atol.emulator.tcp import AtolEmulator
from drivers.atol.emulator.work import Pace
from drivers.emulation.cable import SerialCable
from drivers.emulation.frame_faults import Fault, Faults, Link, Power
from drivers.transports.serial_port import SerialSettings, SerialTransport
from tests.drivers.atol.emulator.host import CLOSE, TEA
from tests.faults.wires.skipping import LoopClock
from tests.faults.wires.skipping import run as skipping

TO_CLOSE = ("56 01 00 00 00 30", "9A 00", "92 00 01", "EA 00 01 00", TEA)


class Wire:
    """A host that hears packet by packet; the first one hangs up for all that came after it."""

    def __init__(self, register: AtolEmulator, host: tuple[asyncio.StreamReader, asyncio.StreamWriter]) -> None:
        self._register, (self._reader, self._writer) = register, host
        self._packets, self._others = Reader(), list[Wire]()
        self._heard = list[Sent]()

    @classmethod
    async def to(cls, register: AtolEmulator) -> "Wire":
        return cls(register, await asyncio.open_connection(register.host, register.port))

    async def another(self) -> "Wire":
        """Once somebody listens."""
        while True:
            with contextlib.suppress(OSError):
                self._others.append(await Wire.to(self._register))
                return self._others[-1]
            await asyncio.sleep(0.01)

    async def tell(self, data: str) -> None:
        self._writer.write(Sent(1, bytes.fromhex(data)).framed())
        await self._writer.drain()

    async def hear(self) -> str:
        while not self._heard:
            data = await self._reader.read(1000)
            if not data:
                raise EOFError
            self._heard += self._packets.feed(data)
        return self._heard.pop(0).data.hex(" ").upper()

    async def ask(self, data: str) -> str:
        await self.tell(data)
        return await self.hear()

    async def command(self, tid: int, command: str) -> str:
        """-> the result as it comes unasked."""
        assert await self.ask(f"C1 01 {tid:02X} 00 00 {command}") == "A1"
        told = await self.hear()
        assert await self.ask(f"C2 {tid:02X}") == "A3"
        return told

    async def is_gone(self) -> bool:
        with contextlib.suppress(ConnectionResetError, EOFError):
            while True:
                await self.hear()
        return True

    def hang_up(self) -> None:
        for wire in (self, *self._others):
            wire._writer.transport.abort()


Test = Callable[[AtolEmulator, Wire], Awaitable[None]]


def run(test: Test, *faults: Fault, **options: object) -> None:
    async def main() -> None:
        async with AtolEmulator(clock=LoopClock(), **options) as register:  # type: ignore[arg-type]
            wire = await Wire.to(register)
            try:
                assert await wire.ask("C4") == "A3"
                register.inject(*faults)
                await test(register, wire)
            finally:
                wire.hang_up()

    skipping(main())


async def to_close(wire: Wire) -> None:
    for tid, command in enumerate(TO_CLOSE):
        assert (await wire.command(tid, command)).startswith(f"A6 {tid:02X} 55 00")


def test_a_sale_over_tcp() -> None:
    async def test(register: AtolEmulator, wire: Wire) -> None:
        await to_close(wire)
        assert await wire.command(9, CLOSE) == "A6 09 55 00 00"
        assert await wire.command(10, "92 00 03") == "A7 0A 55 6A 00"
        assert register.executed[-2:] == [b"\x4a", b"\x92"]
        assert (register.exchanges[-2].error, register.exchanges[-1].error) == (0, 106)
        assert "Чай" in register.documents[-1].text()
        assert register.notes == ["Отказ 92: ошибка 106", "Режим 1.0"]
        assert register.connection == f"tcp://127.0.0.1:{register.port}"

    run(test)


def test_a_task_that_takes_its_time() -> None:
    async def test(register: AtolEmulator, wire: Wire) -> None:
        assert await wire.ask("C1 01 05 00 00 47") == "A1"
        assert await wire.ask("C3 05") == "A2"
        assert register.executed == []
        assert await wire.hear() == "A6 05 55 00 00"

    run(test, pace=Pace(task=7.0))


def test_a_task_outlives_its_connection_and_its_result_is_there() -> None:
    async def test(register: AtolEmulator, wire: Wire) -> None:
        await to_close(wire)
        await wire.tell(f"C1 01 09 00 00 {CLOSE}")
        assert await wire.is_gone()
        again = await wire.another()
        assert await again.ask("C3 09") == "A3 55 00 00"
        assert register.machine.till.storage.last == 3

    run(test, Fault(what=Link.RESET_AFTER_ACK, command="4A"))


def test_tasks_go_on_while_nobody_is_connected() -> None:
    async def test(register: AtolEmulator, wire: Wire) -> None:
        assert await wire.ask("C1 01 05 00 00 47") == "A1"
        wire.hang_up()
        await register.served()
        await asyncio.sleep(8.0)
        assert register.executed == [b"\x47"]
        again = await wire.another()
        assert await again.ask("C3 05") == "A3 55 00 00"

    run(test, pace=Pace(task=7.0))


def test_a_power_cut_between_execution_and_answer() -> None:
    async def test(register: AtolEmulator, wire: Wire) -> None:
        await to_close(wire)
        await wire.tell(f"C1 01 09 00 00 {CLOSE}")
        assert await wire.is_gone()
        again = await wire.another()
        assert await again.ask("C3 09") == "B3"
        assert (register.machine.till.storage.last, register.machine.mode) == (3, 0)

    run(test, Fault(what=Power.AFTER_EXECUTION, command="4A", seconds=1.0))


def test_the_port_vanishes_and_is_brought_back() -> None:
    async def test(register: AtolEmulator, wire: Wire) -> None:
        port = register.port
        await wire.tell("C1 01 05 00 00 47")
        assert await wire.is_gone()
        with pytest.raises(OSError):  # noqa: PT011 - which one is the system's
            await Wire.to(register)
        await register.restore()
        again = await wire.another()
        assert await again.ask("C3 05") == "B3"
        assert (register.executed, register.port) == ([], port)

    run(test, Fault(what=Link.PORT_GONE, command="47", seconds=None))


def test_it_can_be_told_to_start_anew_and_to_switch_off() -> None:
    async def test(register: AtolEmulator, wire: Wire) -> None:
        await wire.tell("C1 01 05 00 00 CE 41")
        assert await wire.is_gone()
        again = await wire.another()
        await again.tell("C1 01 05 00 00 CE 00")
        assert await again.is_gone()
        assert not register.conditions["power"]
        await register.restore()
        assert await (await wire.another()).ask("C4") == "A3"

    run(test)


def test_one_host_at_a_time() -> None:
    async def test(register: AtolEmulator, wire: Wire) -> None:
        assert await (await wire.another()).is_gone()
        assert await wire.ask("C4") == "A3"

    run(test)


def test_the_power_and_the_paper_by_hand() -> None:
    async def test(register: AtolEmulator, wire: Wire) -> None:
        await register.switch("paper", on=False)
        assert await wire.command(1, "4C 41") == "A7 01 55 67 00"
        await register.switch("paper", on=True)
        assert await wire.ask("C1 01 02 00 00 4C 41") == "A5"
        assert await wire.ask("C4") == "A3"
        assert await wire.command(3, "4C 41") == "A6 03 55 00 00"
        await register.cut_power()
        assert await wire.is_gone()

    run(test)


def test_what_the_page_of_the_emulator_switches() -> None:
    async def test(register: AtolEmulator, wire: Wire) -> None:
        register.faults = Faults(junk_before=b"\x41")
        assert await wire.ask("C4") == "A3"
        register.faults = Faults(bad_sum=True)
        await wire.tell("C4")
        assert await wire.hear() == "A3"
        assert register.machine.talk.faults.bad_sum

    run(test)


def test_a_clash_of_settings() -> None:
    async def test(register: AtolEmulator, wire: Wire) -> None:
        assert await wire.ask("C1 01 05 00 00 45") == "A3 55 00 00"

    run(test, quirks=Quirks(at_once=True), levels="v3")
    with pytest.raises(ValueError, match=r"1\.2"):
        AtolEmulator(ffd="1.2")


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals here")
def test_over_a_serial_cable_at_both_levels() -> None:
    async def main() -> None:
        async with asyncio.timeout(10), AtolEmulator() as register, SerialCable(register) as cable:
            port = SerialTransport(SerialSettings(port=str(cable.path)))
            await port.open()
            try:
                assert await exchange(port, b"\x05", 1) == b"\x06"
                assert await exchange(port, framed(bytes.fromhex("000045")), 1) == b"\x06"
                assert await exchange(port, b"\x04", 1) == b"\x05"
                assert await exchange(port, b"\x06", 6) == framed(bytes.fromhex("550000"))
                assert await exchange(port, b"\x06", 1) == b"\x04"
                assert await exchange(port, Sent(0, b"\xc4").framed(), 6) == Sent(0, b"\xa3").framed()
            finally:
                await port.close()

    asyncio.run(main())


async def exchange(port: SerialTransport, data: bytes, size: int) -> bytes:
    await port.write(data)
    heard = b""
    while len(heard) < size:
        heard += await port.read(size - len(heard))
    return heard


def test_a_queue_that_stands_and_a_packet_that_is_held() -> None:
    async def test(register: AtolEmulator, wire: Wire) -> None:
        assert await wire.ask("C1 01 05 00 00 47") == "A1"
        wire.hang_up()
        await register.served()
        again = await wire.another()
        assert await again.ask("C3 05") == "A6 05 55 00 00"
        assert await again.hear() == "A3 55 00 00"

    run(test, Fault(what=Packet.RESULT_HELD))
