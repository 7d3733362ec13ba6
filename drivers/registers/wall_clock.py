"""The register's clock against ours. Source: spec/ffd.md 7.

Setting it is offered, not forced: only where the owner allows it, only with a closed shift, and never to a time before
the last document of the ФН, which would take no further ones.
"""

from datetime import datetime, timedelta

from drivers.errors import KkmError, OperatorNeeded
from drivers.registers.register import Register

NO_TIME = "На часах кассы нет времени: чеки она не пробьёт. Установите дату и время кассы."
OFF = (
    "Часы кассы {which} на {minutes} мин: на них {register:%d.%m.%Y %H:%M}, на компьютере {ours:%d.%m.%Y %H:%M}. "
    "Закройте смену и установите время кассы, либо проверьте часы компьютера."
)
WAS_SET = "Часы кассы {which} на {minutes} мин, установлено время {ours:%d.%m.%Y %H:%M}."
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


async def check(register: Register) -> tuple[str, ...]:
    """Warnings for the command that follows; the clock is set where the owner and the shift allow it.

    For the moment before a shift is opened: what it raises says that nothing was sent. A clock that cannot be set is
    only told of.
    """
    told, ours, settings = await _asked(register), register.now, register.settings
    found = doubt(told, ours, settings.clock_limit)
    if not found or not settings.set_clock:
        return (found,) if found else ()
    try:
        await _set(register)
    except KkmError as error:
        return (found, error.text)
    return (_told(WAS_SET, _apart(told, ours), told, ours),) if told else ()


async def _asked(register: Register) -> datetime | None:
    try:
        return await register.time()
    except KkmError as error:
        error.nothing_sent = True
        raise


async def _set(register: Register) -> None:
    """Raises OperatorNeeded where it must not be set, else what the register says."""
    ours, number = register.now.replace(tzinfo=None), (await register.last()).number
    if number and (last := (await register.find(number)).time) > ours:
        raise OperatorNeeded(FUTURE.format(last=last), nothing_sent=True)
    await register.set_clock(ours)
