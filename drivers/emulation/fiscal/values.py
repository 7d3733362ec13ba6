"""Requisites beside the ones a sale has by itself, as the ФН keeps them. Source: spec/ffd.md 1.1, 3."""

from collections.abc import Iterable
from datetime import datetime

from drivers.emulation.fiscal import tlv

INN = 12  # characters
Value = tuple[int, bytes]


def text(tag: int, value: str, width: int = 0) -> Value:
    return tag, tlv.raw_text(value, width)


def texts(values: dict[int, str]) -> list[Value]:
    """By tag; those that are told."""
    return [text(tag, value) for tag, value in values.items() if value]


def fixed(tag: int, value: int, width: int = 1) -> Value:
    return tag, value.to_bytes(width, "little")


def vln(tag: int, value: int) -> Value:
    return tag, value.to_bytes(max(1, (value.bit_length() + 7) // 8), "little")


def time(tag: int, value: datetime) -> Value:
    return _value(tlv.time(tag, value))


def nest(tag: int, parts: Iterable[Value]) -> Value:
    return tag, b"".join(tlv.pack(*part) for part in parts)


def _value(packed: bytes) -> Value:
    (value,) = tlv.parse(packed)
    return value
