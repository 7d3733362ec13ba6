"""The label languages by name."""

from collections.abc import Callable

from drivers.labels.emulator.cpcl import Cpcl
from drivers.labels.emulator.epl2 import Epl2
from drivers.labels.emulator.machine import Interpreter, Machine
from drivers.labels.emulator.tspl import Tspl
from drivers.labels.emulator.zpl import Zpl

LANGUAGES: dict[str, Callable[[int], Interpreter]] = {"zpl": Zpl, "tspl": Tspl, "epl2": Epl2, "cpcl": Cpcl}


def interpreter(language: str, dpi: int = 203) -> Interpreter:
    """`language`: a key of LANGUAGES. Raises KeyError."""
    return LANGUAGES[language](dpi)


def interpret(language: str, data: bytes, dpi: int = 203) -> Machine:
    """The printer after it has taken and printed all of `data`."""
    machine = Machine(interpreter(language, dpi))
    machine.feed(data)
    return machine
