"""A receipt in the order of its paper: its items, and the client's own rows between them."""

from collections.abc import Iterator, Sequence

from drivers.fiscal.settled import Item, Settled
from drivers.model.document import Line, Position, Receipt, TextLine


def in_order(settled: Settled) -> Iterator[Item | Sequence[Line]]:
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
