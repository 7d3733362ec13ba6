"""The driver over TCP: what is known printed, and what is said when something breaks off."""

import asyncio
from collections.abc import Awaitable, Callable
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from drivers.errors import Cancelled, DeviceOffline, NotSupported, OperatorNeeded, OutcomeUnknown, RequestRefused
from drivers.labels.driver import LabelPrinter
from drivers.model.command import (
    OpenDrawer,
    PrintDocument,
    PrintLabels,
    PrintRuler,
    PrintTestPage,
    ReadLineLength,
    ReadState,
)
from drivers.model.document import BarcodeLine, Symbology, TextLine
from drivers.model.label import Template
from drivers.model.outcome import Outcome, Progress
from drivers.model.state import DeviceKind
from drivers.ports import HasPreview, PrintsBatches
from drivers.printing.bitmap import Bitmap
from drivers.registry import load
from tests.drivers.labels.printers import TEMPLATE, Peer, Reports, labels, listening, printer
from tests.faults.wires import skipping

LANGUAGES = ("zpl", "tspl", "epl2", "cpcl")
PROVING = ("zpl", "tspl", "cpcl")
_END = {"zpl": b"^XZ", "tspl": b"PRINT 1,1\r\n", "cpcl": b"\r\nPRINT\r\n"}
HELLO = PrintDocument((TextLine("Привет"),))
Talk = Callable[[LabelPrinter], Awaitable[Any]]


def with_printer(peer: Peer, talk: Talk, **options: Any) -> Any:
    async def main() -> Any:
        async with listening(peer):
            driver = printer(peer.language, peer.connection, status_timeout=0.2, **options)
            try:
                return await talk(driver)
            finally:
                await driver.close()

    return skipping.run(main())


def execute(peer: Peer, command: Any, reports: Reports | None = None, **options: Any) -> Outcome:
    async def talk(driver: LabelPrinter) -> Outcome:
        if reports is not None:
            driver.watch(reports)
        return await driver.execute(command)

    outcome: Outcome = with_printer(peer, talk, **options)
    return outcome


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_a_label_printer_that_prints_batches(language: str) -> None:
    driver = printer(language, "tcp://127.0.0.1:9")
    assert driver.traits.kind is DeviceKind.LABEL_PRINTER
    assert driver.traits.type_id.lower() == f"{language}printer"
    assert isinstance(driver, PrintsBatches)
    assert isinstance(driver, HasPreview)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_label_of_a_batch_arrives(language: str) -> None:
    peer = Peer(language, per_question=3)
    execute(peer, labels(25), labels_ahead=10)
    assert peer.printed + peer.waiting == 25


@pytest.mark.parametrize("language", PROVING)
def test_progress_is_what_the_printer_has_printed(language: str) -> None:
    peer, reports = Peer(language, per_question=3), Reports()
    outcome = execute(peer, labels(25), reports, labels_ahead=10)
    assert reports == [Progress(10, 25), Progress(20, 25), Progress(25, 25)]
    assert outcome == Outcome(progress=Progress(25, 25))
    assert peer.printed == 25


@pytest.mark.parametrize("options", [{"status": "off"}, {}])
def test_without_an_answer_no_label_counts(options: dict[str, Any]) -> None:
    peer, reports = Peer(silent=True), Reports()
    outcome = execute(peer, labels(25), reports, labels_ahead=10, **options)
    assert reports == []
    assert outcome.progress == Progress(0, 25)
    assert "переданы все" in outcome.warnings[0]
    assert peer.received.count(b"^XZ") == 25


def test_epl2_tells_faults_but_not_what_is_printed() -> None:
    reports = Reports()
    outcome = execute(Peer("epl2"), labels(25), reports, labels_ahead=10)
    assert reports == []
    assert outcome.progress == Progress(0, 25)


def test_a_silent_printer_is_waited_for_once() -> None:
    peer = Peer(silent=True)

    async def talk(driver: LabelPrinter) -> None:
        await driver.execute(HELLO)
        await driver.execute(HELLO)

    with_printer(peer, talk)
    assert peer.questions == 1


def test_a_printer_that_must_answer_and_does_not_is_a_fault() -> None:
    peer = Peer(silent=True)
    with pytest.raises(OperatorNeeded) as caught:
        execute(peer, HELLO, status="on")
    assert caught.value.nothing_sent
    assert b"^XA" not in peer.received


