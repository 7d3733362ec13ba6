"""`settle`: what became of a command whose answer was lost."""

import asyncio
from contextlib import suppress
from pathlib import Path

import pytest

from drivers.errors import OutcomeUnknown, RequestRefused
from drivers.model.command import (
    CashIn,
    CashOut,
    CloseShift,
    Command,
    OfdReport,
    OpenDrawer,
    OpenShift,
    PrintDocument,
    PrintRuler,
    ReadDocument,
    XReport,
)
from drivers.model.document import TextLine
from drivers.model.ffd import ReceiptType
from drivers.model.registration import RegistrationStep
from drivers.virtual.kkt import VirtualKkt
from tests.drivers.virtual.shop import CASHIER, run, sale, tea
from tests.drivers.virtual.test_correction import ORDERED, correction
from tests.drivers.virtual.test_marked import water
from tests.drivers.virtual.test_registrar import CLOSE, NEW_STORAGE, step

COMMANDS: list[Command] = [
    OpenShift(CASHIER),
    sale(tea(500), cash=1000),
    sale(type=ReceiptType.SALE_RETURN),
    CashIn(50_000),
    CashOut(1),
    PrintDocument((TextLine("привет"),), copies=1),
    PrintRuler(),
    OpenDrawer(),
    XReport(),
    OfdReport(),
    ReadDocument(3, copies=1),
    sale(water()),
    correction(tea(12_200), why=ORDERED),
    CloseShift(CASHIER),
    step(RegistrationStep.CHANGE_OWNER, place="Зал"),
    NEW_STORAGE,
    sale(),
    CloseShift(CASHIER),
    CLOSE,
    NEW_STORAGE,
    sale(),
]


def test_every_command_is_settled_as_it_was_answered(tmp_path: Path) -> None:
    async def first(kkt: VirtualKkt) -> None:
        for command in COMMANDS:
            mark = await kkt.mark()
            assert await kkt.settle(command, mark) is None
            answers.append((command, mark, await kkt.execute(command)))
            assert await kkt.settle(command, mark) == answers[-1][2]

    async def second(kkt: VirtualKkt) -> None:
        command, mark, answer = answers[-1]
        assert await kkt.settle(command, mark) == answer

    answers: list[tuple[Command, str, object]] = []
    run(tmp_path, first)
    run(tmp_path, second)


def test_a_refused_receipt_was_not_done(tmp_path: Path) -> None:
    async def scene(kkt: VirtualKkt) -> None:
        mark = await kkt.mark()
        with pytest.raises(RequestRefused):
            await kkt.execute(sale(cash=1))
        assert await kkt.settle(sale(cash=1), mark) is None

    run(tmp_path, scene)


def test_a_shift_opened_for_a_receipt_is_not_the_receipt(tmp_path: Path) -> None:
    """Killed between the two documents: ФД has moved, the receipt is not there."""

    async def scene(kkt: VirtualKkt) -> None:
        mark = await kkt.mark()
        assert mark == "fd=1;op=0"
        await kkt._ask(lambda one: one.register.shifts.open(CASHIER, print_paper=True))
        assert await kkt.mark() == "fd=2;op=0"
        assert await kkt.settle(sale(), mark) is None

    run(tmp_path, scene)


def test_a_cancelled_command_is_settled_by_what_the_storage_shows(tmp_path: Path) -> None:
    async def scene(kkt: VirtualKkt) -> None:
        await kkt.execute(sale())
        done = 0
        for number in range(1, 20):
            mark = await kkt.mark()
            task = asyncio.create_task(kkt.execute(sale(tea(number))))
            await asyncio.sleep(number % 4 / 1000)
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
            done += await kkt.settle(sale(tea(number)), mark) is not None
        state = await kkt.state()
        assert state.last_document == 3 + done

    run(tmp_path, scene)


@pytest.mark.parametrize("mark", ["", "fd=1;op=900", "fd=1", "fd=1;op=-1", "fd=1;op=x"])
def test_a_foreign_mark_is_unknown(tmp_path: Path, mark: str) -> None:
    async def scene(kkt: VirtualKkt) -> None:
        await kkt.execute(sale())
        with pytest.raises(OutcomeUnknown):
            await kkt.settle(sale(), mark)

    run(tmp_path, scene)


def test_commands_of_somebody_else_are_unknown(tmp_path: Path) -> None:
    async def scene(kkt: VirtualKkt) -> None:
        mark = await kkt.mark()
        await kkt.execute(sale(tea(1)))
        with pytest.raises(OutcomeUnknown):
            await kkt.settle(sale(tea(2)), mark)
        await kkt.execute(sale(tea(1)))
        with pytest.raises(OutcomeUnknown):
            await kkt.settle(sale(tea(1)), mark)

    run(tmp_path, scene)
