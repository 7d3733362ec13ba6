"""What befalls a register while it sells: the sale is in the ФН once or not at all, and the answer says which."""

import pytest

from drivers.errors import DeviceOffline, OperatorNeeded
from drivers.model.command import ContinuePrint, OpenShift, PrintDocument
from drivers.model.document import TextLine
from tests.contract.asking import Told, carried_out, done, refused
from tests.contract.conftest import Play
from tests.contract.goods import CASHIER, goods, receipt
from tests.contract.stand import Stand, Trouble

_ROWS = (TextLine("Спасибо"), *(goods(f"Товар {number}") for number in range(5)), TextLine("Ждём вас"))
_NAMES = [f"Товар {number}" for number in range(5)]


@pytest.mark.parametrize("trouble", [Trouble.WIRE_CUT, Trouble.POWER_CUT, Trouble.PAPER_OUT, Trouble.ANSWER_LOST])
def test_in_the_middle_of_a_sale(play: Play, trouble: Trouble) -> None:
    """Whatever the answer, it is true, and the client's repeat sells nothing twice."""

    async def scene(stand: Stand) -> None:
        await done(stand, OpenShift(CASHIER))
        await stand.suffer(trouble)
        answer = await carried_out(stand, receipt(*_ROWS))
        await stand.mend()
        recorded = [one.number for one in stand.documents if one.goods == _NAMES]
        assert answer.told in (Told.DONE, Told.REFUSED)
        assert recorded == ([answer.document.number] if answer.told is Told.DONE else [])
        await _sells(stand)

    play(scene, needs=trouble)


async def _sells(stand: Stand) -> None:
    answer = await carried_out(stand, receipt(goods("После")))
    assert answer.told is Told.DONE, answer
    assert stand.documents[-1].goods == ["После"]


def test_no_paper(play: Play) -> None:
    """It is refused before anything is begun, and the cashier is told what to do."""

    async def scene(stand: Stand) -> None:
        await done(stand, OpenShift(CASHIER))
        await stand.suffer(Trouble.NO_PAPER)
        assert (await stand.driver.state()).paper_out
        for command in (receipt(), PrintDocument((TextLine("привет"),))):
            error = await refused(stand, command, OperatorNeeded)
            assert "бумаг" in error.text.lower()
        await stand.mend()
        assert not (await stand.driver.state()).paper_out
        await _sells(stand)

    play(scene, needs=Trouble.NO_PAPER)


def test_paper_that_ends_is_loaded_and_the_receipt_is_finished(play: Play) -> None:
    async def scene(stand: Stand) -> None:
        await done(stand, OpenShift(CASHIER))
        await stand.suffer(Trouble.PAPER_OUT)
        await carried_out(stand, receipt(*_ROWS))
        await stand.mend()
        await done(stand, ContinuePrint())
        await _sells(stand)
        printed = "\n".join(stand.rows)
        assert printed.count("После") == 1

    play(scene, needs=Trouble.PAPER_OUT)


def test_nobody_is_there(play: Play) -> None:
    async def scene(stand: Stand) -> None:
        await stand.suffer(Trouble.OFFLINE)
        for command in (receipt(), OpenShift(CASHIER), PrintDocument((TextLine("привет"),))):
            await refused(stand, command, DeviceOffline)
        with pytest.raises(DeviceOffline):
            await stand.driver.mark()
        await stand.mend()
        await _sells(stand)

    play(scene, needs=Trouble.OFFLINE)


def test_a_receipt_that_stands_open_is_annulled(play: Play) -> None:
    """It is not ours: whoever left it has gone."""

    async def scene(stand: Stand) -> None:
        await done(stand, OpenShift(CASHIER))
        before = len(stand.documents)
        await stand.suffer(Trouble.STUCK_RECEIPT)
        await _sells(stand)
        assert len(stand.documents) == before + 1

    play(scene, needs=Trouble.STUCK_RECEIPT)
