"""Bytes of requests without a framed example: worked out by hand from the layouts of spec/shtrih-m.md 3."""

from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.model.ffd import ReceiptType, TaxSystem
from drivers.shtrih.request import Request
from drivers.shtrih.requests import (
    archive,
    barcodes,
    correction,
    marking,
    notifications,
    old_receipt,
    pictures,
    printing,
    receipt,
    registration,
    service,
    shift,
    status,
    storage,
    tables,
)

_P = "1E 00 00 00"
_TEXT = "D7 C0 C9" + "00" * 37
_REQUISITES = registration.Requisites(
    inn="7701234567",
    rnm="0000000000040613",
    tax_systems=(TaxSystem.GENERAL, TaxSystem.PATENT),
    work=registration.Work.ENCRYPTION | registration.Work.INTERNET,
)
_BELOW = barcodes.Caption.BELOW
_REGISTERED = (b"7701234567  " + b"0000000000040613    ").hex() + "21 21"

BODIES: list[tuple[Request[Any], str]] = [
    (status.error_text(), "6B"),
    (status.error_text(0x45), "6B 45"),
    (status.error_text(0x45, wide=True), "6B 45 00 00 00"),
    (service.set_port(30, 1, service.PortSettings(115200, 300)), f"14 {_P} 01 06 97"),
    (service.set_time(30, time(14, 5, 9)), f"21 {_P} 0E 05 09"),
    (service.set_date(30, date(2026, 11, 22)), f"22 {_P} 16 0B 1A"),
    (service.confirm_date(30, date(2026, 11, 22)), f"23 {_P} 16 0B 1A"),
    (service.technological_reset(), "16"),
    (service.reboot(), "FE F3 00 00 00 00"),
    (printing.line(30, "ЧАЙ", size=40), f"17 {_P} 02 {_TEXT}"),
    (printing.line_in_font(30, "ЧАЙ", 7), f"2F {_P} 02 07 D7 C0 C9"),
    (printing.line(30, "", tape=printing.Tape.RECEIPT | printing.Tape.WRAP), f"17 {_P} 42"),
    (printing.document_header(30, "ЧАЙ", 258), f"18 {_P} D7 C0 C9 {'00' * 27} 02 01"),
    (printing.end_of_document(30, advert=True), f"53 {_P} 01"),
    (barcodes.ean_13(30, "001000000000"), f"C2 {_P} 00 CA 9A 3B 00"),
    (
        barcodes.barcode(30, barcodes.Symbology.CODE_128, b"A1", height=50, bar_width=2, caption=_BELOW),
        f"CB {_P} 32 02 02 00 08 41 31",
    ),
    (barcodes.load_block(30, 2, b"AB"), f"DD {_P} 00 02 41 42 {'00' * 62}"),
    (
        barcodes.matrix(
            30, barcodes.Matrix.QR, 300, barcodes.qr_looks(dot=4, correction=2), align=barcodes.Align.CENTRE
        ),
        f"DE {_P} 03 2C 01 00 00 00 04 00 02 01",
    ),
    (pictures.load_line(30, 5, b"\x81" * 40), f"C0 {_P} 05 {'81' * 40}"),
    (pictures.print_lines(30, 1, 200), f"C1 {_P} 01 C8"),
    (pictures.load_extended(30, 258, b"\x81" * 80), f"C4 {_P} 02 01 {'81' * 80}"),
    (pictures.print_extended(30, 1, 258), f"C3 {_P} 01 00 02 01"),
    (pictures.print_extended(30, 1, 258, tape=2), f"C3 {_P} 01 00 02 01 02"),
    (pictures.print_line(30, b"\x81\x42", repeats=3), f"C5 {_P} 03 00 81 42"),
    (pictures.print_line(30, b"\x81\x42", repeats=3, tape=2), f"C5 {_P} 03 00 02 81 42"),
    (pictures.load_wide(30, 4, b"\x81" * 128, line_bytes=64), f"4E {_P} 40 04 00 02 00 01 {'81' * 128}"),
    (pictures.print_wide(30, 1, 100, scale=2, tape=2), f"4D {_P} 01 00 64 00 02 02 02"),
    (pictures.print_scaled(30, 1, 100, scale=2), f"4F {_P} 01 64 02 02"),
    (tables.money_register(30, 4096), f"1A {_P} 00 10"),
    (tables.operation_register(30, 152), f"1B {_P} 98"),
    (tables.write_text(30, tables.Place(18, 300, 7), "ЧАЙ", 5), f"1E {_P} 12 2C 01 07 D7 C0 C9 00 00"),
    (tables.table_info(30, 17), f"2D {_P} 11"),
    (tables.field_info(30, 17, 7), f"2E {_P} 11 07"),
    (shift.withdraw(30, 10000), f"51 {_P} 10 27 00 00 00"),
    (receipt.open_receipt(30, ReceiptType.SALE_RETURN), f"8D {_P} 02"),
    (receipt.open_receipt(30, ReceiptType.PURCHASE), f"8D {_P} 01"),
    (receipt.open_receipt(30, ReceiptType.PURCHASE_RETURN, correction=True), f"8D {_P} 83"),
    (receipt.receipt_discount(30, discount=5, surcharge=6, vat=1, text="ЧАЙ"),
     f"FF4B {_P} 05 00 00 00 00 06 00 00 00 00 01 D7 C0 C9"),
    (receipt.close(30, receipt.Closing(payments=[1] * 16, rounding=99, taxes=(7, 0, 0, 8), text="ЧАЙ")),
     f"FF45 {_P} {'01 00 00 00 00' * 16} 63 07 00 00 00 00 {'00' * 10} 08 00 00 00 00 {'00' * 10} 00 D7 C0 C9"),
    (receipt.close_with_10_taxes(30, receipt.Closing(payments=[1], taxes=[0] * 9 + [9], tax_system=TaxSystem.PATENT)),
     f"FF76 {_P} 01 {'00' * 79} 00 {'00' * 45} 09 00 00 00 00 20"),
    (receipt.close_with_12_taxes(30, receipt.Closing(payments=[1], taxes=[0] * 11 + [9], tax_system=TaxSystem.PATENT)),
     f"FF7B {_P} 01 {'00' * 79} 00 {'00' * 55} 09 00 00 00 00 20"),
    (correction.correct_total(30, ReceiptType.PURCHASE, 100), f"FF36 {_P} 64 00 00 00 00 03"),
    (
        correction.correct(30, correction.Correction(
            kind=ReceiptType.PURCHASE, by_order=True, total=5, payments=(1, 1, 1, 1, 1), taxes=(2, 2, 2, 2, 2, 2),
            tax_system=TaxSystem.SIMPLE_INCOME,
        )),
        f"FF4A {_P} 01 03 05 00 00 00 00 {'01 00 00 00 00' * 5} {'02 00 00 00 00' * 6} 02",
    ),
    (
        old_receipt.sell(30, ReceiptType.SALE_RETURN, old_receipt.OldItem(
            quantity=Decimal("1.5"), price=100, department=2, taxes=(1, 2), name="ЧАЙ"
        )),
        f"82 {_P} DC 05 00 00 00 64 00 00 00 00 02 01 02 00 00 {_TEXT}",
    ),
    (old_receipt.discount(30, 100, taxes=(1,), text="ЧАЙ"), f"86 {_P} 64 00 00 00 00 01 00 00 00 {_TEXT}"),
    (
        old_receipt.close(30, (1, 2, 3, 4), discount_percent=Decimal("-1.5"), text="ЧАЙ"),
        f"85 {_P} 01 00 00 00 00 02 00 00 00 00 03 00 00 00 00 04 00 00 00 00 6A FF 00 00 00 00 {_TEXT}",
    ),
    (storage.reset_debug_storage(30), f"FF07 {_P} 16"),
    (storage.read_block(30, 258, 240), f"FF31 {_P} 02 01 F0"),
    (storage.begin_block(30, 500), f"FF32 {_P} F4 01"),
    (storage.write_block(30, 240, b"AB"), f"FF33 {_P} F0 00 02 41 42"),
    (archive.begin_document(30, 123), f"FF3A {_P} 7B 00 00 00"),
    (archive.ticket(30, 123), f"FF3C {_P} 7B 00 00 00"),
    (registration.begin_registration(30, registration.Cause.CHANGE), f"FF05 {_P} 02"),
    (registration.register(30, _REQUISITES), f"FF06 {_P} {_REGISTERED}"),
    (registration.change_registration(30, _REQUISITES, registration.Reason.SETTINGS), f"FF34 {_P} {_REGISTERED} 04"),
    (registration.result_by_number(30, 2), f"FF4C {_P} 02"),
    (registration.registration_tag(30, 1, 1048), f"FF0E {_P} 01 18 04"),
    (registration.registration_tag_by_60(30, 1, 1048), f"FF60 {_P} 01 18 04"),
    (marking.check_code(30, b"AB\x1d", 3, part=b"\x01\x02"), f"FF61 {_P} 03 00 03 02 41 42 1D 01 02"),
    (marking.bind_code(30, b"AB\x1d"), f"FF67 {_P} 03 41 42 1D"),
    (marking.bind_code_without_exchange(30, b"AB"), f"FF67 {_P} 02 41 42 FF"),
    (marking.decide(30, marking.Decision.CLEAR), f"FF69 {_P} 02"),
    (notifications.confirm_export(30, 5, 0x1234), f"FF73 {_P} 05 00 00 00 34 12"),
    (notifications.confirm_export(30, 5, 0x1234, checksum_size=4), f"FF73 {_P} 05 00 00 00 34 12 00 00"),
]  # fmt: skip


