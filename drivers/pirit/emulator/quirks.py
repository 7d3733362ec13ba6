"""What the sources leave open, with a default for each. Source: spec/service-plus.md A8, "Still unknown".

The vendor's own document speaks for the defaults of `echoes_query`, `annuls_after_power` and `total_error`; the others
are guesses, and those were taken that are harder for a driver.
"""

from dataclasses import dataclass

_BEFORE_START = frozenset(("00", "01", "02", "03", "04", "05", "06", "10", "11", "13", "78"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Quirks:
    echoes_query: bool = True  # answers of 02, 03, 05, 06, 78 and 79 begin with the number that was asked
    explains_errors: bool = False  # 06/1 has a text, as FM16 and Punix
    text_in_receipt: bool = False  # 40h and 41h work while a receipt is open
    before_start: frozenset[str] = _BEFORE_START  # what may run before 10h
    annuls_after_power: bool = True  # an open document, when the power is back; one that the ФН has waits for 31h
    cash_needs_shift: bool = True  # cash documents with a closed shift are refused
    open_shift_error: int = 0x01  # 23h while a shift is open
    total_error: int = 0x03  # 52h with another sum
