"""The client's own rows, inside and outside of a receipt, and codes on paper. Source: spec/service-plus.md A3, A8."""

from dataclasses import replace

import pytest

from drivers.errors import KkmError, RequestRefused
from drivers.model.command import PrintDocument
from drivers.model.document import BarcodeLine, PictureLine, Symbology, TextLine
from drivers.pirit.emulator.quirks import Quirks
from tests.contract.asking import done, refused
from tests.contract.goods import goods, receipt
from tests.contract.pirit import PiritStand
from tests.drivers.pirit.shop import play, sent
from tests.pictures import LOGO_PNG

_SOLD = receipt(TextLine("Спасибо"), goods("Чай"), TextLine("Скидка"), goods("Кофе"))
_SERVICE, _SALE = b"1", b"2"  # kinds of 30h
_CUT, _NO_CUT = b"0", b"1"  # of 31h


def kinds(stand: PiritStand, command: str) -> list[bytes]:
    return [data.split(b"\x1c")[0] for data in sent(stand, command)]


def test_outside_of_it_unless_the_owner_says_otherwise() -> None:
    """Above it without a cut between, and behind it."""

    async def scene(stand: PiritStand) -> None:
        await done(stand, _SOLD)
        assert kinds(stand, "30") == [_SERVICE, _SALE, _SERVICE]
        assert kinds(stand, "31") == [_NO_CUT, _CUT, _CUT]

    play(scene)


def test_inside_of_it_where_the_register_takes_them_there() -> None:
    async def scene(stand: PiritStand) -> None:
        stand.register.machine.quirks = Quirks(text_in_receipt=True)
        await done(stand, _SOLD)
        assert kinds(stand, "30") == [_SALE]
        order = [code for code in stand.register.executed if code in ("40", "42")]
        assert order == ["40", "42", "40", "42"]

    play(scene, text_in_receipt="inside")


def test_a_register_that_does_not_sells_nothing() -> None:
    """The receipt is annulled, and the words say why."""

    async def scene(stand: PiritStand) -> None:
        await refused(stand, _SOLD, KkmError)
        assert not stand.register.machine.state[2]
        await done(stand, receipt())

    play(scene, text_in_receipt="inside")


@pytest.mark.parametrize(
    "line",
    [
        PictureLine(LOGO_PNG),
        BarcodeLine(Symbology.DATAMATRIX, "123"),
        BarcodeLine(Symbology.CODE128, "small letters"),
    ],
    ids=["picture", "DataMatrix", "Code 128 of another set"],
)
def test_what_it_does_not_draw_is_refused_before_anything_is_printed(line: PictureLine | BarcodeLine) -> None:
    async def scene(stand: PiritStand) -> None:
        before = stand.rows
        await refused(stand, PrintDocument((TextLine("Первая"), line)), RequestRefused)
        await refused(stand, receipt(goods(), line), RequestRefused)
        assert stand.rows == before

    play(scene)


def test_a_row_after_the_receipt_that_is_lost_does_not_undo_it() -> None:
    async def scene(stand: PiritStand) -> None:
        sold = replace(_SOLD, receipt=replace(_SOLD.receipt, lines=_SOLD.receipt.lines[1:]))
        stand.register.machine.troubles.refuse(0x03, "40")
        outcome = await done(stand, sold)
        assert "строки после него не напечатаны" in outcome.message
        assert stand.documents[-1].goods == ["Чай", "Кофе"]

    play(scene)
