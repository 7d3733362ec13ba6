"""What the register says of itself. Source: spec/atol-web.md 5."""

from dataclasses import dataclass
from datetime import datetime

from drivers.atol_web.results.moments import wall_clock
from drivers.errors import FrameError
from drivers.http_service.fields import Fields
from drivers.model.ffd import FfdVersion, ShiftState

_SHIFTS = {"closed": ShiftState.CLOSED, "opened": ShiftState.OPEN, "expired": ShiftState.EXPIRED}


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceInfo:
    model: str
    serial: str  # 1013
    firmware: str
    columns: int  # 0 = not told
    dots: int
    ffd: FfdVersion | None
    ffd_storage: FfdVersion | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceStatus:
    time: datetime | None  # naive, by its own clock
    shift: ShiftState | None
    blocked: bool
    cover_open: bool
    paper: bool
    fiscal: bool  # registered
    storage_fiscal: bool
    storage_present: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftStatus:
    state: ShiftState
    number: int
    documents: int
    expires: datetime | None


def info(result: Fields) -> DeviceInfo:
    told = result.inner("deviceInfo")
    return DeviceInfo(
        model=told.text("modelName"),
        serial=told.text("serial"),
        firmware=told.text("firmwareVersion"),
        columns=told.whole("receiptLineLength"),
        dots=told.whole("receiptLineLengthPix"),
        ffd=ffd(told, "ffdVersion"),
        ffd_storage=ffd(told, "fnFfdVersion"),
    )


def status(result: Fields) -> DeviceStatus:
    """Paper, ФН and registration are taken to be there where they are not told of."""
    told = result.inner("deviceStatus")
    return DeviceStatus(
        time=wall_clock(told, "currentDateTime"),
        shift=_shift(told, "shift"),
        blocked=told.flag("blocked"),
        cover_open=told.flag("coverOpened"),
        paper=told.flag("paperPresent", default=True),
        fiscal=told.flag("fiscal", default=True),
        storage_fiscal=told.flag("fnFiscal", default=True),
        storage_present=told.flag("fnPresent", default=True),
    )


def shift(result: Fields) -> ShiftStatus:
    """Raises FrameError where the state is not told."""
    told = result.inner("shiftStatus")
    state = _shift(told, "state")
    if state is None:
        raise FrameError("не читается поле shiftStatus.state")
    return ShiftStatus(
        state=state,
        number=told.whole("number"),
        documents=told.whole("documentsCount"),
        expires=wall_clock(told, "expiredTime"),
    )


def cash(result: Fields) -> int:
    """Kopecks in the drawer. Raises FrameError where it is not told: 0 would be a lie."""
    counters = result.inner("counters")
    if "cashSum" not in counters:
        raise FrameError("не читается поле counters.cashSum")
    return counters.kopecks("cashSum")


def ffd(told: Fields, name: str) -> FfdVersion | None:
    known = {version.value: version for version in FfdVersion}
    return known.get(told.text(name))


def _shift(told: Fields, name: str) -> ShiftState | None:
    word = told.text(name)
    if word and word not in _SHIFTS:
        raise FrameError(f"не читается поле {name}")
    return _SHIFTS.get(word)