def test_zebra_falls_silent_without_media() -> None:
    peer = Peer()

    async def talk(driver: LabelPrinter) -> None:
        await driver.execute(HELLO)
        peer.silent = True
        with pytest.raises(OperatorNeeded, match="не отвечает") as caught:
            await driver.execute(HELLO)
        assert caught.value.nothing_sent

    with_printer(peer, talk)
    assert peer.printed == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_fault_known_before_keeps_everything_back(language: str) -> None:
    peer = Peer(language, head_open=True)
    with pytest.raises(OperatorNeeded, match="открыта") as caught:
        execute(peer, labels(3))
    assert caught.value.nothing_sent
    assert caught.value.device == "Этикетки"
    assert peer.waiting == 0


def test_paper_out_in_mid_batch_waits_for_the_operator() -> None:
    def reload(peer: Peer) -> None:
        if peer.out and peer.questions > 20:
            peer.paper = 100

    peer, reports = Peer(paper=7, before_question=reload), Reports()
    outcome = execute(peer, labels(25), reports, labels_ahead=10)
    assert outcome.progress == Progress(25, 25)
    assert peer.printed == 25


@pytest.mark.parametrize("language", PROVING)
def test_paper_out_for_good_tells_how_to_go_on(language: str) -> None:
    peer, reports = Peer(language, paper=14), Reports()
    with pytest.raises(OutcomeUnknown) as caught:
        execute(peer, labels(25), reports, labels_ahead=10)
    assert caught.value.progress == Progress(10, 25)
    for part in ("кончилась бумага", "напечатано 10 из 25", "11–20", "First"):
        assert part in caught.value.text
    assert reports == [Progress(10, 25)]
    assert ("выключите и включите" in caught.value.text) == (language == "cpcl")  # it cannot be told to forget the rest
    assert peer.cancelled == (language in ("zpl", "tspl"))
    assert peer.received.count(_END[language]) == 20  # nothing beyond the window that broke off


def test_a_printer_that_only_stays_busy_is_given_up() -> None:
    peer = Peer("tspl", per_question=0)
    with pytest.raises(OutcomeUnknown, match="не допечатал"):
        execute(peer, labels(3))


def test_a_cancelled_batch_ends_after_the_labels_under_way() -> None:
    async def talk(driver: LabelPrinter) -> None:
        assert not driver.cancel()
        driver.watch(Reports(lambda progress: progress.done == 20 and driver.cancel()))
        with pytest.raises(Cancelled, match="напечатано 20 из 1000") as caught:
            await driver.execute(labels(1000))
        assert caught.value.progress == Progress(20, 1000)
        assert not caught.value.nothing_sent
        assert not driver.cancel()
        await driver.execute(HELLO)  # the wish is forgotten

    peer = Peer()
    with_printer(peer, talk, labels_ahead=10)
    assert peer.printed == 21


def test_cancelling_a_batch_that_stands_still_drops_what_is_in_the_printer() -> None:
    async def talk(driver: LabelPrinter) -> None:
        def call_off(peer: Peer) -> None:
            if peer.out:
                driver.cancel()

        peer.before_question = call_off
        with pytest.raises(Cancelled, match="11–20") as caught:
            await driver.execute(labels(30))
        assert caught.value.progress == Progress(10, 30)

    peer = Peer(paper=15)
    with_printer(peer, talk, labels_ahead=10)
    assert peer.cancelled == 1
    assert peer.waiting == 0


def test_cancelled_before_the_first_label() -> None:
    async def talk(driver: LabelPrinter) -> None:
        peer.before_question = lambda _: driver.cancel()
        with pytest.raises(Cancelled) as caught:
            await driver.execute(labels(30))
        assert caught.value.nothing_sent
        assert caught.value.progress == Progress(0, 30)

    peer = Peer()
    with_printer(peer, talk)
    assert peer.printed == 0


def test_a_batch_goes_on_where_it_broke_off() -> None:
    peer, reports = Peer(), Reports()
    outcome = execute(peer, labels(10, copies=3, first=23), reports, labels_ahead=5)
    assert reports == [Progress(27, 30), Progress(30, 30)]
    assert outcome.progress == Progress(30, 30)
    assert peer.printed == 8
    assert peer.received.count(b"^FD>:0-0-0-8^FS") == 1  # the copies of a set are one label printed several times
    assert b"^FD>:0-0-0-7^FS" not in peer.received


