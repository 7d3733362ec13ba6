"""One of each command the driver can send, with an answer a register might give (after its error byte)."""

from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from typing import Any

from drivers.model.ffd import ReceiptType, TaxSystem
from drivers.shtrih.request import Request
from drivers.shtrih.requests import (
    archive,
    barcodes,
    correction,
    marking,
    notifications,
    old_receipt,
    parameters,
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

_MOMENT = "1a 0b 16 0e 05"
_FISCAL = "7b 00 00 00 e3 b4 de a3"  # ФД 123, ФП 2749281507
_INN_RNM = (b"7701234567  " + b"0000000000040613    ").hex()
_ITEM = receipt.Operation(
    kind=ReceiptType.SALE, quantity=Decimal(2), price=12345, vat=1, method=4, subject=1, name="Чай чёрный"
)
_OLD_ITEM = old_receipt.OldItem(quantity=Decimal("0.5"), price=100, department=1, taxes=(1,), name="Чай")
_CLOSING = receipt.Closing(payments=(20000, 10000), tax_system=TaxSystem.GENERAL)
_REQUISITES = registration.Requisites(
    inn="7701234567", rnm="0000000000040613", tax_systems=(TaxSystem.GENERAL,), work=registration.Work(0)
)
_CORRECTION = correction.Correction(
    kind=ReceiptType.SALE, by_order=False, total=100, payments=(100,), taxes=(17,), tax_system=TaxSystem.GENERAL
)
_DISCOUNTED = old_receipt.DiscountedItem(
    kind=ReceiptType.SALE, quantity=Decimal(1), price=100, discount=10, vat=1, texts=("Чай", "Скидка")
)
_PLACE = tables.Place(17, 1, 7)
_TEXT_40 = "de" * 40
_FULL = (
    "1e 43 33 98 02 15 01 1a 01 0c 00 82 02 04 00 80" + "00" * 7 + "16 0b 1a 0e 05 09 00 39 30 00 00 06 00 10 00 01 0b"
)
_FULL += "87 d6 12 00 00 00"
_PARAMETERS = (
    "08 00 c0 f7 3f 08 00 00 00 00 01 0c 0a 00 00 00 00 00 00 1e 00 00 00 00 06 ff 00 28 00 00 00 0d 0e 10 0a 1d"
)

EVERY: Mapping[str, tuple[Request[Any], str]] = {
    "10": (status.short_status(30), "1e 82 02 04 00 00 a0 d8 00 00 00 19 04 00"),
    "11": (status.full_status(30), _FULL),
    "FC": (status.device_type(), "00 00 01 10 fa 00 d8"),
    "6B": (status.error_text(0x45), "cd e5 f2"),
    "F7": (parameters.parameters(), _PARAMETERS),
    "13": (service.beep(30), "1e"),
    "14": (service.set_port(30, 0, service.PortSettings(115200, 100)), ""),
    "15": (service.port(30, 0), "06 64"),
    "16": (service.technological_reset(), ""),
    "21": (service.set_time(30, time(14, 5, 9)), ""),
    "22": (service.set_date(30, date(2026, 11, 22)), ""),
    "23": (service.confirm_date(30, date(2026, 11, 22)), ""),
    "26": (service.font(30, 1), "80 01 0c 18 07"),
    "2B": (service.stop_test(30), "1e"),
    "FE": (service.reboot(), ""),
    "12": (printing.bold_line(1, "ЧАЙ"), "1e"),
    "17": (printing.line(1, "ЧАЙ"), "1e"),
    "2F": (printing.line_in_font(1, "ЧАЙ", 2), "1e"),
    "18": (printing.document_header(1, "ЧАЙ", 12), "1e 0c 00"),
    "25": (printing.cut(1, printing.Cut.PARTIAL), "1e"),
    "28": (printing.open_drawer(1), "1e"),
    "29": (printing.feed(1, 3), "1e"),
    "52": (printing.header(1), "1e"),
    "53": (printing.end_of_document(1, advert=True), "1e"),
    "54": (printing.advert(1), "1e"),
    "B0": (printing.continue_printing(30), "1e"),
    "C2": (barcodes.ean_13(1, "460123456789"), "1e"),
    "CB": (barcodes.barcode(1, barcodes.Symbology.CODE_128, b"A1", height=50, bar_width=2), "1e"),
    "DD": (barcodes.load_block(1, 0, b"t=1"), "1e"),
    "DE": (
        barcodes.matrix(1, barcodes.Matrix.QR, 3, barcodes.qr_looks(dot=4, correction=1), align=barcodes.Align.CENTRE),
        "1e 00 00 00 00 00 a0 00 a0 00",
    ),
    "C0": (pictures.load_line(1, 1, bytes(40)), "1e"),
    "C1": (pictures.print_lines(1, 1, 2), "1e"),
    "C3": (pictures.print_extended(1, 1, 2), "1e"),
    "C4": (pictures.load_extended(1, 1, bytes(80)), "1e"),
    "C5": (pictures.print_line(1, bytes(40)), "1e"),
    "4D": (pictures.print_wide(1, 1, 2, tape=2), "1e"),
    "4E": (pictures.load_wide(1, 1, bytes(192), line_bytes=64), "1e"),
    "4F": (pictures.print_scaled(1, 1, 2), "1e"),
    "1A": (tables.money_register(30, 241), "1e 72 60 00 00 00 00"),
    "1B": (tables.operation_register(30, 152), "1e 0c 00"),
    "1E": (tables.write_number(30, _PLACE, 1, 1), ""),
    "1F": (tables.read_number(30, _PLACE), "00"),
    "24": (tables.initialise(30), ""),
    "2D": (tables.table_info(30, 17), _TEXT_40 + "01 00 47"),
    "2E": (tables.field_info(30, 17, 7), _TEXT_40 + "00 01 00 03"),
    "E0": (shift.open_shift(30), "1e"),
    "40": (shift.x_report(30), "1e"),
    "41": (shift.z_report(30), "1e"),
    "C6": (shift.z_report_to_buffer(30), "1e"),
    "50": (shift.deposit(30, 10000), "1e 0c 00"),
    "51": (shift.withdraw(30, 10000), "1e 0c 00"),
    "FF0B": (shift.open_in_storage(30), "07 00" + _FISCAL),
    "FF37": (shift.begin_settlement_state(30), ""),
    "FF38": (shift.settlement_state(30), _FISCAL + "02 00 00 00 1a 0b 16"),
    "FF41": (shift.begin_opening(30), ""),
    "FF42": (shift.begin_closing(30), ""),
    "FF43": (shift.close_in_storage(30), "07 00" + _FISCAL),
    "8D": (receipt.open_receipt(30, ReceiptType.SALE), "1e"),
    "88": (receipt.cancel(30), "1e"),
    "89": (receipt.subtotal(30), "1e 72 60 00 00 00"),
    "8C": (receipt.repeat_document(30), "1e"),
    "FF0C": (receipt.tag(30, bytes.fromhex("f0 03 06 00 61 40 62 2e 72 75")), ""),
    "FF45": (receipt.close(30, _CLOSING), "be 14 00 00 00" + _FISCAL),
    "FF46": (receipt.operation(30, _ITEM), ""),
    "FF4B": (receipt.receipt_discount(30, discount=1, surcharge=0, vat=1), ""),
    "FF4D": (receipt.item_tag(30, bytes.fromhex("3c 08 01 00 00")), ""),
    "FF64": (receipt.buffered_tags(30), ""),
    "FF76": (receipt.close_with_10_taxes(30, _CLOSING), "be 14 00 00 00" + _FISCAL),
    "FF7B": (receipt.close_with_12_taxes(30, _CLOSING), "be 14 00 00 00" + _FISCAL),
    "FF35": (correction.begin_correction(30), ""),
    "FF36": (correction.correct_total(30, ReceiptType.SALE, 100), "02 00" + _FISCAL),
    "FF4A": (correction.correct(30, _CORRECTION), "02 00" + _FISCAL),
    "80": (old_receipt.sell(30, ReceiptType.SALE, _OLD_ITEM), "1e"),
    "81": (old_receipt.sell(30, ReceiptType.PURCHASE, _OLD_ITEM), "1e"),
    "82": (old_receipt.sell(30, ReceiptType.SALE_RETURN, _OLD_ITEM), "1e"),
    "83": (old_receipt.sell(30, ReceiptType.PURCHASE_RETURN, _OLD_ITEM), "1e"),
    "84": (old_receipt.storno(30, _OLD_ITEM), "1e"),
    "85": (old_receipt.close(30, (100,)), "1e 00 00 00 00 00"),
    "86": (old_receipt.discount(30, 100), "1e"),
    "87": (old_receipt.surcharge(30, 100), "1e"),
    "8A": (old_receipt.discount_storno(30, 100), "1e"),
    "8B": (old_receipt.surcharge_storno(30, 100), "1e"),
    "8E": (old_receipt.close_with_16_payments(30, (100,)), "1e 00 00 00 00 00"),
    "FF0D": (old_receipt.discounted_operation(30, _DISCOUNTED), ""),
    "FF01": (storage.state(30), "03 00 00 01 00" + _MOMENT + b"9999078900000123".hex() + "7b 00 00 00"),
    "FF02": (storage.number(30), b"9999078900000123".hex()),
    "FF03": (storage.expiry(30), "1b 0b 16"),
    "FF04": (storage.version(30), b"fn_v_1_2        ".hex() + "01"),
    "FF07": (storage.reset_debug_storage(30), ""),
    "FF08": (storage.cancel_document(30), ""),
    "FF30": (storage.ofd_buffer(30), "10 01 f0"),
    "FF31": (storage.read_block(30, 0, 240), "01 02"),
    "FF32": (storage.begin_block(30, 500), "f0"),
    "FF33": (storage.write_block(30, 0, b"1"), ""),
    "FF39": (storage.ofd_state(30), "03 00 02 00 7a 00 00 00" + _MOMENT),
    "FF3F": (storage.unconfirmed(30), "02 00"),
    "FF40": (storage.shift(30), "01 07 00 02 00"),
    "FF62": (storage.synchronise(30), ""),
    "FF63": (storage.free_memory(30), "10 27 00 00 00 20 00 00"),
    "FF0A": (archive.find_document(30, 123), "03 00" + _MOMENT + _FISCAL),
    "FF3A": (archive.begin_document(30, 123), "03 00 2c 01"),
    "FF3B": (archive.next_piece(30), "01 02"),
    "FF3C": (archive.ticket(30, 123), "01 02"),
    "FF05": (registration.begin_registration(30, registration.Cause.REGISTRATION), ""),
    "FF06": (registration.register(30, _REQUISITES), _FISCAL),
    "FF09": (registration.result(30), _MOMENT + _INN_RNM + "01 00" + _FISCAL),
    "FF0E": (registration.registration_tag(30, 1, 1048), "18 04 01 00 de"),
    "FF34": (registration.change_registration(30, _REQUISITES, registration.Reason.SETTINGS), _FISCAL),
    "FF3D": (registration.begin_closing(30), ""),
    "FF3E": (registration.close_storage(30), _FISCAL),
    "FF4C": (registration.result_by_number(30, 1), _MOMENT + _INN_RNM + "01 00" + _FISCAL),
    "FF60": (registration.registration_tag_by_60(30, 1, 1048), "18 04 01 00 de"),
    "FF61": (marking.check_code(30, b"0104600000000000215", 1), "00 01 01 00"),
    "FF67": (marking.bind_code(30, b"0104600000000000215"), "44 4d 00"),
    "FF68": (notifications.state(30), "00 02 00 05 00 00 00" + _MOMENT + "0a"),
    "FF69": (marking.decide(30, marking.Decision.ACCEPT), ""),
    "FF70": (notifications.marking_state(30), "01 00 03 01 00 00 02 00"),
    "FF71": (notifications.begin_export(30), "02 00 05 00 00 00 40 01"),
    "FF72": (notifications.next_export_block(30), "05 00 00 00 40 01 00 00 02 00 de ad"),
    "FF73": (notifications.confirm_export(30, 5, 0x1234), ""),
}
