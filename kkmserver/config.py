"""Settings: TOML in, checked and frozen values out."""

import os
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Literal, get_args

from pydantic import TypeAdapter, ValidationError

from drivers import registry
from kkmserver.config_callbacks import CallbackConfig, read_callbacks
from kkmserver.config_doors import SmtpSettings
from kkmserver.config_faults import KEY, ConfigError, ConfigFault, bad_toml, explain, shown, unknown_key
from kkmserver.config_file import read
from kkmserver.config_sections import (
    Auth,
    DeviceHead,
    Dialects,
    JournalSettings,
    KkmSettings,
    LabelSettings,
    LogSettings,
    PoolConfig,
    ProcessingSettings,
    Server,
    Settings,
)
from kkmserver.toml_lines import key_lines, nearest

__all__ = [
    "Auth",
    "CallbackConfig",
    "Config",
    "ConfigError",
    "ConfigFault",
    "DeviceConfig",
    "DeviceHead",
    "JournalSettings",
    "KkmSettings",
    "LabelSettings",
    "LogSettings",
    "PoolConfig",
    "ProcessingSettings",
    "Server",
    "Settings",
    "builtin",
    "load",
]

_TABLES = ("devices", "pools", "callbacks")  # each may stand there several times
BUILTIN = """\
# Настройки kkmserver. Все ключи – в kkmserver.example.toml.

[server]

[auth]

[journal]

[log]

[labels]

[[devices]]
number = 1
name = "Касса 1"
driver = "virtual-kkt"

[[devices]]
number = 2
name = "Чековый принтер"
driver = "virtual-printer"

[[devices]]
number = 3
name = "Принтер этикеток"
driver = "virtual-label-printer"
"""


@dataclass(frozen=True, slots=True)
class DeviceConfig:
    """`options` is an instance of the driver's options dataclass; `place` counts the tables of the file from 0."""

    number: int
    name: str
    driver: str
    options: Any
    place: int = 0
    poll: float = 10.0
    poll_watched: float = 0.5
    away: Literal["", "refuse", "hold"] = ""
    wire_log: bool = False
    terminal: int = -1
    utm: int = -1


@dataclass(frozen=True, slots=True)
class Config:
    server: Server
    auth: Auth
    journal: JournalSettings
    dialects: Dialects
    devices: tuple[DeviceConfig, ...]  # by number
    labels: LabelSettings = field(default_factory=LabelSettings)
    log: LogSettings = field(default_factory=LogSettings)
    processing: ProcessingSettings = field(default_factory=ProcessingSettings)
    smtp: SmtpSettings = field(default_factory=SmtpSettings)
    pools: tuple[PoolConfig, ...] = ()  # as in the file
    callbacks: tuple[CallbackConfig, ...] = ()  # the same
    path: Path | None = None  # the file
    text: str = field(default="", repr=False, compare=False)  # of the file, as it was read
    overridden: frozenset[str] = frozenset()  # keys of [server] that the command line gave

    @property
    def home(self) -> Path:
        """Names of files in a device's options count from here."""
        return self.path.absolute().parent if self.path else Path()

    def refused(self, faults: Iterable[tuple[Sequence[str | int], str]]) -> ConfigError:
        """The error for faults that only their user finds: (path of the key, text), told with file and line."""
        lines = key_lines(self.text)
        return ConfigError((self._fault(tuple(loc), text, lines) for loc, text in faults), self.path)

    def _fault(self, loc: tuple[str | int, ...], text: str, lines: dict[tuple[str | int, ...], int]) -> ConfigFault:
        if loc[0] == "server" and loc[1] in self.overridden:
            return ConfigFault(f"--{loc[1]}", text, path=loc)
        return ConfigFault(_dotted(loc), text, nearest(lines, loc), loc)

    def listening(self, host: str | None, port: int | None) -> "Config":
        """The same with the listening address of the command line. Raises ConfigError."""
        given = {key: value for key, value in (("host", host), ("port", port)) if value is not None}
        try:
            server = Server.model_validate(self.server.model_dump() | given)
        except ValidationError as error:
            raise ConfigError(ConfigFault(f"--{e['loc'][0]}", explain(e)) for e in error.errors()) from error
        return replace(self, server=server, overridden=frozenset(given))

    def overridden_as(self, before: "Config") -> "Config":
        """What the command line gave goes before a file that was read again, too."""
        given = {key: getattr(before.server, key) for key in before.overridden}
        return replace(self, server=self.server.model_copy(update=given), overridden=before.overridden)


def load(path: Path) -> Config:
    """Read and check a file. Raises ConfigError with every fault found."""
    return parse(read(path), path)


