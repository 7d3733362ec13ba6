"""A real CUPS daemon between us and a printer: whatever becomes of a job, the answer is true to the paper.

The printers are TCP listeners; CUPS reaches them by its own socket backend.
"""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from drivers.errors import Cancelled, DeviceOffline, OperatorNeeded, OutcomeUnknown
from drivers.escpos.driver import EscPosPrinter
from drivers.escpos.options import EscPosOptions
from drivers.model.command import PrintDocument
from drivers.model.document import TextLine
from drivers.model.outcome import Outcome, Progress
from drivers.ports import DeviceContext
from drivers.spooler.address import open_queue
from drivers.spooler.queue import JobState, Raw
from drivers.spooler.transport import open_spooler
from tests.acceptance.cups_queues import failure, raw_queue, run, send, state, until, waiting, zebra, zpl_pictures
from tests.clock import FakeClock
from tests.cups import Cups, cups, needs_cups
from tests.drivers.spooler.printers import labels, printer
from tests.drivers.spooler.reading import codes_of
from tests.tcp_printer import TcpPrinter

pytestmark = needs_cups

JOB = b"\x1b@" + b"receipt " * 40
LONG = b"\x1b@" + b"z" * 3_000_000  # more than the system keeps for a printer that takes nothing
DOCUMENT = PrintDocument((TextLine("Привет"),))


@pytest.fixture
def daemon() -> Iterator[Cups]:
    with cups() as started:
        yield started


def test_raw_bytes_reach_the_printer_as_they_are(daemon: Cups) -> None:
    async def talk() -> None:
        async with TcpPrinter() as listener:
            transport = await raw_queue(daemon, listener)
            await send(transport, JOB)
            await send(transport, JOB * 2)
            assert await listener.finished(2) == [JOB, JOB * 2]

    run(talk())


def test_a_receipt_printer_behind_cups(daemon: Cups) -> None:
    async def talk() -> None:
        async with TcpPrinter() as listener:
            address = await daemon.add("raw", f"socket://127.0.0.1:{listener.port}")
            context = DeviceContext(2, "Чековый", Path("unused"), FakeClock(), open_spooler)
            driver = EscPosPrinter(context, EscPosOptions(address))
            await driver.execute(DOCUMENT)
            (job,) = await listener.finished()
            assert "Привет".encode("cp866") in job
            await daemon.pause("raw", "меняют ленту")
            error = await failure(driver.execute(DOCUMENT))
            assert isinstance(error, DeviceOffline)
            assert error.nothing_sent
            assert "меняют ленту" in error.text
            await driver.close()

    run(talk())


def test_the_daemon_of_this_machine_is_reached_by_its_socket(daemon: Cups) -> None:
    async def talk() -> None:
        async with TcpPrinter() as listener:
            await raw_queue(daemon, listener)
            await send(open_spooler(f"cups:///raw?socket={daemon.socket}"), JOB)
            assert await listener.finished() == [JOB]

    run(talk())


@pytest.mark.parametrize("page_format", ["pdf", "png"])
def test_labels_go_through_the_printers_driver_dot_by_dot(daemon: Cups, page_format: str) -> None:
    async def talk() -> None:
        async with TcpPrinter() as listener, zebra(daemon, listener, format=page_format) as driver:
            assert await driver.execute(labels(3)) == Outcome(progress=Progress(3, 3))
            pictures = zpl_pictures((await listener.finished())[0])
            assert [codes_of(picture) for picture in pictures] == [{"N1"}, {"N2"}, {"N3"}]
            assert pictures[0].width == 464  # 58 mm at 203 dpi

    run(talk())


def test_a_batch_reports_job_by_job_and_can_be_called_off(daemon: Cups) -> None:
    async def talk() -> None:
        async with TcpPrinter() as listener, zebra(daemon, listener, labels_per_job=2, format="png") as driver:
            seen: list[Progress] = []

            async def report(progress: Progress) -> None:
                seen.append(progress)
                if progress.done == 4:
                    driver.cancel()

            driver.watch(report)
            mark = await driver.mark()
            error = await failure(driver.execute(labels(9)))
            assert isinstance(error, Cancelled)
            assert error.progress == Progress(4, 9)
            assert seen == [Progress(2, 9), Progress(4, 9)]
            printed = [
                code for job in await listener.finished(2) for page in zpl_pictures(job) for code in codes_of(page)
            ]
            assert printed == ["N1", "N2", "N3", "N4"]
            after = await failure(driver.settle(labels(9), mark))
            assert isinstance(after, OutcomeUnknown)
            assert after.progress == Progress(4, 9)

    run(talk())


