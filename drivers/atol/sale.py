"""A receipt as the commands it will take. Source: spec/atol.md 6.2, 7.1.

Corrections follow the same order (types 7 and 9, base by E8): inferred, no source shows one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from drivers.atol import tag_letters, texts
from drivers.atol.options import AtolOptions
from drivers.atol.request import Request
from drivers.atol.requests import receipt as requests
from drivers.atol.requests.receipt import OldPosition, PaymentType, Position
from drivers.atol.requests.state import KINDS, Mode, ReceiptKind
from drivers.errors import RequestRefused
from drivers.fiscal import corrections, tlv
from drivers.fiscal.marked import Marked
from drivers.fiscal.settled import Item, Settled
from drivers.model.ffd import FfdVersion, ReceiptType
from drivers.registers import own_rows, rules, tags, taxes
from drivers.registers.known import Found
from drivers.registers.own_rows import OwnRows
from drivers.registers.plan import Filled

if TYPE_CHECKING:
    from drivers.atol.register import AtolRegister

_FORMATS = (FfdVersion.V1_0, FfdVersion.V1_05)
_CORRECTIONS = {
    ReceiptType.SALE: ReceiptKind.SALE_CORRECTION,
    ReceiptType.PURCHASE: ReceiptKind.PURCHASE_CORRECTION,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """A Plan. The client's own rows stand before the receipt and after it: inside nothing else is printed."""

    register: "AtolRegister"
    settled: Settled
    commands: tuple[Request[Any], ...]
    own: OwnRows

    @property
    def warnings(self) -> tuple[str, ...]:
        return (*self.settled.warnings, *self.own.warnings)

    async def fill(self) -> Filled:
        await self.own.print_before(self.register)
        await self.register.enter(Mode.REGISTRATION)
        for command in self.commands:
            await self.register.session.ask(command)
        return Filled(Marked(self.settled))

    async def close(self) -> Found | None:
        """4Ah alone: it is sent again only to a receipt that is still open."""
        await self.register.session.ask(requests.close())
        return None

    async def finish(self) -> str:
        return await self.own.print_after(self.register)


async def planned(register: "AtolRegister", settled: Settled) -> Sale:
    """Sends nothing. Raises RequestRefused, ValueError."""
    ffd = rules.ffd(register)
    if ffd not in _FORMATS:
        raise RequestRefused(texts.ONLY_1_05.format(ffd=ffd.value))
    return Sale(
        register=register,
        settled=settled,
        commands=tuple(commands(settled, ffd, register.options)),
        own=await own_rows.own_rows(register, settled),
    )


def commands(settled: Settled, ffd: FfdVersion, options: AtolOptions) -> Iterator[Request[Any]]:
    """All up to the payments. Raises RequestRefused, ValueError."""
    yield requests.open_receipt(_kind(settled), printed=settled.receipt.print_paper)
    yield from requisites(_of_receipt(settled, ffd), options)
    for item in settled.items:
        yield from _old_item(item, options) if ffd is FfdVersion.V1_0 else _item(item, ffd, options)
    if not settled.items:
        yield from _taxes(settled, options)
    yield from _payments(settled)


def _kind(settled: Settled) -> ReceiptKind:
    kind = settled.receipt.type
    if settled.receipt.correction is None:
        return KINDS[kind]
    if kind not in _CORRECTIONS:
        raise RequestRefused(texts.NO_CORRECTION)
    return _CORRECTIONS[kind]


def requisites(tlvs: list[bytes], options: AtolOptions) -> Iterator[Request[None]]:
    """E8h for each. Raises ValueError for one that is too long."""
    for one in tlvs:
        yield requests.requisite(tag_letters.translated(one) if options.tag_letters == "register" else one)


def _of_receipt(settled: Settled, ffd: FfdVersion) -> list[bytes]:
    correction = settled.receipt.correction
    system = tlv.encode(1055, 1 << settled.tax_system.value)
    base = corrections.requisites(correction, ffd) if correction else []
    return [*tags.of_receipt(settled.receipt, ffd), system, *base]


def _item(item: Item, ffd: FfdVersion, options: AtolOptions) -> Iterator[Request[None]]:
    """The price is the one after the discount, so that the cost is price by quantity. Source: spec/atol.md 13."""
    yield requests.begin_position()
    yield from requisites(tags.of_item(item, ffd), options)
    position = Position(
        name=item.name,
        price=item.price,
        quantity=item.quantity,
        cost=item.amount,
        tax=taxes.code(item.vat, taxes.table(options.taxes)),
        section=item.position.department or options.department,
        subject=item.position.subject,
        method=item.position.method.value,
    )
    yield requests.end_position(position, order=options.item_tags, blanks=options.name_blanks)


def _old_item(item: Item, options: AtolOptions) -> Iterator[Request[None]]:
    yield requests.old_position(
        OldPosition(
            name=item.name,
            price=item.price,
            quantity=item.quantity,
            tax=taxes.code(item.vat, taxes.table(options.taxes)),
            section=item.position.department or options.department,
        )
    )


def _taxes(settled: Settled, options: AtolOptions) -> Iterator[Request[None]]:
    """Of a correction that has sums alone."""
    for rate, amount in settled.vat.items():
        code = taxes.code(rate, taxes.table(options.taxes))
        yield requests.receipt_tax(code, amount, size=options.tax_sum_bytes)


def _payments(settled: Settled) -> Iterator[Request[Any]]:
    """Cash last: what is not cash may not exceed the total, and the change is given of cash."""
    paid = settled.payments
    sums = {
        PaymentType.ELECTRONIC: paid.electronic,
        PaymentType.ADVANCE: paid.advance,
        PaymentType.CREDIT: paid.credit,
        PaymentType.OTHER: paid.provision,
        PaymentType.CASH: settled.received if paid.cash else 0,
    }
    for kind, amount in sums.items():
        if amount:
            yield requests.pay(kind, amount)
