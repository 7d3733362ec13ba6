"""What the register says of itself. Source: spec/mercury.md 3; fields of the registration: M1."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from drivers.errors import FrameError
from drivers.http_service.fields import Fields
from drivers.mercury.numbers import TAX_SYSTEMS, ffd, moment
from drivers.mercury.request import Request, nothing
from drivers.model.ffd import FfdVersion, ShiftState
from drivers.model.state import Registration

_SYSTEMS = {code: system for system, code in TAX_SYSTEMS.items()}


class StoragePhase(IntEnum):
    READY = 0  # for its registration
    FISCAL = 1
    CLOSED = 2  # what it still has goes to the ОФД
    ARCHIVE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class CommonInfo:
    model: str
    serial: str  # 1013
    storage: str  # 1041
    firmware: str
    ffd: FfdVersion | None  # the one it works by
    ffd_storage: FfdVersion | None
    ffd_register: FfdVersion | None
    columns: tuple[int, ...]  # characters in a line, by font
    time: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Sums are kopecks, times naive by the register's clock."""

    time: datetime | None
    paper: bool
    shift: ShiftState
    shift_number: int
    shift_opened: datetime | None
    cash: int
    check_open: bool
    check_number: int  # 1042 of the last, or of the one that is open
    goods: int  # rows of the open check
    phase: StoragePhase
    storage: str  # 1041
    last: int  # 1040 of the last document
    last_time: datetime | None  # 1012 of the last document
    unsent: int  # 1097
    unsent_since: datetime | None  # 1098


def common_info() -> Request[CommonInfo]:
    return Request(name="GetCommonInfo", read=_common_info)


def status() -> Request[Status]:
    return Request(name="GetStatus", read=_status)


def registration() -> Request[Registration | None]:
    """None of a register that is not registered."""
    return Request(name="GetRegistrationInfo", read=_registration)


def set_clock(wanted: datetime) -> Request[None]:
    return Request(name="SetDateTime", content={"dateTime": f"{wanted:%Y-%m-%dT%H:%M:%S}"}, read=nothing)


def _common_info(answer: Fields) -> CommonInfo:
    return CommonInfo(
        model=answer.text("model"),
        serial=answer.text("kktNum"),
        storage=answer.text("fnNum"),
        firmware=answer.text("programVer"),
        ffd=ffd(answer, "ffdTotalVer"),
        ffd_storage=ffd(answer, "ffdFnVer"),
        ffd_register=ffd(answer, "ffdKktVer"),
        columns=answer.numbers("cpl"),
        time=moment(answer, "dateTime"),
    )


def _status(answer: Fields) -> Status:
    """Raises FrameError where the last document is not told: a lost answer could not be settled by it."""
    shift, check, storage = (answer.inner(part) for part in ("shiftInfo", "checkInfo", "fnInfo"))
    last, unsent = storage.inner("lastDoc"), storage.inner("unsignedDocs")
    if "num" not in last or "isOpen" not in shift or "isOpen" not in check:
        raise FrameError("не читается состояние смены, чека или ФН")
    return Status(
        time=moment(answer, "dateTime"),
        paper=answer.flag("paperPresence", default=True),
        shift=_shift(shift),
        shift_number=shift.whole("num"),
        shift_opened=moment(shift, "lastOpen"),
        cash=shift.whole("cash"),
        check_open=check.flag("isOpen"),
        check_number=check.whole("num"),
        goods=check.whole("goodsQty"),
        phase=_phase(storage),
        storage=storage.text("fnNum"),
        last=last.whole("num"),
        last_time=moment(last, "dateTime"),
        unsent=unsent.whole("qty"),
        unsent_since=moment(unsent, "firstDateTime") if unsent.whole("qty") else None,
    )


def _shift(told: Fields) -> ShiftState:
    if not told.flag("isOpen"):
        return ShiftState.CLOSED
    return ShiftState.EXPIRED if told.flag("is24Expired") else ShiftState.OPEN


def _phase(told: Fields) -> StoragePhase:
    code = told.whole("status")
    if code not in set(StoragePhase):
        raise FrameError("не читается поле fnInfo.status")
    return StoragePhase(code)


def _registration(answer: Fields) -> Registration | None:
    if not answer.flag("isRegistered"):
        return None
    told = answer.inner("registrationInfo")
    owner, register, ofd = (told.inner(part) for part in ("owner", "kkt", "ofd"))
    mode = _modes(register)
    return Registration(
        organization=owner.text("name"),
        inn=owner.text("inn"),
        address=register.text("address"),
        place=register.text("location"),
        tax_systems=tuple(_SYSTEMS[code] for code in told.numbers("taxSystem") if code in _SYSTEMS),
        agents=told.numbers("agent"),
        number=register.text("regNum"),
        ofd_name=ofd.text("name"),
        ofd_inn=ofd.text("inn"),
        ofd_host=ofd.text("url"),
        ofd_port=ofd.text("port"),
        autonomous=mode.flag("offline"),
        encryption=mode.flag("encryptData"),
        automatic=mode.flag("automat"),
        automatic_number=mode.text("automatNum"),
        internet=mode.flag("forInternet"),
        bso=mode.flag("asbso"),
        services=mode.flag("forService"),
        excise=mode.flag("forExcisableGoods"),
    )


def _modes(register: Fields) -> Fields:
    """Names as M1 has them; the spec does not say what `mode` is, and of anything else nothing is taken."""
    try:
        return register.inner("mode")
    except FrameError:
        return Fields({})