def test_a_first_label_that_does_not_exist_is_refused() -> None:
    peer = Peer()
    with pytest.raises(RequestRefused, match="31"):
        execute(peer, labels(10, copies=3, first=31))
    assert not peer.received


@pytest.mark.parametrize("language", PROVING)
def test_a_connection_lost_in_mid_batch(language: str) -> None:
    peer = Peer(language, reset_after=15)
    with pytest.raises(OutcomeUnknown, match="11–20") as caught:
        execute(peer, labels(25), labels_ahead=10)
    assert caught.value.progress == Progress(10, 25)


def test_a_printer_that_is_away() -> None:
    async def main() -> None:
        driver = printer("zpl", "tcp://127.0.0.1:1")
        with pytest.raises(DeviceOffline) as caught:
            await driver.execute(labels(3))
        assert caught.value.nothing_sent
        assert caught.value.device == "Этикетки"
        assert not (await driver.state()).online

    skipping.run(main())


def test_one_bad_set_of_fields_refuses_the_batch_before_the_connection() -> None:
    good = labels(500)
    bad = PrintLabels(TEMPLATE, (*good.fields, {"name": "без кода"}))
    peer = Peer()
    with pytest.raises(RequestRefused, match="501"):
        execute(peer, bad)
    assert not peer.received


@pytest.mark.parametrize("command", [labels(0), labels(3, copies=0)])
def test_a_batch_without_labels_is_refused(command: PrintLabels) -> None:
    with pytest.raises(RequestRefused):
        execute(Peer(), command)


def test_a_template_larger_than_the_loaded_label_is_refused() -> None:
    with pytest.raises(RequestRefused, match=r"58x40 мм не помещается: в принтере этикетки 57\.5x40 мм"):
        execute(Peer(), labels(1), width=57.5)


def test_a_smaller_template_is_printed() -> None:
    small = Template(name="small", width=Decimal(30), height=Decimal(20), defaults={}, elements=())
    peer = Peer()
    execute(peer, PrintLabels(small, ({},)))
    assert b"^PW464^LL320" in peer.received  # the size of what is loaded


@pytest.mark.parametrize("language", LANGUAGES)
def test_documents_rulers_and_test_labels(language: str) -> None:
    async def talk(driver: LabelPrinter) -> None:
        await driver.execute(PrintDocument((TextLine("Привет"), BarcodeLine(Symbology.EAN13, "4600000000008")), 2))
        assert (await driver.execute(PrintRuler())).line_length == 37
        await driver.execute(PrintTestPage())
        assert (await driver.execute(ReadLineLength())).line_length == 37

    peer = Peer(language)
    with_printer(peer, talk)
    assert peer.printed + peer.waiting == 3 + 1 + 14


@pytest.mark.parametrize(("dpi", "width", "font"), [(203, 58.0, 3), (300, 58.0, 3), (203, 40.0, 4), (300, 30.0, 1)])
def test_a_line_is_as_long_as_it_is_said_to_be(dpi: int, width: float, font: int) -> None:
    driver = printer("zpl", "tcp://127.0.0.1:1", dpi=dpi, width=width, font=font)
    columns = skipping.run(driver.execute(ReadLineLength())).line_length
    assert columns
    whole, longer = (driver.preview(PrintDocument((TextLine("x" * count),) * 2))[0] for count in (columns, columns + 1))
    assert _rows(longer) == 2 * _rows(whole)
    assert len(driver.preview(PrintRuler())) == 1


def _rows(bitmap: Bitmap) -> int:
    """Rows of letters: runs of rows of dots with ink in them."""
    inked = [any(bitmap.data[at : at + bitmap.stride]) for at in range(0, len(bitmap.data), bitmap.stride)]
    return sum(ink and not above for above, ink in pairwise([False, *inked]))


@pytest.mark.parametrize("command", [PrintDocument((TextLine("Печать 漢"),)), None])
def test_letters_that_the_font_has_not_got_are_told(command: PrintDocument | None) -> None:
    batch = PrintLabels(TEMPLATE, ({"name": "Чай 漢", "code": "1"},))
    (warning,) = execute(Peer(), command or batch).warnings
    assert "漢" in warning


