"""Every command of a terminal, against the virtual one."""

import re
from pathlib import Path

import pytest

from drivers import registry
from drivers.errors import CardDeclined, NotSupported, RequestRefused
from drivers.model import command as commands
from drivers.model.card import CardAction, CardReference
from drivers.model.command import FindTransaction, SettleTerminal, TerminalReport
from drivers.model.state import DeviceKind
from drivers.terminals.driver import TerminalDriver
from tests.clock import FakeClock
from tests.drivers.terminals.till import done, money, move, pay, run


def test_a_payment(tmp_path: Path) -> None:
    async def scene(driver: TerminalDriver) -> None:
        outcome = await driver.execute(pay(15_000, CardReference(receipt_number="77")))
        card = outcome.card
        assert card is not None
        assert (card.action, card.amount, card.terminal) == (CardAction.PAY, 15_000, "00000003")
        assert card.reference.receipt_number == "77"
        assert re.fullmatch(r"\d{12}", card.reference.rrn)
        assert re.fullmatch(r"\d{6}", card.reference.authorisation)
        assert card.reference.card == "4276********0001"
        assert card.time == FakeClock().local()
        assert not card.slip_printed
        assert card.slip.splitlines() == [
            '         ООО "Ромашка"',
            "Терминал                00000003",
            "             ОПЛАТА",
            "Чек                           77",
            "Дата         15.11.2026 15:30:00",
            "Карта           4276********0001",
            "Сумма, руб.               150.00",
            f"RRN                 {card.reference.rrn}",
            f"Код авторизации           {card.reference.authorisation}",
            "            ОДОБРЕНО",
            "",
        ]
        assert card.slip.count("\r\n") == card.slip.count("\n") == 11

    run(tmp_path, scene)
    assert money(tmp_path) == 15_000


def test_two_copies_of_a_slip(tmp_path: Path) -> None:
    async def scene(driver: TerminalDriver) -> None:
        slip = (await done(driver, pay())).slip
        assert slip.count("ОДОБРЕНО") == 2
        assert slip.index("ЭКЗЕМПЛЯР ПРОДАВЦА") < slip.index("ЭКЗЕМПЛЯР ПОКУПАТЕЛЯ")

    run(tmp_path, scene, copies=2)


def test_a_refund_of_a_payment_and_no_more_than_it(tmp_path: Path) -> None:
    async def scene(driver: TerminalDriver) -> None:
        paid = await done(driver, pay(15_000))
        refund = await done(driver, move(CardAction.REFUND, 10_000, paid.reference))
        assert refund.reference.rrn != paid.reference.rrn
        assert refund.reference.receipt_number == paid.reference.receipt_number
        with pytest.raises(CardDeclined, match=r"не больше 50\.00"):
            await driver.execute(move(CardAction.REFUND, 5_001, paid.reference))
        await done(driver, move(CardAction.REFUND, 5_000, paid.reference))
        with pytest.raises(CardDeclined, match="уже возвращены"):
            await driver.execute(move(CardAction.CANCEL, 5_000, paid.reference))

    run(tmp_path, scene)
    assert money(tmp_path) == 0


def test_a_refund_to_whoever_holds_the_card(tmp_path: Path) -> None:
    async def scene(driver: TerminalDriver) -> None:
        await done(driver, move(CardAction.REFUND, 700))

    run(tmp_path, scene)
    assert money(tmp_path) == -700


def test_a_payment_is_cancelled_once_and_only_on_its_day(tmp_path: Path) -> None:
    async def scene(driver: TerminalDriver) -> None:
        first, second = await done(driver, pay(15_000)), await done(driver, pay(20_000))
        await done(driver, move(CardAction.CANCEL, 15_000, first.reference))
        with pytest.raises(CardDeclined, match="уже возвращены"):
            await driver.execute(move(CardAction.CANCEL, 15_000, first.reference))
        await driver.execute(SettleTerminal())
        with pytest.raises(CardDeclined, match="сверкой итогов"):
            await driver.execute(move(CardAction.CANCEL, 20_000, second.reference))
        await done(driver, move(CardAction.REFUND, 20_000, second.reference))

    run(tmp_path, scene)
    assert money(tmp_path) == 0


