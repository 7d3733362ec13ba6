"""What the shared suite of registers does not try: counters that tell little, foreign journals, checks without end."""

import pytest

from drivers.emulation.answer_faults import Fault, What
from drivers.emulation.fiscal.marking import Verdict
from drivers.errors import KkmError, NotSupported, OutcomeUnknown, RequestRefused, WrongState
from drivers.mercury.emulator.quirks import Journal, Quirks
from drivers.model.command import OfdReport, ReadDocument
from drivers.model.document import Payments, TextLine
from tests.contract.emulated import OTHER_NUMBER
from tests.contract.goods import CASHIER, STOPPED, goods, receipt, water
from tests.drivers.mercury.bench import Bench, play

SALE = receipt()
BY_CARD = receipt(paid=Payments(electronic=10_000))
BLIND = Quirks(journal=Journal.EMPTY)


@pytest.mark.parametrize("command", [SALE, BY_CARD], ids=["cash", "card"])
def test_a_receipt_begun_where_another_stood_open_is_found(command: object) -> None:
    """The number of what stands open is that of the next receipt: it is no receipt yet."""

    async def scene(bench: Bench) -> None:
        bench.inecrman.machine.leave_check_open()
        mark = await bench.driver.mark()
        await bench.done(command)  # type: ignore[arg-type]
        bench.restart()
        assert await bench.driver.settle(command, mark) is not None  # type: ignore[arg-type]

    play(scene, quirks=BLIND)


@pytest.mark.parametrize("earlier", [0, 1])
def test_counters_that_do_not_count_prove_nothing(earlier: int) -> None:
    """That they go on counting while no check is open is inferred: a receipt must not be made again because of it."""

    async def scene(bench: Bench) -> None:
        for _ in range(earlier):
            await bench.done(SALE)
        mark = await bench.driver.mark()
        bench.lose("CloseCheck")
        await bench.refused(SALE, OutcomeUnknown)
        bench.restart()
        with pytest.raises(OutcomeUnknown):
            await bench.driver.settle(SALE, mark)

    play(scene, quirks=Quirks(journal=Journal.EMPTY, check_number_stays=False))


def test_a_report_is_told_from_receipts() -> None:
    async def scene(bench: Bench) -> None:
        await bench.done(SALE)
        mark = await bench.driver.mark()
        await bench.done(OfdReport(CASHIER))
        bench.restart()
        assert await bench.driver.settle(SALE, mark) is None
        assert await bench.driver.settle(OfdReport(CASHIER), mark) is not None

    play(scene, quirks=BLIND)


def test_the_journal_of_another_storage_proves_nothing() -> None:
    """Numbers of documents begin anew with a ФН, the journal of the service goes on."""

    async def scene(bench: Bench) -> None:
        machine = bench.inecrman.machine
        for _ in range(5):
            await bench.done(receipt(goods(amount=7_700)))
        machine.till.replace_storage(OTHER_NUMBER)
        bench.restart()
        await bench.done(SALE)
        mark = await bench.driver.mark()
        await bench.done(SALE)
        bench.restart()
        outcome = await bench.driver.settle(SALE, mark)
        assert outcome is not None
        assert outcome.document is not None
        assert outcome.document.sign in (0, machine.till.storage.documents[-1].sign)

    play(scene)


def test_a_journal_without_end_is_not_waited_for() -> None:
    async def scene(bench: Bench) -> None:
        mark = await bench.driver.mark()
        await bench.done(SALE)
        begun = bench.register.clock.monotonic()
        assert await bench.driver.settle(SALE, mark) is not None
        assert bench.register.clock.monotonic() - begun < 30
        assert bench.times("BreakOperation") == 1

    play(scene, quirks=Quirks(journal_polls=10_000))


def test_a_journal_whose_answers_never_come_is_not_asked_for_ever() -> None:
    async def scene(bench: Bench) -> None:
        mark = await bench.driver.mark()
        await bench.done(SALE)
        bench.inecrman.inject(Fault(what=What.ANSWER_LOST, command="GetSales", times=None))
        assert await bench.driver.settle(SALE, mark) is not None
        assert bench.times("GetSales") == 1

    play(scene)


def test_whose_paper_has_ended_is_not_told_that_the_rest_will_come() -> None:
    """No source says that the register goes on."""

    async def scene(bench: Bench) -> None:
        bench.inecrman.machine.roll.reload(6)
        outcome = await bench.done(SALE)
        assert bench.sold == 1
        assert "копию" in outcome.message
        assert "нельзя" in outcome.message

    play(scene)


def test_a_document_that_nobody_tells_of_is_no_fault_of_the_cable() -> None:
    async def scene(bench: Bench) -> None:
        for _ in range(3):
            await bench.done(SALE)
        error = await bench.refused(ReadDocument(number=4), NotSupported)
        assert "№ 4" in error.text
        assert "кабель" not in error.text

    play(scene, quirks=BLIND)


def test_rows_of_a_receipt_that_is_refused_are_not_printed() -> None:
    async def scene(bench: Bench) -> None:
        bench.inecrman.machine.marking.verdicts[STOPPED.encode()] = Verdict(result=7)
        sold = receipt(TextLine("Здравствуйте!"), water(STOPPED))
        await bench.refused(sold, RequestRefused)
        assert not any("Здравствуйте" in row for row in bench.inecrman.machine.roll.lines)

    play(scene)


def test_a_check_that_never_ends_is_called_off() -> None:
    async def scene(bench: Bench) -> None:
        bench.inecrman.machine.check_polls = 10_000
        error = await bench.refused(receipt(water()), WrongState)
        assert error.nothing_sent
        assert "интернет" in error.text
        assert bench.times("AbortMarkingCodeChecking") == 1
        bench.inecrman.machine.check_polls = 0
        await bench.done(receipt(water()))

    play(scene, marking_timeout=5)


@pytest.mark.parametrize("seconds", [0, 6])
def test_a_check_may_take_as_long_as_the_service_itself_waits(seconds: int) -> None:
    async def scene(bench: Bench) -> None:
        bench.inecrman.machine.check_polls = 2 * seconds
        outcome = await bench.done(receipt(water()))
        assert [answer.result for answer in outcome.marking] == [15]

    play(scene, marking_timeout=5)


def test_a_check_whose_result_was_not_heard_does_not_stand_in_the_way() -> None:
    async def scene(bench: Bench) -> None:
        bench.inecrman.inject(Fault(what=What.ANSWER_LOST, command="GetMarkingCodeCheckResult", times=None))
        error = await bench.refused(receipt(water()), KkmError)
        assert error.nothing_sent
        bench.inecrman.machine.plan.clear()
        await bench.done(receipt(water()))
        assert bench.sold == 1

    play(scene)
