"""Config in, running server out; the only file that knows every concrete class."""

import asyncio
import gc
import logging
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from socket import socket
from types import FrameType

import uvicorn
from starlette.types import ASGIApp

from drivers import registry
from drivers.clock import SystemClock
from drivers.errors import KkmError
from drivers.ports import Clock, DeviceContext, Driver, HasTape
from drivers.transports.connection import open_transport
from kkmserver import __version__
from kkmserver.config import Config, ConfigError, ConfigFault, DeviceConfig
from kkmserver.dialects.kkm.dialect import NAME as KKM
from kkmserver.dialects.kkm.dialect import Decoder, KkmDialect
from kkmserver.dialects.kkm.machine import ServerFacts
from kkmserver.dialects.kkm.reading import Rules
from kkmserver.dispatch.device import Device, Patience
from kkmserver.dispatch.dispatcher import Dispatcher
from kkmserver.store.schema import JournalUnusable
from kkmserver.store.sqlite import SqliteJournal
from kkmserver.templates import Templates
from kkmserver.web.app import create_app
from kkmserver.web.listen import addresses, open_sockets, uvicorn_config

LOG_LEVEL = "KKMSERVER_LOG"  # environment: DEBUG adds a line for each command that was done
_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_COLLECT_AFTER = 10_000  # objects made and not gone; Python's own 700 are a few commands
_LAST_ANSWERS = 5  # seconds for answers that are on their way when everything else has stopped


def serve(config: Config, data: Path) -> int:
    """Run until told to stop; the exit code. Raises ConfigError when it cannot begin."""
    _open_log(os.environ.get(LOG_LEVEL, ""))
    clock = SystemClock()
    devices = _devices(config, data, clock)  # before anybody is let in: its faults end the server
    sockets = open_sockets(config.server)
    with asyncio.Runner(loop_factory=_fast_loop()) as runner:
        return runner.run(_serve(config, data, clock, devices, sockets))


async def _serve(config: Config, data: Path, clock: Clock, devices: list[Device], sockets: list[socket]) -> int:
    _private(data)
    async with AsyncExitStack() as held:
        journal = await _open_journal(data / "journal.db")
        held.push_async_callback(journal.close)
        rules = Rules(config.dialects.kkm.vat_18, Templates(Path(config.labels.templates)))
        dispatch = Dispatcher(
            journal,
            devices,
            {KKM: Decoder(rules, clock)},
            clock,
            keep_days=config.journal.keep_days,
            patience=Patience(queue=config.server.queue_limit),
        )
        await dispatch.start()
        server = _Server(_app(config, data, dispatch, devices, clock, rules), config, dispatch)
        print(_greeting(addresses(sockets, config.server), devices, data), flush=True)  # noqa: T201
        _calm_collector()
        await server.serve(sockets)
        await dispatch.stop(0)  # where the listener ended by itself; otherwise done already
    return 0


def _open_log(level: str) -> None:
    """Only our own lines follow `level`: what libraries say for debugging would hold requests and answers.

    A line for each command that was done would take a tenth of its processor time, and the journal tells it all.
    """
    logging.basicConfig(level=logging.INFO, format=_FORMAT, stream=sys.stderr)
    named = logging.getLevelNamesMapping().get(level.strip().upper(), logging.NOTSET)
    for package in ("kkmserver", "drivers", "pools"):
        logging.getLogger(package).setLevel(named)


def _calm_collector() -> None:
    """What is here after the start never goes: looking through it again and again makes the slowest answers slower."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_COLLECT_AFTER, *gc.get_threshold()[1:])


def _private(folder: Path) -> None:
    """A new folder is for this account alone: the journal names buyers. One that exists is its owner's business."""
    try:
        if not folder.exists():
            folder.mkdir(mode=0o700, parents=True)
    except OSError as error:
        text = f"папка {folder} не создаётся: {error.strerror}. Укажите другую (--data) или дайте права на неё"
        raise ConfigError([ConfigFault("--data", text)]) from error


