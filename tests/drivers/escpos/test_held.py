"""While more documents are waiting they follow over one connection."""

import asyncio

import pytest

from drivers.errors import DeviceOffline, OperatorNeeded, OutcomeUnknown
from drivers.escpos import held
from drivers.escpos.driver import EscPosPrinter
from drivers.model.command import OpenDrawer
from drivers.ports import KeepsInTouch
from tests.drivers.escpos.printers import encoder
from tests.drivers.escpos.talking_printer import FINE, PAPER_OUT, TalkingPrinter
from tests.drivers.escpos.test_dialogue import HELLO, HELLO_BYTES, Talk, failing, run

FIRST = ["real-time"] * 4 + ["turn", "automatic", "turn"]  # that it can prove is found out once
LATER = ["real-time"] * 4 + ["automatic", "turn"]


def run_busy(talk: Talk) -> None:
    """As a worker does it that has more in its queue."""

    async def busy(paper: TalkingPrinter, driver: EscPosPrinter) -> None:
        assert isinstance(driver, KeepsInTouch)
        driver.queue(lambda: True)
        await talk(paper, driver)

    run(busy)


def test_documents_that_wait_share_a_connection_and_each_is_asked_for() -> None:
    async def talk(paper: TalkingPrinter, driver: EscPosPrinter) -> None:
        for _ in range(3):
            await driver.execute(HELLO)
        await driver.execute(OpenDrawer())
        assert paper.connections == 1
        assert paper.asked == FIRST + LATER * 3
        assert bytes(paper.paper) == HELLO_BYTES * 3 + encoder().pulse()

    run_busy(talk)


def test_the_last_one_ends_the_connection() -> None:
    async def talk(paper: TalkingPrinter, driver: EscPosPrinter) -> None:
        line = [HELLO] * 3
        driver.queue(lambda: bool(line))
        while line:
            await driver.execute(line.pop())
        assert paper.connections == 1
        await paper.alone.wait()

    run(talk)


def test_who_does_not_come_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(held, "HOLD", 0.01)

    async def talk(paper: TalkingPrinter, driver: EscPosPrinter) -> None:
        for number in (1, 2):
            await driver.execute(HELLO)
            await paper.alone.wait()
            assert paper.connections == number

    run_busy(talk)


def test_other_hosts_get_their_turn_however_much_is_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(held, "TURN", 0.0)

    async def talk(paper: TalkingPrinter, driver: EscPosPrinter) -> None:
        for number in (1, 2, 3):
            await driver.execute(HELLO)
            await paper.alone.wait()
            assert paper.connections == number
        assert bytes(paper.paper) == HELLO_BYTES * 3

    run_busy(talk)


def test_closing_the_driver_ends_it() -> None:
    async def talk(paper: TalkingPrinter, driver: EscPosPrinter) -> None:
        await driver.execute(HELLO)
        assert not paper.alone.is_set()
        await driver.close()
        await paper.alone.wait()

    run_busy(talk)


def test_a_printer_that_hung_up_meanwhile_is_dialled_anew() -> None:
    async def talk(paper: TalkingPrinter, driver: EscPosPrinter) -> None:
        for number in (1, 2, 3):
            await driver.execute(HELLO)
            assert paper.connections == number
            paper.drop()
        assert bytes(paper.paper) == HELLO_BYTES * 3

    run_busy(talk)


def test_a_printer_that_is_switched_off_meanwhile_is_away() -> None:
    async def talk(paper: TalkingPrinter, driver: EscPosPrinter) -> None:
        await driver.execute(HELLO)
        await paper.hang_up()
        assert (await failing(driver, HELLO, DeviceOffline, "Нет связи")).nothing_sent
        assert not (await driver.state()).online

    run_busy(talk)


def test_what_stops_it_between_two_is_known_before_the_first_byte() -> None:
    async def talk(paper: TalkingPrinter, driver: EscPosPrinter) -> None:
        await driver.execute(HELLO)
        paper.condition = PAPER_OUT
        assert (await failing(driver, HELLO, OperatorNeeded, "кончилась бумага")).nothing_sent
        await paper.alone.wait()  # somebody has to come: nothing is held for that long
        paper.condition = FINE
        await driver.execute(HELLO)
        assert bytes(paper.paper) == HELLO_BYTES * 2

    run_busy(talk)


def test_a_job_that_broke_off_holds_nothing() -> None:
    async def talk(paper: TalkingPrinter, driver: EscPosPrinter) -> None:
        await driver.execute(HELLO)
        paper.stop_after = 2 * len(HELLO_BYTES)
        await failing(driver, HELLO, OutcomeUnknown, "кончилась бумага")
        await paper.alone.wait()
        assert paper.connections == 1

    run_busy(talk)


def test_who_proves_nothing_gets_a_connection_each() -> None:
    """Its end is all that tells such a job from the next one."""

    async def talk(paper: TalkingPrinter, driver: EscPosPrinter) -> None:
        paper.mute = {"turn"}
        for number in (1, 2):
            await driver.execute(HELLO)
            await paper.alone.wait()
            assert paper.connections == number

    run_busy(talk)


def test_the_state_is_told_over_a_connection_of_its_own() -> None:
    """Online means that one can be opened now; there is never a second one."""

    async def talk(paper: TalkingPrinter, driver: EscPosPrinter) -> None:
        await driver.execute(HELLO)
        assert (await driver.state()).online
        await paper.alone.wait()
        assert paper.connections == 2

    run_busy(talk)


@pytest.mark.parametrize("deaf", [{1}, {4}, {2, 3}])
def test_an_answer_that_fails_to_come_is_asked_for_by_itself(deaf: set[int]) -> None:
    async def talk(paper: TalkingPrinter, driver: EscPosPrinter) -> None:
        await driver.execute(HELLO)
        paper.deaf, paper.asked = deaf, []
        if 1 in deaf:
            await failing(driver, HELLO, DeviceOffline, "не отвечает на вопрос")
        else:
            await driver.execute(HELLO)
            assert paper.asked == ["real-time"] * 8 + ["automatic", "turn"]

    run_busy(talk)


def test_a_cancelled_job_holds_nothing() -> None:
    async def talk(paper: TalkingPrinter, driver: EscPosPrinter) -> None:
        await driver.execute(HELLO)
        paper.held = True
        job = asyncio.create_task(driver.execute(HELLO))
        while not paper.late:
            await asyncio.sleep(0)
        job.cancel()
        with pytest.raises(asyncio.CancelledError):
            await job
        await paper.alone.wait()

    run_busy(talk)
