"""Registration, changes of it, closing of the archive. Source: spec/shtrih-m.md 3.7, spec/ffd.md 7, 11."""

from drivers.emulation.fiscal.registration import registration_number
from drivers.emulation.fiscal.storage import Document, Form, Life, Open, Registration
from drivers.shtrih.emulator import documents, modes, slips
from drivers.shtrih.emulator.answers import named
from drivers.shtrih.emulator.command import Asked, Command, Refused, Who, command
from drivers.shtrih.emulator.core import Core

_KINDS = (Open.REGISTRATION, Open.REPLACEMENT, Open.CHANGE)
_NEW_STORAGE, _REASONS = 1, range(1, 5)
_SYSTEMS, _MODE_BITS = 0x3F, 0x3F


def _begin(core: Core, asked: Asked) -> bytes:
    """FF05. A change without a new ФН needs a registration, the others need none in this ФН."""
    kind = asked.number(1)
    if kind >= len(_KINDS):
        raise Refused(0x33)
    if (core.storage.life is Life.FISCAL) != (_KINDS[kind] is Open.CHANGE):
        raise Refused(0x02, "the life of the ФН")
    core.storage.begin(_KINDS[kind], core.now)
    return b""


def _register(core: Core, asked: Asked) -> bytes:
    """FF06; the ФН that was put in place of another one counts as reason 1."""
    reason = _NEW_STORAGE if core.storage.open is Open.REPLACEMENT else 0
    return _finish(core, asked, _told(asked, reason))


def _change(core: Core, asked: Asked) -> bytes:
    """FF34: the reason comes last."""
    told = _told(asked, 0)
    return _finish(core, asked, Registration(told.inn, told.rnm, told.taxes, told.mode, asked.number(1)))


def _told(asked: Asked, reason: int) -> Registration:
    inn, rnm = asked.text(12).strip(), asked.text(20).strip()
    return Registration(inn, rnm, asked.number(1), asked.number(1), reason)


def _finish(core: Core, asked: Asked, told: Registration) -> bytes:
    storage = core.storage
    if storage.open not in _KINDS:
        raise Refused(0x02, "FF05 comes first")
    _check(core, told, again=storage.open is not Open.REGISTRATION)
    documents.keep(core, storage.requisites)
    body = documents.registration(core, told, asked.operator)
    form = Form.CHANGE if told.reason else Form.REGISTRATION
    document = storage.record(form, body, core.now, numbers_shift=False)
    storage.registered.append((document.number, told))
    storage.life = Life.FISCAL
    documents.remember(core, told)
    core.print_document(slips.fiscal(core, document))
    return named(core, document)


def _check(core: Core, told: Registration, *, again: bool) -> None:
    """Raises Refused 33h, 09h."""
    serial = core.tables.string(18, 1, 1)
    if not (told.inn.isdecimal() and told.rnm.isdecimal()) or told.rnm != registration_number(
        told.rnm[:10], told.inn, serial
    ):
        raise Refused(0x33, "ИНН or РНМ")
    if not told.taxes or told.taxes & ~_SYSTEMS or told.mode & ~_MODE_BITS:
        raise Refused(0x33, "tax systems or mode")
    if again != bool(told.reason) or told.reason not in (0, *_REASONS):
        raise Refused(0x33, "the reason")
    if again and told.inn != core.tables.string(18, 1, 2):
        raise Refused(0x09, "another ИНН")


def _begin_end(core: Core, _: Asked) -> bytes:
    core.storage.begin(Open.ARCHIVE_CLOSING, core.now)
    return b""


def _end(core: Core, asked: Asked) -> bytes:
    """FF3E: no document comes after this one."""
    core.storage.finish(Open.ARCHIVE_CLOSING, core.now)
    document: Document = core.storage.record(
        Form.ARCHIVE_CLOSING, documents.archive_closing(core, asked.operator), core.now, numbers_shift=False
    )
    core.storage.life = Life.CLOSED
    core.print_document(slips.fiscal(core, document))
    return named(core, document)


COMMANDS: tuple[Command, ...] = (
    command("FF05", _begin, 1, Who.SYSTEM, modes.SHIFT_CLOSED),
    command("FF06", _register, 34, Who.SYSTEM, modes.SHIFT_CLOSED, prints=True),
    command("FF34", _change, 35, Who.SYSTEM, modes.SHIFT_CLOSED, prints=True),
    command("FF3D", _begin_end, 0, Who.SYSTEM, modes.SHIFT_CLOSED),
    command("FF3E", _end, 0, Who.SYSTEM, modes.SHIFT_CLOSED, prints=True),
)
