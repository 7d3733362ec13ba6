"""How every command begins and what every answer may hold. Source: spec/shtrih-m.md 3."""

from collections.abc import Callable
from typing import TypeVar

from drivers.shtrih.numbers import u32
from drivers.shtrih.request import Effect, Request

A = TypeVar("A")

LONGEST = 255  # bytes of a body: its length is one byte in protocol 1
MOST_PASSWORD = 99_999_999
PATIENCE = 30.0  # seconds


def command(
    code: int,
    title: str,
    password: int,
    parameters: bytes = b"",
    *,
    read: Callable[[bytes], A],
    patience: float = PATIENCE,
    effect: Effect = Effect.NONE,
) -> Request[A]:
    """`code`: 10h, or FF46h for the two bytes FF 46. Raises ValueError for a password or length that cannot be."""
    if not 0 <= password <= MOST_PASSWORD:
        raise ValueError("a password has up to eight digits")
    return bare(code, title, u32(password) + parameters, read=read, patience=patience, effect=effect)


def bare(
    code: int,
    title: str,
    parameters: bytes = b"",
    *,
    read: Callable[[bytes], A],
    patience: float = PATIENCE,
    effect: Effect = Effect.NONE,
) -> Request[A]:
    """A command without a password. Raises ValueError for one that is too long."""
    body = code.to_bytes(2 if code > 0xFF else 1, "big") + parameters
    if len(body) > LONGEST:
        raise ValueError(f"{code:02X}h takes {LONGEST} bytes, got {len(body)}")
    return Request(name=f"{code:02X}h {title}", body=body, read=read, patience=patience, effect=effect)


def nothing(data: bytes) -> None:
    """Of commands that only confirm."""


def operator(data: bytes) -> int:
    """Number of the operator whose password it was, 1..30; 0 where it is not told.

    Nobody decides by it, so a confirmed command does not fail for the want of it.
    """
    return data[0] if data else 0
