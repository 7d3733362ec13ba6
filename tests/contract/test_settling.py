"""`mark` and `settle`: what became of a command whose answer nobody has heard."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from drivers.errors import OutcomeUnknown
from drivers.model.command import CashIn, CashOut, CloseShift, Command, OfdReport, OpenShift, PrintDocument, XReport
from drivers.model.document import Payments, TextLine
from drivers.model.ffd import ReceiptType, VatRate
from drivers.model.outcome import Outcome
from tests.contract.asking import Told, carried_out, done, made, settled
from tests.contract.conftest import LONG, Play
from tests.contract.goods import CASHIER, correction, goods, receipt
from tests.contract.stand import Family, Lack, Stand, Trouble

PROVABLE: Mapping[str, Command] = {
    "a sale that opens the shift": receipt(goods("Чай", 12_345, VatRate.VAT_10), paid=Payments(cash=20_000)),
    "a sale": receipt(paid=Payments(cash=4_000, electronic=6_000)),
    "a return": receipt(type=ReceiptType.SALE_RETURN),
    "a correction": correction(goods("Чай", 12_200)),
    "cash in": CashIn(50_000, CASHIER),
    "cash out": CashOut(20_000, CASHIER),
    "the report for the ОФД": OfdReport(CASHIER),
    "the Z report": CloseShift(CASHIER),
    "a new shift": OpenShift(CASHIER),
}
"""What a register can tell of for certain, in an order in which it can be done."""

_LACKED = {"a correction": Lack.CORRECTIONS, "the report for the ОФД": Lack.SETTLEMENT_REPORT}
PRINTED: Mapping[str, Command] = {"a plain document": PrintDocument((TextLine("привет"),)), "the X report": XReport()}


def possible(family: Family, name: str) -> bool:
    return name not in _LACKED or family.has(_LACKED[name])


def same(family: Family, told: Outcome, heard: Outcome) -> bool:
    """The document, the money and the change; warnings may be lost with the answer."""
    if told.document and heard.document and not family.has(Lack.DETAILS):
        lost = replace(told.document, sign=heard.document.sign, qr=heard.document.qr)
        if not family.has(Lack.MOMENTS):
            lost = replace(lost, time=heard.document.time, number_in_shift=heard.document.number_in_shift)
        told = replace(told, document=lost)
    return (told.document, told.payments, told.change) == (heard.document, heard.payments, heard.change)


def test_what_was_done_is_told_as_it_was_answered(play: Play) -> None:
    """And before that, that nothing of it was recorded."""

    async def scene(stand: Stand) -> None:
        for name, command in PROVABLE.items():
            if not possible(play.family, name):
                continue
            mark = await stand.driver.mark()
            assert (await settled(stand, command, mark)).told is Told.REFUSED, name
            heard = await done(stand, command)
            await stand.restart()
            answer = await settled(stand, command, mark)
            assert answer.outcome is not None, name
            assert same(play.family, answer.outcome, heard), (name, answer.outcome, heard)

    play(scene)


def test_what_was_printed_is_never_told_as_not_done(play: Play) -> None:
    async def scene(stand: Stand) -> None:
        await done(stand, OpenShift(CASHIER))
        for command in PRINTED.values():
            mark = await stand.driver.mark()
            await done(stand, command)
            assert (await settled(stand, command, mark)).told is not Told.REFUSED

    play(scene)


@pytest.mark.parametrize("command", [receipt(), CashIn(500), CashOut(500)], ids=["sale", "cash in", "cash out"])
def test_equal_commands_in_a_row_are_told_apart(play: Play, command: Command) -> None:
    async def scene(stand: Stand) -> None:
        await done(stand, OpenShift(CASHIER))
        await done(stand, CashIn(10_000))
        first = await stand.driver.mark()
        one = await done(stand, command)
        again = (await settled(stand, command, first)).outcome
        assert again is not None
        assert again == one if play.family.has(Lack.DETAILS) else same(play.family, again, one)
        second = await stand.driver.mark()
        assert (await settled(stand, command, second)).told is Told.REFUSED
        other = await done(stand, command)
        answer = await settled(stand, command, second)
        assert answer.outcome is not None
        assert same(play.family, answer.outcome, other)
        assert (one.document is None) or made(one).number != made(answer.outcome).number
        assert (await settled(stand, command, first)).told is Told.UNKNOWN

    play(scene)


def test_a_command_of_somebody_else_is_not_ours(play: Play) -> None:
    async def scene(stand: Stand) -> None:
        await done(stand, OpenShift(CASHIER))
        mark = await stand.driver.mark()
        await done(stand, receipt(goods(amount=100)))
        assert (await settled(stand, receipt(goods(amount=200)), mark)).told is not Told.DONE
        assert (await settled(stand, CashIn(300), mark)).told is not Told.DONE

    play(scene)


@pytest.mark.parametrize("mark", ["", "fd=1", "nonsense", "fd=x;op=y"])
def test_a_mark_that_is_none_is_unknown(play: Play, mark: str) -> None:
    async def scene(stand: Stand) -> None:
        await done(stand, receipt())
        with pytest.raises(OutcomeUnknown):
            await stand.driver.settle(receipt(), mark)

    play(scene)


def test_another_storage_is_unknown(play: Play) -> None:
    async def scene(stand: Stand) -> None:
        for _ in range(3):
            await done(stand, receipt())
        mark = await stand.driver.mark()
        await stand.suffer(Trouble.ANOTHER_STORAGE)
        assert (await settled(stand, receipt(), mark)).told is Told.UNKNOWN

    play(scene, needs=Trouble.ANOTHER_STORAGE)


CUT: Mapping[str, Command] = {
    "a sale": receipt(goods("Чай"), TextLine("Спасибо"), goods("Кофе")),
    "cash in": CashIn(700),
    "the Z report": CloseShift(CASHIER),
    "a correction": correction(goods("Чай", 12_200)),
}


@pytest.mark.parametrize("name", CUT)
def test_cancelled_at_every_step(play: Play, name: str) -> None:
    """By the server's deadline: done once or not at all, and the register says which; the next one is sold."""
    command = CUT[name]

    async def scene(stand: Stand) -> None:
        await done(stand, OpenShift(CASHIER))
        found, moment = set(), 1
        while await _cut(stand, command, moment, found):
            moment += _stride(play.family)
        assert found, "it was over before it could be cancelled"
        await done(stand, receipt(goods("После")))
        assert stand.documents[-1].goods == ["После"]

    play(scene, needs=_LACKED.get(name, ()))


