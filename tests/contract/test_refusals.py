"""What cannot be done is refused in words, nothing comes of it, and the next receipt is sold."""

from collections.abc import Mapping
from decimal import Decimal

import pytest

from drivers.errors import RequestRefused, WrongState
from drivers.model.command import CashIn, CashOut, CloseShift, Command, OpenShift, PrintDocument, ReadDocument
from drivers.model.document import BarcodeLine, ByAmount, LocalTax, Payments, PictureLine, Symbology
from drivers.model.ffd import ReceiptType
from tests.contract.asking import done, refused
from tests.contract.conftest import Play
from tests.contract.goods import CASHIER, STOPPED, correction, goods, receipt, water
from tests.contract.stand import Lack, Stand, Trouble

_NO_CODE = BarcodeLine(Symbology.EAN13, "not digits")

WRONG: Mapping[str, Command] = {
    "too little money": receipt(paid=Payments(cash=9_999)),
    "too much by card": receipt(paid=Payments(electronic=10_001)),
    "no rows": receipt(lines=(), paid=Payments()),
    "a negative sum": receipt(goods(amount=-100), paid=Payments()),
    "a bad marking code": receipt(water(STOPPED)),
    "a barcode that cannot be": receipt(goods(), _NO_CODE),
    "a picture that is none": receipt(goods(), PictureLine(b"no picture")),
    "more cash than there is": CashOut(10_000_000),
    "nothing to take out": CashOut(0),
    "nothing to put in": CashIn(0),
    "a document that is not there": ReadDocument(9_999),
    "a plain document with a bad code": PrintDocument((_NO_CODE,)),
    "a shift that is open": OpenShift(CASHIER),
    "fewer than nothing": receipt(goods(quantity="-1"), paid=Payments()),
    "a receipt of another country": receipt(
        by_amount=ByAmount(amount=10_000, tax=LocalTax(code=1, name="НДС 12%", percent=Decimal(12)))
    ),
}

_NEEDS = {"a bad marking code": Lack.MARKING}


@pytest.mark.parametrize("name", WRONG)
def test_it_is_refused(play: Play, name: str) -> None:
    async def scene(stand: Stand) -> None:
        await done(stand, OpenShift(CASHIER))
        await refused(stand, WRONG[name])
        await done(stand, receipt(goods("После")))
        assert stand.documents[-1].goods == ["После"]

    play(scene, needs=_NEEDS.get(name, ()), one_of_many=True)


@pytest.mark.parametrize(
    "command", [CloseShift(CASHIER), CashIn(100), CashOut(100)], ids=lambda each: type(each).__name__
)
def test_the_shift_is_closed(play: Play, command: Command) -> None:
    async def scene(stand: Stand) -> None:
        assert (await refused(stand, command, WrongState)).native == 61

    play(scene)


def test_a_shift_that_is_open(play: Play) -> None:
    async def scene(stand: Stand) -> None:
        await done(stand, OpenShift(CASHIER))
        assert (await refused(stand, OpenShift(CASHIER), WrongState)).native == 60

    play(scene)


def test_a_shift_over_24_hours(play: Play) -> None:
    """It takes no receipt, and it can be closed."""

    async def scene(stand: Stand) -> None:
        await done(stand, receipt())
        await stand.suffer(Trouble.OLD_SHIFT)
        assert (await refused(stand, receipt(), WrongState)).native == 61
        await done(stand, CloseShift(CASHIER))
        await done(stand, receipt(goods("Завтра")))
        assert stand.documents[-1].goods == ["Завтра"]

    play(scene, needs=Trouble.OLD_SHIFT)


def test_a_correction_of_a_return_needs_a_later_format(play: Play) -> None:
    async def scene(stand: Stand) -> None:
        await refused(stand, correction(type=ReceiptType.SALE_RETURN), RequestRefused)

    play(scene, ffd="1.05")
