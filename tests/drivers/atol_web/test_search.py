"""Web servers of АТОЛ are recognised, and nothing is printed or changed by that."""

import pytest

from drivers.atol_web.emulator.faults import Fault, Wire
from drivers.atol_web.emulator.service import AtolWebEmulator
from drivers.atol_web.search import SEARCH
from drivers.mercury.emulator.service import MercuryEmulator
from drivers.search.offer import Found, Search
from drivers.search.plan import planned
from drivers.search.ranges import parse
from drivers.transports.connection import open_transport
from tests.faults.wires.skipping import LoopClock, run

INN, SERIAL = "7707083893", "00106129000001"
READING = {"getDeviceInfo", "getRegistrationInfo"}


async def searched(port: int, search: Search) -> list[Found]:
    found = await planned(
        [parse(f"127.0.0.1:{port}")],
        (),
        searches=[search],
        configured={},
        open_transport=open_transport,
        clock=LoopClock(),
        seconds=60,
    )
    await found.go()
    return found.found


def test_it_is_found_with_its_register() -> None:
    async def main() -> None:
        async with AtolWebEmulator(clock=LoopClock(), inn=INN, serial=SERIAL) as web:
            (found,) = await searched(web.port, SEARCH)
            assert found == Found(
                driver="atol-web", connection=web.connection, model="АТОЛ 77Ф", serial=SERIAL, inn=INN
            )
            assert set(web.executed) == READING
            assert web.documents == []

    run(main())


def test_a_server_with_a_password_is_found_without_its_register() -> None:
    async def main() -> None:
        async with AtolWebEmulator(clock=LoopClock(), login="kassa", password="secret") as web:
            (found,) = await searched(web.port, SEARCH)
            assert found.connection == web.connection
            assert "password" in found.note
            assert web.executed == []

    run(main())


def test_an_old_one_is_not_told_from_others() -> None:
    async def main() -> None:
        async with AtolWebEmulator(clock=LoopClock(), api="v1") as web:
            assert await searched(web.port, SEARCH) == []

    run(main())


@pytest.mark.parametrize("what", [Wire.TORN, Wire.CUT, Wire.EMPTY, Wire.RESET_BEFORE])
def test_an_answer_that_is_none(what: Wire) -> None:
    async def main() -> None:
        async with AtolWebEmulator(clock=LoopClock()) as web:
            web.inject(Fault(what=what, times=None))
            assert await searched(web.port, SEARCH) == []

    run(main())


def test_another_service_is_none_of_them() -> None:
    async def main() -> None:
        async with MercuryEmulator(clock=LoopClock()) as service:
            assert await searched(service.port, SEARCH) == []
            assert service.executed == []

    run(main())
