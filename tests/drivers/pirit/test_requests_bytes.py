"""Commands that have no example in the specification: parameters worked out by hand from its table (A3, A6)."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from drivers.model.ffd import AgentSign, ReceiptType, TaxSystem
from drivers.pirit.request import Effect, Request
from drivers.pirit.requests import (
    correction,
    counters,
    device,
    document,
    info,
    items,
    marking,
    printing,
    settings,
    shift,
    status,
    storage,
)
from drivers.pirit.requests.correction import Basis, Sums
from drivers.pirit.requests.document import Buyer, Closing, Cut, Mode, Requisite
from drivers.pirit.requests.items import Agent, Extras, Industry, Item, Share
from drivers.pirit.requests.status import DocumentKind

NOW = datetime.fromisoformat("2026-11-22T09:05:07")
CODE = b"0104600439931256215N!\x1d93xyzA"
WRITTEN = "0104600439931256215N!$1D93xyzA"
TEA = Item(name="Чай", quantity=Decimal("0.5"), price=12345, tax=1)
SALE = Basis(
    type=ReceiptType.SALE, tax_system=TaxSystem.SIMPLE_INCOME, by_order=False, day=date(2026, 1, 2), number="15"
)
RETURN = Basis(
    type=ReceiptType.PURCHASE_RETURN, tax_system=TaxSystem.PATENT, by_order=True, day=date(2026, 1, 2), number=""
)
ALL_TAXES = Sums(cash=1, electronic=2, advance=3, credit=4, other=500, taxes=(6, 7, 8, 9, 10, 11))

# code and parameters, "|" = FS
BYTES: list[tuple[Request[Any], str]] = [
    (status.printer(), "04 "),
    (status.reason(), "06 1|"),
    (status.locks(), "06 2|"),
    (counters.amounts(counters.Amounts.PURCHASE_RETURNS), "01 17|"),
    (counters.counts(counters.Counts.SHIFT), "01 1|"),
    (counters.corrections(), "01 18|"),
    (info.serial(), "02 1|"),
    (info.last_operation(), "02 5|"),
    (info.firmware_version(), "02 70|"),
    (info.current_receipt(), "03 1|"),
    (info.last_receipt(), "03 2|"),
    (info.service(info.Service.BATTERY), "05 7|"),
    (settings.read_setting(32, 15), "11 32|15|"),
    (settings.read_rate(5), "11 41|5|"),
    (settings.write_setting(settings.Setting.FOOTER, 0, "Спасибо"), "12 31|0|Спасибо|"),
    (settings.read_clock(), "13 "),
    (settings.set_clock(NOW), "14 221126|090507|"),
    (shift.z_report(shift.operator("Иванов", "500100732259")), "21 500100732259&Иванов|"),
    (shift.z_report("И", "Москва", "Касса"), "21 И||Москва|Касса|"),
    (shift.open_shift("И"), "23 И|"),
    (shift.open_shift("И", place="Касса"), "23 И||Касса|"),
    (shift.settlement_state("И", "Москва"), "59 И|Москва|"),
    (shift.report_tag(shift.ReportTag.CLOSE_SHIFT, "а"), "25 3|а|"),
    (shift.emergency_z_report(), "A0 "),
    (shift.copy_of_z_report(), "A1 "),
    (device.cut(), "34 "),
    (device.open_drawer(500), "80 500|"),
    (device.is_drawer_open(), "81 "),
    (device.beep(10), "82 10|"),
    (document.open_document(DocumentKind.SERVICE, "И", department=99), "30 1|99|И|||"),
    (
        document.open_document(
            DocumentKind.SALE_RETURN, "И", number=7, tax_system=TaxSystem.PATENT, mode=Mode.NO_PAPER, address="Москва"
        ),
        "30 131|1|И|7|5|Москва|",
    ),
    (document.close_document(Closing(contact="+79161234567"), Cut.NOT_AFTER_RECEIPTS), "31 5|+79161234567|"),
    (
        document.close_document(
            Closing(internet=True, place="М", sender="a@b.ru", automat="1", extra_title="Т", extra_value="З")
        ),
        "31 0||1|М|a@b.ru|1|Т|З|",
    ),
    (
        document.close_document(
            Closing(
                buyer=Buyer(
                    name="П",
                    inn="500100732259",
                    born=date(1985, 12, 31),
                    citizenship="643",
                    document_kind="21",
                    document="4500",
                    address="Тула",
                )
            )
        ),
        "31 0||||||||П|500100732259|31121985|643|21|4500|Тула|",
    ),
    (document.cancel_document(), "32 "),
    (document.defer_document(), "33 |"),
    (document.subtotal(), "44 "),
    (document.discount(99, "Округление"), "45 1|Округление|0.99|"),
    (document.pay(15, 100, "тест"), "47 15|1.00|тест|"),
    (document.move_cash(150050), "48 |1500.50|"),
    (document.compare_total(0), "52 0.00|"),
    (document.requisite(Requisite.EXTRA, "Номер 5", "Доп"), "57 1192|0|Доп|Номер 5|"),
    (items.add_item(TEA), "42 Чай||0.5|123.45|1||1|0||0|4|1|"),
    (
        items.add_item(
            Item(
                name="",
                article="A1",
                quantity=Share(numerator=1, denominator=20),
                price=0,
                tax=3,
                position="12",
                section=16,
                discount=-500,
                unit="11",
                method=7,
                subject=33,
                country="643",
                declaration="10/1",
                excise=5,
            )
        ),
        "42 |A1|1/20|0.00|3|12|16|4|11|5.00|7|33|643|10/1|0.05|",
    ),
    (items.add_item(Item(name="Ч", quantity=Decimal(1), price=1, tax=0, discount=1)), "42 Ч||1|0.01|0||1|2||0.01|4|1|"),
    (items.item_extras(Extras(code=b"\x44\x4d\x03", requisite="П")), "24 DM$03|П|"),
    (items.item_extras(Extras(code=CODE, is_1_2=True)), f"24 @{WRITTEN}|"),
    (
        items.item_extras(
            Extras(
                quantity="1",
                agent=Agent(
                    sign=AgentSign.AGENT,
                    supplier_inn="5001",
                    supplier_phones="+7,+8",
                    supplier_name="ООО",
                    transfer_address="А",
                    transfer_inn="И",
                    transfer_name="Н",
                    transfer_phones="+1",
                    operation="О",
                    agent_phones="+2",
                    receiver_phones="+3",
                ),
                industry=Industry(foiv="030", day=date(2026, 1, 2), number="9", value="x=1"),
            )
        ),
        "24 ||1|64|5001|+7,+8|ООО|А|И|Н|+1|О|+2|+3|030|02012026|9|x=1|",
    ),
    (printing.row("", printing.Style.TALL, 1), "40  |17|"),
    (printing.row("Привет"), "40 Привет|0|"),
    (
        printing.barcode(printing.Symbology.EAN_13, "4600439931256", digits=printing.Digits.BELOW),
        "41 2|2|100|2|4600439931256|",
    ),
    (printing.barcode(printing.Symbology.QR, "t=1&s=2", width=8, height=1), "41 0|8|1|8|t=1&s=2|"),
    (printing.requisite_rows(1, ("а", "б")), "49 1|0|а|б|"),
    (storage.number(), "78 1|"),
    (storage.state(), "78 2|"),
    (storage.last_document(), "78 3|"),
    (storage.registered_at(), "78 4|"),
    (storage.shift(), "78 6|"),
    (storage.exchange(), "78 7|"),
    (storage.find_document(7), "78 15|7|"),
    (storage.read_block(64, 128), "78 16|64|128|"),
    (storage.registration(), "78 19|"),
    (storage.formats(), "78 22|"),
    (marking.state(), "79 0|"),
    (marking.check_code(CODE, 1, Decimal(1), 0), f"79 1|{WRITTEN}|0|1|1|0|1|"),
    (
        marking.check_code(CODE, 2, Share(numerator=1, denominator=3), 0, server=False),
        f"79 1|{WRITTEN}|0|2|1/3|0|0|",
    ),
    (marking.decide(accept=True), "79 2|1|"),
    (marking.clear_codes(), "79 3|"),
    (marking.notices(), "79 6|"),
    (marking.bind_code(CODE, 1, 15, 0), f"79 15|{WRITTEN}|1|0|15|0|"),
    (marking.needs_check(CODE), f"79 16|{WRITTEN}|"),
    (
        correction.print_correction("И", SALE, ALL_TAXES, "доп"),
        "58 И|0.01|0.02|0.03|0.04|5.00|36|020126|15||0.06|0.07|0.08|0.09|0.10|0.11|доп|",
    ),
    (correction.open_correction("И", RETURN), "58 И||||||87|020126||"),
]


@pytest.mark.parametrize(("request_", "written"), BYTES, ids=[request.name for request, _ in BYTES])
def test_bytes(request_: Request[Any], written: str) -> None:
    data = b"".join(parameter + b"|" for parameter in request_.parameters)
    assert f"{request_.code} ".encode() + data == written.encode("cp866")


@pytest.mark.parametrize(("request_", "written"), BYTES, ids=[request.name for request, _ in BYTES])
def test_questions_change_nothing_and_the_rest_is_never_repeated_unasked(request_: Request[Any], written: str) -> None:
    asks = {"01", "02", "03", "04", "05", "06", "11", "12", "13", "25", "78", "81"}
    of_marking = {"79 0|", "79 3|", "79 6|"}
    only_asks = request_.code in asks or written in of_marking or written.startswith("79 16|")
    assert (request_.effect is Effect.NONE) == only_asks
    assert request_.patience > 0
    assert request_.effect is Effect.MONEY or not request_.findable


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: document.open_document(DocumentKind.SALE, "И", department=0),
        lambda: document.open_document(DocumentKind.SALE, "И" * 65),
        lambda: document.discount(100),
        lambda: document.discount(0),
        lambda: document.pay(16, 100),
        lambda: items.add_item(Item(name="Ч" * 257, quantity=Decimal(1), price=1, tax=0)),
        lambda: items.add_item(Item(name="Ч", quantity=Decimal(0), price=1, tax=0)),
        lambda: items.add_item(Item(name="Ч", quantity=Decimal(1), price=-1, tax=0)),
        lambda: items.item_extras(Extras(code=b"1" * 129)),
        lambda: marking.needs_check(b"1" * 129),
        lambda: printing.row("ы" * 73),
        lambda: printing.barcode(printing.Symbology.QR, "a\x1db"),
        lambda: printing.requisite_rows(1, ()),
        lambda: device.open_drawer(49),
        lambda: device.beep(2001),
        lambda: correction.print_correction("И", RETURN, Sums()),
        lambda: correction.print_correction("И", SALE, Sums(taxes=(1, 2))),
        lambda: storage.find_document(0),
    ],
)
def test_what_cannot_be_written(wrong: Any) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - that nothing else comes is what matters
        wrong()
