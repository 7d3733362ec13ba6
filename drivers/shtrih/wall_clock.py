"""Setting the register's clock. Source: spec/shtrih-m.md 3.1 and 4."""

from datetime import datetime, timedelta

from drivers.errors import OperatorNeeded
from drivers.shtrih.requests import service, status
from drivers.shtrih.session import Session

_NEAR_MIDNIGHT = timedelta(seconds=30)  # date and time are two commands: the day must not end between them
_CLOSE = timedelta(minutes=1)  # that the clock may be off once it was set

STILL_OFF = "Часы кассы установить не удалось: на них {register}. Установите время кассы вручную."


async def read(session: Session) -> datetime | None:
    return (await session.ask(status.full_status(session.operator))).time


async def set_now(session: Session) -> None:
    """Date, its confirmation, time. Raises OperatorNeeded where the clock cannot be set.

    It may be left waiting for its date to be confirmed: `modes.ready` ends that.
    """
    await _leave_midnight(session)
    ours = session.clock.local()
    told = await read(session)
    if told is None or told.date() != ours.date():
        await session.ask(service.set_date(session.admin, ours.date()))
        await session.ask(service.confirm_date(session.admin, ours.date()))
    await session.ask(service.set_time(session.admin, session.clock.local().time()))
    after = await read(session)
    if after is None or abs(after - session.clock.local().replace(tzinfo=None)) > _CLOSE:
        raise OperatorNeeded(STILL_OFF.format(register=f"{after:%d.%m.%Y %H:%M}" if after else "нет времени"))


async def _leave_midnight(session: Session) -> None:
    """Wait until the new day has begun where the old one is about to end."""
    now = session.clock.local()
    if (now + _NEAR_MIDNIGHT).date() != now.date():
        await session.clock.sleep(_NEAR_MIDNIGHT.total_seconds())
