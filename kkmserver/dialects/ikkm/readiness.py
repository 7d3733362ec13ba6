"""What keeps a register from an operation. Source: spec/ikkm.md 3.1, 6.

One whose errors are those of this API tells it by itself; of the others the state is looked at before.
"""

from datetime import datetime, timedelta

from drivers.model.ffd import ReceiptType, ShiftState
from drivers.model.state import DeviceState
from kkmserver.dialects.ikkm.codes import Code, Refused
from kkmserver.dialects.ikkm.receipt import Asked

_FROM_DRAWER = {ReceiptType.SALE_RETURN, ReceiptType.PURCHASE}
_OFFLINE = timedelta(hours=72)


def check_printer(state: DeviceState) -> None:
    """Raises Refused."""
    if state.paper_out or state.cover_open:
        raise Refused(Code.PRINTER)


def check_shift(state: DeviceState) -> None:
    """Raises Refused."""
    if state.shift is ShiftState.EXPIRED:
        raise Refused(Code.SHIFT_EXPIRED)


def check_link(state: DeviceState, now: datetime) -> None:
    """Of a register of Kazakhstan. Raises Refused."""
    if state.unsent_since is not None and now - state.unsent_since > _OFFLINE:
        raise Refused(Code.OFFLINE_TOO_LONG)


def check_drawer(state: DeviceState, wanted: int) -> None:
    """Raises Refused."""
    if wanted > state.cash:
        raise Refused(Code.NO_CASH)


def cash_out_of(wanted: Asked) -> int:
    """What a receipt takes out of the drawer."""
    return wanted.payments.cash if wanted.kind in _FROM_DRAWER else 0
