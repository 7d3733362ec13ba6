"""One job is at most one document, whatever happens in whatever order."""

from collections import Counter
from contextlib import suppress
from itertools import count

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from drivers.errors import Fault, KkmError
from drivers.model.command import CashIn, CloseShift
from drivers.model.ffd import DocumentForm
from tests.contract.asking import Answer, Told, carried_out, tried
from tests.contract.conftest import LONG, Play
from tests.contract.goods import CASHIER, goods, receipt
from tests.contract.stand import Family, Stand, Trouble

_BETWEEN = (Trouble.ANSWER_LOST, Trouble.WIRE_CUT, Trouble.POWER_CUT, Trouble.PAPER_OUT, Trouble.STUCK_RECEIPT)
_MOST = 5  # steps of a day
_ON_THE_REAL_CLOCK = (Phase.explicit, Phase.reuse, Phase.generate)  # to shrink a failure would take minutes
_TRIES = 3  # of a client that repeats what was refused for no fault of its own

Step = Trouble | str  # "sale", "equal sale", "cut N", "Z", "cash", "restart"


def steps(family: Family) -> st.SearchStrategy[list[Step]]:
    troubles = [trouble for trouble in _BETWEEN if trouble in family.suffers]
    plain = st.sampled_from(["sale", "equal sale", "Z", "cash", "restart", *troubles])
    return st.lists(plain | st.integers(1, 60).map(lambda moment: f"cut {moment}"), min_size=1, max_size=_MOST)


class Day:
    """`sold`: by name of the goods, what was answered last."""

    def __init__(self, stand: Stand) -> None:
        self._stand, self.sold, self._cuts = stand, dict[str, Answer](), count(1)

    async def live(self, day: list[Step]) -> None:
        for step in day:
            await self._step(step)
        await self._stand.mend()
        await self._sell("последний")

    async def _step(self, step: Step) -> None:
        if isinstance(step, Trouble):
            await self._stand.suffer(step)
        elif step.startswith("cut"):
            with suppress(KkmError):
                await self._stand.broken_off(receipt(goods(f"оборван {next(self._cuts)}")), int(step.split()[1]))
        elif step == "restart":
            await self._stand.restart()
        elif step == "Z":
            await tried(self._stand, CloseShift(CASHIER))
        elif step == "cash":
            await tried(self._stand, CashIn(100))
        else:
            await self._sell("равный" if step == "equal sale" else f"товар {len(self.sold)}")

    async def _sell(self, name: str) -> None:
        """The client repeats, under another name where the same goods are sold again."""
        for _ in range(_TRIES):
            answer = await carried_out(self._stand, receipt(goods(name)))
            await self._stand.mend()
            self.sold[f"{name}/{len(self.sold)}"] = answer
            if answer.told is Told.DONE or (answer.error and answer.error.fault is Fault.CLIENT):
                return


def check(stand: Stand, sold: dict[str, Answer]) -> None:
    receipts = [one for one in stand.documents if one.form is DocumentForm.RECEIPT]
    in_storage = Counter(name for one in receipts for name in one.goods)
    told = {kind: Counter(n.split("/")[0] for n, a in sold.items() if a.told is kind) for kind in Told}
    for name in {one.split("/")[0] for one in sold}:
        most = told[Told.DONE][name] + told[Told.UNKNOWN][name]
        assert told[Told.DONE][name] <= in_storage[name] <= most, (name, in_storage, sold)
    numbers = [answer.document.number for answer in sold.values() if answer.told is Told.DONE]
    assert len(numbers) == len(set(numbers)), "two sales are told as the same document"
    assert all(count <= 1 for name, count in in_storage.items() if name.startswith("оборван"))
    assert list(sold.values())[-1].told is Told.DONE, "after all that it does not sell"


def test_any_day(play: Play, family: Family) -> None:
    examples = 2 if family.slow else 100 if LONG else 12
    phases = _ON_THE_REAL_CLOCK if family.slow else tuple(Phase)

    @settings(
        max_examples=examples,
        phases=phases,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(steps(family))
    def lived(day: list[Step]) -> None:
        async def scene(stand: Stand) -> None:
            whole = Day(stand)
            await whole.live(day)
            check(stand, whole.sold)

        play(scene)

    lived()
