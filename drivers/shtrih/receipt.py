"""A receipt, and from the ФФД 1.1 on a correction: opened, filled, closed. Source: spec/shtrih-m.md 6."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from drivers.errors import NotSupported, RequestRefused
from drivers.fiscal.settled import Settled
from drivers.registers import paper
from drivers.registers.known import Found
from drivers.registers.plan import Filled
from drivers.shtrih import long_tags, marking, texts
from drivers.shtrih.requests import receipt as requests
from drivers.shtrih.sale import Row, Sale
from drivers.shtrih.session import Session

if TYPE_CHECKING:
    from drivers.shtrih.register import ShtrihRegister


@dataclass(frozen=True, slots=True)
class ReceiptPlan:
    """See plan.Plan."""

    register: "ShtrihRegister"
    sale: Sale

    @property
    def settled(self) -> Settled:
        return self.sale.settled

    @property
    def warnings(self) -> tuple[str, ...]:
        return self.sale.warnings

    async def fill(self) -> Filled:
        session, sale = self.register.session, self.sale
        kind = sale.settled.receipt.type
        await session.ask(requests.open_receipt(session.operator, kind, correction=sale.correction))
        marked = await marking.check(self.register, session, sale.settled)
        warnings: list[str] = []
        for step in sale.steps:
            if isinstance(step, Row):
                warnings += await _item(session, step)
                continue
            if step.drawn:
                await session.status()  # some codes and pictures are not for every mode
            await paper.put(self.register, step)
        for tag in sale.tags:
            await long_tags.send(session, tag)
        await _compare(session, sale)
        return Filled(marked, tuple(warnings))

    async def close(self) -> Found | None:
        """None where firmware does not tell the time, which is the register's own."""
        told, settled = await self.register.session.ask(self.sale.closing), self.settled
        if told.time is None:
            return None
        return Found(
            number=told.document,
            form=settled.form,
            time=told.time,
            sign=told.sign,
            type=settled.receipt.type,
            total=settled.total,
        )

    async def finish(self) -> str:
        """All of it is within the receipt."""
        return ""


async def _item(session: Session, row: Row) -> list[str]:
    """Tags and code follow the item, or come before it. Source: spec/shtrih-m.md 3.7, FF4D."""
    if not session.passport.tags_first:
        await _operation(session, row)
    for tag in row.tags:
        await session.ask(tag)
    warnings = await _optional(session, row)
    if row.code is not None:
        await session.ask(row.code)
    if session.passport.tags_first:
        await _operation(session, row)
    return warnings


async def _operation(session: Session, row: Row) -> None:
    """Firmware without FF46 has only commands that know neither method nor subject of a settlement: it is refused."""
    try:
        await session.ask(row.operation)
    except NotSupported as error:
        raise NotSupported(texts.OLD_FIRMWARE, native=error.native) from error


async def _optional(session: Session, row: Row) -> list[str]:
    try:
        for tag in row.optional:
            await session.ask(tag)
    except RequestRefused:
        return [texts.code_not_recorded(row.item.name)]
    return []


async def _compare(session: Session, sale: Sale) -> None:
    """Raises RequestRefused where the register has come to another total."""
    total = await session.ask(requests.subtotal(session.operator))
    if total != sale.settled.total:
        raise RequestRefused(texts.wrong_total(total, sale.settled.total))
