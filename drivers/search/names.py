"""Names of computers -> their addresses, as the system knows them."""

import asyncio
import socket
from collections.abc import Sequence
from ipaddress import ip_address

from drivers.search.ranges import MOST, Address, Range, RangeRefused, check

_WITHIN = 5.0  # seconds; they are looked up side by side


async def spelled_out(ranges: Sequence[Range]) -> list[tuple[Address, int | None]]:
    """Every address and its port, each once, in order. Raises RangeRefused: see there; and for unknown names."""
    addresses = await asyncio.gather(*(_addresses(one) for one in ranges))
    found = dict.fromkeys((address, one.port) for one, here in zip(ranges, addresses, strict=True) for address in here)
    if len(found) > MOST:
        raise RangeRefused(f"вместе это {len(found)} адресов, а за один поиск – не больше {MOST}. Укажите часть сети")
    return list(found)


async def look_up(name: str) -> list[Address]:
    """[] where nobody knows it, or not soon enough."""
    try:
        async with asyncio.timeout(_WITHIN):
            told = await asyncio.get_running_loop().getaddrinfo(name, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return list(dict.fromkeys(ip_address(address[0]) for *_, address in told if "%" not in str(address[0])))


async def _addresses(one: Range) -> Sequence[Address]:
    """Of a name the first: behind it there is one device. Raises RangeRefused."""
    if one.addresses:
        return one.addresses
    addresses = await look_up(one.name)
    if not addresses:
        raise RangeRefused(f"«{one.text}»: имя не найдено. Проверьте его или укажите адрес")
    check(addresses[:1], one.text)
    return addresses[:1]
