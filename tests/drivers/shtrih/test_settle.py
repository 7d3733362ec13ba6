"""Answers that are lost: at most one document, and whoever asks is told what became of it."""

import asyncio
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from drivers.emulation.frame_faults import Fault, Link, Power
from drivers.errors import DeviceOffline, FrameError, KkmError, OutcomeUnknown
from drivers.model.command import (
    CashIn,
    CashOut,
    CloseShift,
    Command,
    OfdReport,
    OpenShift,
    PrintDocument,
    ReadState,
    RegisterReceipt,
)
from drivers.model.document import Correction, TextLine
from kkmserver.dispatch.verdict import in_doubt
from tests.drivers.shtrih.till import CASHIER, Till, play, position, sale

LINKS = [Link.ACK_LOST, Link.ANSWER_LOST, Link.BAD_SUM, Link.RESET_BEFORE_ACK, Link.RESET_AFTER_ACK]
POWER = [Power.BEFORE_EXECUTION, Power.AFTER_EXECUTION]
COMMANDS = ["8D", "FF46", "FF45", "FF40"]


def fault(what: Link | Power, command: str) -> Fault:
    return Fault(what=what, command=command, seconds=0.05)


async def made(till: Till, command: Command, *, cancelled: bool = False) -> Any:
    """As the server does it: mark, execute, and settle where that is in doubt. None: proven not to be done."""
    mark = await till.driver.mark()
    try:
        async with asyncio.timeout(0.1 if cancelled else 15):
            return await till.driver.execute(command)
    except TimeoutError:
        pass
    except KkmError as error:
        if error.nothing_sent:
            return None
        if not in_doubt(error):
            raise
    return await settled(till, command, mark)


async def settled(till: Till, command: Command, mark: str) -> Any:
    for _ in range(30):
        try:
            return await till.driver.settle(command, mark)
        except DeviceOffline:
            await asyncio.sleep(0.05)
    raise AssertionError("the register does not come back")


@pytest.mark.parametrize("what", [*LINKS, *POWER])
@pytest.mark.parametrize("command", COMMANDS)
def test_at_most_one_document_and_the_truth_about_it(what: Link | Power, command: str) -> None:
    async def scene(till: Till) -> None:
        await till.do(sale())
        till.inject(fault(what, command))
        outcome = await made(till, sale(position(amount=5000)))
        mine = [document for document in till.receipts if document.total == 5000]
        assert len(mine) == (0 if outcome is None else 1)
        if outcome is not None:
            assert (outcome.document.number, outcome.document.sign) == (mine[0].number, mine[0].sign)
            assert outcome.payments.cash == 5000
        await till.do(sale(position(amount=7)))
        assert [document.total for document in till.receipts if document.total != 5000] == [24690, 7]

    play(scene, connect_timeout=0.3)


@pytest.mark.parametrize("what", [Link.ANSWER_LOST, Link.RESET_AFTER_ACK, Power.AFTER_EXECUTION])
def test_the_answer_to_the_closing_is_lost(what: Link | Power) -> None:
    """The receipt is in the ФН: it is found there and never made again."""

    async def scene(till: Till) -> None:
        await till.do(sale())
        till.inject(fault(what, "FF45"))
        outcome = await made(till, sale())
        assert outcome is not None
        assert till.executed().count("FF45") == 2
        assert [document.total for document in till.receipts] == [24690, 24690]
        assert outcome.document.number == till.receipts[1].number
        assert outcome.document.number_in_shift == 2

    play(scene, connect_timeout=0.3)


def test_the_server_dies_between_the_closing_and_its_answer() -> None:
    async def scene(till: Till) -> None:
        await till.do(sale())
        mark = await till.driver.mark()
        till.inject(Fault(what=Link.ANSWER_LATE, command="FF45", seconds=0.3))
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2):
                await till.do(sale())
        await till.driver.close()
        till.driver = till.another()
        outcome = await settled(till, sale(), mark)
        assert [document.total for document in till.receipts] == [24690, 24690]
        assert outcome.document.number == till.receipts[1].number

    play(scene)


