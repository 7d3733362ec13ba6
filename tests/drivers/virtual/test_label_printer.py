"""The virtual label printer: batches, cancelling, taking up, what it remembers, what it shows."""

import asyncio
import io
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from drivers import registry
from drivers.errors import Cancelled, NotSupported, OutcomeUnknown, RequestRefused
from drivers.model.command import (
    OpenShift,
    PrintDocument,
    PrintLabels,
    PrintRuler,
    PrintTestPage,
    ReadLineLength,
    ReadState,
)
from drivers.model.document import BarcodeLine, Symbology, TextLine
from drivers.model.outcome import Progress
from drivers.model.state import DeviceKind
from drivers.ports import HasPreview, HasTape, PrintsBatches
from drivers.printing import label
from drivers.printing.preview import MARGIN
from drivers.printing.raster_sheet import draw
from drivers.virtual.label_printer import VirtualLabelPrinter, VirtualLabelPrinterOptions
from tests.clock import FakeClock
from tests.drivers.printing.labels import code, contents, template, text
from tests.drivers.virtual.shop import context

NAME = template(text("{name}", "1", "1", "50", "5"), code(Symbology.EAN8, "{ean}", "1", "10", "50", "20"))


def batch(count: int, copies: int = 1, first: int = 1) -> PrintLabels:
    sets = tuple({"name": f"товар {number}", "ean": "9638507"} for number in range(1, count + 1))
    return PrintLabels(NAME, sets, copies, first)


def run(
    folder: Path,
    scene: Callable[[VirtualLabelPrinter], Awaitable[None]],
    clock: FakeClock | None = None,
    **options: Any,
) -> None:
    async def main() -> None:
        printer = VirtualLabelPrinter(context(folder, clock), VirtualLabelPrinterOptions(**options))
        try:
            await scene(printer)
        finally:
            await printer.close()

    asyncio.run(main())


def watched(printer: VirtualLabelPrinter) -> list[Progress]:
    seen: list[Progress] = []

    async def report(progress: Progress) -> None:
        seen.append(progress)

    printer.watch(report)
    return seen


def test_what_it_is(tmp_path: Path) -> None:
    async def scene(printer: VirtualLabelPrinter) -> None:
        assert isinstance(printer, HasTape)
        assert isinstance(printer, HasPreview)
        assert isinstance(printer, PrintsBatches)
        assert (printer.traits.kind, printer.traits.type_id) == (DeviceKind.LABEL_PRINTER, "LabelPrinterEmulator")
        assert (await printer.execute(ReadLineLength())).line_length == 37
        state = (await printer.execute(ReadState())).state
        assert state is not None
        assert (state.online, state.line_length) == (True, 37)
        with pytest.raises(NotSupported, match="выберите для этой команды кассу"):
            await printer.execute(OpenShift())
        assert printer.tape() == []

    assert registry.load("virtual-label-printer").options().width == 58
    run(tmp_path, scene)


def test_a_batch(tmp_path: Path) -> None:
    async def scene(printer: VirtualLabelPrinter) -> None:
        seen = watched(printer)
        done = await printer.execute(batch(20, copies=2))
        assert done.progress == seen[-1] == Progress(40, 40)
        assert [progress.done for progress in seen] == sorted({progress.done for progress in seen})
        last, *_, first = printer.tape()
        assert (first.title, last.title, len(printer.tape())) == ("Этикетка 1 из 40", "Этикетка 40 из 40", 40)
        assert last.text() == "товар 20\n[EAN8 9638507]\n"

    run(tmp_path, scene)


def test_the_picture_shows_the_label_and_its_edge(tmp_path: Path) -> None:
    async def scene(printer: VirtualLabelPrinter) -> None:
        command = batch(1)
        await printer.execute(command)
        expected = draw(label.lay_out(NAME, command.fields[0], 203))
        with Image.open(io.BytesIO(printer.tape()[0].png())) as picture:
            edge = (MARGIN, MARGIN, MARGIN + 464 + 2, MARGIN + 320 + 2)
            inner = picture.crop((edge[0] + 1, edge[1] + 1, edge[2] - 1, edge[3] - 1))
            assert inner.point([255, *[0] * 255], "1").tobytes() == expected.data
            assert picture.crop((edge[0], edge[1], edge[2], edge[1] + 1)).getextrema() == (0, 0)
            assert picture.size == (464 + 2 + 2 * MARGIN, 320 + 2 + 2 * MARGIN)

    run(tmp_path, scene)


def test_a_slow_printer_tells_of_each_label(tmp_path: Path) -> None:
    clock = FakeClock()

    async def scene(printer: VirtualLabelPrinter) -> None:
        seen = watched(printer)
        await printer.execute(batch(3, first=2))
        assert seen == [Progress(2, 3), Progress(3, 3)]
        assert clock.monotonic() == 1.0
        assert [sheet.title for sheet in printer.tape()] == ["Этикетка 3 из 3", "Этикетка 2 из 3"]

    run(tmp_path, scene, clock, delay=0.5)