@pytest.mark.parametrize(("request_", "body"), BODIES, ids=lambda value: getattr(value, "name", ""))
def test_body(request_: Request[Any], body: str) -> None:
    assert request_.body == bytes.fromhex(body)


def test_lengths_that_documents_print() -> None:
    item = old_receipt.OldItem(quantity=Decimal(1), price=1, department=1, name="")
    assert len(old_receipt.sell(30, ReceiptType.SALE, item).body) == 60
    assert len(old_receipt.close(30, (1,)).body) == 71
    assert len(old_receipt.close_with_16_payments(30, (1,)).body) == 131
    closing = receipt.Closing(payments=(1,))
    assert len(receipt.close(30, closing).body) == 118
    assert len(receipt.close(30, receipt.Closing(payments=(1,), text="ы" * 64)).body) == 182


@pytest.mark.parametrize(("kind", "opened", "sold"), [
    (ReceiptType.SALE, 0, 1), (ReceiptType.PURCHASE, 1, 3), (ReceiptType.SALE_RETURN, 2, 2),
    (ReceiptType.PURCHASE_RETURN, 3, 4),
])  # fmt: skip
def test_the_two_numberings_of_receipts(kind: ReceiptType, opened: int, sold: int) -> None:
    item = receipt.Operation(kind=kind, quantity=Decimal(1), price=1, vat=8, method=4, subject=1, name="")
    assert receipt.open_receipt(30, kind).body[5] == opened
    assert receipt.operation(30, item).body[6] == sold
    assert status.RECEIPT_TYPES[opened] is kind


