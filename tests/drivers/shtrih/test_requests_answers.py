"""Layouts of answers that have no captured bytes: what stands where. Source: spec/shtrih-m.md 3, offsets of a body."""

from datetime import date, datetime

import pytest

from drivers.model.ffd import ReceiptType
from drivers.shtrih.requests import (
    archive,
    barcodes,
    correction,
    marking,
    notifications,
    parameters,
    registration,
    service,
    shift,
    status,
    storage,
    tables,
)
from drivers.shtrih.requests.status import Mode

_INN_RNM = b"7701234567  " + b"0000000000040613    "
_MOMENT = bytes.fromhex("1a 0b 16 0e 05")
_TIME = datetime.fromisoformat("2026-11-22 14:05")
_FISCAL = bytes.fromhex("7b 00 00 00 e3 b4 de a3")


def _short(mode: int, submode: int = 0, tail: str = "19 04 00") -> status.ShortStatus:
    data = bytes.fromhex("1e 02 0c") + bytes([mode, submode]) + bytes.fromhex("07 a0 d8 00 00 01" + tail)
    return status.short_status(30).read(data)


@pytest.mark.parametrize(
    ("mode", "receipt"),
    [
        (0x08, ReceiptType.SALE),
        (0x18, ReceiptType.PURCHASE),
        (0x28, ReceiptType.SALE_RETURN),
        (0x38, ReceiptType.PURCHASE_RETURN),
        (0x48, None),
        (0x02, None),
        (0x12, None),
    ],
)
def test_kind_of_the_open_receipt(mode: int, receipt: ReceiptType | None) -> None:
    assert _short(mode).receipt is receipt


def test_operations_are_two_bytes_apart() -> None:
    told = _short(0x08)
    assert told.operations == 0x0107
    assert told.cover_open
    assert told.drawer_open


@pytest.mark.parametrize("mode", range(256))
def test_every_mode_byte_is_read(mode: int) -> None:
    told = _short(mode)
    assert (told.mode, told.status) == (mode & 0x0F, mode >> 4)


@pytest.mark.parametrize(
    ("tail", "temperature", "result"),
    [("19 04 02", 25, 2), ("ff ff ff 01", None, 1), ("ff ff ff 77", None, None), ("", None, None), ("19", None, None)],
)
def test_what_ends_the_short_status(tail: str, temperature: int | None, result: int | None) -> None:
    told = _short(0x02, tail=tail)
    assert (told.temperature, told.print_result) == (temperature, result)


@pytest.mark.parametrize("submode", [0, 1, 2, 3, 4, 5, 9])
def test_submodes(submode: int) -> None:
    told = _short(0x02, submode)
    assert told.no_paper == (submode in (1, 2))
    assert told.printing == (submode in (4, 5))


def _full(mode: int = 0x02, inn: int = 0xFFFFFFFFFFFF, serial: int = 0xFFFFFFFF) -> status.FullStatus:
    data = b"\x1eC3" + (664).to_bytes(2, "little") + bytes([21, 1, 26]) + bytes([3]) + (513).to_bytes(2, "little")
    data += (0x0282).to_bytes(2, "little") + bytes([mode, 5, 128]) + b"\xaa" * 7 + bytes([22, 11, 26, 14, 5, 9, 0])
    data += serial.to_bytes(4, "little") + (6).to_bytes(2, "little") + (100).to_bytes(2, "little") + bytes([1, 11])
    return status.full_status(30).read(data + inn.to_bytes(6, "little"))


def test_full_status() -> None:
    told = _full(inn=7701234567, serial=48485)
    assert (told.firmware, told.build, told.firmware_date) == ("C.3", 664, date(2026, 1, 21))
    assert (told.hall_number, told.document, told.port, told.submode) == (3, 513, 128, 5)
    assert told.time == datetime.fromisoformat("2026-11-22 14:05:09")
    assert (told.serial, told.inn, told.last_closed_shift, told.free_records) == ("48485", "7701234567", 6, 100)
    assert (told.registrations, told.registrations_left) == (1, 11)


