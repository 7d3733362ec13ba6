"""What somebody who looks at the server hears of its commands; nothing is told, and little done, while nobody looks."""

from collections.abc import Callable

from kkmserver.store.record import Record

Told = Callable[[Record], None]


class News:
    """`told` hears of every command that was accepted or has changed; None: nobody looks."""

    __slots__ = ("told",)

    def __init__(self) -> None:
        self.told: Told | None = None

    @property
    def watched(self) -> bool:
        return self.told is not None
