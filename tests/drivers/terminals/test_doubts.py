"""An operation whose end nobody knows keeps new money back, until it is known or somebody has looked."""

from pathlib import Path

import pytest

from drivers.errors import DeviceFaulty, OutcomeUnknown, WrongState
from drivers.model.card import CardAction, CardReference
from drivers.model.command import Command, FindTransaction, MoveCardMoney, SettleTerminal, TerminalReport, XReport
from drivers.terminals.driver import TerminalDriver
from tests.clock import FakeClock
from tests.drivers.terminals.till import bytes_of, done, money, move, pay, run

NEW_MONEY = [CardAction.PAY, CardAction.REFUND, CardAction.AUTHORISE]


async def lose(driver: TerminalDriver, command: MoveCardMoney) -> str:
    """Its answer is lost; the mark it was begun at."""
    mark = await driver.mark()
    with pytest.raises(OutcomeUnknown):
        await driver.execute(command)
    return mark


@pytest.mark.parametrize("action", NEW_MONEY)
def test_a_terminal_without_memory_takes_no_new_money(tmp_path: Path, action: CardAction) -> None:
    async def scene(driver: TerminalDriver) -> None:
        mark = await lose(driver, pay(10_000))
        with pytest.raises(OutcomeUnknown, match=r"100\.00 руб.*отметьте в журнале"):
            await driver.settle(pay(10_000), mark)
        with pytest.raises(WrongState, match=r"оплата на 100\.00 руб.*TerminalReport") as caught:
            await driver.execute(move(action, 500))
        assert caught.value.nothing_sent

    run(tmp_path, scene, memory=False, answers=["lost"])
    assert money(tmp_path) == 0


def test_what_names_one_transaction_goes_on(tmp_path: Path) -> None:
    async def scene(driver: TerminalDriver) -> None:
        paid = await done(driver, pay(10_000))
        hold = await done(driver, move(CardAction.AUTHORISE, 3_000))
        await lose(driver, pay(20_000))
        with pytest.raises(WrongState, match="RRN в UniversalID"):
            await driver.execute(move(CardAction.REVERSE, 0))
        await done(driver, move(CardAction.CANCEL, 10_000, paid.reference))
        await done(driver, move(CardAction.CONFIRM, 3_000, hold.reference))

    run(tmp_path, scene, memory=False, answers=["approve", "approve", "lost"])
    assert money(tmp_path) == 3_000


def test_a_named_refund_waits_for_a_refund_in_doubt_alone(tmp_path: Path) -> None:
    async def scene(driver: TerminalDriver) -> None:
        paid = await done(driver, pay(10_000))
        refund = move(CardAction.REFUND, 4_000, paid.reference)
        await lose(driver, pay(20_000))
        await done(driver, refund)
        await lose(driver, refund)
        with pytest.raises(WrongState, match=r"возврат на 40\.00"):
            await driver.execute(refund)

    run(tmp_path, scene, memory=False, answers=["approve", "lost", "approve", "lost-taken"])
    assert money(tmp_path) == 2_000


@pytest.mark.parametrize("look", [TerminalReport(), SettleTerminal(), FindTransaction()])
def test_somebody_has_looked(tmp_path: Path, look: Command) -> None:
    async def scene(driver: TerminalDriver) -> None:
        await done(driver, pay(10_000))
        mark = await lose(driver, pay(20_000))
        await driver.execute(look)
        await done(driver, pay(30_000))
        with pytest.raises(OutcomeUnknown):  # looking has not told the driver
            await driver.settle(pay(20_000), mark)

    run(tmp_path, scene, memory=False, answers=["approve", "lost"])
    assert money(tmp_path) == 40_000


def test_looking_at_another_transaction_tells_nothing(tmp_path: Path) -> None:
    async def scene(driver: TerminalDriver) -> None:
        paid = await done(driver, pay(10_000))
        await lose(driver, pay(20_000))
        await driver.execute(FindTransaction(reference=paid.reference))
        with pytest.raises(WrongState, match=r"200\.00"):
            await driver.execute(pay(30_000))

    run(tmp_path, scene, memory=False, answers=["approve", "lost"])
    assert money(tmp_path) == 10_000


def test_somebody_has_decided(tmp_path: Path) -> None:
    async def scene(driver: TerminalDriver) -> None:
        first = await lose(driver, pay(10_000))
        await driver.decided(pay(10_000), first)
        second = await lose(driver, pay(20_000))
        with pytest.raises(OutcomeUnknown):
            await driver.decided(pay(777), second)
        await driver.decided(XReport(), second)
        with pytest.raises(WrongState, match=r"200\.00"):
            await driver.execute(pay(30_000))
        await driver.decided(pay(20_000), second)
        await done(driver, pay(30_000))

    run(tmp_path, scene, memory=False, answers=["lost", "lost"])
    assert money(tmp_path) == 30_000


