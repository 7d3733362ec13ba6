"""Modes, tables, clock, drawer, sounds, power. Source: spec/atol.md 5.4, 6.1."""

from datetime import datetime

from drivers.atol.emulator.command import FORMAT, Asked, Command, Refused
from drivers.atol.emulator.core import Core
from drivers.atol.emulator.modes import ANYWHERE, IDLE, STILL, Mode, Place

_WRONG_PASSWORD, _WRONG_MODE = 140, 102
_CONFIRM, _WRONG_TIME, _BEFORE_STORAGE, _SHIFT_OPEN = 22, 31, 32, 156
_NOT_FOR_THIS_MODEL, _PROTECTION = 122, 174
_REBOOT, _OFF = 0x41, 0x00


def _enter(core: Core, asked: Asked) -> None:
    """56h."""
    mode, password = asked.byte(), asked.bcd(4)
    asked.end()
    if core.mode != Mode.CHOICE:
        raise Refused(_WRONG_MODE)
    if mode not in core.passwords:
        raise Refused(FORMAT, f"mode {mode}")
    if password not in core.passwords[mode]:
        raise Refused(_WRONG_PASSWORD)
    core.mode, core.cashier = mode, password if password < 100 else 30
    core.ahead.clear()


def _leave(core: Core, asked: Asked) -> None:
    """48h."""
    asked.end()
    core.mode = Mode.CHOICE
    core.ahead.clear()
    core.blocks.clear()


def _table(core: Core, asked: Asked) -> bytes:
    """46h."""
    if core.quirks.tables_mode not in (None, core.mode):
        raise Refused(_WRONG_MODE)
    table, row, field = asked.byte(), asked.big(2), asked.byte()
    asked.end()
    return core.tables.read(table, row, field)


def _write_table(core: Core, asked: Asked) -> None:
    """50h."""
    core.tables.write(asked.byte(), asked.big(2), asked.byte(), asked.rest())


def _date(core: Core, asked: Asked) -> None:
    """64h: another date has to be told twice."""
    raw = asked.raw(3)
    asked.end()
    day = _moment(raw[::-1] + bytes.fromhex(core.till.now().strftime("%H%M%S")))
    if core.quirks.confirms_date and core.unconfirmed != raw:
        core.unconfirmed = raw
        raise Refused(_CONFIRM)
    core.unconfirmed = b""
    _set(core, day)


def _time(core: Core, asked: Asked) -> None:
    """4Bh."""
    raw = asked.raw(3)
    asked.end()
    _set(core, _moment(bytes.fromhex(core.till.now().strftime("%y%m%d")) + raw))


def _date_and_time(core: Core, asked: Asked) -> None:
    """EDh."""
    raw = asked.raw(6)
    asked.end()
    _set(core, _moment(raw[2::-1] + raw[3:]))


def _moment(raw: bytes) -> datetime:
    """YY MM DD hh mm ss. Raises Refused 31."""
    try:
        return datetime.strptime(raw.hex(), "%y%m%d%H%M%S")  # noqa: DTZ007  # the device knows no zones
    except ValueError as error:
        raise Refused(_WRONG_TIME, str(error)) from error


def _set(core: Core, moment: datetime) -> None:
    if core.till.shift_open:
        raise Refused(_SHIFT_OPEN)
    documents = core.till.storage.documents
    if documents and moment < documents[-1].time:
        raise Refused(_BEFORE_STORAGE)
    core.till.set_clock(moment)


def _open_drawer(core: Core, _asked: Asked) -> None:
    """80h, 85h."""
    core.pulses += 1
    core.conditions.drawer_open = True


def _sound(core: Core, _asked: Asked) -> None:
    """47h, 88h."""
    core.sounds += 1


def _to_port(core: Core, asked: Asked) -> None:
    """8Fh: port, up to 94 bytes."""
    asked.byte()
    data = asked.rest(94)
    if not data:
        raise Refused(20)
    core.external += data


def _power(core: Core, asked: Asked) -> None:
    """CEh; the emulator around it pulls the plug."""
    order = asked.byte()
    if order not in (_REBOOT, _OFF):
        raise Refused(FORMAT)
    core.power_order = order


def _reset(core: Core, _asked: Asked) -> None:
    """6Bh: the receipt is gone, everything else stays. (inferred)"""
    core.leave_receipt()
    core.mode = Mode.CHOICE
    core.polls.clear()


def _never(_core: Core, _asked: Asked) -> None:
    """71h, 77h: no print server does that."""
    raise Refused(_NOT_FOR_THIS_MODEL)


def _protection(_core: Core, asked: Asked) -> bytes:
    """74h -> state of the code: 0, not entered."""
    asked.byte()
    return b"\x4c\x00"


def _enter_protection(_core: Core, _asked: Asked) -> None:
    """6Dh: no code fits."""
    raise Refused(_PROTECTION)


_PROGRAMMING = {Place.PROGRAMMING}
COMMANDS = (
    Command(0x56, _enter, IDLE),
    Command(0x48, _leave, IDLE),
    Command(0x46, _table, STILL),
    Command(0x50, _write_table, _PROGRAMMING),
    Command(0x64, _date, _PROGRAMMING),
    Command(0x4B, _time, _PROGRAMMING),
    Command(0xED, _date_and_time, _PROGRAMMING),
    Command(0x80, _open_drawer, IDLE),
    Command(0x85, _open_drawer, IDLE),
    Command(0x47, _sound, STILL),
    Command(0x88, _sound, STILL),
    Command(0x8F, _to_port, STILL),
    Command(0xCE, _power, ANYWHERE),
    Command(0x6B, _reset, ANYWHERE),
    Command(0x71, _never, STILL),
    Command(0x77, _never, STILL),
    Command(0x74, _protection, STILL, answers_itself=True),
    Command(0x6D, _enter_protection, STILL),
)
