"""Tables and registers. Source: spec/shtrih-m.md 3.3."""

from drivers.shtrih.emulator import modes
from drivers.shtrih.emulator.command import Asked, Command, Who, command, u
from drivers.shtrih.emulator.core import Core

_NAME = 40  # bytes
_FACTS = (2, 3, 4, 5, 6)  # fields of table 18 the registration has written


def _place(asked: Asked) -> tuple[int, int, int]:
    return asked.number(1), asked.number(2), asked.number(1)


def _read(core: Core, asked: Asked) -> bytes:
    place = _place(asked)
    core.tables.put(20, 1, 3, len(core.storage.unsent))  # the queue is never kept, only shown
    return core.tables.read(*place)


def _write(core: Core, asked: Asked) -> bytes:
    core.tables.write(*_place(asked), asked.rest(), shift_open=core.storage.shift_open)
    return b""


def _table(core: Core, asked: Asked) -> bytes:
    table = core.tables.table(asked.number(1))
    return _name(table.name) + u(table.rows, 2) + u(len(table.fields), 1)


def _field(core: Core, asked: Asked) -> bytes:
    field = core.tables.field(asked.number(1), asked.number(1))
    told = _name(field.name) + bytes((field.text, field.size))
    if field.text:
        return told
    return told + u(field.least, field.size) + u(field.most, field.size)


def _reset(core: Core, _: Asked) -> bytes:
    """24h. What the registration has fixed stays."""
    kept = {(18, 1, field): core.tables.get(18, 1, field) for field in _FACTS}
    format_ = (10, 1, 29) if core.model.cash_core else (17, 1, 17)
    kept[format_] = core.tables.get(*format_)
    core.tables.reset()
    for place, value in kept.items():
        core.tables.put(*place, value)
    return b""


def _money(core: Core, asked: Asked) -> bytes:
    return asked.who + u(core.registers.read_money(asked.number(asked.left)) % (1 << 48), 6)


def _count(core: Core, asked: Asked) -> bytes:
    return asked.who + u(core.registers.read_count(asked.number(1)), 2)


def _name(text: str) -> bytes:
    return text.encode("cp1251", "replace")[:_NAME].ljust(_NAME, b"\0")


COMMANDS: tuple[Command, ...] = (
    command("1F", _read, 4, Who.SYSTEM),
    command("1E", _write, range(5, 5 + 250), Who.SYSTEM, modes.TABLE_WRITES),
    command("2D", _table, 1, Who.SYSTEM),
    command("2E", _field, 2, Who.SYSTEM),
    command("24", _reset, 0, Who.SYSTEM, modes.SHIFT_CLOSED),
    command("1A", _money, {1, 2}),
    command("1B", _count, 1),
)
