"""What the register says of itself; nothing is printed or changed. Source: spec/atol.md 5, 6.4."""

from datetime import date, datetime, time
from typing import TYPE_CHECKING

from drivers.atol import texts
from drivers.atol.requests import cash, state, storage
from drivers.atol.requests.state import Flags, Mode, StateCode, Trouble
from drivers.atol.requests.storage import Exchange, Expiry, StorageState
from drivers.fiscal import limits, wording
from drivers.model.state import DeviceState
from drivers.registers import results, wall_clock

if TYPE_CHECKING:
    from drivers.atol.register import AtolRegister

_REPLACE, _NEARLY_FULL = 1 << 0, 1 << 2  # warnings of the ФН, by its own protocol (inferred): 3 days, memory 90 %
_TROUBLES = {
    Trouble.NO_PRINTER: texts.NO_PRINTER,
    Trouble.MECHANICS: texts.MECHANICS,
    Trouble.CUTTER: texts.CUTTER,
    Trouble.PRINTER: texts.OVERHEATED,
}


async def read(register: "AtolRegister") -> DeviceState:
    """Raises KkmError where the register is away. A ФН that does not answer leaves its part empty."""
    session = register.session
    code, now = await session.ask(state.state_code()), await session.ask(state.state())
    standing = await register.standing()
    kept = await session.told(storage.state(), Mode.STORAGE)
    expiry = await session.told(storage.expiry(), Mode.STORAGE)
    ofd = await session.told(storage.ofd(), Mode.STORAGE)
    drawer = await session.told(cash.cash_in_drawer(), Mode.REGISTRATION)
    since = _in_shop(register, ofd.since if ofd and ofd.unsent else None)
    return DeviceState(
        online=True,
        model=register.known.model,
        firmware=register.known.firmware,
        address=session.address,
        serial=register.known.serial,
        line_length=register.paper.columns(),
        time=_in_shop(register, now.time),
        paper_out=Trouble.NO_PAPER in code.trouble,
        cover_open=Flags.COVER_OPEN in now.flags,
        fault=_fault(code, kept) or wall_clock.doubt(now.time, register.now, register.settings.clock_limit),
        storage=standing.storage,
        registration=register.known.registration if standing.fiscalized else None,
        fiscalized=standing.fiscalized and not standing.storage_closed,
        ffd=register.known.ffd,
        shift=standing.shift,
        shift_number=standing.shift_number,
        last_document=standing.last,
        cash=drawer or 0,
        storage_until=_until(register, expiry),
        storage_full=kept is not None and bool(kept.warnings & _NEARLY_FULL),
        unsent=ofd.unsent if ofd else 0,
        unsent_since=since,
        ofd_error=_ofd_error(register, ofd, since),
    )


def _in_shop(register: "AtolRegister", moment: datetime | None) -> datetime | None:
    return None if moment is None else results.in_shop(register, moment)


def _until(register: "AtolRegister", expiry: Expiry | None) -> datetime | None:
    day: date | None = expiry.day if expiry else None
    return None if day is None else results.in_shop(register, datetime.combine(day, time()))


def _fault(code: StateCode, kept: StorageState | None) -> str:
    for trouble, text in _TROUBLES.items():
        if trouble in code.trouble:
            return text
    if kept is None:
        return texts.STORAGE_SILENT
    return texts.STORAGE_ENDS if kept.warnings & _REPLACE else ""


def _ofd_error(register: "AtolRegister", ofd: Exchange | None, since: datetime | None) -> str:
    """Nothing while what waits is only young."""
    if ofd is None or since is None or not limits.is_ofd_silent(since, register.now):
        return ""
    return wording.ofd_silent(ofd.unsent, since)
