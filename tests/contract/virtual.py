"""The virtual ККТ on the bench: the reference. Its ФН is a file, which is read here beside it."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing, suppress
from pathlib import Path

from drivers import registry
from drivers.fiscal import tlv
from drivers.model.command import Command
from drivers.model.ffd import FfdVersion
from drivers.ports import DeviceContext, Driver, HasTape, Transport
from drivers.virtual.storage import Storage
from tests.clock import FakeClock
from tests.contract.goods import STOPPED
from tests.contract.stand import Family, Recorded, Trouble

_DAY = 24 * 3600 + 1
_SETTINGS = {"check_cash": True, "marking_script": [f"{STOPPED[:25]}=suspended"]}


def _no_transport(connection: str) -> Transport:
    raise AssertionError(f"a virtual device opened {connection}")


class VirtualStand:
    """See Stand. The tape is all paper there is; it is gone with its driver."""

    def __init__(self, folder: Path, ffd: FfdVersion) -> None:
        self._folder, self._ffd, self._clock = folder / "1", ffd, FakeClock()
        self._rows: list[str] = []  # of drivers that are closed
        self.driver = self._built()

    @property
    def documents(self) -> list[Recorded]:
        with closing(self._storage()) as storage:
            return [read(storage, number) for number in range(1, storage.counters().last_document + 1)]

    @property
    def rows(self) -> list[str]:
        assert isinstance(self.driver, HasTape)
        sheets = reversed(self.driver.tape())
        return self._rows + [row for sheet in sheets for row in sheet.text().splitlines()]

    @property
    def graphics(self) -> int:
        return sum(row.startswith("[") and row.endswith("]") for row in self.rows)

    @property
    def drawer(self) -> int:
        with closing(self._storage()) as storage:
            return storage.counters().drawer

    @property
    def pulses(self) -> int:
        with closing(self._storage()) as storage:
            return sum(done.subject == "OpenDrawer" for done in storage.steps_after(0))

    async def suffer(self, trouble: Trouble) -> None:
        if trouble is Trouble.OLD_SHIFT:
            self._clock.advance(_DAY)
        else:
            await self.driver.close()
            shutil.rmtree(self._folder)
            self.driver = self._built()

    async def mend(self) -> None:
        """Nothing here is mended by a person."""

    async def restart(self) -> None:
        self._rows = self.rows
        await self.driver.close()
        self.driver = self._built()

    async def broken_off(self, command: Command, moment: int) -> bool:
        """A step is a millisecond: the way to a thread cannot be counted."""
        task = asyncio.create_task(self.driver.execute(command))
        await asyncio.sleep(moment / 1000)
        if task.done():
            await task
            return False
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        return True

    def _built(self) -> Driver:
        spec = registry.load("virtual-kkt")
        context = DeviceContext(1, "Касса", self._folder, self._clock, _no_transport)
        return spec.build(context, spec.options(ffd=self._ffd.value, **_SETTINGS))

    def _storage(self) -> Storage:
        return Storage(self._folder / "storage.sqlite3", "", looks_only=True)


def read(storage: Storage, number: int) -> Recorded:
    stored = storage.document(number)
    assert stored, f"document {number} is missing"
    (envelope,) = tlv.parse(stored.tlv)
    told = stored.document
    return Recorded(
        number=number,
        form=told.form,
        type=told.receipt_type,
        total=told.total,
        sign=told.sign,
        tags=tuple(envelope.children()),
    )


@asynccontextmanager
async def _stand(folder: Path, ffd: FfdVersion) -> AsyncIterator[VirtualStand]:
    stand = VirtualStand(folder, ffd)
    try:
        await stand.driver.state()  # its ФН is registered on first use
        yield stand
    finally:
        await stand.driver.close()


FAMILY = Family("virtual-kkt", _stand, asyncio.run, frozenset({Trouble.OLD_SHIFT, Trouble.ANOTHER_STORAGE}))
