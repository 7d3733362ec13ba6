"""TCP addresses as people write them: one, a range, a network, a name; each with a port or without."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

MOST = 1024  # addresses in one search
FORMS = "192.168.1.0/24, 192.168.1.10-50, 192.168.1.10, kassa.local, с портом – 192.168.1.10:7778"

Address = IPv4Address | IPv6Address

_PORT = re.compile(r"(?P<host>\[[^\[\]]*\]|[^\[\]:]*):(?P<port>\d{1,5})", re.ASCII)
_LABEL = "[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?"
_NAME = re.compile(rf"(?=.{{1,253}}\Z){_LABEL}(\.{_LABEL})*", re.IGNORECASE | re.ASCII)
_NUMBERS = re.compile(r"[\d.-]+")  # meant as an address, whatever it is
_PRIVATE = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")
_NEAR = ("127.0.0.0/8", "::1/128", "169.254.0.0/16", "fe80::/10")  # this computer, this cable
_OURS = [ip_network(text) for text in (*_PRIVATE, *_NEAR)]


class RangeRefused(ValueError):
    """The text becomes part of an answer to whoever gave the range."""


@dataclass(frozen=True, slots=True)
class Range:
    """Some addresses, or a name that is to be looked up. `port` None: those of the drivers."""

    text: str
    addresses: tuple[Address, ...] = ()
    name: str = ""
    port: int | None = None


def parse(text: str) -> Range:
    """Raises RangeRefused: no address, too many, or not of a network of ours."""
    given = text.strip().removeprefix("tcp://")
    host, port = _with_port(given)
    try:
        found = Range(text, _addresses(host), port=port)
    except RangeRefused as error:
        raise RangeRefused(f"«{text[:60]}»: {error}") from error
    except ValueError:
        if not _NAME.fullmatch(host) or _NUMBERS.fullmatch(host):
            raise RangeRefused(f"«{text[:60]}»: это не адрес. Допустимые формы: {FORMS}") from None
        return Range(text, name=host, port=port)
    check(found.addresses, text)
    return found


def check(addresses: Sequence[Address], text: str) -> None:
    """Raises RangeRefused for an address that may be somebody else's.

    A print server asks around in its own shop alone. A register at a public address is known to whoever has put it
    there, and is written into the settings by hand.
    """
    for address in addresses:
        if not any(address in network for network in _OURS):
            raise RangeRefused(
                f"«{text[:60]}»: {address} – не адрес внутренней сети. Ищут только в своей сети: 10.*, 172.16–31.*, "
                "192.168.*, 169.254.*, 127.*. Устройство с другим адресом впишите в настройки сами"
            )


def _with_port(given: str) -> tuple[str, int | None]:
    """Raises RangeRefused for a port that cannot be."""
    found = _PORT.fullmatch(given)
    if found is None:
        return given.removeprefix("[").removesuffix("]"), None
    port = int(found["port"])
    if not 1 <= port <= 65535:
        raise RangeRefused(f"«{given[:60]}»: номер порта – от 1 до 65535")
    return found["host"].strip("[]"), port


def _addresses(host: str) -> tuple[Address, ...]:
    """Raises ValueError for what is no number, RangeRefused for too many."""
    if "%" in host:
        raise RangeRefused("адрес с именем сетевой карты здесь не годится")
    if "/" in host:
        network = ip_network(host, strict=False)
        _bounded(network.num_addresses)
        return tuple(network.hosts())
    if "-" in host:
        return _from_to(*(part.strip() for part in host.split("-", 1)))
    return (ip_address(host),)


def _from_to(first: str, last: str) -> tuple[Address, ...]:
    """Of the last address its last number is enough."""
    start = ip_address(first)
    if re.fullmatch(r"\d{1,3}", last, re.ASCII):
        last = f"{first.rpartition('.')[0]}.{int(last)}"
    end = ip_address(last)
    if start.version != end.version or end < start:  # type: ignore[operator]
        raise RangeRefused("второй адрес должен быть больше первого")
    _bounded(int(end) - int(start) + 1)
    return tuple(type(start)(number) for number in range(int(start), int(end) + 1))


def _bounded(count: int) -> None:
    if count > MOST:
        raise RangeRefused(f"это {count} адресов, а за один поиск – не больше {MOST}. Укажите часть сети")
