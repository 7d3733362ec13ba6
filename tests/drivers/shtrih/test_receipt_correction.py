"""Corrections: sums alone up to ФФД 1.05, a receipt with rows after it."""

from datetime import date
from typing import Any

import pytest

from drivers.errors import KkmError, RequestRefused
from drivers.model.command import RegisterReceipt
from drivers.model.document import Correction, Payments, Receipt
from drivers.model.ffd import DocumentForm, ReceiptType, TaxSystem, VatRate
from tests.drivers.shtrih.test_receipt import recorded
from tests.drivers.shtrih.till import CASHIER, Till, play, position

BASE = Correction(date=date(2026, 3, 1), number="17-А", by_order=True, name="акт")


def correction(*rows: Any, kind: ReceiptType = ReceiptType.SALE, **more: Any) -> RegisterReceipt:
    base = {"payments": Payments(cash=10000, electronic=2000), "correction": BASE, "cashier": CASHIER} | more
    return RegisterReceipt(Receipt(type=kind, lines=rows, tax_system=TaxSystem.SIMPLE_INCOME, **base))


def test_sums_alone_in_ffd_1_05() -> None:
    vat = ((VatRate.VAT_10, 1000), (VatRate.NO_VAT, 1000))
    command = correction(correction=Correction(date=BASE.date, number="17-А", by_order=True, vat=vat))

    async def scene(till: Till) -> None:
        outcome = await till.do(command)
        document = till.receipts[-1]
        assert outcome.document is not None
        assert outcome.document.form is DocumentForm.CORRECTION
        assert (outcome.document.number, outcome.document.sign) == (document.number, document.sign)
        assert (document.type, document.total) == (1, 12000)
        tags = recorded(document)
        assert tags[1173][0].number() == 1
        assert (tags[1031][0].number(), tags[1081][0].number()) == (10000, 2000)
        assert till.executed().count("FF4A") == 1

    play(scene)


def test_rows_in_ffd_1_2() -> None:
    async def scene(till: Till) -> None:
        outcome = await till.do(correction(position(amount=12000)))
        document = till.receipts[-1]
        assert outcome.document is not None
        assert document.form == outcome.document.form == DocumentForm.CORRECTION
        tags = recorded(document)
        assert tags[1173][0].number() == 1
        assert len(tags[1059]) == 1
        assert outcome.change == 0

    play(scene, emulator={"ffd": "1.2"})


@pytest.mark.parametrize("command", ["FF35", "FF0C", "FF4A"])
def test_what_is_refused_leaves_nothing(command: str) -> None:
    async def scene(till: Till) -> None:
        await till.do(correction())
        till.refuse(0x33, command)
        with pytest.raises(RequestRefused) as caught:
            await till.do(correction())
        assert caught.value.nothing_sent
        assert len(till.receipts) == 1
        await till.do(correction())
        assert len(till.receipts) == 2

    play(scene)


def test_returns_are_not_corrected_in_ffd_1_05() -> None:
    async def scene(till: Till) -> None:
        with pytest.raises(KkmError) as caught:
            await till.do(correction(kind=ReceiptType.SALE_RETURN))
        assert (caught.value.nothing_sent, till.receipts) == (True, [])

    play(scene)
