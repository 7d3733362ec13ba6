"""The paper is the preview: what the emulators, another reading of the manuals, print of what the driver sends."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from PIL import Image

from drivers.labels.emulator.tcp import TcpLabelPrinter
from drivers.model.command import Command, PrintDocument, PrintTestPage
from drivers.model.document import PLAIN, BarcodeLine, Symbology, TextLine
from drivers.model.label import BarcodeElement
from drivers.printing.bitmap import Bitmap
from tests.drivers.labels.printers import TEMPLATE, labels, printer

LANGUAGES = ("zpl", "tspl", "epl2", "cpcl")
DOCUMENT = PrintDocument((TextLine("Ёлка № 5 «Ночь»"), BarcodeLine(Symbology.EAN13, "460000000000")))
_GAP = {"cpcl": {}}  # the others are told the length of the label


def printed(language: str, command: Command, **options: Any) -> tuple[list[Bitmap], tuple[Bitmap, ...], list[str]]:
    """Paper, preview, and the kinds of the barcodes that the printer drew by itself."""
    settings = _GAP.get(language, {"media": "gap"}) | options

    async def main() -> tuple[list[Bitmap], tuple[Bitmap, ...], list[str]]:
        async with TcpLabelPrinter(language, dpi=settings.get("dpi", 203)) as device, asyncio.timeout(20):
            driver = printer(language, device.connection, **settings)
            preview = driver.preview(command)
            await driver.execute(command)
            await driver.close()
            found = [document.label for document in await device.printed(len(preview))]
            return [label.image for label in found], preview, [code for label in found for code in label.codes]  # type: ignore[misc]

    return asyncio.run(main())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("barcodes", ["auto", "raster"])
@pytest.mark.parametrize("command", [PrintTestPage(), labels(3), DOCUMENT], ids=["test page", "labels", "document"])
def test_paper_is_the_preview(language: str, barcodes: str, command: Command) -> None:
    paper, preview, native = printed(language, command, barcodes=barcodes)
    assert paper == list(preview)
    assert bool(native) == (barcodes == "auto")


@pytest.mark.parametrize("language", LANGUAGES)
def test_at_300_dpi(language: str) -> None:
    paper, preview, _ = printed(language, labels(2), dpi=300)
    assert paper == list(preview)
    assert preview[0].width == 685


@pytest.mark.parametrize("language", LANGUAGES)
def test_paper_that_is_calibrated_is_the_preview_moved(language: str) -> None:
    paper, preview, _ = printed(language, labels(1), x_offset=1.0, y_offset=-0.5)
    whole = preview[0]
    moved = Image.new("1", (whole.width, whole.height))
    moved.paste(Image.frombytes("1", (whole.width, whole.height), whole.data), (8, -4))
    assert paper[0].data == moved.tobytes()


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize(
    ("symbology", "content"),
    [
        (Symbology.EAN13, "460000000000"),
        (Symbology.ITF14, "1460000000000"),
        (Symbology.CODE39, "A-1"),
        (Symbology.CODE128, "Ab-1234"),
        (Symbology.GS1_128, "(10)AB(21)12"),
        (Symbology.GS1_DATAMATRIX, "(01)04600000000008(21)5Ab"),
    ],
)
def test_zpl_turns_codes_by_itself(symbology: Symbology, content: str, turn: Any) -> None:
    element = BarcodeElement(
        **{**_box(TEMPLATE.elements[0]), "symbology": symbology, "content": content, "style": PLAIN, "turn": turn}
    )
    command = replace(labels(1), template=replace(TEMPLATE, elements=(element,)))
    paper, preview, native = printed("zpl", command)
    assert native
    assert paper == list(preview)


def _box(element: Any) -> dict[str, Any]:
    from decimal import Decimal

    return {"x": element.x, "y": element.y, "width": Decimal(54), "height": Decimal(38)}
