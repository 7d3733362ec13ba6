"""Previews of the virtual register and of the virtual receipt printer."""

import asyncio
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from drivers.errors import NotSupported, RequestRefused, WrongState
from drivers.model.command import (
    CloseShift,
    OpenShift,
    PrintDocument,
    PrintLabels,
    PrintRuler,
    PrintTestPage,
    RegisterReceipt,
)
from drivers.model.document import BarcodeLine, BarcodeStyle, Symbology, TextLine
from drivers.model.outcome import Progress
from drivers.ports import HasPreview
from drivers.printing import label, raster
from drivers.printing.page import BarcodeBlock, Page, Paper, TextRow
from drivers.printing.raster_sheet import draw
from drivers.virtual.archive import pack_slip, unpack_slip
from drivers.virtual.desk import Desk
from drivers.virtual.draft import draft
from drivers.virtual.kkt import VirtualKkt
from drivers.virtual.options import VirtualKktOptions
from drivers.virtual.printer import VirtualPrinter, VirtualPrinterOptions
from drivers.virtual.storage import Storage
from drivers.virtual.tape import Tape
from tests.drivers.printing.labels import contents, template, text
from tests.drivers.virtual.shop import context, run, sale, tea
from tests.drivers.virtual.test_correction import correction
from tests.drivers.virtual.test_marked import water
from tests.drivers.virtual.test_registrar import CLOSE, NEW_STORAGE


def drafted(folder: Path, command: RegisterReceipt) -> list[str]:
    """The rows of a draft by the ФН in a folder."""
    storage = Storage(folder / "1" / "storage.sqlite3", "9999078900000001", looks_only=True)
    page = draft(command, Desk(context(folder), VirtualKktOptions(), storage, Tape(1)))
    storage.close()
    assert not [block for block in page.blocks if isinstance(block, BarcodeBlock)]
    return [" ".join(block.text.split()) for block in page.blocks if isinstance(block, TextRow)]


def test_a_draft_is_the_slip_with_the_numbers_that_come_next(tmp_path: Path) -> None:
    async def scene(kkt: VirtualKkt) -> None:
        for _ in range(2):  # the first one opens the shift
            expected = drafted(tmp_path, sale())
            await kkt.execute(sale())
            printed = [" ".join(row.split()) for row in kkt.tape()[0].text().splitlines() if row]
            assert expected[0] == expected[-1] == "ПРОСМОТР"
            signed = [row for row in printed if "ФП" in row]
            assert [row for row in expected[1:-1] if "ФП" not in row] == [
                row for row in printed if "ФП" not in row and not row.startswith("[QR")
            ]
            assert [row.split(" ФП ") for row in expected if "ФП" in row] == [[signed[0].split(" ФП ")[0], "НЕТ"]]

    run(tmp_path, scene)


def test_a_draft_of_a_correction_and_of_marked_goods(tmp_path: Path) -> None:
    async def scene(kkt: VirtualKkt) -> None:
        await kkt.execute(OpenShift())
        rows = drafted(tmp_path, correction(tea(12_200)))
        assert {"КАССОВЫЙ ЧЕК КОРРЕКЦИИ", "ТИП КОРРЕКЦИИ САМОСТОЯТЕЛЬНО", "ФД 3 ФП НЕТ"} <= set(rows)
        assert "[М+] Вода" in drafted(tmp_path, sale(water()))
        assert (await kkt.state()).last_document == 2

    run(tmp_path, scene)


def test_a_draft_of_a_register_that_makes_no_documents(tmp_path: Path) -> None:
    async def closed(kkt: VirtualKkt) -> None:
        await kkt.execute(CLOSE)
        with pytest.raises(WrongState, match="ФН этой кассы закрыт"):
            kkt.preview(sale())
        await kkt.execute(NEW_STORAGE)
        assert "ФД 3 ФП НЕТ" in await kkt._ask(lambda one: rows_of(draft(sale(), one.desk)))
        kkt.preview(sale())

    def rows_of(page: Page) -> list[str]:
        return [" ".join(block.text.split()) for block in page.blocks if isinstance(block, TextRow)]

    run(tmp_path, closed)


def test_a_draft_of_a_new_register_makes_no_file(tmp_path: Path) -> None:
    async def scene(kkt: VirtualKkt) -> None:
        assert isinstance(kkt, HasPreview)
        (paper,) = kkt.preview(sale())
        assert paper.width == 576
        assert list(tmp_path.iterdir()) == []

    run(tmp_path, scene)


def test_a_draft_does_not_wait_for_a_register_that_is_only_just_beginning(tmp_path: Path) -> None:
    """Its file is there a moment before anything is in it."""
    file = tmp_path / "1" / "storage.sqlite3"
    file.parent.mkdir()
    file.touch()

    async def scene(kkt: VirtualKkt) -> None:
        kkt.preview(sale())
        owner = sqlite3.connect(file, isolation_level=None)
        owner.execute("PRAGMA journal_mode = WAL")
        owner.execute("BEGIN IMMEDIATE")
        owner.execute("CREATE TABLE identity (id)")
        (paper,) = kkt.preview(sale())
        owner.execute("ROLLBACK")
        owner.close()
        assert paper.width == 576
        assert (await kkt.execute(sale())).document is not None

    run(tmp_path, scene)


