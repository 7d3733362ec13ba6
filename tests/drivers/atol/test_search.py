"""An АТОЛ register is recognised by questions alone, and nobody else is taken for one."""

import asyncio

from drivers.atol.emulator.tcp import AtolEmulator
from drivers.atol.search import SEARCH
from drivers.clock import SystemClock
from drivers.emulation.cable import SerialCable
from drivers.mercury.emulator.service import MercuryEmulator
from drivers.search.offer import Found
from drivers.transports.connection import open_transport
from tests.faults.wires.skipping import LoopClock, run

_ASKED = {b"\xa5", b"\x3f", b"\xa4\x43"}


async def _probed(connection: str, clock: SystemClock | LoopClock) -> Found | None:
    return await SEARCH.probe(open_transport(connection), connection, clock)


def test_by_tcp() -> None:
    async def scene() -> None:
        async with AtolEmulator(clock=LoopClock()) as register:
            found = await _probed(register.connection, LoopClock())
            assert found == Found(
                driver="atol",
                connection=register.connection,
                model=register.machine.core.model.name,
                serial="00001234",
                inn="7707083893",
            )
            assert {code[:1] for code in register.executed} == {code[:1] for code in _ASKED}

    run(scene())


def test_by_a_serial_port_with_the_older_level() -> None:
    async def scene() -> None:
        async with AtolEmulator(levels="v2") as register, SerialCable(register) as cable:
            found = await _probed(f"serial://{cable.path}?baud=115200", SystemClock())
            assert found
            assert found.driver == "atol"

    asyncio.run(scene())


def test_somebody_else() -> None:
    async def scene() -> None:
        async with MercuryEmulator(clock=LoopClock()) as service:
            address = service.connection.removeprefix("http://").partition("/")[0]
            assert await _probed(f"tcp://{address}", LoopClock()) is None

    run(scene())
