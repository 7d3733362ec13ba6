"""Which places belong to devices of the settings: those talk to their owner and to nobody else."""

import asyncio
from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

from drivers.search import names
from drivers.search.places import serial_key, tcp_key

_PORTS = {"http": 80, "https": 443}  # where none is named


async def taken(options: Mapping[int, object]) -> dict[str, int]:
    """`options` by the number of the device -> numbers by `Place.key`. What has no `connection` is at no place."""
    places = await asyncio.gather(*(_keys(getattr(one, "connection", "")) for one in options.values()))
    found: dict[str, int] = {}
    for number, keys in zip(options, places, strict=True):
        for key in keys:
            found.setdefault(key, number)
    return found


async def _keys(connection: str) -> list[str]:
    """None of a text that is wrong: the settings are checked elsewhere."""
    try:
        address = urlsplit(connection.strip())
        if address.scheme in ("serial", "file"):
            return [serial_key(unquote(address.netloc + address.path))]
        host, port = address.hostname, address.port or _PORTS.get(address.scheme)
    except ValueError:
        return []
    if address.scheme not in ("tcp", *_PORTS) or not host or not port:
        return []
    return [tcp_key(one, port) for one in await names.look_up(host)]
