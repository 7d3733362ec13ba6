"""The register's clock against ours. Source: spec/shtrih-m.md 3.1 and 4; spec/ffd.md 7.

Setting it is offered, not forced: only where the owner allows it, only with a closed shift, and never to a time before
the last document of the ФН, which would take no further ones.
"""

from datetime import datetime, timedelta

from drivers.errors import KkmError, OperatorNeeded
from drivers.shtrih import records
from drivers.shtrih.requests import service, status
from drivers.shtrih.requests.status import Mode
from drivers.shtrih.session import Session

_SETTABLE = frozenset({Mode.SHIFT_CLOSED, Mode.POINT_CHANGE, Mode.RESET_ALLOWED})
_NEAR_MIDNIGHT = timedelta(seconds=30)  # date and time are two commands: the day must not end between them
_CLOSE = timedelta(minutes=1)  # that the clock may be off once it was set

NO_TIME = "На часах кассы нет времени: чеки она не пробьёт. Установите дату и время кассы."
OFF = (
    "Часы кассы {which} на {minutes} мин: на них {register:%d.%m.%Y %H:%M}, на компьютере {ours:%d.%m.%Y %H:%M}. "
    "Закройте смену и установите время кассы, либо проверьте часы компьютера."
)
WAS_SET = "Часы кассы {which} на {minutes} мин, установлено время {ours:%d.%m.%Y %H:%M}."
STILL_OFF = "Часы кассы установить не удалось: на них {register}. Установите время кассы вручную."
FUTURE = (
    "Последний документ ФН записан {last:%d.%m.%Y %H:%M}, позже времени на компьютере. Часы кассы назад не переведены: "
    "проверьте часы компьютера."
)


def doubt(register: datetime | None, ours: datetime, limit: int) -> str:
    """What to tell of a clock that is off by more than `limit` minutes, 0 = nothing; "" where it is right.

    `register` is naive, in the zone of `ours`; None where its clock shows nonsense.
    """
    if not limit:
        return ""
    if register is None:
        return NO_TIME
    apart = _apart(register, ours)
    return _told(OFF, apart, register, ours) if abs(apart) > timedelta(minutes=limit) else ""


def _apart(register: datetime, ours: datetime) -> timedelta:
    return register - ours.replace(tzinfo=None)


def _told(text: str, apart: timedelta, register: datetime, ours: datetime) -> str:
    which = "спешат" if apart > timedelta() else "отстают"
    return text.format(which=which, minutes=abs(apart) // timedelta(minutes=1), register=register, ours=ours)


async def check(session: Session) -> tuple[str, ...]:
    """Warnings for the command that follows; the clock is set where the owner and the mode allow it.

    For the moment before a shift is opened: what it raises says that nothing was sent. A clock that cannot be set is
    only told of.
    """
    told, ours, options = await _asked(session), session.clock.local(), session.options
    found = doubt(told.time, ours, options.clock_limit)
    if not found or not options.set_clock or told.mode not in _SETTABLE:
        return (found,) if found else ()
    try:
        await set_clock(session)
    except KkmError as error:
        await session.ready()  # it may be left waiting for the date to be confirmed
        return (found, error.text)
    if told.time is None:
        return ()
    return (_told(WAS_SET, _apart(told.time, ours), told.time, ours),)


async def _asked(session: Session) -> status.FullStatus:
    try:
        return await session.ask(status.full_status(session.operator))
    except KkmError as error:
        error.nothing_sent = True
        raise


async def set_clock(session: Session) -> None:
    """Date, its confirmation, time. Raises OperatorNeeded where the clock must not, or cannot, be set."""
    await _refuse_past(session)
    await _leave_midnight(session)
    ours = session.clock.local()
    told = (await _asked(session)).time
    if told is None or told.date() != ours.date():
        await session.ask(service.set_date(session.admin, ours.date()))
        await session.ask(service.confirm_date(session.admin, ours.date()))
    await session.ask(service.set_time(session.admin, session.clock.local().time()))
    after = (await _asked(session)).time
    if after is None or abs(_apart(after, session.clock.local())) > _CLOSE:
        raise OperatorNeeded(STILL_OFF.format(register=f"{after:%d.%m.%Y %H:%M}" if after else "нет времени"))


async def _refuse_past(session: Session) -> None:
    last = (await records.state(session)).time
    if last is not None and last > session.clock.local().replace(tzinfo=None):
        raise OperatorNeeded(FUTURE.format(last=last), nothing_sent=True)


async def _leave_midnight(session: Session) -> None:
    """Wait until the new day has begun where the old one is about to end."""
    now = session.clock.local()
    if (now + _NEAR_MIDNIGHT).date() != now.date():
        await session.clock.sleep(_NEAR_MIDNIGHT.total_seconds())
