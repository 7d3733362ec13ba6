"""Windows' spooler, stood in for by fake_win32: what the driver and the transport make of its answers."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from drivers import registry
from drivers.errors import Cancelled, DeviceOffline, KkmError, OperatorNeeded, OutcomeUnknown
from drivers.model.command import PrintDocument, PrintRuler
from drivers.model.document import BarcodeLine, Symbology, TextLine
from drivers.model.outcome import Outcome, Progress
from drivers.ports import DeviceContext
from drivers.spooler import transport as spooler_transport
from drivers.spooler.driver import SpoolerPrinter
from drivers.spooler.transport import open_spooler
from tests.clock import FakeClock
from tests.drivers.spooler.fake_win32 import DELETE, PRINTED, PRINTING, RELEASE, RETAIN, FakeWindows
from tests.drivers.spooler.printers import LABEL, labels, printer
from tests.drivers.spooler.reading import codes_of

DOCUMENT = PrintDocument((TextLine("Привет"), BarcodeLine(Symbology.QR, "https://example.org/1")))
PAUSED, ERROR, DELETING, PAPER_OUT = 0x1, 0x2, 0x4, 0x40


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> FakeWindows:
    fake = FakeWindows()
    fake.install(monkeypatch)
    return fake


def run(talk: Callable[[SpoolerPrinter], Awaitable[Any]], **options: Any) -> Any:
    async def main() -> Any:
        driver = printer("windows://Принтер", **options)
        try:
            async with asyncio.timeout(20):
                return await talk(driver)
        finally:
            await driver.close()

    return asyncio.run(main())


def failure(talk: Callable[[SpoolerPrinter], Awaitable[Any]], **options: Any) -> KkmError:
    with pytest.raises(KkmError) as raised:
        run(talk, **options)
    return raised.value


def test_a_document_is_drawn_on_the_drivers_own_paper(windows: FakeWindows) -> None:
    run(lambda driver: driver.execute(DOCUMENT))
    (job,) = windows.all
    ((image, box),) = job.pages
    assert job.kind is None
    # The sheet begins at minus the offset of the printable part; 300 dots of ours are 600 of the printer's.
    assert box == (-100, -50, 2480 * 2 - 100, 3508 * 2 - 50)
    assert codes_of(image) == {"https://example.org/1"}


def test_nothing_is_left_open_and_the_job_leaves_the_queue_at_last(windows: FakeWindows) -> None:
    run(lambda driver: driver.execute(DOCUMENT))
    assert windows.all[0].orders == [RETAIN, RELEASE]
    assert (windows.queue, windows.handles, windows.canvases) == ({}, {}, {})


def test_raw_bytes_go_as_they_are(windows: FakeWindows) -> None:
    async def main() -> None:
        transport = open_spooler("windows://Принтер")
        await transport.open()
        await transport.write(b"\x1b@" + b"x" * 2500)
        await transport.write(b"end")
        await transport.finish()
        await transport.close()

    asyncio.run(main())
    (job,) = windows.all
    assert (job.kind, job.data) == ("RAW", b"\x1b@" + b"x" * 2500 + b"end")


def test_a_job_that_is_closed_unfinished_prints_nothing(windows: FakeWindows) -> None:
    async def main() -> None:
        transport = open_spooler("windows://Принтер")
        await transport.open()
        await transport.write(b"half")
        await transport.close()
        with pytest.raises(DeviceOffline):
            await transport.write(b"more")

    asyncio.run(main())
    assert windows.all == []


def test_a_job_whose_sender_stops_waiting_is_cancelled(windows: FakeWindows) -> None:
    windows.course = [PRINTING | PAPER_OUT]

    async def main() -> None:
        transport = open_spooler("windows://Принтер")
        await transport.open()
        await transport.write(b"x")
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2):
                await transport.finish()
        await transport.close()

    asyncio.run(main())
    assert DELETE in windows.all[0].orders
    assert not windows.queue


@pytest.mark.parametrize("name", ["escpos", "zpl"])
def test_a_driver_waits_for_a_job_longer_than_for_bytes(windows: FakeWindows, name: str) -> None:
    """Its own deadline is for a printer that takes bytes; a queue takes them at once and prints later."""
    windows.course = [PRINTING] * 5 + [PRINTED]  # 0.3 s

    async def main() -> None:
        spec = registry.load(name)
        context = DeviceContext(2, "Принтер", Path("unused"), FakeClock(), open_spooler)
        driver = spec.build(context, spec.options("windows://Принтер", timeout=0.1))
        await driver.execute(PrintDocument((TextLine("x"),)))
        await driver.close()

    asyncio.run(main())
    assert DELETE not in windows.all[0].orders


def test_a_job_that_does_not_end_is_called_off_by_the_transport(
    windows: FakeWindows, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spooler_transport, "_JOB", 0.1)
    windows.course = [PRINTING]

    async def main() -> None:
        transport = open_spooler("windows://Принтер")
        await transport.open()
        await transport.write(b"x")
        with pytest.raises(DeviceOffline, match=r"не кончилось за 0\.1.*Задание снято") as raised:
            await transport.finish()
        assert not raised.value.nothing_sent
        await transport.close()

    asyncio.run(main())
    assert DELETE in windows.all[0].orders


def test_a_job_that_somebody_deletes_is_unknown(windows: FakeWindows) -> None:
    windows.course = [PRINTING, None]
    error = failure(lambda driver: driver.execute(DOCUMENT))
    assert isinstance(error, OutcomeUnknown)
    windows.course = [PRINTING, DELETING]
    error = failure(lambda driver: driver.execute(DOCUMENT))
    assert isinstance(error, OutcomeUnknown)
    assert not error.nothing_sent


def test_a_job_that_does_not_end_is_deleted_and_unknown(windows: FakeWindows) -> None:
    windows.course = [PRINTING | PAPER_OUT]
    windows.status = 0x10
    error = failure(lambda driver: driver.execute(DOCUMENT), job_timeout=0.2)
    assert isinstance(error, OutcomeUnknown)
    assert DELETE in windows.all[0].orders


def test_a_held_job_is_taken_back(windows: FakeWindows) -> None:
    windows.course = [PAUSED]
    error = failure(lambda driver: driver.execute(DOCUMENT))
    assert isinstance(error, OutcomeUnknown)
    assert not windows.queue


def test_a_paused_printer_gets_nothing(windows: FakeWindows) -> None:
    windows.status = PAUSED
    error = failure(lambda driver: driver.execute(DOCUMENT))
    assert isinstance(error, OperatorNeeded)
    assert error.nothing_sent
    assert windows.all == []


def test_a_spooler_that_takes_no_data(windows: FakeWindows) -> None:
    async def main() -> None:
        transport = open_spooler("windows://Принтер")
        windows.refuses_writing = True
        await transport.open()
        await transport.write(b"x")
        with pytest.raises(DeviceOffline) as raised:
            await transport.finish()
        assert not raised.value.nothing_sent
        await transport.close()

    asyncio.run(main())
    assert (windows.queue, windows.handles) == ({}, {})


def test_no_such_printer(windows: FakeWindows) -> None:
    windows.name = "Другой"
    error = failure(lambda driver: driver.execute(DOCUMENT))
    assert isinstance(error, DeviceOffline)
    assert error.nothing_sent
    assert "Принтеры и сканеры" in error.text
    assert run(lambda driver: driver.state()).online is False


def test_without_pywin32_the_text_says_so() -> None:
    error = failure(lambda driver: driver.execute(DOCUMENT))
    assert isinstance(error, DeviceOffline)
    assert "pywin32" in error.text


def test_state_tells_what_windows_knows(windows: FakeWindows) -> None:
    windows.status = 0x10 | 0x400000 | 0x8 | PAUSED
    state = run(lambda driver: driver.state())
    assert (state.online, state.paper_out, state.cover_open) == (True, True, True)
    assert state.fault == "печать остановлена, замялась бумага"
    windows.status, windows.attributes = 0, 0x400
    assert run(lambda driver: driver.state()).online is False


def test_a_booked_job_that_is_not_used_is_taken_back(windows: FakeWindows) -> None:
    async def talk(driver: SpoolerPrinter) -> None:
        await driver.mark()
        await driver.mark()
        assert len(windows.queue) == 1

    run(talk)
    assert not windows.queue
    assert all(not job.pages for job in windows.all)


def test_settle_finds_the_printed_job(windows: FakeWindows) -> None:
    async def talk(driver: SpoolerPrinter) -> Outcome | None:
        mark = await driver.mark()
        await driver.execute(PrintRuler())
        return await driver.settle(PrintRuler(), mark)

    assert run(talk) == Outcome(line_length=80)


def test_settle_of_a_job_that_never_got_its_document(windows: FakeWindows) -> None:
    async def talk(driver: SpoolerPrinter) -> Outcome | None:
        return await driver.settle(DOCUMENT, await driver.mark())

    assert run(talk) is None


@pytest.mark.parametrize("mark", ["", "x", "12", "12 kkmserver-of-another-life", "-1 a"])
def test_settle_of_a_job_that_windows_does_not_know(windows: FakeWindows, mark: str) -> None:
    error = failure(lambda driver: driver.settle(DOCUMENT, mark))
    assert isinstance(error, OutcomeUnknown)


def test_a_batch_is_a_row_of_jobs(windows: FakeWindows) -> None:
    seen: list[Progress] = []

    async def talk(driver: SpoolerPrinter) -> Outcome:
        async def report(progress: Progress) -> None:
            seen.append(progress)

        driver.watch(report)
        mark = await driver.mark()
        outcome = await driver.execute(labels(7, first=2))
        assert await driver.settle(labels(7, first=2), mark) == outcome
        return outcome

    assert run(talk, labels_per_job=3, **LABEL) == Outcome(progress=Progress(7, 7))
    assert seen == [Progress(4, 7), Progress(7, 7)]
    assert [len(job.pages) for job in windows.all] == [3, 3]
    assert [codes_of(image) for job in windows.all for image, _ in job.pages] == [{f"N{n}"} for n in range(2, 8)]


def test_a_batch_that_is_called_off_ends_with_the_job_under_way(windows: FakeWindows) -> None:
    async def talk(driver: SpoolerPrinter) -> None:
        async def report(progress: Progress) -> None:
            if progress.done == 4:
                assert driver.cancel()

        driver.watch(report)
        assert not driver.cancel()
        await driver.execute(labels(9))

    error = failure(talk, labels_per_job=2, **LABEL)
    assert isinstance(error, Cancelled)
    assert (error.progress, error.nothing_sent) == (Progress(4, 9), False)
    assert "4 из 9" in error.text


def test_a_batch_that_breaks_off_tells_how_far_it_came(windows: FakeWindows) -> None:
    async def talk(driver: SpoolerPrinter) -> None:
        async def report(progress: Progress) -> None:
            windows.status = PAUSED

        driver.watch(report)
        await driver.execute(labels(5))

    error = failure(talk, labels_per_job=2, **LABEL)
    assert isinstance(error, OperatorNeeded)
    assert (error.progress, error.nothing_sent) == (Progress(2, 5), False)
