"""A receipt with its card payment, bottles and slip: faults at every step; the money taken is that of the receipts."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from drivers.errors import DeviceOffline, EgaisRefused, OperatorNeeded, OutcomeUnknown, RequestRefused, WrongState
from drivers.model.card import CardAction, CardOnReceipt, CardReference
from drivers.model.document import BarcodeLine, Position, TextLine
from drivers.model.ffd import ReceiptType
from kkmserver.dispatch.dispatcher import Dispatcher
from kkmserver.dispatch.processing import Processing
from kkmserver.store.record import State
from tests.drivers.terminals.till import money
from tests.kkmserver.dispatch.counter import (
    REGISTER,
    TERMINAL,
    UNSURE,
    UTM,
    Act,
    Till,
    Utm,
    bottles_only,
    came,
    child,
    counter,
    lost,
    raises,
    sale,
    terminal,
)
from tests.kkmserver.dispatch.shop import until

Scene = Callable[[Dispatcher], Awaitable[None]]
OFF = Processing(enabled=False)


def play(folder: Path, scene: Scene, till: Till, utm: Utm | None = None, **how: Any) -> None:
    """`how`: options of the terminal; `processing`, `holds`: of the counter."""
    shop = {key: how.pop(key) for key in ("processing", "holds", "journal", "patience") if key in how}

    async def main() -> None:
        bank = terminal(folder, **how)
        others = [(TERMINAL, bank), *([(UTM, utm)] if utm else [])]
        async with asyncio.timeout(20), counter(till, *others, **shop) as dispatcher:
            await scene(dispatcher)

    asyncio.run(main())


def test_paid_registered_and_the_slip_printed(tmp_path: Path) -> None:
    till = Till()

    async def scene(dispatcher: Dispatcher) -> None:
        record = await came(dispatcher, sale("a"))
        assert record.state is State.DONE
        assert record.outcome
        assert record.outcome.card
        assert record.outcome.card.reference.rrn
        assert record.outcome.card.device == TERMINAL
        paid, slip = await child(dispatcher, "a@card"), await child(dispatcher, "a@slip")
        assert paid
        assert paid.device == TERMINAL
        assert slip
        assert (slip.state, slip.device) == (State.DONE, REGISTER)
        again = await came(dispatcher, sale("a"))
        assert again.outcome == record.outcome

    play(tmp_path, scene, till)
    assert money(tmp_path) == 10_000
    assert len(till.receipts) == len(till.paper) == 1
    assert "100.00" in till.paper[0].replace(",", ".")


@pytest.mark.parametrize(
    ("card", "processing", "how", "taken"),
    [
        (None, Processing(enabled=True), {}, 10_000),
        (None, OFF, {}, 0),
        (CardOnReceipt(), OFF, {}, 0),
        (CardOnReceipt(wanted=True), OFF, {}, 10_000),
        (CardOnReceipt(wanted=False), Processing(enabled=True), {}, 0),
        (CardOnReceipt(wanted=True), OFF, {"electronic": 0}, 0),
        (None, Processing(enabled=True), {"type": ReceiptType.PURCHASE_RETURN}, 10_000),
        (None, Processing(enabled=True), {"type": ReceiptType.SALE_RETURN}, -10_000),
        (None, Processing(enabled=True), {"type": ReceiptType.PURCHASE}, -10_000),
    ],
)
def test_whether_and_which_way_money_moves(
    tmp_path: Path, card: CardOnReceipt | None, processing: Processing, how: dict[str, Any], taken: int
) -> None:
    till = Till()

    async def scene(dispatcher: Dispatcher) -> None:
        record = await came(dispatcher, sale("a", card=card, **how))
        assert record.state is State.DONE

    play(tmp_path, scene, till, processing=processing)
    assert (money(tmp_path), len(till.receipts)) == (taken, 1)


def test_a_return_cancels_the_payment_it_names(tmp_path: Path) -> None:
    async def scene(dispatcher: Dispatcher) -> None:
        sold = await came(dispatcher, sale("a"))
        assert sold.outcome
        assert sold.outcome.card
        paid = CardReference(rrn=sold.outcome.card.reference.rrn)
        back = await came(dispatcher, sale("b", type=ReceiptType.SALE_RETURN, card=CardOnReceipt(reference=paid)))
        assert back.outcome
        assert back.outcome.card
        assert back.outcome.card.action is CardAction.CANCEL

    play(tmp_path, scene, till := Till())
    assert (money(tmp_path), len(till.receipts)) == (0, 2)


@pytest.mark.parametrize(
    ("answer", "text", "again"),
    [
        ("decline", "Банк отказал", False),
        ("cancel", "Покупатель отменил", False),
        ("no-link", "не связался с банком", True),
        ("offline", "не на связи", True),
        ("lost", "документ не записан", True),
    ],
)
def test_no_money_no_receipt(tmp_path: Path, answer: str, text: str, again: bool) -> None:
    """And what ЕГАИС was told is taken back; a repeat of the same id pays anew, where it can fare better."""
    till, utm = Till(), Utm()

    async def scene(dispatcher: Dispatcher) -> None:
        record = await came(dispatcher, sale("a", bottles=2))
        assert record.state is State.FAILED
        assert record.failure
        assert (record.failure.code, record.failure.nothing_sent) == ("card", True)
        assert text in record.failure.text
        assert "Чек в ЕГАИС отменён" in record.failure.text
        assert (money(tmp_path), till.receipts, utm.sold) == (0, [], 0)
        assert record.outcome is None
        repeated = await came(dispatcher, sale("a", bottles=2))
        assert (repeated.state, repeated.attempt) == ((State.DONE, 2) if again else (State.FAILED, 1))
        assert (await child(dispatcher, "a@card:2") is not None) == again

    play(tmp_path, scene, till, utm, answers=[answer])
    assert len(till.receipts) == int(again)
    assert (money(tmp_path), utm.sold) == (10_000 * again, 2 * again)


def test_a_payment_whose_answer_was_lost_is_asked_for_and_not_taken_twice(tmp_path: Path) -> None:
    async def scene(dispatcher: Dispatcher) -> None:
        assert (await came(dispatcher, sale("a"))).state is State.DONE

    play(tmp_path, scene, till := Till(), answers=["lost-taken"])
    assert (money(tmp_path), len(till.receipts)) == (10_000, 1)


@pytest.mark.parametrize("bottles", [0, 1])
def test_a_terminal_that_cannot_tell_leaves_it_unknown(tmp_path: Path, bottles: int) -> None:
    till, utm = Till(), Utm()

    async def scene(dispatcher: Dispatcher) -> None:
        record = await came(dispatcher, sale("a", bottles=bottles))
        assert record.state is State.UNKNOWN
        assert record.failure
        assert record.failure.text.startswith("Результат неизвестен: неизвестно, проведена ли операция по карте")
        assert (await came(dispatcher, sale("a", bottles=bottles))).state is State.UNKNOWN

    play(tmp_path, scene, till, utm, answers=["lost-taken"], memory=False)
    assert (money(tmp_path), till.receipts, utm.sold) == (10_000, [], bottles)


@pytest.mark.parametrize(
    ("error", "taken", "settles", "state"),
    [
        (EgaisRefused("УТМ: марка уже продана."), False, [], State.FAILED),
        (DeviceOffline("УТМ не отвечает."), False, [], State.FAILED),
        (DeviceOffline("Связь оборвалась.", nothing_sent=False), False, [], State.FAILED),
        (DeviceOffline("Связь оборвалась.", nothing_sent=False), True, [], State.DONE),
        (OutcomeUnknown("УТМ не ответил."), True, [UNSURE], State.UNKNOWN),
    ],
)
def test_the_utm_comes_first(tmp_path: Path, error: Any, taken: bool, settles: list[Exception], state: State) -> None:
    till, utm = Till(), Utm(errors=[(error, taken)], settles=settles)

    async def scene(dispatcher: Dispatcher) -> None:
        record = await came(dispatcher, sale("a", bottles=1))
        assert record.state is state
        assert record.failure is None or record.failure.code in ("egais", "outcome_unknown")

    play(tmp_path, scene, till, utm)
    sold = state is State.DONE
    assert (money(tmp_path), len(till.receipts)) == (10_000 * sold, sold)


def test_the_receipt_shows_what_the_utm_has_signed(tmp_path: Path) -> None:
    till, utm = Till(), Utm()

    async def scene(dispatcher: Dispatcher) -> None:
        record = await came(dispatcher, sale("a", bottles=2))
        assert record.outcome
        assert record.outcome.excise
        assert record.outcome.excise.sign == "ABCD1234"

    play(tmp_path, scene, till, utm)
    (registered,) = till.receipts
    tail = [line for line in registered.lines if not isinstance(line, Position)]
    assert [line.content for line in tail if isinstance(line, BarcodeLine)] == [
        f"https://check.egais.ru?n={utm.told[0].receipt}"
    ]
    assert tail[-1] == TextLine("ABCD 1234")
    assert not any(isinstance(line, Position) and line.stamp for line in registered.lines)


def test_without_an_utm_bottles_are_goods_like_any_other(tmp_path: Path) -> None:
    async def scene(dispatcher: Dispatcher) -> None:
        assert (await came(dispatcher, sale("a", bottles=1))).state is State.DONE
        record = await came(dispatcher, bottles_only("b"))
        assert record.failure
        assert record.failure.code == "egais"

    play(tmp_path, scene, Till())


def test_bottles_alone_are_told_and_printed(tmp_path: Path) -> None:
    till, utm = Till(), Utm()

    async def scene(dispatcher: Dispatcher) -> None:
        record = await came(dispatcher, bottles_only("a"))
        assert record.state is State.DONE
        assert record.outcome
        assert record.outcome.excise
        back = await came(dispatcher, bottles_only("b", type=ReceiptType.SALE_RETURN))
        assert back.state is State.DONE

    play(tmp_path, scene, till, utm)
    assert (utm.sold, len(till.receipts), money(tmp_path)) == (0, 0, 0)
    assert len({told.receipt for told in utm.told}) == 2
    assert ["ABCD 1234" in paper for paper in till.paper] == [True, True]


def test_bottles_alone_that_cannot_be_printed_are_taken_back(tmp_path: Path) -> None:
    till, utm = Till(prints=[OperatorNeeded("Нет бумаги.", nothing_sent=True)]), Utm()

    async def scene(dispatcher: Dispatcher) -> None:
        record = await came(dispatcher, bottles_only("a"))
        assert record.failure
        assert record.failure.may_run_again
        assert utm.sold == 0
        assert (await came(dispatcher, bottles_only("a"))).state is State.DONE

    play(tmp_path, scene, till, utm)
    assert (utm.sold, len(utm.told), len(till.paper)) == (2, 3, 1)


@pytest.mark.parametrize(
    ("act", "again"),
    [
        (raises(RequestRefused("Сумма не сходится.")), False),
        (raises(WrongState("Смена длится больше 24 часов.")), True),
        (raises(OperatorNeeded("Нет бумаги.", nothing_sent=True)), True),
        (raises(DeviceOffline("Касса выключена.")), True),
        (lost(recorded=False), True),
    ],
)
def test_no_receipt_no_money(tmp_path: Path, act: Act, again: bool) -> None:
    till, utm = Till(acts=[act]), Utm()

    async def scene(dispatcher: Dispatcher) -> None:
        record = await came(dispatcher, sale("a", bottles=1))
        assert record.state is State.FAILED
        assert record.failure
        assert record.failure.nothing_sent
        assert "Деньги возвращены на карту: 100,00 руб., терминал № 2, RRN" in record.failure.text
        assert (money(tmp_path), utm.sold, till.receipts, record.outcome) == (0, 0, [], None)
        repeated = await came(dispatcher, sale("a", bottles=1))
        assert repeated.state is (State.DONE if again else State.FAILED)

    play(tmp_path, scene, till, utm)
    assert (money(tmp_path), utm.sold, len(till.receipts)) == (10_000 * again, again, again)


def test_a_receipt_whose_answer_was_lost_is_asked_for(tmp_path: Path) -> None:
    async def scene(dispatcher: Dispatcher) -> None:
        record = await came(dispatcher, sale("a"))
        assert record.state is State.DONE
        assert record.outcome
        assert record.outcome.card

    play(tmp_path, scene, till := Till(acts=[lost(recorded=True)]))
    assert (money(tmp_path), len(till.receipts), len(till.paper)) == (10_000, 1, 1)


@pytest.mark.parametrize(
    ("act", "settles"),
    [(lost(recorded=True), [UNSURE]), (lost(recorded=False), [UNSURE]), (raises(OperatorNeeded("Нет бумаги.")), [])],
)
def test_nothing_is_undone_while_nobody_knows(tmp_path: Path, act: Act, settles: list[Exception]) -> None:
    till, utm = Till(acts=[act], settles=settles), Utm()

    async def scene(dispatcher: Dispatcher) -> None:
        record = await came(dispatcher, sale("a", bottles=1))
        assert record.state is State.UNKNOWN
        assert record.failure
        assert record.failure.text.startswith("Результат неизвестен: ")
        assert "проведена и не отменена: 100,00 руб." in record.failure.text
        assert record.outcome
        assert record.outcome.card
        assert await child(dispatcher, "a@card-undo") is None

    play(tmp_path, scene, till, utm)
    assert (money(tmp_path), utm.sold) == (10_000, 1)


def test_what_the_bank_will_not_cancel_is_refunded(tmp_path: Path) -> None:
    till = Till(acts=[raises(WrongState("Смена длится больше 24 часов."))])

    async def scene(dispatcher: Dispatcher) -> None:
        record = await came(dispatcher, sale("a"))
        assert record.failure
        assert record.failure.may_run_again
        refund = await child(dispatcher, "a@card-refund")
        assert refund
        assert refund.state is State.DONE

    play(tmp_path, scene, till, answers=["approve", "decline"])
    assert money(tmp_path) == 0


def test_money_that_cannot_be_given_back_is_an_alarm(tmp_path: Path) -> None:
    till = Till(acts=[raises(WrongState("Смена длится больше 24 часов."))])

    async def scene(dispatcher: Dispatcher) -> None:
        record = await came(dispatcher, sale("a"))
        assert record.state is State.FAILED
        assert record.failure
        assert not record.failure.nothing_sent
        assert record.outcome
        assert record.outcome.card
        rrn = record.outcome.card.reference.rrn
        assert (
            f"ВНИМАНИЕ: деньги с карты сняты и не возвращены: 100,00 руб., терминал № 2, RRN {rrn}"
            in record.failure.text
        )
        assert await came(dispatcher, sale("a")) == record

    play(tmp_path, scene, till, answers=["approve", "decline", "decline"])
    assert (money(tmp_path), till.receipts) == (10_000, [])


def test_a_terminal_that_is_away_is_asked_again_to_give_back(tmp_path: Path) -> None:
    till = Till(acts=[raises(WrongState("Смена длится больше 24 часов."))])

    async def scene(dispatcher: Dispatcher) -> None:
        record = await came(dispatcher, sale("a"))
        assert record.failure
        assert record.failure.may_run_again
        undo = await child(dispatcher, "a@card-undo")
        assert undo
        assert (undo.state, undo.attempt) == (State.DONE, 4)

    play(tmp_path, scene, till, answers=["approve", "offline", "offline", "offline"])
    assert money(tmp_path) == 0


def test_nobody_is_charged_to_undo_a_cancelled_payment(tmp_path: Path) -> None:
    till = Till()

    async def scene(dispatcher: Dispatcher) -> None:
        sold = await came(dispatcher, sale("a"))
        assert sold.outcome
        assert sold.outcome.card
        till.acts = [raises(WrongState("Смена длится больше 24 часов."))]
        paid = CardOnReceipt(reference=sold.outcome.card.reference)
        record = await came(dispatcher, sale("b", type=ReceiptType.SALE_RETURN, card=paid))
        assert record.failure
        assert not record.failure.nothing_sent
        assert "ВНИМАНИЕ: деньги на карту возвращены, а чека нет" in record.failure.text

    play(tmp_path, scene, till)
    assert (money(tmp_path), len(till.receipts)) == (0, 1)


def test_a_refund_without_its_receipt_is_called_back(tmp_path: Path) -> None:
    till = Till(acts=[raises(WrongState("Смена длится больше 24 часов."))])

    async def scene(dispatcher: Dispatcher) -> None:
        record = await came(dispatcher, sale("a", type=ReceiptType.SALE_RETURN))
        assert record.failure
        assert record.failure.may_run_again
        assert "Возврат на карту отменён." in record.failure.text

    play(tmp_path, scene, till)
    assert (money(tmp_path), till.receipts) == (0, [])


@pytest.mark.parametrize(
    ("card", "slip", "prints_slips", "papers"),
    [
        (None, True, False, 1),
        (None, False, False, 0),
        (None, True, True, 0),
        (CardOnReceipt(slip_after=True), False, False, 1),
        (CardOnReceipt(slip_after=False), True, False, 0),
        (CardOnReceipt(slip_for_cashier=True), True, False, 2),
        (CardOnReceipt(slip_after=False, slip_for_cashier=True), True, False, 1),
    ],
)
def test_slips(tmp_path: Path, card: CardOnReceipt | None, slip: bool, prints_slips: bool, papers: int) -> None:
    till = Till()

    async def scene(dispatcher: Dispatcher) -> None:
        assert (await came(dispatcher, sale("a", card=card))).state is State.DONE
        found = await child(dispatcher, "a@slip")
        assert (found is not None) == bool(papers)

    play(tmp_path, scene, till, processing=Processing(enabled=True, slip=slip), prints_slips=prints_slips)
    assert len(till.paper) == papers


def test_a_slip_that_fails_is_a_remark(tmp_path: Path) -> None:
    till = Till(prints=[OperatorNeeded("Нет бумаги.", nothing_sent=True)])

    async def scene(dispatcher: Dispatcher) -> None:
        record = await came(dispatcher, sale("a"))
        assert record.state is State.DONE
        ticket = await dispatcher.find("a")
        assert ticket
        await until(lambda: ticket.record.outcome and ticket.record.outcome.warnings)
        assert ticket.record.outcome
        assert ticket.record.outcome.warnings == ("Слип не напечатан: Нет бумаги.",)
        assert ticket.record.outcome.card == record.outcome.card if record.outcome else None

    play(tmp_path, scene, till)
    assert (money(tmp_path), len(till.receipts)) == (10_000, 1)


def test_no_money_is_taken_for_a_device_that_cannot_register(tmp_path: Path) -> None:
    till = Till(commands=frozenset({Position}), acts=[raises(RequestRefused("Принтер не регистрирует чеки."))])

    async def scene(dispatcher: Dispatcher) -> None:
        record = await came(dispatcher, sale("a"))
        assert record.failure
        assert record.failure.text == "Принтер не регистрирует чеки."
        assert await child(dispatcher, "a@card") is None

    play(tmp_path, scene, till)


def test_a_terminal_that_is_not_there(tmp_path: Path) -> None:
    async def main() -> None:
        till = Till()
        async with counter(till) as dispatcher:
            record = await came(dispatcher, sale("a"))
            assert record.failure
            assert (record.failure.code, record.failure.may_run_again) == ("card", True)
            assert "не настроено или отключено" in record.failure.text
        assert till.begun == 0

    asyncio.run(main())
