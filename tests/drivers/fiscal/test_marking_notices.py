"""Notifications 82: the requisites of spec/ffd.md 10.4.5."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from drivers.fiscal import tlv
from drivers.fiscal.documents import Header
from drivers.fiscal.marking_check import check, planned_status
from drivers.fiscal.marking_notices import CATERING, Queue, notification
from drivers.model.document import Correction, MarkingCode
from drivers.model.ffd import DocumentForm, FfdVersion, ReceiptType
from tests.drivers.fiscal.samples import INN, NOON, REGISTRATION, position, settled

MILK = "010460043993125621JgXJ5.T\x1d93dGVz"
HEADER = Header(
    form=DocumentForm.RECEIPT,
    number=4711,
    time=NOON,
    storage="9999078900001234",
    registration=REGISTRATION,
    ffd=FfdVersion.V1_2,
)
MARKED = position(name="Молоко", marking=MarkingCode(code=MILK), subject=33)
PART = position(
    name="Сигареты", marking=MarkingCode(code=MILK), subject=33, quantity=Decimal(2), amount=20000, pack_quantity=22
)
WEIGHED = position(
    name="Сыр", marking=MarkingCode(code=MILK), subject=33, quantity=Decimal("0.5"), amount=5000, measure=11
)


def children(data: bytes, tag: int) -> list[tlv.Item]:
    (envelope,) = tlv.parse(data)
    assert envelope.tag == 82
    return [item for item in envelope.children() if item.tag == tag]


def test_a_sale_of_marked_goods() -> None:
    sold = settled(position(), MARKED)
    found = check(MarkingCode(code=MILK), planned_status(MARKED))
    data = notification(HEADER, sold, [None, found], 7)
    assert data is not None
    (envelope,) = tlv.parse(data)
    assert [item.tag for item in envelope.children()] == [2002, 1012, 1041, 1018, 1055, 1054, 2116, 2007]
    assert envelope.child(2002).number() == 7
    assert envelope.child(1012).time() == NOON.replace(tzinfo=None)
    assert envelope.child(1041).text() == "9999078900001234"
    assert envelope.child(1018).text() == INN
    assert [envelope.child(tag).number() for tag in (1055, 1054, 2116)] == [1, 1, 1]
    goods = envelope.child(2007)
    assert goods.child(2000).raw == MILK.encode()
    assert goods.child(2101).text() == "010460043993125621JgXJ5.T"
    assert goods.child(2115).text() == "0708"
    assert [goods.child(tag).number() for tag in (2100, 2110, 2106, 1214)] == [5, 1, 15, 4]
    assert goods.child(1030).text() == "Молоко"
    assert {item.tag for item in goods.children()}.isdisjoint({1023, 1291, 2108})


def test_parts_tell_how_much() -> None:
    sold = settled(PART, WEIGHED, type=ReceiptType.SALE_RETURN)
    found = [check(MarkingCode(code=MILK), planned_status(row, ReceiptType.SALE_RETURN)) for row in (PART, WEIGHED)]
    data = notification(HEADER, sold, found, 1)
    assert data is not None
    part, weighed = children(data, 2007)
    assert part.child(1291).child(1292).text() == "2/22"
    assert [part.child(1291).child(tag).number() for tag in (1293, 1294)] == [2, 22]
    assert weighed.child(1023).decimal() == Decimal("0.5")
    assert weighed.child(2108).number() == 11
    assert [goods.child(2110).number() for goods in (part, weighed)] == [4, 4]


def test_kind_of_operation() -> None:
    found = [check(MarkingCode(code=MILK), 1)]
    correction = settled(MARKED, correction=Correction(date=date(2026, 11, 1)))
    for sold, operation, wanted in ((correction, None, 2), (settled(MARKED), CATERING, 8)):
        data = notification(HEADER, sold, found, 1, operation=operation)
        assert data is not None
        assert [item.number() for item in children(data, 2116)] == [wanted]


def test_nothing_marked_is_nothing_to_tell() -> None:
    assert notification(HEADER, settled(position()), [None], 1) is None
    with pytest.raises(ValueError, match="zip"):
        notification(HEADER, settled(position()), [], 1)


def test_the_longest_goods_fit() -> None:
    """2007 takes 512 bytes: a code of 256, an identifier of 38, a name of 128 and the largest numbers are 509."""
    marking = MarkingCode(code=f"0104600439931256{'21' + 'x' * 20}\x1d91{'z' * 215}")
    row = replace(
        PART, name="Ы" * 128, marking=marking, quantity=Decimal(9_999_999_998), amount=1, pack_quantity=9_999_999_999
    )
    data = notification(HEADER, settled(row), [check(marking, 1)], 1)
    assert data is not None
    (goods,) = children(data, 2007)
    assert len(goods.raw) == 509
    assert len(goods.child(2000).raw) == 256


def test_queue() -> None:
    queue = Queue().add().add().add()
    assert queue.waiting == 3
    assert queue.confirm(2) == Queue(made=3, taken=2)
    assert queue.confirm(2).confirm(1) == Queue(made=3, taken=2)
    assert queue.confirm(4) == queue
    assert Queue().waiting == 0
