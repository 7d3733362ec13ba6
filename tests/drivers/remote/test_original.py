"""Against the original server of 2017: nothing of ours may be needed."""

from collections.abc import Awaitable, Callable
from decimal import Decimal
from typing import Any, TypeVar

import pytest

from drivers.errors import DeviceFaulty, NotSupported, OutcomeUnknown, WrongState
from drivers.model import command as commands
from drivers.model.document import Payments
from drivers.model.ffd import FfdVersion, ReceiptType, ShiftState, TaxSystem
from drivers.model.label import Template
from drivers.model.outcome import Outcome
from drivers.ports import Errand
from drivers.remote.driver import RemoteDevice
from tests.clock import FakeClock
from tests.drivers.remote.fake import Original, Reply
from tests.drivers.remote.shop import against, perform, sale

T = TypeVar("T")
SHIFT_IS_OPEN = "Ошибка регистрации ( 60 : ККТ: Смена открыта – операция невозможна )"


def at(
    original: Original, work: Callable[[RemoteDevice], Awaitable[T]], clock: FakeClock | None = None, **options: Any
) -> T:
    return against(original, work, clock=clock or FakeClock(), **({"device": 3} | options))


def test_a_receipt_with_its_recorded_numbers() -> None:
    original = Original()
    outcome = at(original, lambda remote: perform(remote, sale(), "o-1"))
    document = outcome.document
    assert document is not None
    assert (document.number, document.shift, document.sign) == (17, 6, 217861848)
    assert (document.storage, document.total, document.receipt_type) == ("3149060506089651", 30150, ReceiptType.SALE)
    assert document.time.isoformat() == "2017-12-14T04:40:21+03:00"
    assert outcome.payments == Payments(cash=10000)  # it does not say; only cash exceeds the total
    assert outcome.change == 5000
    (sent,) = [asked for asked in original.heard if asked["Command"] == "RegisterCheck"]
    assert (sent["IdCommand"], sent["NumDevice"], sent["Timeout"]) == ("o-1", 3, 15)


def test_it_is_waited_for_with_status_4() -> None:
    original = Original(waits=3)
    outcome = at(original, lambda remote: perform(remote, sale(), "o-1"))
    assert outcome.document
    assert outcome.document.number == 17
    assert [asked["Command"] for asked in original.heard] == ["List", "RegisterCheck", *["GetRezult"] * 3]
    assert original.printed == 1


def test_the_qr_text_may_stand_in_the_url() -> None:
    original = Original()
    whole = original._payload

    def without_qr(asked: dict[str, object]) -> dict[str, object]:
        return {name: value for name, value in whole(asked).items() if name != "QRCode"}

    original._payload = without_qr  # type: ignore[method-assign]
    document = at(original, lambda remote: perform(remote, sale(), "o-1")).document
    assert document
    assert (document.sign, document.url, document.qr[:2]) == (217861848, "", "t=")


def test_a_shift_without_qr_text() -> None:
    document = at(Original(), lambda remote: perform(remote, commands.OpenShift(), "s-1")).document
    assert document
    assert (document.number, document.shift, document.sign, document.qr) == (17, 7, 0, "")


def test_an_error_is_told_as_it_came_and_never_sent_again() -> None:
    original = Original(failure=SHIFT_IS_OPEN)
    with pytest.raises(DeviceFaulty, match="60 : ККТ") as caught:
        at(original, lambda remote: perform(remote, commands.OpenShift(), "s-1"))
    assert caught.value.text == SHIFT_IS_OPEN
    assert not caught.value.nothing_sent
    assert original.printed == 1


def test_plain_answers() -> None:
    async def work(remote: RemoteDevice) -> list[Outcome]:
        plain: tuple[commands.Command, ...] = (
            commands.XReport(),
            commands.CashIn(100),
            commands.OpenDrawer(),
            commands.PrintDocument(()),
        )
        return [await perform(remote, command, f"p-{i}") for i, command in enumerate(plain)]

    assert at(Original(), work) == [Outcome()] * 4


def test_line_length_and_an_unreadable_copy() -> None:
    async def work(remote: RemoteDevice) -> tuple[Outcome, Outcome]:
        length = await perform(remote, commands.ReadLineLength(), "l-1")
        return length, await perform(remote, commands.ReadDocument(17), "l-2")

    length, copy = at(Original(), work)
    assert length.line_length == 48
    assert copy.copy
    assert (copy.copy.text, copy.copy.document.number) == ("Чек\r\n", 17)


def test_state() -> None:
    state = at(Original(), lambda remote: remote.state())
    assert (state.online, state.model, state.line_length, state.cash) == (True, "KKT Эмулятор", 48, 15050)
    assert (state.ffd, state.ffd_storage, state.shift) == (FfdVersion.V1_05, FfdVersion.V1_1, ShiftState.OPEN)
    assert (state.last_document, state.shift_number, state.unsent_since) == (17, 6, None)
    assert state.time
    assert state.time.isoformat() == "2024-02-01T11:00:00+03:00"
    assert state.registration
    assert (state.registration.tax_systems, state.registration.agents) == (
        (TaxSystem.GENERAL, TaxSystem.IMPUTED),
        (0, 6),
    )
    assert (state.registration.autonomous, state.registration.inn) == (True, "7700000009")


