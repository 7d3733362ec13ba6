"""A receipt as the commands it will take: 30h … 31h; a correction of ФФД 1.2 begins with 58h instead.

Source: spec/service-plus.md A3, A4, A6.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from drivers.errors import RequestRefused
from drivers.fiscal.marked import Marked
from drivers.fiscal.settled import Item, Settled
from drivers.model.document import Line, Receipt
from drivers.model.ffd import ReceiptType
from drivers.pirit import heading, texts
from drivers.pirit.correction import basis
from drivers.pirit.request import Request
from drivers.pirit.requests import correction as corrections
from drivers.pirit.requests import document as requests
from drivers.pirit.requests import info
from drivers.pirit.requests.document import Closed, Mode, PaymentType
from drivers.pirit.requests.status import DocumentKind
from drivers.pirit.rows import Row, row
from drivers.registers import marking, paper, rules, steps
from drivers.registers.composition import Composed
from drivers.registers.known import Found
from drivers.registers.own_rows import OwnRows, own_rows
from drivers.registers.plan import Filled

if TYPE_CHECKING:
    from drivers.pirit.register import PiritRegister

KINDS = {
    ReceiptType.SALE: DocumentKind.SALE,
    ReceiptType.SALE_RETURN: DocumentKind.SALE_RETURN,
    ReceiptType.PURCHASE: DocumentKind.PURCHASE,
    ReceiptType.PURCHASE_RETURN: DocumentKind.PURCHASE_RETURN,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """A Plan. `own`: rows outside of the receipt, `Composed` among `steps`: those within."""

    register: "PiritRegister"
    settled: Settled
    opening: Request[None]
    steps: tuple[Row | Composed, ...]
    requisites: tuple[Request[None], ...]
    payments: tuple[Request[None], ...]
    closing: Request[Closed]
    own: OwnRows
    warnings: tuple[str, ...]

    async def fill(self) -> Filled:
        """What the register has counted is compared before it is paid: it multiplies by itself."""
        register, session = self.register, self.register.session
        await register.print_before(self.own)
        marked = await marking.check(register, register.desk, self.settled)
        await session.ask(self.opening)
        unknown = await self._sold(marked)
        for request in self._paid():
            await session.ask(request)
        return Filled(marked, tuple(texts.CODE_NOT_KNOWN.format(name=name) for name in unknown))

    async def close(self) -> Found | None:
        told = (await self.register.finish_document(self.closing)).recorded
        if told is None or told.time is None:
            return None
        return Found(
            number=told.number,
            form=self.settled.form,
            time=told.time,
            sign=told.sign,
            type=self.settled.receipt.type,
            total=self.settled.total,
            shift=told.shift,
            number_in_shift=told.number_in_shift,
        )

    async def finish(self) -> str:
        return await self.own.print_after(self.register)

    async def _sold(self, marked: Marked) -> list[str]:
        """Names of goods whose codes the register did not know."""
        unknown, items = [], iter(marked.settled.items)
        for step in self.steps:
            if isinstance(step, Composed):
                await paper.put(self.register, step)
            elif not await self._row(step, next(items)):
                unknown.append(step.item.name)
        await self._compare()
        return unknown

    async def _row(self, of: Row, item: Item) -> bool:
        session = self.register.session
        known = of.extras is None or await session.ask(of.extras)
        if of.code is not None:
            await session.ask(of.code.request(item.marking_result))
        await session.ask(of.sold)
        return known

    async def _compare(self) -> None:
        counted = (await self.register.session.ask(info.current_receipt())).total
        if counted != self.settled.total:
            raise RequestRefused(texts.wrong_total(counted, self.settled.total))

    def _paid(self) -> tuple[Request[None], ...]:
        """Requisites stand between two subtotals (A4); without them the first payment makes both (P1)."""
        if not self.requisites:
            return self.payments
        return (requests.subtotal(), *self.requisites, requests.subtotal(), *self.payments)


async def planned(register: "PiritRegister", settled: Settled) -> Sale:
    """Sends nothing. Raises RequestRefused; ValueError for what does not fit."""
    receipt, ffd = settled.receipt, rules.ffd(register)
    parts = [await _step(register, part, settled) for part in steps.in_order(settled)]
    inside = tuple(part for part in parts if part is not None)
    own = await own_rows(register, settled) if register.rows_outside else OwnRows(Composed(()), Composed(()))
    composed = [*(step for step in inside if isinstance(step, Composed)), own.before, own.after]
    return Sale(
        register=register,
        settled=settled,
        opening=_opening(register, settled),
        steps=inside,
        requisites=heading.requisites(receipt, ffd),
        payments=_payments(settled),
        closing=requests.close_document(heading.closing(receipt, ffd)),
        own=own,
        warnings=(*settled.warnings, *_left_out(receipt), *(text for one in composed for text in one.warnings)),
    )


async def _step(register: "PiritRegister", part: Item | Sequence[Line], settled: Settled) -> Row | Composed | None:
    """None for rows that go outside."""
    if isinstance(part, Item):
        return row(part, settled.receipt, rules.ffd(register), register.vat, register.department)
    if register.rows_outside:
        return None
    composed = await paper.compose(register, part)
    register.check(composed.blocks)
    return composed


def _opening(register: "PiritRegister", settled: Settled) -> Request[None]:
    receipt = settled.receipt
    who = register.who(receipt.cashier)
    if receipt.correction is not None:
        if not receipt.print_paper:
            raise RequestRefused(texts.PAPER_CORRECTION)
        return corrections.open_correction(who, basis(settled, rules.ffd(register)))
    return requests.open_document(
        KINDS[receipt.type],
        who,
        department=register.department,
        tax_system=settled.tax_system,
        mode=Mode.NORMAL if receipt.print_paper else Mode.NO_PAPER,
        address=heading.texts(receipt, rules.ffd(register)).get(1009, ""),
    )


def _payments(settled: Settled) -> tuple[Request[None], ...]:
    """Cash comes last, for only it may be more than is left; a receipt for nothing is paid with nothing in cash."""
    paid = settled.payments
    sums = {
        PaymentType.ELECTRONIC: paid.electronic,
        PaymentType.ADVANCE: paid.advance,
        PaymentType.CREDIT: paid.credit,
        PaymentType.OTHER: paid.provision,
    }
    cashless = [requests.pay(kind, amount) for kind, amount in sums.items() if amount]
    cash = [requests.pay(PaymentType.CASH, settled.received)] if settled.received or not cashless else []
    return (*cashless, *cash)


def _left_out(receipt: Receipt) -> tuple[str, ...]:
    return (texts.NO_CASHLESS,) if receipt.cashless else ()
