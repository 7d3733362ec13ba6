"""PrintDocument to an ESC/POS printer that is a TCP listener, read by an interpreter that shares no code with us."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import zxingcpp

from drivers.model.document import TextLine
from drivers.printing.layout import lay_out
from drivers.printing.page import Paper, TextRow
from tests.escpos_paper import interpret
from tests.live import free_port, live

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


@contextmanager
def listener(port: int = 0) -> Iterator[tuple[int, list[bytes]]]:
    """A printer on `port`, 0 = a free one; the bytes of each job as its connection ends."""
    jobs: list[bytes] = []
    with socket.create_server(("127.0.0.1", port)) as server:

        def serve() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    job = b""
                    while chunk := connection.recv(65536):
                        job += chunk
                if job:  # a status question sends nothing
                    jobs.append(job)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield server.getsockname()[1], jobs
        server.shutdown(socket.SHUT_RDWR)
    thread.join(5)


@pytest.mark.parametrize("barcodes", ["auto", "raster"])
def test_codes_and_text_reach_the_paper(tmp_path: Path, barcodes: str) -> None:
    with listener() as (port, jobs):
        config = f"""
[[devices]]
number = 2
name = "Чековый принтер"
driver = "escpos"
connection = "tcp://127.0.0.1:{port}"
barcodes = "{barcodes}"
"""
        with live(tmp_path, config) as server:
            answer = server.post({"Command": "PrintDocument", "IdCommand": "doc-1", "CheckStrings": ROWS})
            assert (answer["Status"], answer["Error"], answer["NumDevice"]) == (0, "", 2)
            repeat = server.post({"Command": "PrintDocument", "IdCommand": "doc-1", "CheckStrings": ROWS})
            assert repeat == answer

    assert len(jobs) == 1
    paper = interpret(jobs[0])
    assert paper.unknown == []
    assert paper.ended_clean
    assert len(paper.cuts) == 1
    found = zxingcpp.read_barcodes(paper.image().convert("L"))
    assert {(code.format.name, code.text) for code in found} == CODES

    texts = [TextLine(row["PrintText"]["Text"], row["PrintText"].get("Font", 0)) for row in ROWS if "PrintText" in row]
    expected = [block.text for block in lay_out(texts, Paper()) if isinstance(block, TextRow)]
    printed = [row.rstrip() for row in paper.rows if row.strip()]
    captions = {"1254789547853", "Lager 12-34", "BOX-42"}
    assert [row for row in printed if row.strip() not in captions] == expected


def test_a_printer_that_is_off(tmp_path: Path) -> None:
    port = free_port()
    config = f'[[devices]]\nnumber = 2\nname = "П"\ndriver = "escpos"\nconnection = "tcp://127.0.0.1:{port}"\n'
    with live(tmp_path, config) as server:
        command = {"Command": "PrintDocument", "IdCommand": "doc-1", "CheckStrings": ROWS[1:2]}
        answer = server.post(command)
        assert answer["Status"] == 2
        assert answer["Error"]
        with listener(port) as (_, jobs):
            assert server.post(command)["Status"] == 0  # nothing had been sent, so the repeat may run
    assert len(jobs) == 1