def test_a_draft_changes_nothing_and_shows_no_code(tmp_path: Path) -> None:
    async def scene(kkt: VirtualKkt) -> None:
        await kkt.execute(sale())
        file, mark, papers = tmp_path / "1" / "storage.sqlite3", await kkt.mark(), len(kkt.tape())
        before = (file.read_bytes(), file.with_name(f"{file.name}-wal").read_bytes())
        (paper,) = kkt.preview(sale())
        assert contents(paper) == []
        assert (file.read_bytes(), file.with_name(f"{file.name}-wal").read_bytes()) == before
        assert (await kkt.mark(), len(kkt.tape())) == (mark, papers)

    run(tmp_path, scene)


def test_drafts_beside_receipts(tmp_path: Path) -> None:
    """In other threads, while the register works."""

    async def scene(kkt: VirtualKkt) -> None:
        await kkt.execute(sale())
        loop = asyncio.get_running_loop()
        with ThreadPoolExecutor(2) as pool:
            drafts = [loop.run_in_executor(pool, kkt.preview, sale()) for _ in range(10)]
            for _ in range(10):
                await kkt.execute(sale())
            assert len({bitmap.width for (bitmap,) in await asyncio.gather(*drafts)}) == 1
        assert "ЧЕК 11" in kkt.tape()[0].text()

    run(tmp_path, scene)


def test_what_the_register_would_refuse_is_refused(tmp_path: Path) -> None:
    async def scene(kkt: VirtualKkt) -> None:
        bad = sale(*sale().receipt.lines, BarcodeLine(Symbology.EAN13, "12"))
        with pytest.raises(RequestRefused, match=r"Строка 2.*EAN13") as refused:
            kkt.preview(bad)
        assert refused.value.device == "Касса 1"
        with pytest.raises(NotSupported, match="чек или документ"):
            kkt.preview(CloseShift())
        for command in (PrintLabels(template(), ({},)), PrintTestPage()):
            assert type(command) not in kkt.traits.commands
            with pytest.raises(NotSupported, match="выберите для этого принтер"):
                await kkt.execute(command)
            with pytest.raises(NotSupported, match="выберите для этого принтер"):
                kkt.preview(command)

    run(tmp_path, scene)


def test_a_register_without_registration(tmp_path: Path) -> None:
    async def scene(kkt: VirtualKkt) -> None:
        with pytest.raises(WrongState, match="не фискализирована"):
            kkt.preview(sale())
        document = PrintDocument((TextLine("Чай"),))
        (shown,) = kkt.preview(document)
        await kkt.execute(document)
        assert kkt.tape()[0].text().startswith("Чай")
        assert shown.height == 24 + 24
        assert len(kkt.preview(PrintRuler())) == 1

    run(tmp_path, scene, fiscalized=False)


def test_the_receipt_printer_shows_what_it_prints(tmp_path: Path) -> None:
    async def main() -> None:
        printer = VirtualPrinter(context(tmp_path), VirtualPrinterOptions(dots=384))
        assert isinstance(printer, HasPreview)
        document = PrintDocument((TextLine("Чай", bold=True), BarcodeLine(Symbology.EAN8, "9638507")), copies=2)
        (shown,) = printer.preview(document)
        assert contents(shown) == [b"96385074"]
        assert printer.tape() == []
        (test_page,) = printer.preview(PrintTestPage())
        assert len(contents(test_page)) >= 12  # GS1 and plain ones
        await printer.execute(PrintTestPage())
        assert "Шрифт 4" in printer.tape()[0].text()
        with pytest.raises(NotSupported):
            printer.preview(OpenShift())
        await printer.close()

    asyncio.run(main())


def test_labels_on_a_receipt_printer(tmp_path: Path) -> None:
    async def main() -> None:
        printer = VirtualPrinter(context(tmp_path), VirtualPrinterOptions(dots=384))
        small = template(text("{name}", "1", "1", "30", "5"), width="40", height="20")
        command = PrintLabels(small, ({"name": "раз"}, {"name": "два"}), first=2)
        mark = await printer.mark()
        done = await printer.execute(command)
        assert done.progress == Progress(2, 2)
        assert await printer.settle(command, mark) == done
        assert [sheet.title for sheet in printer.tape()] == ["Этикетка 2 из 2"]
        (shown,) = printer.preview(command)
        inner = draw(label.lay_out(small, {"name": "два"}, 203))
        assert shown.height == inner.height + 24
        assert sum(byte.bit_count() for byte in shown.rows(0, 160)) == sum(byte.bit_count() for byte in inner.data)
        with pytest.raises(RequestRefused, match="шире бумаги"):
            await printer.execute(PrintLabels(template(), ({},)))
        with pytest.raises(RequestRefused, match="Набор полей 2"):
            await printer.execute(PrintLabels(small, ({"name": "раз"}, {})))
        assert len(printer.tape()) == 1
        await printer.close()

    asyncio.run(main())


def test_the_archive_keeps_how_rows_and_codes_looked() -> None:
    style = BarcodeStyle(height=40, module=3, text=False, level="H", rotate=True)
    blocks = (
        TextRow("а"),
        TextRow("б", 2, 15, bold=True, wide=True, tall=True),
        BarcodeBlock(Symbology.QR, "в"),
        BarcodeBlock(Symbology.EAN8, "96385074", style),
    )
    assert unpack_slip(pack_slip(blocks)) == blocks
    assert raster.draw(Page(Paper(), blocks[:2])).width == 576
