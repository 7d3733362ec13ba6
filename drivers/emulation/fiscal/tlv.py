"""Requisites as the emulated ФН writes them: tag:u16 | length:u16 | value. Written apart from drivers.fiscal.tlv."""

from collections.abc import Iterable
from datetime import UTC, datetime

from drivers.emulation.fiscal.refused import StorageRefused


def pack(tag: int, value: bytes) -> bytes:
    return tag.to_bytes(2, "little") + len(value).to_bytes(2, "little") + value


def fixed(tag: int, number: int, width: int) -> bytes:
    return pack(tag, number.to_bytes(width, "little"))


def vln(tag: int, number: int) -> bytes:
    return pack(tag, number.to_bytes(max(1, (number.bit_length() + 7) // 8), "little"))


def fvln(tag: int, number: int, places: int) -> bytes:
    """`number` in units of 10^-places; zeros at the end are dropped."""
    while places and number % 10 == 0:
        number, places = number // 10, places - 1
    return pack(tag, bytes([places]) + number.to_bytes(max(1, (number.bit_length() + 7) // 8), "little"))


def text(tag: int, value: str, width: int = 0) -> bytes:
    return pack(tag, raw_text(value, width))


def raw_text(value: str, width: int = 0) -> bytes:
    """cp866; `width`: padded with blanks."""
    return value.encode("cp866", "replace").ljust(width)


def time(tag: int, value: datetime) -> bytes:
    """The wall clock counted as if it were UTC."""
    return fixed(tag, int(value.replace(tzinfo=UTC).timestamp()), 4)


def nest(tag: int, parts: Iterable[bytes]) -> bytes:
    return pack(tag, b"".join(parts))


def parse(data: bytes) -> list[tuple[int, bytes]]:
    """Tags and values, top level. Raises StorageRefused 33h when the lengths do not add up."""
    found, at = [], 0
    while at < len(data):
        tag, size = int.from_bytes(data[at : at + 2], "little"), int.from_bytes(data[at + 2 : at + 4], "little")
        at += 4 + size
        if at > len(data) or not tag:
            raise StorageRefused(0x33, "the requisites are torn")
        found.append((tag, data[at - size : at]))
    return found


def unpadded(value: bytes) -> str:
    return value.decode("cp866").rstrip(" ")
