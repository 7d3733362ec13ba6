"""The settings of a device that is a device of another KkmServer."""

import ssl
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from annotated_types import Ge, Gt, Le

from drivers.errors import RequestRefused

_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class RemoteOptions:
    """Keys of the device's table in the config. Times are seconds."""

    url: str  # of the other server: http://192.168.1.10:5893 or https://…
    device: Annotated[int, Ge(1), Le(9999)] = 1  # its number there, as that server's List shows it
    # What it is there
    kind: Literal["register", "receipt_printer", "label_printer", "terminal", "scales", "display"] = "register"
    login: str = ""  # with an empty password too: nothing is sent, which an unprotected server takes
    password: str = field(default="", repr=False)
    verify: bool = True  # false: any certificate will do, also a stranger's
    ca: str = ""  # file with the root certificate that signed the other server's; "" = those of the system
    connect_timeout: Annotated[float, Gt(0), Le(60)] = 5.0
    answer_timeout: Annotated[float, Gt(0), Le(120)] = 10.0  # for an answer beyond the time it may be held for
    hold: Annotated[int, Ge(1), Le(60)] = 15  # for how long an answer may be held back while the command runs
    poll_interval: Annotated[float, Ge(0.05), Le(60)] = 0.5  # between questions for the result
    memory: Annotated[float, Ge(0), Le(86400)] = 30.0  # the original surely keeps results for so long; ours a day
    command_timeout: Annotated[float, Ge(1), Le(280)] = 240.0  # of a command there; then its outcome is unknown


@dataclass(frozen=True, slots=True)
class Address:
    """Where the other server is. `base`: its URL without a slash at the end."""

    base: str
    host: str
    port: int
    secure: bool

    def __str__(self) -> str:
        return self.base


def address_of(url: str) -> Address:
    """Raises RequestRefused; the text does not repeat what may hold a password."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError as error:
        raise _refused("адрес записан неправильно") from error
    if parts.scheme not in _PORTS or not parts.hostname:
        raise _refused("нужен адрес вида http://192.168.1.10:5893 или https://kassa.example:5893")
    if "@" in parts.netloc:
        raise _refused("имя и пароль в адресе не указывают, для них есть ключи login и password")
    if parts.query or parts.fragment:
        raise _refused("в адресе лишнее: после адреса и порта может стоять только путь")
    base = f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"
    return Address(base, parts.hostname, port, parts.scheme == "https")


def certificates(options: RemoteOptions, home: Path) -> ssl.SSLContext:
    """What the other server's certificate is checked against. Raises RequestRefused where `ca` cannot be used."""
    try:
        context = ssl.create_default_context(cafile=home / options.ca if options.ca else None)
    except OSError as error:  # an SSLError is one
        text = f"Файл корневого сертификата {options.ca} (ключ ca) не читается: нужен файл PEM, kkmserver-ca.crt."
        raise RequestRefused(text) from error
    if not options.verify:
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def _refused(why: str) -> RequestRefused:
    return RequestRefused(f"Адрес другого сервера (ключ url): {why}.")
