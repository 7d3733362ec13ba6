"""Whatever is scripted happens, and `settle` tells the truth of it."""

import asyncio
from pathlib import Path

import pytest

from drivers.errors import CardDeclined, DeviceOffline, Fault, KkmError, OutcomeUnknown, WrongState
from drivers.model.card import CardAction
from drivers.model.command import FindTransaction, SettleTerminal
from drivers.terminals.driver import TerminalDriver
from tests.clock import FakeClock
from tests.drivers.terminals.till import as_the_worker, done, money, move, pay, run, terminal

REFUSALS = [
    ("decline", 1, CardDeclined, Fault.CLIENT),
    ("no-link", 2, WrongState, Fault.STATE),
    ("cancel", 3, CardDeclined, Fault.CLIENT),
    ("offline", None, DeviceOffline, Fault.LINK),
]


@pytest.mark.parametrize(("answer", "kopecks", "kind", "fault"), REFUSALS)
def test_no_money_moves(tmp_path: Path, answer: str, kopecks: int, kind: type[KkmError], fault: Fault) -> None:
    async def scene(driver: TerminalDriver) -> None:
        command, mark = pay(10_000), await driver.mark()
        with pytest.raises(kind) as caught:
            await driver.execute(command)
        assert caught.value.nothing_sent
        assert caught.value.fault is fault
        assert caught.value.device == "Терминал"
        assert await driver.settle(command, mark) is None
        await done(driver, pay(20_000))  # nothing keeps the next customer from paying

    run(tmp_path, scene, answers=[answer])
    assert money(tmp_path) == 20_000


@pytest.mark.parametrize(("answer", "kopecks", "kind", "fault"), [row for row in REFUSALS if row[1]])
def test_the_kopecks_say_the_same(
    tmp_path: Path, answer: str, kopecks: int, kind: type[KkmError], fault: Fault
) -> None:
    async def scene(driver: TerminalDriver) -> None:
        with pytest.raises(kind):
            await driver.execute(pay(10_000 + kopecks))
        await done(driver, pay(10_000))

    run(tmp_path, scene, script="kopecks")
    assert money(tmp_path) == 10_000


def test_kopecks_mean_nothing_unless_told(tmp_path: Path) -> None:
    async def scene(driver: TerminalDriver) -> None:
        for kopecks in range(1, 7):
            await done(driver, pay(10_000 + kopecks))

    run(tmp_path, scene)
    assert money(tmp_path) == 60_021


@pytest.mark.parametrize(
    ("options", "amount"), [({"script": "kopecks"}, 10_004), ({"answers": ["lost-taken"]}, 10_000)]
)
def test_the_answer_is_lost_after_the_money_was_taken(tmp_path: Path, options: dict[str, object], amount: int) -> None:
    async def scene(driver: TerminalDriver) -> None:
        command, mark = pay(amount), await driver.mark()
        with pytest.raises(OutcomeUnknown) as caught:
            await driver.execute(command)
        assert not caught.value.nothing_sent
        outcome = await driver.settle(command, mark)
        assert outcome is not None
        assert outcome.card is not None
        assert len(outcome.card.reference.rrn) == 12
        assert "ОДОБРЕНО" in outcome.card.slip
        assert await driver.settle(command, mark) == outcome

    run(tmp_path, scene, **options)
    assert money(tmp_path) == amount


@pytest.mark.parametrize(("options", "amount"), [({"script": "kopecks"}, 10_005), ({"answers": ["lost"]}, 10_000)])
def test_the_answer_is_lost_and_nothing_was_taken(tmp_path: Path, options: dict[str, object], amount: int) -> None:
    async def scene(driver: TerminalDriver) -> None:
        command, mark = pay(amount), await driver.mark()
        with pytest.raises(OutcomeUnknown):
            await driver.execute(command)
        assert await driver.settle(command, mark) is None

    run(tmp_path, scene, **options)
    assert money(tmp_path) == 0


def test_a_slow_customer(tmp_path: Path) -> None:
    clock = FakeClock()

    async def scene(driver: TerminalDriver) -> None:
        await done(driver, pay(10_000))
        assert clock.monotonic() == 2.0
        await done(driver, pay(10_006))
        assert clock.monotonic() == 32.0

    run(tmp_path, scene, clock, script="kopecks", delay=2.0, slow=30.0)
    assert money(tmp_path) == 20_006


def test_answers_come_in_order_and_then_the_kopecks(tmp_path: Path) -> None:
    async def scene(driver: TerminalDriver) -> None:
        paid = await done(driver, pay(10_001))
        with pytest.raises(CardDeclined):
            await driver.execute(move(CardAction.CANCEL, 10_000, paid.reference))
        with pytest.raises(CardDeclined):
            await driver.execute(pay(10_001))
        await driver.execute(SettleTerminal())  # takes no answer of the list

    run(tmp_path, scene, script="kopecks", answers=["approve", "decline"])


@pytest.mark.parametrize("answer", ["lost-taken", "lost", "approve"])
def test_money_that_is_given_back_is_counted_once(tmp_path: Path, answer: str) -> None:
    async def scene(driver: TerminalDriver) -> None:
        paid = await done(driver, pay(10_000))
        cancel = move(CardAction.CANCEL, 10_000, paid.reference)
        outcome = await as_the_worker(driver, cancel)
        if outcome is None:
            outcome = await driver.execute(cancel)
        assert outcome.card is not None
        assert outcome.card.action is CardAction.CANCEL

    run(tmp_path, scene, answers=["approve", answer])
    assert money(tmp_path) == 0


def test_called_off_before_the_bank_was_asked(tmp_path: Path) -> None:
    """The deadline of the server runs out while the customer looks for the card."""

    class Standing(FakeClock):
        async def sleep(self, seconds: float) -> None:
            waits.set()
            await asyncio.Event().wait()

    waits = asyncio.Event()

    async def main() -> None:
        driver = terminal(tmp_path, Standing(), delay=1.0)
        command, mark = pay(), await driver.mark()
        paying = asyncio.create_task(driver.execute(command))
        await waits.wait()
        paying.cancel()
        with pytest.raises(asyncio.CancelledError):
            await paying
        assert await driver.settle(command, mark) is None
        await driver.close()

    asyncio.run(main())
    assert money(tmp_path) == 0


def test_a_payment_that_was_reversed_meanwhile_counts_as_none(tmp_path: Path) -> None:
    async def scene(driver: TerminalDriver) -> None:
        command, mark = pay(10_000), await driver.mark()
        with pytest.raises(OutcomeUnknown):
            await driver.execute(command)
        found = (await driver.execute(FindTransaction(amount=10_000))).card
        assert found is not None
        await done(driver, move(CardAction.REVERSE, 0, found.reference))
        assert await driver.settle(command, mark) is None

    run(tmp_path, scene, answers=["lost-taken"])
    assert money(tmp_path) == 0