@pytest.mark.parametrize(("mode", "shift_number"), [(0x02, 7), (0x03, 7), (0x28, 7), (0x04, 6)])
def test_number_of_the_shift(mode: int, shift_number: int) -> None:
    assert _full(mode).shift == shift_number


@pytest.mark.parametrize(
    ("inn", "text"),
    [
        (0xFFFFFFFFFFFF, ""),
        (0, ""),
        (77012345, "0077012345"),
        (500100732259, "500100732259"),
        (10100732259, "010100732259"),
    ],
)
def test_inn_is_filled_up(inn: int, text: str) -> None:
    assert _full(inn=inn).inn == text


def test_number_that_is_not_set() -> None:
    assert _full().serial == ""


def test_a_clock_that_shows_nonsense_has_no_time() -> None:
    data = bytearray(46)
    assert status.full_status(30).read(bytes(data)).time is None


def test_defaults_where_parameters_are_zero() -> None:
    told = parameters.parameters().read(bytes(28))
    assert (told.longest_command, told.line_bytes, told.wide_lines) == (255, 40, 0)
    assert told == parameters.Parameters(first_graphics_line=0, system_password=0)


def test_fonts() -> None:
    font = service.font(30, 1).read(bytes.fromhex("80 01 0c 18 07"))
    assert font == service.Font(width=384, character_width=12, character_height=24, fonts=7)
    assert font.characters == 32
    assert service.Font(0, 0, 0, 0).characters == 0


@pytest.mark.parametrize(
    ("code", "milliseconds"),
    [(0, 0), (50, 50), (150, 150), (151, 300), (152, 450), (249, 15_000), (250, 30_000), (255, 105_000)],
)
def test_byte_timeouts(code: int, milliseconds: int) -> None:
    assert service.timeout_of(code) == milliseconds
    assert service.timeout_code(milliseconds) == code


@pytest.mark.parametrize(("milliseconds", "code"), [(151, 151), (15_001, 250)])
def test_a_timeout_between_two_is_the_longer(milliseconds: int, code: int) -> None:
    assert service.timeout_code(milliseconds) == code


def test_port_settings() -> None:
    assert service.port(30, 0).read(b"\x06\x64") == service.PortSettings(115200, 100)
    assert service.port(30, 0).read(b"\x63\x97") == service.PortSettings(0, 300)


def test_field_of_a_number() -> None:
    name = "Rus не печатать документ".encode("cp1251").ljust(40, b"\0")
    told = tables.field_info(30, 17, 7).read(name + bytes([0, 1, 0, 3]))
    assert told == tables.FieldInfo(
        name="Rus не печатать документ", type=tables.FieldType.NUMBER, size=1, least=0, most=3
    )


def test_field_of_a_number_of_four_bytes() -> None:
    limits = (1).to_bytes(4, "little") + (99_999_999).to_bytes(4, "little")
    told = tables.field_info(30, 2, 1).read(bytes(40) + bytes([0, 4]) + limits)
    assert (told.size, told.least, told.most) == (4, 1, 99_999_999)


@pytest.mark.parametrize("limits", [b"", b"\0\0"])
def test_field_of_a_text_with_and_without_limits(limits: bytes) -> None:
    told = tables.field_info(30, 25, 1).read(b"1048".ljust(40, b"\0") + bytes([1, 0x80]) + limits)
    assert told == tables.FieldInfo(name="1048", type=tables.FieldType.TEXT, size=128)


def test_table() -> None:
    told = tables.table_info(30, 17).read(b"A".ljust(40, b"\0") + bytes([1, 0, 71]))
    assert told == tables.TableInfo(name="A", rows=1, fields=71)


def test_values_of_tables() -> None:
    place = tables.Place(2, 30, 2)
    assert tables.read_text(30, place).read("СИСТ. АДМИН.".encode("cp1251").ljust(21, b"\0")) == "СИСТ. АДМИН."
    assert tables.read_number(30, place).read(bytes.fromhex("1e 00 00 00")) == 30
    assert tables.read(30, place).read(b"\x01\x02") == b"\x01\x02"


