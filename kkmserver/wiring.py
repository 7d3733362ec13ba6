"""Config in, running server out; the only file that knows every concrete class."""

import asyncio
import gc
import logging
import signal
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from socket import socket
from types import FrameType
from uuid import uuid4

import uvicorn

from drivers import registry
from drivers.clock import SystemClock
from drivers.errors import KkmError
from drivers.model.state import DeviceKind
from drivers.ports import Clock, DeviceContext, Driver, HasTape
from drivers.transports import reasons
from drivers.transports.connection import open_transport
from drivers.transports.wire import Wire
from kkmserver import __version__, processing
from kkmserver import config as settings
from kkmserver.callbacks.callbacks import Callbacks
from kkmserver.config import Config, ConfigError, ConfigFault, DeviceConfig, PoolConfig
from kkmserver.dialects.kkm.dialect import NAME as KKM
from kkmserver.dialects.kkm.dialect import Decoder, KkmDialect
from kkmserver.dialects.kkm.machine import ServerFacts
from kkmserver.dialects.kkm.reading import Rules
from kkmserver.dispatch.device import Device, Patience
from kkmserver.dispatch.dispatcher import Dispatcher
from kkmserver.dispatch.limits import Limits
from kkmserver.dispatch.order import Draining
from kkmserver.logs import open_log
from kkmserver.reload import changes, holds
from kkmserver.store.record import JournalBroken
from kkmserver.store.schema import JournalUnusable
from kkmserver.store.sqlite import SqliteJournal
from kkmserver.templates import Templates
from kkmserver.web import search
from kkmserver.web.app import App, create_app
from kkmserver.web.listen import addresses, open_sockets, uvicorn_config
from kkmserver.web.metrics import Metrics
from kkmserver.web.searching import Searches
from kkmserver.web.signin import check_listen
from pools.policy import Policy
from pools.pool import PoolPlan

_LOG = logging.getLogger(__name__)
_COLLECT_AFTER = 10_000  # objects made and not gone; Python's own 700 are a few commands
_LAST_ANSWERS = 5  # seconds for answers that are on their way when everything else has stopped
_MIB = 2**20


def serve(config: Config, data: Path) -> int:
    """Run until told to stop; the exit code. Raises ConfigError when it cannot begin."""
    open_log(config.log.level, config.log.format, config.log.commands)
    clock = SystemClock()
    name = _server_name(data)
    devices = _devices(config, config.devices, data, clock, name)  # before anybody is let in: its faults end the server
    sockets = open_sockets(config.server)
    with asyncio.Runner(loop_factory=_fast_loop()) as runner:
        return runner.run(_serve(config, data, clock, name, devices, sockets))


async def _serve(
    config: Config, data: Path, clock: Clock, name: str, devices: list[Device], sockets: list[socket]
) -> int:
    async with AsyncExitStack() as held:
        metrics = Metrics()
        journal = await _open_journal(data / "journal.db", config.journal.reserve * _MIB)
        held.push_async_callback(journal.close)
        journal.watch_commits(metrics.committed)
        rules = _rules(config)
        decoders = {KKM: Decoder(rules, clock)}
        dispatch = Dispatcher(
            journal,
            devices,
            decoders,
            clock,
            pools=_pools(config.pools),
            keep_days=config.journal.keep_days,
            audit_days=config.journal.audit_days,
            patience=Patience(queue=config.server.queue_limit),
            limits=Limits(config.server.in_flight_limit, config.server.client_rate),
            meter=metrics,
            server=name,
            processing=processing.of(config),
        )
        held.push_async_callback(dispatch.stop, 0)  # where something went wrong; otherwise done already
        _keep_wire_logs(config, devices)
        await dispatch.start()
        tapes = _tapes(devices)
        facts = ServerFacts(name="KkmServer", version=__version__, started=clock.local(), folder=str(data))
        kkm = KkmDialect(dispatch, clock=clock, facts=facts, rules=rules, count_refused=metrics.refused)
        searches = Searches(config, clock, open_transport, offers=registry.searches)
        held.push_async_callback(searches.stop)
        finding = search.routes(searches, dispatch, dispatch.note)
        app = create_app(config, [kkm], dispatch, clock, tapes, metrics, finding)
        greeting = _greeting(addresses(sockets, config.server), devices, config.pools, data)
        callbacks = _callbacks(kkm, journal, clock)
        held.push_async_callback(callbacks.stop)
        await callbacks.take(config.callbacks)
        server = _Server(app, config, dispatch, callbacks, greeting)

        def take_rules(new: Config) -> None:
            decoders[KKM] = Decoder(_rules(new), clock)
            kkm.reload(_rules(new))

        house = _House(config, data, clock, name, dispatch, [app.reload, take_rules, searches.reload], tapes, callbacks)
        house.listen_to_signals()
        _calm_collector()
        await server.serve(sockets)
    return 0


