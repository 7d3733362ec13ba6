"""What `kkmserver emulate` has to know of a device that it can be."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kkmserver.web.emulator import Emulator


@dataclass(frozen=True, slots=True)
class Address:
    """Where to listen; port 0 = any free one."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Kind:
    """A device that can be emulated. `build` gets the address and the values of `options` by name, and `wired`.

    `wired`: it hangs on a serial port too.
    """

    title: str
    help: str
    port: int  # where such devices listen
    options: tuple[click.Option, ...]
    build: "Callable[[Address, Mapping[str, Any]], Emulator]"
    has_serial: bool = True  # such devices also hang on serial ports
