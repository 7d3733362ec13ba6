"""The directory of taxes of the virtual register of Kazakhstan, as lines of its settings.

A line is a code, a name, "=" and percents: "1 НДС 12% = 12"; "+12" comes on top of the price, "нет" is no tax at all.
The rates in force are nothing this program knows: whoever has such a register writes them here.
"""

import re
from decimal import Decimal

from drivers.model.document import LocalTax

_LINE = re.compile(r"\s*(\d{1,9})\s+(.{1,64}?)\s*=\s*(?:(нет)|(\+?)(\d{1,2}(?:\.\d{1,2})?))\s*", re.ASCII)


def read(lines: list[str]) -> tuple[LocalTax, ...]:
    """Raises ValueError for a line that is none, a code that comes twice, and where there is no line."""
    taxes = tuple(_tax(line) for line in lines)
    if not taxes or len({tax.code for tax in taxes}) < len(taxes):
        raise ValueError("no tax, or one code twice")
    return taxes


def is_directory(lines: list[str]) -> bool:
    """Whether `read` takes it."""
    try:
        read(lines)
    except ValueError:
        return False
    return True


def _tax(line: str) -> LocalTax:
    match = _LINE.fullmatch(line)
    if match is None:
        raise ValueError(f"not a tax: {line}")
    code, name, none, on_top, percent = match.groups()
    return LocalTax(code=int(code), name=name, percent=None if none else Decimal(percent), included=not on_top)
