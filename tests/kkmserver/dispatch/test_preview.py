"""Looking before printing: the device is chosen as for printing, and nothing happens to it."""

import asyncio
import threading
from dataclasses import dataclass, field

import pytest

from drivers.errors import NotSupported, RequestRefused
from drivers.model.command import Command
from drivers.model.state import DeviceState, Registration
from drivers.printing.bitmap import Bitmap
from kkmserver.dispatch.order import DeviceNotFound, Target
from kkmserver.store.memory import MemoryJournal
from tests.kkmserver.dispatch.pool_shop import POOL, devices_of, done, for_pool, pooled
from tests.kkmserver.dispatch.shop import Register, document, patient, shop, text_of

PAPER = Bitmap(8, 1, b"\x81")


@dataclass
class Showing(Register):
    threads: list[str] = field(default_factory=list)

    def preview(self, command: Command) -> tuple[Bitmap, ...]:
        self.threads.append(threading.current_thread().name)
        if text_of(command) == "плохо":
            raise RequestRefused("Код неверен.")
        return (PAPER,)


def test_drawn_in_a_thread_also_for_a_device_that_is_away() -> None:
    async def main() -> None:
        showing, journal = Showing(away=True), MemoryJournal()
        async with shop(Register(), showing, journal=journal) as dispatcher:
            assert await dispatcher.preview(document("x"), Target(number=2)) == (PAPER,)
            with pytest.raises(RequestRefused):
                await dispatcher.preview(document("плохо"), Target(number=2))
            with pytest.raises(NotSupported, match="№ 1 «Касса 1»"):
                await dispatcher.preview(document("x"), Target())
            with pytest.raises(DeviceNotFound):
                await dispatcher.preview(document("x"), Target(number=9))
            await dispatcher.switch(2, "", False)
            with pytest.raises(DeviceNotFound):
                await dispatcher.preview(document("x"), Target(number=2))
        assert threading.current_thread().name not in showing.threads
        assert (showing.begun, showing.printed, await journal.unfinished()) == ([], [], [])

    asyncio.run(main())


def test_a_choice_by_inn_waits_for_the_first_contact() -> None:
    async def main() -> None:
        known = DeviceState(online=True, registration=Registration(inn="7700000000"))
        async with shop(Register(), Showing(snapshot=known), patience=patient(poll=60)) as dispatcher:
            assert await dispatcher.preview(document("x"), Target(inn="7700000000")) == (PAPER,)

    asyncio.run(main())


def test_a_pool_shows_a_members_paper_and_keeps_its_turn() -> None:
    async def main() -> None:
        tills = [Showing(), Showing()]
        async with pooled(*tills) as dispatcher:
            assert devices_of(await done(dispatcher, for_pool("a"))) == [1]
            assert await dispatcher.preview(document("x"), Target(number=POOL)) == (PAPER,)
            assert devices_of(await done(dispatcher, for_pool("b"))) == [2]

    asyncio.run(main())
