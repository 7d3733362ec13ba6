"""The paper of a receipt against the sample of spec/ffd.md, section 13."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from drivers.fiscal.check import Rules, check
from drivers.fiscal.documents import Header
from drivers.fiscal.settled import Settled
from drivers.model.command import ReadDocument, RegisterReceipt
from drivers.model.document import (
    BarcodeLine,
    Cashier,
    ExtraTag,
    ExtraText,
    MarkingCode,
    Payments,
    Position,
    Receipt,
    Symbology,
    TextLine,
)
from drivers.model.ffd import DocumentForm, FfdVersion, ReceiptType, TaxSystem, VatRate
from drivers.model.outcome import FiscalDocument
from drivers.model.state import Registration
from drivers.printing import raster
from drivers.printing.page import BarcodeBlock, Block, Feed, Page, Paper, TextRow
from drivers.virtual import archive, slip, slip_item
from drivers.virtual.kkt import VirtualKkt
from tests.clock import MOSCOW
from tests.drivers.virtual.shop import run, sale, tea

TIME = datetime(2026, 11, 15, 15, 30, tzinfo=MOSCOW)
QR = "t=20261115T1530&s=229.79&fn=9999078900001234&i=4711&fp=3125146288&n=1"
REGISTRATION = Registration(
    organization='ООО "РОМАШКА-ТЕСТ"',
    inn="7707083893",
    address="г. Москва, ул. Примерная, д. 1",
    place="Касса 2",
    tax_systems=(TaxSystem.GENERAL,),
    number="0149060006035849",
    marking=True,
)
RECEIPT = Receipt(
    type=ReceiptType.SALE,
    lines=(
        Position(
            name="Молоко 3,2% пастеризованное 930 мл",
            quantity=Decimal("2.000"),
            price=8990,
            amount=17980,
            vat=VatRate.VAT_10,
        ),
        Position(
            name="Вода питьевая 1,5 л",
            quantity=Decimal(1),
            price=4999,
            amount=4999,
            vat=VatRate.VAT_22,
            marking=MarkingCode(code="010460043993125621JgXJ5.T\x1d93dGVz"),
        ),
    ),
    payments=Payments(cash=50000, electronic=12979),
    cashier=Cashier("Петрова А.И."),
)
DOCUMENT = FiscalDocument(
    form=DocumentForm.RECEIPT,
    number=4711,
    sign=3125146288,
    time=TIME,
    storage="9999078900001234",
    shift=23,
    number_in_shift=117,
    receipt_type=ReceiptType.SALE,
    total=22979,
    qr=QR,
)
# The sample of the spec but for two things the spec asks for elsewhere: the control code of the marked item (3 and
# 10.4 make it mandatory) and, the virtual register having checked no code, [М] instead of [М+].
SAMPLE = {
    32: """\
       ООО "РОМАШКА-ТЕСТ"
 г. Москва, ул. Примерная, д. 1
    Место расчетов: Касса 2
          КАССОВЫЙ ЧЕК
             ПРИХОД
--------------------------------
Молоко 3,2% пастеризованное 930
мл
2 шт. * 89.90            =179.80
ТОВАР ПОЛНЫЙ РАСЧЕТ      НДС 10%
[М] Вода питьевая 1,5 л
1 шт. * 49.99             =49.99
ТОВАР ПОЛНЫЙ РАСЧЕТ      НДС 22%
--------------------------------
ИТОГ                     =229.79
НАЛИЧНЫМИ                =100.00
БЕЗНАЛИЧНЫМИ             =129.79
ПОЛУЧЕНО НАЛИЧНЫМИ       =500.00
СДАЧА                    =400.00
СУММА НДС 10%             =16.35
СУММА НДС 22%              =9.01
--------------------------------
СНО                          ОСН
ИНН                   7707083893
КАССИР              Петрова А.И.
СМЕНА 23                 ЧЕК 117
15.11.26 15:30 САЙТ nalog.gov.ru
РН ККТ          0149060006035849
ФН              9999078900001234
ФД 4711            ФП 3125146288""",
    42: """\
            ООО "РОМАШКА-ТЕСТ"
      г. Москва, ул. Примерная, д. 1
         Место расчетов: Касса 2
               КАССОВЫЙ ЧЕК
                  ПРИХОД