def test_the_doubt_outlives_a_restart(tmp_path: Path) -> None:
    async def first(driver: TerminalDriver) -> None:
        await lose(driver, pay(10_000))

    async def second(driver: TerminalDriver) -> None:
        with pytest.raises(WrongState):
            await driver.execute(pay(10_000))

    run(tmp_path, first, memory=False, answers=["lost-taken"])
    run(tmp_path, second, memory=False)
    assert money(tmp_path) == 10_000


@pytest.mark.parametrize(("answer", "taken"), [("lost", 0), ("lost-taken", 10_000)])
def test_a_terminal_with_a_memory_is_asked_before_new_money(tmp_path: Path, answer: str, taken: int) -> None:
    async def scene(driver: TerminalDriver) -> None:
        mark = await lose(driver, pay(10_000))
        await done(driver, pay(20_000))
        with pytest.raises(OutcomeUnknown, match="другие"):
            await driver.settle(pay(1), mark)
        assert (await driver.settle(pay(10_000), mark) is not None) == bool(taken)

    run(tmp_path, scene, answers=[answer])
    assert money(tmp_path) == 20_000 + taken


def test_the_last_operation_is_reversed_though_its_answer_was_lost(tmp_path: Path) -> None:
    async def scene(driver: TerminalDriver) -> None:
        await done(driver, pay(10_000))
        await lose(driver, pay(20_000))
        assert (await done(driver, move(CardAction.REVERSE, 0))).amount == 20_000

    run(tmp_path, scene, answers=["approve", "lost-taken"])
    assert money(tmp_path) == 10_000


def test_a_settlement_in_doubt_keeps_nobody_from_paying(tmp_path: Path) -> None:
    """It was killed while it closed the day: the bank's book tells what became of it."""

    async def scene(driver: TerminalDriver) -> None:
        await done(driver, pay(10_000))
        mark = await driver.mark()
        slip = (await driver.execute(SettleTerminal())).slip
        settled = await driver.settle(SettleTerminal(), mark)
        assert settled is not None
        assert settled.slip == slip
        await done(driver, pay(20_000))

    run(tmp_path, scene)


def test_what_only_reads_has_left_nothing(tmp_path: Path) -> None:
    async def scene(driver: TerminalDriver) -> None:
        mark = await driver.mark()
        for command in (TerminalReport(), FindTransaction()):
            assert await driver.settle(command, mark) is None
        assert await driver.settle(pay(), mark) is None  # never begun

    run(tmp_path, scene)


def test_the_same_sum_twice_is_two_payments(tmp_path: Path) -> None:
    async def scene(driver: TerminalDriver) -> None:
        first = await driver.mark()
        await done(driver, pay(10_000))
        second = await driver.mark()
        paid = await done(driver, pay(10_000))
        with pytest.raises(OutcomeUnknown, match=r"другие \(2\)"):
            await driver.settle(pay(10_000), first)
        settled = await driver.settle(pay(10_000), second)
        assert settled is not None
        assert settled.card == paid

    run(tmp_path, scene)


def test_a_lost_book_proves_nothing(tmp_path: Path) -> None:
    marks: list[str] = []

    async def before(driver: TerminalDriver) -> None:
        marks.append(await driver.mark())
        await done(driver, pay(10_000))
        marks.append(await driver.mark())

    async def after(driver: TerminalDriver) -> None:
        for mark in (*marks, "", "op=", "op=99999999999999", "fd=1;op=2"):
            with pytest.raises(OutcomeUnknown, match="подменён"):
                await driver.settle(pay(10_000), mark)

    later = FakeClock()
    later.advance(3600)
    run(tmp_path, before)
    for path in tmp_path.glob("operations*"):
        path.unlink()
    run(tmp_path, after, later)


@pytest.mark.parametrize("damage", [b"not a database at all, but long enough", b""])
def test_a_broken_book_begins_nothing(tmp_path: Path, damage: bytes) -> None:
    async def scene(driver: TerminalDriver) -> None:
        if not damage:
            assert (await driver.mark()).startswith("op=")  # an empty file is a new one
            return
        with pytest.raises(DeviceFaulty, match="диск") as caught:
            await driver.execute(pay())
        assert caught.value.nothing_sent

    (tmp_path / "operations.sqlite3").write_bytes(damage)
    run(tmp_path, scene)


def test_no_full_card_number_is_kept(tmp_path: Path) -> None:
    """A client that sends one, and a slip that shows one."""
    full = "4111111111111111"

    async def scene(driver: TerminalDriver) -> None:
        paid = await done(driver, pay(10_000))
        reference = CardReference(rrn=paid.reference.rrn, card=full)
        await driver.execute(move(CardAction.REFUND, 1_000, reference))
        found = await driver.execute(FindTransaction(reference=reference))
        assert found.card is not None
        assert full not in str(found)

    run(tmp_path, scene, card=full, shop=f"Карта {full}")
    assert full.encode() not in bytes_of(tmp_path)
    assert b"************1111" in bytes_of(tmp_path)
