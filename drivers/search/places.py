"""The plan of a search: the places to ask, each by itself, and the ways to ask there, one after the other."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from ipaddress import IPv6Address
from itertools import chain, zip_longest
from urllib.parse import quote

from drivers.search.offer import Probe, Search
from drivers.search.ranges import Address

_PRINTERS = range(9100, 9110)  # ports at which printers print whatever comes
_WINDOWS_DEVICES = "\\\\.\\"


@dataclass(frozen=True, slots=True)
class Way:
    """One question at a place: a driver's probe, over one connection."""

    connection: str
    probe: Probe


@dataclass(frozen=True, slots=True)
class Place:
    """A port that one host at a time may use. `name`: for people. `key`: equal for two spellings of one place."""

    name: str
    key: str
    ways: tuple[Way, ...]

    @property
    def serial(self) -> bool:
        return self.key.startswith("serial ")


def tcp_places(addresses: Iterable[tuple[Address, int | None]], searches: Sequence[Search]) -> list[Place]:
    """Where no port is given, the port says which drivers may ask; one that is given is asked by all of them, first by
    those that are usually there; but nobody asks in text where a printer would print it.
    """
    found: dict[str, Place] = {}
    for address, given in addresses:
        ports = [given] if given else sorted({port for search in searches for port in search.tcp_ports})
        for port in ports:
            usual = [one for one in searches if port in one.tcp_ports]
            others = [one for one in searches if one not in usual and _may_ask(one, port)] if given else []
            place = _tcp_place(address, port, [*usual, *others])
            found.setdefault(place.key, place)
    return list(found.values())


def serial_places(ports: Iterable[str], searches: Sequence[Search]) -> list[Place]:
    """The likeliest speed of every driver before the next speed of any: most devices are as the factory set them."""
    rounds = list(zip_longest(*([(one, speed) for speed in one.speeds] for one in searches)))
    found: dict[str, Place] = {}
    for port in ports:
        ways = [Way(_serial_text(port, speed), one.probe) for one, speed in filter(None, chain(*rounds))]
        found.setdefault(serial_key(port), Place(port, serial_key(port), tuple(ways)))
    return list(found.values())


def tcp_key(address: Address, port: int) -> str:
    return f"tcp {address} {port}"


def serial_key(port: str) -> str:
    r"""COM3, com3 and \\.\COM3 are one port; so are a device and the links to it."""
    one = port.removeprefix(_WINDOWS_DEVICES).upper() if os.name == "nt" else os.path.realpath(port)
    return f"serial {one}"


def _may_ask(search: Search, port: int) -> bool:
    """At a port that is not one of its own."""
    return bool(search.tcp_ports) and not (search.in_text and port in _PRINTERS)


def _tcp_place(address: Address, port: int, searches: Sequence[Search]) -> Place:
    host = f"[{address}]" if isinstance(address, IPv6Address) else str(address)
    ways = tuple(Way(f"tcp://{host}:{port}", one.probe) for one in searches)
    return Place(f"{host}:{port}", tcp_key(address, port), ways)


def _serial_text(port: str, speed: int) -> str:
    return f"serial://{quote(port, safe='/')}?baud={speed}"
