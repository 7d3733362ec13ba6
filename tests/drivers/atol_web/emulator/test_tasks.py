"""The tasks beside receipts: the shift, cash, the drawer, what the register tells, the archive, free printing."""

import pytest

from drivers.atol_web.emulator.quirks import Quirks
from drivers.emulation.fiscal.printed import Barcode, Picture
from tests.drivers.atol_web.emulator.shop import SALE, Shop, in_base64, sale, task


def test_a_day() -> None:
    shop = Shop().open()
    assert shop.refused(task("openShift")) == 83
    assert shop.result(task("cashIn", cashSum=500.5)) == {"counters": {"cashSum": 500.5}}
    assert shop.result(task("cashOut", cashSum=100)) == {"counters": {"cashSum": 400.5}}
    assert shop.refused(task("cashOut", cashSum=400.51)) == 80
    assert shop.refused(task("cashIn", cashSum=-1)) == 16
    assert shop.refused(task("cashIn")) == 8
    shop.result(SALE)
    totals = shop.result({"type": "getShiftTotals"})["shiftTotals"]
    assert totals["cashDrawer"] == {"sum": 550.5}
    assert (totals["income"], totals["outcome"]) == ({"count": 1, "sum": 500.5}, {"count": 1, "sum": 100.0})
    paid = {"cash": 150.0, "electronically": 50.0, "prepaid": 0.0, "credit": 0.0, "other": 0.0}
    assert totals["receipts"]["sell"] == {"count": 1, "sum": 200.0, "payments": paid}
    assert shop.result({"type": "getShiftStatus"})["shiftStatus"] == {
        "state": "opened", "number": 1, "expiredTime": "2026-11-16T15:30:00+03:00", "documentsCount": 1,
    }  # fmt: skip
    assert shop.result(task("reportX")) is None
    assert "НАЛИЧНЫЕ В КАССЕ" in shop.server.roll.documents[-1].text()
    closed = shop.result(task("closeShift"))["fiscalParams"]
    assert (closed["fiscalDocumentNumber"], closed["shiftNumber"], closed["receiptsCount"]) == (4, 1, 1)
    assert "total" not in closed
    assert shop.result({"type": "getShiftStatus"})["shiftStatus"]["state"] == "closed"


def test_the_drawer() -> None:
    shop = Shop()
    status = {"type": "getCashDrawerStatus"}
    assert shop.result(status) == {"cashDrawerStatus": {"cashDrawerOpened": False}, "counters": {"cashSum": 0.0}}
    assert shop.result({"type": "openCashDrawer"}) is None
    assert shop.server.pulses == [1]
    assert shop.result(status)["cashDrawerStatus"] == {"cashDrawerOpened": True}


def test_what_it_is() -> None:
    shop = Shop(ffd="1.2", tax_systems=0b11)
    info = shop.result({"type": "getDeviceInfo"})["deviceInfo"]
    assert (info["ffdVersion"], info["serial"], info["receiptLineLength"]) == ("1.2", "00106129000001", 48)
    fn = shop.result({"type": "getFnInfo"})["fnInfo"]
    assert (fn["serial"], fn["livePhase"], fn["numberOfRegistrations"]) == ("9999078900001111", "fiscalMode", 1)
    registered = shop.result({"type": "getRegistrationInfo"})
    assert registered["organization"]["taxationTypes"] == ["osn", "usnIncome"]
    assert registered["device"]["registrationNumber"] == shop.till.rnm
    assert shop.result({"type": "getFnStatus"})["fnStatus"]["fiscalDocumentNumber"] == 1


def test_how_it_is() -> None:
    shop = Shop()
    status = shop.result({"type": "getDeviceStatus"})["deviceStatus"]
    assert (status["shift"], status["paperPresent"], status["coverOpened"]) == ("closed", True, False)
    assert status["currentDateTime"] == "2026-11-15T15:30:00+03:00"
    shop.server.switch("paper", on=False)
    shop.server.switch("cover_open", on=True)
    status = shop.result({"type": "getDeviceStatus"})["deviceStatus"]
    assert (status["paperPresent"], status["coverOpened"]) == (False, True)


def test_the_operator_of_the_office() -> None:
    shop = Shop()
    told = shop.result({"type": "ofdExchangeStatus"})
    assert (told["status"]["notSentCount"], told["warnings"]) == (0, {"dataForSendIsEmpty": True})
    shop.open()
    shop.result(sale())
    told = shop.result({"type": "ofdExchangeStatus"})["status"]
    assert (told["notSentCount"], told["notSentFirstDocNumber"]) == (2, 2)
    report = shop.result(task("reportOfdExchangeStatus"))
    assert report["fiscalParams"]["fiscalDocumentNumber"] == 4
    assert report["status"]["notSentCount"] == 3
    assert shop.till.storage.documents[-1].form == 21
    shop.till.storage.send()
    assert shop.result({"type": "ofdExchangeStatus"})["status"]["notSentCount"] == 0


def test_the_clock() -> None:
    shop = Shop()
    shop.result({"type": "setDateTime", "dateTime": "2026.11.15 18:00:05"})
    assert shop.result({"type": "getDeviceStatus"})["deviceStatus"]["currentDateTime"] == "2026-11-15T18:00:05+03:00"
    assert shop.refused({"type": "setDateTime", "dateTime": "15.11.2026 18:00"}) == 77
    assert shop.refused({"type": "setDateTime", "dateTime": "2026.11.15 10:00:00"}) == 36


