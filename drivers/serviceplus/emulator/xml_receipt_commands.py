"""8 is a whole receipt, 10 a whole correction: either is done, or nothing is. Source: spec/service-plus.md C2.

What 10 holds is not told; inferred from FFD 1.05: as 8, with 1173 and 1174, and without positions 1020 and the sums of
the rates.
"""

from collections.abc import Iterable

from drivers.emulation.fiscal.printed import Line
from drivers.emulation.fiscal.sale import CASH, PAYMENTS, Item, Kind, Sale
from drivers.emulation.fiscal.values import Value, fixed, nest, text, texts, time
from drivers.serviceplus.emulator import xml_item
from drivers.serviceplus.emulator.xml_command import Command
from drivers.serviceplus.emulator.xml_core import Core
from drivers.serviceplus.emulator.xml_errors import Error, Refused
from drivers.serviceplus.emulator.xml_fields import Fields
from drivers.serviceplus.emulator.xml_paying import paid
from drivers.serviceplus.emulator.xml_recorded import told
from drivers.serviceplus.emulator.xml_shift_commands import cashier
from drivers.serviceplus.emulator.xml_tree import Pa

_TAXES = range(1102, 1108)
_HEAD = (1021, 1203, *PAYMENTS, 1054, 1055, 1059, "HeaderText", "Footer", "PosNum")
_RECEIPT = (*_HEAD, 1008, 1057, 1171)
_CORRECTION = (*_HEAD, 1173, 1174, 1020, *_TAXES)
_AGENTS, _SYSTEMS = 127, 32
_ADDRESS, _NUMBER = 64, 32


def _receipt(core: Core, asked: Fields) -> Iterable[Pa]:
    items = _items(asked)
    if not items:
        raise Refused(Error.MISSING, "В чеке нет товаров")
    sale = Sale(
        kind=Kind(asked.number(1054, 1, 4)),
        items=items,
        paid=paid(asked, sum(each.amount for each in items), gives_change=core.quirks.gives_change),
        tax_system=_system(core, asked),
        requisites=(*cashier(asked), *texts({1008: asked.optional_text(1008, _ADDRESS)}), *_agent(asked)),
    )
    return _record(core, asked, sale)


def _correction(core: Core, asked: Fields) -> Iterable[Pa]:
    """A sale or a purchase."""
    items, kind = _items(asked), Kind(asked.number(1054, 1, 4))
    if kind not in (Kind.SALE, Kind.PURCHASE):
        raise Refused(Error.WRONG, "В ФФД 1.05 нет коррекции возврата")
    total = sum(each.amount for each in items) if items else asked.money(1020)
    sale = Sale(
        kind=kind,
        items=items,
        paid=paid(asked, total, gives_change=False),
        tax_system=_system(core, asked),
        requisites=(*cashier(asked), *_base(asked)),
        correction=True,
        total=total,
        taxes=None if items else {tag: asked.money(tag) for tag in _TAXES if tag in asked},
    )
    return _record(core, asked, sale)


def _record(core: Core, asked: Fields, sale: Sale) -> Iterable[Pa]:
    core.must_have_shift()
    core.must_have_paper()
    header, footer = _lines(asked, "HeaderText"), _lines(asked, "Footer")
    notes = tuple(line for each in asked.each(1059) for line in _lines(each, "ItemText"))
    with core.recording():
        document = core.till.receipt(sale)
    core.print_recorded(document, header=header + notes, footer=footer, received=asked.money(CASH, 0))
    return told(core, document)


def _items(asked: Fields) -> tuple[Item, ...]:
    return tuple(map(xml_item.item, asked.each(1059)))


def _system(core: Core, asked: Fields) -> int:
    """1055, one bit of those that are registered."""
    system = asked.number(1055, 1, _SYSTEMS)
    if system.bit_count() != 1 or not system & core.till.tax_systems:
        raise Refused(Error.WRONG, "Система налогообложения не зарегистрирована")
    return system


def _agent(asked: Fields) -> list[Value]:
    """1057, 1171."""
    found = [fixed(1057, asked.number(1057, 1, _AGENTS))] if 1057 in asked else []
    return found + texts({1171: asked.optional_text(1171)})


def _base(asked: Fields) -> list[Value]:
    """1173, 1174."""
    base = asked.inside(1174)
    base.only(1177, 1178, 1179)
    parts = [
        *texts({1177: base.optional_text(1177)}),
        time(1178, base.moment(1178)),
        text(1179, base.text(1179, _NUMBER)),
    ]
    return [fixed(1173, asked.number(1173, 0, 1)), nest(1174, parts)]


def _lines(asked: Fields, name: str) -> tuple[Line, ...]:
    told = asked.optional_text(name, 4096)
    return tuple(Line(line) for line in told.splitlines())


COMMANDS = (Command(8, _receipt, "3", _RECEIPT), Command(10, _correction, "31", _CORRECTION))
