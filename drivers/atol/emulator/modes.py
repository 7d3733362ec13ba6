"""Modes, and what may be asked in which. Source: spec/atol.md 5.4; the codes of refusals for a receipt that is open or
closed are inferred from their texts."""

from collections.abc import Collection
from enum import IntEnum


class Mode(IntEnum):
    CHOICE, REGISTRATION, X, Z, PROGRAMMING, FP, STORAGE, RESET = range(8)


class Place(IntEnum):
    """Where the register stands; numbers have no meaning."""

    CHOICE, REGISTRATION, RECEIPT, PAYING, X, Z, PROGRAMMING, FP, STORAGE, PRINTING, RESET = range(11)


PAYING_SUBMODE = 4
ANYWHERE = frozenset(Place)
BEFORE_RESET = ANYWHERE - {Place.RESET}
STILL = BEFORE_RESET - {Place.PRINTING}
IN_RECEIPT = frozenset({Place.RECEIPT, Place.PAYING})
IDLE = STILL - IN_RECEIPT
_OF_MODE = {
    Mode.CHOICE: Place.CHOICE,
    Mode.X: Place.X,
    Mode.Z: Place.Z,
    Mode.PROGRAMMING: Place.PROGRAMMING,
    Mode.FP: Place.FP,
    Mode.STORAGE: Place.STORAGE,
}
# Who may enter, 1..28 cashiers, 29 administrator, 30 system administrator: common knowledge, no source.
_CASHIERS, _ADMINISTRATORS, _SYSTEM = range(1, 31), (29, 30), (30,)
PASSWORDS: dict[int, Collection[int]] = {
    Mode.REGISTRATION: _CASHIERS,
    Mode.X: _ADMINISTRATORS,
    Mode.Z: _ADMINISTRATORS,
    Mode.PROGRAMMING: _SYSTEM,
    Mode.FP: _SYSTEM,
    Mode.STORAGE: _SYSTEM,
}


def place(mode: int, *, receipt: bool, paying: bool, shown: int) -> Place:
    """`shown`: the mode byte that 45h tells."""
    if shown & 0x0F == Mode.RESET:
        return Place.RESET
    if shown >> 4 == 2 and shown & 0x0F in (Mode.X, Mode.Z):
        return Place.PRINTING
    if paying:
        return Place.PAYING
    if receipt:
        return Place.RECEIPT
    return _OF_MODE.get(Mode(mode), Place.REGISTRATION)


def refusal(here: Place, allowed: Collection[Place]) -> int:
    """102, or what says more: 118 at work, 155 a receipt is open, 154 none is."""
    if here in (Place.PRINTING, Place.RESET):
        return 118
    if here in IN_RECEIPT and not IN_RECEIPT & set(allowed):
        return 155
    if here is Place.REGISTRATION and set(allowed) <= IN_RECEIPT:
        return 154
    return 102