def test_given_sums_of_an_operation() -> None:
    item = receipt.Operation(
        kind=ReceiptType.SALE, quantity=Decimal("0.333"), price=100, amount=33, tax=5, vat=8, department=16, method=4,
        subject=1, name="x",
    )  # fmt: skip
    assert receipt.operation(30, item).body[7:29] == bytes.fromhex(
        "C8 14 05 00 00 00 64 00 00 00 00 21 00 00 00 00 05 00 00 00 00 08"
    )


def _item(**changes: Any) -> receipt.Operation:
    plain = {
        "kind": ReceiptType.SALE,
        "quantity": Decimal(1),
        "price": 1,
        "vat": 8,
        "method": 4,
        "subject": 1,
        "name": "",
    }
    return receipt.Operation(**(plain | changes))


@pytest.mark.parametrize(
    "make",
    [
        lambda: status.short_status(-1),
        lambda: status.short_status(100_000_000),
        lambda: receipt.operation(30, _item(price=-1)),
        lambda: receipt.operation(30, _item(quantity=Decimal(-1))),
        lambda: receipt.operation(30, _item(quantity=Decimal("0.0000001"))),
        lambda: receipt.operation(30, _item(amount=10**10)),
        lambda: receipt.operation(30, _item(vat=256)),
        lambda: receipt.operation(30, _item(department=-1)),
        lambda: receipt.operation(30, _item(name="ы" * 129)),
        lambda: receipt.operation(30, _item(name="茶")),
        lambda: receipt.tag(30, bytes(250)),
        lambda: receipt.item_tag(30, bytes(3)),
        lambda: receipt.close(30, receipt.Closing(payments=[1] * 17)),
        lambda: receipt.close(30, receipt.Closing(payments=[-1])),
        lambda: receipt.close(30, receipt.Closing(payments=[1], taxes=[1] * 7)),
        lambda: receipt.close(30, receipt.Closing(payments=[1], rounding=100)),
        lambda: receipt.close(30, receipt.Closing(payments=[1], rounding=-1)),
        lambda: receipt.close(30, receipt.Closing(payments=[1], text="ы" * 65)),
        lambda: shift.deposit(30, -1),
        lambda: shift.withdraw(30, 10**10),
        lambda: printing.feed(30, 0),
        lambda: printing.feed(30, 256),
        lambda: printing.line(30, "a\0b"),
        lambda: printing.line(30, "x" * 250),
        lambda: printing.document_header(30, "x" * 31, 1),
        lambda: tables.write_number(30, tables.Place(17, 1, 7), 256, 1),
        lambda: tables.write_text(30, tables.Place(18, 1, 7), "xxx", 2),
        lambda: tables.read(30, tables.Place(256, 1, 7)),
        lambda: tables.read_number(30, tables.Place(17, 1, 7)).read(b""),
        lambda: tables.money_register(30, 65536),
        lambda: barcodes.ean_13(30, "4601234567890"),
        lambda: barcodes.ean_13(30, "46012345678x"),
        lambda: barcodes.ean_13(30, "٤60123456789"),
        lambda: barcodes.barcode(30, barcodes.Symbology.ITF, b"", height=1, bar_width=1),
        lambda: barcodes.barcode(30, barcodes.Symbology.ITF, bytes(49), height=1, bar_width=1),
        lambda: barcodes.load_block(30, 0, bytes(65)),
        lambda: barcodes.qr_looks(dot=2, correction=1),
        lambda: barcodes.qr_looks(dot=3, correction=4),
        lambda: barcodes.matrix(30, barcodes.Matrix.QR, 1, (1, 2), align=barcodes.Align.LEFT),
        lambda: pictures.load_line(30, 1, bytes(41)),
        lambda: pictures.load_extended(30, 1, bytes(280)),
        lambda: pictures.load_extended(30, 1, b""),
        lambda: pictures.load_wide(30, 1, bytes(256), line_bytes=64),
        lambda: pictures.load_wide(30, 1, bytes(65), line_bytes=64),
        lambda: pictures.print_wide(30, 1, 2, scale=7, tape=2),
        lambda: correction.correct(30, correction.Correction(
            kind=ReceiptType.SALE_RETURN, by_order=False, total=1, payments=(1,), tax_system=TaxSystem.GENERAL
        )),
        lambda: old_receipt.close(30, (1, 2, 3, 4, 5)),
        lambda: old_receipt.close(30, (1,), discount_percent=Decimal("0.001")),
        lambda: old_receipt.close(30, (1,), discount_percent=Decimal(400)),
        lambda: old_receipt.discount(30, 1, taxes=(5,)),
        lambda: old_receipt.discount(30, 1, taxes=(1, 1, 1, 1, 1)),
        lambda: storage.write_block(30, 0, bytes(247)),
        lambda: archive.find_document(30, 2**32),
        lambda: registration.register(30, registration.Requisites(
            inn="7" * 13, rnm="1", tax_systems=(), work=registration.Work(0)
        )),
        lambda: marking.check_code(30, bytes(246), 1),
        lambda: marking.check_code(30, b"x", 256),
        lambda: service.set_port(30, 0, service.PortSettings(300, 100)),
        lambda: service.timeout_code(105_001),
        lambda: service.timeout_code(-1),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_a_value_error(make: Any) -> None:
    with pytest.raises(ValueError, match=r"."):
        make()


@given(
    st.decimals(0, 10**7, places=6),
    st.integers(0, 9_999_999_999),
    st.text("чайЧАЙ ё123", max_size=128),
    st.sampled_from(ReceiptType),
)
def test_an_operation_says_what_it_was_given(quantity: Decimal, price: int, name: str, kind: ReceiptType) -> None:
    body = receipt.operation(30, _item(kind=kind, quantity=quantity, price=price, name=name)).body
    assert len(body) == 32 + len(name)
    assert int.from_bytes(body[7:13], "little") == int(quantity * 10**6)
    assert int.from_bytes(body[13:18], "little") == price
    assert body[32:].decode("cp1251") == name


@given(st.lists(st.integers(0, 9_999_999_999), max_size=16), st.integers(0, 99), st.sampled_from(TaxSystem))
def test_a_closing_says_what_it_was_given(payments: list[int], rounding: int, system: TaxSystem) -> None:
    body = receipt.close(30, receipt.Closing(payments=payments, rounding=rounding, tax_system=system)).body
    told = [int.from_bytes(body[start : start + 5], "little") for start in range(6, 86, 5)]
    assert told == payments + [0] * (16 - len(payments))
    assert (body[86], body[117]) == (rounding, 1 << system)


@given(st.integers(0, 105_000))
def test_a_byte_timeout_is_no_shorter_than_wanted(milliseconds: int) -> None:
    assert service.timeout_of(service.timeout_code(milliseconds)) >= milliseconds
