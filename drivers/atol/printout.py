"""Waiting for the paper. Source: spec/atol.md 5.2, 5.4, 7.2."""

from typing import TYPE_CHECKING

from drivers.atol import texts
from drivers.atol.requests import reports, state
from drivers.atol.requests.state import Mode, StateCode, Trouble
from drivers.errors import DeviceFaulty, KkmError, OperatorNeeded

if TYPE_CHECKING:
    from drivers.atol.session import Session

_POLL = 0.5  # seconds
_REPORTS = frozenset({Mode.X_REPORTS, Mode.Z_REPORTS})
_PRINTING = 2  # submode of a report
_TROUBLES = {
    Trouble.NO_PAPER: texts.NO_PAPER,
    Trouble.NO_PRINTER: texts.NO_PRINTER,
    Trouble.MECHANICS: texts.MECHANICS,
    Trouble.CUTTER: texts.CUTTER,
}


def is_busy(now: StateCode) -> bool:
    return now.mode == Mode.RESET or (now.mode in _REPORTS and now.submode == _PRINTING)


async def finished(session: "Session") -> StateCode:
    """Wait until a report, and the reset after it, are over, and the head is cool.

    Raises OperatorNeeded without paper, DeviceFaulty where nothing moves for `print_timeout`.
    """
    seen, end = None, 0.0
    while True:
        now = await session.ask(state.state_code())
        check(now.trouble)
        hot = Trouble.PRINTER in now.trouble
        if not hot and not is_busy(now):
            return now
        if now != seen:
            seen, end = now, session.clock.monotonic() + session.options.print_timeout
        if session.clock.monotonic() >= end:
            raise DeviceFaulty(texts.OVERHEATED if hot else texts.PRINTS_TOO_LONG)
        await session.clock.sleep(_POLL)


def check(trouble: Trouble) -> None:
    """Raises OperatorNeeded where nothing is printed before somebody has come."""
    for one, text in _TROUBLES.items():
        if one in trouble:
            raise OperatorNeeded(text)


async def go_on(session: "Session") -> None:
    """What is not finished is waited for, or, where nothing moves, resumed. Raises as `finished`."""
    was_busy = is_busy(await session.ask(state.state_code()))
    await finished(session)
    if not was_busy and session.options.resume_printing:
        await resume(session)


async def resume(session: "Session") -> None:
    """55h. What a register answers that has nothing to print is not known: a no is no harm."""
    try:
        await session.ask_once(reports.resume_printing())
    except KkmError as error:
        if error.native is None:
            raise
    await finished(session)