def test_cancelling_and_taking_up(tmp_path: Path) -> None:
    async def scene(printer: VirtualLabelPrinter) -> None:
        assert not printer.cancel()

        async def after_two(progress: Progress) -> None:
            if progress.done == 2:
                assert printer.cancel()

        printer.watch(after_two)
        mark = await printer.mark()
        with pytest.raises(Cancelled, match="напечатано 2 из 5") as cancelled:
            await printer.execute(batch(5))
        assert cancelled.value.progress == Progress(2, 5)
        assert not printer.cancel()
        with pytest.raises(OutcomeUnknown, match="напечатано 2 из 5") as unknown:
            await printer.settle(batch(5), mark)
        assert unknown.value.progress == Progress(2, 5)
        assert (await printer.execute(batch(5, first=3))).progress == Progress(5, 5)
        assert [sheet.text().split("\n")[0] for sheet in printer.tape()] == [f"товар {n}" for n in (5, 4, 3, 2, 1)]

    run(tmp_path, scene, delay=0.5)


def test_a_broken_off_batch_is_told_as_far_as_it_came(tmp_path: Path) -> None:
    async def scene(printer: VirtualLabelPrinter) -> None:
        stuck = asyncio.Event()

        async def never_back(progress: Progress) -> None:
            stuck.set()
            await asyncio.Event().wait()

        printer.watch(never_back)
        mark = await printer.mark()
        task = asyncio.create_task(printer.execute(batch(50)))
        await stuck.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        with pytest.raises(OutcomeUnknown) as unknown:
            await printer.settle(batch(50), mark)
        progress = unknown.value.progress
        assert progress is not None
        assert 0 < progress.done < progress.total == 50
        assert len(printer.tape()) == progress.done

    run(tmp_path, scene)


def test_settling(tmp_path: Path) -> None:
    async def scene(printer: VirtualLabelPrinter) -> None:
        mark = ""
        for command in (batch(3), PrintDocument((TextLine("а"),), copies=2), PrintRuler(), PrintTestPage()):
            mark = await printer.mark()
            assert await printer.settle(command, mark) is None
            done = await printer.execute(command)
            assert await printer.settle(command, mark) == done
        reborn = VirtualLabelPrinter(context(tmp_path), VirtualLabelPrinterOptions())
        with pytest.raises(OutcomeUnknown, match="перезапущен"):
            await reborn.settle(batch(3), mark)
        await reborn.close()

    run(tmp_path, scene)


def test_nothing_is_printed_of_a_batch_with_a_bad_label(tmp_path: Path) -> None:
    async def scene(printer: VirtualLabelPrinter) -> None:
        mark = await printer.mark()
        bad = PrintLabels(NAME, (*batch(3).fields, {"name": "плохой", "ean": "12"}))
        for refused, said in ((bad, "Набор полей 4"), (batch(3, first=9), "с этикетки 9")):
            with pytest.raises(RequestRefused, match=said):
                await printer.execute(refused)
        large = PrintLabels(template(width="60"), ({},))
        with pytest.raises(RequestRefused, match="60x40 мм, это больше этикетки"):
            await printer.execute(large)
        assert printer.tape() == []
        assert await printer.settle(bad, mark) is None

    run(tmp_path, scene)


def test_a_document_flows_onto_labels(tmp_path: Path) -> None:
    async def scene(printer: VirtualLabelPrinter) -> None:
        lines = (*[TextLine(f"строка {number}") for number in range(15)], BarcodeLine(Symbology.QR, "привет"))
        await printer.execute(PrintDocument(lines, copies=1))
        titles = [sheet.title for sheet in printer.tape()]
        assert titles == [f"Этикетка {number} из 4" for number in (4, 3, 2, 1)]
        assert printer.tape()[0].text().endswith("[QR привет]\n")
        strange = PrintLabels(NAME, ({"name": "茶", "ean": "9638507"},))
        assert "茶" in (await printer.execute(strange)).warnings[0]
        assert (await printer.execute(PrintDocument(()))).progress is None
        (said,) = (await printer.execute(PrintDocument(lines))).warnings
        assert "занял 2" in said
        assert len(printer.tape()) == 7

    run(tmp_path, scene)


def test_preview_prints_nothing(tmp_path: Path) -> None:
    async def scene(printer: VirtualLabelPrinter) -> None:
        mark = await printer.mark()
        command = batch(30, first=11)
        shown = printer.preview(command)
        assert shown == tuple(draw(label.lay_out(NAME, given, 203)) for given in command.fields[10:])
        assert len(printer.preview(batch(300))) == 20
        found = [read for bitmap in printer.preview(PrintTestPage()) for read in contents(bitmap)]
        assert len(found) == 13
        (ruler,) = printer.preview(PrintRuler())
        assert (ruler.width, ruler.height) == (464, 320)
        with pytest.raises(NotSupported):
            printer.preview(OpenShift())
        assert printer.tape() == []
        assert await printer.mark() == mark

    run(tmp_path, scene)


def test_labels_are_kept_in_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "labels"

    async def scene(printer: VirtualLabelPrinter) -> None:
        await printer.execute(batch(2))

    run(tmp_path, scene, tape_folder=str(folder))
    names = sorted(path.name for path in folder.iterdir())
    assert names == [f"001-20261115-153000-00000{n}.{kind}" for n in (1, 2) for kind in ("png", "txt")]
    assert (folder / names[1]).read_text("utf-8").startswith("товар 1")


@pytest.mark.parametrize("dpi", [203, 300, 600])
def test_the_smallest_labels_have_a_line(tmp_path: Path, dpi: int) -> None:
    async def scene(printer: VirtualLabelPrinter) -> None:
        assert (await printer.execute(ReadLineLength())).line_length == 5
        assert printer.preview(PrintTestPage())

    run(tmp_path, scene, width=10.0, height=10.0, dpi=dpi)
