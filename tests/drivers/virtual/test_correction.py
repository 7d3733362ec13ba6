"""Corrections in every version: recorded, printed, counted; the drawer and the archive."""

from datetime import date
from pathlib import Path

import pytest

from drivers.errors import RequestRefused
from drivers.fiscal import tlv
from drivers.model.command import CloseShift, ReadCounters, ReadDocument, RegisterReceipt, XReport
from drivers.model.counters import CounterBlock
from drivers.model.document import Correction, Payments, Position, Receipt
from drivers.model.ffd import DocumentForm, ReceiptType, VatRate
from drivers.model.outcome import Outcome
from drivers.virtual.kkt import VirtualKkt
from tests.drivers.virtual.shop import CASHIER, run, sale, tea
from tests.drivers.virtual.test_totals import printed

DAY = date(2026, 11, 14)
BY_ITSELF = Correction(date=DAY, name="Ошибка кассира")
ORDERED = Correction(date=DAY, number="12-3", by_order=True)
ALL = list(ReceiptType)


def correction(
    *rows: Position, kind: ReceiptType = ReceiptType.SALE, why: Correction = BY_ITSELF, total: int = 12_200
) -> RegisterReceipt:
    paid = Payments(cash=200, electronic=total - 200)
    return RegisterReceipt(Receipt(type=kind, lines=rows, payments=paid, cashier=CASHIER, correction=why))


def sums(*vat: tuple[VatRate, int]) -> RegisterReceipt:
    return correction(why=Correction(date=DAY, number="5", by_order=True, total=12_200, vat=vat))


async def recorded(kkt: VirtualKkt, outcome: Outcome) -> dict[int, tlv.Item]:
    document = outcome.document
    assert document is not None
    assert document.form is DocumentForm.CORRECTION
    stored = await kkt._ask(lambda one: one.storage.document(document.number))
    assert stored is not None
    (envelope,) = tlv.parse(stored.tlv)
    assert envelope.tag == 31
    return {child.tag: child for child in envelope.children()}


@pytest.mark.parametrize("ffd", ["1.1", "1.2"])
@pytest.mark.parametrize("kind", ALL)
def test_with_rows(tmp_path: Path, ffd: str, kind: ReceiptType) -> None:
    async def scene(kkt: VirtualKkt) -> None:
        await kkt.execute(sale(tea(50_000)))
        mark, command = await kkt.mark(), correction(tea(12_200, VatRate.VAT_22), kind=kind, why=ORDERED)
        done = await kkt.execute(command)
        assert await kkt.settle(command, mark) == done
        assert done.document is not None
        assert (done.document.receipt_type, done.document.total, done.document.number_in_shift) == (kind, 12_200, 2)
        children = await recorded(kkt, done)
        assert (children[1054].number(), children[1173].number()) == (kind.value, 1)
        assert children[1174].child(1179).text() == "12-3"
        into = 1 if kind in (ReceiptType.SALE, ReceiptType.PURCHASE_RETURN) else -1
        assert (await kkt.state()).cash == 50_000 + into * 200

    run(tmp_path, scene, ffd=ffd)


def test_on_paper_and_in_the_archive(tmp_path: Path) -> None:
    async def scene(kkt: VirtualKkt) -> None:
        await kkt.execute(correction(tea(12_200, VatRate.VAT_22)))
        sheet = kkt.tape()[0]
        rows = [" ".join(row.split()) for row in sheet.text().splitlines()]
        at = rows.index("КАССОВЫЙ ЧЕК КОРРЕКЦИИ")
        assert rows[at + 1 : at + 5] == [
            "ПРИХОД",
            "ТИП КОРРЕКЦИИ САМОСТОЯТЕЛЬНО",
            "Описание коррекции: Ошибка кассира",
            "КОРРЕКЦИЯ РАСЧЕТА ОТ 14.11.26",
        ]
        assert sheet.title == "Чек коррекции прихода № 3"
        assert "СУММА НДС 22% =22.00" in rows
        copy = (await kkt.execute(ReadDocument(copies=1))).copy
        assert copy is not None
        assert (copy.document.form, copy.document.total) == (DocumentForm.CORRECTION, 12_200)
        assert copy.payments == Payments(cash=200, electronic=12_000)
        assert kkt.tape()[0].title == "Чек коррекции прихода № 3 (копия)"

    run(tmp_path, scene)