def test_shift_documents_with_and_without_time() -> None:
    data = b"\x07\x00" + _FISCAL
    plain = shift.ShiftDocument(shift=7, document=123, sign=2749281507)
    assert shift.open_in_storage(30).read(data) == plain
    assert shift.close_in_storage(30).read(data + _MOMENT).time == _TIME


def test_settlement_state() -> None:
    told = shift.settlement_state(30).read(_FISCAL + bytes.fromhex("02 00 00 00 1a 0b 16") + _MOMENT)
    assert told == shift.SettlementState(
        document=123, sign=2749281507, unconfirmed=2, since=date(2026, 11, 22), time=_TIME
    )
    none = shift.settlement_state(30).read(_FISCAL + bytes(7))
    assert (none.unconfirmed, none.since, none.time) == (0, None, None)


def test_an_answer_of_deposit_without_a_number_is_no_failure() -> None:
    assert shift.deposit(30, 1).read(b"\x1e") == 0


def test_corrections() -> None:
    told = correction.correct_total(30, ReceiptType.SALE, 1).read(b"\x02\x00" + _FISCAL + _MOMENT)
    assert told == correction.Corrected(receipt=2, document=123, sign=2749281507, time=_TIME)


def test_expiry_in_both_lengths() -> None:
    assert storage.expiry(30).read(b"\x1b\x0b\x16") == storage.Expiry(date(2027, 11, 22))
    assert storage.expiry(30).read(b"\x1b\x0b\x16\x0b\x01") == storage.Expiry(date(2027, 11, 22), 11, 1)


def test_a_new_storage_has_no_documents() -> None:
    told = storage.state(30).read(bytes([1, 0, 0, 0, 0]) + bytes(5) + b"9999078900000123" + bytes(4))
    assert (told.life, told.time, told.last_document) == (storage.Life.CONFIGURED, None, 0)


def test_state_of_the_exchange() -> None:
    told = storage.ofd_state(30).read(bytes.fromhex("05 01 02 00 7a 00 00 00") + _MOMENT)
    assert told.exchange == storage.Exchange.CONNECTED | storage.Exchange.WAITING_FOR_TICKET
    assert (told.reading, told.queue, told.first_document, told.first_time) == (True, 2, 122, _TIME)


_HEAD = b"\x01" + _MOMENT + _FISCAL


@pytest.mark.parametrize(
    ("form", "rest", "details"),
    [
        (3, "02 72 60 00 00 00", archive.FoundReceipt(2, 24690)),
        (3, "02 72 60 00 00", archive.FoundReceipt(2, 24690)),
        (31, "01 64 00 00 00 00", archive.FoundReceipt(1, 100)),
        (3, "02", None),
        (2, "07 00", archive.FoundShift(7)),
        (5, "07 00", archive.FoundShift(7)),
        (1, _INN_RNM.hex() + "01 20", archive.FoundRegistration(
            inn="7701234567", rnm="0000000000040613", tax_systems=1, modes=0x20
        )),
        (11, _INN_RNM.hex() + "01 20 04", archive.FoundRegistration(
            inn="7701234567", rnm="0000000000040613", tax_systems=1, modes=0x20, reason=4
        )),
        (6, _INN_RNM.hex(), archive.FoundRegistration(inn="7701234567", rnm="0000000000040613")),
        (21, "02 00 00 00", None),
    ],
)  # fmt: skip
def test_documents_by_form(form: int, rest: str, details: object) -> None:
    told = archive.find_document(30, 123).read(bytes([form]) + _HEAD + bytes.fromhex(rest))
    assert (told.form, told.confirmed, told.time, told.number, told.sign) == (form, True, _TIME, 123, 2749281507)
    assert told.details == details


def test_a_document_without_a_date_is_nonsense() -> None:
    with pytest.raises(ValueError, match="date"):
        archive.find_document(30, 123).read(bytes([3, 0]) + bytes(5) + _FISCAL + bytes(6))


def test_registration_of_the_ffd_1_05() -> None:
    told = registration.result(30).read(_MOMENT + _INN_RNM + b"\x01\x20" + _FISCAL)
    assert told == registration.RegistrationResult(
        time=_TIME,
        inn="7701234567",
        rnm="0000000000040613",
        tax_systems=1,
        work=registration.Work.INTERNET,
        document=123,
        sign=2749281507,
    )


