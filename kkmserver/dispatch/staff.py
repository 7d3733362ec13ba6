"""The workers by device number, each with its task: hired at the start, replaced when the settings change."""

import asyncio
from collections.abc import Callable, Sequence

from kkmserver.dispatch.crew import Crew
from kkmserver.dispatch.device import Device
from kkmserver.dispatch.job import Job
from kkmserver.dispatch.worker import Worker
from kkmserver.store.record import DeviceRow

Make = Callable[[Device, DeviceRow], Worker]
Left = Callable[[Worker, Sequence[Job]], None]


class Staff:
    """`workers` is shared with those that only look.

    Whoever gets a number begins when the one before has ended and let go of the wire, however many there were: the
    task of each waits for the task before.
    """

    def __init__(self, make: Make) -> None:
        self.workers: dict[int, Worker] = {}
        self._make = make
        self._leaving: list[Worker] = []  # they finish what they have in hand
        self._tasks: dict[int, asyncio.Task[None]] = {}  # the last one of each number
        self._crew = Crew()

    @property
    def everybody(self) -> list[Worker]:
        return [*self._leaving, *self.workers.values()]

    def hire(self, device: Device, row: DeviceRow) -> None:
        """It works from `begin` on; what is added before waits."""
        self.workers[device.number] = self._make(device, row)

    def begin(self) -> None:
        for number, worker in self.workers.items():
            self._tasks[number] = self._crew.spawn(worker.run())

    def employ(self, device: Device, row: DeviceRow) -> None:
        """A new device, or one that has changed: it takes over what waits, and what is known of it."""
        number = device.number
        old, before = self._leave(number), self._tasks.get(number)
        new = self.workers[number] = self._make(device, old.row if old else row)
        self._tasks[number] = self._crew.spawn(self._follow(new, old, before))

    def dismiss(self, number: int, left: Left) -> None:
        """The device is gone from the settings; `left` gets the commands that it leaves behind."""
        if worker := self._leave(number):
            self._tasks[number] = self._crew.spawn(self._send_away(worker, self._tasks[number], left))

    def retire(self) -> list[Job]:
        """Everybody ends after what is in hand; the jobs that stay queued."""
        return [job for worker in self.everybody for job in worker.retire()]

    async def rest(self, seconds: float) -> None:
        """Until all have ended, so long at most."""
        await self._crew.rest(seconds)

    def end_batches(self) -> bool:
        """After the labels under way. False: nobody executes one."""
        ending = [worker.end_batch() for worker in self.everybody]
        return any(ending)

    async def close(self) -> None:
        """Whoever still works is interrupted; the row stays RUNNING for the next start."""
        await self._crew.dismiss()
        for worker in self.everybody:
            await _close(worker.device)

    def _leave(self, number: int) -> Worker | None:
        worker = self.workers.pop(number, None)
        if worker:
            self._leaving.append(worker)
            worker.retire()
        return worker

    async def _follow(self, new: Worker, old: Worker | None, before: asyncio.Task[None] | None) -> None:
        if before:
            await asyncio.wait((before,))
        for job in await self._belongings(old) if old else []:
            new.put_back(job)
        await new.run()

    async def _send_away(self, worker: Worker, before: asyncio.Task[None], left: Left) -> None:
        await asyncio.wait((before,))
        left(worker, await self._belongings(worker))

    async def _belongings(self, ended: Worker) -> list[Job]:
        """Its last command, too, where that was not settled yet: it comes first."""
        await _close(ended.device)
        self._leaving.remove(ended)
        return [*ended.unsettled, *ended.jobs()]


async def _close(device: Device) -> None:
    await device.driver.close()
    if device.wire:
        device.wire.close()
