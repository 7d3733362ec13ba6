"""What a driver whose devices can be recognised offers, and what is told of a device that was found."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from drivers.ports import Clock, Transport

_MOST = 64  # characters of what a device says of itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A device that answered as its driver expects. What is not known is empty."""

    driver: str  # as in the settings
    connection: str  # the same
    model: str
    serial: str = ""
    inn: str = ""
    options: Mapping[str, str | int] = field(default_factory=dict)  # further keys its settings need
    note: str = ""  # for people: what could not be read, and what to do


class Probe(Protocol):
    """Ask one device who it is, by questions that print and change nothing.

    The transport is not open; whoever called closes it, and sets the deadline. None where somebody else answers, or
    nobody. Raises KkmError.
    """

    async def __call__(self, transport: Transport, connection: str, clock: Clock) -> Found | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """Where devices of a driver are looked for: ports of TCP and speeds of serial lines, the likeliest first.

    `in_text`: its question is lines of text, which a printer would print.
    """

    tcp_ports: tuple[int, ...] = ()
    speeds: tuple[int, ...] = ()
    probe: Probe
    in_text: bool = False


def said(text: str) -> str:
    """What a stranger says of itself, as a table or a terminal may show it: one short line of printable characters."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:_MOST]
