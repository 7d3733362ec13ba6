"""Pictures of what would be printed; no register is asked."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from drivers.errors import NotSupported, RequestRefused
from drivers.model.command import Command, OpenShift, PrintDocument, PrintRuler
from drivers.model.document import BarcodeLine, Symbology, TextLine
from drivers.ports import DeviceContext
from drivers.printing.bitmap import Bitmap
from drivers.registers import preview
from drivers.shtrih.driver import build
from drivers.shtrih.options import ShtrihOptions
from drivers.shtrih.register import ShtrihRegister
from drivers.transports.connection import open_transport
from tests.clock import MOSCOW, FakeClock
from tests.drivers.shtrih.visit import visit
from tests.drivers.virtual.shop import sale, tea

OPTIONS = ShtrihOptions(connection="tcp://192.0.2.1:7778")
NOW = datetime(2026, 11, 15, 15, 30, tzinfo=MOSCOW)


def unseen(options: ShtrihOptions = OPTIONS, clock: FakeClock | None = None) -> ShtrihRegister:
    clock = clock or FakeClock(NOW.astimezone(UTC))
    context = DeviceContext(number=1, name="Касса 1", data=Path(), clock=clock, open_transport=open_transport)
    return ShtrihRegister(context, options)


def drawn(command: Command) -> Bitmap:
    (bitmap,) = preview.draw(unseen(), command)
    return bitmap


def test_a_receipt_of_a_register_that_was_never_seen() -> None:
    bitmap = drawn(sale(tea(), TextLine("между"), tea()))
    assert bitmap.width == 320
    assert any(bitmap.data)
    assert bitmap.height > drawn(sale(tea(), tea())).height > drawn(sale(tea())).height


def test_codes_of_a_document_can_be_read() -> None:
    bitmap = drawn(PrintDocument((TextLine("а"), BarcodeLine(Symbology.QR, "t=1"))))
    image = Image.frombytes("1", (bitmap.width, bitmap.height), bitmap.data).point([255] + [0] * 255)
    assert [found.text for found in zxingcpp.read_barcodes(image.convert("L"))] == ["t=1"]


def test_what_is_known_of_the_register_is_used() -> None:
    async def scene(ours: ShtrihRegister, _: object) -> None:
        (bitmap,) = preview.draw(ours, sale())
        assert bitmap.width == 576

    visit(scene)


def test_a_draft_never_passes_for_paper_of_a_virtual_register() -> None:
    """Its frame is cut away and the word above and below stands in its place."""
    register = unseen()
    blocks = preview._receipt(register, sale().receipt, register.paper)
    rows = [block.text.strip() for block in blocks if hasattr(block, "text")]
    assert rows[0] == rows[-1] == "ПРОСМОТР"
    assert not any("ВИРТУАЛЬНАЯ" in row or "НЕ ЯВЛЯЕТСЯ" in row for row in rows)
    assert any(row.endswith("ФП НЕТ") for row in rows)


def test_a_receipt_that_would_be_refused_is_refused() -> None:
    with pytest.raises(RequestRefused):
        drawn(sale(tea(), cash=1))


def test_the_ruler_and_what_has_no_picture() -> None:
    assert drawn(PrintRuler()).height
    with pytest.raises(NotSupported):
        drawn(OpenShift())


def test_the_driver_draws_by_the_clock_of_the_shop() -> None:
    clock = FakeClock()
    context = DeviceContext(number=1, name="Касса 1", data=Path(), clock=clock, open_transport=open_transport)
    driver = build(context, OPTIONS)
    today = driver.preview(sale())
    assert today == preview.draw(unseen(clock=clock), sale())
    clock.advance(24 * 3600)
    assert driver.preview(sale()) != today


@pytest.mark.parametrize("columns", [8, 100])
def test_paper_of_any_width(columns: int) -> None:
    options = replace(OPTIONS, widths={1: columns})
    (bitmap,) = preview.draw(unseen(options), sale(tea(), TextLine("слово " * 20)))
    assert (bitmap.width, any(bitmap.data)) == (320, True)