@pytest.mark.parametrize("command", ["10", "8D", "FF46", "FF45", "FF40"])
@pytest.mark.parametrize("executed", [False, True])
def test_cancelled_anywhere(command: str, executed: bool) -> None:
    async def scene(till: Till) -> None:
        await till.do(sale())
        what = Link.ANSWER_LATE if executed else Link.SILENCE
        till.inject(Fault(what=what, command=command, seconds=0.2))
        outcome = await made(till, sale(position(amount=5000)), cancelled=True)
        mine = [document for document in till.receipts if document.total == 5000]
        assert len(mine) == (0 if outcome is None else 1)
        await till.do(sale(position(amount=7)))
        assert till.receipts[-1].total == 7

    play(scene)


def test_two_equal_receipts_are_told_apart() -> None:
    async def scene(till: Till) -> None:
        first = await till.driver.mark()
        await till.do(sale())
        second = await till.driver.mark()
        await till.do(sale())
        third = await till.driver.mark()
        outcome = await till.driver.settle(sale(), second)
        assert outcome is not None
        assert outcome.document is not None
        assert outcome.document.number == till.receipts[1].number
        assert await till.driver.settle(sale(), third) is None
        with pytest.raises(OutcomeUnknown, match="несколько"):
            await till.driver.settle(sale(), first)

    play(scene)


def test_nothing_was_begun() -> None:
    async def scene(till: Till) -> None:
        await till.do(sale())
        mark = await till.driver.mark()
        for command in (sale(), CloseShift(CASHIER), OfdReport(CASHIER), CashIn(100), ReadState()):
            assert await till.driver.settle(command, mark) is None

    play(scene)


def test_an_opening_of_the_shift_alone_is_no_receipt() -> None:
    async def scene(till: Till) -> None:
        mark = await till.driver.mark()
        await till.do(OpenShift(CASHIER))
        assert await till.driver.settle(sale(), mark) is None
        opened = await till.driver.settle(OpenShift(CASHIER), mark)
        assert opened is not None
        assert opened.document is not None
        assert opened.document.number == till.documents[-1].number

    play(scene)


def test_an_open_receipt_is_annulled_whatever_the_settings_say() -> None:
    async def scene(till: Till) -> None:
        await till.do(sale())
        mark = await till.driver.mark()
        assert till.register.machine.execute(b"\x8d" + (30).to_bytes(4, "little") + b"\x00")[1] == 0
        assert await till.driver.settle(sale(), mark) is None
        assert till.mode == 2

    play(scene, cancel_open_receipt=False)


@pytest.mark.parametrize("command", [OpenShift(CASHIER), CloseShift(CASHIER), OfdReport(CASHIER)])
@pytest.mark.parametrize("what", [Link.ANSWER_LOST, Power.BEFORE_EXECUTION])
def test_reports(command: Command, what: Link | Power) -> None:
    code = {OpenShift: "E0", CloseShift: "41", OfdReport: "FF38"}[type(command)]

    async def scene(till: Till) -> None:
        if not isinstance(command, OpenShift):
            await till.do(OpenShift(CASHIER))
        before = len(till.documents)
        till.inject(fault(what, code))
        outcome = await made(till, command)
        assert len(till.documents) - before == (0 if outcome is None else 1)
        if outcome is not None:
            assert outcome.document.number == till.documents[-1].number

    play(scene, connect_timeout=0.3)


@pytest.mark.parametrize("command", [CashIn(1000), CashOut(500)])
@pytest.mark.parametrize("what", [Link.ANSWER_LOST, Power.BEFORE_EXECUTION])
def test_cash(command: CashIn | CashOut, what: Link | Power) -> None:
    async def scene(till: Till) -> None:
        await till.do(sale())
        till.inject(fault(what, "50" if isinstance(command, CashIn) else "51"))
        outcome = await made(till, command)
        wanted = 24690 + (command.amount if isinstance(command, CashIn) else -command.amount)
        assert (await till.driver.state()).cash == (24690 if outcome is None else wanted)

    play(scene, connect_timeout=0.3)


def test_a_correction_of_ffd_1_05() -> None:
    base = Correction(date=date(2026, 3, 1), number="1")
    command = sale(correction=base)
    command = RegisterReceipt(type(command.receipt)(**_without_rows(command)))

    async def scene(till: Till) -> None:
        await till.do(sale())
        till.inject(fault(Link.ANSWER_LOST, "FF4A"))
        outcome = await made(till, command)
        assert [document.form for document in till.receipts] == [3, 31]
        assert outcome is not None
        assert outcome.document.number == till.receipts[1].number

    play(scene, connect_timeout=0.3)