def test_a_refund_that_is_cancelled_leaves_the_payment_as_it_was(tmp_path: Path) -> None:
    async def scene(driver: TerminalDriver) -> None:
        paid = await done(driver, pay(15_000))
        refund = await done(driver, move(CardAction.REFUND, 15_000, paid.reference))
        await done(driver, move(CardAction.CANCEL, 15_000, CardReference(rrn=refund.reference.rrn)))
        assert money(tmp_path) == 15_000
        await done(driver, move(CardAction.CANCEL, 15_000, CardReference(rrn=paid.reference.rrn)))

    run(tmp_path, scene)
    assert money(tmp_path) == 0


def test_a_hold_is_confirmed_for_less_and_once(tmp_path: Path) -> None:
    async def scene(driver: TerminalDriver) -> None:
        hold = await done(driver, move(CardAction.AUTHORISE, 50_000))
        assert money(tmp_path) == 0
        with pytest.raises(CardDeclined, match=r"только на 500\.00"):
            await driver.execute(move(CardAction.CONFIRM, 50_001, hold.reference))
        await done(driver, move(CardAction.CONFIRM, 42_000, hold.reference))
        with pytest.raises(CardDeclined, match="уже подтверждена"):
            await driver.execute(move(CardAction.CONFIRM, 1_000, hold.reference))
        with pytest.raises(CardDeclined, match="уже подтверждена"):
            await driver.execute(move(CardAction.CANCEL_AUTHORISATION, 50_000, hold.reference))

    run(tmp_path, scene)
    assert money(tmp_path) == 42_000


def test_a_hold_is_cancelled(tmp_path: Path) -> None:
    async def scene(driver: TerminalDriver) -> None:
        hold = await done(driver, move(CardAction.AUTHORISE, 50_000))
        await done(driver, move(CardAction.CANCEL_AUTHORISATION, 50_000, hold.reference))
        with pytest.raises(CardDeclined, match="подтверждена или отменена"):
            await driver.execute(move(CardAction.CONFIRM, 50_000, hold.reference))

    run(tmp_path, scene)
    assert money(tmp_path) == 0


def test_an_emergency_reversal_undoes_the_last_operation(tmp_path: Path) -> None:
    async def scene(driver: TerminalDriver) -> None:
        await done(driver, pay(15_000))
        await done(driver, pay(20_000))
        assert (await done(driver, move(CardAction.REVERSE, 0))).amount == 20_000
        with pytest.raises(CardDeclined, match="такой операции нет"):  # a reversal is not reversed
            await driver.execute(move(CardAction.REVERSE, 0))

    run(tmp_path, scene)
    assert money(tmp_path) == 15_000


def test_an_emergency_reversal_of_a_named_one(tmp_path: Path) -> None:
    async def scene(driver: TerminalDriver) -> None:
        first = await done(driver, pay(15_000))
        await done(driver, pay(20_000))
        await done(driver, move(CardAction.REVERSE, 5_000, first.reference))
        await done(driver, move(CardAction.REVERSE, 0, first.reference))

    run(tmp_path, scene)
    assert money(tmp_path) == 20_000


def test_nobody_elses_payment_is_reversed_when_the_last_one_was_declined(tmp_path: Path) -> None:
    async def scene(driver: TerminalDriver) -> None:
        with pytest.raises(RequestRefused, match="ещё ничего"):
            await driver.execute(move(CardAction.REVERSE, 0))
        await done(driver, pay(15_000))
        with pytest.raises(CardDeclined):
            await driver.execute(pay(20_000))
        with pytest.raises(RequestRefused, match=r"200\.00 руб\..*не прошла"):
            await driver.execute(move(CardAction.REVERSE, 0))

    run(tmp_path, scene, answers=["approve", "decline"])
    assert money(tmp_path) == 15_000


@pytest.mark.parametrize("action", list(CardAction))
def test_what_nobody_has_paid_cannot_be_undone(tmp_path: Path, action: CardAction) -> None:
    async def scene(driver: TerminalDriver) -> None:
        await done(driver, pay(100))
        nobodys = CardReference(rrn="999999999999")
        if action in (CardAction.PAY, CardAction.AUTHORISE):
            return
        with pytest.raises(CardDeclined, match="такой операции нет"):
            await driver.execute(move(action, 100, nobodys))

    run(tmp_path, scene)
    assert money(tmp_path) == 100


