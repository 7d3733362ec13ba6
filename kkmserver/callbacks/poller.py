"""Asks one site for commands, again and again, and tells it the results. Source: spec/kkmserver.md 1.10.

A site repeats a command until it sees its result, and a result is told until it was heard: both sides may break at
any moment. What is on disk decides: a command is there before it is given, a result goes once it was acknowledged.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from drivers.ports import Clock
from kkmserver.callbacks import letters
from kkmserver.callbacks.errands import Errands
from kkmserver.callbacks.letters import MOST_COMMANDS, RESULTS, SiteFault
from kkmserver.callbacks.line import Line, place_of
from kkmserver.config_callbacks import CallbackConfig
from kkmserver.dispatch.backoff import Backoff
from kkmserver.store.owed import Debts, Owed
from kkmserver.store.record import JournalBroken

_LOG = logging.getLogger("kkmserver.callbacks")
_RAREST = 300.0  # seconds between two questions to a site that does not answer; more where `every` is
_SPREAD = 0.1  # of `every`, added by chance: the shops of one site do not ask it all together
_LAST_QUESTION = 2.0  # seconds
_OURS = "внутренняя ошибка сервера, подробности в его журнале"


@dataclass(frozen=True, slots=True)
class SiteView:
    """A site as lists show it; nothing of it is secret."""

    name: str
    place: str  # "https://shop.example"
    asked: datetime | None  # when it was asked last; UTC
    heard: datetime | None  # when it answered last, as it should
    trouble: str  # why the last question failed, for people; "" = it did not
    under_way: int  # commands
    told: int  # results that the last question carried


class Poller:
    """One task, `run`, asks; errands are tasks of their own."""

    def __init__(
        self, site: CallbackConfig, errands: Errands, debts: Debts, clock: Clock, random: Callable[[], float]
    ) -> None:
        self._site, self._errands, self._debts = site, errands, debts
        self._clock, self._random = clock, random
        self._line = Line(site)
        self._backoff = Backoff(2 * site.every, max(_RAREST, 2 * site.every), random)
        self._asked: datetime | None = None
        self._heard: datetime | None = None
        self._trouble, self._told, self._leaving = "", 0, False
        self._resting = asyncio.Event()

    @property
    def site(self) -> CallbackConfig:
        return self._site

    def view(self) -> SiteView:
        times = (self._asked, self._heard)
        return SiteView(
            self._site.name, place_of(self._site.url), *times, self._trouble, len(self._errands), self._told
        )

    def drain(self) -> None:
        """Nothing more is asked; what is under way goes on."""
        self._leaving = True
        self._errands.drain()

    async def run(self) -> None:
        try:
            while not self._leaving:
                self._resting.clear()
                pause = await self._turn()
                self._resting.set()
                await self._clock.sleep(pause)
        finally:
            self._resting.set()
            await self._line.close()

    async def stop(self, task: "asyncio.Task[None]") -> None:
        """`task`: the one of `run`. A question that is under way is given a moment: its results need not be told
        again then."""
        self.drain()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._resting.wait(), _LAST_QUESTION)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await self._errands.stop()

    async def _turn(self) -> float:
        """One question; seconds to the next one."""
        try:
            self._note(await self._ask())
        except (SiteFault, JournalBroken) as error:
            self._note(str(error))
        except Exception:  # noqa: BLE001  # the last line of defence: a site is asked as long as the server runs
            _LOG.exception("callback %s failed", self._site.name)
            self._note(_OURS)
        else:
            self._heard = self._clock.now()
            self._backoff.reset()
            return self._site.every * (1 + _SPREAD * self._random())
        return max(self._site.every, self._backoff.next())

    async def _ask(self) -> str:
        """What was odd about the answer. Raises SiteFault, JournalBroken."""
        name = self._site.name
        await self._hand_on()
        owed = await self._debts.answered(name, RESULTS)
        results = letters.fitting(owed)
        self._asked, self._told = self._clock.now(), len(results)
        answer = await self._line.ask(letters.question(self._site.token, results))
        letter = await asyncio.to_thread(letters.read, name, answer)
        await self._debts.acknowledge([result.row for result in results])
        if len(results) == len(owed) < RESULTS:  # otherwise it shall first hear what it has missed
            await self._take(letter.commands, {result.key for result in results})
        return letter.oddity

    async def _take(self, commands: Iterable[Owed], told: set[tuple[str, str]]) -> None:
        """New ones. One whose result was told with this very question was repeated before the site looked at that."""
        if len(self._errands) < MOST_COMMANDS and not self._leaving:
            await asyncio.gather(*(self._debts.owe(command) for command in commands if command.key not in told))
            await self._hand_on()

    async def _hand_on(self) -> None:
        """Whatever has no result and is not under way: new commands, and those of the run before."""
        for command in await self._debts.unanswered(self._site.name):
            if command.row not in self._errands:
                await self._errands.give(command)

    def _note(self, trouble: str) -> None:
        """Once for each change, not once for each question."""
        if trouble and trouble != self._trouble:
            _LOG.warning("callback %s (%s): %s", self._site.name, place_of(self._site.url), trouble)
        elif self._trouble and not trouble:
            _LOG.info("callback %s answers again", self._site.name)
        self._trouble = trouble