class _House:
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
        self._dispatch, self._others, self._tapes = dispatch, others, tapes
        self._reading: asyncio.Task[None] | None = None
        self._wanted = False

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
            new = await asyncio.to_thread(settings.load, self._config.path)
            await self._take(new.overridden_as(self._config))
        except ConfigError as error:
            _LOG.error("settings not taken, everything stays as it was:\n%s", error)
        except JournalBroken as error:
            _LOG.error("settings not taken: %s", error)
        except Draining:
            _LOG.warning("settings not taken: the server is stopping")

    async def _take(self, new: Config) -> None:
        """Raises ConfigError, JournalBroken, Draining; nothing has changed then."""
        check_listen(new)
        found = changes(self._config, new)
        devices = await asyncio.to_thread(_devices, new, found.devices, self._data, self._clock, self._name)
        known = {one.number: one.kind for one in self._dispatch.devices()} | _kinds(devices)
        stay = {device.number for device in new.devices}
        _check_kinds(new, {number: kind for number, kind in known.items() if number in stay})
        await self._dispatch.reconfigure(devices, found.gone, _pools(new.pools))
        self._dispatch.process(processing.of(new))
        _keep_wire_logs(new, devices)
        self._config = new
        for number in (*found.gone, *(device.number for device in devices)):
            self._tapes.pop(number, None)
        self._tapes.update(_tapes(devices))
        for take in self._others:
            take(new)
        if self._callbacks:
            await self._callbacks.take(new.callbacks)
        open_log(new.log.level, new.log.format, new.log.commands)
        _LOG.info("settings read again: changed devices %s, gone %s", [d.number for d in devices], list(found.gone))
        if found.after_restart:
            _LOG.warning("%s: changed, but counts only from the next start", ", ".join(found.after_restart))


def _calm_collector() -> None:
    """What is here after the start never goes: looking through it again and again makes the slowest answers slower."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_COLLECT_AFTER, *gc.get_threshold()[1:])


def _server_name(data: Path) -> str:
    """What this server is called among others that commands are forwarded through; made once. Raises ConfigError."""
    _private(data)
    file = data / "server-id"
    try:
        name = file.read_text(encoding="ascii").strip() if file.exists() else ""
        if not name:  # a full disk leaves an empty file
            name = uuid4().hex
            file.write_text(name, encoding="ascii")
        return name[:64]
    except (OSError, UnicodeError) as error:
        raise ConfigError([ConfigFault("--data", f"файл {file} не читается или не пишется: {error}")]) from error


def _private(folder: Path) -> None:
    """A new folder is for this account alone: the journal names buyers. One that exists is its owner's business."""
    try:
        if not folder.exists():
            folder.mkdir(mode=0o700, parents=True)
    except OSError as error:
        text = f"папка {folder} не создаётся: {reasons.of(error)}. Укажите другую (--data) или дайте права на неё"
        raise ConfigError([ConfigFault("--data", text)]) from error


async def _open_journal(path: Path, reserve: int) -> SqliteJournal:
    try:
        return await SqliteJournal.open(path, reserve=reserve)
    except JournalUnusable as error:
        raise ConfigError([ConfigFault("--data", str(error))]) from error


def check_devices(config: Config) -> None:
    """Raises ConfigError for options that a driver cannot use, pools of unlike devices, and numbers of devices of the
    wrong kind; opens nothing."""
    _check_kinds(config, _kinds(_devices(config, config.devices, Path(), SystemClock(), "")))


def check_templates(config: Config) -> list[ConfigError]:
    """An error for each faulty label template; the server runs without those."""
    return Templates(Path(config.labels.templates)).check()


def device(config: Config, number: int, data: Path) -> Driver | None:
    """The driver of one device, None where no device has the number. Raises ConfigError."""
    found = [one for one in config.devices if one.number == number]
    devices = _devices(config, found, data, SystemClock(), "")
    return devices[0].driver if devices else None


def _devices(config: Config, devices: Sequence[DeviceConfig], data: Path, clock: Clock, server: str) -> list[Device]:
    """Raises ConfigError with what every driver says against its options."""
    found, faults = [], []
    for one in devices:
        try:
            found.append(_device(config, one, data, clock, server))
        except KkmError as error:
            faults.append((("devices", one.place), error.text))
    if faults:
        raise config.refused(faults)
    return found


