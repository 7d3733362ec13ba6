"""What the virtual register of Kazakhstan takes as a receipt, and what stands on its paper."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from drivers.model.command import (
    CashIn,
    CashOut,
    Command,
    OpenShift,
    ReadDocument,
)
from drivers.model.document import Payments, Position, TextLine
from drivers.model.ffd import ReceiptType, ShiftState, VatRate
from drivers.virtual.kazakh import VirtualKkmKz
from tests.drivers.virtual.kazakh_shop import (
    BREAD,
    DISCOUNT,
    NO_VAT,
    ON_TOP,
    VAT,
    deal,
    made,
    message,
    refused,
    run,
    state_of,
)
from tests.drivers.virtual.shop import sale, tea


def test_a_sale_by_its_amount(tmp_path: Path) -> None:
    async def scene(register: VirtualKkmKz) -> None:
        outcome = await register.execute(deal(100_000, cash=150_000))
        document = made(outcome)
        assert (document.number, document.shift, document.number_in_shift) == (1, 1, 1)
        assert (document.receipt_type, document.total) == (ReceiptType.SALE, 100_000)
        assert (document.storage, document.qr) == ("", "")  # it has no ФН, and nothing is said as if it had
        assert (outcome.payments, outcome.change) == (Payments(cash=100_000), 50_000)
        state = await state_of(register)
        assert (state.cash, state.last_document, state.shift, state.unsent) == (100_000, 1, ShiftState.OPEN, 0)

    run(tmp_path, scene)


PAPER = """\
                ВИРТУАЛЬНАЯ ККМ
       НЕ ЯВЛЯЕТСЯ ФИСКАЛЬНЫМ ДОКУМЕНТОМ
                 ТОО "Ромашка"
              БИН/ИИН 123456789012
         г. Алматы, ул. Примерная, д. 1
                   Продажа №1
------------------------------------------------
КАССИР                               Ахметова А.
15.11.2026 15:30                         СМЕНА 1
------------------------------------------------
Рақмет, әдемі күн!
Хлеб
3 x 300.00                               =900.00
Жеңілдік                                  -50.00
------------------------------------------------
ИТОГО, ТЕНГЕ                             =850.00
НАЛИЧНЫЕ                                 =450.00
КАРТА                                    =300.00
ТАРА                                     =100.00
ПОЛУЧЕНО НАЛИЧНЫМИ                       =500.00
СДАЧА                                     =50.00
В ТОМ ЧИСЛЕ НДС 12%                       =91.07
------------------------------------------------
ЗАВ. НОМЕР                              00000001
РЕГ. НОМЕР                          000000000001
ОПЕРАТОР                          ОФД (эмулятор)
                ofd.example.com
{code}
                ВИРТУАЛЬНАЯ ККМ
       НЕ ЯВЛЯЕТСЯ ФИСКАЛЬНЫМ ДОКУМЕНТОМ
