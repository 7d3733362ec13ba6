"""A conversation with a register as data: what is to be sent, how long to listen, how it may end. No I/O."""

from collections import deque
from collections.abc import Generator
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from drivers.errors import DeviceOffline, FrameError, KkmError, OutcomeUnknown
from drivers.shtrih.codec import Reply
from drivers.shtrih.request import Effect, Request

A = TypeVar("A")
_REMEMBERED = 8  # answers that nobody waited for


@dataclass(frozen=True, slots=True)
class Step:
    """Send, then listen until something is heard, at most `seconds`.

    0 = do not listen; None = listen until the time of the step before is over.
    """

    send: bytes
    seconds: float | None


Talk = Generator[Step, bytes, A]  # yields what to do, is sent what was heard: b"" = nothing in that time


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """Source: spec 1.3."""

    tries: int  # of ENQ, of a frame, of an answer
    answer: float = 1.0  # seconds for a control byte: T1, T2
    gap: float = 0.3  # seconds between two bytes, and of silence that ends garbage: T4, T6

    def longest(self, patience: float) -> float:
        """Seconds that one exchange may last, whatever the register does."""
        return patience + 2 * (self.tries + 1) * (self.answer + self.gap)


class Silent(Exception):
    """Nothing was heard."""


class Nonsense(Exception):
    """What was heard makes no sense, though it was asked for again."""


class Link(Protocol):
    """The lower level of the protocol: an exchange as a talk."""

    @property
    def stale(self) -> "Stale": ...
    def connected(self) -> None: ...  # a new connection: nothing is on its way
    def start(self) -> Talk[None]: ...  # takes what the register holds; raises DeviceOffline, FrameError
    def ask(self, request: Request[Any]) -> Talk[Reply]: ...  # raises DeviceOffline, OutcomeUnknown, FrameError
    def limit(self, request: Request[Any]) -> float: ...  # seconds that `ask` may last
    def failed(self, request: Request[Any], cause: Exception) -> KkmError: ...  # where `ask` is not carried on


Stale = deque[Reply]


def no_stale() -> Stale:
    """Room for answers that nobody waited for, oldest first; the oldest ones go first."""
    return deque(maxlen=_REMEMBERED)


def offline(address: str) -> DeviceOffline:
    return DeviceOffline(
        f"Касса не отвечает ({address}). Проверьте её питание и кабель, в настройках — подключение и скорость порта, "
        "и что с ней не работает другая программа."
    )


def nonsense(address: str) -> FrameError:
    return FrameError(
        f"Касса отвечает непонятно ({address}). Проверьте кабель, в настройках — скорость порта и протокол (link), "
        "и что с кассой не работает другая программа.",
        nothing_sent=True,
    )


def unknown(address: str, request: Request[Any]) -> OutcomeUnknown:
    return OutcomeUnknown(
        f"Команда {request.code.hex().upper()}h ушла в кассу, но ответ не получен ({address}): неизвестно, выполнена "
        "ли она. Прежде чем повторять, проверьте последний документ кассы."
    )


def failure(request: Request[Any], cause: Exception, address: str, *, sent: bool) -> KkmError:
    """What an exchange without a reply comes to. `sent`: the register may have carried the command out."""
    if sent and request.effect is not Effect.NONE:
        return unknown(address, request)
    if isinstance(cause, DeviceOffline):
        return cause
    return nonsense(address) if isinstance(cause, Nonsense) else offline(address)