def parse(text: str, path: Path) -> Config:
    """The same of a text that is, or is to be, in the file `path`."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError([bad_toml(str(error))], path) from error
    return replace(_checked(raw, path.absolute().parent, key_lines(text), path), path=path, text=text)


def device(table: Mapping[str, Any], home: Path) -> DeviceConfig:
    """One device by itself. Raises ConfigError with paths below ("devices", 0)."""
    reading = _Reading(home)
    found = reading.device(0, table)
    if found is None or reading.faults:
        raise ConfigError(ConfigFault(_dotted(loc), said, path=loc) for loc, said in reading.faults)
    return found


def builtin() -> Config:
    """What runs without a file: a virtual register, a virtual receipt printer, a virtual label printer."""
    return _checked(tomllib.loads(BUILTIN), examples(), {}, None)


def _checked(
    raw: Mapping[str, Any], folder: Path, lines: dict[tuple[str | int, ...], int], path: Path | None
) -> Config:
    reading = _Reading(folder)
    config = reading.config(raw)
    if config is None or reading.faults:
        faults = (ConfigFault(_dotted(loc), said, nearest(lines, loc), loc) for loc, said in reading.faults)
        raise ConfigError(faults, path)
    return config


def examples() -> Path:
    """The example settings of an installed package, or of a checkout; templates lie beside them."""
    package = Path(__file__).resolve().parent
    inside = package / "config_examples"
    return inside if inside.is_dir() else package.parent / "config"


class _Reading:
    """One pass over a parsed file; collects faults as (path of the key, text)."""

    def __init__(self, folder: Path) -> None:
        self.faults: list[tuple[tuple[str | int, ...], str]] = []
        self._folder = folder

    def config(self, raw: Mapping[str, Any]) -> Config | None:
        """None when there are faults."""
        rest = {key: value for key, value in raw.items() if key not in _TABLES}
        devices = self._devices(raw.get("devices", []))
        pools = self._pools(raw.get("pools", []), raw.get("devices", []))
        callbacks = read_callbacks(raw.get("callbacks", []), self._folder, self.faults)
        try:
            settings = Settings.model_validate(rest)
        except ValidationError as error:
            self.faults += [(e["loc"], self._say(e)) for e in error.errors()]
            return None
        server, labels = self._with_files(settings.server), self._with_folder(settings.labels)
        if self.faults:
            return None
        parts = (server, settings.auth, settings.journal, settings.dialects, devices, labels)
        return Config(
            *parts,
            log=settings.log,
            processing=settings.processing,
            smtp=settings.smtp,
            pools=pools,
            callbacks=callbacks,
        )

    def _say(self, error: Any) -> str:
        if error["type"] != "extra_forbidden":
            return explain(error)
        model: Any = Settings
        for part in error["loc"][:-1]:
            model = get_args(model)[0] if isinstance(part, int) else model.model_fields[part].annotation
        names = [*model.model_fields, *(_TABLES if model is Settings else ())]
        return unknown_key(str(error["loc"][-1]), names)

    def _with_files(self, server: Server) -> Server:
        names = {"tls_certificate": server.tls_certificate, "tls_key": server.tls_key}
        if len({bool(name) for name in names.values()}) == 2:
            empty = next(key for key, name in names.items() if not name)
            self.faults.append((("server", empty), "tls_certificate и tls_key задают вместе или не задают совсем"))
        for key, name in names.items():
            if name and not os.path.isfile(self._folder / name):  # noqa: PTH113 - says no to a name that cannot be one
                self.faults.append((("server", key), f"нет файла {shown(name)}; его делает kkmserver make-cert"))
        return server.model_copy(update={key: str(self._folder / name) for key, name in names.items() if name})

    def _with_folder(self, labels: LabelSettings) -> LabelSettings:
        """Who prints labels may read everything there."""
        folder = os.path.normpath(self._folder / labels.templates)
        if folder == os.path.normpath(self._folder):
            self.faults.append(
                (("labels", "templates"), "в этой папке сам файл настроек; заведите для шаблонов другую")
            )
        return labels.model_copy(update={"templates": folder})

    def _devices(self, raw: object) -> tuple[DeviceConfig, ...]:
        if not isinstance(raw, list) or not all(isinstance(table, dict) for table in raw):
            self.faults.append((("devices",), "устройства описывают разделами [[devices]], в двойных скобках"))
            return ()
        if not raw:
            self.faults.append((("devices",), "не описано ни одного устройства; добавьте раздел [[devices]]"))
        found = [device for i, table in enumerate(raw) if (device := self.device(i, table))]
        self._refuse_repeats(raw)
        return tuple(sorted(found, key=lambda device: device.number))

    def _pools(self, raw: object, devices: object) -> tuple[PoolConfig, ...]:
        """A device whose own table is faulty is there all the same."""
        if not isinstance(raw, list) or not all(isinstance(table, dict) for table in raw):
            self.faults.append((("pools",), "пулы описывают разделами [[pools]], в двойных скобках"))
            return ()
        names = _named(devices)
        found = {i: pool for i, table in enumerate(raw) if (pool := self._pool(i, table, names))}
        for i, pool in found.items():
            if pool.number in names:
                text = f"номер {pool.number} уже есть у {shown(names[pool.number])}"
                self.faults.append((("pools", i, "number"), text))
            names[pool.number] = pool.name
        return tuple(found.values())

    def _pool(self, index: int, table: Mapping[str, Any], devices: Mapping[int, str]) -> PoolConfig | None:
        at = ("pools", index)
        try:
            pool = PoolConfig.model_validate(table)
        except ValidationError as error:
            self.faults += [((*at, *e["loc"]), _of_pool(e)) for e in error.errors()]
            return None
        for i, member in enumerate(pool.members):
            if member not in devices:
                self.faults.append(((*at, "members"), f"устройства с номером {member} нет среди [[devices]]"))
            elif member in pool.members[:i]:
                self.faults.append(((*at, "members"), f"устройство {member} названо дважды"))
        return pool

    def _refuse_repeats(self, raw: Sequence[Mapping[str, Any]]) -> None:
        seen: dict[object, int] = {}
        for i, table in enumerate(raw):
            number = table.get("number")
            if isinstance(number, int) and number in seen:
                text = f"номер {number} уже есть у устройства {shown(raw[seen[number]].get('name', ''))}"
                self.faults.append((("devices", i, "number"), text))
            elif isinstance(number, int):
                seen[number] = i

    def device(self, index: int, table: Mapping[str, Any]) -> DeviceConfig | None:
        at = ("devices", index)
        options_type = self._options_type(at, table.get("driver"))
        known = [option.name for option in fields(options_type)] if options_type else []
        heads = [key for key in DeviceHead.model_fields if key not in known]
        head = None
        try:
            head = DeviceHead.model_validate({key: table[key] for key in heads if key in table})
        except ValidationError as error:
            self.faults += [((*at, *e["loc"]), explain(e)) for e in error.errors()]
        if options_type is None:
            return None
        given = {key: value for key, value in table.items() if key not in heads}
        unknown = [key for key in given if key not in known]
        self.faults += [((*at, key), unknown_key(key, [*known, *heads])) for key in unknown]
        try:
            options = TypeAdapter(options_type).validate_python({key: given[key] for key in given if key in known})
        except ValidationError as error:
            self.faults += [((*at, *e["loc"]), explain(e)) for e in error.errors()]
            return None
        if head is None or unknown:
            return None
        own = (head.poll, head.poll_watched, head.away, head.wire_log, head.terminal, head.utm)
        return DeviceConfig(head.number, head.name, head.driver, options, index, *own)

    def _options_type(self, at: tuple[str | int, ...], driver: object) -> type[Any] | None:
        if not isinstance(driver, str):
            return None  # said already
        try:
            return registry.load(driver).options
        except KeyError:
            self.faults.append(((*at, "driver"), unknown_driver(driver)))
        except ImportError as error:
            text = f"драйвер {shown(driver)} не загружается: нет библиотеки {error.name or error}"
            self.faults.append(((*at, "driver"), text))
        return None


def _named(tables: object) -> dict[int, str]:
    """Names by number, of what looks like devices."""
    listed = tables if isinstance(tables, list) else []
    return {one["number"]: str(one.get("name", "")) for one in listed if isinstance(one, dict) and _is_numbered(one)}


def _is_numbered(table: Mapping[str, Any]) -> bool:
    return isinstance(table.get("number"), int)


def _of_pool(error: Any) -> str:
    if error["type"] != "extra_forbidden":
        return explain(error)
    return unknown_key(str(error["loc"][-1]), list(PoolConfig.model_fields))


def unknown_driver(name: str) -> str:
    return unknown_key(name, registry.names()).replace("такого ключа нет", f"драйвера {shown(name)} нет", 1)


def _dotted(loc: Sequence[str | int]) -> str:
    """("devices", 0, "name") -> devices[1].name: people count from one."""
    text = ""
    for part in loc:
        if part == KEY:
            continue
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text
