"""The register at its port and on a serial cable, with plain bytes."""

import asyncio
import contextlib
import sys
from collections.abc import Awaitable, Callable

import pytest

from drivers.emulation.cable import SerialCable
from drivers.emulation.frame_faults import Fault, Faults, Link, Power
from drivers.pirit.emulator.frame import PIRIT, answer, checksum
from drivers.pirit.emulator.tcp import PiritEmulator
from drivers.transports.serial_port import SerialSettings, SerialTransport
from tests.faults.wires.skipping import LoopClock
from tests.faults.wires.skipping import run as skipping

ENQ, ACK = b"\x05", b"\x06"


def request(command: str, *values: str, id_: int = 0x30) -> bytes:
    body = b"PIRI" + bytes([id_]) + command.encode("ascii")
    body += b"".join(value.encode("cp866") + b"\x1c" for value in values) + b"\x03"
    return b"\x02" + body + checksum(body)


def told(command: str, *values: str, id_: int = 0x30, error: int = 0) -> bytes:
    return answer(id_, command, error, b"".join(value.encode("cp866") + b"\x1c" for value in values), PIRIT)


NEW = told("00", "0", "1", "0")
FLAGS = request("00")
BEEP, BEEPED = request("82", "100"), told("82")


class Wire:
    """A host that says what it is told to; the first one hangs up for all that came after it."""

    def __init__(self, register: PiritEmulator, host: tuple[asyncio.StreamReader, asyncio.StreamWriter]) -> None:
        self._register, (self._reader, self._writer) = register, host
        self._others: list[Wire] = []

    @classmethod
    async def to(cls, register: PiritEmulator) -> "Wire":
        return cls(register, await asyncio.open_connection(register.host, register.port))

    async def another(self) -> "Wire":
        """Once somebody listens."""
        while True:
            with contextlib.suppress(OSError):
                self._others.append(await Wire.to(self._register))
                return self._others[-1]
            await asyncio.sleep(0)

    async def ask(self, data: bytes, expected: bytes) -> None:
        self._writer.write(data)
        assert await self._reader.readexactly(len(expected)) == expected

    async def tell(self, data: bytes) -> None:
        self._writer.write(data)
        await self._writer.drain()

    async def rest(self) -> bytes:
        """Until the register hangs up or resets."""
        said = b""
        with contextlib.suppress(ConnectionResetError):
            while data := await self._reader.read(100):
                said += data
        return said

    async def start(self) -> None:
        now = self._register.machine.till.now()
        await self.ask(request("10", f"{now:%d%m%y}", f"{now:%H%M%S}"), told("10"))

    def hang_up(self) -> None:
        for wire in (self, *self._others):
            wire._writer.transport.abort()


Test = Callable[[PiritEmulator, Wire], Awaitable[None]]


def run(test: Test, *faults: Fault, **options: object) -> None:
    async def main() -> None:
        async with PiritEmulator(clock=LoopClock(), **options) as register:  # type: ignore[arg-type]
            wire = await Wire.to(register)
            try:
                await wire.start()
                register.inject(*faults)
                await test(register, wire)
            finally:
                wire.hang_up()

    skipping(main())


def test_commands_over_tcp() -> None:
    async def test(register: PiritEmulator, wire: Wire) -> None:
        await wire.ask(ENQ, ACK)
        await wire.ask(FLAGS, told("00", "0", "0", "0"))
        await wire.ask(BEEP + BEEP, BEEPED * 2)
        assert register.executed == ["10", "00", "82", "82"]
        assert register.exchanges[1].told == b"0\x1c0\x1c0\x1c"
        assert register.connection == f"tcp://127.0.0.1:{register.port}"

    run(test)


def test_a_byte_at_a_time() -> None:
    async def test(register: PiritEmulator, wire: Wire) -> None:
        for byte in BEEP:
            await wire.tell(bytes([byte]))
            await asyncio.sleep(0.1)
        await wire.ask(b"", BEEPED)

    run(test)


def test_half_a_frame_is_given_up_by_itself() -> None:
    async def test(register: PiritEmulator, wire: Wire) -> None:
        await wire.ask(BEEP[:9], told("82", error=0x05))
        await wire.ask(BEEP, BEEPED)

    run(test)


def test_a_late_answer_and_the_enquiries_meanwhile() -> None:
    async def test(register: PiritEmulator, wire: Wire) -> None:
        began = asyncio.get_running_loop().time()
        await wire.tell(BEEP)
        for _ in range(3):
            await asyncio.sleep(1.0)
            await wire.ask(ENQ, ACK)
        await wire.ask(FLAGS, BEEPED + told("00", "0", "0", "0"))
        assert 20 <= asyncio.get_running_loop().time() - began < 21

    run(test, Fault(what=Link.ANSWER_LATE, command="82", seconds=20.0))


