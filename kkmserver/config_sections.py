"""What the sections of the settings hold: names, bounds, defaults."""

from typing import Annotated, Literal

from annotated_types import Ge, Le, MinLen
from pydantic import BaseModel, ConfigDict, model_validator

from kkmserver.config_doors import BitSettings, IkkmSettings, ItkassaSettings, SmtpSettings
from kkmserver.config_values import (
    Beside,
    DeviceNumber,
    Login,
    Number,
    Origin,
    PasswordHash,
    PollWatched,
    Seconds,
    Section,
)


class Server(Section):
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


class Auth(Section):
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


class JournalSettings(Section):
    keep_days: Annotated[int, Ge(1), Le(3650)] = 30
    audit_days: Annotated[int, Ge(1), Le(3650)] = 365
    reserve: Annotated[int, Ge(0), Le(4096)] = 16  # MiB kept free for the results of what is accepted


class LogSettings(Section):
    """What is told on stderr."""

    level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    format: Literal["text", "json"] = "text"
    commands: Literal["all", "failed"] = "all"  # which commands get their line


class LabelSettings(Section):
    """File names are absolute once loaded."""

    templates: Annotated[str, MinLen(1)] = "templates"  # folder; one that does not exist holds none


class KkmSettings(Section):
    """The KkmServer dialect."""

    vat_18: Literal["20", "22", "refuse"] = "20"  # what a rate of 18 % from old clients means


class Dialects(Section):
    kkm: KkmSettings = KkmSettings()
    bit: BitSettings = BitSettings()
    itkassa: ItkassaSettings = ItkassaSettings()
    ikkm: IkkmSettings = IkkmSettings()


class ProcessingSettings(Section):
    """Card payments that belong to receipts, and bottles for ЕГАИС. Numbers of devices; 0 = any that can."""

    enabled: bool = False  # take the electronic part of a receipt by card, where the receipt does not say
    terminal: DeviceNumber = 0
    slip: bool = True  # print the terminal's slip after the receipt, where the receipt does not say
    utm: DeviceNumber = 0


class Settings(Section):
    """Everything in a file but the devices."""

    server: Server = Server()
    auth: Auth = Auth()
    journal: JournalSettings = JournalSettings()
    log: LogSettings = LogSettings()
    labels: LabelSettings = LabelSettings()
    dialects: Dialects = Dialects()
    processing: ProcessingSettings = ProcessingSettings()
    smtp: SmtpSettings = SmtpSettings()


class DeviceHead(BaseModel):
    """What a device has beside the options of its driver."""

    model_config = ConfigDict(frozen=True, str_strip_whitespace=True)

    number: Number
    name: Annotated[str, MinLen(1)]
    driver: str
    poll: Seconds = 10.0  # between status questions while it has nothing to do
    poll_watched: PollWatched = 0.5  # the same while the console is open, for registers and printers; 0 = as poll says
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
