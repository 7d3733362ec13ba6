"""A4h: what the register asks its ФН for the host. Binary, little-endian. Source: spec/atol.md 6.4.

The tails of A4 40 and A4 43 are inferred there from the protocol of the ФН; so are these.
"""

from collections.abc import Callable
from datetime import datetime

from drivers.atol.emulator.command import Asked, Command, Refused
from drivers.atol.emulator.core import Core
from drivers.atol.emulator.modes import STILL
from drivers.atol.emulator.numbers import u16, u32
from drivers.emulation.fiscal import tlv
from drivers.emulation.fiscal.storage import Document, Form

_WRONG_MODE, _UNKNOWN, _NO_DATA = 102, 122, 218
_CONNECTED, _WAITS = 1, 2  # bits of the exchange with the operator
_LEFT = 11  # registrations
_VERSION = b"fn_v_1_1_test   "
_AMOUNT = 5  # bytes


def _pass(core: Core, asked: Asked) -> bytes:
    if core.quirks.storage_mode not in (None, core.mode):
        raise Refused(_WRONG_MODE)
    core.till.storage.check()
    wanted = asked.byte()
    service = _SERVICES.get(wanted)
    if service is None or wanted in core.quirks.storage_lacks:
        raise Refused(_UNKNOWN)
    answer = service(core, asked)
    asked.end()
    return answer


def _shift(core: Core, _: Asked) -> bytes:
    order = core.quirks.shift_order
    numbers = (core.till.shift, core.till.receipt_number)
    return bytes([core.till.shift_open]) + b"".join(number.to_bytes(2, order) for number in numbers)


def _operator(core: Core, _: Asked) -> bytes:
    unsent = core.till.storage.unsent
    bits = _CONNECTED | (_WAITS if unsent else 0)
    first, moment = (unsent[0].number, unsent[0].time) if unsent else (0, None)
    return bytes([bits, 0]) + u16(len(unsent)) + u32(first) + _date(moment)


def _status(core: Core, _: Asked) -> bytes:
    storage = core.till.storage
    document = 0 if core.receipt is None else 4
    last = storage.documents[-1].time if storage.documents else None
    head = bytes([storage.life, document, bool(document), storage.shift_open, storage.warnings(core.till.now())])
    return head + _date(last) + storage.number.encode("ascii") + u32(storage.last)


def _number(core: Core, _: Asked) -> bytes:
    return core.till.storage.number.encode("ascii")


def _validity(core: Core, _: Asked) -> bytes:
    storage = core.till.storage
    expiry = storage.expiry
    done = len(storage.registered)
    return bytes([expiry.year - 2000, expiry.month, expiry.day, max(0, _LEFT - done), done])


def _version(_core: Core, _: Asked) -> bytes:
    return _VERSION


def _find(core: Core, asked: Asked) -> bytes:
    document = core.till.storage.find(asked.little(4))
    ticket = document.number <= core.till.storage.sent
    head = bytes([document.form, ticket]) + _date(document.time) + u32(document.number) + u32(document.sign)
    return head + _tail(document)


def _tail(document: Document) -> bytes:
    if document.form in (Form.RECEIPT, Form.CORRECTION):
        return bytes([document.type]) + document.total.to_bytes(_AMOUNT, "little")
    return u16(document.shift) if document.form in (Form.SHIFT_OPENING, Form.SHIFT_CLOSING) else b""


def _registration(core: Core, _: Asked) -> bytes:
    storage = core.till.storage
    if not storage.registered:
        raise Refused(_NO_DATA)
    number, told = storage.registered[-1]
    document = storage.find(number)
    head = _date(document.time) + told.inn.ljust(12).encode("ascii") + told.rnm.ljust(20).encode("ascii")
    return head + bytes([told.taxes, told.mode]) + u32(number) + u32(document.sign)


def _begin_reading(core: Core, asked: Asked) -> bytes:
    document = core.till.storage.find(asked.little(4))
    core.reading = [tlv.pack(tag, value) for tag, value in tlv.parse(document.tlv)]
    return u16(document.form) + u16(len(document.tlv))


def _read(core: Core, _: Asked) -> bytes:
    if not core.reading:
        raise Refused(_NO_DATA)
    return core.reading.pop(0)


def _date(moment: datetime | None) -> bytes:
    """YY MM DD hh mm as plain bytes; nothing is zeros."""
    if moment is None:
        return bytes(5)
    return bytes([moment.year - 2000, moment.month, moment.day, moment.hour, moment.minute])


_SERVICES: dict[int, Callable[[Core, Asked], bytes]] = {
    0x10: _shift,
    0x20: _operator,
    0x30: _status,
    0x31: _number,
    0x32: _validity,
    0x33: _version,
    0x40: _find,
    0x43: _registration,
    0x45: _begin_reading,
    0x46: _read,
}
COMMANDS = (Command(0xA4, _pass, STILL),)
