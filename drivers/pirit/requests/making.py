"""How every command begins, and how long it may take. Source: spec/service-plus.md A1, A8."""

from collections.abc import Callable
from typing import TypeVar

from drivers.pirit.request import Effect, Request

A = TypeVar("A")

QUESTION, DOCUMENT, MARKING, REPORT = 5.0, 30.0, 10.0, 120.0  # seconds


def question(
    code: int, title: str, *parameters: bytes, read: Callable[[bytes], A], patience: float = QUESTION
) -> Request[A]:
    """What only asks, or sets what may be set twice."""
    return Request(name=_name(code, title), code=f"{code:02X}", parameters=parameters, read=read, patience=patience)


def part(code: int, title: str, *parameters: bytes, read: Callable[[bytes], A]) -> Request[A]:
    """A step of a document: 00h and 78h/3 tell what became of it."""
    return Request(
        name=_name(code, title),
        code=f"{code:02X}",
        parameters=parameters,
        read=read,
        patience=DOCUMENT,
        effect=Effect.MONEY,
        findable=True,
    )


def report(
    code: int,
    title: str,
    *parameters: bytes,
    effect: Effect = Effect.MONEY,
    patience: float = REPORT,
    findable: bool = False,
) -> Request[None]:
    """What makes a document by itself, or moves something, and answers nothing."""
    return Request(
        name=_name(code, title),
        code=f"{code:02X}",
        parameters=parameters,
        read=nothing,
        patience=patience,
        effect=effect,
        findable=findable,
    )


def on_paper(code: int, title: str, *parameters: bytes, patience: float = DOCUMENT) -> Request[None]:
    """What is seen, and not counted."""
    return report(code, title, *parameters, effect=Effect.PAPER, patience=patience)


def nothing(data: bytes) -> None:
    """Of commands that only confirm."""


def _name(code: int, title: str) -> str:
    return f"{code:02X}h {title}"
