"""Registries on their way: a few jobs at a time, so that what has not begun can be called off."""

import asyncio
import json
import logging
from collections.abc import Callable
from decimal import Decimal

from drivers.ports import Clock
from kkmserver.config_doors import Organization
from kkmserver.dialects.itkassa.intake import Intake, LineFull
from kkmserver.dialects.itkassa.job import Job, JobState
from kkmserver.dialects.itkassa.members import Wrong
from kkmserver.dialects.itkassa.registry_store import ReceiptState, Registries, Registry
from kkmserver.dialects.itkassa.store import Store, StoreBroken
from kkmserver.dialects.itkassa.works import Works
from kkmserver.dispatch.crew import Crew
from kkmserver.dispatch.order import Dispatch

_LOG = logging.getLogger(__name__)

_AHEAD = 2  # jobs in line for each register
_AGAIN = 2.0  # seconds until a disk that took nothing is tried again


class Runs:
    """One task for each registry that runs. Killed at any moment it goes on: a receipt has one key for ever."""

    def __init__(
        self,
        registries: Registries,
        store: Store,
        works: Works,
        intake: Intake,
        dispatch: Dispatch,
        organization: Callable[[str], Organization | None],
        clock: Clock,
    ) -> None:
        """`organization`: by its id, as the settings are now."""
        self._registries, self._store, self._works = registries, store, works
        self._intake, self._dispatch = intake, dispatch
        self._organization, self._clock = organization, clock
        self._crew = Crew()
        self._awake: dict[str, asyncio.Event] = {}
        self._handing_over = asyncio.Lock()  # what is called off meanwhile would be printed nevertheless

    async def start(self) -> None:
        """Raises StoreBroken."""
        await self._registries.forget(self._clock.now())
        for registry in await self._registries.running():
            for job in await self._store.unsettled(registry):
                await self.finished(job)
            self.go(registry)

    async def stop(self) -> None:
        await self._crew.dismiss()

    def go(self, registry: str) -> None:
        """It has receipts to print, on disk."""
        if registry in self._awake:
            self._awake[registry].set()
            return
        self._awake[registry] = asyncio.Event()
        self._crew.spawn(self._run(registry))

    async def cancel(self, registry: str) -> None:
        """What has not begun is not printed. Raises StoreBroken."""
        async with self._handing_over:
            jobs = await self._store.unsettled(registry)
            await self._registries.cancel(registry)
        for job in jobs:
            await self._works.call_off(job)
        self.go(registry)

    async def finished(self, job: Job) -> None:
        """Raises StoreBroken."""
        result = job.result
        if not job.registry or not job.key or result is None:
            return
        state = ReceiptState.FAILED if result.error else ReceiptState.DONE
        state = ReceiptState.UNKNOWN if job.state is JobState.UNKNOWN else state
        error = result.text if result.error else ""
        await self._registries.result(job.key, state, job.id, result.check, result.sign, result.date, error)
        if event := self._awake.get(job.registry):
            event.set()

    async def _run(self, id: str) -> None:  # noqa: A002
        event = self._awake[id]
        try:
            while True:
                event.clear()
                try:
                    if await self._step(id):
                        return
                except (StoreBroken, LineFull) as error:
                    _LOG.error("registry %s waits: %s", id, error)
                    await self._clock.sleep(_AGAIN)
                else:
                    await event.wait()
        finally:
            del self._awake[id]

    async def _step(self, id: str) -> bool:  # noqa: A002
        """As many jobs as there is room for; whether all is over."""
        registry = await self._registries.find(id)
        if registry is None:
            return True
        counts = await self._registries.counts(id)
        room = self._ahead(registry) - counts.get("sent", 0)
        async with self._handing_over:
            for receipt in await self._registries.waiting(id, max(room, 0)):
                await self._send(registry, receipt.at, receipt.key, receipt.commands)
        counts = await self._registries.counts(id)
        if counts.get("waiting", 0):
            if room > 0 and not counts.get("sent", 0):
                self._awake[id].set()  # all of them were refused: on with the next ones
            return False
        if counts.get("sent", 0):
            return False
        await self._registries.end(id, self._clock.now())
        return True

    async def _send(self, registry: Registry, at: int, key: str, commands: str) -> None:
        organization = self._organization(registry.organization)
        given = {"creItemId": registry.register, "idempKey": key, "commands": json.loads(commands, parse_float=Decimal)}
        try:
            if organization is None:
                raise Wrong({"organization": "организации больше нет в настройках"})
            job = await self._intake.accept(organization, given, registry.who, registry.id)
        except Wrong as error:
            await self._registries.result(key, ReceiptState.FAILED, "", "", "", "", str(error))
            return
        await self._registries.sent(registry.id, at, job.id)
        if job.finished:
            await self.finished(job)

    def _ahead(self, registry: Registry) -> int:
        views = [view for view in self._dispatch.devices() if view.row.guid == registry.register]
        return _AHEAD * max([1, *(len(view.members) for view in views)])
