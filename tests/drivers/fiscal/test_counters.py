"""Counters: spec/ffd.md 7.3."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.fiscal.check import check
from drivers.fiscal.counters import Totals, TypeTotals, blocks
from drivers.fiscal.settled import Settled
from drivers.fiscal.tlv import Item, parse
from drivers.model.counters import CounterBlock
from drivers.model.document import Correction, Payments
from drivers.model.ffd import FfdVersion, ReceiptType, VatRate
from tests.drivers.fiscal.samples import correction, position, receipt, rules, settled

V = FfdVersion.V1_2


def block(data: bytes) -> Item:
    (item,) = parse(data)
    return item


def test_empty_totals() -> None:
    for data, tag in ((Totals().tlv_1157(V), 1157), (Totals().tlv_1194(V), 1194)):
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
    item = block(totals.tlv_1194(V))
    assert item.child(1134).number() == totals.count == 3
    sales = item.child(1129)
    expected = {1135: 2, 1136: 24980, 1138: 2, 1218: 4, 1219: 6, 1220: 8, 1201: 25000}
    expected |= {1139: 4000, 1140: 0, 1141: 0, 1142: 0, 1143: 0, 1183: 1000}
    assert {child.tag: child.number() for child in sales.children()} == expected
    assert item.child(1130).child(1201).number() == 12200
    assert item.child(1131).child(1135).number() == 0
    assert totals.of(ReceiptType.SALE_RETURN).vat == {VatRate.VAT_22: 2200}


def corrected(kind: ReceiptType = ReceiptType.SALE, *, by_order: bool = True, amount: int = 11000) -> Settled:
    why = Correction(date=date(2026, 11, 14), number="1", by_order=by_order)
    paid = Payments(cash=amount - 1000, electronic=1000)
    return check(
        correction(position(amount=amount, vat=VatRate.VAT_10), why=why, type=kind, payments=paid), rules("1.1")
    )


def test_corrections_in_1_05_are_counted_apart() -> None:
    """Two corrections of sales, one of them ordered, beside a sale; 1145 tells all of them."""
    totals = Totals().add(settled()).add(corrected()).add(corrected(by_order=False))
    item = block(totals.tlv_1157(FfdVersion.V1_05))
    assert item.child(1134).number() == 3
    assert (item.child(1129).child(1135).number(), item.child(1129).child(1201).number()) == (1, 10000)
    inside = item.child(1133)
    assert [child.tag for child in inside.children()] == [1144, 1145]
    assert inside.child(1144).number() == 2
    expected = {1148: 1, 1149: 1, 1136: 20000, 1138: 2000, 1218: 0, 1219: 0, 1220: 0, 1201: 22000}
    expected |= {1151: 0, 1152: 2000, 1153: 0, 1154: 0, 1155: 0, 1184: 0, 1135: 2}
    assert {child.tag: child.number() for child in inside.child(1145).children()} == expected


@pytest.mark.parametrize("ffd", [FfdVersion.V1_1, FfdVersion.V1_2])
def test_corrections_from_1_1_on_are_counted_with_receipts(ffd: FfdVersion) -> None:
    totals = Totals().add(settled()).add(corrected())
    item = block(totals.tlv_1194(ffd))
    assert (item.child(1129).child(1135).number(), item.child(1129).child(1201).number()) == (2, 21000)
    assert item.child(1129).child(1140).number() == 1000
    assert {child.tag: child.number() for child in item.child(1133).child(1145).children()} == {1135: 1}


def test_a_block_of_corrections_for_each_type() -> None:
    totals = Totals()
    for count, kind in enumerate(ReceiptType, 1):
        for _ in range(count):
            totals = totals.add(corrected(kind))
    inside = block(totals.tlv_1194(V)).child(1133)
    counted = {tag: inside.child(tag).child(1135).number() for tag in (1145, 1232, 1146, 1233)}
    assert (inside.child(1144).number(), counted) == (10, {1145: 1, 1232: 2, 1146: 3, 1233: 4})


def test_what_waits() -> None:
    totals = Totals().add(settled()).add(settled()).add(corrected())
    item = block(totals.tlv_1158(V))
    assert (item.tag, item.child(1144).number(), item.child(1145).child(1135).number()) == (1158, 3, 3)


@pytest.mark.parametrize(("ffd", "count", "total"), [(FfdVersion.V1_05, 1, 10000), (V, 2, 21000)])
def test_blocks_for_clients(ffd: FfdVersion, count: int, total: int) -> None:
    shift = Totals().add(settled()).add(corrected())
    found = blocks(shift, shift.add(settled(type=ReceiptType.PURCHASE)), ffd)
    assert [(block.shift, block.type) for block in found] == [
        *((True, kind) for kind in ReceiptType),
        *((False, kind) for kind in ReceiptType),
    ]
    sales, purchases = found[0], found[6]
    assert (sales.count, sales.total, sales.corrections, sales.corrections_total) == (count, total, 1, 11000)
    assert sales.vat[VatRate.VAT_22] == 1803
    assert (purchases.type, purchases.count, purchases.payments) == (ReceiptType.PURCHASE, 1, Payments(cash=10000))
    assert found[1] == CounterBlock(shift=True, type=ReceiptType.SALE_RETURN)


def test_rates_without_a_tag_are_kept() -> None:
    totals = Totals().add(settled(position(vat=VatRate.VAT_5_105), position(vat=VatRate.VAT_7)))
    assert totals.of(ReceiptType.SALE).vat == {VatRate.VAT_7: 654, VatRate.VAT_5_105: 476}
    sums = block(totals.tlv_1157(V)).child(1129)
    assert [sums.child(tag).number() for tag in (1139, 1140, 1141, 1142, 1143, 1183)] == [0] * 6


def test_totals_of_earlier_files() -> None:
    """As written before corrections were counted."""
    text = '{"1": {"count": 2, "payments": [5, 4, 3, 2, 1], "total": 15, "vat": {"6": 15}}}'
    expected = TypeTotals(2, Payments(5, 4, 3, 2, 1), 15, {VatRate.NO_VAT: 15})
    assert Totals.from_json(text) == Totals({ReceiptType.SALE: expected})
    assert Totals.from_json("{}") == Totals()
    assert json.loads(Totals({ReceiptType.SALE: expected}).to_json()) == json.loads(text)


def test_the_largest_sums_still_close_a_shift() -> None:
    full = (1 << 48) - 1
    plain = {"count": 1, "payments": [full] * 5, "total": full, "vat": {str(rate.value): full for rate in VatRate}}
    totals = Totals.from_json(json.dumps({str(kind.value): plain for kind in ReceiptType}))
    both = Totals({}, totals.by_type)
    for ffd in (FfdVersion.V1_05, V):
        assert block(totals.tlv_1157(ffd)).child(1132).child(1183).number() == full
        assert block(both.tlv_1157(ffd)).child(1133).child(1144).number() == 4


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{", '{"9": {}}', '{"1": {}}', '{"1": 5}', '{"1": {"count": "x"}}', "null", '{"corrections": []}'],
)
def test_not_saved_totals(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Totals.from_json(text)


rows = st.lists(st.tuples(st.integers(0, 10**7), st.sampled_from(VatRate)), min_size=1, max_size=4)


@given(st.lists(st.tuples(rows, st.sampled_from(ReceiptType), st.integers(0, 100), st.booleans()), max_size=5))
def test_totals_add_up_and_come_back(
    receipts: list[tuple[list[tuple[int, VatRate]], ReceiptType, int, bool]],
) -> None:
    totals = Totals()
    for lines, kind, percent, is_correction in receipts:
        amount = sum(amount for amount, _ in lines)
        card = amount * percent // 100
        paid = Payments(cash=amount - card, electronic=card)
        make = correction if is_correction else receipt
        asked = make(*[position(amount=amount, vat=rate) for amount, rate in lines], type=kind, payments=paid)
        totals = totals.add(check(asked, rules()))
    assert totals.count == len(receipts)
    for kind in ReceiptType:
        for of_corrections, kept in ((False, totals.of(kind)), (True, totals.corrected(kind))):
            of_kind = [lines for lines, of, _, corrects in receipts if of is kind and corrects is of_corrections]
            total = sum(amount for lines in of_kind for amount, _ in lines)
            assert (kept.count, kept.total, kept.payments.total) == (len(of_kind), total, total)
        both = totals.counted(kind, V)
        assert both.count == totals.of(kind).count + totals.corrected(kind).count
    assert Totals.from_json(totals.to_json()) == totals
