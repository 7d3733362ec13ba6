"""The bank of the virtual terminal over any day: nobody gets back more than was paid, and the slip adds up."""

import re
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.errors import CardDeclined
from drivers.model.card import CardAction, CardReference
from drivers.terminals.bank import Bank, Day
from drivers.terminals.slips import SlipPaper
from tests.clock import FakeClock
from tests.drivers.terminals.till import move

PAPER = SlipPaper(shop="Магазин", terminal="1", columns=32, copies=1)
deals = st.lists(
    st.tuples(st.sampled_from(CardAction), st.integers(1, 500), st.integers(0, 30), st.booleans()), max_size=30
)


@settings(max_examples=25, deadline=None)
@given(deals)
def test_any_day(day: list[tuple[CardAction, int, int, bool]]) -> None:
    clock = FakeClock()
    with tempfile.TemporaryDirectory() as folder:
        bank = Bank(Path(folder) / "bank.sqlite3", "**** 1")
        rrns = ["999999999999"]
        for till, (action, amount, which, settles) in enumerate(day, 1):
            clock.advance(60)
            fresh = action in (CardAction.PAY, CardAction.AUTHORISE)
            reference = CardReference() if fresh else CardReference(rrn=rrns[which % len(rrns)])
            try:
                done = bank.move(till, move(action, amount, reference), clock.local())
            except CardDeclined:
                assert bank.told(till) is None
            else:
                assert bank.told(till) == done
                rrns.append(done.rrn)
            if settles and which == 30:
                bank.close_day(1000 + till, clock.local())
        _adds_up(bank)
        bank.close()


def _adds_up(bank: Bank) -> None:
    every = [done for day in range(1, bank.today() + 1) for done in bank.of_day(day)]
    assert len({done.rrn for done in every}) == len(every)
    for done in every:
        undone = [other for other in every if other.original == done.id]
        back = sum(other.amount - other.given_back for other in undone if other.action is not CardAction.CONFIRM)
        assert 0 <= done.given_back <= done.amount
        assert done.given_back == back
    today = bank.of_day(bank.today())
    slip = PAPER.of_day(Day(bank.today(), None, None), today, detailed=False)
    shown = sum(int(count) for count in re.findall(r": (\d+)\s", slip))
    assert shown == len(today)
