"""Modes of the register: one is entered from mode 0 alone. Source: spec/atol.md 5.4, 8 (102)."""

from typing import TYPE_CHECKING

from drivers.atol import codes
from drivers.atol.requests import state
from drivers.atol.requests.state import Mode
from drivers.errors import WrongState

if TYPE_CHECKING:
    from drivers.atol.session import Session


async def enter(session: "Session", mode: Mode) -> None:
    """By what the register says of its mode, not by what was sent to it before. Raises WrongState in a receipt."""
    try:
        await _enter(session, mode)
    except WrongState as error:
        if error.native != codes.WRONG_MODE:
            raise
        await _enter(session, mode)


async def _enter(session: "Session", mode: Mode) -> None:
    now = (await session.ask(state.state_code())).mode
    if now == mode:
        return
    if now != Mode.CHOICE:
        await session.ask(state.leave())
    if mode is not Mode.CHOICE:
        await session.ask(state.enter(mode, _password(session, mode)))


def _password(session: "Session", mode: Mode) -> int:
    options = session.options
    return options.password_registration if mode is Mode.REGISTRATION else options.password_admin