def test_a_document_read_back() -> None:
    shop = Shop().open()
    made = shop.result(SALE)["fiscalParams"]
    asked = {"type": "getFnDocument", "fiscalDocumentNumber": 3}
    told = shop.result(asked)
    assert list(told) == ["documentTLV"]
    document = told["documentTLV"]
    assert (document["fiscalDocumentType"], document["short"]) == ("receipt", False)
    assert document["qr"].endswith(f"&fp={made['fiscalDocumentSign']}&n=1")
    assert (document["1020"], document["1031"], document["1054"], document["1040"]) == (200.0, 150.0, 1, 3)
    assert (document["1077"], document["1012"]) == (made["fiscalDocumentSign"], made["fiscalDocumentDateTime"])
    assert document["1059"] == [
        {"1030": "Чай", "1079": 100.0, "1023": 2.0, "1043": 200.0, "1199": 6, "1214": 4, "1212": 1, "1197": "piece"}
    ]
    raw = shop.result({**asked, "withRawData": True})["rawData"]
    assert bytes.fromhex(raw) == shop.till.storage.documents[-1].tlv
    assert shop.refused({**asked, "fiscalDocumentNumber": 4}) == 123
    assert shop.result({**asked, "fiscalDocumentNumber": 2})["documentTLV"]["fiscalDocumentType"] == "openShift"


def test_copies() -> None:
    shop = Shop()
    assert shop.refused(task("printLastReceiptCopy")) == 123
    shop.open()
    shop.result(SALE)
    shop.result(task("reportX"))
    shop.result(task("printLastReceiptCopy"))
    copy, receipt = shop.server.roll.documents[-1], shop.server.roll.documents[-3]
    assert copy.rows[0].strip() == "КОПИЯ ДОКУМЕНТА"
    assert copy.rows[1:] == receipt.rows
    shop.result({"type": "printFnDocument", "fiscalDocumentNumber": 2})
    assert "ОТКРЫТИИ СМЕНЫ" in shop.server.roll.documents[-1].text()
    assert shop.refused({"type": "printFnDocument", "fiscalDocumentNumber": 20}) == 123


def test_free_printing() -> None:
    shop = Shop(width=20)
    shop.server.register.pictures[2] = logo = Picture(8, (b"\xff",))
    shop.result(
        task(
            "nonFiscal",
            items=[
                {"type": "text", "text": "лево"},
                {"type": "text", "text": "центр", "alignment": "center"},
                {"type": "text", "text": "право", "alignment": "right"},
                {"type": "text", "text": "слово за словом и ещё одно", "wrap": "words"},
                {"type": "text", "text": "х" * 25, "wrap": "chars"},
                {"type": "text", "text": "х" * 25},
                {"type": "text", "text": "широко широко", "doubleWidth": True, "wrap": "words"},
                {"type": "text"},
                {"type": "barcode", "barcode": "4601234567893", "barcodeType": "EAN13"},
                {"type": "pixels", "pixels": in_base64(b"\0\1\1\0"), "width": 2, "scale": 200},
                {"type": "pictureFromMemory", "pictureNumber": 2},
            ],
        )
    )
    roll = shop.server.roll
    assert roll.lines == [
        "лево", "       центр", "               право", "слово за словом и", "ещё одно", "х" * 20, "х" * 5, "х" * 20,
        "широко", "широко", "",
    ]  # fmt: skip
    assert roll.barcodes == [Barcode("EAN13", "4601234567893")]
    assert roll.pictures == [Picture(4, (b"\x0c", b"\x0c", b"\x03", b"\x03")), logo]
    assert len(roll.cuts) == 1


@pytest.mark.parametrize(
    ("item", "code"),
    [
        ({"type": "barcode", "barcode": "1", "barcodeType": "QRCODE"}, 157),
        ({"type": "barcode", "barcodeType": "QR"}, 8),
        ({"type": "pictureFromMemory", "pictureNumber": 1}, 51), ({"type": "pixels", "pixels": "AAA=", "width": 3}, 13),
        ({"type": "pixels", "pixels": "?", "width": 3}, 13), ({"type": "song"}, 13), ({"text": "a"}, 8),
        ({"type": "text", "text": "a", "alignment": "middle"}, 13), ({"type": "text", "text": 5}, 7),
    ],
)  # fmt: skip
def test_what_is_not_printed(item: dict[str, object], code: int) -> None:
    shop = Shop()
    assert shop.refused(task("nonFiscal", items=[item])) == code
    assert not shop.server.roll.printed


def test_texts_around_a_receipt() -> None:
    shop = Shop().open()
    before, after = {"type": "text", "text": "ДОБРО ПОЖАЛОВАТЬ"}, {"type": "text", "text": "СПАСИБО"}
    between = {"type": "barcode", "barcode": "12345"}
    shop.result(sale(preItems=[before], postItems=[after], items=[*sale()["items"], between]))  # type: ignore[misc]
    rows = [row.strip() for row in shop.server.roll.documents[-1].rows if row]
    assert rows[0] == "ДОБРО ПОЖАЛОВАТЬ"
    assert rows[-1] == "СПАСИБО"
    total = next(at for at, row in enumerate(rows) if row.startswith("ИТОГ"))
    assert rows[total - 1] == "[QR 12345]"


def test_reports() -> None:
    shop = Shop()
    assert shop.result(task("reportDepartments")) is None
    assert shop.result(task("reportFnRegistrations")) is None
    assert shop.till.rnm in shop.server.roll.documents[-1].text()
    assert shop.refused(task("nonFiscal")) == 8


def test_a_document_of_tags_alone() -> None:
    shop = Shop(quirks=Quirks(tlv_names=False)).open()
    told = shop.result({"type": "getFnDocument", "fiscalDocumentNumber": 2})["documentTLV"]
    assert all(name.isdigit() for name in told)
