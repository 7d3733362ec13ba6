"""What the ФН tells of itself and of its documents. Source: spec/shtrih-m.md 3.6."""

import hashlib
from collections.abc import Callable

from drivers.emulation.fiscal import tlv
from drivers.emulation.fiscal.bodies import FFD_CODES
from drivers.emulation.fiscal.storage import Document, Form, Registration
from drivers.shtrih.emulator.answers import moment
from drivers.shtrih.emulator.command import Asked, Command, Refused, Who, command, u
from drivers.shtrih.emulator.core import Core
from drivers.shtrih.emulator.modes import SHIFT_CLOSED

_VERSION = b"fn_v_1_2_virtual"
_SERIAL = 1  # not a debug one
_MOST_REGISTRATIONS = 12
_CAPACITY, _KILOBYTES = 230_000, 262_144
_CONNECTED, _WAITING, _TICKET_DUE = 1, 2, 4
_RESET = 0x16
_NO_MOMENT = bytes(5)


def _status(core: Core, _: Asked) -> bytes:
    storage = core.storage
    last = moment(storage.documents[-1].time) if storage.documents else _NO_MOMENT
    body = bytes((storage.life, storage.open, bool(storage.requisites), storage.shift_open))
    return body + bytes((storage.warnings(core.now),)) + last + storage.number.encode("ascii") + u(storage.last, 4)


def _number(core: Core, _: Asked) -> bytes:
    return core.storage.number.encode("ascii")


def _expiry(core: Core, _: Asked) -> bytes:
    until, done = core.storage.expiry, len(core.storage.registered)
    told = bytes((until.year % 100, until.month, until.day))
    return told + bytes((max(0, _MOST_REGISTRATIONS - done), done)) if core.quirks.long_expiry else told


def _version(_core: Core, _asked: Asked) -> bytes:
    return _VERSION + bytes((_SERIAL,))


def _reset(core: Core, asked: Asked) -> bytes:
    """FF07, of a debug ФН: as new, under its old number."""
    if asked.number(1) != _RESET:
        raise Refused(0x33)
    core.storage.erase()
    return b""


def _registration(core: Core, _: Asked) -> bytes:
    if not core.storage.registered:
        raise Refused(0x08)
    number, told = core.storage.registered[-1]
    return _registered(core, core.storage.find(number), told, b"")


def _registration_by_number(core: Core, asked: Asked) -> bytes:
    """FF4C: the reason stands before the number from the second one on."""
    which = asked.number(1)
    number, told = _which(core, which)
    return _registered(core, core.storage.find(number), told, b"" if which == 1 else bytes((told.reason,)))


def _registered(core: Core, document: Document, told: Registration, reason: bytes) -> bytes:
    body = moment(document.time) + _owner(told) + bytes((told.taxes, told.mode))
    if core.ffd > FFD_CODES["1.05"]:
        ofd = core.tables.string(18, 1, 12).encode("ascii", "replace").ljust(12)
        body += bytes((core.tables.integer(18, 1, 21),)) + ofd + u(told.reason, 4)
        reason = b""
    return body + reason + u(document.number, 4) + u(document.sign, 4)


def _registration_tag(core: Core, asked: Asked) -> bytes:
    number, _ = _which(core, asked.number(1))
    tag = asked.number(2)
    values = core.storage.find(number).tags().get(tag)
    if not values:
        raise Refused(0x08)
    return tlv.pack(tag, values[0])


def _which(core: Core, number: int) -> tuple[int, Registration]:
    if not 1 <= number <= len(core.storage.registered):
        raise Refused(0x08)
    return core.storage.registered[number - 1]


def _find(core: Core, asked: Asked) -> bytes:
    document = core.storage.find(asked.number(4))
    confirmed = document.number <= core.storage.sent
    head = bytes((document.form, confirmed)) + moment(document.time) + u(document.number, 4) + u(document.sign, 4)
    return head + _details(core, document)


