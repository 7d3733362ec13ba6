"""Config in, running server out; the only file that knows every concrete class."""

import asyncio
import gc
import os
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from socket import socket
from uuid import uuid4

from drivers import registry
from drivers.clock import SystemClock
from drivers.ports import Clock
from drivers.transports import reasons
from drivers.transports.connection import open_transport
from kkmserver import __version__, candidate, door_building, processing
from kkmserver.building import built, check_kinds, keep_wire_logs, kinds_of, pool_plans, tapes_of
from kkmserver.callbacks.callbacks import Callbacks
from kkmserver.config import Config, ConfigError, ConfigFault
from kkmserver.dialects.kkm.dialect import NAME as KKM
from kkmserver.dialects.kkm.dialect import Decoder, KkmDialect
from kkmserver.dialects.kkm.machine import ServerFacts
from kkmserver.dialects.kkm.reading import Rules
from kkmserver.dispatch.device import Device, Patience
from kkmserver.dispatch.dispatcher import Dispatcher
from kkmserver.dispatch.limits import Limits
from kkmserver.door_building import Surroundings
from kkmserver.doors import Doors, Opened, open_all
from kkmserver.house import House
from kkmserver.http_server import Server
from kkmserver.keeper import Keeper
from kkmserver.logs import open_log
from kkmserver.store.schema import JournalUnusable
from kkmserver.store.sqlite import SqliteJournal
from kkmserver.templates import Templates
from kkmserver.web import administration, labels, search
from kkmserver.web.app import create_app
from kkmserver.web.listen import addresses, open_sockets
from kkmserver.web.metrics import Metrics
from kkmserver.web.premises import Premises
from kkmserver.web.searching import Searches
from kkmserver.web.session_key import session_key

_COLLECT_AFTER = 10_000  # objects made and not gone; Python's own 700 are a few commands
_MIB = 2**20
Bundler = Callable[[Config, Path, Path], None]  # settings, data folder, file to write; raises OSError


def serve(config: Config, data: Path, bundle: Bundler | None = None) -> bool:
    """Run until told to stop; whether to begin anew. Raises ConfigError when it cannot begin.

    `bundle`: makes the archive for support.
    """
    open_log(config.log.level, config.log.format, config.log.commands)
    clock = SystemClock()
    name = _server_name(data)
    devices = built(config, config.devices, data, clock, name)  # before anybody is let in: its faults end the server
    check_kinds(config, kinds_of(devices))
    sockets, opened = open_sockets(config.server), open_all(config)
    with asyncio.Runner(loop_factory=_fast_loop()) as runner:
        return runner.run(_serve(config, data, clock, name, devices, sockets, opened, bundle))


async def _serve(
    config: Config,
    data: Path,
    clock: Clock,
    name: str,
    devices: list[Device],
    sockets: list[socket],
    opened: Opened,
    bundle: Bundler | None,
) -> bool:
    async with AsyncExitStack() as held:
        metrics = Metrics()
        journal = await _open_journal(data / "journal.db", config.journal.reserve * _MIB)
        held.push_async_callback(journal.close)
        journal.watch_commits(metrics.committed)
        rules = _rules(config)
        decoders = door_building.decoders()
        decoders[KKM] = Decoder(rules, clock)
        dispatch = Dispatcher(
            journal,
            devices,
            decoders,
            clock,
            pools=pool_plans(config.pools),
            keep_days=config.journal.keep_days,
            audit_days=config.journal.audit_days,
            patience=Patience(queue=config.server.queue_limit),
            limits=Limits(config.server.in_flight_limit, config.server.client_rate),
            meter=metrics,
            server=name,
            processing=processing.of(config),
        )
        held.push_async_callback(dispatch.stop, 0)  # where something went wrong; otherwise done already
        keep_wire_logs(config, devices)
        await dispatch.start()
        tapes = tapes_of(devices)
        facts = ServerFacts(name="KkmServer", version=__version__, started=clock.local(), folder=str(data))
        kkm = KkmDialect(dispatch, clock=clock, facts=facts, rules=rules, count_refused=metrics.refused)
        searches = Searches(config, clock, open_transport, offers=registry.searches)
        held.push_async_callback(searches.stop)
        callbacks = _callbacks(kkm, journal, clock)
        held.push_async_callback(callbacks.stop)
        await callbacks.take(config.callbacks)
        doors = Doors(config, opened, Surroundings(dispatch=dispatch, clock=clock, data=data), metrics.answered)
        held.push_async_callback(doors.stop, 0)
        await doors.build()

        def take_rules(new: Config) -> None:
            decoders[KKM] = Decoder(_rules(new), clock)
            kkm.reload(_rules(new))

        house = House(
            config, data, clock, name, dispatch, [take_rules, searches.reload, doors.reload], tapes, callbacks
        )
        ports = {one.getsockname()[1] for one in (*sockets, *(one for _, those in opened for one in those))}
        premises = Premises(
            keeper=Keeper(data, lambda: house.config, lambda new: candidate.check(new, config, ports), house.take),
            dispatch=dispatch,
            audit=dispatch.note,
            clock=clock,
            data=data,
            began=config,
            started=clock.now(),
            listening=addresses(sockets, config.server),
            now=lambda: house.config,
            signin=lambda: app.signin,
            restart=(lambda: server.restart()) if os.name == "posix" else None,
            bundle=(lambda out: bundle(house.config, data, out)) if bundle else None,
            gates=doors.listening,
            keys=doors.keys,
        )
        more = [*search.routes(searches, dispatch, dispatch.note), *administration.routes(premises)]
        more += labels.routes(premises.now, premises.keeper.ensure_file, premises.audit, clock)
        more += doors.console(premises.audit)
        app = create_app(config, [kkm], dispatch, clock, tapes, metrics, more, session_key(data), doors.tellers)
        house.tell(app.reload)
        greeting = _greeting(premises.listening, devices, config, data, doors.greeting())
        server = Server(app, config, dispatch, callbacks, doors, greeting)
        house.listen_to_signals()
        await doors.open()
        _calm_collector()
        await server.serve(sockets)
    return server.again


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


def _callbacks(kkm: KkmDialect, debts: SqliteJournal, clock: Clock) -> Callbacks:
    doors = kkm.endpoints()
    return Callbacks(doors["POST", "/execute/async"], doors["POST", "/execute"], debts, clock)


def _rules(config: Config) -> Rules:
    return Rules(config.dialects.kkm.vat_18, Templates(Path(config.labels.templates)))


def _fast_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """uvloop where it exists; None is asyncio's own."""
    try:
        import uvloop
    except ImportError:
        return None
    loop: Callable[[], asyncio.AbstractEventLoop] = uvloop.new_event_loop
    return loop


def _greeting(where: Sequence[str], devices: Sequence[Device], config: Config, data: Path, doors: Sequence[str]) -> str:
    lines = [f"kkmserver {__version__} слушает {', '.join(where)}", *doors]
    lines += [f"  {device.number:>3}  {device.name} ({device.driver.traits.model})" for device in devices]
    lines += [f"  {pool.number:>3}  {pool.name} (пул: {', '.join(map(str, pool.members))})" for pool in config.pools]
    lines += [f"Настройки: {config.path}"] if config.path else []
    lines += [f"Журнал и виртуальные кассы: {data}"]
    lines += [f"Откройте в браузере {where[0]} – там настройка и проба. Остановить: Ctrl-C."]
    return "\n".join(lines)