------------------------------------------
Молоко 3,2% пастеризованное 930 мл
2 шт. * 89.90                      =179.80
ТОВАР ПОЛНЫЙ РАСЧЕТ                НДС 10%
[М] Вода питьевая 1,5 л
1 шт. * 49.99                       =49.99
ТОВАР ПОЛНЫЙ РАСЧЕТ                НДС 22%
------------------------------------------
ИТОГ                               =229.79
НАЛИЧНЫМИ                          =100.00
БЕЗНАЛИЧНЫМИ                       =129.79
ПОЛУЧЕНО НАЛИЧНЫМИ                 =500.00
СДАЧА                              =400.00
СУММА НДС 10%                       =16.35
СУММА НДС 22%                        =9.01
------------------------------------------
СНО                                    ОСН
ИНН                             7707083893
КАССИР                        Петрова А.И.
СМЕНА 23                           ЧЕК 117
15.11.26 15:30           САЙТ nalog.gov.ru
РН ККТ                    0149060006035849
ФН                        9999078900001234
ФД 4711                      ФП 3125146288""",
    48: """\
               ООО "РОМАШКА-ТЕСТ"
         г. Москва, ул. Примерная, д. 1
            Место расчетов: Касса 2
                  КАССОВЫЙ ЧЕК
                     ПРИХОД
