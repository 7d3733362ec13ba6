"""Is it this very computer? Asked of addresses, of `Host` headers and of origins."""

from functools import lru_cache
from ipaddress import ip_address


@lru_cache(maxsize=256)
def is_loopback(name: str) -> bool:
    """A name or address without port: localhost, 127.x.x.x, ::1. Other names are not, wherever they resolve to."""
    if name.lower().removesuffix(".") == "localhost":
        return True
    try:
        ip = ip_address(name)
    except ValueError:
        return False
    mapped = ip.ipv4_mapped if ip.version == 6 else None
    return (mapped or ip).is_loopback


@lru_cache(maxsize=64)
def split_host(host: str) -> tuple[str, int | None]:
    """`Host` header to (name, port); ("", None) when it is nonsense: "[::1]:5893" -> ("::1", 5893)."""
    name, bracket, rest = host.strip().partition("]")
    if bracket:
        name, colon, port = name.removeprefix("["), rest[:1], rest[1:]
    else:
        name, colon, port = name.partition(":")
    if colon not in ("", ":") or (colon and not (port.isascii() and port.isdigit() and len(port) <= 5)):
        return "", None
    return name, int(port) if colon else None


def is_own_origin(origin: str, scheme: str, host: str, port: int) -> bool:
    """Does a page with this `Origin` come from this server?

    `host` is the request's `Host` header. Loopback names are one server under several names: a page at localhost may
    call 127.0.0.1 on the same port.
    """
    its_scheme, mark, its_host = origin.lower().partition("://")
    if not mark or its_scheme != scheme:
        return False
    if its_host == host.lower():
        return True
    name, its_port = split_host(its_host)
    return is_loopback(name) and (its_port or (443 if scheme == "https" else 80)) == port
