"""A command as the register knows it."""

from collections.abc import Callable
from dataclasses import dataclass

from drivers.pirit.emulator.core import Core
from drivers.pirit.emulator.parameters import Parameters

Run = Callable[[Core, Parameters], bytes]  # -> data of the answer; raises Refused, StorageRefused


@dataclass(frozen=True, slots=True)
class Command:
    """`prints`: it needs a printer that is ready.

    `asks`: it works while the register is blocked; `closes`: so too where nothing but its ФН is broken.
    """

    code: str
    run: Run
    prints: bool = False
    asks: bool = False
    closes: bool = False
