"""`/apicheck/getInfo`. Source: spec/ikkm.md 5.1."""

import shutil
from pathlib import Path

from drivers.model import money
from drivers.model.state import DeviceState
from kkmserver.dialects.ikkm.desk import Desk
from kkmserver.dialects.ikkm.shifts import is_open
from kkmserver.dialects.kkm.encoding import Value

_FIRMWARE = 1024  # whose API this is, version 27A of its document
_KIB, _MIB = 1024, 1024 * 1024


def info(desk: Desk, state: DeviceState, last_cheque: int, book: Path) -> dict[str, Value]:
    """Every field but the battery's: there is none. `book`: the file of the keys."""
    return {
        "applicationVersion": _FIRMWARE,
        "cashWeHave": money.text(state.cash),
        **minimum(desk, state, last_cheque),
        "databaseSizeKb": str(book.stat().st_size // _KIB),
        "factorySerialNumber": state.serial,
        "messagesQueueSize": str(state.unsent),
        "printingMode": "internal",
        "roundingRule": "no",
        "totalFlashUsedMb": str(shutil.disk_usage(book.parent).used // _MIB),
        "totalRamUsedMb": _memory(),
    }


def minimum(desk: Desk, state: DeviceState, last_cheque: int) -> dict[str, Value]:
    settings = desk.settings
    return {
        "lastClosedChequeId": str(last_cheque),
        "currentShiftID": str(state.shift_number),
        "currentShiftStatus": "opened" if is_open(state, state.shift_number) else "closed",
        "defaultApiTaxID": str(desk.terms.taxes[0].code),
        "cashierID": settings.cashier_id,
        "cashierName": settings.cashier,
    }


def _memory() -> str:
    """Of this program; "0" where the system does not tell."""
    try:
        import resource
    except ImportError:  # Windows
        return "0"
    return str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // _KIB)
