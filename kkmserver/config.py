"""Settings: TOML in, checked and frozen values out."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Annotated, Any, Literal

from annotated_types import Ge, Le, MinLen
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError, model_validator

from drivers import registry
from kkmserver.config_callbacks import CallbackConfig, read_callbacks
from kkmserver.config_faults import KEY, ConfigError, ConfigFault, bad_toml, explain, shown, unknown_key
from kkmserver.config_file import read
from kkmserver.config_values import Beside, DeviceNumber, Login, Number, Origin, PasswordHash, Seconds
from kkmserver.toml_lines import key_lines, nearest

__all__ = [
    "Auth",
    "CallbackConfig",
    "Config",
    "ConfigError",
    "ConfigFault",
    "DeviceConfig",
    "LabelSettings",
    "LogSettings",
    "PoolConfig",
    "ProcessingSettings",
    "Server",
    "builtin",
    "load",
]

_TABLES = ("devices", "pools", "callbacks")  # each may stand there several times


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Server(_Section):
    """Where to listen, and how much to take. File names are absolute once loaded."""

    host: Annotated[str, MinLen(1)] = "127.0.0.1"
    port: Annotated[int, Ge(0), Le(65535)] = 5893  # 0 = any free one
    tls_certificate: str = ""
    tls_key: str = ""
    body_limit: Annotated[int, Ge(1024), Le(2**30)] = 16 * 2**20  # bytes
    body_timeout: Seconds = 30.0  # for a whole body to arrive
    queue_limit: Annotated[int, Ge(1), Le(1_000_000)] = 1000  # commands waiting for one device
    in_flight_limit: Annotated[int, Ge(1), Le(1_000_000)] = 20_000  # unfinished commands of all devices together
    client_rate: Annotated[float, Ge(0), Le(1_000_000)] = 1000.0  # commands a second from one address; 0 = any number
    away: Literal["refuse", "hold"] = "refuse"  # commands for a device that is away; hold: for up to their Timeout
    stop_timeout: Seconds = 30.0  # for what is being printed when the server is told to stop

    @property
    def tls(self) -> bool:
        return bool(self.tls_certificate)


class Auth(_Section):
    """Who may call. An empty hash is no password."""

    admin_login: Login = "Admin"
    admin_password_hash: PasswordHash = ""
    user_login: Login = "User"
    user_password_hash: PasswordHash = ""
    allowed_origins: tuple[Origin, ...] = ()

    @model_validator(mode="after")
    def _logins_differ(self) -> "Auth":
        if self.admin_login.casefold() == self.user_login.casefold():
            raise ValueError("admin_login и user_login должны различаться (регистр букв не учитывается)")
        return self


class JournalSettings(_Section):
    keep_days: Annotated[int, Ge(1), Le(3650)] = 30
    audit_days: Annotated[int, Ge(1), Le(3650)] = 365
    reserve: Annotated[int, Ge(0), Le(4096)] = 16  # MiB kept free for the results of what is accepted


class LogSettings(_Section):
    """What is told on stderr."""

    level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    format: Literal["text", "json"] = "text"
    commands: Literal["all", "failed"] = "all"  # which commands get their line


class LabelSettings(_Section):
    """File names are absolute once loaded."""

    templates: Annotated[str, MinLen(1)] = "templates"  # folder; one that does not exist holds none


class KkmSettings(_Section):
    """The KkmServer dialect."""

    vat_18: Literal["20", "22", "refuse"] = "20"  # what a rate of 18 % from old clients means


class Dialects(_Section):
    kkm: KkmSettings = KkmSettings()


class ProcessingSettings(_Section):
    """Card payments that belong to receipts, and bottles for ЕГАИС. Numbers of devices; 0 = any that can."""

    enabled: bool = False  # take the electronic part of a receipt by card, where the receipt does not say
    terminal: DeviceNumber = 0
    slip: bool = True  # print the terminal's slip after the receipt, where the receipt does not say
    utm: DeviceNumber = 0


class Settings(_Section):
    """Everything in a file but the devices."""

    server: Server = Server()
    auth: Auth = Auth()
    journal: JournalSettings = JournalSettings()
    log: LogSettings = LogSettings()
    labels: LabelSettings = LabelSettings()
    dialects: Dialects = Dialects()
    processing: ProcessingSettings = ProcessingSettings()


class _DeviceHead(BaseModel):
    model_config = ConfigDict(frozen=True, str_strip_whitespace=True)

    number: Number
    name: Annotated[str, MinLen(1)]
    driver: str
    poll: Seconds = 10.0  # between status questions while it has nothing to do
    away: Literal["", "refuse", "hold"] = ""  # "" = as [server] away says
    wire_log: bool = False  # keep it from the start
    terminal: Beside = -1  # of the bank, for its receipts; -1 = as [processing] says
    utm: Beside = -1  # for its bottles; -1 = as [processing] says


class PoolConfig(BaseModel):
    """Several devices that look like one."""

    model_config = ConfigDict(frozen=True, str_strip_whitespace=True, extra="forbid")

    number: Number
    name: Annotated[str, MinLen(1)]
    members: Annotated[tuple[Number, ...], MinLen(1)]
    policy: Literal["round-robin", "least-busy", "failover"] = "round-robin"
    block_after: Annotated[int, Ge(0), Le(1000)] = 3  # faults of a member in a row; 0 = never
    probe_every: Seconds = 10.0  # between status questions to a blocked member
    unblock: Literal["probe", "manual"] = "probe"


@dataclass(frozen=True, slots=True)
class DeviceConfig:
    """`options` is an instance of the driver's options dataclass; `place` counts the tables of the file from 0."""

    number: int
    name: str
    driver: str
    options: Any
    place: int = 0
    poll: float = 10.0
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
    pools: tuple[PoolConfig, ...] = ()  # as in the file
    callbacks: tuple[CallbackConfig, ...] = ()  # the same
    path: Path | None = None  # the file
    overridden: frozenset[str] = frozenset()  # keys of [server] that the command line gave

    @property
    def home(self) -> Path:
        """Names of files in a device's options count from here."""
        return self.path.absolute().parent if self.path else Path()

    def refused(self, faults: Iterable[tuple[Sequence[str | int], str]]) -> ConfigError:
        """The error for faults that only their user finds: (path of the key, text), told with file and line."""
        lines = key_lines(read(self.path)) if self.path else {}
        return ConfigError((self._fault(tuple(loc), text, lines) for loc, text in faults), self.path)

    def _fault(self, loc: tuple[str | int, ...], text: str, lines: dict[tuple[str | int, ...], int]) -> ConfigFault:
        if loc[0] == "server" and loc[1] in self.overridden:
            return ConfigFault(f"--{loc[1]}", text)
        return ConfigFault(_dotted(loc), text, nearest(lines, loc))

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
    text = read(path)
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError([bad_toml(str(error))], path) from error
    reading = _Reading(path.absolute().parent)
    config = reading.config(raw)
    if config is None or reading.faults:
        lines = key_lines(text)
        raise ConfigError((ConfigFault(_dotted(loc), said, nearest(lines, loc)) for loc, said in reading.faults), path)
    return replace(config, path=path)


