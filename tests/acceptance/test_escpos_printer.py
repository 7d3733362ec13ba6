"""PrintDocument to an ESC/POS printer at a TCP port: the emulator shares no code with the driver."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import zxingcpp

from drivers.escpos.emulator.tcp import TcpEmulator
from drivers.model.document import TextLine
from drivers.printing.layout import lay_out
from drivers.printing.page import Paper, TextRow
from tests.acceptance.elsewhere import Elsewhere
from tests.live import live

ROWS: list[dict[str, Any]] = [
    {"BarCode": {"BarcodeType": "PDF417", "Barcode": "12345DFG Proba pera, Print barcode 1234567890"}},
    {"PrintText": {"Text": '>#2#<ООО "Рога и копыта"', "Font": 1}},
    {"PrintText": {"Text": "Пример №1 печати поля:<#16#>154,41"}},
    {"PrintText": {"Text": "Шрифт № 1", "Font": 1, "Intensity": 15}},
    {"PrintText": {"Text": "<<->>"}},
    {
        "PrintText": {
            "Text": "Мелкий текст, который длиннее строки и потому переходит на следующую, и ещё раз",
            "Font": 4,
        }
    },
    {"BarCode": {"BarcodeType": "EAN13", "Barcode": "1254789547853"}},
    {"BarCode": {"BarcodeType": "CODE128", "Barcode": "Lager 12-34"}},
    {"BarCode": {"BarcodeType": "CODE39", "Barcode": "BOX-42"}},
    {"BarCode": {"BarcodeType": "QR", "Barcode": "https://example.org/товар?id=1"}},
]
CODES = {
    ("PDF417", "12345DFG Proba pera, Print barcode 1234567890"),
    ("EAN13", "1254789547853"),
    ("Code128", "Lager 12-34"),
    ("Code39", "BOX-42"),
    ("QRCode", "https://example.org/товар?id=1"),
}


@pytest.fixture
def elsewhere() -> Iterator[Elsewhere]:
    with Elsewhere() as found:
        yield found


def config(printer: TcpEmulator, barcodes: str = "auto") -> str:
    return f"""
[[devices]]
number = 2
name = "Чековый принтер"
driver = "escpos"
connection = "{printer.connection}"
barcodes = "{barcodes}"
"""


@pytest.mark.parametrize("barcodes", ["auto", "raster"])
def test_codes_and_text_reach_the_paper(tmp_path: Path, elsewhere: Elsewhere, barcodes: str) -> None:
    printer = elsewhere.enter(TcpEmulator())
    with live(tmp_path, config(printer, barcodes)) as server:
        answer = server.post({"Command": "PrintDocument", "IdCommand": "doc-1", "CheckStrings": ROWS})
        assert (answer["Status"], answer["Error"], answer["NumDevice"]) == (0, "", 2)
        repeat = server.post({"Command": "PrintDocument", "IdCommand": "doc-1", "CheckStrings": ROWS})
        assert repeat == answer

    (document,) = printer.documents
    assert printer.notes == []
    assert printer.machine.idle
    assert len(printer.machine.roll.cuts) == 1
    found = zxingcpp.read_barcodes(document.image())
    assert {(code.format.name, code.text) for code in found} == CODES

    texts = [TextLine(row["PrintText"]["Text"], row["PrintText"].get("Font", 0)) for row in ROWS if "PrintText" in row]
    expected = [block.text for block in lay_out(texts, Paper()) if isinstance(block, TextRow)]
    assert [row for row in document.rows if row.strip()] == expected


def test_a_printer_that_is_off(tmp_path: Path, elsewhere: Elsewhere) -> None:
    printer = elsewhere.enter(TcpEmulator())
    elsewhere.wait(printer.switch("power", on=False))
    with live(tmp_path, config(printer)) as server:
        command = {"Command": "PrintDocument", "IdCommand": "doc-1", "CheckStrings": ROWS[1:2]}
        answer = server.post(command)
        assert answer["Status"] == 2
        assert "Нет связи" in answer["Error"]
        elsewhere.wait(printer.switch("power", on=True))
        for _ in range(2):
            assert server.post(command)["Status"] == 0  # nothing had been sent, so the repeat may run
    assert len(printer.documents) == 1
