"""What closes a receipt: FF45, those with more taxes, and the old ones. Source: spec/shtrih-m.md 3.5, 3.7."""

from collections.abc import Callable

from drivers.emulation.fiscal.printed import Line
from drivers.shtrih.emulator import modes
from drivers.shtrih.emulator.answers import named
from drivers.shtrih.emulator.closing import Payment, close
from drivers.shtrih.emulator.command import Asked, Command, Refused, command, u
from drivers.shtrih.emulator.core import Core
from drivers.shtrih.emulator.receipt import MOST_TOTAL
from drivers.shtrih.emulator.receipt_commands import own

_PAYMENTS, _OLD_PAYMENTS = 16, 4
_TEXT = 64
_MOST = 250  # bytes of parameters in a frame; the text of the old ones takes what is left


def _closing(taxes: int) -> Callable[[Core, Asked], bytes]:
    def run(core: Core, asked: Asked) -> bytes:
        receipt = own(core, asked)
        sums = _sums(asked, _PAYMENTS)
        rounding = asked.number(1)
        told = tuple(asked.number(5) for _ in range(taxes))
        payment = Payment(sums, rounding, told, asked.number(1))
        if text := asked.text():
            receipt.paper.append(Line(text))
        closed = close(core, receipt, payment)
        return u(closed.change, 5) + named(core, closed.document)

    return run


def _closing_old(payments: int) -> Callable[[Core, Asked], bytes]:
    """85h, 8Eh. A discount of the receipt is refused: ФФД 1.05 and later know none, inferred."""

    def run(core: Core, asked: Asked) -> bytes:
        receipt = own(core, asked)
        sums = _sums(asked, payments)
        if asked.signed(2):
            raise Refused(0x35)
        asked.raw(4)
        if text := asked.text().strip():
            receipt.paper.append(Line(text))
        return asked.who + u(close(core, receipt, Payment(sums)).change, 5)

    return run


def _sums(asked: Asked, count: int) -> dict[int, int]:
    """Raises Refused 41h.. for the payment that is out of range."""
    sums = {row: asked.number(5) for row in range(1, count + 1)}
    for row, sum_ in sums.items():
        if sum_ > MOST_TOTAL:
            raise Refused(min(0x40 + row, 0x44))
    return {row: sum_ for row, sum_ in sums.items() if sum_}


def _extended(code: str, taxes: int) -> Command:
    fixed = _PAYMENTS * 5 + 1 + taxes * 5 + 1
    return command(code, _closing(taxes), range(fixed, fixed + _TEXT + 1), modes=modes.RECEIPT, prints=True)


def _old(code: str, payments: int) -> Command:
    fixed = payments * 5 + 6
    return command(code, _closing_old(payments), range(fixed, _MOST + 1), modes=modes.RECEIPT, prints=True)


COMMANDS: tuple[Command, ...] = (
    _extended("FF45", 6),
    _extended("FF76", 10),
    _extended("FF7B", 12),
    _old("85", _OLD_PAYMENTS),
    _old("8E", _PAYMENTS),
)