def test_change_of_registration_of_the_ffd_1_05() -> None:
    told = registration.result_by_number(30, 2).read(_MOMENT + _INN_RNM + b"\x01\x20\x04" + _FISCAL)
    assert (told.reason, told.document, told.sign) == (4, 123, 2749281507)


@pytest.mark.parametrize("tail", [b"", _MOMENT])
def test_registration_of_the_ffd_1_2(tail: bytes) -> None:
    data = _MOMENT + _INN_RNM + b"\x01\x20\x10" + b"7728699517  " + (64).to_bytes(4, "little") + _FISCAL
    told = registration.result(30).read(data + tail)
    assert (told.extended, told.ofd_inn, told.reason) == (16, "7728699517", 64)
    assert (told.document, told.sign) == (123, 2749281507)


def test_documents_of_registration() -> None:
    assert registration.close_storage(30).read(_FISCAL) == registration.Registered(document=123, sign=2749281507)
    assert registration.close_storage(30).read(_FISCAL + _MOMENT).time == _TIME


def test_code_check_without_a_server() -> None:
    told = marking.check_code(30, b"code", 1).read(bytes.fromhex("03 00 01 00"))
    assert told == marking.CodeCheck(local=marking.Result.CHECKED | marking.Result.POSITIVE, reason=0, code_type=1)


def test_code_check_whose_server_is_silent() -> None:
    told = marking.check_code(30, b"code", 1).read(bytes.fromhex("03 00 01 01 ff"))
    assert told.timed_out
    assert (told.storage_code, told.result, told.server) == (0xFF, None, b"")


def test_code_check_that_says_why_it_was_not_made() -> None:
    told = marking.check_code(30, b"code", 1).read(bytes.fromhex("03 00 01 02 20 07"))
    assert (told.storage_code, told.server_reason, told.result) == (0x20, 7, None)


def test_bound_codes() -> None:
    request = marking.bind_code(30, b"code")
    assert request.read(bytes.fromhex("44 4d 03")) == marking.Bound(marking.CodeKind.GS1_DATA_MATRIX, 3)
    checked = request.read(bytes.fromhex("44 4d 03 03 00 01 02 00 0f"))
    assert checked.check is not None
    assert checked.check.result == marking.Result(0x0F)
    assert request.read(b"") == marking.Bound(marking.CodeKind.UNKNOWN, 0)


@pytest.mark.parametrize(("data", "result"), [(b"", None), (b"\x0f", marking.Result(0x0F))])
def test_accepted_codes(data: bytes, result: marking.Result | None) -> None:
    assert marking.decide(30, marking.Decision.ACCEPT).read(data) == result


def test_notifications() -> None:
    told = notifications.state(30).read(bytes.fromhex("01 02 00 05 00 00 00") + _MOMENT + b"\x0a")
    assert told == notifications.Notifications(state=1, queue=2, number=5, time=_TIME, fill=10)
    state = notifications.marking_state(30).read(bytes.fromhex("01 02 03 04 05 00 07 00"))
    assert state == notifications.MarkingState(
        check=1, notification=2, commands=3, saved=4, notified=5, storage=0, queue=7
    )


@pytest.mark.parametrize("block", ["02 00 de ad", "de ad"])
def test_export_with_and_without_a_length(block: str) -> None:
    told = notifications.next_export_block(30).read(bytes.fromhex("05 00 00 00 40 01 80 00" + block))
    assert told == notifications.ExportBlock(number=5, size=320, offset=128, data=b"\xde\xad")


def test_sizes_of_codes_on_paper() -> None:
    looks = barcodes.qr_looks(dot=4, correction=1)
    request = barcodes.matrix(1, barcodes.Matrix.QR, 3, looks, align=barcodes.Align.CENTRE)
    assert request.read(b"\x1e") == barcodes.Drawn(0, 0)
    assert request.read(bytes.fromhex("1e 00 00 00 00 00 a0 00 b0 00")) == barcodes.Drawn(160, 176)


def test_mode_names_cover_the_nibble() -> None:
    assert {int(mode) for mode in Mode} == set(range(16))