"""


def test_what_stands_on_paper(tmp_path: Path) -> None:
    async def scene(register: VirtualKkmKz) -> None:
        lines = (TextLine("Рақмет, әдемі күн!"), BREAD, DISCOUNT)
        outcome = await register.execute(deal(85_000, *lines, cash=50_000, electronic=30_000, provision=10_000))
        sheet = register.tape()[0]
        code = f"ОНЛАЙН-КОД ЧЕКА{made(outcome).sign:>33}"
        assert sheet.text() == PAPER.format(code=code)
        assert sheet.title == "Продажа №1"

    run(tmp_path, scene)


@pytest.mark.parametrize(
    ("tax", "total", "within", "words"),
    [
        (VAT, 100_000, 10_714, "В ТОМ ЧИСЛЕ НДС 12%"),  # 100000 * 12 / 112 = 10714.28
        (NO_VAT, 100_000, 0, "Без НДС"),
        (ON_TOP, 110_000, 10_000, "В ТОМ ЧИСЛЕ Сбор 10%"),
    ],
)
def test_taxes(tmp_path: Path, tax: Any, total: int, within: int, words: str) -> None:
    async def scene(register: VirtualKkmKz) -> None:
        assert tax in register.traits.taxes
        assert made(await register.execute(deal(100_000, tax=tax))).total == total
        assert words in register.tape()[0].text()

    run(tmp_path, scene)
    assert message(tmp_path, 1)["tax"] == [tax.code, tax.name, within]


def test_half_a_tiyn_goes_up() -> None:
    assert [ON_TOP.on_top(amount) for amount in (4, 5, 15)] == [0, 1, 2]
    assert VAT.on_top(100) == 0


@pytest.mark.parametrize(
    ("command", "native"),
    [
        (deal(100_000, cash=40_000, electronic=50_000), -10),
        (deal(100_000, cash=0), -10),
        (deal(100_000, tax=ON_TOP, cash=100_000), -12),
        (deal(100_000, tax=ON_TOP, cash=99_999), -10),
        (deal(100_000, electronic=100_001), -13),
        (deal(100_000, cash=1, provision=50_000, credit=50_001), -13),
        (deal(100_000, cash=100_000, electronic=1), -13),
        (deal(100_001, type=ReceiptType.SALE_RETURN), -15),
        (deal(100_001, type=ReceiptType.PURCHASE), -15),
        (deal(100, type=ReceiptType.SALE_RETURN, cash=101), -13),
        (deal(100, type=ReceiptType.PURCHASE, cash=99), -10),
        (deal(100, type=ReceiptType.PURCHASE_RETURN, cash=50, electronic=50), -7),
        (deal(0, cash=0), -9),
        (deal(-1, cash=-1), -9),
        (deal(2_000_000_001), -9),
        (deal(1_999_999_999, tax=ON_TOP), -9),
        (deal(100, cash=200, electronic=-100), -9),
        (deal(100, tax=replace(VAT, code=999)), -14),
        (deal(100, tax=replace(VAT, percent=Decimal(11))), -14),
        (deal(100, advance=100), -7),
        (sale(tea(vat=VatRate.VAT_20)), -14),
        (CashIn(0), -9),
        (CashOut(-5), -9),
        (CashIn(2_000_000_001), -9),
        (CashOut(100_001), -15),
        (OpenShift(), -7),
    ],
)
def test_what_is_refused(tmp_path: Path, command: Command, native: int) -> None:
    async def scene(register: VirtualKkmKz) -> None:
        await register.execute(deal(100_000))
        error = await refused(register, command, native)
        assert len(error.text) > 30

    run(tmp_path, scene)


def test_returns_and_purchases_move_the_drawer(tmp_path: Path) -> None:
    async def scene(register: VirtualKkmKz) -> None:
        await register.execute(CashIn(100_000))
        for kind, drawer in (
            (ReceiptType.PURCHASE, 99_000),
            (ReceiptType.PURCHASE_RETURN, 100_000),
            (ReceiptType.SALE, 101_000),
            (ReceiptType.SALE_RETURN, 100_000),
        ):
            await register.execute(deal(1_000, type=kind))
            assert (await state_of(register)).cash == drawer
        await register.execute(deal(5_000, type=ReceiptType.SALE_RETURN, electronic=5_000))  # by card: no cash is asked
        await register.execute(CashOut(100_000))
        assert (await state_of(register)).cash == 0

    run(tmp_path, scene)


def test_a_receipt_with_rates_of_russia_only_without_vat(tmp_path: Path) -> None:
    """Of an API that knows no other ones."""

    async def scene(register: VirtualKkmKz) -> None:
        outcome = await register.execute(sale(tea(), client_address="a@example.com"))
        assert (made(outcome).total, outcome.payments) == (10_000, Payments(cash=10_000))
        assert "адрес покупателя" in outcome.warnings[0]
        assert "Без НДС" in register.tape()[0].text()

    run(tmp_path, scene)


def test_without_such_a_tax_it_is_refused(tmp_path: Path) -> None:
    async def scene(register: VirtualKkmKz) -> None:
        await refused(register, sale(tea()), -14)

    run(tmp_path, scene, taxes=["1 НДС 12% = 12"])


@pytest.mark.parametrize(
    ("rows", "items"),
    [
        ((), [{"name": "продажа", "price": 85_000, "qty": "1", "sum": 85_000}]),
        (
            (BREAD, DISCOUNT),
            [
                {"name": "Хлеб", "price": 30_000, "qty": "3", "sum": 90_000},
                {"name": "Жеңілдік", "discount": 5_000},
            ],
        ),
        ((BREAD,) * 80, [{"name": "продажа", "price": 85_000, "qty": "1", "sum": 85_000}]),
    ],
)
def test_what_the_operator_is_told(tmp_path: Path, rows: tuple[Position, ...], items: list[Any]) -> None:
    async def scene(register: VirtualKkmKz) -> None:
        await register.execute(deal(85_000, *rows))
        copy = (await register.execute(ReadDocument())).copy
        assert copy is not None
        assert [row.name for row in copy.rows] == [item["name"] for item in items]

    run(tmp_path, scene)
    told = message(tmp_path, 1)
    assert (told["number"], told["shift"], told["type"], told["total"]) == (1, 1, 1, 85_000)
    assert told["payments"] == [85_000, 0, 0, 0, 0]
    assert told["items"] == items


def test_seventy_nine_rows_are_told(tmp_path: Path) -> None:
    async def scene(register: VirtualKkmKz) -> None:
        await register.execute(deal(85_000, *((BREAD,) * 79)))

    run(tmp_path, scene)
    assert len(message(tmp_path, 1)["items"]) == 79
