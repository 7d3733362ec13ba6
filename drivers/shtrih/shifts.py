"""Documents of the shift: begun in the ФН, given the cashier, and ended. Source: spec/shtrih-m.md 3.4, 3.7.

None of the answers tells the document as the ФН has it: that is asked there.
"""

from collections.abc import Sequence

from drivers.errors import KkmError
from drivers.shtrih import codes, standing
from drivers.shtrih.request import Request
from drivers.shtrih.requests import receipt, shift
from drivers.shtrih.session import Session


async def open_shift(session: Session, cashier: Sequence[bytes]) -> None:
    """`cashier`: 1021 and 1203."""
    await _begin(session, shift.begin_opening(session.admin), cashier)
    await session.ask(shift.open_shift(session.operator))


async def close_shift(session: Session, cashier: Sequence[bytes]) -> None:
    await _begin(session, shift.begin_closing(session.admin), cashier)
    await session.ask(shift.z_report(session.admin))


async def settlement_state(session: Session) -> None:
    """Form 21 names no cashier."""
    await _begin(session, shift.begin_settlement_state(session.admin))
    await session.ask(shift.settlement_state(session.admin))


async def x_report(session: Session) -> None:
    await session.ask(shift.x_report(session.admin))


async def _begin(session: Session, begin: Request[None], requisites: Sequence[bytes] = ()) -> None:
    """The document with its requisites. Firmware without the command makes it without them."""
    try:
        await session.ask(begin)
        for requisite in requisites:
            await session.ask(receipt.tag(session.admin, requisite))
    except KkmError as error:
        await _give_up(session, error)


async def _give_up(session: Session, error: KkmError) -> None:
    """Nothing is recorded before the command that ends a document; what hangs is dropped now or by the next one."""
    if error.native == codes.NOT_KNOWN:
        return
    error.nothing_sent = True
    await standing.drop_document(session)
    raise error