@pytest.mark.parametrize("amount", [0, -1])
@pytest.mark.parametrize("action", sorted(set(CardAction) - {CardAction.REVERSE}))
def test_a_sum_is_needed(tmp_path: Path, action: CardAction, amount: int) -> None:
    async def scene(driver: TerminalDriver) -> None:
        before = await driver.mark()
        with pytest.raises(RequestRefused, match="больше нуля"):
            await driver.execute(move(action, amount))
        assert await driver.mark() == before

    run(tmp_path, scene)


def test_reports_and_the_settlement(tmp_path: Path) -> None:
    async def scene(driver: TerminalDriver) -> None:
        paid = await done(driver, pay(15_000))
        await done(driver, pay(20_001))
        await done(driver, move(CardAction.REFUND, 5_000, paid.reference))
        brief = (await driver.execute(TerminalReport())).slip
        assert "ОТЧЁТ КРАТКИЙ" in brief
        assert paid.reference.rrn not in brief
        detailed = (await driver.execute(TerminalReport(detailed=True))).slip
        assert paid.reference.rrn in detailed
        closed = (await driver.execute(SettleTerminal())).slip
        for slip in (brief, detailed, closed):
            assert slip.endswith("\r\n")
            assert "Оплата: 2                 350.01\r\n" in slip
            assert "Возврат: 1                 50.00\r\n" in slip
        assert "СВЕРКА ИТОГОВ" in closed
        assert "ОПЕРАЦИЙ НЕТ" in (await driver.execute(SettleTerminal())).slip

    run(tmp_path, scene)


def test_a_transaction_is_found(tmp_path: Path) -> None:
    async def scene(driver: TerminalDriver) -> None:
        first = await done(driver, pay(15_000, CardReference(receipt_number="77")))
        second = await done(driver, pay(20_000))
        await done(driver, move(CardAction.CANCEL, 1_000, first.reference))
        for question, expected in (
            (FindTransaction(reference=CardReference(rrn=first.reference.rrn)), first),
            (FindTransaction(reference=CardReference(receipt_number="77")), first),
            (FindTransaction(reference=CardReference(authorisation=first.reference.authorisation)), first),
            (FindTransaction(amount=20_000), second),
            (FindTransaction(), second),
        ):
            found = await driver.execute(question)
            assert found.card is not None
            assert found.card.reference == expected.reference
            assert found.card.amount == expected.amount
            assert bool(found.warnings) == (expected is first)
        wrong = FindTransaction(amount=1, reference=CardReference(rrn=first.reference.rrn))
        with pytest.raises(RequestRefused, match="такой операции не знает"):
            await driver.execute(wrong)

    run(tmp_path, scene)


@pytest.mark.parametrize("prints", [False, True])
def test_who_prints_the_slips(tmp_path: Path, prints: bool) -> None:
    async def scene(driver: TerminalDriver) -> None:
        assert (await driver.execute(commands.ReadSlipPrinting())).slip_on_terminal is prints
        assert (await done(driver, pay())).slip_printed is prints

    run(tmp_path, scene, prints_slips=prints)


def test_state_and_what_it_is(tmp_path: Path) -> None:
    async def scene(driver: TerminalDriver) -> None:
        assert driver.traits.kind is DeviceKind.TERMINAL
        state = (await driver.execute(commands.ReadState())).state
        assert state is not None
        assert state.online
        assert state.serial == "T-1"
        with pytest.raises(NotSupported) as caught:
            await driver.execute(commands.XReport())
        assert caught.value.device == "Терминал"

    run(tmp_path, scene, terminal_id="T-1")


def test_the_bank_remembers_over_a_restart(tmp_path: Path) -> None:
    async def first(driver: TerminalDriver) -> None:
        await done(driver, pay(15_000, CardReference(receipt_number="77")))

    async def second(driver: TerminalDriver) -> None:
        await done(driver, move(CardAction.CANCEL, 15_000, CardReference(receipt_number="77")))

    run(tmp_path, first)
    run(tmp_path, second)
    assert money(tmp_path) == 0


def test_it_is_in_the_registry(tmp_path: Path) -> None:
    assert registry.load("virtual-terminal").options().script == "approve"
