"""What a wire may do to what goes over it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

Spoil = Callable[[bytes], bytes]  # one byte -> what comes of it

PATIENCE = 2.0  # seconds: what the drivers here wait for an answer; see printers


class End(StrEnum):
    NONE = ""
    RESET = "reset"  # RST to both sides
    CLOSE = "close"  # FIN to both sides; what the host sends then is thrown away
    STALL = "stall"  # nothing more goes over, until the wire is mended; then all that has been sent does
    DEAD = "dead"  # as STALL, but the device is switched off and on: what has been sent is lost


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One direction. `after`: bytes of a connection that go over before `end` comes; 0 = at once."""

    end: End = End.NONE
    after: int = 0
    pause: float = 0.0  # seconds before each piece
    piece: int = 65536  # bytes that go over at once
    instead: bytes = b""  # goes over in place of each piece
    lost: bool = False  # nothing goes over, and nobody is told


WELL = Way()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """It befalls every connection until the wire is mended. `down`: from host to device. `place`: in words.

    `spoil` is done to byte number `at` that the host sends; see noise.
    """

    name: str
    place: str = ""
    down: Way = WELL
    up: Way = WELL
    spoil: Spoil | None = None
    at: int = 0

    def __str__(self) -> str:
        return f"{self.name} after {self.place}" if self.place else self.name

    @property
    def kills(self) -> bool:
        """The device is dead until somebody switches it off and on."""
        return End.DEAD in (self.down.end, self.up.end)


HEALTHY = Fault(name="none")
STEADY = (
    Fault(name="delayed", down=Way(pause=0.3), up=Way(pause=0.3)),
    Fault(name="single bytes", down=Way(piece=1), up=Way(piece=1)),
    Fault(name="answers come too late", up=Way(pause=3 * PATIENCE)),
    Fault(name="answers are lost", up=Way(lost=True)),
    Fault(name="answers are noise", up=Way(instead=b"\xff\x90\xa5")),
)
_ENDS = {
    End.RESET: "reset",
    End.CLOSE: "closed",
    End.STALL: "stalled, then mended",
    End.DEAD: "stalled, device switched off and on",
}
_SPOILS: dict[str, Spoil] = {
    "a byte is lost": lambda _: b"",
    "a byte comes twice": lambda byte: byte * 2,
    "a bit is changed": lambda byte: bytes([byte[0] ^ 0x20]),
}


HALF = (0.5,)


def faults(down: int, up: int, middle: tuple[float, ...] = HALF) -> Iterator[Fault]:
    """All of them, for a command that sends and receives so many bytes. `middle`: where in between they are broken."""
    yield from STEADY
    for end, name in _ENDS.items():
        for place, after in (_places(down, middle) or {"nothing": 0}).items():
            yield Fault(name=f"{name}: sent", place=place, down=Way(end=end, after=after))
        for place, after in _places(up, middle).items():
            yield Fault(name=f"{name}: answered", place=place, up=Way(end=end, after=after))


def noises(down: int) -> Iterator[Fault]:
    """Of a serial line."""
    for name, spoil in _SPOILS.items():
        for place, at in (("half", down // 2), ("all but 1 byte", down - 1)) if down else ():
            yield Fault(name=name, place=place, spoil=spoil, at=at)


def _places(total: int, middle: tuple[float, ...]) -> dict[str, int]:
    """Bytes after which a wire is broken: of few bytes those places that differ, of none none."""
    if total == 0:
        return {}
    between = {"half" if part == 0.5 else f"{part:.0%}": int(total * part) for part in middle}
    places = {"nothing": 0, "1 byte": 1, **between, "all but 1 byte": total - 1, "all": total}
    last = {place: name for name, place in places.items()}
    return {name: place for name, place in places.items() if last[place] == name}
