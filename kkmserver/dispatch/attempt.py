"""One attempt of one command on its device, doubts settled."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TypeVar

from drivers.errors import DeviceOffline, Fault, KkmError, OutcomeUnknown
from drivers.model.state import DeviceKind
from drivers.ports import Clock, Driver
from kkmserver.dispatch.device import Patience, leaves_no_trace
from kkmserver.dispatch.job import Job
from kkmserver.dispatch.recovery import RESTARTED
from kkmserver.dispatch.underway import UnderWay, advance, any_printed
from kkmserver.dispatch.verdict import (
    Doubt,
    Verdict,
    called_off,
    counted,
    disproved,
    done,
    in_doubt,
    not_done,
    refused,
    unknown,
)
from kkmserver.store.record import Journal, JournalBroken, State

_LOG = logging.getLogger("kkmserver.dispatch")
_BUG = "Внутренняя ошибка драйвера устройства (подробности в файле журнала программы)."
_LOOK = "Проверьте последний документ на устройстве, прежде чем повторять команду."

T = TypeVar("T")


class Attempts:
    """The attempts on one device, made one after the other by its worker."""

    def __init__(
        self,
        driver: Driver,
        journal: Journal,
        clock: Clock,
        patience: Patience,
        *,
        written: Callable[[], Awaitable[None]],
        offline: Callable[[], None],
    ) -> None:
        """`written` waits for the result before to be on disk; `offline` is told when the device is away."""
        self.retired = asyncio.Event()
        self._driver, self._journal, self._clock, self._patience = driver, journal, clock, patience
        self._written, self._offline = written, offline
        self._under_way = UnderWay(driver, journal, patience, self.pause)

    async def judge(self, job: Job) -> Verdict | None:
        """None: the server is stopping, and the row stays as it is for the next start."""
        self._under_way.hold(job)
        try:
            verdict = await self._judged(job)
            return counted(verdict, job.record.progress, printed=any_printed(job)) if verdict else None
        finally:
            self._under_way.let_go()

    def call_off(self, job: Job) -> bool:
        """End it if it is in hand; False where it is not, or cannot be ended."""
        return self._under_way.call_off(job)

    def end_batch(self) -> bool:
        """False: no batch is being executed."""
        return self._under_way.end_batch()

    async def _judged(self, job: Job) -> Verdict | None:
        assert job.command is not None
        try:
            if job.record.state is State.RUNNING:
                verdict = await self._settle(job, Doubt(RESTARTED))
                # It was accepted, and the device proves that nothing of it counts: it is still owed.
                return await self._perform(job) if verdict and verdict.disproved else verdict
            if leaves_no_trace(job.command):
                if not self._under_way.begin():
                    return called_off()
                return done(await self.within(self._patience.command, self._driver.execute(job.command)))
            return await self._perform(job)
        except KkmError as error:
            # Called off meanwhile it must not run again, whatever kept it from beginning.
            return refused(error, nothing_sent=True) if self._under_way.begin() else called_off()
        except Exception:  # noqa: BLE001  # the last line of defence against a driver's bugs
            _LOG.exception("id %.80r: not begun, the driver has a bug", job.entry.id)
            return not_done("internal", f"{_BUG} На устройство ничего не отправлено.", Fault.INTERNAL)

    async def within(self, seconds: float, answer: Awaitable[T]) -> T:
        """Raises DeviceOffline when there is none in time."""
        try:
            async with asyncio.timeout(seconds):
                return await answer
        except TimeoutError as error:
            raise DeviceOffline(_no_answer(seconds) + " Проверьте его питание и кабель.") from error

    async def pause(self, seconds: float) -> bool:
        """False at once when the worker retires meanwhile."""
        sleeping = asyncio.ensure_future(self._clock.sleep(seconds))
        retiring = asyncio.ensure_future(self.retired.wait())
        try:
            await asyncio.wait((sleeping, retiring), return_when=asyncio.FIRST_COMPLETED)
        finally:
            sleeping.cancel()
            retiring.cancel()
        return not self.retired.is_set()

    async def _perform(self, job: Job) -> Verdict | None:
        """Errors that are raised come from before the first byte."""
        if not await self._begin(job):
            return None
        await self._written()
        if not self._under_way.begin():
            return called_off()
        found = await self._execute(job)
        return await self._settle(job, found) if isinstance(found, Doubt) else found

    async def _begin(self, job: Job) -> bool:
        """RUNNING is on disk on return. While the disk takes nothing, nothing is begun; False: retired meanwhile."""
        pause = self._patience.pause
        while True:
            mark = await self.within(self._patience.question, self._driver.mark())
            at = self._clock.now()
            try:
                await self._journal.start(job.record.row, mark, at)
            except JournalBroken:
                if not await self.pause(pause):
                    return False
                pause = min(2 * pause, self._patience.pause_most)
            else:
                job.move(replace(job.record, state=State.RUNNING, mark=mark, started_at=at))
                return True

    async def _execute(self, job: Job) -> Verdict | Doubt:
        assert job.command is not None
        limit = self._under_way.deadline()
        try:
            async with limit:
                outcome = await self._driver.execute(job.command)
        except KkmError as error:
            advance(job, error.progress)
            return Doubt(error.text, self._has_told(error)) if in_doubt(error) else refused(error)
        except Exception as error:  # noqa: BLE001  # the same
            if isinstance(error, TimeoutError) and limit.expired():
                return Doubt(_no_answer(self._patience.command))
            _LOG.exception("id %.80r: the driver has a bug", job.entry.id)
            return Doubt(_BUG)
        finally:
            self._under_way.over()
        return done(outcome)

    def _has_told(self, error: KkmError) -> bool:
        """What only a register can add: how its counters stand."""
        return isinstance(error, OutcomeUnknown) and self._driver.traits.kind is not DeviceKind.REGISTER

    async def _settle(self, job: Job, doubt: Doubt) -> Verdict | None:
        """Ask what became of it for as long as the device is away; the row stays RUNNING meanwhile."""
        pause, tries = self._patience.pause, self._patience.settle_tries
        while True:
            try:
                return await self._ask(job, doubt)
            except DeviceOffline:
                self._offline()
            except KkmError as error:
                tries -= 1
                if tries <= 0:
                    return unknown(
                        f"{doubt.text} На вопрос о документе устройство отвечает ошибкой: {error.text} {_LOOK}"
                    )
            if not await self.pause(pause):
                return None
            pause = min(2 * pause, self._patience.pause_most)

    async def _ask(self, job: Job, doubt: Doubt) -> Verdict:
        assert job.command is not None
        try:
            answer = self._driver.settle(job.command, job.record.mark)
            outcome = await self.within(self._patience.command, answer)
        except OutcomeUnknown as error:
            advance(job, error.progress)
            return unknown(_advised(doubt.text if doubt.told else f"{doubt.text} {error.text}"))
        except KkmError:
            raise
        except Exception:  # noqa: BLE001  # the last line of defence against a driver's bugs
            _LOG.exception("id %.80r: not settled, the driver has a bug", job.entry.id)
            return unknown(f"{doubt.text} {_BUG} {_LOOK}")
        if outcome:
            return done(outcome)
        return unknown(_advised(doubt.text)) if any_printed(job) else disproved(doubt.text)


def _advised(text: str) -> str:
    """Whoever has seen the device says better what to look at."""
    return text if "Посмотрите" in text or "Проверьте" in text else f"{text} {_LOOK}"


def _no_answer(seconds: float) -> str:
    return f"Устройство не ответило за {seconds:g} с."
