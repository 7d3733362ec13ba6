"""A conversation with a register as data: what is to be sent, how long to listen, how it may end. No I/O."""

from collections import deque
from collections.abc import Generator
from dataclasses import dataclass
from typing import Protocol, TypeVar

from drivers.errors import DeviceOffline, FrameError, KkmError, OutcomeUnknown
from drivers.registers.request import Effect

A = TypeVar("A")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Step:
    """Send, then listen until something is heard, at most `seconds`.

    0 = do not listen; None = listen until the time of the step before is over.
    """

    send: bytes
    seconds: float | None


Talk = Generator[Step, bytes, A]  # yields what to do, is sent what was heard: b"" = nothing in that time
Stale = deque[R]  # answers that nobody waited for, oldest first; whoever looks at them takes them out


class Silent(Exception):
    """Nothing was heard."""


class Nonsense(Exception):
    """What was heard makes no sense, though it was asked for again."""


class Busy(Exception):
    """It is there, carries out a command or waits for paper, and takes no other."""


class Garbled(FrameError):
    """The line spoils what goes over it. Once it is well, the same question has an answer."""

    nothing_sent = True


class Asked(Protocol):
    """One command to a register."""

    @property
    def shown(self) -> str: ...  # its code as the maker's documents spell it: "FF45"
    @property
    def effect(self) -> Effect: ...


Q_contra = TypeVar("Q_contra", bound=Asked, contravariant=True)


class Link(Protocol[Q_contra, R]):
    """The lower level of a protocol: an exchange as a talk."""

    @property
    def stale(self) -> Stale[R]: ...
    def connected(self) -> None: ...  # a new connection: nothing is on its way
    def start(self) -> Talk[None]: ...  # takes what the register holds; raises DeviceOffline, FrameError
    def ask(self, request: Q_contra) -> Talk[R]: ...  # raises DeviceOffline, OutcomeUnknown, FrameError
    def limit(self, request: Q_contra) -> float: ...  # seconds that `ask` may last
    def failed(self, request: Q_contra, cause: Exception) -> KkmError: ...  # where `ask` is not carried on


def failure(request: Asked, cause: Exception, address: str, *, sent: bool) -> KkmError:
    """What an exchange without a reply comes to. `sent`: the register may have carried the command out."""
    if sent and request.effect is not Effect.NONE:
        return unknown(f"{request.shown}h", address)
    return reason(cause, address)


def reason(cause: Exception, address: str) -> KkmError:
    """Where nothing was carried out."""
    match cause:
        case DeviceOffline():
            return cause
        case Nonsense():
            return Garbled(_nonsense(address))
        case Busy():
            return _busy(address)
        case _:
            return offline(address)


def offline(address: str) -> DeviceOffline:
    return DeviceOffline(
        f"Касса не отвечает ({address}). Проверьте её питание и кабель, в настройках — подключение и скорость порта, "
        "и что с ней не работает другая программа."
    )


def unreadable(address: str, what: str) -> FrameError:
    """`what`: the nonsense itself."""
    return FrameError(_nonsense(address, f": {what}"), nothing_sent=True)


def unknown(command: str, address: str) -> OutcomeUnknown:
    return OutcomeUnknown(
        f"Команда {command} ушла в кассу, но ответ не получен ({address}): неизвестно, выполнена ли она. Прежде чем "
        "повторять, проверьте последний документ кассы."
    )


def _nonsense(address: str, what: str = "") -> str:
    return (
        f"Касса отвечает непонятно ({address}){what}. Проверьте кабель, в настройках — скорость порта и протокол, "
        "и что с кассой не работает другая программа."
    )


def _busy(address: str) -> DeviceOffline:
    return DeviceOffline(
        f"Касса на связи, но занята ({address}): выполняет прежнюю команду или ждёт бумагу. Проверьте ленту и крышку, "
        "дождитесь конца печати и повторите; если не поможет, выключите и включите кассу."
    )
