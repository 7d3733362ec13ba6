"""The words of a document, which come from its requisites alone."""

from decimal import Decimal

import pytest

from drivers.emulation.fiscal.printed import Barcode, Cut, Line
from drivers.emulation.fiscal.sale import CASH, ELECTRONIC, Item, Sale
from drivers.emulation.fiscal.slip import ENDING, money, pair, qr, quantity, slip, turnover
from drivers.emulation.fiscal.storage import Document
from drivers.emulation.fiscal.till import Till
from drivers.fiscal import qr as known
from drivers.model.ffd import ReceiptType
from tests.drivers.emulation.fiscal.sales import open_till, sale, tea

MILK = Item("Молоко", 8990, Decimal(2), 17980, vat=2)
WATER = Item("Вода", 4999, Decimal("0.355"), 1775, vat=11)


def sold(shop: Till) -> Document:
    told = Sale(1, (MILK, WATER), {CASH: 10000, ELECTRONIC: 9755}, requisites=((1021, "Петрова А.И.".encode("cp866")),))
    return shop.receipt(told)


def rows(shop: Till, document: Document, **told: object) -> list[str]:
    items = slip(shop.storage.number, document, width=32, **told)  # type: ignore[arg-type]
    return [each.text for each in items if isinstance(each, Line)]


def test_a_receipt() -> None:
    shop = open_till()
    document = sold(shop)
    assert rows(shop, document, received=50000) == [
        "          КАССОВЫЙ ЧЕК",
        "             ПРИХОД",
        "Молоко",
        "2 X 89.90                =179.80",
        "НДС 10%",
        "Вода",
        "0.355 X 49.99             =17.75",
        "НДС 22%",
        "ИТОГ                     =197.55",
        "НАЛИЧНЫМИ                =100.00",
        "БЕЗНАЛИЧНЫМИ              =97.55",
        "ПОЛУЧЕНО НАЛИЧНЫМИ       =500.00",
        "СДАЧА                    =400.00",
        "СУММА НДС 10%             =16.35",
        "СУММА НДС 22%              =3.20",
        "КАССИР              Петрова А.И.",
        "15.11.26 15:30     СМЕНА 1 ЧЕК 1",
        "ФН 9999078900001111         ФД 3",
        f"ФП {document.sign:010}",
    ]


def test_it_ends_with_its_code_and_a_cut() -> None:
    shop = open_till()
    document = sold(shop)
    items = slip(shop.storage.number, document, header=[Line("above")], footer=[Line("below")])
    assert items[0] == Line("above")
    assert items[-4:] == [Barcode("QR", qr(shop.storage.number, document)), Line("below"), *ENDING]
    assert isinstance(items[-1], Cut)
    assert not any(isinstance(each, Cut) for each in slip(shop.storage.number, document, ending=()))


def test_the_code_is_the_one_the_server_would_make() -> None:
    shop = open_till()
    document = sold(shop)
    assert qr(shop.storage.number, document) == known.text(
        time=document.time,
        storage=shop.storage.number,
        document=document.number,
        sign=document.sign,
        total=document.total,
        receipt_type=ReceiptType.SALE,
    )


@pytest.mark.parametrize("ffd", ["1.05", "1.2"])
def test_every_document_has_its_words(ffd: str) -> None:
    shop = open_till(ffd=ffd)
    shop.receipt(sale(tea(), correction=True))
    shop.settlement_state()
    shop.close_shift()
    shop.close_archive()
    titles = [rows(shop, each)[0].strip() for each in shop.storage.documents]
    assert titles == [
        "ОТЧЕТ О РЕГИСТРАЦИИ",
        "ОТЧЕТ ОБ ОТКРЫТИИ СМЕНЫ",
        "ЧЕК КОРРЕКЦИИ",
        "ОТЧЕТ О СОСТОЯНИИ РАСЧЕТОВ",
        "ОТЧЕТ О ЗАКРЫТИИ СМЕНЫ",
        "ОТЧЕТ О ЗАКРЫТИИ ФН",
    ]
    codes = [any(isinstance(item, Barcode) for item in slip("1", each)) for each in shop.storage.documents]
    assert codes == [False, False, True, False, False, False]


def test_an_x_report() -> None:
    shop = open_till()
    shop.cash_in(5000)
    sold(shop)
    told = turnover("СУТОЧНЫЙ ОТЧЕТ", shop.totals(), shop.drawer, width=32)
    assert [each.text for each in told if isinstance(each, Line)] == [
        "         СУТОЧНЫЙ ОТЧЕТ",
        "ПРИХОД (1)               =197.55",
        "НАЛИЧНЫМИ                =100.00",
        "БЕЗНАЛИЧНЫМИ              =97.55",
        "ВОЗВРАТ ПРИХОДА (0)        =0.00",
        "РАСХОД (0)                 =0.00",
        "ВОЗВРАТ РАСХОДА (0)        =0.00",
        "ВНЕСЕНИЯ                  =50.00",
        "ВЫПЛАТЫ                    =0.00",
        "НАЛИЧНЫЕ В КАССЕ         =150.00",
    ]


def test_what_does_not_fit_keeps_a_blank() -> None:
    assert pair("ИНОЕ (ВСТРЕЧНОЕ ПРЕДОСТАВЛЕНИЕ)", "=1.00", 32) == Line("ИНОЕ (ВСТРЕЧНОЕ ПРЕДОСТАВЛЕНИЕ) =1.00")


def test_small_money_and_whole_quantities() -> None:
    assert (money(5), money(100), money(12345)) == ("0.05", "1.00", "123.45")
    assert (quantity(b"\x00\x0a"), quantity(b"\x01\x0f"), quantity(b"\x03\xde\x3c")) == ("10", "1.5", "15.582")
