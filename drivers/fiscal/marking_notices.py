"""Notifications 82: what a ФН of ФФД 1.2 tells «Честный ЗНАК» of marked goods after a receipt.

Source: spec/ffd.md 10.4. It names the requisites and not their order; that and how a quantity is told are inferred.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from drivers.fiscal import goods, rows, tlv
from drivers.fiscal.envelope import Header
from drivers.fiscal.marking_check import Checked
from drivers.fiscal.settled import Item, Settled

FORM = 82
RECEIPT, CORRECTION, VENDING, CATERING, WHOLESALE = 1, 2, 4, 8, 16
"""Bits of 2116."""


@dataclass(frozen=True, slots=True)
class Queue:
    """Notifications are numbered from 1 (2002) and taken in order: two numbers say which of them wait."""

    made: int = 0
    taken: int = 0

    @property
    def waiting(self) -> int:
        """2104."""
        return self.made - self.taken

    def add(self) -> "Queue":
        return replace(self, made=self.made + 1)

    def confirm(self, number: int) -> "Queue":
        """After answer 84. What was confirmed before, or is not made yet, changes nothing."""
        return replace(self, taken=number) if self.taken < number <= self.made else self


def notification(
    header: Header, settled: Settled, checked: Sequence[Checked | None], number: int, *, operation: int | None = None
) -> bytes | None:
    """The STLV 82 of a receipt; None when it holds no marked goods. To be built before the receipt is recorded.

    checked: for each of `settled.items`, in their order, what was found of its code; None where it has none.
    number: 2002; operation: 2116, by itself that of a receipt or of a correction. Raises ValueError unless there is one
    `checked` for each item, and where something does not fit.
    """
    pairs = zip(settled.items, checked, strict=True)
    marked = [_marked(item, found) for item, found in pairs if found is not None]
    if not marked:
        return None
    receipt = settled.receipt
    by_itself = CORRECTION if receipt.correction is not None else RECEIPT
    children = [
        tlv.encode(2002, number),
        tlv.encode(1012, header.time),
        tlv.encode(1041, header.storage),
        tlv.encode(1018, header.registration.inn),
        tlv.encode(1055, 1 << settled.tax_system.value),
        tlv.encode(1054, receipt.type.value),
        tlv.encode(2116, by_itself if operation is None else operation),
        *marked,
    ]
    return tlv.pack(FORM, b"".join(children))


def _marked(item: Item, found: Checked) -> bytes:
    """2007."""
    position = item.position
    children = [
        goods.tag_2000(found.code),
        tlv.encode(2100, found.type),
        tlv.encode(2101, found.piece),
        tlv.encode(2115, goods.control_code(found.code)),
        tlv.encode(2110, found.planned),
        tlv.encode(2106, found.result),
        tlv.encode(1214, position.method.value),
    ]
    return tlv.encode(2007, children + rows.texts({1030: item.name}) + _quantity(item))


def _quantity(item: Item) -> list[bytes]:
    """How much of it, where it is not one piece."""
    position = item.position
    if position.pack_quantity is not None:
        part, whole = int(item.quantity), position.pack_quantity
        told = [tlv.encode(1292, f"{part}/{whole}"), tlv.encode(1293, part), tlv.encode(1294, whole)]
        return [tlv.encode(1291, told)]
    if position.measure != 0:
        return [tlv.encode(1023, item.quantity), tlv.encode(2108, position.measure)]
    return []