def test_a_finished_job_is_found_by_another_process(daemon: Cups) -> None:
    async def talk() -> None:
        async with TcpPrinter() as listener:
            async with zebra(daemon, listener) as driver:
                mark = await driver.mark()
                await driver.execute(DOCUMENT)
            async with zebra(daemon, listener) as another:
                assert await another.settle(DOCUMENT, mark) == Outcome()
                stranger = await failure(another.settle(DOCUMENT, mark + "0"))
                assert isinstance(stranger, OutcomeUnknown)

    run(talk())


def test_a_job_that_never_got_its_document_proves_that_nothing_was_printed(daemon: Cups) -> None:
    async def talk() -> None:
        async with TcpPrinter() as listener:
            async with zebra(daemon, listener) as driver:
                ticket = await driver._book()
                daemon.kill()
            daemon.start()
            async with zebra(daemon, listener) as driver:
                assert await driver.settle(DOCUMENT, str(ticket)) is None
            assert listener.received == []

    run(talk())


def test_an_aborted_job_is_unknown_and_tells_why(daemon: Cups) -> None:
    async def talk() -> None:
        async with TcpPrinter(reset_after=5000) as listener:
            error = await failure(send(await raw_queue(daemon, listener, on_error="abort-job"), LONG))
            assert not error.nothing_sent
            assert "Unable to write print data" in error.text
            assert len(listener.received) == 1

    run(talk())


@pytest.mark.parametrize("on_error", ["stop-printer", "retry-job"])
def test_a_job_that_broke_off_is_not_printed_once_more(daemon: Cups, on_error: str) -> None:
    async def talk() -> None:
        async with TcpPrinter(reset_after=5000) as listener:
            transport = await raw_queue(daemon, listener, on_error=on_error)
            error = await failure(send(transport, LONG))
            assert isinstance(error, DeviceOffline)
            assert not error.nothing_sent
            listener.reset_after = None
            await daemon.resume("raw")
            await send(transport, JOB)
            assert (await listener.finished(2))[1:] == [JOB]

    run(talk())


def test_a_stopped_printer_gets_nothing_then_or_later(daemon: Cups) -> None:
    async def talk() -> None:
        async with TcpPrinter() as listener, zebra(daemon, listener) as driver:
            await daemon.pause("zebra", "меняют ленту")
            error = await failure(driver.execute(DOCUMENT))
            assert isinstance(error, OperatorNeeded)
            assert error.nothing_sent
            assert "меняют ленту" in error.text
            assert (await driver.state()).fault == "печать остановлена: меняют ленту"
            await daemon.resume("zebra")
            await driver.execute(DOCUMENT)
            assert len(await listener.finished()) == 1

    run(talk())


def test_a_printer_that_is_stopped_while_the_job_waits(daemon: Cups) -> None:
    async def talk() -> None:
        async with TcpPrinter() as listener, zebra(daemon, listener) as driver:
            await driver.mark()
            await daemon.pause("zebra", "меняют ленту")
            error = await failure(driver.execute(DOCUMENT))
            assert isinstance(error, OperatorNeeded)
            assert error.nothing_sent
            await daemon.resume("zebra")
            await driver.execute(DOCUMENT)
            assert len(await listener.finished()) == 1

    run(talk())


def test_a_held_job_is_taken_back(daemon: Cups) -> None:
    async def talk() -> None:
        async with TcpPrinter() as listener, zebra(daemon, listener) as driver:
            await daemon.hold("zebra")
            error = await failure(driver.execute(DOCUMENT))
            assert isinstance(error, OperatorNeeded)
            assert error.nothing_sent
            assert listener.received == []

    run(talk())


def test_a_queue_that_takes_no_jobs(daemon: Cups) -> None:
    async def talk() -> None:
        async with TcpPrinter() as listener, zebra(daemon, listener) as driver:
            await daemon.reject("zebra")
            error = await failure(driver.execute(DOCUMENT))
            assert isinstance(error, OperatorNeeded)
            assert error.nothing_sent

    run(talk())