------------------------------------------------
Молоко 3,2% пастеризованное 930 мл
2 шт. * 89.90                            =179.80
ТОВАР ПОЛНЫЙ РАСЧЕТ                      НДС 10%
[М] Вода питьевая 1,5 л
1 шт. * 49.99                             =49.99
ТОВАР ПОЛНЫЙ РАСЧЕТ                      НДС 22%
------------------------------------------------
ИТОГ                                     =229.79
НАЛИЧНЫМИ                                =100.00
БЕЗНАЛИЧНЫМИ                             =129.79
ПОЛУЧЕНО НАЛИЧНЫМИ                       =500.00
СДАЧА                                    =400.00
СУММА НДС 10%                             =16.35
СУММА НДС 22%                              =9.01
------------------------------------------------
СНО                                          ОСН
ИНН                                   7707083893
КАССИР                              Петрова А.И.
СМЕНА 23                                 ЧЕК 117
15.11.26 15:30                 САЙТ nalog.gov.ru
РН ККТ                          0149060006035849
ФН                              9999078900001234
ФД 4711                            ФП 3125146288""",
}
FRAME = {
    32: ["        ВИРТУАЛЬНАЯ ККТ", "     НЕ ЯВЛЯЕТСЯ ФИСКАЛЬНЫМ", "           ДОКУМЕНТОМ"],
    42: ["             ВИРТУАЛЬНАЯ ККТ", "    НЕ ЯВЛЯЕТСЯ ФИСКАЛЬНЫМ ДОКУМЕНТОМ"],
    48: ["                ВИРТУАЛЬНАЯ ККТ", "       НЕ ЯВЛЯЕТСЯ ФИСКАЛЬНЫМ ДОКУМЕНТОМ"],
}


def settle(receipt: Receipt, ffd: FfdVersion = FfdVersion.V1_2) -> Settled:
    return check(receipt, Rules(ffd=ffd, registration=REGISTRATION, now=TIME))


def blocks(receipt: Receipt, columns: int, ffd: FfdVersion = FfdVersion.V1_2) -> tuple[Block, ...]:
    head = Header(
        form=DocumentForm.RECEIPT,
        number=4711,
        time=TIME,
        storage="9999078900001234",
        registration=REGISTRATION,
        ffd=ffd,
        shift=23,
        number_in_shift=117,
        cashier=receipt.cashier,
    )
    return slip.receipt(head, DOCUMENT, settle(receipt, ffd), Paper(dots=columns * 12))


def texts(found: tuple[Block, ...]) -> list[str]:
    return [block.text for block in found if isinstance(block, TextRow)]


@pytest.mark.parametrize("columns", [32, 42, 48])
def test_sample(columns: int) -> None:
    found = blocks(RECEIPT, columns)
    frame, rows = FRAME[columns], texts(found)
    assert rows[: len(frame)] == rows[-len(frame) :] == frame
    body = [row for row in rows[len(frame) : -len(frame)] if not row.endswith(" 0708") and "маркировки" not in row]
    assert body == SAMPLE[columns].split("\n")
    assert BarcodeBlock(Symbology.QR, QR) in found


def test_what_the_buyer_looks_for_stands_out() -> None:
    found = blocks(RECEIPT, 32)
    strong = [(block.text, block.font) for block in found if isinstance(block, TextRow) and block.intensity]
    assert strong == [(" " * 10 + "КАССОВЫЙ ЧЕК", 0), (" " * 13 + "ПРИХОД", 0), ("ИТОГ" + "=229.79".rjust(28), 2)]
    before_second = found.index(TextRow("[М] Вода питьевая 1,5 л")) - 1
    assert isinstance(found[before_second], Feed)


def test_control_code_of_a_marked_item() -> None:
    """CRC-32 vector of spec/ffd.md, end of section 3."""
    assert any(row.endswith(" 0708") for row in texts(blocks(RECEIPT, 48)))


def test_no_marking_result_before_1_2() -> None:
    assert "Вода питьевая 1,5 л" in texts(blocks(RECEIPT, 48, FfdVersion.V1_05))


def test_the_qr_code_can_be_read() -> None:
    found = raster.draw(Page(Paper(), blocks(RECEIPT, 48)))
    image = Image.frombytes("1", (found.width, found.height), bytes(255 - byte for byte in found.data)).convert("L")
    assert [code.text for code in zxingcpp.read_barcodes(image)] == [QR]


def test_own_rows_keep_their_places() -> None:
    first, second = RECEIPT.positions
    lines = (TextLine(">#0#<до"), first, TextLine("слева<#0#>справа"), second, BarcodeLine(Symbology.EAN8, "9638507"))
    found = blocks(replace(RECEIPT, lines=lines), 32)
    rows = texts(found)
    places = [
        rows.index(row) for row in (" " * 15 + "до", "мл", "слева" + "справа".rjust(27), "ИТОГ" + " " * 21 + "=229.79")
    ]
    assert places == sorted(places)
    assert BarcodeBlock(Symbology.EAN8, "96385074") in found


def test_requisites_of_old_clients() -> None:
    receipt = replace(
        RECEIPT,
        tags=(ExtraTag(1010, "10.25", on_paper=True, in_header=True), ExtraTag(1073, "+79857754461")),
        texts=(ExtraText("Дата транзакции", "10.11.2024 10:30", on_paper=True), ExtraText("Тайна", "1")),
    )
    rows = texts(blocks(receipt, 48))
    assert rows[2] == "Реквизит 1010:" + "10.25".rjust(34)
    assert rows[-3] == "Дата транзакции:" + "10.11.2024 10:30".rjust(32)
    assert not any("79857754461" in row or "Тайна" in row for row in rows)


@pytest.mark.parametrize(
    ("count", "text"), [("2.000", "2"), ("0.355", "0.355"), ("1E+2", "100"), ("0", "0"), ("10", "10"), ("1.50", "1.5")]
)
def test_quantity(count: str, text: str) -> None:
    assert slip_item.quantity(Decimal(count)) == text


def test_a_long_value_stands_on_its_own_row() -> None:
    rows = texts(blocks(replace(RECEIPT, cashier=Cashier("Константинопольская Александра")), 32))
    assert rows[rows.index("КАССИР") + 1] == "  Константинопольская Александра"


def test_packed_paper_is_the_same_paper(tmp_path: Path) -> None:
    found = (*blocks(RECEIPT, 42), TextRow("крупно \ud800", 1, 15))
    assert archive.unpack_slip(archive.pack_slip(found)) == found


def test_every_row_fits_the_paper(tmp_path: Path) -> None:
    async def scene(kkt: VirtualKkt) -> None:
        command = sale(tea(10**9), *RECEIPT.lines)
        long = replace(command.receipt, client_address="a" * 50 + "@example.com", client_name="О" * 200)
        await kkt.execute(RegisterReceipt(long))
        for number in (1, 2, 3):
            copy = (await kkt.execute(ReadDocument(number))).copy
            assert copy is not None
            assert max(map(len, copy.text.split("\r\n"))) <= 16

    run(tmp_path, scene, dots=192)
