"""Why a registration is changed: 1205 as bits, 1101 as the codes of ФФД 1.05. Source: spec/ffd.md, sections 3 and 4."""

from collections.abc import Mapping

from drivers.model.state import Registration

STORAGE, OPERATOR, FFD, OTHER = 1 << 0, 1 << 1, 1 << 21, 1 << 31
_MODEL_VERSION = 1 << 6

# Fields of Registration that share one bit.
_FIELDS: Mapping[int, tuple[str, ...]] = {
    1: ("ofd_name", "ofd_inn", "ofd_host", "ofd_port", "ofd_site"),
    2: ("organization",),
    3: ("address", "place"),
    7: ("tax_systems",),
    8: ("automatic_number",),
    31: (
        *("sender_email", "encryption", "services", "machine_printer", "excise"),
        *("marking", "pawnshop", "insurance"),
    ),
}
# Modes, each with the bit of leaving it and the bit of entering it.
_MODES: Mapping[str, tuple[int, int]] = {
    "autonomous": (4, 5),
    "automatic": (9, 10),
    "bso": (12, 11),
    "internet": (13, 14),
    "agents": (15, 16),
    "gambling": (17, 18),
    "lottery": (19, 20),
}
# 1101 before ФФД 1.1. What is an attribute of the owner and what a setting of the register is inferred.
_CODES: Mapping[int, tuple[int, ...]] = {1: (0,), 2: (1,), 3: (2, 3, 7), 4: (*range(4, 7), *range(8, 22), 31)}


def mask(
    before: Registration, after: Registration, *, storage: bool = False, version: bool = False, ffd: bool = False
) -> int:
    """1205: what differs between two registrations.

    storage: the ФН is another; version: the ККТ has another firmware (1188); ffd: the format version is another.
    """
    found = sum(
        1 << bit
        for bit, fields in _FIELDS.items()
        if any(getattr(before, name) != getattr(after, name) for name in fields)
    )
    for name, (leaves, enters) in _MODES.items():
        was, becomes = bool(getattr(before, name)), bool(getattr(after, name))
        if was != becomes:
            found |= 1 << (enters if becomes else leaves)
    if before.agents and after.agents and set(before.agents) != set(after.agents):
        found |= OTHER
    return found | (STORAGE * storage) | (_MODEL_VERSION * version) | (FFD * ffd)


def codes(mask: int) -> tuple[int, ...]:
    """1101: 1 ФН, 2 ОФД, 3 attributes of the owner, 4 settings of the register."""
    return tuple(code for code, bits in _CODES.items() if any(mask >> bit & 1 for bit in bits))


def printed(mask: int) -> str:
    """As on paper: the number of each bit plus one, comma between."""
    return ", ".join(str(bit + 1) for bit in range(32) if mask >> bit & 1)
