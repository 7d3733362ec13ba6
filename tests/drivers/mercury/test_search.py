"""INECRMAN is recognised without a session."""

from drivers.atol_web.emulator.service import AtolWebEmulator
from drivers.mercury.emulator.service import MercuryEmulator
from drivers.mercury.search import SEARCH
from tests.drivers.atol_web.test_search import searched
from tests.faults.wires.skipping import LoopClock, run


def test_it_is_found() -> None:
    async def main() -> None:
        async with MercuryEmulator(clock=LoopClock()) as service:
            (found,) = await searched(service.port, SEARCH)
            assert (found.driver, found.connection) == ("mercury", f"{service.connection}/api.json")
            assert "INECRMAN" in found.model
            assert "port_name" in found.note
            assert service.executed == ["GetDriverInfo"]

    run(main())


def test_another_service_is_none() -> None:
    async def main() -> None:
        async with AtolWebEmulator(clock=LoopClock()) as web:
            assert await searched(web.port, SEARCH) == []
            assert web.executed == []

    run(main())