def _details(core: Core, document: Document) -> bytes:
    match document.form:
        case Form.REGISTRATION | Form.CHANGE:
            told = dict(core.storage.registered)[document.number]
            facts = _owner(told) + bytes((told.taxes, told.mode))
            return facts + (bytes((told.reason,)) if document.form is Form.CHANGE else b"")
        case Form.SHIFT_OPENING | Form.SHIFT_CLOSING:
            return u(document.shift, 2)
        case Form.RECEIPT | Form.CORRECTION:
            return bytes((document.type,)) + u(document.total, 5)
        case Form.ARCHIVE_CLOSING:
            return _owner(core.storage.registered[-1][1])
    return b""


def _owner(told: Registration) -> bytes:
    return told.inn.encode("ascii").ljust(12) + told.rnm.encode("ascii").ljust(20)


def _begin_reading(core: Core, asked: Asked) -> bytes:
    """FF3A: desktop models give nothing but data from here to the end."""
    document, size = core.storage.find(asked.number(4)), core.quirks.piece
    core.read = [document.tlv[at : at + size] for at in range(0, len(document.tlv), size)]
    return u(document.form, 2) + u(len(document.tlv), 2)


def _read(core: Core, _: Asked) -> bytes:
    """Raises Refused 08h at the end, which is how the reading ends."""
    if not core.read:
        core.read = None
        raise Refused(0x08)
    return core.read.pop(0)


def _ofd(core: Core, _: Asked) -> bytes:
    unsent = core.storage.unsent
    bits = _CONNECTED | (_WAITING | _TICKET_DUE if unsent else 0)
    first = u(unsent[0].number, 4) + moment(unsent[0].time) if unsent else u(0, 4) + _NO_MOMENT
    return bytes((bits, 0)) + u(len(unsent), 2) + first


def _unconfirmed(core: Core, _: Asked) -> bytes:
    return u(len(core.storage.unsent), 2)


def _ticket(core: Core, asked: Asked) -> bytes:
    """The operator's confirmation of a document that was sent. Raises Refused 08h."""
    document = core.storage.find(asked.number(4))
    if document.number > core.storage.sent:
        raise Refused(0x08)
    body = tlv.text(1017, core.tables.string(18, 1, 12), 12) + tlv.text(1041, core.storage.number, 16)
    body += tlv.fixed(1040, document.number, 4) + tlv.time(1012, document.time)
    return body + tlv.pack(1078, hashlib.sha256(b"OFD" + body).digest()[:16])


def _shift(core: Core, _: Asked) -> bytes:
    storage = core.storage
    return bytes((storage.shift_open,)) + u(storage.shift, 2) + u(storage.receipt, 2)


def _free(core: Core, _: Asked) -> bytes:
    used = sum(len(each.tlv) for each in core.storage.documents) // 1024
    return u(_CAPACITY - core.storage.last, 4) + u(_KILOBYTES - used, 4)


def _query(code: str, run: Callable[[Core, Asked], bytes], parameters: int = 0) -> Command:
    """The system administrator's, in every mode, as long as the ФН answers."""

    def asked_of_storage(core: Core, asked: Asked) -> bytes:
        core.storage.check()
        return run(core, asked)

    return command(code, asked_of_storage, parameters, Who.SYSTEM)


COMMANDS: tuple[Command, ...] = (
    _query("FF01", _status),
    _query("FF02", _number),
    _query("FF03", _expiry),
    _query("FF04", _version),
    command("FF07", _reset, 1, Who.SYSTEM, SHIFT_CLOSED),
    _query("FF09", _registration),
    _query("FF4C", _registration_by_number, 1),
    _query("FF0A", _find, 4),
    _query("FF0E", _registration_tag, 3),
    _query("FF60", _registration_tag, 3),
    _query("FF39", _ofd),
    _query("FF3A", _begin_reading, 4),
    _query("FF3B", _read),
    _query("FF3C", _ticket, 4),
    _query("FF3F", _unconfirmed),
    _query("FF40", _shift),
    _query("FF63", _free),
)
