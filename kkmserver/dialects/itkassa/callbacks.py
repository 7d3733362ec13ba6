"""Tells the sites of organisations the results of their jobs until they have heard. Source: spec/itkassa.md 10."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from math import inf

from drivers.ports import Clock
from kkmserver.dialects.itkassa import document
from kkmserver.dialects.itkassa.callbacks_line import Answered, place_of, post
from kkmserver.dialects.itkassa.job import Job
from kkmserver.dialects.itkassa.letters import letter
from kkmserver.dialects.itkassa.letters_smtp import NotSent, Smtp, send
from kkmserver.dialects.itkassa.retries import Callback, Fate, Retries, next_pause
from kkmserver.dialects.itkassa.store import StoreBroken, Wishes

_LOG = logging.getLogger(__name__)

LETTER_TRIED = timedelta(days=1)
_LETTER_PAUSES = (60.0, 300.0, 900.0, 3600.0)  # seconds, the last one again and again
_LONGEST = 3600.0  # seconds of one sleep: settings may change meanwhile
_AGAIN = 2.0  # seconds until a result is written down once more
_BROKEN = 60.0  # seconds until the store is tried again

WishesOf = Callable[[str], Awaitable[Wishes]]
PausesOf = Callable[[str], Sequence[float]]  # organisation -> seconds before each attempt


class Callbacks:
    """One task for each organisation that is owed something, and one for letters."""

    def __init__(
        self, retries: Retries, wishes: WishesOf, pauses: PausesOf, smtp: Callable[[], Smtp], clock: Clock
    ) -> None:
        """`pauses` and `smtp`: as the settings are now."""
        self.retries, self._wishes, self._pauses, self._smtp, self._clock = retries, wishes, pauses, smtp, clock
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._awake: dict[str, asyncio.Event] = {}
        self._others: list[Callable[[Job], Awaitable[None]]] = []

    def tell(self, other: Callable[[Job], Awaitable[None]]) -> None:
        """One more that is to hear of finished jobs."""
        self._others.append(other)

    async def start(self) -> None:
        """Goes on with what is left of the run before. Raises StoreBroken."""
        await self.retries.forget(self._clock.now())
        for organization in await self.retries.organizations():
            self._wake(organization)
        self._wake("")

    async def stop(self) -> None:
        tasks = list(self._tasks.values())
        self._tasks.clear()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def finished(self, job: Job) -> None:
        """Its result is owed, on disk on return, however long the disk takes nothing; once more is no harm."""
        while True:
            try:
                await self._owe(job)
            except StoreBroken as error:
                _LOG.error("job %s: its result is not yet written down: %s", job.id, error)
                await self._clock.sleep(_AGAIN)
            else:
                self._wake(job.organization)
                return

    def wake(self) -> None:
        """Settings have changed: who waits looks again."""
        for event in self._awake.values():
            event.set()

    async def test(self, organization: str) -> Answered:
        """One call to testUrl. Raises StoreBroken; ValueError where there is no address."""
        wishes = await self._wishes(organization)
        url = wishes.test_url or wishes.result_url
        if not url:
            raise ValueError("Адрес для проверки не задан: укажите testUrl организации")
        told = {"test": True, "organizationId": organization, "createdAt": self._clock.now().isoformat("T", "seconds")}
        return await post(url, wishes.callback_key, organization, json.dumps(told).encode())

    async def _owe(self, job: Job) -> None:
        """Raises StoreBroken."""
        pause = next_pause(self._pauses(job.organization), 0) or 0.0
        version, content = job.updated_at.isoformat(), document.body(job)
        await self.retries.owe(job.id, version, job.organization, content, self._clock.now(), pause)
        for other in self._others:
            await other(job)

    def _wake(self, name: str) -> None:
        """`name`: the organisation, "" = letters."""
        self._awake.setdefault(name, asyncio.Event()).set()
        if name not in self._tasks:
            self._tasks[name] = asyncio.get_running_loop().create_task(self._keep(name))

    async def _keep(self, name: str) -> None:
        event = self._awake[name]
        while True:
            event.clear()
            try:
                pause = await (self._tell(name) if name else self._write())
            except StoreBroken as error:
                _LOG.error("callbacks wait: %s", error)
                pause = _BROKEN
            except Exception:  # noqa: BLE001  # the last line of defence: results are told as long as the server runs
                _LOG.exception("callbacks stumbled")
                pause = _BROKEN
            await self._rest(pause, event)

    async def _rest(self, seconds: float, event: asyncio.Event) -> None:
        """Until something new comes, `seconds` at the most."""
        if seconds <= 0 or event.is_set():
            await asyncio.sleep(0)
            return
        if seconds == inf:
            await event.wait()
            return
        waits = [asyncio.ensure_future(self._clock.sleep(min(seconds, _LONGEST))), asyncio.ensure_future(event.wait())]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for one in waits:
                one.cancel()
            await asyncio.gather(*waits, return_exceptions=True)

    async def _tell(self, organization: str) -> float:
        """One attempt, where one is due; seconds to the next."""
        one = await self.retries.next(organization)
        if one is None:
            return inf
        now = self._clock.now().timestamp()
        if one.due > now:
            return one.due - now
        wishes = await self._wishes(organization)
        if not wishes.result_url:
            await self.retries.over(one, Fate.ASIDE)
            return 0
        await self._judge(one, wishes, await post(wishes.result_url, wishes.callback_key, organization, one.body))
        return 0

    async def _judge(self, one: Callback, wishes: Wishes, answered: Answered) -> None:
        if answered.delivered:
            await self.retries.over(one, Fate.DELIVERED)
            return
        place, now = place_of(wishes.result_url), self._clock.now()
        _LOG.warning("job %s: attempt %d to tell %s: %s", one.job, one.attempts + 1, place, answered.trouble)
        pause = next_pause(self._pauses(one.organization), one.attempts + 1)
        if pause is not None:
            due = now + timedelta(seconds=pause)
            await self.retries.failed(one, due, answered.status, answered.trouble)
        elif wishes.error_email:
            await self.retries.give_up(one, now, now + LETTER_TRIED, answered.status, answered.trouble)
            self._wake("")
        else:
            await self.retries.over(one, Fate.SILENT, answered.trouble)

    async def _write(self) -> float:
        """One letter, where one is due; seconds to the next."""
        one = await self.retries.next_letter()
        if one is None:
            return inf
        now = self._clock.now()
        if one.due > now.timestamp():
            return one.due - now.timestamp()
        try:
            await self._send(one, await self._wishes(one.organization))
        except NotSent as error:
            await self._not_sent(one, str(error))
        else:
            await self.retries.over(one, Fate.TOLD, one.trouble)
        return 0

    async def _send(self, one: Callback, wishes: Wishes) -> None:
        smtp = self._smtp()
        if not smtp.host:
            raise NotSent("почтовый сервер не задан, укажите [smtp]")
        try:
            made = letter(one, wishes.result_url, smtp.sender, wishes.error_email, self._clock.local())
        except Exception as error:  # whatever an odd address makes of the library: letters behind it must not wait
            raise NotSent("адрес получателя или отправителя не годится для письма") from error
        await send(smtp, made)

    async def _not_sent(self, one: Callback, why: str) -> None:
        now = self._clock.now()
        pause = _LETTER_PAUSES[min(one.attempts, len(_LETTER_PAUSES) - 1)]
        if now.timestamp() + pause < one.until:
            _LOG.warning("job %s: letter not sent, once more in %g s: %s", one.job, pause, why)
            await self.retries.later(one, now + timedelta(seconds=pause))
        else:
            _LOG.error("job %s: letter given up: %s", one.job, why)
            await self.retries.over(one, Fate.SILENT, f"{one.trouble}; письмо не ушло: {why}")
