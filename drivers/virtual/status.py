"""What the virtual ККТ says of itself."""

from datetime import datetime

from drivers.fiscal import limits
from drivers.model.ffd import FfdVersion
from drivers.model.state import DeviceState
from drivers.virtual import ofd, texts
from drivers.virtual.counters import Counters
from drivers.virtual.desk import Desk
from drivers.virtual.ofd import Queue
from drivers.virtual.recorder import LIFE, VERSION


def state(desk: Desk, model: str) -> DeviceState:
    counters = desk.storage.counters()
    fiscal = desk.is_fiscal(counters)
    known = desk.known(counters) if fiscal else desk.settings
    since, waits = counters.registered_at if fiscal else None, desk.waiting(counters)
    return DeviceState(
        online=True,
        model=model,
        firmware=VERSION,
        serial=known.serial,
        line_length=desk.paper.columns(),
        time=desk.clock(),
        fault=_fault(desk, counters),
        storage=desk.storage.serial,
        registration=known.registration if fiscal else None,
        fiscalized=fiscal and not counters.closed,
        ffd=known.ffd,
        ffd_storage=FfdVersion.V1_2,
        ffd_register=FfdVersion.V1_2,
        shift=desk.shift_state(counters),
        shift_number=counters.shift,
        shift_since=counters.opened_at,
        last_document=counters.last_document,
        cash=counters.drawer,
        storage_since=since,
        storage_until=since and since + LIFE,
        unsent=waits.count,
        unsent_since=waits.since,
        ofd_error=_ofd_error(counters, waits, desk.clock()),
    )


def _fault(desk: Desk, counters: Counters) -> str:
    if counters.closed:
        return texts.STORAGE_CLOSED
    return texts.OVERDUE if ofd.is_overdue(counters, desk.clock()) else ""


def _ofd_error(counters: Counters, waits: Queue, now: datetime) -> str:
    """Nothing while what waits is only young."""
    if waits.since is None or not (counters.ofd_down or limits.is_ofd_silent(waits.since, now)):
        return ""
    return texts.ofd_silent(waits.count, waits.since)
