"""Labels, the test page and previews on a receipt printer."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from drivers.errors import Cancelled, NotSupported, OutcomeUnknown, RequestRefused
from drivers.escpos import labels
from drivers.escpos.driver import EscPosPrinter
from drivers.escpos.encoder import Piece
from drivers.model.command import (
    OpenDrawer,
    OpenShift,
    PrintDocument,
    PrintLabels,
    PrintRuler,
    PrintTestPage,
    ReadLineLength,
)
from drivers.model.document import PLAIN, BarcodeLine, PictureLine, Symbology, TextLine
from drivers.model.label import BarcodeElement, Template, TextElement
from drivers.model.outcome import Progress
from drivers.ports import HasPreview, PrintsBatches
from drivers.printing import engine_python
from tests.drivers.escpos.printers import CUT, START, pieces, printer, printer_with
from tests.drivers.escpos.talking_printer import FINE, TalkingPrinter
from tests.drivers.printing.engines import using
from tests.drivers.printing.reading import picture, scanned
from tests.escpos_paper import interpret
from tests.pictures import LOGO_PNG

NAME = TextElement(
    x=Decimal(2), y=Decimal(2), width=Decimal(44), height=Decimal(5), text="{name}", size=Decimal(4), fit=True
)
CODE = BarcodeElement(
    x=Decimal(2),
    y=Decimal(8),
    width=Decimal(44),
    height=Decimal(20),
    symbology=Symbology.EAN13,
    content="{code}",
    style=PLAIN,
)
TEMPLATE = Template(name="price", width=Decimal(48), height=Decimal(30), elements=(NAME, CODE), defaults={})
FIELDS = tuple({"name": f"Чай {number}", "code": f"46000000000{number}"} for number in range(3))
BATCH = PrintLabels(TEMPLATE, FIELDS, copies=2)
Talk = Callable[[TalkingPrinter, EscPosPrinter], Awaitable[None]]


def run(talk: Talk, **options: Any) -> None:
    async def main() -> None:
        async with asyncio.timeout(20), TalkingPrinter() as paper:
            await talk(
                paper,
                printer(
                    paper.connection, **({"timeout": 0.3, "status_timeout": 0.15, "operator_timeout": 0.3} | options)
                ),
            )

    asyncio.run(main())


def to_file(path: Path, *commands: Any, **options: Any) -> bytes:
    async def main() -> None:
        driver = printer(f"file://{path}", **options)
        for command in commands:
            await driver.execute(command)

    asyncio.run(main())
    return path.read_bytes()


def test_each_label_is_a_picture_and_a_cut(tmp_path: Path) -> None:
    sent = to_file(tmp_path / "out", BATCH)
    assert sent.startswith(START)
    assert sent.count(CUT) == 6
    paper = interpret(sent)
    assert (paper.unknown, paper.misplaced, paper.ended_clean, len(paper.cuts)) == ([], [], True, 6)


def test_the_preview_is_a_label_of_each_set() -> None:
    driver = printer("tcp://127.0.0.1:9")
    assert isinstance(driver, HasPreview)
    shown = driver.preview(BATCH)
    assert len(shown) == 3
    assert [scanned(bitmap, Symbology.EAN13)[:12].decode() for bitmap in shown] == [set_["code"] for set_ in FIELDS]
    assert {bitmap.width for bitmap in shown} == {round(48 * 203 / 25.4)}


def test_progress_is_what_the_printer_has_proved() -> None:
    reports: list[Progress] = []

    async def talk(paper: TalkingPrinter, driver: EscPosPrinter) -> None:
        assert isinstance(driver, PrintsBatches)
        driver.watch(note)
        outcome = await driver.execute(BATCH)
        assert outcome.progress == Progress(6, 6)
        assert reports == [Progress(done, 6) for done in range(1, 7)]
        outcome = await driver.execute(PrintLabels(TEMPLATE, FIELDS, copies=2, first=5))
        assert outcome.progress == Progress(6, 6)
        assert bytes(paper.paper).count(CUT) == 6 + 2

    async def note(progress: Progress | None) -> None:
        if progress:
            reports.append(progress)

    run(talk)


def test_a_batch_that_breaks_off_says_how_far_it_came() -> None:
    async def talk(paper: TalkingPrinter, driver: EscPosPrinter) -> None:
        driver.watch(stop_at_second)
        with pytest.raises(OutcomeUnknown, match=r"Точно напечатано [23] из 6\.$") as caught:
            await driver.execute(BATCH)
        assert caught.value.progress in (Progress(2, 6), Progress(3, 6))
        assert not driver.cancel()

    async def stop_at_second(progress: Progress | None) -> None:
        if progress and progress.done == 2:
            papers[0].stop_after = 0

    papers: list[TalkingPrinter] = []

    async def remember(paper: TalkingPrinter, driver: EscPosPrinter) -> None:
        papers.append(paper)
        await talk(paper, driver)

    run(remember)


def test_a_batch_can_be_called_off() -> None:
    async def talk(paper: TalkingPrinter, driver: EscPosPrinter) -> None:
        assert not driver.cancel()

        async def enough(progress: Progress | None) -> None:
            if progress and progress.done == 2:
                assert driver.cancel()

        driver.watch(enough)
        with pytest.raises(Cancelled, match="остановлена") as caught:
            await driver.execute(BATCH)
        assert caught.value.progress is not None
        done = caught.value.progress.done
        assert 2 <= done < 6
        assert bytes(paper.paper).count(CUT) == done
        await driver.execute(PrintLabels(TEMPLATE, FIELDS, copies=2, first=done + 1))
        assert bytes(paper.paper).count(CUT) == 6
        assert paper.condition == FINE

    run(talk)


def test_a_printer_that_proves_nothing_gets_no_labels_counted() -> None:
    async def talk(paper: TalkingPrinter, driver: EscPosPrinter) -> None:
        driver.watch(never)
        paper.mute = {"real-time", "turn"}
        outcome = await driver.execute(BATCH)
        assert outcome.progress is None
        assert "не сообщает, что напечатал" in outcome.warnings[-1]
        assert bytes(paper.paper).count(CUT) == 6
        paper.reset_after = len(paper.paper) + 100
        with pytest.raises(OutcomeUnknown, match=r"не сообщает.*номером этой этикетки в First") as caught:
            await driver.execute(BATCH)
        assert caught.value.progress is None
        assert "документ" not in caught.value.text

    async def never(progress: Progress | None) -> None:
        assert progress is None

    run(talk)


def test_a_label_that_cannot_be_drawn_after_all_is_no_proof_that_nothing_came_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pieces(*_: object) -> Iterator[Piece]:
        yield Piece(b"a", labels=1)
        raise RequestRefused("Набор полей 2")

    monkeypatch.setattr(labels, "pieces", pieces)
    with pytest.raises(RequestRefused, match="Набор полей 2") as caught:
        to_file(tmp_path / "out", BATCH)
    assert not caught.value.nothing_sent


def test_calling_off_a_batch_that_nobody_counts() -> None:
    async def talk(paper: TalkingPrinter, driver: EscPosPrinter) -> None:
        paper.mute = {"real-time", "turn"}
        running = asyncio.create_task(driver.execute(BATCH))
        while not paper.paper:
            await asyncio.sleep(0)
        assert driver.cancel()
        with pytest.raises(Cancelled, match=r"передано \d из 6\. Сколько из них напечатано, он не сообщает") as caught:
            await running
        assert caught.value.progress is None
        assert f"передано {bytes(paper.paper).count(CUT)} из 6" in caught.value.text

    run(talk)


@pytest.mark.parametrize(
    ("command", "options", "kind", "words"),
    [
        (BATCH, {"dots": 200}, RequestRefused, "шире бумаги"),
        (BATCH, {"graphics": "none"}, NotSupported, "этикеток"),
        (BATCH, {"profile": "TM-U220B"}, NotSupported, "этикеток"),
        (PrintLabels(TEMPLATE, ({"name": "x"},)), {}, RequestRefused, "code"),
        (PrintLabels(TEMPLATE, FIELDS, first=9), {}, RequestRefused, "9"),
    ],
)
def test_bad_batches_send_nothing(
    tmp_path: Path, command: Any, options: Any, kind: type[Exception], words: str
) -> None:
    driver = printer(f"file://{tmp_path / 'out'}", **options)
    with pytest.raises(kind, match=words):
        asyncio.run(driver.execute(command))
    with pytest.raises(kind, match=words):
        driver.preview(command)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"dots": 384},
        {"barcodes": "native"},
        {"profile": "TM-U220B"},
        {"graphics": "none"},
        {"profile": "POS-5890"},
        {"profile": "TM-T88V"},
    ],
)
def test_the_test_page_prints_and_can_be_looked_at(tmp_path: Path, options: dict[str, Any]) -> None:
    sent = to_file(tmp_path / "out", PrintTestPage(), **options)
    assert "Съешь ещё".encode("cp866") in sent
    chosen = printer_with(**options)
    for number in chosen.code_pages:
        assert b"\x1bt" + bytes([number]) in sent
    (shown,) = printer("tcp://127.0.0.1:9", **options).preview(PrintTestPage())
    assert shown.width == chosen.paper.dots


def test_the_test_page_needs_no_zint(tmp_path: Path) -> None:
    with using(engine_python):
        assert "PDF417 принтером".encode("cp866") in to_file(tmp_path / "out", PrintTestPage())
        driver = printer("tcp://127.0.0.1:9")
        (shown,) = driver.preview(PrintTestPage())
        (named,) = driver.preview(PrintDocument((BarcodeLine(Symbology.PDF417, "x"),)))
        (written,) = driver.preview(PrintDocument((TextLine("[PDF417 x]"),)))
    assert shown.width == 576
    assert named == written


def test_every_code_of_the_test_page_is_there_twice_where_it_can() -> None:
    from drivers.escpos import samples
    from drivers.printing.page import BarcodeBlock, PictureBlock

    blocks = list(samples.page(printer_with()))
    native = {block.symbology for block in blocks if isinstance(block, BarcodeBlock)}
    assert native == printer_with().native_codes
    assert sum(isinstance(block, PictureBlock) for block in blocks) == len(Symbology) + 1


def test_the_ruler_is_as_long_as_the_line() -> None:
    from drivers.escpos import samples

    rows = pieces(samples.ruler(printer_with())).split(b"\n")
    assert rows[3].endswith(b"123456789012345678901234567890123456789012345678")  # font 3: 48
    assert rows[1].endswith(b"1234567890" * 6 + b"1234")  # font 4: 64
    assert "Шрифт 3: 48".encode("cp866") in rows[2]


def test_previews_show_what_is_printed() -> None:
    driver = printer("tcp://127.0.0.1:9")
    lines = (TextLine("Чек"), BarcodeLine(Symbology.QR, "t=1"), PictureLine(LOGO_PNG))
    (shown,) = driver.preview(PrintDocument(lines))
    assert shown.width == 576
    assert scanned(shown, Symbology.QR) == b"t=1"
    (ruler,) = driver.preview(PrintRuler())
    assert ruler.width == 576
    for command in (OpenShift(), OpenDrawer(), ReadLineLength()):
        with pytest.raises(NotSupported):
            driver.preview(command)


def test_previews_of_an_impact_printer_have_its_proportions() -> None:
    driver = printer("tcp://127.0.0.1:9", profile="TM-U220B")
    (shown,) = driver.preview(PrintDocument((BarcodeLine(Symbology.QR, "t=1"), PictureLine(LOGO_PNG))))
    assert shown.width == 400
    assert picture(shown).getbbox() is not None
    assert scanned(shown, Symbology.QR) == b"t=1"


@pytest.mark.parametrize("options", [{}, {"dots": 384}, {"barcodes": "native"}, {"graphics": "column"}, {"density": 3}])
def test_an_independent_reader_understands_every_byte_of_the_test_page(options: dict[str, Any]) -> None:
    from drivers.escpos import samples

    chosen = printer_with(**options)
    sent = START + pieces(samples.page(chosen), **options)
    paper = interpret(sent, chosen.paper.dots, dict.fromkeys(chosen.code_pages, "cp866"))
    assert (paper.unknown, paper.misplaced, paper.too_wide, paper.ended_clean) == ([], [], [], True)
