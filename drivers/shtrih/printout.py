"""Waiting for the paper. Source: spec/shtrih-m.md 4, submodes."""

from typing import TYPE_CHECKING

from drivers.errors import DeviceFaulty, OperatorNeeded, OutcomeUnknown
from drivers.shtrih import texts
from drivers.shtrih.requests import printing
from drivers.shtrih.requests.status import ShortStatus, Submode

if TYPE_CHECKING:
    from drivers.shtrih.session import Session

POLL = 0.3  # seconds


async def finished(session: "Session") -> ShortStatus:
    """Wait until nothing is printed any more; what stopped for want of paper goes on by B0h, once for each time.

    Raises OperatorNeeded without paper, DeviceFaulty where nothing has changed for `print_timeout`.
    """
    seen, since = None, session.clock.monotonic()
    while (now := await session.status()).submode != Submode.READY:
        if now.no_paper:
            raise OperatorNeeded(texts.no_paper(now), nothing_sent=False)
        if now.submode == Submode.PAPER_LOADED and seen != Submode.PAPER_LOADED:
            await _go_on(session)
        if now.submode != seen:
            seen, since = now.submode, session.clock.monotonic()
        elif session.clock.monotonic() - since > session.options.print_timeout:
            raise DeviceFaulty(texts.stuck_printing(session.options.print_timeout))
        await session.clock.sleep(POLL)
    return now


async def _go_on(session: "Session") -> None:
    """B0h twice is harmless: outside of its submode it is refused. So a lost answer leaves no doubt."""
    try:
        await session.ask_once(printing.continue_printing(session.operator))
    except OutcomeUnknown:
        return
