"""Whose password it is. Source: spec/shtrih-m.md 2: the row of table 2 that has it."""

from drivers.shtrih.emulator.command import Refused, Who
from drivers.shtrih.emulator.core import Core

ROWS = 30


def operator(core: Core, who: Who, raw: bytes) -> int:
    """-> the row, 0 where no password is asked. Raises Refused 4Fh; no number of tries locks it."""
    if who is Who.NOBODY:
        return 0
    password = int.from_bytes(raw, "little")
    for row in range(1, ROWS + 1):
        if core.tables.integer(2, row, 1) == password:
            if row < who:
                raise Refused(0x4F, f"row {row} may not do it")
            return row
    raise Refused(0x4F)
