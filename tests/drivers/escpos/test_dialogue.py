"""What a printer that answers is asked, and what is known when something goes wrong."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import pytest

from drivers.errors import DeviceFaulty, DeviceOffline, KkmError, OperatorNeeded, OutcomeUnknown
from drivers.escpos.driver import EscPosPrinter
from drivers.model.command import OpenDrawer, PrintDocument, ReadState
from drivers.model.document import TextLine
from drivers.model.state import DeviceState
from drivers.transports.wire import Wire
from tests.clock import FakeClock
from tests.drivers.escpos.printers import CUT, START, encoder, printer
from tests.drivers.escpos.talking_printer import COVER, CUTTER, FINE, PAPER_OUT, TalkingPrinter
from tests.faults.wires import skipping

HELLO = PrintDocument((TextLine("Привет"),))
HELLO_BYTES = START + b"\x1b!\x00" + "Привет".encode("cp866") + b"\n" + CUT
LONG = PrintDocument(tuple(TextLine("x" * 48) for _ in range(100)))  # 34 rows are a piece: 3 + 34 * 49 bytes
FIRST = 3 + 34 * 49
Talk = Callable[[TalkingPrinter, EscPosPrinter], Awaitable[None]]
QUICK: dict[str, Any] = {"status_timeout": 0.15, "timeout": 0.3, "operator_timeout": 0.3}


def run(talk: Talk, **options: Any) -> None:
    async def main() -> None:
        async with asyncio.timeout(20), TalkingPrinter() as paper:
            driver = printer(paper.connection, **(QUICK | options))
            await talk(paper, driver)
            await driver.close()

    skipping.run(main())


async def failing(driver: EscPosPrinter, command: Any, kind: type[KkmError], words: str) -> KkmError:
    with pytest.raises(kind, match=words) as caught:
        await driver.execute(command)
    assert caught.value.device == "Чековый"
    return caught.value


async def runs_out(paper: TalkingPrinter, driver: EscPosPrinter) -> None:
    """The document is on the last of the paper; whether all of it is, the printer has still to tell."""
    paper.stop_after = len(HELLO_BYTES)
    await failing(driver, HELLO, OutcomeUnknown, "кончилась бумага")


async def is_cancelled(paper: TalkingPrinter, driver: EscPosPrinter) -> None:
    """In mid job, with an answer still owed."""
    paper.stop_after = 100
    job = asyncio.create_task(driver.execute(LONG))
    while not paper.late:
        await asyncio.sleep(0)
    job.cancel()
    with pytest.raises(asyncio.CancelledError):
        await job


def test_a_job_is_proved_and_questions_leave_no_trace() -> None:
    async def talk(paper: TalkingPrinter, driver: EscPosPrinter) -> None:
        assert (await driver.execute(HELLO)).warnings == ()
        assert paper.asked == ["real-time"] * 4 + ["turn", "automatic", "turn"]
        assert bytes(paper.paper) == HELLO_BYTES
        paper.asked.clear()
        await driver.execute(OpenDrawer())
        assert paper.asked == ["real-time"] * 4 + ["automatic", "turn"]  # that it can prove is known by now
        assert bytes(paper.paper) == HELLO_BYTES + encoder().pulse()

    run(talk)


def test_a_document_and_the_questions_behind_it_go_out_together() -> None:
    async def main() -> None:
        wire = Wire(FakeClock(), "Чековый")
        async with asyncio.timeout(20), TalkingPrinter() as paper:
            driver = printer(paper.connection, wire=wire, **QUICK)
            await driver.execute(HELLO)  # it is learnt what the printer can do
            wire.begin()
            await driver.execute(HELLO)
            await driver.close()
        written = [line for line in wire.exchange() if line.startswith(">")]
        assert len(written) == 2
        assert written[1].endswith("1d 61 00 1d 72 01")

    skipping.run(main())


def test_a_long_job_is_proved_piece_by_piece() -> None:
    async def talk(paper: TalkingPrinter, driver: EscPosPrinter) -> None:
        await driver.execute(LONG)
        assert paper.asked.count("turn") == 1 + 3
        assert bytes(paper.paper) == START + b"\x1b!\x00" + (b"x" * 48 + b"\n") * 100 + CUT

    run(talk)


@pytest.mark.parametrize(
    ("condition", "kind", "words"),
    [
        (PAPER_OUT, OperatorNeeded, "кончилась бумага.*рулон.*Ничего не напечатано"),
        (COVER, OperatorNeeded, "открыта крышка"),
        (CUTTER, OperatorNeeded, "заклинило нож"),
        ((0x1A, 0x52, 0x32, 0x12), DeviceFaulty, "неисправность"),
        ((0x1A, 0x12, 0x12, 0x12), OperatorNeeded, "не готов"),
    ],
)
def test_what_stops_it_is_known_before_the_first_byte(condition: Any, kind: type[KkmError], words: str) -> None:
    async def talk(paper: TalkingPrinter, driver: EscPosPrinter) -> None:
        paper.condition = condition
        assert (await failing(driver, HELLO, kind, words)).nothing_sent
        assert paper.paper == b""
        paper.condition = FINE
        await driver.execute(HELLO)
        assert bytes(paper.paper) == HELLO_BYTES

    run(talk)


def test_paper_that_ends_in_mid_job() -> None:
    async def talk(paper: TalkingPrinter, driver: EscPosPrinter) -> None:
        paper.stop_after = len(START) + FIRST + 100
        error = await failing(driver, LONG, OutcomeUnknown, "Принтер сообщил: кончилась бумага")
        total = 3 + 100 * 49 + len(CUT)
        assert f"отправлено {total} из {total} байт, подтверждено {FIRST}." in error.text
        assert not error.nothing_sent

    run(talk)


def test_paper_that_ends_at_the_very_end() -> None:
    async def talk(paper: TalkingPrinter, driver: EscPosPrinter) -> None:
        paper.stop_after = len(HELLO_BYTES)
        size = len(HELLO_BYTES) - len(START)
        words = rf"отправлено {size} из {size} байт, подтверждено 0\. Принтер не подтвердил.*кончилась бумага"
        await failing(driver, HELLO, OutcomeUnknown, words)

    run(talk)


def test_a_stall_is_not_explained_by_what_nobody_said() -> None:
    async def talk(paper: TalkingPrinter, driver: EscPosPrinter) -> None:
        paper.stall_after = 5000
        error = await failing(driver, PrintDocument(LONG.lines * 20, copies=9), OutcomeUnknown, "отправлено")
        assert not any(word in error.text for word in ("бумага.", "крышка", "сообщил"))
        assert not error.nothing_sent
        paper.stopped.set()

    run(talk)


def test_a_reset_in_mid_job() -> None:
    async def talk(paper: TalkingPrinter, driver: EscPosPrinter) -> None:
        paper.reset_after = 1000
        error = await failing(driver, LONG, OutcomeUnknown, "устройство разорвало связь")
        assert not error.nothing_sent
        assert "сообщил" not in error.text
        paper.reset_after = None
        await driver.execute(HELLO)

    run(talk)


def test_a_silent_printer_is_asked_once() -> None:
    async def talk(paper: TalkingPrinter, driver: EscPosPrinter) -> None:
        paper.mute = {"real-time", "turn", "name"}
        for _ in range(3):
            assert (await driver.execute(HELLO)).warnings == ()
        assert (await driver.state()).online
        assert paper.asked == ["real-time"]
        assert bytes(paper.paper) == HELLO_BYTES * 3

    run(talk)


def test_a_printer_switched_on_after_the_server_is_noticed() -> None:
    """Behind a serial adapter nothing else tells that it was off."""

    async def talk(paper: TalkingPrinter, driver: EscPosPrinter) -> None:
        paper.mute = {"real-time"}
        await driver.execute(HELLO)
        paper.mute, paper.asked = set(), []
        for _ in range(6):
            assert (await driver.state()).online
        assert paper.asked == ["real-time"] * 4
        await driver.execute(HELLO)
        assert paper.asked[4:] == ["real-time"] * 4 + ["turn", "automatic", "turn"]

    run(talk)


def test_a_silent_printer_is_asked_again_after_it_was_away() -> None:
    async def talk(paper: TalkingPrinter, driver: EscPosPrinter) -> None:
        paper.mute = {"real-time"}
        await driver.execute(HELLO)
        port = paper.port
        await paper.hang_up()
        assert not (await driver.state()).online
        paper.mute, paper.asked = set(), []
        await paper.listen(port)
        await driver.execute(HELLO)
        assert paper.asked == ["real-time"] * 4 + ["turn", "automatic", "turn"]

    run(talk)


def test_a_printer_that_turns_silent_gets_nothing_until_it_answers_again() -> None:
    async def talk(paper: TalkingPrinter, driver: EscPosPrinter) -> None:
        await driver.execute(HELLO)
        paper.mute = {"real-time", "turn"}
        for _ in range(2):
            assert (await failing(driver, HELLO, DeviceOffline, "не отвечает на вопрос")).nothing_sent
        state = await driver.state()
        assert (state.online, state.fault) == (True, "не отвечает на вопрос о состоянии")
        paper.mute = set()
        await driver.execute(HELLO)
        assert bytes(paper.paper) == HELLO_BYTES * 2

    run(talk)


def test_a_connection_that_breaks_before_the_job_is_no_silence() -> None:
    async def talk(paper: TalkingPrinter, driver: EscPosPrinter) -> None:
        paper.reset_after = 0
        assert (await failing(driver, HELLO, DeviceOffline, "разорвало связь")).nothing_sent
        paper.reset_after, paper.asked = None, []
        await driver.execute(HELLO)
        assert paper.asked == ["real-time"] * 4 + ["turn", "automatic", "turn"]

    run(talk)


def test_silence_is_a_fault_where_the_owner_says_so() -> None:
    async def talk(paper: TalkingPrinter, driver: EscPosPrinter) -> None:
        paper.mute = {"real-time"}
        for _ in range(2):
            assert (await failing(driver, HELLO, DeviceOffline, "не отвечает на вопрос")).nothing_sent
        assert paper.paper == b""

    run(talk, status="on")


def test_a_printer_that_proves_nothing_still_prints() -> None:
    async def talk(paper: TalkingPrinter, driver: EscPosPrinter) -> None:
        paper.mute = {"turn"}
        for _ in range(2):
            await driver.execute(HELLO)
        assert paper.asked.count("turn") == 1
        assert bytes(paper.paper) == HELLO_BYTES * 2
        paper.stop_after = 3 * len(HELLO_BYTES)  # what it says of itself at the end is heard
        await failing(driver, HELLO, OutcomeUnknown, "кончилась бумага")

    run(talk)


@pytest.mark.parametrize(("confirm", "mute"), [("status", "turn"), ("process-id", "name")])
def test_a_proof_that_is_asked_for_has_to_come(confirm: str, mute: str) -> None:
    async def talk(paper: TalkingPrinter, driver: EscPosPrinter) -> None:
        paper.mute = {mute}
        assert (await failing(driver, HELLO, DeviceFaulty, "не подтверждает печать")).nothing_sent
        assert paper.paper == b""

    run(talk, confirm=confirm)


def test_proof_by_name() -> None:
    async def talk(paper: TalkingPrinter, driver: EscPosPrinter) -> None:
        await driver.execute(LONG)
        assert paper.asked.count("name") == 1 + 3
        assert "turn" not in paper.asked
        paper.stop_after = len(paper.paper) + 100
        await failing(driver, LONG, OutcomeUnknown, "подтверждено 0.*кончилась бумага")

    run(talk, confirm="process-id")


def test_without_confirmation_the_last_byte_is_all_that_is_known() -> None:
    async def talk(paper: TalkingPrinter, driver: EscPosPrinter) -> None:
        await driver.execute(HELLO)
        assert "turn" not in paper.asked

    run(talk, confirm="off")


def test_a_printer_that_answered_has_to_answer_at_the_end_too() -> None:
    async def talk(paper: TalkingPrinter, driver: EscPosPrinter) -> None:
        paper.stall_after = 100
        await failing(driver, PrintDocument(LONG.lines * 3), OutcomeUnknown, "Принтер не подтвердил")
        paper.stopped.set()

    run(talk, confirm="off")


def test_garbage_between_answers() -> None:
    async def talk(paper: TalkingPrinter, driver: EscPosPrinter) -> None:
        paper.garbage = b"\xff\x5f\x80"
        await driver.execute(LONG)
        paper.condition = PAPER_OUT
        await failing(driver, HELLO, OperatorNeeded, "кончилась бумага")

    run(talk)


def test_late_answers_prove_nothing_of_the_next_job() -> None:
    """The printer gets paper, works off the rest of the old job and answers for it; the new job then runs out too."""

    async def talk(paper: TalkingPrinter, driver: EscPosPrinter) -> None:
        paper.stop_after = len(START) + FIRST + 100
        await failing(driver, LONG, OutcomeUnknown, "кончилась бумага")
        assert len(paper.late) >= 1
        paper.condition, paper.stop_after = FINE, len(paper.paper) + len(HELLO_BYTES)
        await failing(driver, HELLO, OutcomeUnknown, "подтверждено 0")
        assert len(paper.late) >= 1
        paper.condition, paper.stop_after = FINE, None
        await driver.execute(HELLO)

    run(talk)


def test_a_printer_still_busy_with_a_broken_job_gets_no_new_one() -> None:
    async def talk(paper: TalkingPrinter, driver: EscPosPrinter) -> None:
        await runs_out(paper, driver)
        before = len(paper.paper)
        paper.condition, paper.stop_after, paper.mute = FINE, None, {"turn"}
        paper.late.clear()
        assert (await failing(driver, HELLO, DeviceOffline, "занят прошлым документом")).nothing_sent
        assert len(paper.paper) == before

    run(talk)


@pytest.mark.parametrize("confirm", ["status", "process-id"])
def test_late_answers_of_a_cancelled_job_prove_nothing_of_the_next_one(confirm: str) -> None:
    async def talk(paper: TalkingPrinter, driver: EscPosPrinter) -> None:
        await is_cancelled(paper, driver)
        paper.condition, paper.stop_after = FINE, len(paper.paper) + len(HELLO_BYTES)
        await failing(driver, HELLO, OutcomeUnknown, "подтверждено 0")

    run(talk, confirm=confirm, timeout=1.0)


def test_answers_of_a_job_before_we_were_started_prove_nothing() -> None:
    async def talk(paper: TalkingPrinter, driver: EscPosPrinter) -> None:
        paper.greeting, paper.stop_after = b"\x00\x00\x00", len(HELLO_BYTES)
        await failing(driver, HELLO, OutcomeUnknown, "подтверждено 0")

    run(talk)


def test_questions_to_a_busy_printer_are_answered_late_too() -> None:
    async def talk(paper: TalkingPrinter, driver: EscPosPrinter) -> None:
        await runs_out(paper, driver)
        paper.condition, paper.stop_after, paper.held = FINE, None, True
        for _ in range(2):
            await failing(driver, HELLO, DeviceOffline, "занят прошлым документом")
        assert len(paper.late) == 3
        paper.held, paper.stop_after = False, len(paper.paper) + len(HELLO_BYTES)
        await failing(driver, HELLO, OutcomeUnknown, "подтверждено 0")

    run(talk)


def test_a_printer_that_was_unplugged_still_owes_its_answers() -> None:
    async def talk(paper: TalkingPrinter, driver: EscPosPrinter) -> None:
        await runs_out(paper, driver)
        port = paper.port
        await paper.hang_up()
        assert not (await driver.state()).online
        await paper.listen(port)
        paper.condition, paper.stop_after, paper.held = FINE, None, True
        assert (await failing(driver, HELLO, DeviceOffline, "занят прошлым документом")).nothing_sent

    run(talk)


def test_questions_a_printer_does_not_know_are_asked_once() -> None:
    async def talk(paper: TalkingPrinter, driver: EscPosPrinter) -> None:
        paper.deaf = {2, 3}
        await driver.execute(HELLO)
        assert paper.asked == ["real-time"] * 4 + ["turn", "automatic", "turn"]
        paper.asked.clear()
        await driver.execute(HELLO)
        assert paper.asked == ["real-time"] * 2 + ["automatic", "turn"]
        paper.condition = PAPER_OUT
        assert (await failing(driver, HELLO, OperatorNeeded, "кончилась бумага")).nothing_sent

    run(talk)


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        (FINE, {}),
        (PAPER_OUT, {"paper_out": True}),
        (COVER, {"cover_open": True}),
        (CUTTER, {"fault": "заклинило нож"}),
        ((0x12, 0x12, 0x12, 0x1E), {"paper_low": True}),
    ],
)
def test_state(condition: Any, told: dict[str, Any]) -> None:
    async def talk(paper: TalkingPrinter, driver: EscPosPrinter) -> None:
        paper.condition = condition
        state = (await driver.execute(ReadState())).state
        plain = DeviceState(online=True, model="ESC/POS", address=paper.connection, line_length=48, **told)
        assert state == plain
        assert (paper.connections, paper.paper) == (1, b"")

    run(talk)


def test_cancelling_in_mid_job_leaves_the_next_one_safe() -> None:
    async def talk(paper: TalkingPrinter, driver: EscPosPrinter) -> None:
        await is_cancelled(paper, driver)
        paper.condition, paper.stop_after = FINE, None
        await driver.execute(HELLO)
        assert bytes(paper.paper).endswith(HELLO_BYTES)

    run(talk, timeout=5.0)


def test_a_proof_may_be_asked_for_without_questions_of_state() -> None:
    async def talk(paper: TalkingPrinter, driver: EscPosPrinter) -> None:
        await driver.execute(HELLO)
        assert paper.asked == ["turn", "turn"]
        assert (await driver.state()).online

    run(talk, status="off", confirm="status")


def test_over_a_serial_line() -> None:
    """The same questions and proofs where nothing but bytes tells that somebody is there."""
    pty = pytest.importorskip("pty", reason="pseudo terminals are a thing of POSIX systems")
    master, slave = pty.openpty()
    received, answered = bytearray(), {b"\x10\x04": 0, b"\x1dr\x01": 0}

    def serve() -> None:
        """Until nobody holds the other end of the line any more."""
        with suppress(OSError):
            while chunk := os.read(master, 4096):
                received.extend(chunk)
                for question, answer in ((b"\x10\x04", b"\x12"), (b"\x1dr\x01", b"\x00")):
                    due = received.count(question) - answered[question]
                    answered[question] += due
                    os.write(master, answer * due)

    async def main() -> None:
        served = asyncio.create_task(asyncio.to_thread(serve))
        driver = printer(f"serial://{os.ttyname(slave)}?baud=115200", status_timeout=2.0, timeout=5.0)
        await driver.execute(HELLO)
        await driver.close()
        os.close(slave)
        await served
        os.close(master)

    skipping.run(main())
    assert received.count(b"\x10\x04") == 4
    assert received.count(b"\x1dr\x01") == 2
    assert received.endswith(b"\x1da\x00\x1dr\x01")
