"""All sites that are asked for commands; nothing runs without one."""

import asyncio
import logging
import random as chance
from collections.abc import Callable, Sequence

from drivers.ports import Clock
from kkmserver.callbacks.errands import Errands
from kkmserver.callbacks.poller import Poller, SiteView
from kkmserver.config_callbacks import CallbackConfig
from kkmserver.dialects.http import Endpoint
from kkmserver.store.owed import Debts

_LOG = logging.getLogger("kkmserver.callbacks")


class Callbacks:
    """`take` begins, and begins anew with other settings; `drain` and `stop` end it."""

    def __init__(
        self,
        submit: Endpoint,
        lookup: Endpoint,
        debts: Debts,
        clock: Clock,
        random: Callable[[], float] = chance.random,
    ) -> None:
        """`submit`: POST /Execute/async, `lookup`: POST /Execute."""
        self._submit, self._lookup, self._debts = submit, lookup, debts
        self._clock, self._random = clock, random
        self._running: dict[str, tuple[Poller, asyncio.Task[None]]] = {}
        self._leaving = False
        self._changing = asyncio.Lock()

    async def take(self, sites: Sequence[CallbackConfig]) -> None:
        """Sites that are set up as before are not touched. Results of those that are gone stay on disk, for the day
        they come back under the same name."""
        wanted = {site.name: site for site in sites}
        async with self._changing:
            changed = [name for name, (poller, _) in self._running.items() if wanted.get(name) != poller.site]
            await asyncio.gather(*(self._end(name) for name in changed))
            for name, site in wanted.items():
                if name not in self._running and not self._leaving:
                    self._begin(site)

    def views(self) -> list[SiteView]:
        return [poller.view() for poller, _ in self._running.values()]

    def drain(self) -> None:
        """May be called from a signal handler."""
        self._leaving = True
        for poller, _ in self._running.values():
            poller.drain()

    async def stop(self) -> None:
        self.drain()
        async with self._changing:
            await asyncio.gather(*(self._end(name) for name in list(self._running)))

    def _begin(self, site: CallbackConfig) -> None:
        errands = Errands(site.name, self._submit, self._lookup, self._debts, self._clock)
        poller = Poller(site, errands, self._debts, self._clock, self._random)
        self._running[site.name] = poller, asyncio.get_running_loop().create_task(poller.run())
        _LOG.info("callback %s begins, every %g s", site.name, site.every)

    async def _end(self, name: str) -> None:
        poller, task = self._running.pop(name)
        await poller.stop(task)
        _LOG.info("callback %s ends", name)
