"""What stands behind the port: a device without its plug, and the papers that come out of it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Protocol


@dataclass(slots=True)
class Conditions:
    """What a test or a person switches; each device adds what may be wrong with it."""

    power: bool = True

    def named(self) -> dict[str, bool]:
        return asdict(self)

    def put(self, name: str, on: bool) -> None:
        """Raises ValueError for an unknown name."""
        names = [each.name for each in fields(self)]
        if name not in names:
            raise ValueError(f"{name} is none of {', '.join(names)}")
        setattr(self, name, on)


class Machine(Protocol):
    """Bytes in, answers out, without time or I/O. It may lose its power by itself."""

    @property
    def conditions(self) -> Conditions: ...
    @property
    def room(self) -> int: ...  # bytes it takes now; 0 = the host has to wait
    def feed(self, data: bytes) -> bytes: ...  # raises CannotEmulate
    def switch(self, name: str, on: bool) -> bytes: ...  # what is said because of that; raises ValueError as `put`


class Document(Protocol):
    """A piece of paper or a label that came out."""

    @property
    def number(self) -> int: ...  # from 1
    @property
    def time(self) -> datetime: ...
    @property
    def barcodes(self) -> Sequence[tuple[str, str]]: ...  # kind, content
    def text(self) -> str: ...
    def png(self) -> bytes: ...


class CannotEmulate(RuntimeError):
    """The device could do what the host asks, this machine cannot; the text tells a person what is missing."""
