"""Titles and hints of every option of every driver, for forms. The drivers themselves do not need them."""

from drivers.option_words import drivers, labels, others, printers, registers, registers_web, virtual
from drivers.option_words.words import DriverWords, Said, Table, Words

__all__ = ["DriverWords", "Said", "Table", "Words", "names", "of_driver", "of_options"]

_TABLES = {**virtual.TABLES, **printers.TABLES, **labels.TABLES, **registers.TABLES, **registers_web.TABLES}
_TABLES |= others.TABLES


def names() -> list[str]:
    """Of all drivers, usual ones first."""
    return list(drivers.DRIVERS)


def of_driver(name: str) -> DriverWords:
    """Raises KeyError for an unknown driver."""
    return drivers.DRIVERS[name]


def of_options(name: str) -> Table:
    """Raises KeyError for an unknown driver."""
    return _TABLES[name]
