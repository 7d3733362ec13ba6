"""`POST /preview` and then the same document on paper: dot for dot, where the dots are ours."""

import base64
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from drivers.escpos.emulator.tcp import TcpEmulator
from drivers.labels.emulator.paper import picture
from drivers.labels.emulator.tcp import TcpLabelPrinter
from tests.acceptance.elsewhere import Elsewhere
from tests.live import LiveServer
from tests.pictures import LOGO_PNG

CONFIG = """
[[devices]]
number = {number}
name = "Принтер {number}"
driver = "{driver}"
connection = "{connection}"
barcodes = "{barcodes}"
"""
TEMPLATE = Path(__file__).parents[2] / "config" / "templates" / "price.toml"
MARGIN, CUT = 24, 24  # dots: white around every preview; the end of a receipt's, which shows the cut
CODES = [
    ("PDF417", "Proba pera 12345"),
    ("EAN13", "460000000000"),
    ("CODE128", "Lager 12-34"),
    ("CODE39", "BOX-42"),
    ("QR", "https://example.org/товар?id=1"),
    ("DATAMATRIX", "Честный знак"),
    ("AZTEC", "Aztec 1"),
]
DRAWN: list[dict[str, Any]] = [
    {"PrintImage": {"Image": base64.b64encode(LOGO_PNG).decode()}},
    *({"BarCode": {"BarcodeType": kind, "Barcode": content}} for kind, content in CODES),
]
WIDTH, HEIGHT = 464, 320  # dots of a label
FIELDS = {"name": "Чай чёрный байховый «Утро», 100 г", "price": "1299.90", "old": "1499", "barcode": "4600000000008"}


class Shop:
    def __init__(self, folder: Path, elsewhere: Elsewhere) -> None:
        (folder / "templates").mkdir()
        (folder / "templates" / "price.toml").write_bytes(TEMPLATE.read_bytes())
        self.receipts = elsewhere.enter(TcpEmulator())
        self.labels = {name: elsewhere.enter(TcpLabelPrinter(name)) for name in ("zpl", "tspl", "epl2", "cpcl")}
        config = CONFIG.format(number=1, driver="escpos", connection=self.receipts.connection, barcodes="raster")
        config += "line_spacing = 24\n"  # otherwise it is the printer's own, which nobody knows
        for number, (name, printer) in enumerate(self.labels.items(), 2):
            config += CONFIG.format(number=number, driver=name, connection=printer.connection, barcodes="raster")
        # What is native in "auto" mode has to come out the same.
        config += CONFIG.format(number=6, driver="zpl", connection=self.labels["zpl"].connection, barcodes="auto")
        config += CONFIG.format(number=7, driver="tspl", connection=self.labels["tspl"].connection, barcodes="auto")
        self.server = LiveServer(folder, config)

    def preview(self, number: int, **document: Any) -> Image.Image:
        answer = self.server.client.post("/preview", json=self._command(number, document))
        assert answer.status_code == 200, answer.text
        return Image.open(io.BytesIO(answer.content)).convert("L")

    def send(self, number: int, **document: Any) -> None:
        answer = self.server.post(self._command(number, document))
        assert (answer["Status"], answer["Error"]) == (0, "")

    def _command(self, number: int, document: dict[str, Any]) -> dict[str, Any]:
        return {"Command": "PrintDocument", "NumDevice": number, **document}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with Elsewhere() as elsewhere:
        found = Shop(tmp_path_factory.mktemp("preview"), elsewhere)
        with found.server:
            yield found


def test_a_receipt(shop: Shop) -> None:
    seen = shop.preview(1, CheckStrings=DRAWN)
    assert shop.receipts.documents == []
    shop.send(1, CheckStrings=DRAWN)
    (document,) = shop.receipts.documents
    dots = document.bitmap()
    paper = Image.frombytes("1", (dots.width, dots.height), dots.data, "raw", "1;I").convert("L")
    assert seen.size == (paper.width + 2 * MARGIN, paper.height + 2 * MARGIN)
    inner = seen.crop((MARGIN, MARGIN, MARGIN + paper.width, MARGIN + paper.height))
    above_the_cut = (0, 0, paper.width, paper.height - CUT)
    assert inner.crop(above_the_cut).tobytes() == paper.crop(above_the_cut).tobytes()
    assert paper.crop((0, paper.height - CUT, *paper.size)).getextrema() == (255, 255)


def test_rows_of_a_receipt_in_the_letters_of_the_printer(shop: Shop) -> None:
    """Their dots are the printer's own, but each stands where the preview has it."""
    rows = [{"PrintText": {"Text": text}} for text in ("|левый|", "Итого:<#10#>154,41", ">#0#<| середина |")]
    seen = shop.preview(1, CheckStrings=rows)
    before = len(shop.receipts.documents)
    shop.send(1, CheckStrings=rows)
    document = shop.receipts.documents[before]
    assert seen.height == document.bitmap().height + 2 * MARGIN
    for number, row in enumerate(document.rows):
        top, width = MARGIN + 24 * number, 12 * len(row)
        line = seen.crop((MARGIN, top, seen.width - MARGIN, top + 24)).point(lambda level: 255 - level)
        left, _, right, _ = line.getbbox() or (0, 0, 0, 0)
        blanks = len(row) - len(row.lstrip())
        assert 12 * blanks <= left < 12 * (blanks + 1)
        assert width - 12 < right <= width


@pytest.mark.parametrize(
    ("number", "language"), [(2, "zpl"), (3, "tspl"), (4, "epl2"), (5, "cpcl"), (6, "zpl"), (7, "tspl")]
)
@pytest.mark.parametrize(
    "document",
    [{"Template": "price", "Fields": FIELDS}, {"CheckStrings": [{"PrintText": {"Text": "Привет №"}}, *DRAWN[2:4]]}],
    ids=["template", "rows"],
)
def test_a_label(shop: Shop, number: int, language: str, document: dict[str, Any]) -> None:
    printer = shop.labels[language]
    seen = shop.preview(number, **document)
    before = len(printer.labels)
    shop.send(number, **document)
    (label,) = printer.labels[before:]
    edge = MARGIN + ("Template" in document)  # a label by a template has its edge drawn around it
    assert seen.size == (WIDTH + 2 * edge, HEIGHT + 2 * edge)
    shown = seen.crop((edge, edge, edge + WIDTH, edge + HEIGHT))
    assert shown.tobytes() == picture(label).crop((0, 0, WIDTH, HEIGHT)).tobytes()
