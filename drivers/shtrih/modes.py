"""What is done about each mode before anything is printed. Source: spec/shtrih-m.md 4."""

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING

from drivers.errors import DeviceFaulty, KkmError, OperatorNeeded, RequestRefused, WrongState
from drivers.registers.texts import FOREIGN_RECEIPT
from drivers.shtrih import codes, printout, texts
from drivers.shtrih.requests import archive, receipt, service, status, tables
from drivers.shtrih.requests.status import Mode, ShortStatus

if TYPE_CHECKING:
    from drivers.shtrih.session import Session

_STEPS = 6  # modes that may follow one another before it is given up
_PIECES = 10_000  # of a document that is read out
_OPERATORS = 30  # rows of table 2
_NEVER_BUSY = frozenset({Mode.WORKING, Mode.SHIFT_OPEN, Mode.SHIFT_EXPIRED, Mode.SHIFT_CLOSED, Mode.POINT_CHANGE})


async def ready(session: "Session", may_annul: Callable[[], None]) -> ShortStatus:
    """Wait for the paper, annul a receipt that stands open, end what else the register is in the middle of.

    On return the mode is 0, 2, 3, 4 or 7; an expired shift (3) is the caller's. `may_annul` raises WrongState for a
    receipt that must stay. Raises OperatorNeeded, WrongState, DeviceFaulty.
    """
    now = await session.printed()
    for _ in range(_STEPS):
        if now.mode in _NEVER_BUSY:
            return now
        if now.mode == Mode.DOCUMENT_OPEN:
            may_annul()
        await _ACTIONS[now.mode](session, now)
        now = await session.printed()
    raise DeviceFaulty(texts.stuck_mode(now.mode))


async def annul(session: "Session") -> None:
    """88h with each password that may help; the paper is waited for."""
    for password in (session.operator, session.admin):
        if await _annulled(session, password):
            break
    else:
        await _annul_of_another(session)
    await session.printed()


async def _annul_of_another(session: "Session") -> None:
    """It was opened with a password of table 2 that nobody told us. Source: spec/shtrih-m.md 3.5, 88h."""
    for row in range(1, _OPERATORS + 1):
        password = await session.ask(tables.read_number(session.admin, tables.Place(2, row, 1)))
        if await _annulled(session, password):
            return
    raise WrongState(FOREIGN_RECEIPT, native=codes.OPENED_BY_ANOTHER)


async def _annulled(session: "Session", password: int) -> bool:
    """False: it was opened by another operator. An answer that is lost, or a no that comes too late, is looked into."""
    try:
        await session.ask(receipt.cancel(password))
    except KkmError as error:
        if error.native == codes.OPENED_BY_ANOTHER:
            return False
        if (await session.printed()).mode == Mode.DOCUMENT_OPEN:
            await session.ask(receipt.cancel(password))
    return True


async def _open_document(session: "Session", _: ShortStatus) -> None:
    await annul(session)


async def _giving_data(session: "Session", _: ShortStatus) -> None:
    """A document of the ФН is being read: read it to its end."""
    for _piece in range(_PIECES):
        try:
            if not await session.ask_once(archive.next_piece(session.admin)):
                return
        except (RequestRefused, WrongState):  # 08h: that was all
            return


async def _date_unconfirmed(session: "Session", _: ShortStatus) -> None:
    """The register's own date is confirmed only where it is that of this computer."""
    ours = session.clock.local()
    told = (await session.ask(status.full_status(session.operator))).time
    if told is None or told.date() != ours.date():
        raise OperatorNeeded(texts.clocks_differ(told or ours.replace(tzinfo=None), ours))
    await session.ask_once(service.confirm_date(session.admin, told.date()))


async def _long_report(session: "Session", seen: ShortStatus) -> None:
    end = session.clock.monotonic() + session.options.print_timeout
    while (await session.status()).mode == seen.mode:
        if session.clock.monotonic() >= end:
            raise WrongState(texts.LONG_REPORT)
        await session.clock.sleep(printout.POLL)


async def _test_run(session: "Session", _: ShortStatus) -> None:
    await session.ask_once(service.stop_test(session.operator))


async def _locked(_: "Session", __: ShortStatus) -> None:
    raise DeviceFaulty(texts.LOCKED)


async def _reset_allowed(_: "Session", __: ShortStatus) -> None:
    raise DeviceFaulty(texts.NEEDS_RESET)


async def _slip(_: "Session", __: ShortStatus) -> None:
    raise OperatorNeeded(texts.SLIP)


_ACTIONS: Mapping[int, Callable[["Session", ShortStatus], Awaitable[None]]] = {
    Mode.GIVING_DATA: _giving_data,
    Mode.LOCKED: _locked,
    Mode.DATE_UNCONFIRMED: _date_unconfirmed,
    Mode.DOCUMENT_OPEN: _open_document,
    Mode.RESET_ALLOWED: _reset_allowed,
    Mode.TEST_RUN: _test_run,
    Mode.MEMORY_REPORT: _long_report,
    Mode.JOURNAL_REPORT: _long_report,
    Mode.SLIP: _slip,
    Mode.SLIP_PRINTING: _slip,
    Mode.SLIP_READY: _slip,
}
