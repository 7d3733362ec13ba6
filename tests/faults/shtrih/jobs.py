"""A job that is struck, and what has to be true of it whatever struck it."""

from collections.abc import Mapping
from dataclasses import dataclass

from drivers.model.command import CloseShift, Command, OpenShift
from drivers.model.document import TextLine
from drivers.model.ffd import DocumentForm
from tests.contract.asking import Answer, Told, carried_out, done
from tests.contract.goods import CASHIER, goods, receipt
from tests.contract.shtrih import ShtrihStand
from tests.contract.stand import Recorded

_SALE = receipt(goods("Чай", 12_300), TextLine("Спасибо"), goods("Кофе", 45_600))
_AFTER = receipt(goods("После"))


@dataclass(frozen=True, slots=True)
class Job:
    """`code`: of the register's command that is struck while it does what is `asked`."""

    code: str
    asked: Command

    def made(self, documents: list[Recorded]) -> list[Recorded]:
        """Those of its documents."""
        if isinstance(self.asked, CloseShift):
            return [one for one in documents if one.form is DocumentForm.CLOSE_SHIFT]
        return [one for one in documents if one.goods == ["Чай", "Кофе"]]


JOBS: Mapping[str, Job] = {
    "8D": Job("8D", _SALE),
    "FF46": Job("FF46", _SALE),
    "FF45": Job("FF45", _SALE),
    "41": Job("41", CloseShift(CASHIER)),
}
"""The least that spec/shtrih-m.md 8 wants to be struck."""


def check(job: Job, stand: ShtrihStand, answer: Answer) -> None:
    """One job is at most one document, and the answer says whether there is one."""
    found = [one.number for one in job.made(stand.documents)]
    assert found == ([answer.document.number] if answer.told is Told.DONE else []), (answer, found)


async def shift(stand: ShtrihStand) -> None:
    await done(stand, OpenShift(CASHIER))


async def sells(stand: ShtrihStand) -> None:
    """After all that."""
    answer = await carried_out(stand, _AFTER)
    assert answer.told is Told.DONE, answer
    assert stand.documents[-1].goods == ["После"]