@pytest.mark.parametrize("batch", [True, False])
def test_bars_of_a_single_dot_are_told(batch: bool) -> None:
    long = "Ab-1" * 8
    document = PrintDocument((BarcodeLine(Symbology.CODE128, long),))
    (warning,) = execute(Peer(), PrintLabels(TEMPLATE, ({"code": long, "name": "x"},)) if batch else document).warnings
    assert "CODE128" in warning
    assert "одну точку" in warning
    assert execute(Peer(), labels(1)).warnings == ()


def test_a_document_of_several_labels_says_so() -> None:
    peer = Peer()
    outcome = execute(peer, PrintDocument(tuple(TextLine(f"строка {n}") for n in range(20))))
    assert peer.printed == 2
    assert outcome.warnings == ("Документ не поместился на одну этикетку и занял 2.",)
    assert outcome.progress is None


def test_what_a_label_printer_cannot_do() -> None:
    peer = Peer()
    with pytest.raises(NotSupported):
        execute(peer, OpenDrawer())
    with pytest.raises(RequestRefused, match="копий"):
        execute(peer, PrintDocument(HELLO.lines, 100))
    assert not peer.received


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_state_is_asked(language: str) -> None:
    peer = Peer(language, head_open=True)
    state = execute(peer, ReadState()).state
    assert state is not None
    assert state.online
    assert state.cover_open
    assert not state.paper_out
    assert peer.waiting == 0


def test_the_state_of_a_silent_printer_is_online_and_nothing_more() -> None:
    state = execute(Peer(silent=True), ReadState()).state
    assert state is not None
    assert state.online
    assert state.fault == ""


def test_nothing_can_be_settled() -> None:
    async def main() -> None:
        driver = printer("zpl", "tcp://127.0.0.1:1")
        assert await driver.mark() == ""
        with pytest.raises(OutcomeUnknown, match="First"):
            await driver.settle(labels(3), "")
        with pytest.raises(OutcomeUnknown, match="не помнит"):
            await driver.settle(HELLO, "")

    skipping.run(main())


def test_to_a_file_everything_goes_unasked(tmp_path: Path) -> None:
    async def main() -> Outcome:
        driver = printer("zpl", f"file://{tmp_path}/labels.zpl")
        return await driver.execute(labels(25))

    outcome = skipping.run(main())
    assert outcome.progress == Progress(0, 25)
    assert (tmp_path / "labels.zpl").read_bytes().count(b"^XZ") == 25


def test_the_preview_is_the_labels_and_asks_no_printer() -> None:
    driver = printer("zpl", "tcp://127.0.0.1:1")
    shown = driver.preview(labels(30))
    assert len(shown) == 20
    assert {(bitmap.width, bitmap.height) for bitmap in shown} == {(464, 320)}
    assert len(set(shown)) == 20
    with pytest.raises(NotSupported):
        driver.preview(OpenDrawer())


def test_the_loop_is_never_blocked_by_drawing() -> None:
    """The longest time between two turns of a task beside a batch of a thousand labels."""

    async def talk(driver: LabelPrinter) -> float:
        loop, longest, done = asyncio.get_running_loop(), 0.0, asyncio.Event()

        async def tick() -> None:
            nonlocal longest
            while not done.is_set():
                before = loop.time()
                await asyncio.sleep(0.001)
                longest = max(longest, loop.time() - before)

        ticking = asyncio.create_task(tick())
        await driver.execute(labels(1000))
        done.set()
        await ticking
        return longest

    assert with_printer(Peer(), talk, labels_ahead=100) < 0.1  # measured 0.008; busy machines stutter


@pytest.mark.parametrize(
    ("language", "key"), [("cpcl", "after"), ("cpcl", "direction"), ("zpl", "cut_every"), ("epl2", "dpi")]
)
def test_a_language_narrows_its_settings(language: str, key: str) -> None:
    from pydantic import TypeAdapter, ValidationError

    values = {"after": "cut", "direction": "inverted", "cut_every": 2, "dpi": 600}
    with pytest.raises(ValidationError):
        TypeAdapter(load(language).options).validate_python({"connection": "tcp://1:1", key: values[key]})