def test_a_host_that_goes_while_it_works_leaves_room_for_the_next() -> None:
    async def test(register: PiritEmulator, wire: Wire) -> None:
        await wire.tell(BEEP)
        await asyncio.sleep(1.0)
        wire._writer.transport.abort()
        again = await wire.another()
        await again.ask(FLAGS, told("00", "0", "0", "0"))
        assert register.executed == ["10", "82", "00"]

    run(test, Fault(what=Link.ANSWER_LATE, command="82", seconds=3600.0))


def test_silence_loses_what_comes_meanwhile() -> None:
    async def test(register: PiritEmulator, wire: Wire) -> None:
        await wire.tell(BEEP)
        await asyncio.sleep(1.0)
        await wire.tell(ENQ)
        await asyncio.sleep(2.0)
        await wire.ask(FLAGS, told("00", "0", "0", "0"))
        assert "82" not in register.executed

    run(test, Fault(what=Link.SILENCE, command="82", seconds=2.0))


@pytest.mark.parametrize(
    ("what", "executed", "left"),
    [
        (Power.BEFORE_EXECUTION, False, 1),
        (Power.AFTER_EXECUTION, True, 1),
        (Link.PORT_GONE, False, 0),
        (Link.RESET_BEFORE_ACK, False, 0),
        (Link.RESET_AFTER_ACK, True, 0),
    ],
)
def test_the_line_breaks(what: Link | Power, executed: bool, left: int) -> None:
    async def test(register: PiritEmulator, wire: Wire) -> None:
        await wire.tell(BEEP)
        assert await wire.rest() == b""
        again = await wire.another()
        await again.ask(FLAGS, told("00", "0", str(left), "0"))
        assert ("82" in register.executed) == executed

    run(test, Fault(what=what, command="82"))


def test_the_power_stays_away_until_it_is_brought_back() -> None:
    async def test(register: PiritEmulator, wire: Wire) -> None:
        port = register.port
        await wire.tell(BEEP)
        assert await wire.rest() == BEEPED
        with pytest.raises(OSError):  # noqa: PT011 - which one is the system's
            await Wire.to(register)
        await register.restore()
        again = await wire.another()
        await again.ask(FLAGS, NEW)
        assert register.port == port

    run(test, Fault(what=Power.WHILE_PRINTING, command="82", seconds=None))


def test_the_plug() -> None:
    async def test(register: PiritEmulator, wire: Wire) -> None:
        await register.cut_power()
        assert await wire.rest() == b""
        await register.restore()
        again = await wire.another()
        await again.ask(FLAGS, NEW)

    run(test)


def test_left_in_the_middle_of_an_absence_it_ends() -> None:
    async def test(register: PiritEmulator, wire: Wire) -> None:
        await wire.tell(BEEP)
        await wire.rest()

    run(test, Fault(what=Link.PORT_GONE, command="82", seconds=3600.0))


def test_refusals_and_papers_for_the_page() -> None:
    async def test(register: PiritEmulator, wire: Wire) -> None:
        register.machine.troubles.refuse(0x61, "23")
        await wire.ask(request("23", "Иванов"), told("23", error=0x61))
        await wire.ask(request("23", "Иванов"), told("23"))
        assert register.notes == ["Отказ 23: ошибка 61h", "Флаги 0, 4, 0"]
        (document,) = register.documents
        assert "ОБ ОТКРЫТИИ СМЕНЫ" in document.text()
        await register.switch("paper", on=False)
        assert register.machine.roll.out
        await register.switch("paper", on=True)
        assert not register.machine.roll.out

    run(test)


def test_faults_that_stay() -> None:
    async def test(register: PiritEmulator, wire: Wire) -> None:
        register.faults = Faults(bad_sum=True)
        await wire.ask(BEEP, BEEPED[:-1] + bytes([BEEPED[-1] ^ 0xFF]))
        register.faults = Faults(answer_pause=0.5)
        await wire.ask(BEEP, BEEPED)

    run(test)


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
def test_on_a_serial_port() -> None:
    async def main() -> None:
        async with contextlib.AsyncExitStack() as stack:
            await stack.enter_async_context(asyncio.timeout(10))
            register = await stack.enter_async_context(PiritEmulator(byte_timeout=5.0))
            cable = await stack.enter_async_context(SerialCable(register))
            port = SerialTransport(SerialSettings(port=str(cable.path)))
            await port.open()
            stack.push_async_callback(port.close)
            for said, expected in ((ENQ, ACK), (FLAGS, NEW), (ENQ + FLAGS, ACK + NEW)):
                await port.write(said)
                heard = b""
                while len(heard) < len(expected):
                    heard += await port.read(100)
                assert heard == expected

    asyncio.run(main())
