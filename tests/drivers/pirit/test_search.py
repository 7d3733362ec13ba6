"""A Пирит is recognised by questions alone."""

import pytest

from drivers.pirit.emulator.tcp import PiritEmulator
from drivers.pirit.search import SEARCH
from drivers.search.offer import Found
from drivers.transports.connection import open_transport
from tests.faults.wires.skipping import LoopClock, run

SERIAL, INN = "0491001234", "7707083893"


async def probed(register: PiritEmulator) -> Found | None:
    transport = open_transport(register.connection)
    try:
        return await SEARCH.probe(transport, register.connection, LoopClock())
    finally:
        await transport.close()


def test_it_tells_who_it_is() -> None:
    async def main() -> None:
        async with PiritEmulator(serial=SERIAL, inn=INN, clock=LoopClock()) as register:
            found = await probed(register)
            assert found == Found(
                driver="pirit", connection=register.connection, model="Viki Print 57", serial=SERIAL, inn=INN
            )
            assert set(register.executed) == {"02"}
            assert register.documents == []

    run(main())


@pytest.mark.parametrize(("code", "known"), [(0x02, False), (0x06, True)])
def test_another_password_is_told_and_another_device_is_not_ours(code: int, known: bool) -> None:
    async def main() -> None:
        async with PiritEmulator(clock=LoopClock()) as register:
            register.machine.troubles.refuse(code, "02", times=None)
            found = await probed(register)
            assert (found is not None) is known
            assert found is None or "password" in found.note

    run(main())


def test_what_cannot_be_read_is_said() -> None:
    async def main() -> None:
        async with PiritEmulator(clock=LoopClock()) as register:
            register.machine.troubles.refuse(0x10, "02", times=None, skip=1)
            found = await probed(register)
            assert found is not None
            assert found.serial == ""
            assert found.note

    run(main())
