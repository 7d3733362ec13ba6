"""How every command begins and what every answer may hold. Source: spec/atol.md 2 (T5), 5, 6."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeVar

from drivers.atol.request import Effect, Request

A = TypeVar("A")

LONGEST = 253  # bytes of a body: 255 of a frame of v2 (inferred) without the password

_SECONDS = 10.0
_T5: Mapping[int, float] = MappingProxyType(
    {
        **dict.fromkeys((0x4A, 0x8D, 0x8E, 0xA7), 20.0),
        **dict.fromkeys((0x92, 0x9A, 0x59, 0xA4), 20.0),  # inferred
        0x5A: 40.0,
        0x91: 45.0,
        **dict.fromkeys((0xA6, 0xE6, 0xEA, 0xEB), 50.0),
        **dict.fromkeys((0xA8, 0xAB), 120.0),
    }
)


def command(
    code: int,
    title: str,
    parameters: bytes = b"",
    *,
    read: Callable[[bytes], A],
    effect: Effect = Effect.NONE,
) -> Request[A]:
    """Raises ValueError for one that is too long."""
    body = bytes([code]) + parameters
    if len(body) > LONGEST:
        raise ValueError(f"{code:02X}h takes {LONGEST} bytes, got {len(body)}")
    return Request(name=f"{code:02X}h {title}", body=body, read=read, patience=_T5.get(code, _SECONDS), effect=effect)


def nothing(data: bytes) -> None:
    """Of commands that only confirm."""