def _device(config: Config, device: DeviceConfig, data: Path, clock: Clock, server: str) -> Device:
    """Some devices are behind no wire of ours: virtual ones, another server."""
    wire = Wire(clock, device.name, data / "wire" / f"{device.number}.log")
    wired = hasattr(device.options, "connection")
    context = DeviceContext(
        number=device.number,
        name=device.name,
        data=data / "devices" / str(device.number),
        clock=clock,
        open_transport=lambda connection: wire.tapped(open_transport(connection)),
        home=config.home,
        server=server,
    )
    driver: Driver = registry.load(device.driver).build(context, device.options)
    return Device(
        number=device.number,
        name=device.name,
        driver_name=device.driver,
        driver=driver,
        wire=wire if wired else None,
        poll=device.poll,
        holds=holds(config, device),
    )


def _keep_wire_logs(config: Config, devices: Sequence[Device]) -> None:
    """Of those whose settings say so; their drivers have opened nothing yet."""
    wanted = {device.number for device in config.devices if device.wire_log}
    for device in devices:
        if device.wire and device.number in wanted:
            device.wire.keep(True)


def _callbacks(kkm: KkmDialect, debts: SqliteJournal, clock: Clock) -> Callbacks:
    doors = kkm.endpoints()
    return Callbacks(doors["POST", "/execute/async"], doors["POST", "/execute"], debts, clock)


def _rules(config: Config) -> Rules:
    return Rules(config.dialects.kkm.vat_18, Templates(Path(config.labels.templates)))


def _pools(pools: Sequence[PoolConfig]) -> list[PoolPlan]:
    return [
        PoolPlan(
            number=pool.number,
            name=pool.name,
            members=pool.members,
            policy=Policy(pool.policy),
            block_after=pool.block_after,
            probe_every=pool.probe_every,
            unblock_by_probe=pool.unblock == "probe",
        )
        for pool in pools
    ]


def _kinds(devices: Sequence[Device]) -> dict[int, DeviceKind]:
    return {device.number: device.driver.traits.kind for device in devices}


def _check_kinds(config: Config, kinds: Mapping[int, DeviceKind]) -> None:
    """Raises ConfigError: a receipt for a pool must not land on a label printer, nor money on scales."""
    faults: list[processing.Fault] = [
        (("pools", i, "members"), "в пуле только устройства одного вида: кассы, чековые принтеры или принтеры этикеток")
        for i, pool in enumerate(config.pools)
        if len({kinds[member] for member in pool.members}) > 1
    ]
    if faults := faults + processing.faults(config, kinds):
        raise config.refused(faults)


def _tapes(devices: Sequence[Device]) -> dict[int, HasTape]:
    return {device.number: device.driver for device in devices if isinstance(device.driver, HasTape)}


class _Server(uvicorn.Server):
    """Ctrl-C and SIGTERM: new work is refused, what is being printed is finished, then the listener closes.

    A second signal ends it at once.
    """

    def __init__(self, app: App, config: Config, dispatch: Dispatcher, callbacks: Callbacks, greeting: str) -> None:
        settings = uvicorn_config(app, config.server)
        settings.timeout_graceful_shutdown = _LAST_ANSWERS
        super().__init__(settings)
        self._dispatch, self._limit, self._greeting = dispatch, config.server.stop_timeout, greeting
        self._callbacks = callbacks
        self._loop = asyncio.get_running_loop()
        self._stopping: asyncio.Task[None] | None = None

    async def startup(self, sockets: list[socket] | None = None) -> None:
        """Whoever reads the greeting may call, and may press Ctrl-C."""
        await super().startup(sockets)
        print(self._greeting, flush=True)  # noqa: T201

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        if self._stopping is None:
            self._callbacks.drain()  # first: what the dispatcher refuses from now on is no result for a site
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


def _greeting(where: Sequence[str], devices: Sequence[Device], pools: Sequence[PoolConfig], data: Path) -> str:
    lines = [f"kkmserver {__version__} слушает {', '.join(where)}"]
    lines += [f"  {device.number:>3}  {device.name} ({device.driver.traits.model})" for device in devices]
    lines += [f"  {pool.number:>3}  {pool.name} (пул: {', '.join(map(str, pool.members))})" for pool in pools]
    lines += [f"Журнал и виртуальные кассы: {data}"]
    lines += [f"Откройте в браузере {where[0]} – там пробный чек и его бумага. Остановить: Ctrl-C."]
    return "\n".join(lines)
