"""What the register tells of itself. Source: spec/shtrih-m.md 3.1."""

from drivers.shtrih.emulator.command import Asked, Command, Refused, Who, command, u
from drivers.shtrih.emulator.core import Core
from drivers.shtrih.emulator.error_texts import text_of
from drivers.shtrih.emulator.registers import DOCUMENT

_BATTERY, _SUPPLY, _TEMPERATURE = 0xA0, 0xD8, 0x19
_RESERVED = b"\xff"
_TCP_PORT = 128
_FIRMWARE, _BUILD, _FIRMWARE_DATE = b"C3", 323, bytes((1, 12, 21))
_FONTS = {
    1: (576, 12, 24),
    2: (576, 24, 24),
    3: (576, 12, 24),
    4: (576, 12, 24),
    5: (576, 12, 24),
    6: (576, 8, 16),
    7: (576, 9, 17),
}
_LINE_BYTES, _WIDE_BYTES, _WIDE_LINES = 72, 64, 1200
_INSPECTOR_PASSWORD, _SYSTEM_PASSWORD = 0, 30
_REBOOT = 0xF3


def _state(core: Core, asked: Asked) -> bytes:
    count = 0 if core.receipt is None else len(core.receipt.positions)
    body = asked.who + u(_flags(core), 2) + bytes((core.mode, core.paper.submode(), count & 0xFF))
    body += bytes((_BATTERY, _SUPPLY, 0, 0, count >> 8 & 0xFF))
    result = int(core.paper.result())
    if core.quirks.long_state:
        return body + 3 * _RESERVED + bytes((result,))
    return body + bytes((_TEMPERATURE, core.previous_mode, result))


def _flags(core: Core) -> int:
    """Bits 1, 7, 9: the receipt roll, its sensor, its lever; 6: the roll is thick enough; 10 cover, 11 drawer.

    The last two belong to the case, not to the paper; 6 for the near end is inferred.
    """
    at = core.conditions
    sees = at.paper or not core.quirks.paper_sensors
    bits = {1: sees, 7: sees, 9: True, 6: at.near_end, 10: at.cover_open, 11: at.drawer_open}
    return sum(1 << bit for bit, on in bits.items() if on)


def _full_state(core: Core, asked: Asked) -> bytes:
    now, registered = core.now, len(core.storage.registered)
    body = asked.who + _FIRMWARE + u(_BUILD, 2) + _FIRMWARE_DATE + u(core.tables.integer(1, 1, 1), 1)
    body += u(core.registers.read_count(DOCUMENT), 2) + u(_flags(core), 2)
    body += bytes((core.mode, core.paper.submode(), _TCP_PORT)) + b"01" + u(0, 2) + bytes((1, 1, 21))
    body += bytes((now.day, now.month, now.year % 100, now.hour, now.minute, now.second, 0))
    body += u(_serial(core), 4) + u(core.storage.shift - core.storage.shift_open, 2)
    return body + u(2000, 2) + u(registered, 1) + u(max(0, 12 - registered), 1) + u(_inn(core), 6)


def _serial(core: Core) -> int:
    """The last digits."""
    return _number(core.tables.string(18, 1, 1)[-8:], 4)


def _inn(core: Core) -> int:
    return _number(core.tables.string(18, 1, 2), 6)


def _number(digits: str, width: int) -> int:
    """FF in every byte for one that is not set."""
    return int(digits) if digits.isdecimal() else (1 << 8 * width) - 1


def _type(core: Core, _: Asked) -> bytes:
    return bytes((0, 0, *core.model.protocol, core.model.code, 0)) + core.model.name.encode("cp1251")


def _description(core: Core, asked: Asked) -> bytes:
    """F7h 1: what the model can do."""
    if not core.quirks.describes_itself or asked.number(1) != 1:
        raise Refused(0x37)
    widths = bytes((48, 24))  # characters of fonts 1 and 2
    body = u(core.quirks.bits(core.model, core.ffd_text), 8) + widths + bytes((1, 12, 16, 20, 21))
    body += u(_INSPECTOR_PASSWORD, 4) + u(_SYSTEM_PASSWORD, 4) + bytes((21, 14)) + u(0, 2)
    body += bytes((_LINE_BYTES, _WIDE_BYTES)) + u(_WIDE_LINES, 2)
    return body + bytes((18, 19, 24, *((10, 29) if core.model.cash_core else (17, 17))))


def _error_text(core: Core, asked: Asked) -> bytes:
    """Of a code, or of the last refusal with its cause."""
    if not core.quirks.tells_errors:
        raise Refused(0x37)
    if asked.left:
        return text_of(_code(asked.number(asked.left))).encode("cp1251", "replace")
    code, cause = core.last_refusal
    return f"{text_of(code)} {cause}".strip().encode("cp1251", "replace")


def _code(told: int) -> int:
    """Of a four-byte reason 0xZZXXYYYY it is XX."""
    return told >> 16 & 0xFF if told > 0xFF else told


def _beep(_: Core, asked: Asked) -> bytes:
    return asked.who


def _set_port(core: Core, asked: Asked) -> bytes:
    asked.number(1)
    speed, timeout = asked.number(1), asked.number(1)
    if speed > 9:
        raise Refused(0x33)
    core.speed, core.byte_timeout = speed, timeout
    return b""


def _port(core: Core, _: Asked) -> bytes:
    return bytes((core.speed, core.byte_timeout))


def _font(_: Core, asked: Asked) -> bytes:
    """Widths are in dots; made up but for the 576 dots of an 80 mm head."""
    font = _FONTS.get(asked.number(1))
    if font is None:
        raise Refused(0x33)
    width, across, down = font
    return u(width, 2) + bytes((across, down, len(_FONTS)))


def _service(_: Core, asked: Asked) -> bytes:
    if asked.number(1) != _REBOOT:
        raise Refused(0x37)
    return b""


def _reset_memory(core: Core, _: Asked) -> bytes:
    """16h, the way out of mode 9: what the ФН keeps stays, the clock has to be set and confirmed."""
    core.memory_lost = False
    core.receipt = None
    core.storage.forget()
    return b""


def _stop(core: Core, _: Asked) -> bytes:
    """03h: no more data."""
    core.read = None
    return b""


COMMANDS: tuple[Command, ...] = (
    command("10", _state),
    command("11", _full_state),
    command("FC", _type, who=Who.NOBODY),
    command("F7", _description, {1, 2}, Who.NOBODY),
    command("6B", _error_text, {0, 1, 4}, Who.NOBODY),
    command("13", _beep),
    command("14", _set_port, 3, Who.SYSTEM),
    command("15", _port, 1, Who.SYSTEM),
    command("16", _reset_memory, who=Who.NOBODY, modes={9}),
    command("26", _font, 1, Who.SYSTEM),
    command("FE", _service, 5, Who.NOBODY),
    command("03", _stop, modes={1}),
)
