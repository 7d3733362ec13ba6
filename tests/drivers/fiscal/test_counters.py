"""Counters: spec/ffd.md 7.3."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.fiscal.counters import Totals
from drivers.fiscal.tlv import Item, parse
from drivers.model.document import Payments
from drivers.model.ffd import ReceiptType, VatRate
from tests.drivers.fiscal.samples import position, settled


def block(data: bytes) -> Item:
    (item,) = parse(data)
    return item


def test_empty_totals() -> None:
    for data, tag in ((Totals().tlv_1157(), 1157), (Totals().tlv_1194(), 1194)):
        item = block(data)
        assert item.tag == tag
        assert [child.tag for child in item.children()] == [1134, 1129, 1130, 1131, 1132, 1133]
        assert item.child(1129).raw == bytes.fromhex("6f04 0400 00000000")


def test_one_sale_and_one_return() -> None:
    sale = settled(
        position(amount=12000, vat=VatRate.VAT_20),
        position(amount=500, vat=VatRate.NO_VAT),
        payments=Payments(cash=20000, electronic=1, advance=2, credit=3, provision=4),
    )
    back = settled(position(amount=12200), type=ReceiptType.SALE_RETURN)
    totals = Totals().add(sale).add(back).add(sale)
    item = block(totals.tlv_1194())
    assert item.child(1134).number() == totals.count == 3
    sales = item.child(1129)
    expected = {1135: 2, 1136: 24980, 1138: 2, 1218: 4, 1219: 6, 1220: 8, 1201: 25000}
    expected |= {1139: 4000, 1140: 0, 1141: 0, 1142: 0, 1143: 0, 1183: 1000}
    assert {child.tag: child.number() for child in sales.children()} == expected
    assert item.child(1130).child(1201).number() == 12200
    assert item.child(1131).child(1135).number() == 0
    assert totals.of(ReceiptType.SALE_RETURN).vat == {VatRate.VAT_22: 2200}


def test_the_largest_sums_still_close_a_shift() -> None:
    full = (1 << 48) - 1
    plain = {"count": 1, "payments": [full] * 5, "total": full, "vat": {str(rate.value): full for rate in VatRate}}
    totals = Totals.from_json(json.dumps({str(kind.value): plain for kind in ReceiptType}))
    assert block(totals.tlv_1157()).child(1132).child(1183).number() == full


@pytest.mark.parametrize("text", ["", "[]", "{", '{"9": {}}', '{"1": {}}', '{"1": 5}', '{"1": {"count": "x"}}', "null"])
def test_not_saved_totals(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Totals.from_json(text)


rows = st.lists(st.tuples(st.integers(0, 10**7), st.sampled_from(VatRate)), min_size=1, max_size=4)


@given(st.lists(st.tuples(rows, st.sampled_from(ReceiptType), st.integers(0, 100)), max_size=5))
def test_totals_add_up_and_come_back(receipts: list[tuple[list[tuple[int, VatRate]], ReceiptType, int]]) -> None:
    totals = Totals()
    for lines, kind, percent in receipts:
        amount = sum(amount for amount, _ in lines)
        card = amount * percent // 100
        done = settled(
            *[position(amount=amount, vat=rate) for amount, rate in lines],
            type=kind,
            payments=Payments(cash=amount - card + 500, electronic=card),
        )
        totals = totals.add(done)
    assert totals.count == len(receipts)
    for kind in ReceiptType:
        kept = totals.of(kind)
        expected = [sum(amount for amount, _ in lines) for lines, of, _ in receipts if of is kind]
        assert (kept.count, kept.total, kept.payments.total) == (len(expected), sum(expected), sum(expected))
    assert Totals.from_json(totals.to_json()) == totals
