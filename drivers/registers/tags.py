"""Requisites that go beside items and receipts as TLV. Pure. Source: spec/ffd.md 2; spec/shtrih-m.md 6.1, 6.2.

What registers make by themselves is not here: numbers, sums, their own registration, 1055, 1163 of marked goods, 1009,
1117 and 1187 unless the client gives others.
"""

from drivers.fiscal import corrections, goods, receipts, rows, tlv
from drivers.fiscal.envelope import LATE
from drivers.fiscal.settled import Item
from drivers.model.document import Cashier, Correction, Position, Receipt
from drivers.model.ffd import FfdVersion


def of_cashier(cashier: Cashier, ffd: FfdVersion) -> list[bytes]:
    """1021 and 1203."""
    return rows.texts({1021: cashier.name, 1203: cashier.inn if ffd is not FfdVersion.V1_0 else ""})


def of_receipt(receipt: Receipt, ffd: FfdVersion) -> list[bytes]:
    return of_cashier(receipt.cashier, ffd) + receipts.by_client(receipt, ffd)


def of_correction(correction: Correction, ffd: FfdVersion) -> list[bytes]:
    """1173, 1177, 1178, 1179 one by one: the register puts them into 1174.

    Of the ФФД 1.05 the kind (1173) is told otherwise.
    """
    kind, base = corrections.requisites(correction, ffd)
    parts = [tlv.pack(part.tag, part.raw) for part in tlv.parse(base)[0].children()]
    return [kind, *parts] if ffd in LATE else parts


def of_item(item: Item, ffd: FfdVersion) -> list[bytes]:
    """Beside name, price, sums, tax, method and subject; pieces, the usual measure, are the register's default."""
    position = item.position
    if ffd is FfdVersion.V1_0:
        return []
    children = rows.parties(position) + _goods(item, ffd) + rows.particulars(position)
    if ffd is FfdVersion.V1_2:
        children += [rows.industry(1260, attribute) for attribute in position.industry]
    return children


def plain_code(item: Item, ffd: FfdVersion) -> list[bytes]:
    """1163 of goods that are named by a plain code (EAN-13), ФФД 1.2; by marking codes the register makes it."""
    code = rows.goods_code(item.position)
    if ffd is not FfdVersion.V1_2 or not isinstance(code, str):
        return []
    return [tlv.encode(1163, [goods.item_1163(code)])]


def _goods(item: Item, ffd: FfdVersion) -> list[bytes]:
    position = item.position
    if ffd is FfdVersion.V1_2:
        return _measure(position) + part_of_pack(item)
    code = rows.goods_code(position)
    return rows.texts({1197: position.unit}) + ([] if code is None else [tlv.encode(1162, goods.tag_1162(code))])


def _measure(position: Position) -> list[bytes]:
    return [tlv.encode(2108, position.measure)] if position.measure else []


def part_of_pack(item: Item) -> list[bytes]:
    """1291 {1293, 1294}, or nothing."""
    pack = item.position.pack_quantity
    return [] if pack is None else [tlv.encode(1291, rows.fraction(item.quantity, pack))]
