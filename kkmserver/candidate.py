"""Settings that are about to be written: everything that can be said against them while the server runs."""

import ssl
from collections.abc import Collection

from kkmserver.building import check_devices
from kkmserver.config import Config
from kkmserver.doors import close, open_gates
from kkmserver.gates import gates, where
from kkmserver.web.listen import open_sockets
from kkmserver.web.signin import check_listen


def check(new: Config, began: Config, ports: Collection[int]) -> None:
    """`began`: what this server began with; `ports`: those it listens on. Touches no device; a new address is opened
    for a moment.

    Raises ConfigError.
    """
    check_listen(new)
    check_devices(new)
    _check_certificate(new)
    if began.server.port and not new.server.port:
        raise new.refused([(("server", "port"), "0 – каждый раз другой порт: страницу сервера будет не найти")])
    if (new.server.host, new.server.port) != (began.server.host, began.server.port):
        _check_address(new, ports)
    _check_doors(new, began, ports)


def _check_certificate(new: Config) -> None:
    if not new.server.tls:
        return
    try:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(new.server.tls_certificate, new.server.tls_key, _no_password)
    except (OSError, ValueError) as error:  # an SSLError is one of the first
        text = "ключ не от этого сертификата или закрыт паролем, или файлы не читаются; сделайте сертификат заново"
        raise new.refused([(("server", "tls_key"), text)]) from error


def _no_password() -> str:
    """Without it OpenSSL would ask at the terminal of the server, and wait."""
    return ""


def _check_address(new: Config, ports: Collection[int]) -> None:
    """Where our own port stays, only the address is tried: two of us would be in each other's way."""
    free = new.server.model_copy(update={"port": 0}) if new.server.port in ports else new.server
    for one in open_sockets(free):
        one.close()


def _check_doors(new: Config, began: Config, ports: Collection[int]) -> None:
    """The ports that are not listened on yet."""
    known = {where(gate, began) for gate in gates(began)}
    wanted = [gate for gate in gates(new) if where(gate, new) not in known and gate.port not in ports]
    close(open_gates(new, wanted))
