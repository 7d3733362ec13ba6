"""A receipt as the commands it will take, made before the first is sent: what does not fit is refused then."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from drivers.fiscal.settled import Item, Settled
from drivers.model.document import Line
from drivers.model.ffd import FfdVersion
from drivers.registers import paper, rules, tags
from drivers.registers.composition import Composed
from drivers.registers.steps import in_order
from drivers.shtrih import marking, taxes
from drivers.shtrih.request import Request
from drivers.shtrih.requests import receipt as requests
from drivers.shtrih.requests.marking import Bound
from drivers.shtrih.requests.receipt import Closed, Closing, Operation
from drivers.shtrih.session import Session

if TYPE_CHECKING:
    from drivers.shtrih.register import ShtrihRegister

_HIDDEN = "//"  # a name that begins so is not printed


@dataclass(frozen=True, slots=True)
class Row:
    """One item. `optional`: tags that the receipt is not refused for."""

    item: Item
    operation: Request[None]
    tags: tuple[Request[None], ...]
    optional: tuple[Request[None], ...] = ()
    code: Request[Bound] | None = None  # of marked goods, ФФД 1.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    settled: Settled
    correction: bool  # made as a receipt, ФФД 1.1 and 1.2
    steps: tuple[Row | Composed, ...]  # in the order of the paper
    tags: tuple[bytes, ...]
    closing: Request[Closed]
    warnings: tuple[str, ...]


async def planned(register: "ShtrihRegister", settled: Settled) -> Sale:
    """Sends nothing. Raises RequestRefused, ValueError."""
    ffd, receipt = rules.ffd(register), settled.receipt
    steps = [await _step(register, part, settled) for part in in_order(settled)]
    base = tags.of_correction(receipt.correction, ffd) if receipt.correction else []
    composed = [step for step in steps if isinstance(step, Composed)]
    return Sale(
        settled=settled,
        correction=receipt.correction is not None,
        steps=tuple(steps),
        tags=(*base, *tags.of_receipt(receipt, ffd)),
        closing=_closing(register.session, settled),
        warnings=(*settled.warnings, *(warning for one in composed for warning in one.warnings)),
    )


async def _step(register: "ShtrihRegister", part: Item | Sequence[Line], settled: Settled) -> Row | Composed:
    if isinstance(part, Item):
        return row(register.session, part, settled, rules.ffd(register))
    return await paper.compose(register, part)


def row(session: Session, item: Item, settled: Settled, ffd: FfdVersion) -> Row:
    """Raises ValueError for what does not fit FF46, RequestRefused for a rate that the register does not have."""
    position, known = item.position, session.passport
    operation = Operation(
        kind=settled.receipt.type,
        quantity=item.quantity,
        price=item.price,
        amount=item.amount,
        tax=item.tax if known.tax_by_host else None,
        vat=taxes.code(item.vat, known, session.options),
        department=position.department or session.options.department,
        method=position.method,
        subject=position.subject,
        name=_name(item.name),
    )
    return Row(
        item=item,
        operation=requests.operation(session.operator, operation),
        tags=_tags(session, tags.of_item(item, ffd)),
        optional=_tags(session, tags.plain_code(item, ffd)),
        code=marking.binding(session, item),
    )


def _tags(session: Session, requisites: Sequence[bytes]) -> tuple[Request[None], ...]:
    return tuple(requests.item_tag(session.operator, requisite) for requisite in requisites)


def _name(name: str) -> str:
    """In letters of cp1251, never hidden by its first signs."""
    shown = name.encode("cp1251", "replace").decode("cp1251")
    return f" {shown}"[: requests.LONGEST_NAME] if shown.startswith(_HIDDEN) else shown


def _closing(session: Session, settled: Settled) -> Request[Closed]:
    paid = settled.payments
    sums = [0] * requests.PAYMENTS
    sums[requests.CASH], sums[requests.CASH + 1] = settled.received, paid.electronic
    sums[requests.PREPAID], sums[requests.CREDIT], sums[requests.OTHER] = paid.advance, paid.credit, paid.provision
    given = taxes.sums(settled.vat, session.passport) if session.passport.tax_by_host else ()
    closing = Closing(payments=sums, taxes=given, tax_system=settled.tax_system)
    return taxes.closing_command(len(given))(session.operator, closing)