def builtin() -> Config:
    """What runs without a file: a virtual register, a virtual receipt printer, a virtual label printer."""
    reading = _Reading(_examples())
    config = reading.config(
        {
            "devices": [
                {"number": 1, "name": "Касса 1", "driver": "virtual-kkt"},
                {"number": 2, "name": "Чековый принтер", "driver": "virtual-printer"},
                {"number": 3, "name": "Принтер этикеток", "driver": "virtual-label-printer"},
            ]
        }
    )
    if config is None:
        raise ConfigError(ConfigFault(_dotted(loc), said) for loc, said in reading.faults)
    return config


def _examples() -> Path:
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
        pools = self._pools(raw.get("pools", []), devices)
        callbacks = read_callbacks(raw.get("callbacks", []), self._folder, self.faults)
        try:
            settings = Settings.model_validate(rest)
        except ValidationError as error:
            self.faults += [(e["loc"], self._say(e)) for e in error.errors()]
            return None
        server = self._with_files(settings.server)
        if self.faults:
            return None
        labels = settings.labels.model_copy(update={"templates": str(self._folder / settings.labels.templates)})
        parts = (server, settings.auth, settings.journal, settings.dialects, devices, labels)
        return Config(*parts, log=settings.log, processing=settings.processing, pools=pools, callbacks=callbacks)

    def _say(self, error: Any) -> str:
        if error["type"] != "extra_forbidden":
            return explain(error)
        model: Any = Settings
        for part in error["loc"][:-1]:
            model = model.model_fields[part].annotation
        names = [*model.model_fields, *(_TABLES if model is Settings else ())]
        return unknown_key(str(error["loc"][-1]), names)

    def _with_files(self, server: Server) -> Server:
        names = {"tls_certificate": server.tls_certificate, "tls_key": server.tls_key}
        if len({bool(name) for name in names.values()}) == 2:
            empty = next(key for key, name in names.items() if not name)
            self.faults.append((("server", empty), "tls_certificate и tls_key задают вместе или не задают совсем"))
        for key, name in names.items():
            if name and not (self._folder / name).is_file():
                self.faults.append((("server", key), f"нет файла {shown(name)}; его делает kkmserver make-cert"))
        return server.model_copy(update={key: str(self._folder / name) for key, name in names.items() if name})

    def _devices(self, raw: object) -> tuple[DeviceConfig, ...]:
        if not isinstance(raw, list) or not all(isinstance(table, dict) for table in raw):
            self.faults.append((("devices",), "устройства описывают разделами [[devices]], в двойных скобках"))
            return ()
        if not raw:
            self.faults.append((("devices",), "не описано ни одного устройства; добавьте раздел [[devices]]"))
        found = [device for i, table in enumerate(raw) if (device := self._device(i, table))]
        self._refuse_repeats(raw)
        return tuple(sorted(found, key=lambda device: device.number))

    def _pools(self, raw: object, devices: Sequence[DeviceConfig]) -> tuple[PoolConfig, ...]:
        if not isinstance(raw, list) or not all(isinstance(table, dict) for table in raw):
            self.faults.append((("pools",), "пулы описывают разделами [[pools]], в двойных скобках"))
            return ()
        names = {device.number: device.name for device in devices}
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

    def _device(self, index: int, table: Mapping[str, Any]) -> DeviceConfig | None:
        at = ("devices", index)
        options_type = self._options_type(at, table.get("driver"))
        known = [option.name for option in fields(options_type)] if options_type else []
        heads = [key for key in _DeviceHead.model_fields if key not in known]
        head = None
        try:
            head = _DeviceHead.model_validate({key: table[key] for key in heads if key in table})
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
        own = (head.poll, head.away, head.wire_log, head.terminal, head.utm)
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
