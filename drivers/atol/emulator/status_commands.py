"""What a host may ask at any time: state, device, errors, registers. Source: spec/atol.md 5, 6.1."""

from collections.abc import Callable

from drivers.atol.emulator import text
from drivers.atol.emulator.command import Asked, Command, Refused
from drivers.atol.emulator.core import Core
from drivers.atol.emulator.modes import ANYWHERE, BEFORE_RESET, STILL
from drivers.atol.emulator.numbers import bcd
from drivers.atol.emulator.receipt import KINDS, PAYMENTS
from drivers.emulation.fiscal.storage import Life

_PROTOCOL, _TYPE, _DEVICE_MODE = 1, 1, b"\0\0"  # of A5h; invented
_FIRMWARE = "51"
_VERSION = b"\x03\x01\x00\x51\x20"  # of A5h; invented
_PARTS = (1, 3)  # of 9Dh: processor, boot
_NO_SUCH_REGISTER, _FORMAT = 111, 19


def _state(core: Core, asked: Asked) -> bytes:
    """3Fh."""
    asked.end()
    till, receipt = core.till, core.receipt
    shown = core.polled()
    return (
        b"\x44"
        + bcd(core.cashier, 1)
        + b"\x01"
        + bcd(int(f"{till.now():%y%m%d%H%M%S}"), 6)
        + bytes([_flags(core)])
        + bcd(int(till.serial[-8:]), 4)
        + bytes([core.model.code])
        + _FIRMWARE.encode("ascii")
        + bytes([shown])
        + bcd(till.receipt_number % 10_000, 2)
        + bcd((till.shift - till.shift_open) % 10_000, 2)
        + bytes([0 if receipt is None else receipt.type])
        + bcd(0 if receipt is None else receipt.total, 5)
        + b"\x02\x01"
    )


def _flags(core: Core) -> int:
    told, till = core.conditions, core.till
    fiscal = till.storage.life is Life.FISCAL
    bits = {
        0: fiscal,
        1: till.shift_open,
        2: told.drawer_open is core.quirks.drawer_bit_means_open,
        3: told.paper is core.quirks.paper_bit_means_paper,
        5: told.cover_open,
        6: fiscal and not told.storage_silent,
        7: told.battery_low,
    }
    return sum(bool(holds) << bit for bit, holds in bits.items())


def _state_code(core: Core, asked: Asked) -> bytes:
    """45h."""
    asked.end()
    return bytes([0x55, core.polled(), core.conditions.flags()])


def _device(core: Core, asked: Asked) -> bytes:
    """A5h."""
    asked.end()
    head = bytes([0, _PROTOCOL, _TYPE, core.model.code]) + _DEVICE_MODE + _VERSION
    return head + text.encoded(core.model.name)


def _version(_core: Core, asked: Asked) -> bytes:
    """9Dh -> version, sub-version, language, build; all of it invented."""
    if asked.byte() not in _PARTS:
        raise Refused(_FORMAT)
    return b"\x03\x01\x00" + bcd(5120, 2)


def _last_error(core: Core, _asked: Asked) -> bytes:
    """B3h."""
    return bytes([0x55, core.last_error, 0])


def _register(core: Core, asked: Asked) -> bytes:
    """91h."""
    number, first, second = asked.raw(3)
    asked.end()
    if number == 52:
        return bcd(core.till.storage.last, 5)
    if number == 55:
        return _extended(core)
    if number in _COUNTS:
        return bcd(_COUNTS[number](core, first), core.quirks.count_width)
    if number == 3:
        return bcd(_payments(core, first, second), core.quirks.sum_width)
    if number not in _SUMS:
        raise Refused(_NO_SUCH_REGISTER, f"register {number}")
    return bcd(_SUMS[number](core, first), core.quirks.sum_width)


def _extended(core: Core) -> bytes:
    """How it is written is unknown."""
    width = core.quirks.extended_width
    bcd_ = core.quirks.extended_numbers == "bcd"
    return bcd(core.extended_error, width) if bcd_ else core.extended_error.to_bytes(width, "big")


def _payments(core: Core, kind: int, payment: int) -> int:
    if kind not in KINDS or payment not in PAYMENTS:
        raise Refused(_NO_SUCH_REGISTER)
    return core.till.totals().sums[KINDS[kind], PAYMENTS[payment]]


def _registered(core: Core, kind: int) -> int:
    return core.till.totals().totals[KINDS.get(kind, 1)]


def _revenue(core: Core, _: int) -> int:
    totals = core.till.totals().totals
    return max(0, totals[1] - totals[2])


def _ever(core: Core, _: int) -> int:
    """What exactly the register adds up here is unknown: the sales of the ФН."""
    return sum(each.total for each in core.till.storage.documents if each.type == 1)


def _counted(core: Core, kind: int) -> int:
    return core.till.totals().receipts[KINDS.get(kind, 1)]


def _nothing(_core: Core, _kind: int) -> int:
    return 0


Reading = Callable[[Core, int], int]
_SUMS: dict[int, Reading] = {
    1: _registered,
    2: _nothing,
    4: lambda core, _: core.till.totals().cash_in,
    5: lambda core, _: core.till.totals().cash_out,
    10: lambda core, _: core.till.drawer,
    11: _revenue,
    12: _revenue,
    13: _ever,
    14: _ever,
}
_COUNTS: dict[int, Reading] = {
    6: _counted,
    7: _nothing,
    8: lambda core, _: core.till.totals().deposits,
    9: lambda core, _: core.till.totals().withdrawals,
    65: lambda core, _: core.till.receipt_number,
}

COMMANDS = (
    Command(0x3F, _state, BEFORE_RESET, answers_itself=True),
    Command(0x45, _state_code, ANYWHERE, answers_itself=True),
    Command(0xA5, _device, BEFORE_RESET, answers_itself=True),
    Command(0x9D, _version, STILL),
    Command(0xB3, _last_error, BEFORE_RESET, answers_itself=True),
    Command(0x91, _register, STILL),
)
