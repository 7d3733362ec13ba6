"""What became of a command whose answer was lost: the device is asked, and what is known is kept as evidence."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Protocol, TypeVar

from drivers.errors import DeviceOffline, KkmError, OutcomeUnknown
from drivers.model.state import DeviceKind
from drivers.ports import Driver
from kkmserver.dispatch.backoff import Backoff
from kkmserver.dispatch.device import Patience
from kkmserver.dispatch.job import Job
from kkmserver.dispatch.selection import able
from kkmserver.dispatch.underway import advance, any_printed
from kkmserver.dispatch.verdict import Doubt, Verdict, disproved, done, unknown

_LOG = logging.getLogger("kkmserver.dispatch")
_LOOK = "Проверьте последний документ на устройстве: если нужного там нет, отправьте его снова с новым номером команды."
_OTHER = "Под номером устройства, которое её выполняло, теперь другое."
BUG = "Внутренняя ошибка драйвера устройства (подробности в файле журнала программы)."

T = TypeVar("T")


class Within(Protocol):
    async def __call__(self, seconds: float, answer: Awaitable[T], /) -> T:
        """Raises DeviceOffline when there is no answer in time."""
        ...


class Settling:
    """Of one device."""

    def __init__(
        self,
        driver: Driver,
        patience: Patience,
        random: Callable[[], float],
        *,
        within: Within,
        pause: Callable[[float], Awaitable[bool]],
        offline: Callable[[str], None],
    ) -> None:
        """`pause`: waits so many seconds; False at once when the worker retires. `offline` is told that it is away."""
        self._driver, self._patience, self._random = driver, patience, random
        self._within, self._pause, self._offline = within, pause, offline

    async def settle(self, job: Job, doubt: Doubt) -> Verdict | None:
        """None: the worker retires; the row stays RUNNING."""
        verdict = await self._insist(job, doubt)
        if verdict is None:
            return None
        return replace(verdict, evidence=replace(doubt.evidence, cause=doubt.text, after=await self._counters()))

    async def _insist(self, job: Job, doubt: Doubt) -> Verdict | None:
        """Ask for as long as the device is away; the row stays RUNNING meanwhile."""
        backoff, tries = Backoff(self._patience.pause, self._patience.pause_most, self._random), 0
        while True:
            try:
                return await self._ask(job, doubt)
            except DeviceOffline as error:
                self._offline(error.text)
            except KkmError as error:
                backoff.reset()
                tries += 1
                if tries >= self._patience.settle_tries:
                    return unknown(
                        f"{doubt.text} На вопрос о документе устройство отвечает ошибкой: {error.text} {_LOOK}"
                    )
            if not await self._pause(backoff.next()):
                return None

    async def _ask(self, job: Job, doubt: Doubt) -> Verdict:
        assert job.command is not None
        if not able(self._driver.traits, job.command):  # it has never heard of it, and would say so
            return unknown(f"{doubt.text} {_OTHER} {_LOOK}")
        try:
            answer = self._driver.settle(job.command, job.record.mark)
            outcome = await self._within(self._patience.command, answer)
        except OutcomeUnknown as error:
            advance(job, error.progress)
            return unknown(self._advised(doubt.text if doubt.told else f"{doubt.text} {error.text}"))
        except KkmError:
            raise
        except Exception:  # noqa: BLE001  # the last line of defence against a driver's bugs
            _LOG.exception("id %.80r: not settled, the driver has a bug", job.entry.id)
            return unknown(f"{doubt.text} {BUG} {_LOOK}")
        if outcome:
            return done(outcome)
        return unknown(self._advised(doubt.text)) if any_printed(job) else disproved(doubt.text)

    async def _counters(self) -> str:
        """Where they stand now; "" where the device does not say."""
        try:
            return await self._within(self._patience.after, self._driver.mark())
        except KkmError as error:
            _LOG.debug("no counters after a lost answer: %s", error.code)
        except Exception:  # noqa: BLE001  # the same
            _LOG.exception("no counters after a lost answer: the driver has a bug")
        return ""

    def _advised(self, text: str) -> str:
        """Whoever has seen the device says better what to look at; of a register it must be the document."""
        fiscal = self._driver.traits.kind is DeviceKind.REGISTER
        said = ("Посмотрите", "Проверьте чек", "Проверьте последний") if fiscal else ("Посмотрите", "Проверьте")
        return text if any(words in text for words in said) else f"{text} {_LOOK}"