def test_a_register_that_is_busy_is_asked_once() -> None:
    original = Original(waits=2)

    async def work(remote: RemoteDevice) -> tuple[int, int]:
        return (await remote.state()).cash, (await remote.state()).cash

    assert at(original, work) == (0, 0)  # List alone does not tell
    assert len([asked for asked in original.heard if asked["Command"] == "GetDataKKT"]) == 1


def test_labels_by_a_template_are_refused_before_anything_is_sent() -> None:
    """It would print an empty document and call it done."""
    template = Template(name="price", width=Decimal(40), height=Decimal(30), elements=(), defaults={})
    original = Original()
    command = commands.PrintLabels(template, ({},))
    with pytest.raises(NotSupported) as caught:
        at(original, lambda remote: perform(remote, command, "l-1"), kind="label_printer")
    assert caught.value.nothing_sent
    assert original.printed == 0


def test_settling_by_the_id() -> None:
    original = Original()

    async def work(remote: RemoteDevice) -> tuple[Outcome | None, Outcome | None]:
        await perform(remote, sale(), "o-1")
        known = await remote.settle(sale(), await remote.mark())
        remote.about(Errand(id="o-2"))
        return known, await remote.settle(sale(), await remote.mark())

    known, unknown = at(original, work)
    assert known
    assert known.document
    assert known.document.number == 17
    assert unknown is None


def test_unknown_id_proves_nothing_once_results_may_have_been_thrown_away() -> None:
    clock = FakeClock()

    async def work(remote: RemoteDevice) -> None:
        remote.about(Errand(id="o-1"))
        mark = await remote.mark()
        clock.advance(60)
        await remote.settle(sale(), mark)

    with pytest.raises(OutcomeUnknown, match="уже не помнит"):
        at(Original(), work, clock)


@pytest.mark.parametrize(
    ("up_time", "never_had"),
    [("0.01:00:00", True), ("1.00:00:00.1234567", True), ("0.00:00:20", True), ("0.00:00:10", False), ("", False)],
)
def test_unknown_id_proves_nothing_after_a_restart(up_time: str, never_had: bool) -> None:
    """It printed, died before it answered, and has forgotten. Its own clock does not count."""
    clock = FakeClock()

    async def work(remote: RemoteDevice) -> Outcome | None:
        remote.about(Errand(id="o-1"))
        mark = await remote.mark()
        clock.advance(15)
        return await remote.settle(sale(), mark)

    if never_had:
        assert at(Original(up_time=up_time), work, clock) is None
    else:
        with pytest.raises(OutcomeUnknown, match="уже не помнит"):
            at(Original(up_time=up_time), work, clock)


def test_nor_where_its_question_is_not_answered() -> None:
    original = Original()

    def discreet(asked: dict[str, object]) -> Reply:
        return (401, b"") if asked["Command"] == "GetServerData" else original(asked)

    async def work(remote: RemoteDevice) -> None:
        remote.about(Errand(id="o-1"))
        await remote.settle(sale(), await remote.mark())

    with pytest.raises(OutcomeUnknown, match="уже не помнит"):
        against(discreet, work, clock=FakeClock(), device=3)


def test_what_a_restart_made_it_forget_is_not_sent_again() -> None:
    """It dies when the receipt is out, and is up again before it is asked."""
    original = Original()

    def dying(asked: dict[str, object]) -> Reply:
        reply = original(asked)
        if asked["Command"] != "RegisterCheck":
            return reply
        original.results.clear()
        original.up_time = "0.00:00:00"
        return None

    with pytest.raises(OutcomeUnknown, match="перезапускался"):
        against(dying, lambda remote: perform(remote, sale(), "o-1"), clock=FakeClock(), device=3)
    assert original.printed == 1


def test_a_clock_set_back_makes_no_mark_younger() -> None:
    clock = FakeClock()

    async def work(remote: RemoteDevice) -> None:
        remote.about(Errand(id="o-1"))
        mark = await remote.mark()
        clock.advance(60 - 3600)
        await remote.settle(sale(), mark)

    with pytest.raises(OutcomeUnknown, match="уже не помнит"):
        at(Original(), work, clock)


def test_a_command_it_had_and_knows_no_more_is_no_command_it_never_had() -> None:
    original = Original(waits=1, forgets=True)

    async def work(remote: RemoteDevice) -> None:
        with pytest.raises(OutcomeUnknown, match="больше не помнит"):
            await perform(remote, sale(), "o-1")
        await remote.settle(sale(), await remote.mark())

    with pytest.raises(OutcomeUnknown, match="уже не помнит"):
        at(original, work)


def test_a_device_that_is_not_there_is_found_missing_before_anything_is_sent() -> None:
    original = Original()
    with pytest.raises(WrongState, match="нет устройства с номером 9"):
        at(original, lambda remote: perform(remote, sale(), "o-1"), device=9)
    assert original.printed == 0
