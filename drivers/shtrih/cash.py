"""Money put into the drawer and taken out. Source: spec/shtrih-m.md 3.3, 3.4, 11."""

from drivers.registers.known import Till
from drivers.shtrih.requests import shift, status, tables
from drivers.shtrih.session import Session

IN_DRAWER = 241  # money register


async def till(session: Session) -> Till:
    """`operations`: the number of the last document, which moves with every operation."""
    document = (await session.ask(status.full_status(session.operator))).document
    return Till(document, await in_drawer(session))


async def in_drawer(session: Session) -> int:
    return await session.ask(tables.money_register(session.operator, IN_DRAWER))


async def move(session: Session, amount: int) -> None:
    """Below 0: out of the drawer."""
    make = shift.deposit if amount > 0 else shift.withdraw
    await session.ask(make(session.operator, abs(amount)))
