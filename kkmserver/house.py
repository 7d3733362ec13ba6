"""The settings of a running server: read again on SIGHUP, or taken from who has changed them."""

import asyncio
import logging
import signal
from collections.abc import Callable, Sequence
from pathlib import Path

from drivers.ports import Clock, HasTape
from kkmserver import config as settings
from kkmserver import processing
from kkmserver.building import built, check_kinds, keep_wire_logs, kinds_of, pool_plans, tapes_of
from kkmserver.callbacks.callbacks import Callbacks
from kkmserver.config import Config, ConfigError
from kkmserver.dispatch.dispatcher import Dispatcher
from kkmserver.dispatch.order import Draining
from kkmserver.logs import open_log
from kkmserver.reload import changes
from kkmserver.store.record import JournalBroken
from kkmserver.web.signin import check_listen

_LOG = logging.getLogger(__name__)


class House:
    """The settings as they are now; read again on SIGHUP."""

    def __init__(
        self,
        config: Config,
        data: Path,
        clock: Clock,
        name: str,
        dispatch: Dispatcher,
        others: Sequence[Callable[[Config], None]],
        tapes: dict[int, HasTape],
        callbacks: Callbacks | None = None,
    ) -> None:
        """`others` are told the new settings when the dispatcher has taken them."""
        self._callbacks = callbacks
        self._config, self._data, self._clock, self._name = config, data, clock, name
        self._dispatch, self._others, self._tapes = dispatch, list(others), tapes
        self._reading: asyncio.Task[None] | None = None
        self._wanted = False
        self._turn = asyncio.Lock()

    @property
    def config(self) -> Config:
        return self._config

    async def take(self, new: Config) -> None:
        """Go by other settings. Raises ConfigError, JournalBroken, Draining; nothing has changed then."""
        async with self._turn:
            await self._take(new)

    def tell(self, take: Callable[[Config], None]) -> None:
        """One more that is to hear of new settings."""
        self._others.append(take)

    def listen_to_signals(self) -> None:
        """Windows has no SIGHUP. One that came during the start is heard now."""
        if hasattr(signal, "SIGHUP"):
            asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, self._begin)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGHUP})

    def _begin(self) -> None:
        """Once more after a reading that is under way: it may have missed the last change."""
        self._wanted = True
        if self._reading is None or self._reading.done():
            self._reading = asyncio.get_running_loop().create_task(self._read())

    async def _read(self) -> None:
        while self._wanted:
            self._wanted = False
            try:
                await self._reload()
            except Exception:  # noqa: BLE001  # the last line of defence: the shop goes on with the settings it has
                _LOG.exception("settings not taken")

    async def _reload(self) -> None:
        if self._config.path is None:
            _LOG.warning("settings not read again: the server runs without a file")
            return
        try:
            async with self._turn:
                new = await asyncio.to_thread(settings.load, self._config.path)
                await self._take(new.overridden_as(self._config))
        except ConfigError as error:
            _LOG.error("settings not taken, everything stays as it was:\n%s", error)
        except JournalBroken as error:
            _LOG.error("settings not taken: %s", error)
        except Draining:
            _LOG.warning("settings not taken: the server is stopping")

    async def _take(self, new: Config) -> None:
        check_listen(new)
        found = changes(self._config, new)
        devices = await asyncio.to_thread(built, new, found.devices, self._data, self._clock, self._name)
        known = {one.number: one.kind for one in self._dispatch.devices()} | kinds_of(devices)
        stay = {device.number for device in new.devices}
        check_kinds(new, {number: kind for number, kind in known.items() if number in stay})
        await self._dispatch.reconfigure(devices, found.gone, pool_plans(new.pools))
        self._dispatch.process(processing.of(new))
        keep_wire_logs(new, devices)
        self._config = new
        for number in (*found.gone, *(device.number for device in devices)):
            self._tapes.pop(number, None)
        self._tapes.update(tapes_of(devices))
        for take in self._others:
            take(new)
        if self._callbacks:
            await self._callbacks.take(new.callbacks)
        open_log(new.log.level, new.log.format, new.log.commands)
        _LOG.info("settings read again: changed devices %s, gone %s", [d.number for d in devices], list(found.gone))
        if found.after_restart:
            _LOG.warning("%s: changed, but counts only from the next start", ", ".join(found.after_restart))
