"""Every command: what goes out, by the framed examples of spec/atol.md and by its layouts; how answers are read."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest

from drivers.atol.codec_v2 import frame
from drivers.atol.reply import Reply, reply_of, reply_to
from drivers.atol.request import Effect, Request
from drivers.atol.requests import cash, printing, receipt, reports, service, state, storage, tables
from drivers.atol.requests.receipt import OldPosition, Paid, PaymentType, Position
from drivers.atol.requests.state import Flags, Mode, ReceiptKind, Trouble
from drivers.fiscal import tlv

NOON = datetime(2026, 11, 15, 12, 30)  # noqa: DTZ001 - as the register tells it
TEA = Position(name="Чай", price=10000, quantity=Decimal(2), cost=20000, tax=1, section=1, subject=1, method=4)

FRAMED: list[tuple[Request[Any], str]] = [
    (state.state(), "02 00 00 3F 03 3C"),
    (state.state_code(), "02 00 00 45 03 46"),
    (state.device_type(), "02 00 00 A5 03 A6"),
    (state.enter(Mode.REGISTRATION, 30), "02 00 00 56 01 00 00 00 30 03 64"),
    (cash.cash_in(100000), "02 00 00 49 00 00 00 10 10 00 00 03 4A"),
    (receipt.pay(PaymentType.CASH, 50000), "02 00 00 99 00 01 00 00 05 00 00 03 9E"),
    (
        receipt.requisite(tlv.encode(1021, "Иванов"), printed=True),
        "02 00 00 E8 01 01 00 FD 10 03 06 00 88 A2 A0 AD AE A2 03 28",
    ),
    (tables.last_document(), "02 00 00 91 34 00 00 03 A6"),
    (tables.read(tables.LINE_LENGTH), "02 00 00 46 02 00 01 37 03 71"),
    (
        receipt.end_position(TEA),
        (
            "02 00 00 EB 00 00 00 00 00 01 00 00 00 00 00 20 00 00 00 00 00 02 00 00 01 00 00 00 00 00 00 00 01 01 04 "
            "00 00 00 00 00 00 00 00 97 A0 A9 03 50"
        ),
    ),
    (
        printing.barcode(printing.Symbology.QR, b"TEST", align=printing.Align.CENTRE, width=5, options=0x0100),
        "02 00 00 C1 00 02 05 00 00 01 00 00 00 00 00 00 00 00 54 45 53 54 03 D2",
    ),
    (storage.state(), "02 00 00 A4 30 03 97"),
    (storage.document(7), "02 00 00 A4 40 07 00 00 00 03 E0"),
    (storage.begin_reading(7), "02 00 00 A4 45 07 00 00 00 03 E5"),
    (receipt.pay(PaymentType.ELECTRONIC, 5000), "02 00 00 99 00 02 00 00 00 50 00 03 C8"),
    (receipt.pay(PaymentType.CASH, 15000), "02 00 00 99 00 01 00 00 01 50 00 03 CA"),
    (receipt.close(), "02 00 00 4A 00 01 00 00 00 00 00 03 48"),
]


@pytest.mark.parametrize(("request_", "framed"), FRAMED, ids=lambda value: getattr(value, "name", ""))
def test_framed_examples(request_: Request[Any], framed: str) -> None:
    assert frame(b"\0\0" + request_.body) == bytes.fromhex(framed)


LAID_OUT: list[tuple[Request[Any], str, float, Effect]] = [
    (service.version(), "9D 01", 10, Effect.NONE),
    (service.last_error(), "B3", 10, Effect.NONE),
    (service.beep(), "47", 10, Effect.PAPER),
    (service.tone(1000, 200), "88 FC 67 14", 10, Effect.PAPER),
    (service.open_drawer(), "80", 10, Effect.PAPER),
    (service.drawer_pulse(500, 100, 1), "85 00 50 00 10 01", 10, Effect.PAPER),
    (service.set_date(date(2026, 11, 15)), "64 15 11 26", 10, Effect.NONE),
    (service.set_time(time(12, 30, 45)), "4B 12 30 45", 10, Effect.NONE),
    (service.set_date_and_time(NOON), "ED 15 11 26 12 30 00", 10, Effect.NONE),
    (service.reboot(), "CE 41", 10, Effect.PAPER),
    (service.switch_off(), "CE 00", 10, Effect.PAPER),
    (service.technological_reset(), "6B", 10, Effect.MONEY),
    (service.protection_code(2), "74 02", 10, Effect.NONE),
    (state.leave(), "48", 10, Effect.NONE),
    (tables.read_number(tables.OLD_POSITIONS, "bcd"), "46 02 00 01 6D", 10, Effect.NONE),
    (tables.read_text(tables.Place(6, 300, 1)), "46 06 01 2C 01", 10, Effect.NONE),
    (tables.write_text(tables.Place(12, 2, 1), "Чай", 5), "50 0C 00 02 01 97 A0 A9 00 00", 10, Effect.NONE),
    (tables.register(3, 1, 2), "91 03 01 02", 45, Effect.NONE),
    (tables.cash_in_drawer(), "91 0A 00 00", 45, Effect.NONE),
    (tables.extended_error("bcd"), "91 37 00 00", 45, Effect.NONE),
    (receipt.open_shift(), "9A 00", 20, Effect.MONEY),
    (receipt.open_receipt(ReceiptKind.PURCHASE_RETURN), "92 00 05", 20, Effect.MONEY),
    (receipt.open_receipt(ReceiptKind.SALE, printed=False), "92 02 01", 20, Effect.MONEY),
    (receipt.requisite(b"\x1f\x04\x01\0\x01"), "E8 00 01 00 1F 04 01 00 01", 10, Effect.MONEY),
    (receipt.begin_position(), "EA 00 01 00", 50, Effect.MONEY),
    (receipt.receipt_discount(150), "43 00 00 01 00 00 00 00 01 50", 10, Effect.MONEY),
    (receipt.receipt_discount(-150), "43 00 00 01 01 00 00 00 01 50", 10, Effect.MONEY),
    (receipt.receipt_tax(3, 150), "B8 00 00 03 00 00 00 00 00 01 50", 10, Effect.MONEY),
    (receipt.receipt_tax(3, 150, size=5), "B8 00 00 03 00 00 00 01 50", 10, Effect.MONEY),
    (receipt.cancel_payment(PaymentType.OTHER, 1), "9B 00 05 00 00 00 00 01", 10, Effect.MONEY),
    (receipt.close(PaymentType.CREDIT, 100), "4A 00 04 00 00 00 01 00", 20, Effect.MONEY),
    (receipt.cancel(), "59", 20, Effect.MONEY),
    (cash.cash_out(100), "4F 00 00 00 00 01 00", 10, Effect.MONEY),
    (cash.cash_in_drawer(), "4D", 10, Effect.NONE),
    (cash.shift_totals(), "58", 10, Effect.NONE),
    (reports.x_report(), "67 01", 10, Effect.PAPER),
    (reports.x_report(reports.Report.SETTLEMENTS), "67 09", 10, Effect.MONEY),
    (reports.z_report(), "5A", 40, Effect.MONEY),
    (reports.copy_last(), "95", 10, Effect.PAPER),
    (reports.drop_last(), "97", 10, Effect.NONE),
    (reports.resume_printing(), "55", 10, Effect.PAPER),
    (reports.demo(reports.Demo.OFD_TEST), "82 01 06 00", 10, Effect.PAPER),
    (printing.line("Чай"), "4C 97 A0 A9", 10, Effect.PAPER),
    (
        printing.field("Чай", printing.Look(2, 1, 3, 4)),
        "87 00 01 02 01 03 04 01 01 00 00 00 97 A0 A9",
        10,
        Effect.PAPER,
    ),
    (printing.cliche(), "6C", 10, Effect.PAPER),
    (printing.footer(), "73", 10, Effect.PAPER),
    (printing.cut(partly=True), "75 01", 10, Effect.PAPER),
    (printing.cut(partly=False), "75 00", 10, Effect.PAPER),
    (
        printing.barcode(printing.Symbology.EAN13, b"460", align=printing.Align.LEFT, width=2, goes_on=True),
        "C1 81 01 02 00 00 00 00 00 00 00 00 00 00 00 34 36 30",
        10,
        Effect.PAPER,
    ),
    (printing.barcode_piece(b"1", flagged=True), "C2 80 31", 10, Effect.PAPER),
    (printing.barcode_piece(b"1", flagged=False), "C2 00 31", 10, Effect.PAPER),
    (printing.stored_picture(3, 300), "8D 01 03 01 2C", 20, Effect.PAPER),
    (printing.raster(b"\x81", times=2), "8E 01 00 02 00 00 81", 20, Effect.PAPER),
    (printing.raster(b"\x81", offset=1, inverted=True), "8E 01 00 01 00 01 7E", 20, Effect.PAPER),
    (printing.pictures(), "8C", 10, Effect.NONE),
    (printing.picture(2), "90 02", 10, Effect.NONE),
    (printing.to_port(1, b"hi"), "8F 01 68 69", 10, Effect.PAPER),
    (storage.shift(), "A4 10", 20, Effect.NONE),
    (storage.ofd(), "A4 20", 20, Effect.NONE),
    (storage.number(), "A4 31", 20, Effect.NONE),
    (storage.expiry(), "A4 32", 20, Effect.NONE),
    (storage.version(), "A4 33", 20, Effect.NONE),
    (storage.registration(), "A4 43", 20, Effect.NONE),
    (storage.next_tag(), "A4 46", 20, Effect.PAPER),
]


@pytest.mark.parametrize(
    ("request_", "body", "patience", "effect"), LAID_OUT, ids=lambda value: getattr(value, "name", "")
)
def test_layouts(request_: Request[Any], body: str, patience: float, effect: Effect) -> None:
    assert request_.body == bytes.fromhex(body)
    assert (request_.patience, request_.effect) == (patience, effect)
    assert request_.name.startswith(f"{request_.code:02X}h ")


def test_quirks_of_a_position() -> None:
    swapped = receipt.end_position(TEA, order="1214-1212", blanks=2).body
    assert swapped.endswith(bytes.fromhex("01 04 01 00 00 00 00 00 00 00 00 20 20 97 A0 A9"))


def test_an_old_position() -> None:
    body = receipt.old_position(OldPosition(name="Чай", price=100, quantity=Decimal("1.5"), tax=2, discount=-5)).body
    name = bytes.fromhex("97 A0 A9") + bytes(61)
    rest = bytes.fromhex("00 00 00 00 01 00 00 00 00 15 00 01 01 00 00 00 00 00 05 02 01") + bytes(17)
    assert body == b"\xe6\x02" + name + rest


def answered(request: Request[Any], answer: str) -> Any:
    """What an answer says, as it comes over the wire."""
    reply = reply_to(request.code, bytes.fromhex(answer))
    assert reply is not None
    assert not reply.error
    return request.read(reply.data)


def test_the_state_of_the_specification() -> None:
    told = answered(
        state.state(),
        "44 30 01 26 02 01 09 30 00 4B 00 00 12 34 3F 35 31 01 00 07 00 12 00 00 00 00 00 00 02 01",
    )
    assert told.time == datetime(2026, 2, 1, 9, 30)  # noqa: DTZ001 - as the register tells it
    assert (told.cashier, told.hall_number, told.serial, told.model, told.firmware) == (30, 1, "00001234", 63, "5.1")
    assert (told.mode, told.submode, told.receipt_number, told.last_closed_shift, told.shift) == (1, 0, 7, 12, 13)
    assert told.flags == Flags.FISCALIZED | Flags.SHIFT_OPEN | Flags.STORAGE_ACTIVE | Flags.PAPER
    assert (told.receipt, told.total, told.point, told.port) == (0, 0, 2, 1)


def test_short_answers() -> None:
    assert answered(state.state_code(), "55 22 09") == state.StateCode(2, 2, Trouble.NO_PAPER | Trouble.CUTTER)
    kind = answered(state.device_type(), "00 02 01 3F 00 03 01 02 03 04 05 80 92 8E 8B")
    assert (kind.protocol, kind.type, kind.model, kind.mode, kind.version) == (2, 1, 63, 3, "0102030405")
    assert kind.name == "АТОЛ"
    assert answered(service.version(), "55 00 05 01 07 12 34") == service.Version(5, 1, 7, 1234)
    assert answered(service.protection_code(1), "4C 01") == 1
    assert answered(tables.last_document(), "55 00 00 00 00 01 23") == 123
    assert answered(tables.read_number(tables.LINE_LENGTH, "bcd"), "55 00 48") == 48
    assert answered(tables.read_number(tables.LINE_LENGTH, "binary"), "55 00 30") == 48
    assert answered(tables.read_text(tables.Place(6, 1, 1)), "55 00 97 A0 A9 00 00") == "Чай"
    assert answered(tables.extended_error("binary"), "55 00 D5") == 213
    assert answered(receipt.pay(PaymentType.CASH, 1), "55 00 00 00 00 01 00 00 00 00 00 50 00") == Paid(10000, 5000)
    assert answered(cash.cash_in_drawer(), "4D 00 00 00 00 12 34 56") == 123456
    assert answered(cash.shift_totals(), "55 00" + "00" * 6 + "01" + "00" * 6 + "02") == cash.ShiftTotals(1, 2)
    assert answered(printing.pictures(), "55 00 01 00 05 01") == printing.Pictures(256, 5, True)
    assert answered(printing.picture(1), "55 00 30 01 00 01") == printing.Picture(48, 256, 1)
    assert answered(receipt.close(), "55 00 00") is None


def test_answers_of_the_storage() -> None:
    assert answered(storage.shift(), "55 00 01 02 01 03 00") == storage.ShiftNumbers(True, 258, 3)
    assert answered(storage.shift("big"), "55 00 01 02 01 00 03") == storage.ShiftNumbers(True, 513, 3)
    assert answered(storage.ofd(), "55 00 08 00 02 00 05 00 00 00 1A 0B 0F 0C 1E") == storage.Exchange(
        status=8, reading=False, unsent=2, first_unsent=5, since=NOON
    )
    number = b"9999078900001234"
    told = answered(storage.state(), "55 00 03 00 00 01 00 1A 0B 0F 0C 1E" + number.hex() + "07 00 00 00")
    assert (told.phase, told.shift_open, told.number, told.last_document) == (3, True, number.decode(), 7)
    short = answered(storage.state(), "55 00 03 00 00 01 00 1A 0B 0F 0C 1E" + number.hex())
    assert short.last_document is None
    assert answered(storage.number(), "55 00" + number.hex()) == number.decode()
    assert answered(storage.expiry(), "55 00 1B 01 02 1C 02") == storage.Expiry(date(2027, 1, 2), 28, 2)
    assert answered(storage.version(), "55 00 66 6E 20 31") == "fn 1"
    assert answered(storage.begin_reading(7), "55 00 03 00 2C 01") == storage.StoredHead(3, 300)
    assert answered(storage.next_tag(), "55 00 1F 04 01 00 01") == b"\x1f\x04\x01\0\x01"


def test_a_document_of_the_storage() -> None:
    sale = answered(storage.document(7), "55 00 03 01 1A 0B 0F 0C 1E 07 00 00 00 78 56 34 12 01 20 4E 00 00 00")
    assert (sale.type, sale.with_ofd, sale.number, sale.sign) == (3, True, 7, 0x12345678)
    assert (sale.operation, sale.total) == (1, 20000)
    shift = answered(storage.document(6), "55 00 02 00 1A 0B 0F 0C 1E 06 00 00 00 78 56 34 12 0D 00")
    assert (shift.type, shift.operation, shift.total) == (2, None, None)


def test_a_registration() -> None:
    told = answered(
        storage.registration(),
        "55 00 1A 0B 0F 0C 1E" + b"7707083893  ".hex() + b"0000000001012345    ".hex() + "01 20 AA",
    )
    assert (told.inn, told.rnm, told.tax_systems) == ("7707083893", "0000000001012345", 1)
    assert (told.work_modes, told.rest) == (32, b"\xaa")


@pytest.mark.parametrize(
    ("code", "answer", "reply"),
    [
        (0x4A, "55 67 00", Reply(103, 0, b"\0")),
        (0x4A, "55 F6 03", Reply(246, 3, b"\x03")),
        (0x4A, "55 67", Reply(103, 0, b"")),
        (0x3F, "55 66 00", Reply(102, 0, b"\0")),
        (0xA5, "66", Reply(102, 0, b"")),
        (0x3F, "55 00 00", None),  # of another command
        (0x4A, "44 00", None),
        (0x45, "55 00", None),
        (0x4A, "55", None),
        (0xA5, "", None),
    ],
)
def test_replies(code: int, answer: str, reply: Reply | None) -> None:
    assert reply_to(code, bytes.fromhex(answer)) == reply


def test_a_reply_to_nobody() -> None:
    assert reply_of(b"\x55\0\0") == Reply(0, 0, b"\0")
    assert reply_of(b"\x44\0") is None


@pytest.mark.parametrize("request_", [state.state(), tables.last_document(), storage.document(1)])
def test_answers_that_are_too_short(request_: Request[Any]) -> None:
    with pytest.raises(ValueError, match=r"expected|decimal|value"):
        request_.read(b"")


def test_what_does_not_fit() -> None:
    with pytest.raises(ValueError, match="fit"):
        receipt.requisite(bytes(250))
    with pytest.raises(ValueError, match="takes"):
        printing.line("Ч" * 253)
    with pytest.raises(ValueError, match="fit"):
        printing.barcode_piece(b"", flagged=False)
    with pytest.raises(ValueError, match="fit"):
        printing.barcode(printing.Symbology.QR, bytes(101), align=printing.Align.LEFT, width=1)
    with pytest.raises(ValueError, match="fit"):
        printing.to_port(1, bytes(95))
    with pytest.raises(ValueError, match="field"):
        tables.write(tables.LINE_LENGTH, bytes(65))
    with pytest.raises(ValueError, match="Hz"):
        service.tone(0, 1)
