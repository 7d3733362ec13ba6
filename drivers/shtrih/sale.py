"""A receipt as the commands it will take, made before the first is sent: what does not fit is refused then."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from drivers.errors import RequestRefused
from drivers.fiscal.marked import Marked
from drivers.fiscal.settled import Item, Settled
from drivers.model.document import Line, Position, Receipt, TextLine
from drivers.model.ffd import FfdVersion
from drivers.shtrih import marking, paper, results, rules, tags, taxes, texts
from drivers.shtrih.composition import Composed
from drivers.shtrih.request import Request
from drivers.shtrih.requests import receipt as requests
from drivers.shtrih.requests.archive import FoundDocument
from drivers.shtrih.requests.marking import Bound
from drivers.shtrih.requests.receipt import Closed, Closing, Operation
from drivers.shtrih.session import Session

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

    @property
    def receipt(self) -> Receipt:
        return self.settled.receipt

    def fits(self, found: FoundDocument) -> bool:
        """Whether a document of the ФН can be this receipt."""
        return results.is_of(self.receipt, found)


@dataclass(frozen=True, slots=True)
class Sold:
    """What has come of it: the answer to FF45, or the document where that was lost."""

    closed: Closed | FoundDocument
    marked: Marked
    warnings: tuple[str, ...] = field(default=())


async def planned(session: Session, settled: Settled) -> Sale:
    """Sends nothing. Raises RequestRefused."""
    try:
        return await _planned(session, settled)
    except ValueError as error:
        raise RequestRefused(texts.does_not_fit(error)) from error


async def _planned(session: Session, settled: Settled) -> Sale:
    ffd, receipt = rules.ffd(session), settled.receipt
    steps = [await _step(session, part, settled) for part in _in_order(settled)]
    base = tags.of_correction(receipt.correction, ffd) if receipt.correction else []
    composed = [step for step in steps if isinstance(step, Composed)]
    return Sale(
        settled=settled,
        correction=receipt.correction is not None,
        steps=tuple(steps),
        tags=(*base, *tags.of_receipt(receipt, ffd)),
        closing=_closing(session, settled),
        warnings=(*settled.warnings, *(warning for one in composed for warning in one.warnings)),
    )


async def _step(session: Session, part: Item | Sequence[Line], settled: Settled) -> Row | Composed:
    if isinstance(part, Item):
        return row(session, part, settled, rules.ffd(session))
    return await paper.compose(session, part)


def _in_order(settled: Settled) -> Iterator[Item | Sequence[Line]]:
    """Items, and between them the client's own rows as far as they stand together; none without paper."""
    receipt, items = settled.receipt, iter(settled.items)
    own: list[Line] = list(_extras(receipt, in_header=True))
    for line in receipt.lines:
        if not isinstance(line, Position):
            own.append(line)
            continue
        if own and receipt.print_paper:
            yield own
        own = []
        yield from _items_of(line, items)
    yield from items  # a correction that came without positions has items all the same
    own += _extras(receipt, in_header=False)
    if own and receipt.print_paper:
        yield own


def _items_of(position: Position, items: Iterator[Item]) -> Iterator[Item]:
    """One, or two where no whole price gives the amount: together they come to it."""
    left = position.amount
    for item in items:
        yield item
        left -= item.amount
        if left <= 0:
            return


def _extras(receipt: Receipt, *, in_header: bool) -> Iterator[TextLine]:
    """Requisites that old clients want on the paper."""
    for tag in receipt.tags:
        if tag.on_paper and tag.in_header is in_header:
            yield TextLine(tag.value)
    for text in receipt.texts:
        if text.on_paper and text.in_header is in_header:
            yield TextLine(f"{text.name}: {text.value}")


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
