"""The register at its port and on a serial cable, with plain bytes."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

import pytest

from drivers.emulation.cable import SerialCable
from drivers.emulation.frame_faults import Fault, Faults, Link, Power
from drivers.emulation.pace import Pace
from drivers.shtrih.emulator.tcp import ShtrihEmulator
from drivers.transports.serial_port import SerialSettings, SerialTransport
from tests.drivers.shtrih.emulator.frames import ACK, ENQ, EXAMPLES, EXTRA, NAK

BEEP, BEEPED = EXAMPLES[3]
OPEN, OPENED = EXAMPLES[4]
OPEN_SHIFT = EXAMPLES[6][0]
DEPOSIT = EXAMPLES[8][0]
Host = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Wire:
    """A host that says what it is told to; the first one hangs up for all that came after it."""

    def __init__(self, register: ShtrihEmulator, host: Host) -> None:
        self._register, (self._reader, self._writer) = register, host
        self._others: list[Wire] = []

    @classmethod
    async def to(cls, register: ShtrihEmulator) -> "Wire":
        return cls(register, await asyncio.open_connection(register.host, register.port))

    async def another(self) -> "Wire":
        """Once somebody listens. Raises TimeoutError."""
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
        try:
            while data := await self._reader.read(100):
                said += data
        except ConnectionResetError:
            pass
        return said

    def hang_up(self) -> None:
        for wire in (self, *self._others):
            wire._writer.transport.abort()


Test = Callable[[ShtrihEmulator, Wire], Awaitable[None]]


def run(test: Test, *faults: Fault, **options: object) -> None:
    async def main() -> None:
        async with asyncio.timeout(10), ShtrihEmulator(**options) as register:  # type: ignore[arg-type]
            wire = await Wire.to(register)
            try:
                await wire.ask(ENQ, NAK)
                register.inject(*faults)
                await test(register, wire)
            finally:
                wire.hang_up()

    asyncio.run(main())


def test_a_command_over_tcp() -> None:
    async def test(register: ShtrihEmulator, wire: Wire) -> None:
        await wire.ask(BEEP, ACK + BEEPED)
        await wire.ask(ACK + ENQ, EXTRA + NAK)
        assert register.executed == [b"\x13"]
        assert (register.exchanges[0].request, register.exchanges[0].answer) == (BEEP[2:-1], BEEPED[2:-1])
        assert register.connection == f"tcp://127.0.0.1:{register.port}"

    run(test)


def test_a_byte_at_a_time() -> None:
    async def test(register: ShtrihEmulator, wire: Wire) -> None:
        for byte in BEEP:
            await wire.tell(bytes([byte]))
            await asyncio.sleep(0)
        await wire.ask(b"", ACK + BEEPED)

    run(test, byte_timeout=5.0)


def test_half_a_frame_is_refused_by_itself() -> None:
    async def test(register: ShtrihEmulator, wire: Wire) -> None:
        await wire.ask(BEEP[:4], NAK)
        await wire.ask(BEEP, ACK + BEEPED)

    run(test, byte_timeout=0.02)


def test_an_answer_that_nobody_confirms_is_held_and_told_again() -> None:
    async def test(register: ShtrihEmulator, wire: Wire) -> None:
        await wire.ask(BEEP, ACK + BEEPED)
        await asyncio.sleep(0.05)
        await wire.ask(ENQ, ACK + BEEPED)
        await wire.ask(ACK, EXTRA)
        assert register.executed == [b"\x13"]

    run(test, byte_timeout=0.01)


def test_what_is_said_while_it_is_busy_is_lost() -> None:
    async def test(register: ShtrihEmulator, wire: Wire) -> None:
        await wire.ask(BEEP, ACK)
        await wire.tell(ENQ + ENQ)
        await wire.ask(b"", BEEPED)
        await wire.ask(ACK, EXTRA)

    run(test, pace=Pace(answer=0.05))


def test_an_answer_in_pieces_and_one_with_junk() -> None:
    async def test(register: ShtrihEmulator, wire: Wire) -> None:
        await wire.ask(BEEP, ACK + BEEPED)
        await wire.ask(ACK, EXTRA)
        register.faults = Faults(junk_before=b"\xfe", bad_sum=True)
        await wire.ask(BEEP, ACK + b"\xfe" + BEEPED[:-1] + bytes([BEEPED[-1] ^ 0xFF]))

    run(test, Fault(what=Link.ANSWER_SLOW, seconds=0.001))


def test_a_second_host_is_turned_away_until_the_first_has_gone() -> None:
    async def test(register: ShtrihEmulator, wire: Wire) -> None:
        second = await wire.another()
        assert await second.rest() == b""
        await wire.ask(BEEP, ACK + BEEPED)
        wire.hang_up()
        third = await wire.another()
        await third.ask(ENQ, ACK + BEEPED)
        await third.ask(ACK, EXTRA)

    run(test)


@pytest.mark.parametrize("what", [Link.RESET_AFTER_ACK, Link.RESET_AFTER_ANSWER])
def test_a_reset_with_the_answer_held(what: Link) -> None:
    async def test(register: ShtrihEmulator, wire: Wire) -> None:
        await wire.tell(OPEN)
        assert await wire.rest() in (ACK, ACK + OPENED)
        again = await wire.another()
        await again.ask(ENQ, ACK + OPENED)
        assert register.executed == [b"\x8d"]

    run(test, Fault(what=what))


def test_a_reset_before_ack() -> None:
    async def test(register: ShtrihEmulator, wire: Wire) -> None:
        await wire.tell(OPEN)
        assert await wire.rest() == b""
        again = await wire.another()
        await again.ask(ENQ, NAK)
        assert register.executed == []

    run(test, Fault(what=Link.RESET_BEFORE_ACK))


def test_the_port_vanishes_and_returns_with_the_register_as_it_was() -> None:
    async def test(register: ShtrihEmulator, wire: Wire) -> None:
        await wire.ask(OPEN, ACK + OPENED)
        await wire.ask(ACK, EXTRA)
        port = register.port
        await wire.tell(BEEP)
        assert await wire.rest() == b""
        with pytest.raises(OSError):  # noqa: PT011 - which one is the system's
            await Wire.to(register)
        await register.restore()
        again = await wire.another()
        await again.ask(ENQ, NAK)
        assert (register.machine.mode, register.port) == (0x08, port)

    run(test, Fault(what=Link.PORT_GONE, command="13", seconds=None))


def test_a_power_cut_between_execution_and_answer() -> None:
    async def test(register: ShtrihEmulator, wire: Wire) -> None:
        before = register.machine.storage.last
        await wire.tell(OPEN_SHIFT)
        assert await wire.rest() == ACK
        again = await wire.another()
        await again.tell(BEEP)  # nobody has said ENQ
        await again.ask(ENQ, NAK)
        assert register.machine.storage.last == before + 1
        assert register.executed == [b"\xe0"]

    run(test, Fault(what=Power.AFTER_EXECUTION))


def test_a_power_cut_before_execution_records_nothing() -> None:
    async def test(register: ShtrihEmulator, wire: Wire) -> None:
        before = register.machine.storage.last
        await wire.tell(OPEN_SHIFT)
        assert await wire.rest() == ACK
        await wire.another()
        assert (register.machine.storage.last, register.executed) == (before, [])

    run(test, Fault(what=Power.BEFORE_EXECUTION))


def test_lost_memory_is_mode_9() -> None:
    async def test(register: ShtrihEmulator, wire: Wire) -> None:
        await wire.tell(BEEP)
        await wire.rest()
        again = await wire.another()
        await again.ask(ENQ, NAK)
        assert register.machine.mode & 0x0F == 9

    run(test, Fault(what=Power.RAM_LOST))


def test_the_plug() -> None:
    async def test(register: ShtrihEmulator, wire: Wire) -> None:
        await register.cut_power()
        assert await wire.rest() == b""
        assert not register.machine.powered
        await register.restore()
        again = await wire.another()
        await again.ask(ENQ, NAK)

    run(test)


def test_refusals_of_the_register_itself() -> None:
    async def test(register: ShtrihEmulator, wire: Wire) -> None:
        register.machine.troubles.refuse(0x50, "8D")
        await wire.ask(OPEN, ACK + b"\x02\x02\x8d\x50\xdf")
        await wire.ask(ACK, EXTRA)
        await wire.ask(OPEN, ACK + OPENED)
        assert [each.error for each in register.exchanges] == [0x50, 0]
        assert register.notes[0] == "Отказ 8D: ошибка 50h"
        assert register.notes[-1] == "Режим 8, подрежим 0"

    run(test)


def test_paper_comes_out_for_the_page() -> None:
    async def test(register: ShtrihEmulator, wire: Wire) -> None:
        printed = len(register.documents)
        await wire.ask(DEPOSIT, ACK + b"\x02\x05\x50\x00\x1e")
        (document,) = register.documents[printed:]
        assert "100.00" in document.text()
        await register.switch("paper", on=False)
        assert register.machine.submode == 1
        await register.switch("paper", on=True)
        assert register.machine.submode == 0

    run(test)


def test_numbered_packets() -> None:
    async def main() -> None:
        async with asyncio.timeout(10), ShtrihEmulator(v2=True) as register:
            wire = await Wire.to(register)
            beep = bytes.fromhex("8F 07 00 01 00 13 1E 00 00 00 CD 42")
            for _ in range(2):
                await wire.ask(beep, bytes.fromhex("8F 05 00 01 00 13 00 1E F4 CB"))
            wire.hang_up()
            assert register.executed == [b"\x13"]

    asyncio.run(main())


def test_on_a_serial_port() -> None:
    async def main() -> None:
        async with contextlib.AsyncExitStack() as stack:
            await stack.enter_async_context(asyncio.timeout(10))
            register = await stack.enter_async_context(ShtrihEmulator(extra_byte=False))
            cable = await stack.enter_async_context(SerialCable(register))
            port = SerialTransport(SerialSettings(port=str(cable.path)))
            await port.open()
            stack.push_async_callback(port.close)
            for said, expected in ((ENQ, NAK), (BEEP, ACK + BEEPED), (ACK + ENQ, NAK)):
                await port.write(said)
                heard = b""
                while len(heard) < len(expected):
                    heard += await port.read(100)
                assert heard == expected

    asyncio.run(main())


def test_whoever_comes_during_a_power_cut_finds_nobody_until_it_is_over() -> None:
    async def test(register: ShtrihEmulator, wire: Wire) -> None:
        await wire.tell(OPEN)
        await wire.rest()
        again = await wire.another()
        await again.ask(ENQ, NAK)
        assert register.machine.mode == 0x08, "the receipt is still open"
        assert [fault.what for fault in register.machine.talk.plan.struck] == [Power.WHILE_PRINTING]

    run(test, Fault(what=Power.WHILE_PRINTING, seconds=0.02))


def test_left_in_the_middle_of_an_absence_it_ends() -> None:
    async def test(register: ShtrihEmulator, wire: Wire) -> None:
        await wire.tell(OPEN)
        await wire.rest()

    run(test, Fault(what=Link.PORT_GONE, seconds=3600.0))