def test_sums_alone_in_ffd_1_05(tmp_path: Path) -> None:
    async def scene(kkt: VirtualKkt) -> None:
        children = await recorded(kkt, await kkt.execute(sums((VatRate.VAT_20, 2_033))))
        assert 1059 not in children
        assert (children[1020].number(), children[1102].number()) == (12_200, 2_033)
        assert "СУММА НДС 20%" + "=20.33".rjust(35) in kkt.tape()[0].text()
        with pytest.raises(RequestRefused, match="Коррекция возврата"):
            await kkt.execute(correction(tea(12_200), kind=ReceiptType.SALE_RETURN))

    run(tmp_path, scene, ffd="1.05")


def test_sums_alone_are_items_later(tmp_path: Path) -> None:
    async def scene(kkt: VirtualKkt) -> None:
        children = await recorded(kkt, await kkt.execute(sums((VatRate.VAT_22, 2_200))))
        assert children[1059].child(1043).number() == 12_200
        assert "1 шт. * 122.00" + "=122.00".rjust(34) in kkt.tape()[0].text()

    run(tmp_path, scene)


@pytest.mark.parametrize("ffd", ["1.05", "1.2"])
def test_counted_apart(tmp_path: Path, ffd: str) -> None:
    async def scene(kkt: VirtualKkt) -> None:
        await kkt.execute(sale(tea(500)))
        await kkt.execute(correction(tea(12_200, VatRate.VAT_10)))
        await kkt.execute(correction(tea(12_200), kind=ReceiptType.PURCHASE))
        await kkt.execute(XReport())
        await kkt.execute(CloseShift(CASHIER))
        for sheet in kkt.tape()[:2]:
            assert printed(sheet.text(), "ПРИХОД: 1") == "5.00"
            assert printed(sheet.text(), "КОРРЕКЦИЯ: ПРИХОД: 1") == "122.00"
            assert printed(sheet.text(), "КОРРЕКЦИЯ: РАСХОД: 1") == "122.00"
            assert printed(sheet.text(), "НАЛИЧНЫХ В КАССЕ") == "5.00"
        shift = (await kkt.execute(ReadCounters())).counters[0]
        assert (shift.corrections, shift.corrections_total) == (1, 12_200)
        assert (shift.count, shift.total) == ((1, 500) if ffd == "1.05" else (2, 12_700))

    run(tmp_path, scene, ffd=ffd)


def test_counters_of_the_shift_and_of_all_time(tmp_path: Path) -> None:
    async def blocks(kkt: VirtualKkt) -> dict[tuple[bool, ReceiptType], CounterBlock]:
        mark = await kkt.mark()
        counters = (await kkt.execute(ReadCounters())).counters
        assert await kkt.mark() == mark
        assert await kkt.settle(ReadCounters(), mark) is None
        return {(block.shift, block.type): block for block in counters}

    async def scene(kkt: VirtualKkt) -> None:
        assert {block.count for block in (await blocks(kkt)).values()} == {0}
        await kkt.execute(sale(tea(1_000, VatRate.VAT_10), electronic=400))
        await kkt.execute(CloseShift(CASHIER))
        await kkt.execute(sale(tea(2_000), type=ReceiptType.SALE_RETURN))
        during = await blocks(kkt)
        assert len(during) == 8
        assert during[True, ReceiptType.SALE].count == 0
        assert during[True, ReceiptType.SALE_RETURN].total == 2_000
        life = during[False, ReceiptType.SALE]
        assert (life.count, life.payments, life.vat) == (1, Payments(cash=600, electronic=400), {VatRate.VAT_10: 91})
        await kkt.execute(CloseShift(CASHIER))
        assert await blocks(kkt) == during  # of the last shift

    run(tmp_path, scene)
