import pytest

from drivers.model.command import (
    CashIn,
    CloseShift,
    Command,
    OfdReport,
    OpenShift,
    PrintDocument,
    ReadState,
    RegisterReceipt,
    XReport,
)
from drivers.model.document import Payments, Receipt
from drivers.model.ffd import ReceiptType
from pools.policy import Policy
from pools.pool import Pool, PoolPlan, for_everyone, takes_turn

SALE = RegisterReceipt(Receipt(type=ReceiptType.SALE, lines=(), payments=Payments()))
TEXT = PrintDocument(())
ALL = {1: 0, 2: 0, 3: 0}


def pool(last: int = 0, policy: Policy = Policy.ROUND_ROBIN) -> Pool:
    return Pool(PoolPlan(number=10, name="Зал", members=(1, 2, 3), policy=policy), last)


def test_the_turn_goes_on_from_where_it_was() -> None:
    one = pool(last=2)
    assert [one.next(SALE, ALL), one.next(TEXT, ALL), one.next(None, ALL)] == [3, 1, 2]


def test_what_takes_no_turn_stays_with_the_last() -> None:
    one = pool(last=2)
    assert [one.next(ReadState(), ALL), one.next(CashIn(1), ALL), one.last] == [2, 2, 2]
    assert one.next(ReadState(), {1: 0, 3: 0}) == 1
    assert one.last == 2


def test_the_preferred_one_gets_it_out_of_turn() -> None:
    one = pool(last=1)
    assert one.next(SALE, ALL, prefer=1) == 1
    assert one.next(SALE, {2: 0, 3: 0}, prefer=1) == 2


def test_nobody_is_ready() -> None:
    one = pool(last=1)
    assert one.next(SALE, {}) is None
    assert one.last == 1


@pytest.mark.parametrize("command", [OpenShift(), CloseShift(), XReport(), OfdReport()])
def test_for_everyone(command: Command) -> None:
    assert for_everyone(command)
    assert not takes_turn(command)


@pytest.mark.parametrize("command", [SALE, TEXT, CashIn(1), ReadState()])
def test_for_one(command: Command) -> None:
    assert not for_everyone(command)
