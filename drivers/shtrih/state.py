"""What the register says of itself; nothing is printed or changed. Source: spec/shtrih-m.md 3.1, 3.6, 7."""

from collections.abc import Awaitable
from dataclasses import replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING, TypeVar

from drivers.errors import KkmError
from drivers.fiscal import limits, wording
from drivers.model.ffd import ShiftState
from drivers.model.state import DeviceState
from drivers.registers import results, wall_clock
from drivers.shtrih import cash, standing, texts
from drivers.shtrih.passport import Passport
from drivers.shtrih.requests import registration, status, storage
from drivers.shtrih.requests.parameters import Ability
from drivers.shtrih.requests.status import FullStatus, Mode, Sensors, Submode
from drivers.shtrih.requests.storage import Expiry, Life, OfdState, StorageState, Warnings

if TYPE_CHECKING:
    from drivers.shtrih.register import ShtrihRegister

A = TypeVar("A")
_MODE_FAULTS = {Mode.LOCKED: texts.LOCKED, Mode.RESET_ALLOWED: texts.NEEDS_RESET}


async def state(register: "ShtrihRegister") -> DeviceState:
    """Raises KkmError where the register is away. A ФН that does not answer leaves its part empty."""
    session = register.session
    full = await session.ask(status.full_status(session.operator))
    now = await _or_none(standing.storage_state(session))
    if now is not None and now.number != session.passport.storage:
        register.forget()
        await register.begin()
    expiry = await _or_none(session.ask(storage.expiry(session.admin)))
    registered = await _or_none(session.ask(registration.result(session.admin)))
    ofd = await _or_none(session.ask(storage.ofd_state(session.admin)))
    drawer = await _or_none(cash.in_drawer(session))
    told = _told(register, full, now, expiry, registered.time if registered else None, ofd, drawer or 0)
    return told if ofd else replace(told, unsent=await _or_none(session.ask(storage.unconfirmed(session.admin))) or 0)


async def _or_none(answer: Awaitable[A]) -> A | None:
    """None where the register says no."""
    try:
        return await answer
    except KkmError as error:
        if error.native is None:
            raise
        return None


def _told(
    register: "ShtrihRegister",
    full: FullStatus,
    now: StorageState | None,
    expiry: Expiry | None,
    since: datetime | None,
    ofd: OfdState | None,
    drawer: int,
) -> DeviceState:
    known, life = register.session.passport, now.life if now else Life(0)
    waits_since = _in_shop(register, ofd.first_time if ofd and ofd.queue else None)
    return DeviceState(
        online=True,
        model=known.device.name,
        firmware=f"{full.firmware}.{full.build}",
        address=register.session.address,
        serial=known.serial or full.serial,
        line_length=register.paper.columns(),
        time=_in_shop(register, full.time),
        paper_out=full.submode in (Submode.NO_PAPER, Submode.PAPER_RAN_OUT),
        cover_open=_cover_open(known, full),
        fault=_fault(full, now) or _clock(register, full),
        storage=known.storage,
        registration=known.registration if Life.FISCAL in life else None,
        fiscalized=Life.FISCAL in life and Life.CLOSED not in life,
        ffd=known.ffd,
        ffd_register=known.ffd,
        shift=_shift(full, now),
        shift_number=full.shift,
        last_document=now.last_document if now else 0,
        cash=drawer,
        storage_since=_in_shop(register, since),
        storage_until=_day(register, expiry.day if expiry else None),
        storage_full=now is not None and Warnings.ARCHIVE_NEARLY_FULL in now.warnings,
        unsent=ofd.queue if ofd else 0,
        unsent_since=waits_since,
        ofd_error=_ofd_error(register, ofd, waits_since, now),
    )


def _in_shop(register: "ShtrihRegister", moment: datetime | None) -> datetime | None:
    return None if moment is None else results.in_shop(register, moment)


def _day(register: "ShtrihRegister", day: date | None) -> datetime | None:
    return None if day is None else results.in_shop(register, datetime.combine(day, time()))


def _cover_open(known: Passport, full: FullStatus) -> bool:
    """Only of a model that is known to have the sensor: elsewhere the flag means nothing. Source: spec 3.1, 10h."""
    return known.parameters.can(Ability.COVER_SENSOR) and Sensors.COVER_OPEN in full.sensors


def _shift(full: FullStatus, now: StorageState | None) -> ShiftState:
    if full.mode == Mode.SHIFT_EXPIRED:
        return ShiftState.EXPIRED
    opened = full.mode in (Mode.SHIFT_OPEN, Mode.DOCUMENT_OPEN)
    if full.mode == Mode.SHIFT_CLOSED or not (opened or (now is not None and now.shift_open)):
        return ShiftState.CLOSED
    return ShiftState.OPEN


def _clock(register: "ShtrihRegister", full: FullStatus) -> str:
    return wall_clock.doubt(full.time, register.now, register.settings.clock_limit)


def _fault(full: FullStatus, now: StorageState | None) -> str:
    if full.mode in _MODE_FAULTS:
        return _MODE_FAULTS[full.mode]
    if now is None:
        return texts.STORAGE_SILENT
    return texts.STORAGE_ENDS if Warnings.REPLACE_NOW in now.warnings else ""


def _ofd_error(
    register: "ShtrihRegister", ofd: OfdState | None, since: datetime | None, now: StorageState | None
) -> str:
    """Nothing while what waits is only young."""
    if ofd is None or since is None:
        return ""
    overdue = now is not None and Warnings.OFD_SILENT in now.warnings
    return wording.ofd_silent(ofd.queue, since) if overdue or limits.is_ofd_silent(since, register.now) else ""
