"""Pieces that several answers have."""

from datetime import datetime

from drivers.emulation.fiscal.storage import Document
from drivers.shtrih.emulator.command import u
from drivers.shtrih.emulator.core import Core


def moment(time: datetime) -> bytes:
    """YY MM DD HH MM."""
    return bytes((time.year % 100, time.month, time.day, time.hour, time.minute))


def named(core: Core, document: Document) -> bytes:
    """Number and sign of a new document, with its time where table 17 field 36 says so."""
    told = u(document.number, 4) + u(document.sign, 4)
    return told + moment(document.time) if core.tables.integer(17, 1, 36) == 1 else told
