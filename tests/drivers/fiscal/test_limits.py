"""Shift, queue, clock and drawer: spec/ffd.md 6 (R8) and 7."""

from datetime import timedelta

import pytest

from drivers.fiscal import limits
from drivers.model.document import Payments
from drivers.model.ffd import ReceiptType
from tests.drivers.fiscal.samples import NOON, settled

SECOND = timedelta(seconds=1)


def test_a_shift_lasts_a_day() -> None:
    assert not limits.is_shift_over(NOON, NOON + timedelta(hours=24))
    assert limits.is_shift_over(NOON, NOON + timedelta(hours=24) + SECOND)


def test_a_document_waits_thirty_days() -> None:
    assert not limits.is_queue_overdue(None, NOON)
    assert not limits.is_queue_overdue(NOON, NOON + timedelta(days=30, hours=8))  # calendar days
    assert limits.is_queue_overdue(NOON, NOON + timedelta(days=31) - timedelta(hours=15))


def test_silence_of_the_ofd() -> None:
    assert not limits.is_ofd_silent(None, NOON)
    assert not limits.is_ofd_silent(NOON, NOON + timedelta(days=2) - SECOND)
    assert limits.is_ofd_silent(NOON, NOON + timedelta(days=2))


def test_clock_runs_on() -> None:
    assert not limits.is_clock_back(NOON, NOON)
    assert limits.is_clock_back(NOON, NOON - SECOND)
    assert not limits.is_clock_back(NOON, NOON - timedelta(hours=1), opens_shift=True)
    assert limits.is_clock_back(NOON, NOON - timedelta(hours=1) - SECOND, opens_shift=True)


@pytest.mark.parametrize("sign", [1, -1])
def test_clocks_agree(sign: int) -> None:
    assert not limits.are_clocks_apart(NOON, NOON + sign * timedelta(minutes=5))
    assert limits.are_clocks_apart(NOON, NOON + sign * (timedelta(minutes=5) + SECOND))


@pytest.mark.parametrize(
    ("kind", "moved", "missing"),
    [
        (ReceiptType.SALE, 7000, 0),
        (ReceiptType.SALE_RETURN, -7000, 1000),
        (ReceiptType.PURCHASE, -7000, 1000),
        (ReceiptType.PURCHASE_RETURN, 7000, 0),
    ],
)
def test_cash_in_the_drawer(kind: ReceiptType, moved: int, missing: int) -> None:
    done = settled(type=kind, payments=Payments(cash=8000, electronic=3000))
    assert limits.cash_moved(done) == moved
    assert limits.missing_cash(6000, done) == missing
    assert limits.missing_cash(7000, done) == 0
