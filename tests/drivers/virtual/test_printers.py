"""The virtual receipt printer, the null device, and the tape both registers and printers share."""

import asyncio
from pathlib import Path

import pytest

from drivers import registry
from drivers.errors import NotSupported, OutcomeUnknown, RequestRefused
from drivers.model.command import OpenDrawer, OpenShift, PrintDocument, PrintRuler, ReadLineLength, ReadState
from drivers.model.document import BarcodeLine, Symbology, TextLine
from drivers.model.state import DeviceKind
from drivers.ports import HasTape
from drivers.printing.page import Page, Paper, TextRow
from drivers.virtual.null import NullDevice, NullOptions
from drivers.virtual.printer import VirtualPrinter, VirtualPrinterOptions
from drivers.virtual.tape import Folder, Tape
from tests.clock import FakeClock
from tests.drivers.virtual.shop import context, sale, tea

HELLO = PrintDocument((TextLine(">#0#<привет"), tea(250), BarcodeLine(Symbology.EAN8, "9638507")), copies=1)


def test_printer(tmp_path: Path) -> None:
    async def main() -> None:
        printer = VirtualPrinter(context(tmp_path), VirtualPrinterOptions(dots=384))
        assert isinstance(printer, HasTape)
        assert printer.traits.kind is DeviceKind.RECEIPT_PRINTER
        await printer.execute(HELLO)
        copy, original = printer.tape()
        assert (original.title, copy.title) == ("Документ", "Документ (копия)")
        rows = original.text().splitlines()
        assert rows[:4] == [" " * 13 + "привет", "Чай", "1 x 2.50" + "2.50".rjust(24), "[EAN8 96385074]"]
        assert original.png().startswith(b"\x89PNG")
        assert (await printer.execute(ReadLineLength())).line_length == 32
        assert (await printer.execute(PrintRuler())).line_length == 32
        state = (await printer.execute(ReadState())).state
        assert state is not None
        assert (state.online, state.line_length, state.fiscalized) == (True, 32, False)
        with pytest.raises(NotSupported):
            await printer.execute(OpenShift())
        with pytest.raises(RequestRefused, match="Строка 1"):
            await printer.execute(PrintDocument((BarcodeLine(Symbology.EAN13, "нет"),)))
        assert len(printer.tape()) == 3
        await printer.close()

    assert registry.load("virtual-printer").options().dots == 576
    asyncio.run(main())


def test_printer_settles_while_it_lives(tmp_path: Path) -> None:
    async def main() -> None:
        printer = VirtualPrinter(context(tmp_path), VirtualPrinterOptions())
        mark = ""
        for command in (HELLO, OpenDrawer(), PrintRuler()):
            mark = await printer.mark()
            assert await printer.settle(command, mark) is None
            done = await printer.execute(command)
            assert await printer.settle(command, mark) == done
        await printer.close()
        reborn = VirtualPrinter(context(tmp_path), VirtualPrinterOptions())
        with pytest.raises(OutcomeUnknown):
            await reborn.settle(PrintRuler(), mark)
        await reborn.close()

    asyncio.run(main())


def test_closing_an_unused_device(tmp_path: Path) -> None:
    asyncio.run(VirtualPrinter(context(tmp_path), VirtualPrinterOptions()).close())
    assert not list(tmp_path.iterdir())


def test_null_device(tmp_path: Path) -> None:
    clock = FakeClock()

    async def main() -> None:
        device = NullDevice(context(tmp_path, clock), NullOptions(delay=0.5))
        numbers = [(await device.execute(sale())).document for _ in range(3)]
        assert [document.number for document in numbers if document] == [1, 2, 3]
        assert (await device.execute(ReadLineLength())).line_length == 48
        assert (await device.execute(HELLO)).document is None
        state = (await device.execute(ReadState())).state
        assert state is not None
        assert state.last_document == 3
        with pytest.raises(OutcomeUnknown):
            await device.settle(sale(), await device.mark())
        await device.close()
        assert clock.monotonic() == 3.0

    assert registry.load("null").options().delay == 0.0
    asyncio.run(main())


def page(text: str) -> Page:
    return Page(Paper(dots=192), (TextRow(text),))


def test_tape_is_a_ring() -> None:
    tape, time = Tape(3), FakeClock().local()
    for number in range(1, 6):
        tape.add(f"№ {number}", time, page(str(number)))
    tape.add_copies("копия", time, page("к"), 10**12)
    assert [sheet.number for sheet in tape.documents()] == [8, 7, 6]
    assert [sheet.text().strip() for sheet in tape.documents()] == ["к"] * 3


def test_folder(tmp_path: Path) -> None:
    tape = Tape(1, Folder(tmp_path / "paper", "007"))
    for text in ("раз", "два"):
        tape.add(text, FakeClock().local(), page(text))
    tape.close()
    assert sorted(path.name for path in (tmp_path / "paper").iterdir()) == [
        "007-20261115-153000-000001.png",
        "007-20261115-153000-000001.txt",
        "007-20261115-153000-000002.png",
        "007-20261115-153000-000002.txt",
    ]
    assert (tmp_path / "paper" / "007-20261115-153000-000002.txt").read_text("utf-8").strip() == "два"


def test_a_folder_that_cannot_be_written_costs_a_line_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("in the way")
    tape = Tape(5, Folder(tmp_path / "file", "001"))
    tape.add("раз", FakeClock().local(), page("раз"))
    tape.close()
    assert "document 1 is not written" in caplog.text
    assert [sheet.title for sheet in tape.documents()] == ["раз"]