def test_a_printer_that_is_away(daemon: Cups) -> None:
    """CUPS has begun, and cannot prove that nothing went out; once the printer is back nothing more comes of it."""

    async def talk() -> None:
        async with TcpPrinter() as listener, zebra(daemon, listener, job_timeout=2.0) as driver:
            listener.refuse()
            error = await failure(driver.execute(DOCUMENT))
            assert isinstance(error, OutcomeUnknown)
            assert "не кончилось за 2 с" in error.text
            assert "The printer may not exist or is unavailable" in error.text
            await listener.listen()
            await driver.execute(labels(1))
            (job,) = await listener.finished()
            assert [codes_of(page) for page in zpl_pictures(job)] == [{"N1"}]

    run(talk())


def test_a_waiting_job_that_somebody_cancels_was_not_printed(daemon: Cups) -> None:
    async def talk() -> None:
        async with TcpPrinter(stall=True) as listener:
            address = await daemon.add("raw", f"socket://127.0.0.1:{listener.port}")
            someone = open_queue(address, "raw")
            busy = await someone.book("busy")
            await someone.send(busy, Raw(LONG))
            await until(lambda: state(someone, busy), JobState.PRINTING)
            ours = asyncio.ensure_future(failure(send(open_spooler(address), JOB)))
            await until(lambda: waiting(someone), True)
            for job in (await someone.jobs("kkmserver-")).values():
                await someone.cancel(job.number)
            error = await ours
            assert isinstance(error, Cancelled)
            assert error.nothing_sent
            await someone.cancel(busy)
            await someone.close()

    run(talk())


def test_what_a_person_has_cancelled_is_not_printed_again_by_itself(daemon: Cups) -> None:
    async def talk() -> None:
        async with TcpPrinter() as listener, zebra(daemon, listener) as driver:
            mark = await driver.mark()
            someone = open_queue(daemon.address("zebra"), "raw")
            await someone.cancel(int(mark.split()[0]))
            await someone.close()
            error = await failure(driver.settle(DOCUMENT, mark))
            assert isinstance(error, OutcomeUnknown)
            assert "отменено" in error.text

    run(talk())


def test_no_daemon(daemon: Cups) -> None:
    async def talk() -> None:
        async with TcpPrinter() as listener, zebra(daemon, listener) as driver:
            daemon.kill()
            error = await failure(driver.execute(DOCUMENT))
            assert isinstance(error, DeviceOffline)
            assert error.nothing_sent
            assert (await driver.state()).online is False

    run(talk())


def test_no_such_printer(daemon: Cups) -> None:
    async def talk() -> None:
        driver = printer(daemon.address("nobody"))
        error = await failure(driver.execute(DOCUMENT))
        await driver.close()
        assert isinstance(error, DeviceOffline)
        assert error.nothing_sent
        assert "нет принтера" in error.text

    run(talk())


def test_a_daemon_that_is_killed_in_mid_job_is_asked_once_it_is_back(daemon: Cups) -> None:
    async def talk() -> None:
        async with TcpPrinter() as listener:
            listener.refuse()
            async with zebra(daemon, listener, job_timeout=1.0) as driver:
                mark = await driver.mark()
                number = int(mark.split()[0])
                printing = asyncio.ensure_future(failure(driver.execute(labels(1))))
                someone = open_queue(daemon.address("zebra"), "raw")
                await until(lambda: state(someone, number), JobState.PRINTING)
                daemon.kill()
                error = await printing
                assert isinstance(error, DeviceOffline)
                assert not error.nothing_sent
                assert isinstance(await failure(driver.settle(labels(1), mark)), DeviceOffline)
            await listener.listen()
            daemon.start()
            # CUPS takes up by itself what it was printing; that job is seen to its end.
            await until(lambda: state(someone, number), JobState.PRINTING, JobState.COMPLETED)
            await someone.close()
            async with zebra(daemon, listener) as driver:
                assert await driver.settle(labels(1), mark) == Outcome(progress=Progress(1, 1))
            (job,) = await listener.finished()
            assert [codes_of(page) for page in zpl_pictures(job)] == [{"N1"}]

    run(talk())


def test_a_daemon_that_has_forgotten_the_job_leaves_it_unknown(daemon: Cups) -> None:
    async def talk() -> None:
        async with TcpPrinter() as listener, zebra(daemon, listener) as driver:
            mark = await driver.mark()
            await driver.execute(DOCUMENT)
            await daemon.purge("zebra")
            error = await failure(driver.settle(DOCUMENT, mark))
            assert isinstance(error, OutcomeUnknown)
            assert "PreserveJobHistory" in error.text

    run(talk())
