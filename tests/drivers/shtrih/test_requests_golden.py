"""Bytes of the specification, both ways: requests as they are sent, answers as they are read.

Source: spec/shtrih-m.md 1.6, 3.8, 6.1; bodies without frame. The answers of F7h are from the maker's own tests
(javapos_shtrih, ReadPrinterModelParametersTests).
"""

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from drivers.fiscal import tlv
from drivers.model.ffd import ReceiptType, TaxSystem
from drivers.shtrih.request import Request
from drivers.shtrih.requests import (
    archive,
    marking,
    parameters,
    printing,
    receipt,
    service,
    shift,
    status,
    storage,
    tables,
)
from drivers.shtrih.requests.parameters import Ability
from drivers.shtrih.requests.status import Mode, PrintResult, Sensors, Submode

_NO_PRINT = tables.Place(17, 1, 7)
_TEA = receipt.Operation(
    kind=ReceiptType.SALE, quantity=Decimal(2), price=12345, vat=0x01, method=4, subject=1, name="Чай чёрный"
)
_PAID = receipt.Closing(payments=(20000, 10000), tax_system=TaxSystem.GENERAL)

REQUESTS: list[tuple[Request[Any], str]] = [
    (status.device_type(), "FC"),
    (status.short_status(30), "10 1E 00 00 00"),
    (service.beep(30), "13 1E 00 00 00"),
    (receipt.open_receipt(30, ReceiptType.SALE), "8D 1E 00 00 00 00"),
    (printing.line(1, "ЧАЙ"), "17 01 00 00 00 02 D7 C0 C9"),
    (printing.cut(1, printing.Cut.PARTIAL), "25 01 00 00 00 01"),
    (printing.feed(1, 3), "29 01 00 00 00 02 03"),
    (printing.open_drawer(1), "28 01 00 00 00 00"),
    (shift.open_shift(30), "E0 1E 00 00 00"),
    (shift.z_report(30), "41 1E 00 00 00"),
    (shift.x_report(30), "40 1E 00 00 00"),
    (receipt.cancel(30), "88 1E 00 00 00"),
    (printing.continue_printing(30), "B0 1E 00 00 00"),
    (shift.deposit(30, 10000), "50 1E 00 00 00 10 27 00 00 00"),
    (tables.money_register(30, 241), "1A 1E 00 00 00 F1"),
    (tables.read_number(30, _NO_PRINT), "1F 1E 00 00 00 11 01 00 07"),
    (tables.write_number(30, _NO_PRINT, 1, 1), "1E 1E 00 00 00 11 01 00 07 01"),
    (storage.state(30), "FF 01 1E 00 00 00"),
    (storage.shift(30), "FF 40 1E 00 00 00"),
    (receipt.subtotal(30), "89 1E 00 00 00"),
    (
        receipt.operation(30, _TEA),
        "FF461E000000 01 80841E000000 3930000000 FFFFFFFFFF FFFFFFFFFF 01 01 04 01 D7E0E920F7B8F0EDFBE9",
    ),
    (
        receipt.tag(30, tlv.encode(1008, "a@b.ru")),
        "FF 0C 1E 00 00 00 F0 03 06 00 61 40 62 2E 72 75",
    ),
    (
        receipt.tag(30, tlv.encode(1021, "Иванова А.")),
        "FF 0C 1E 00 00 00 FD 03 0A 00 88 A2 A0 AD AE A2 A0 20 80 2E",
    ),
    (
        receipt.tag(30, tlv.encode(1203, "500100732259")),
        "FF 0C 1E 00 00 00 B3 04 0C 00 35 30 30 31 30 30 37 33 32 32 35 39",
    ),
    (
        receipt.close(30, _PAID),
        "FF 45 1E 00 00 00 20 4E 00 00 00 10 27 00 00 00" + "00" * 70 + "00" + "00" * 30 + "01",
    ),
    (archive.find_document(30, 123), "FF 0A 1E 00 00 00 7B 00 00 00"),
    (parameters.parameters(), "F7 01"),
]


@pytest.mark.parametrize(("request_", "body"), REQUESTS, ids=lambda value: getattr(value, "name", ""))
def test_request(request_: Request[Any], body: str) -> None:
    assert request_.body == bytes.fromhex(body)


def test_request_of_a_code_check_as_captured() -> None:
    """NGI#145: the head of a check of 29 bytes of a code."""
    body = marking.check_code(30, b"\x1d" * 29, 1).body
    assert body[:10] == bytes.fromhex("FF 61 1E 00 00 00 01 00 1D 00")
    assert len(body) == 0x27


def _read(request: Request[Any], body: str) -> Any:
    raw = bytes.fromhex(body)
    size = len(request.code)
    assert raw[:size] == request.code
    assert raw[size] == 0
    return request.read(raw[size + 1 :])


def test_device_type() -> None:
    told = _read(status.device_type(), "FC 00 00 00 01 10 FA 00 D8 D2 D0 C8 D5 2D D2 C5 D1 D2")
    assert told == status.DeviceType(type=0, subtype=0, protocol=(1, 16), model=250, language=0, name="ШТРИХ-ТЕСТ")


def test_status_with_a_closed_shift() -> None:
    told = _read(status.short_status(30), "10 00 1E 82 02 04 00 00 A0 D8 00 00 00 19 04 00")
    assert told == status.ShortStatus(
        operator=30,
        sensors=Sensors.RECEIPT_ROLL | Sensors.RECEIPT_PAPER | Sensors.RECEIPT_LEVER,
        mode=Mode.SHIFT_CLOSED,
        status=0,
        submode=Submode.READY,
        operations=0,
        battery=0xA0,
        supply=0xD8,
        temperature=25,
        previous_mode=4,
        print_result=PrintResult.DONE,
    )
    assert (told.receipt, told.cover_open, told.drawer_open, told.no_paper, told.printing) == (None, *(False,) * 4)


