"""Shifts and reports. Source: spec/atol.md 6.2, 7.2."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from drivers.atol import codes, modes, printout, sale
from drivers.atol.request import Request
from drivers.atol.requests import receipt, reports, state
from drivers.atol.requests.reports import Report
from drivers.atol.requests.state import Mode
from drivers.errors import KkmError, OperatorNeeded, WrongState
from drivers.model.document import Cashier
from drivers.model.ffd import FfdVersion
from drivers.registers import tags

if TYPE_CHECKING:
    from drivers.atol.session import Session

_TRIES = 3  # of a Z report that was interrupted
_NOT_HERE = codes.NOT_KNOWN | {codes.WRONG_MODE}  # requisites in modes 2 and 3: some firmware takes none


async def open_shift(session: "Session", cashier: Cashier, ffd: FfdVersion) -> None:
    await modes.enter(session, Mode.REGISTRATION)
    for request in _named(session, cashier, ffd):
        await session.ask(request)
    await session.ask(receipt.open_shift())


async def z_report(session: "Session", cashier: Cashier, ffd: FfdVersion) -> None:
    """It is printed after its answer; paper that ends on the way is told by `printed`."""
    await modes.enter(session, Mode.Z_REPORTS)
    await _tell(session, cashier, ffd)
    await _z(session)


async def finish_z(session: "Session") -> None:
    """One that was interrupted: the register takes nothing else. 143: it was done after all."""
    await modes.enter(session, Mode.Z_REPORTS)
    try:
        await _z(session)
    except WrongState as error:
        if error.native != codes.SHIFT_CLOSED:
            raise
    session.z_unfinished = session.z_unprinted = False


async def _z(session: "Session") -> None:
    """26 says that an earlier one was interrupted, and wants the same command once more."""
    for _ in range(_TRIES - 1):
        try:
            await session.ask(reports.z_report())
        except KkmError as error:
            if error.native != codes.REPORT_INTERRUPTED:
                raise
        else:
            break
    else:
        await session.ask(reports.z_report())
    session.z_unfinished = session.z_unprinted = False
    try:
        await printout.finished(session)
    except OperatorNeeded:
        session.z_unprinted = not (await session.ask(state.state())).shift_open
        raise


async def x_report(session: "Session", cashier: Cashier, ffd: FfdVersion, report: Report = Report.X) -> None:
    await modes.enter(session, Mode.X_REPORTS)
    await _tell(session, cashier, ffd)
    await session.ask(reports.x_report(report))
    try:
        await printout.finished(session)
    except KkmError as error:
        error.nothing_sent = False
        raise


async def _tell(session: "Session", cashier: Cashier, ffd: FfdVersion) -> None:
    if not session.options.cashier_in_reports:
        return
    for request in _named(session, cashier, ffd):
        try:
            await session.ask(request)
        except KkmError as error:
            if error.native not in _NOT_HERE:
                raise
            return


def _named(session: "Session", cashier: Cashier, ffd: FfdVersion) -> Iterator[Request[None]]:
    return sale.requisites(tags.of_cashier(cashier, ffd), session.options)
