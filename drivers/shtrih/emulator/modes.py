"""Modes, and which of them a command may be given in. Source: spec/shtrih-m.md 4 (the matrix), 3."""

from enum import IntEnum


class Mode(IntEnum):
    """The low nibble of the mode byte."""

    GIVES_DATA = 1
    SHIFT_OPEN = 2
    SHIFT_OLD = 3  # 24 hours are over
    SHIFT_CLOSED = 4
    LOCKED = 5
    DATE_UNCONFIRMED = 6
    POINT_MAY_CHANGE = 7
    RECEIPT = 8
    MEMORY_LOST = 9


_EVERY = frozenset(range(16))

PRINTS = _EVERY - {11, 12}
CUTS = _EVERY - {8, 10, 11, 12}
TABLE_WRITES = _EVERY - {1, 8}
GRAPHICS = frozenset({2, 4, 7, 8, 9})
BARCODES = frozenset({2, 3, 4})
HEADERS = CASH = REPORTS = frozenset({2, 3, 4, 7, 9})
OPENS_RECEIPT = frozenset({2, 3, 4, 7, 9})  # in 3 the command itself answers 4Eh
SELLS = OPENS_RECEIPT | {8}
RECEIPT = frozenset({8})
SHIFT_OPEN = frozenset({2, 3})
SHIFT_CLOSED = frozenset({4})
NO_RECEIPT = frozenset({2, 4})
CLOCK = frozenset({4, 7, 9})
DATE_UNCONFIRMED = frozenset({6})
MEMORY_LOST = frozenset({9})

# In mode 9 everything else answers 74h. The text says so of every command; yet the state must be readable, and 16h with
# the clock is the way out.
IN_LOST_MEMORY = frozenset(bytes.fromhex(each) for each in ("10", "11", "FC", "F7", "6B", "16", "21", "22"))
