"""Requisites as E8h brings them: in blocks, in the register's own code page, flat or structured.

Source: spec/atol.md 4, 6.2. What a length means where there are several blocks is inferred: that of the block or of all
of them, and both are taken.
"""

from drivers.atol.emulator import text
from drivers.atol.emulator.command import Asked, Command, Refused
from drivers.atol.emulator.core import Core
from drivers.atol.emulator.modes import IN_RECEIPT, Place
from drivers.emulation.fiscal import tlv
from drivers.fiscal.tags import TAGS, Kind

_NOT_FOR_THIS_MODEL, _PARAMETERS, _SIZE, _CLOSED = 122, 231, 232, 154
_PADDED, _INN = (1203, 1226, 1228, 1016), 12
_REPORTS = (Place.X, Place.Z)
_TAX_SYSTEM = 1055


def _write(core: Core, asked: Asked) -> None:
    """E8h."""
    if core.place in _REPORTS and not core.quirks.requisites_in_reports:
        raise Refused(_NOT_FOR_THIS_MODEL)
    asked.byte()  # print it: our receipts print what the ФН has
    blocks, number, tag, size = asked.byte(), asked.byte(), asked.little(2), asked.little(2)
    data = asked.rest()
    if number != len(core.blocks) or number >= max(1, blocks) or not tag:
        core.blocks.clear()
        raise Refused(_PARAMETERS, f"block {number} of {blocks}")
    core.blocks.append(data)
    if number + 1 < blocks:
        return
    whole = b"".join(core.blocks)
    core.blocks.clear()
    if size not in (len(whole), len(data)):
        raise Refused(_SIZE, f"{size}, not {len(whole)}")
    _keep(core, tag, converted(core, tag, whole))


def _keep(core: Core, tag: int, value: bytes) -> None:
    """For the open position, the open receipt, or the next document."""
    if tag == _TAX_SYSTEM and (len(value) != 1 or value[0].bit_count() != 1 or not value[0] & core.till.tax_systems):
        raise Refused(_PARAMETERS, f"tax system {value.hex()}")
    receipt = core.receipt
    if receipt is None:
        core.ahead.append((tag, value))
    elif receipt.paid:
        raise Refused(_CLOSED, "it is being paid")
    elif receipt.position is not None:
        receipt.position.append((tag, value))
    else:
        receipt.requisites.append((tag, value))


def converted(core: Core, tag: int, raw: bytes) -> bytes:
    """As the ФН keeps it. Raises Refused 232 and StorageRefused where it is torn."""
    if tag in _PADDED and core.quirks.padded_inn and len(raw) != _INN:
        raise Refused(_SIZE, f"{tag} of {len(raw)} bytes")
    kind = TAGS[tag].kind if tag in TAGS else Kind.BYTES
    if kind is Kind.STLV:
        return b"".join(tlv.pack(inner, converted(core, inner, value)) for inner, value in tlv.parse(raw))
    is_text = kind in (Kind.STRING, Kind.FIXED)
    return text.plain(raw) if is_text and core.quirks.converts_texts else raw


def taken(core: Core) -> list[tuple[int, bytes]]:
    """Those for the next document; a cashier is always among them."""
    ahead, core.ahead = core.ahead, []
    return with_cashier(core, ahead)


def with_cashier(core: Core, told: list[tuple[int, bytes]]) -> list[tuple[int, bytes]]:
    """The words for one that the host did not name are ours."""
    named = any(tag == 1021 for tag, _ in told)
    return told if named else [(1021, tlv.raw_text(f"КАССИР {core.cashier}")), *told]


COMMANDS = (Command(0xE8, _write, {Place.REGISTRATION, Place.X, Place.Z, *IN_RECEIPT}),)
