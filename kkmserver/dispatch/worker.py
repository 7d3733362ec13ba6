"""One task owns one device: its queue and its status questions."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import replace

from drivers.errors import DeviceOffline, KkmError
from drivers.model.state import DeviceState
from drivers.ports import Clock, Traits
from kkmserver.dispatch.attempt import Attempts
from kkmserver.dispatch.device import Device, Patience
from kkmserver.dispatch.job import Job
from kkmserver.dispatch.line import Line
from kkmserver.dispatch.order import DeviceView
from kkmserver.dispatch.recovery import Decoder, unreadable
from kkmserver.dispatch.results import Results
from kkmserver.dispatch.verdict import Verdict
from kkmserver.store.record import DeviceRow, Journal, JournalBroken, State

_LOG = logging.getLogger("kkmserver.dispatch")


class Worker:
    """FIFO. `run` is its task; everything else may be called from the event loop at any time and returns at once."""

    def __init__(
        self,
        device: Device,
        row: DeviceRow,
        journal: Journal,
        decoders: Mapping[str, Decoder],
        clock: Clock,
        patience: Patience,
        on_final: Callable[[Job], None],
    ) -> None:
        """`decoders`: dialect name -> journalled request to Command.

        `on_final` hears of every job whose final state is on disk.
        """
        self.device, self.row = device, row
        self.online = False
        self.state: DeviceState | None = None
        self.seen = asyncio.Event()  # the first contact was made, or has failed
        self.expected = 0  # commands on their way into the journal
        self._clock, self._patience = clock, patience
        self._results = Results(device.number, journal, clock, patience, on_final)
        self._attempts = Attempts(
            device.driver, journal, clock, patience, written=self._results.written, offline=self._went_offline
        )
        self._line = Line(journal, decoders)
        self._wake = asyncio.Event()
        self._look_at = 0.0  # loop time of the next status question

    @property
    def number(self) -> int:
        return self.device.number

    @property
    def guid(self) -> str:
        return self.row.guid

    @property
    def active(self) -> bool:
        return self.row.active

    @property
    def traits(self) -> Traits:
        return self.device.driver.traits

    @property
    def full(self) -> bool:
        return len(self._line) + self.expected >= self._patience.queue

    def view(self) -> DeviceView:
        traits = self.traits
        return DeviceView(
            number=self.number,
            name=self.device.name,
            driver=self.device.driver_name,
            kind=traits.kind,
            type_id=traits.type_id,
            model=traits.model,
            row=self.row,
            online=self.online,
            active=self.active,
            waiting=len(self._line),
            state=self.state,
        )

    def add(self, job: Job) -> None:
        """`job` is in the journal."""
        self._line.add(job)
        self._wake.set()

    def withdraw(self, job: Job) -> bool:
        """Take it out of the queue; False where it does not wait there."""
        return self._line.remove(job)

    def put_back(self, job: Job) -> None:
        """A withdrawn job, to its place in the queue."""
        self._line.put_back(job)
        self._wake.set()

    def call_off(self, job: Job) -> bool:
        """End what the device has in hand; False where it cannot be ended, or is not in hand."""
        return self._attempts.call_off(job)

    def end_batch(self) -> bool:
        """After the labels that are under way. False: no batch is being executed."""
        return self._attempts.end_batch()

    def switch(self, active: bool) -> None:
        """What is queued is still carried out; a device that is off is asked nothing."""
        self.row = replace(self.row, active=active)
        self._look_at = 0.0
        self._wake.set()

    def retire(self) -> list[Job]:
        """`run` ends after what is being executed. Returns the jobs that stay queued in the journal."""
        self._attempts.retired.set()
        self._wake.set()
        return self._line.jobs()

    async def run(self) -> None:
        """Until retired. Cancelled in the middle of a command it leaves the row RUNNING, for the next start."""
        try:
            while not self._attempts.retired.is_set():
                if not self._line:
                    await self._idle()
                elif job := await self._next():
                    await self._serve(job)
            await self._results.written()
        finally:
            await self._results.give_up()

    async def _next(self) -> Job | None:
        """None: not now: the journal cannot be read, the command was called off, or the worker has retired."""
        try:
            job = await self._line.take()
        except JournalBroken as error:
            _LOG.error("device %d waits for the journal: %s", self.number, error)
            await self._attempts.pause(self._patience.pause)
            return None
        return None if self._attempts.retired.is_set() else job

    async def _serve(self, job: Job) -> None:
        begun = self._clock.monotonic()
        verdict = await self._attempts.judge(job) if job.command else unreadable(job.record)
        if verdict is None:
            job.release()
            return
        self._note(verdict)
        await self._results.written()
        final = replace(
            job.record,
            state=verdict.state,
            finished_at=self._clock.now(),
            outcome=verdict.outcome,
            failure=verdict.failure,
        )
        self._results.write(job, final, self._clock.monotonic() - begun)

    def _note(self, verdict: Verdict) -> None:
        """What the command tells of the device. The rest is asked a little later, when nobody waits."""
        if verdict.state is State.DONE:
            self.online = True
            if verdict.outcome and verdict.outcome.state:
                self._saw(verdict.outcome.state)
        elif verdict.offline:
            self._went_offline()
        self._look_at = asyncio.get_running_loop().time() + self._patience.calm

    def _saw(self, state: DeviceState) -> None:
        self.state, self.online = state, state.online

    def _went_offline(self) -> None:
        self.online = False
        if self.state:
            self.state = replace(self.state, online=False)
        self.seen.set()

    async def _idle(self) -> None:
        left = self._look_at - asyncio.get_running_loop().time()
        if left <= 0 and self.active:
            await self._look()
            return
        self._wake.clear()
        try:
            async with asyncio.timeout(left if self.active else None):
                await self._wake.wait()
        except TimeoutError:
            return

    async def _look(self) -> None:
        try:
            self._saw(await self._attempts.within(self._patience.question, self.device.driver.state()))
        except DeviceOffline:
            self._went_offline()
        except KkmError as error:
            _LOG.debug("device %d tells no state: %s", self.number, error.code)
        except Exception:  # noqa: BLE001  # the last line of defence against a driver's bugs
            _LOG.exception("device %d: the driver has a bug", self.number)
        self.seen.set()
        self._look_at = asyncio.get_running_loop().time() + self._patience.poll
