"""80h..83h, which pyshtrih sells with, and the discounts that firmware for the ФН no longer has.

Source: spec/shtrih-m.md 3.5, 9.
"""

from collections.abc import Callable

from drivers.shtrih.emulator import modes, positions
from drivers.shtrih.emulator.command import Asked, Command, Refused, command
from drivers.shtrih.emulator.core import Core
from drivers.shtrih.emulator.receipt_commands import begin, own, take

_FIXED = 15  # bytes before the text
_TEXT = range(_FIXED + 40, _FIXED + 236)  # "send 40 bytes minimum"
_DISCOUNT = range(9, 250)


def _sale(kind: int) -> Callable[[Core, Asked], bytes]:
    def run(core: Core, asked: Asked) -> bytes:
        if core.receipt is not None and core.receipt.kind != kind:
            raise Refused(0x49)
        position = positions.from_old(asked)
        positions.check_old(core, position)
        receipt = begin(core, asked.operator, kind) if core.receipt is None else own(core, asked)
        take(core, receipt, position)
        return asked.who

    return run


def _gone(_core: Core, _asked: Asked) -> bytes:
    raise Refused(0x37)


COMMANDS: tuple[Command, ...] = (
    *(command(f"{0x80 + kind:02X}", _sale(kind), _TEXT, modes=modes.SELLS, prints=True) for kind in range(4)),
    *(command(code, _gone, _DISCOUNT, modes=modes.RECEIPT) for code in ("84", "86", "87", "8A", "8B")),
)
