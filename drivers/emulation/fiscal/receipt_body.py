"""A receipt or a correction as requisites. Source: spec/ffd.md 2, 5; the order is ours, but for what 1059 holds."""

from collections.abc import Mapping, Sequence

from drivers.emulation.fiscal import tlv, vat
from drivers.emulation.fiscal.refused import StorageRefused
from drivers.emulation.fiscal.sale import PAYMENTS, Item, Requisites, Sale

_MOST_ITEM = 1024  # bytes
_MICRO = 6  # places of a quantity
_GOOD_RESULT = 15  # tag 2106
UNIT, FRACTION, RESULT = 2108, 1291, 2106


def body(sale: Sale, *, marked_format: bool) -> bytes:
    """From 1054 on, numbers aside. `marked_format`: since ФФД 1.2. Raises StorageRefused 10h."""
    items = b"".join(written(each, marked_format=marked_format) for each in sale.items)
    sums = tlv.vln(1020, sale.due) + b"".join(tlv.vln(tag, sale.paid.get(tag, 0)) for tag in PAYMENTS)
    return items + sums + _taxes(sale) + (negative_marks(results(sale)) if marked_format else b"")


def written(item: Item, *, marked_format: bool) -> bytes:
    """1059. Raises StorageRefused 10h."""
    tax = vat.tax(item.vat, item.amount) if item.tax is None else item.tax
    parts = tlv.text(1030, item.name) + tlv.vln(1079, item.price)
    parts += tlv.fvln(1023, int(item.quantity.scaleb(_MICRO)), _MICRO) + tlv.vln(1043, item.amount)
    parts += tlv.fixed(1199, item.vat, 1) + (tlv.vln(1200, tax) if tax else b"")
    parts += tlv.fixed(1214, item.method, 1) + tlv.fixed(1212, item.subject, 1)
    parts += requisites(item.requisites, marked_format=marked_format)
    if len(parts) > _MOST_ITEM:
        raise StorageRefused(0x10, item.name)
    return tlv.pack(1059, parts)


def requisites(sent: Requisites, *, marked_format: bool) -> bytes:
    """What the host told of an item; since 1.2 it has a unit, and the fraction of a pack has its words."""
    unit = tlv.fixed(UNIT, 0, 1) if marked_format and UNIT not in dict(sent) else b""
    return unit + b"".join(tlv.pack(tag, _whole(value) if tag == FRACTION else value) for tag, value in sent)


def _whole(fraction: bytes) -> bytes:
    """1291 with its words, 1292, made of 1293 and 1294."""
    parts = dict(tlv.parse(fraction))
    sold, pack = (int.from_bytes(parts.get(tag, b""), "little") for tag in (1293, 1294))
    return fraction if 1292 in parts else tlv.text(1292, f"{sold}/{pack}") + fraction


def results(sale: Sale) -> list[int]:
    """2106 of the items that have one."""
    return [value[0] for item in sale.items for tag, value in item.requisites if tag == RESULT]


def negative_marks(found: Sequence[int]) -> bytes:
    """2107, where anything is marked; `found`: 2106 of each item."""
    return tlv.fixed(2107, int(any(each != _GOOD_RESULT for each in found)), 1) if found else b""


def _taxes(sale: Sale) -> bytes:
    """The host's, or those of the sums of each rate."""
    if sale.taxes is not None:
        return b"".join(tlv.vln(tag, sum_) for tag, sum_ in sale.taxes.items())
    return vat.requisites(of_rates(sale))


def of_rates(sale: Sale) -> Mapping[int, int]:
    """By tag 1199: the tax, of rates without one the turnover."""
    turnover: dict[int, int] = {}
    for item in sale.items:
        turnover[item.vat] = turnover.get(item.vat, 0) + item.amount
    return {code: sum_ if code in vat.TURNOVERS else vat.tax(code, sum_) for code, sum_ in turnover.items()}
