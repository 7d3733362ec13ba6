"""One job on its way through an open session: is the printer ready, send, wait until printed, and what if not."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress

from drivers.errors import (
    Cancelled,
    DeviceOffline,
    KkmError,
    OperatorNeeded,
    OutcomeUnknown,
    RequestRefused,
)
from drivers.labels import texts
from drivers.labels.batch import Job, Window
from drivers.labels.language import Language
from drivers.labels.options import LabelOptions
from drivers.labels.session import Session
from drivers.labels.waiting import Wait
from drivers.model.outcome import Outcome, Progress
from drivers.ports import Clock

_PAUSE = 0.1  # seconds from question to question
Report = Callable[[Progress | None], Awaitable[None]]


class _Stuck(Exception):
    """It does not print on; the reason in words."""


class Delivery:
    """`stop` is set when somebody calls the batch off."""

    def __init__(
        self,
        name: str,
        session: Session,
        language: Language,
        options: LabelOptions,
        clock: Clock,
        job: Job,
        stop: asyncio.Event,
        report: Report | None,
    ) -> None:
        self._name, self._clock = name, clock
        self._session, self._language, self._options = session, language, options
        self._job, self._stop, self._report = job, stop, report
        self._known = self._sent = job.first - 1
        self._proves = False  # the printer tells when all is printed
        self._dropped = False  # the printer was told to forget the rest

    async def run(self, first: Window | None, rest: Iterator[Window]) -> Outcome:
        """Raises KkmError."""
        try:
            await self._check_ready()
            if self._stop.is_set():
                raise self._called_off()
            await self._session.send(self._language.setup())
            await self._send_all(first, rest)
        except (DeviceOffline, TimeoutError) as error:
            raise self._broken(error.text if isinstance(error, DeviceOffline) else texts.NOT_TAKING) from error
        except _Stuck as error:
            await self._drop_rest()
            raise self._broken(str(error)) from error
        except RequestRefused as error:  # found while drawing; the checks before the first label should have found it
            raise self._marked(error) from error
        return self._outcome()

    async def _check_ready(self) -> None:
        """A fault that is known before the first label keeps everything back."""
        status = await self._session.ask(again=True)
        trouble = status.trouble() if status else ""
        if status is None and (self._session.answers or self._options.status == "on"):
            trouble = texts.SILENT
        if trouble:
            raise OperatorNeeded(
                texts.not_ready(self._name, trouble),
                device=self._name,
                native=status.native or None if status else None,
                nothing_sent=True,
                progress=self._progress(),
            )
        self._proves = status is not None and status.idle is not None

    async def _send_all(self, window: Window | None, rest: Iterator[Window]) -> None:
        """The next window is drawn while the one before is being printed."""
        while window:
            self._sent += window.count
            await self._session.send(window.data, self._patience, self._attend)
            following = await asyncio.to_thread(next, rest, None)
            await self._wait_until_printed(window.count)
            if following and self._stop.is_set():
                raise self._called_off()
            window = following
        with suppress(*((DeviceOffline, TimeoutError) if self._proves else ())):
            await self._session.finish(self._options.timeout if self._proves else self._patience, self._attend)

    @property
    def _patience(self) -> float:
        """Seconds a printer may take nothing: many take the next label only once they have printed one."""
        return self._options.operator_timeout if self._job.batch else self._options.timeout

    async def _attend(self, stuck: bool = False) -> None:
        """The command is still in hand. Raises Cancelled where it is to end and the printer takes nothing."""
        if stuck and self._stop.is_set() and self._known < self._sent:
            raise self._called_off(texts.NOT_TAKING)
        if self._report is not None:
            await self._report(None)

    async def _wait_until_printed(self, count: int) -> None:
        if not self._session.answers:
            return
        wait = Wait(self._options, self._language.calm, count, self._clock.monotonic())
        while (verdict := wait.see(await self._session.ask(), self._clock.monotonic())) == "wait":
            if wait.trouble and self._stop.is_set():
                await self._drop_rest()
                raise self._called_off(wait.trouble)
            await self._attend()
            await self._clock.sleep(_PAUSE)
        if verdict == "stuck":
            raise _Stuck(wait.trouble or texts.TOO_SLOW)
        if wait.proven:
            await self._count()

    async def _count(self) -> None:
        self._known = self._sent
        if self._report is not None and (progress := self._progress()):
            await self._report(progress)

    async def _drop_rest(self) -> None:
        """So that what is waiting in the printer does not come out when nobody expects it any more."""
        with suppress(DeviceOffline, TimeoutError):
            await self._session.send(self._language.cancel)
            self._dropped = bool(self._language.cancel)

    def _progress(self) -> Progress | None:
        return Progress(self._known, self._job.total) if self._job.batch else None

    def _counted(self) -> texts.Count:
        return texts.Count(self._known, self._sent, self._job.total)

    @property
    def _nothing_sent(self) -> bool:
        return self._sent == self._job.first - 1

    def _called_off(self, trouble: str = "") -> Cancelled:
        text = texts.cancelled(self._counted(), proves=self._proves or self._nothing_sent)
        if trouble:
            text = texts.cancelled_stuck(self._name, self._counted(), trouble) + self._left()
        return Cancelled(text, device=self._name, nothing_sent=self._nothing_sent, progress=self._progress())

    def _broken(self, reason: str) -> KkmError:
        if self._nothing_sent:
            text = f"Принтер «{self._name}»: {reason.rstrip('.')}. Ничего не напечатано."
            return DeviceOffline(text, device=self._name, progress=self._progress())
        reason = reason.rstrip(".")
        text = texts.document_broken(self._name, reason)
        if self._job.batch:
            text = texts.batch_broken(self._name, self._counted(), reason, proves=self._proves)
        return OutcomeUnknown(text + self._left(), device=self._name, progress=self._progress())

    def _left(self) -> str:
        """What to do about labels that are still in the printer."""
        return "" if self._dropped or self._sent == self._known else texts.LEFT

    def _marked(self, error: RequestRefused) -> RequestRefused:
        error.nothing_sent, error.progress = self._nothing_sent, self._progress()
        return error

    def _outcome(self) -> Outcome:
        warnings = self._job.warnings
        if self._job.batch and self._known < self._job.total:
            warnings = (*warnings, texts.unproven(self._counted()))
        return Outcome(progress=self._progress(), warnings=warnings)
