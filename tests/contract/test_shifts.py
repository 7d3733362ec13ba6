"""Shifts, reports and cash."""

from itertools import pairwise

from drivers.model.command import CashIn, CashOut, CloseShift, OfdReport, OpenDrawer, OpenShift, XReport
from drivers.model.ffd import DocumentForm, ReceiptType, ShiftState
from tests.contract.asking import done, last, made
from tests.contract.conftest import Play
from tests.contract.goods import CASHIER, receipt
from tests.contract.stand import Lack, Stand


def test_a_day(play: Play) -> None:
    async def scene(stand: Stand) -> None:
        opened = await done(stand, OpenShift(CASHIER))
        assert (last(stand, opened).form, made(opened).shift) == (DocumentForm.OPEN_SHIFT, 1)
        for count in (1, 2):
            assert made(await done(stand, receipt())).number_in_shift == count
        if play.family.has(Lack.SETTLEMENT_REPORT):
            reported = await done(stand, OfdReport(CASHIER))
            assert last(stand, reported).form is DocumentForm.SETTLEMENT_STATE
        closed = await done(stand, CloseShift(CASHIER))
        assert (last(stand, closed).form, made(closed).shift) == (DocumentForm.CLOSE_SHIFT, 1)
        again = await done(stand, receipt())
        assert (made(again).shift, made(again).number_in_shift) == (2, 1)
        assert all(b.number == a.number + 1 for a, b in pairwise(stand.documents))

    play(scene)


def test_the_state_tells_of_the_shift(play: Play) -> None:
    async def scene(stand: Stand) -> None:
        seen = []
        for command in (OpenShift(CASHIER), CloseShift(CASHIER)):
            seen.append((await stand.driver.state()).shift)
            await done(stand, command)
        seen.append((await stand.driver.state()).shift)
        assert seen == [ShiftState.CLOSED, ShiftState.OPEN, ShiftState.CLOSED]

    play(scene)


def test_an_x_report_is_no_document(play: Play) -> None:
    async def scene(stand: Stand) -> None:
        await done(stand, receipt())
        documents, rows = stand.documents, stand.rows
        outcome = await done(stand, XReport(CASHIER))
        assert outcome.document is None
        assert stand.documents == documents
        assert len(stand.rows) > len(rows)

    play(scene)


def test_cash_in_and_out(play: Play) -> None:
    async def scene(stand: Stand) -> None:
        await done(stand, OpenShift(CASHIER))
        documents = stand.documents
        await done(stand, CashIn(50_000))
        await done(stand, CashOut(20_001))
        assert stand.drawer == 29_999
        assert (await stand.driver.state()).cash == 29_999
        await done(stand, CashIn(1))
        await done(stand, CashOut(30_000))
        assert stand.drawer == 0
        assert stand.documents == documents

    play(scene)


def test_cash_is_counted_with_receipts(play: Play) -> None:
    async def scene(stand: Stand) -> None:
        await done(stand, receipt())
        await done(stand, receipt(type=ReceiptType.SALE_RETURN))
        await done(stand, CashIn(700))
        assert (stand.drawer, (await stand.driver.state()).cash) == (700, 700)

    play(scene)


def test_the_drawer_opens(play: Play) -> None:
    async def scene(stand: Stand) -> None:
        documents, rows = stand.documents, stand.rows
        await done(stand, OpenDrawer(CASHIER))
        assert stand.pulses == 1
        assert (stand.documents, stand.rows) == (documents, rows)

    play(scene, needs=Lack.DRAWER)
