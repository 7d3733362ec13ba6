"""What the virtual terminal answers, so that everything that can happen at a till can be tried.

Kopecks 01, 02 and 03 as spec/payment-terminals.md part 5 proposes; the others are ours.
"""

from collections.abc import Sequence
from typing import Literal

ScriptedAnswer = Literal["approve", "decline", "no-link", "cancel", "lost-taken", "lost", "slow", "offline"]

_BY_KOPECKS: dict[int, ScriptedAnswer] = {
    1: "decline",  # the bank says no
    2: "no-link",  # the terminal does not reach the bank
    3: "cancel",  # by the customer
    4: "lost-taken",  # the money is taken, the answer is lost
    5: "lost",  # nothing is taken, the answer is lost
    6: "slow",  # approved after a while
}


class Script:
    """`answers` come first, one for each operation that moves money, counted from the start of the server."""

    def __init__(self, answers: Sequence[ScriptedAnswer], *, by_kopecks: bool) -> None:
        self._answers, self._by_kopecks = iter(answers), by_kopecks

    def answer(self, amount: int) -> ScriptedAnswer:
        usual = _BY_KOPECKS.get(amount % 100, "approve") if self._by_kopecks else "approve"
        return next(self._answers, usual)
