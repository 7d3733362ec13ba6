"""A command: what it is called, which fields it knows, what it does."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from drivers.mercury.emulator.core import Core
from drivers.mercury.emulator.fields import Fields

Answer = Mapping[str, object]  # JSON; None is left out
Run = Callable[[Core, Fields], Answer]
NOTHING: Answer = {}


@dataclass(frozen=True, slots=True)
class Command:
    """`keyed`: only in a session, with a register at the cable."""

    name: str
    run: Run
    fields: tuple[str, ...] = ()
    keyed: bool = True