async def _open_journal(path: Path) -> SqliteJournal:
    try:
        return await SqliteJournal.open(path)
    except JournalUnusable as error:
        raise ConfigError([ConfigFault("--data", str(error))]) from error


def check_devices(config: Config) -> None:
    """Raises ConfigError for options that a driver cannot use; opens nothing."""
    _devices(config, Path(), SystemClock())


def check_templates(config: Config) -> list[ConfigError]:
    """An error for each faulty label template; the server runs without those."""
    return Templates(Path(config.labels.templates)).check()


def device(config: Config, number: int, data: Path) -> Driver | None:
    """The driver of one device, None where no device has the number. Raises ConfigError."""
    found = next((one for one in config.devices if one.number == number), None)
    if found is None:
        return None
    try:
        return _device(found, config.home, data, SystemClock()).driver
    except KkmError as error:
        raise config.refused([(("devices", found.place), error.text)]) from error


def _devices(config: Config, data: Path, clock: Clock) -> list[Device]:
    """Raises ConfigError with what every driver says against its options."""
    found, faults = [], []
    for device in config.devices:
        try:
            found.append(_device(device, config.home, data, clock))
        except KkmError as error:
            faults.append((("devices", device.place), error.text))
    if faults:
        raise config.refused(faults)
    return found


def _device(device: DeviceConfig, home: Path, data: Path, clock: Clock) -> Device:
    context = DeviceContext(
        number=device.number,
        name=device.name,
        data=data / "devices" / str(device.number),
        clock=clock,
        open_transport=open_transport,
        home=home,
    )
    driver: Driver = registry.load(device.driver).build(context, device.options)
    return Device(number=device.number, name=device.name, driver_name=device.driver, driver=driver)


def _app(
    config: Config, data: Path, dispatch: Dispatcher, devices: Sequence[Device], clock: Clock, rules: Rules
) -> ASGIApp:
    facts = ServerFacts(name="KkmServer", version=__version__, started=clock.local(), folder=str(data))
    kkm = KkmDialect(dispatch, clock=clock, facts=facts, rules=rules)
    tapes = {device.number: device.driver for device in devices if isinstance(device.driver, HasTape)}
    return create_app(config, [kkm], dispatch, clock, tapes)


class _Server(uvicorn.Server):
    """Ctrl-C and SIGTERM: new work is refused, what is being printed is finished, then the listener closes.

    A second signal ends it at once.
    """

    def __init__(self, app: ASGIApp, config: Config, dispatch: Dispatcher) -> None:
        settings = uvicorn_config(app, config.server)
        settings.timeout_graceful_shutdown = _LAST_ANSWERS
        super().__init__(settings)
        self._dispatch, self._limit = dispatch, config.server.stop_timeout
        self._loop = asyncio.get_running_loop()
        self._stopping: asyncio.Task[None] | None = None

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        if self._stopping is None:
            self._dispatch.drain()
            self._loop.call_soon_threadsafe(self._begin_stopping)
        else:
            super().handle_exit(sig, frame)
            self.force_exit = True

    def _begin_stopping(self) -> None:
        if self._stopping is None:
            self._stopping = self._loop.create_task(self._stop())

    async def _stop(self) -> None:
        try:
            await self._dispatch.stop(self._limit)
        finally:
            self.should_exit = True


def _fast_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """uvloop where it exists; None is asyncio's own."""
    try:
        import uvloop
    except ImportError:
        return None
    loop: Callable[[], asyncio.AbstractEventLoop] = uvloop.new_event_loop
    return loop


def _greeting(where: Sequence[str], devices: Sequence[Device], data: Path) -> str:
    lines = [f"kkmserver {__version__} слушает {', '.join(where)}"]
    lines += [f"  {device.number:>3}  {device.name} ({device.driver.traits.model})" for device in devices]
    lines += [f"Журнал и виртуальные кассы: {data}"]
    lines += [f"Откройте в браузере {where[0]} – там пробный чек и его бумага. Остановить: Ctrl-C."]
    return "\n".join(lines)