def test_status_with_an_open_receipt_and_no_paper() -> None:
    told = _read(status.short_status(30), "10 00 1E 02 00 08 02 02 A0 D8 00 00 00 19 02 01")
    assert (told.mode, told.receipt, told.submode) == (Mode.DOCUMENT_OPEN, ReceiptType.SALE, Submode.PAPER_RAN_OUT)
    assert (told.operations, told.previous_mode, told.print_result) == (2, 2, PrintResult.PAPER_RAN_OUT)
    assert told.no_paper


@pytest.mark.parametrize(
    ("request_", "body", "expected"),
    [
        (service.beep(30), "13 00 1E", 30),
        (receipt.open_receipt(30, ReceiptType.SALE), "8D 00 1E", 30),
        (shift.open_shift(30), "E0 00 1E", 30),
        (shift.z_report(30), "41 00 1E", 30),
        (shift.deposit(30, 10000), "50 00 1E 0C 00", 12),
        (tables.money_register(30, 241), "1A 00 1E 72 60 00 00 00 00", 24690),
        (tables.read_number(30, _NO_PRINT), "1F 00 00", 0),
        (tables.write_number(30, _NO_PRINT, 1, 1), "1E 00", None),
        (storage.shift(30), "FF 40 00 01 07 00 02 00", storage.ShiftNumbers(open=True, shift=7, receipt=2)),
        (receipt.subtotal(30), "89 00 1E 72 60 00 00 00", 24690),
        (receipt.operation(30, _TEA), "FF 46 00", None),
        (receipt.tag(30, b"\xf0\x03\x00\x00"), "FF 0C 00", None),
        (
            receipt.close(30, _PAID),
            "FF 45 00 BE 14 00 00 00 7B 00 00 00 E3 B4 DE A3",
            receipt.Closed(change=5310, document=123, sign=2749281507),
        ),
        (
            archive.find_document(30, 123),
            "FF 0A 00 03 00 1A 0B 16 0E 05 7B 00 00 00 E3 B4 DE A3 01 72 60 00 00 00",
            archive.FoundDocument(
                form=3,
                confirmed=False,
                time=datetime.fromisoformat("2026-11-22 14:05"),
                number=123,
                sign=2749281507,
                details=archive.FoundReceipt(operation=ReceiptType.SALE, total=24690),
            ),
        ),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_answer(request_: Request[Any], body: str, expected: object) -> None:
    assert _read(request_, body) == expected


def test_state_of_the_storage() -> None:
    body = "FF 01 00 03 00 00 01 00 1A 0B 16 0E 05 39 39 39 39 30 37 38 39 30 30 30 30 30 31 32 33 7B 00 00 00"
    assert _read(storage.state(30), body) == storage.StorageState(
        life=storage.Life.CONFIGURED | storage.Life.FISCAL,
        document=storage.OpenDocument.NONE,
        has_data=False,
        shift_open=True,
        warnings=storage.Warnings(0),
        time=datetime.fromisoformat("2026-11-22 14:05"),
        number="9999078900000123",
        last_document=123,
    )


def test_code_check_as_captured() -> None:
    """NGI#145: the register cannot check this type itself, the server says yes."""
    body = "FF 61 00 00 01 01 14 00 05 42 08 04 00 80 07 15 61 39 08 01 00 00 D5 07 01 00 05"
    told = _read(marking.check_code(30, b"code", 1), body)
    assert told == marking.CodeCheck(
        local=marking.Result(0),
        reason=marking.NotChecked.NOT_CHECKABLE,
        code_type=1,
        storage_code=0,
        result=marking.Result.CHECKED | marking.Result.STATUS_RECEIVED,
        server=bytes.fromhex("42 08 04 00 80 07 15 61 39 08 01 00 00 D5 07 01 00 05"),
    )
    assert not told.timed_out


def test_parameters_of_a_cash_core() -> None:
    body = (
        "F7 00 08 00 C0 F7 3F 08 00 00 00 00 01 0C 0A 00 00 00 00 00 00 1E 00 00 00 00 06 FF 00 28"
        "00 00 00 0D 0E 10 0A 1D"
    )
    told = _read(parameters.parameters(), body)
    assert told.can(Ability.CASH_CORE)
    assert told.can(Ability.RECEIPT_LEVER_SENSOR)
    assert not told.can(Ability.CUTTER)
    assert (told.storage_table, told.ofd_table, told.embedded_table) == (13, 14, 16)
    assert (told.ffd_table, told.ffd_field) == (10, 29)
    assert (told.first_graphics_line, told.inn_digits, told.rnm_digits) == (1, 12, 10)
    assert (told.system_password, told.longest_command, told.line_bytes) == (30, 255, 40)


def test_parameters_without_numbers_of_tables() -> None:
    body = "F7 00 5A A0 40 03 00 0C 00 00 0C 18 01 0C 10 00 00 00 00 00 00 1E 00 00 00 00 06 FF 00 40 40 B6 03"
    told = _read(parameters.parameters(), body)
    assert told.can(Ability.CUTTER)
    assert told.can(Ability.GRAPHICS_512)
    assert told.can(Ability.DRAWER_SENSOR)
    assert not told.can(Ability.CASH_CORE)
    assert (told.font_1_width, told.font_2_width) == (12, 24)
    assert (told.line_bytes, told.wide_line_bytes, told.wide_lines) == (64, 64, 950)
    assert (told.storage_table, told.ffd_table) == (0, 0)