def _without_rows(command: RegisterReceipt) -> dict[str, Any]:
    receipt = command.receipt
    return {
        "type": receipt.type,
        "lines": (),
        "payments": receipt.payments,
        "cashier": receipt.cashier,
        "correction": receipt.correction,
    }


def test_a_document_whose_sum_is_not_told_is_neither_ours_nor_nobodys() -> None:
    async def scene(till: Till) -> None:
        mark = await till.driver.mark()
        await till.do(sale())
        till.answers("FF0A", lambda answer: answer[:18])
        with pytest.raises(OutcomeUnknown, match=r"№ 3, но сумму .* Проверьте чек"):
            await till.driver.settle(sale(), mark)

    play(scene)


def form(number: int) -> Callable[[bytes], bytes]:
    """An answer of FF0A with another form of the document, as noise may have it."""
    return lambda answer: answer[:3] + bytes([number]) + answer[4:]


def test_a_document_of_a_form_that_does_not_exist_is_no_proof_of_nothing() -> None:
    async def scene(till: Till) -> None:
        mark = await till.driver.mark()
        await till.do(sale())
        till.answers("FF0A", form(99))
        with pytest.raises(FrameError):
            await till.driver.settle(sale(), mark)

    play(scene)


@pytest.mark.parametrize("error", [0x02, 0x2F, 0x37])
def test_what_is_recorded_is_told_though_the_archive_is_not_read(error: int) -> None:
    async def scene(till: Till) -> None:
        mark = await till.driver.mark()
        await till.do(sale())
        till.register.machine.troubles.refuse(error, "FF3A", times=None)
        outcome = await till.driver.settle(sale(), mark)
        assert outcome is not None
        assert outcome.document is not None
        assert (outcome.document.shift, outcome.document.number_in_shift) == (1, 1)

    play(scene)


def test_the_number_in_the_shift_is_not_that_of_a_later_receipt() -> None:
    async def scene(till: Till) -> None:
        mark = await till.driver.mark()
        await till.do(sale())
        await till.do(sale(position(amount=7)))
        till.register.machine.troubles.refuse(0x37, "FF3A", times=None)
        outcome = await till.driver.settle(sale(), mark)
        assert outcome is not None
        assert outcome.document is not None
        assert (outcome.document.number, outcome.document.number_in_shift) == (3, 0)

    play(scene)


def test_an_annulment_without_an_answer_is_asked_for_again() -> None:
    """What became of the command is not in doubt for it."""

    async def scene(till: Till) -> None:
        mark = await till.driver.mark()
        till.inject(Fault(what=Link.ANSWER_LATE, command="FF0C", seconds=0.2))
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1):
                await till.do(OpenShift(CASHIER))
        till.inject(fault(Power.AFTER_EXECUTION, "FF08"))
        with pytest.raises(DeviceOffline):
            await till.driver.settle(OpenShift(CASHIER), mark)
        assert await settled(till, OpenShift(CASHIER), mark) is None

    play(scene)


def test_an_error_is_no_proof_that_the_cash_stayed() -> None:
    async def scene(till: Till) -> None:
        await till.do(sale())
        till.answers("50", lambda answer: answer[:1] + b"\xc8")
        await till.do(CashIn(1000))
        assert (await till.driver.state()).cash == 25690

    play(scene)


def test_paper_alone_cannot_be_settled() -> None:
    async def scene(till: Till) -> None:
        mark = await till.driver.mark()
        with pytest.raises(OutcomeUnknown, match="Посмотрите на ленту"):
            await till.driver.settle(PrintDocument((TextLine("строка"),)), mark)

    play(scene)


@pytest.mark.parametrize(
    "mark", ["", "fd=1", "fn=9999078900000777;fd=1;doc=1;cash=0", "fn=9999078900000123;fd=90;doc=1;cash=0"]
)
def test_a_mark_of_another_storage(mark: str) -> None:
    async def scene(till: Till) -> None:
        with pytest.raises(OutcomeUnknown, match="Проверьте чек"):
            await till.driver.settle(sale(), mark)

    play(scene)
