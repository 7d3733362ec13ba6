"""Which documents came meanwhile, by counters that are of the shift, or of all shifts."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.errors import OutcomeUnknown
from drivers.model.ffd import DocumentForm, ReceiptType
from drivers.serviceplus import xml_tally
from drivers.serviceplus.xml_tally import Tally

CLOSED = Tally(last=10, is_open=False, shift=3, count=5, totals=(50_000, 0, 0, 0))
OPEN = replace(CLOSED, is_open=True)
SALE = (DocumentForm.RECEIPT, ReceiptType.SALE, 10_000)
OPENING, CLOSING = (DocumentForm.OPEN_SHIFT, None, None), (DocumentForm.CLOSE_SHIFT, None, None)
REPORT = (DocumentForm.SETTLEMENT_STATE, None, None)
numbers = st.integers(0, 10**9)
tallies = st.builds(
    Tally, last=numbers, is_open=st.booleans(), shift=numbers, count=numbers, totals=st.tuples(*[numbers] * 4)
)


def moved(tally: Tally, new: int, sold: int = 0, **changes: Any) -> Tally:
    """`sold`: kopecks of one more sale; 0 = none."""
    totals = (tally.totals[0] + sold, *tally.totals[1:])
    grown: dict[str, Any] = {"last": tally.last + new, "count": tally.count + bool(sold), "totals": totals}
    return replace(tally, **(grown | changes))


@pytest.mark.parametrize(
    ("before", "now", "found"),
    [
        (OPEN, OPEN, []),
        (OPEN, moved(OPEN, 1, 10_000), [SALE]),
        (OPEN, moved(OPEN, 1), [REPORT]),
        (OPEN, moved(OPEN, 1, is_open=False), [CLOSING]),
        (OPEN, moved(OPEN, 1, is_open=False, count=0, totals=(0, 0, 0, 0)), [CLOSING]),
        (CLOSED, moved(CLOSED, 1, is_open=True, shift=4), [OPENING]),
        (CLOSED, moved(CLOSED, 1, is_open=True, shift=4, count=0, totals=(0, 0, 0, 0)), [OPENING]),
        (CLOSED, moved(CLOSED, 2, 10_000, is_open=True, shift=4), [OPENING, SALE]),
        (CLOSED, moved(CLOSED, 2, is_open=True, shift=4, count=1, totals=(10_000, 0, 0, 0)), [OPENING, SALE]),
        (OPEN, moved(OPEN, 3, 10_000, shift=4), [CLOSING, OPENING, SALE]),
        (OPEN, moved(OPEN, 2, shift=4), [CLOSING, OPENING]),
    ],
)
def test_what_came(before: Tally, now: Tally, found: list[xml_tally.Document]) -> None:
    assert xml_tally.documents(before, now) == dict(enumerate(found, 11))


def test_a_sale_for_nothing_has_no_kind() -> None:
    now = replace(OPEN, last=11, count=6)
    assert xml_tally.documents(OPEN, now) == {11: (DocumentForm.RECEIPT, None, 0)}


@pytest.mark.parametrize(
    "now",
    [
        moved(OPEN, 2, 10_000),  # a second document that nothing explains
        moved(OPEN, 1, 10_000, count=7),
        moved(OPEN, -1),
        replace(OPEN, last=11, count=6, totals=(50_100, 100, 0, 0)),
        replace(OPEN, last=11, count=6, totals=(40_000, 0, 0, 0)),
        moved(OPEN, 4, 10_000, shift=5),
    ],
)
def test_what_nobody_can_tell(now: Tally) -> None:
    with pytest.raises(OutcomeUnknown):
        xml_tally.documents(OPEN, now)


def test_counters_that_have_never_moved_prove_nothing() -> None:
    """They may count nothing at all: the document may be a receipt."""
    still = replace(OPEN, count=0, totals=(0, 0, 0, 0))
    with pytest.raises(OutcomeUnknown):
        xml_tally.documents(still, moved(still, 1))
    assert xml_tally.documents(still, moved(still, 1), reporting=True) == {11: REPORT}


@given(tallies)
def test_it_goes_with_a_mark(tally: Tally) -> None:
    assert xml_tally.read(tally.text) == tally
    assert len(tally.text) <= 64


@pytest.mark.parametrize("text", ["", "o-1", "x-1-1-1-1-1-1-1", "o-1-1-1-1-1-1-1-1"])
def test_what_is_none(text: str) -> None:
    assert xml_tally.read(text) is None