def _stride(family: Family) -> int:
    """From step to step of a command."""
    if not family.far or LONG:
        return 1
    return 61 if family.slow else 4


async def _cut(stand: Stand, command: Command, moment: int, found: set[Told]) -> bool:
    """Whether there was such a moment."""
    if isinstance(command, CloseShift) and stand.documents[-1].goods != ["Открыта"]:
        await done(stand, receipt(goods("Открыта")))
    documents, drawer = stand.documents, stand.drawer
    mark = await stand.driver.mark()
    cut = await stand.broken_off(command, moment)
    answer = await settled(stand, command, mark)
    new = stand.documents[len(documents) :]
    found.add(answer.told)
    assert answer.told in (Told.DONE, Told.REFUSED), (moment, answer)
    if isinstance(command, CashIn):
        assert stand.drawer - drawer == (command.amount if answer.told is Told.DONE else 0), moment
    else:
        assert [one.number for one in new] == ([answer.document.number] if answer.told is Told.DONE else []), moment
    return cut


def test_a_sale_whose_answer_is_lost(play: Play) -> None:
    async def scene(stand: Stand) -> None:
        for number in range(3):
            await stand.suffer(Trouble.ANSWER_LOST)
            name = f"Чай {number}"
            answer = await carried_out(stand, receipt(goods(name)))
            await stand.mend()
            assert answer.told is Told.DONE
            assert [one.number for one in stand.documents if one.goods == [name]] == [answer.document.number]

    play(scene, needs=Trouble.ANSWER_LOST)


@pytest.mark.parametrize("name", ["cash in", "the Z report", "the report for the ОФД"])
def test_another_command_whose_answer_is_lost(play: Play, name: str) -> None:
    command = PROVABLE[name]

    async def scene(stand: Stand) -> None:
        await done(stand, OpenShift(CASHIER))
        documents, drawer = len(stand.documents), stand.drawer
        await stand.suffer(Trouble.ANSWER_LOST)
        answer = await carried_out(stand, command)
        await stand.mend()
        assert answer.told is Told.DONE
        assert len(stand.documents) - documents == (not isinstance(command, CashIn))
        assert stand.drawer - drawer == (command.amount if isinstance(command, CashIn) else 0)

    lack = (_LACKED[name],) if name in _LACKED else ()
    play(scene, needs=(Trouble.ANSWER_LOST, *lack))
