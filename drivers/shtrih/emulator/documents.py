"""The requisites of each fiscal document. Source: spec/ffd.md 2; the order of requisites is ours."""

from collections.abc import Collection, Iterable

from drivers.emulation.fiscal import bodies, tlv
from drivers.emulation.fiscal.bodies import FFD_CODES
from drivers.emulation.fiscal.storage import Registration
from drivers.shtrih.emulator.core import Core

_CASHIER = 1021
_MODE_TAGS = ((0, 1056), (1, 1002), (2, 1001), (3, 1109), (4, 1110), (5, 1108))  # bit of FF06, tag
_CONDITIONS = {4: 2, 3: 9, 5: 5}  # bit of FF06 -> bit of 1290, from 1.2
# Bit of table 18 field 21 -> bit of 1290; the tag it was before 1.2. The order of the last three is inferred.
_EXTENDED = {0: 6, 1: 10, 2: 11, 3: 1, 4: 8, 5: 12, 6: 13}
_SINGLE = {0: 1207, 1: 1193, 2: 1126, 3: 1221}
# Tag -> field of table 18, and the one with what did not fit it.
_KEPT = {1048: (7, 17), 1009: (9, 18), 1046: (10, 19), 1017: (12, 0), 1060: (13, 0), 1187: (14, 20), 1117: (15, 0)}
_AGENTS, _EXTENDED_MODE, _REASONS = 16, 21, 22  # fields of table 18
_AUTOMATIC, _ROW = 1 << 2, 128  # bit of FF06; bytes of a field
_MARKED = 4  # bit of `_EXTENDED_MODE`


def head(core: Core, operator: int | None) -> bytes:
    """What every document says of the register, and who sat at it; None = the document names nobody."""
    body = bodies.head(core.ffd, core.tables.string(18, 1, 2), core.tables.string(18, 1, 3))
    if operator is not None and _CASHIER not in sent(core):
        body += tlv.text(_CASHIER, core.cashier(operator))
    return body


def sent(core: Core) -> set[int]:
    """Requisites the host has sent for the open document."""
    return {tag for tag, _ in core.storage.requisites}


def extras(core: Core, without: Collection[int] = ()) -> bytes:
    """Those requisites, in the order they came."""
    return b"".join(tlv.pack(tag, value) for tag, value in core.storage.requisites if tag not in without)


def shop(core: Core) -> bytes:
    """Where a receipt was made, from 1.2 on, and who mails it, as registered: where the host tells none."""
    had = sent(core)
    due = [1009, 1187] if core.ffd >= FFD_CODES["1.2"] else []
    due += [1117] if 1008 in had else []
    return b"".join(tlv.text(tag, kept) for tag in due if tag not in had and (kept := _kept(core, tag)))


def shift_opening(core: Core, operator: int) -> bytes:
    return head(core, operator) + bodies.shift_opening(core.ffd, core.storage) + extras(core)


def shift_closing(core: Core, operator: int) -> bytes:
    counted = bodies.shift_closing(core.ffd, core.storage, _notifications(core))
    return head(core, operator) + counted + extras(core)


def calculation_state(core: Core) -> bytes:
    counted = bodies.settlement_state(core.ffd, core.storage, _notifications(core))
    return head(core, None) + counted + extras(core)


def archive_closing(core: Core, operator: int) -> bytes:
    return head(core, operator) + bodies.archive_closing(core.ffd, core.storage) + extras(core)


def registration(core: Core, told: Registration, operator: int) -> bytes:
    """The requisites of FF06 and the tables, but for those the host has sent itself."""
    had, tables = sent(core), core.tables
    body = bodies.head(core.ffd, told.inn, told.rnm)
    body += tlv.text(1013, tables.string(18, 1, 1)) + tlv.text(1188, bodies.VERSION) + tlv.fixed(1189, core.ffd, 1)
    body += tlv.fixed(1190, core.ffd, 1) + bodies.keys(core.ffd)
    body += tlv.fixed(1062, told.taxes, 1) + _conditions(core, told.mode, had)
    body += b"".join(tlv.text(tag, _kept(core, tag), 12 if tag == 1017 else 0) for tag in _KEPT if tag not in had)
    if told.mode & _AUTOMATIC and 1036 not in had:
        body += tlv.text(1036, tables.string(24, 1, 1))
    if told.reason:
        body += _reason(core, told.reason, had)
    if _CASHIER not in had:
        body += tlv.text(_CASHIER, core.cashier(operator))
    return body + extras(core)


def _kept(core: Core, tag: int) -> str:
    first, second = _KEPT[tag]
    return core.tables.string(18, 1, first) + (core.tables.string(18, 1, second) if second else "")


def _reason(core: Core, reason: int, had: Collection[int]) -> bytes:
    """One code up to 1.05, bits after it."""
    if core.ffd <= FFD_CODES["1.05"]:
        return tlv.fixed(1101, reason, 1)
    return b"" if 1205 in had else tlv.fixed(1205, core.tables.integer(18, 1, _REASONS), 4)


def remember(core: Core, told: Registration) -> None:
    """Table 18 is what the last registration said."""
    values: dict[int, int | str] = {2: told.inn, 3: told.rnm, 5: told.taxes, 6: told.mode}
    for field, value in values.items():
        core.tables.put(18, 1, field, value)


def keep(core: Core, requisites: Iterable[tuple[int, bytes]]) -> None:
    """Fields of table 18 that the host has sent as requisites of a registration."""
    for tag, value in requisites:
        if tag in _KEPT:
            (first, second), text = _KEPT[tag], tlv.unpadded(value)
            core.tables.put(18, 1, first, text[:_ROW])
            if second:
                core.tables.put(18, 1, second, text[_ROW:])


def _conditions(core: Core, mode: int, had: Collection[int]) -> bytes:
    """Modes of work of FF06, conditions of use of table 18, as one mask since 1.2."""
    extended = core.tables.integer(18, 1, _EXTENDED_MODE)
    if core.ffd < FFD_CODES["1.2"]:
        body = b"".join(tlv.fixed(tag, mode >> bit & 1, 1) for bit, tag in _MODE_TAGS)
        body += b"".join(tlv.fixed(tag, extended >> bit & 1, 1) for bit, tag in _SINGLE.items() if tag not in had)
        agents = core.tables.integer(18, 1, _AGENTS)
        return body + (tlv.fixed(1057, agents, 1) if agents and 1057 not in had else b"")
    plain = b"".join(tlv.fixed(tag, mode >> bit & 1, 1) for bit, tag in _MODE_TAGS[:3])
    if 1290 in had:
        return plain
    flags = sum(1 << to for bit, to in _CONDITIONS.items() if mode >> bit & 1)
    return plain + tlv.fixed(1290, flags | sum(1 << to for bit, to in _EXTENDED.items() if extended >> bit & 1), 4)


def _notifications(core: Core) -> bytes:
    """Of a register for marked goods, those that wait."""
    sells = core.ffd >= FFD_CODES["1.2"] and core.tables.integer(18, 1, _EXTENDED_MODE) >> _MARKED & 1
    return tlv.fixed(2104, core.marking.notified - core.marking.sent, 4) if sells else b""
