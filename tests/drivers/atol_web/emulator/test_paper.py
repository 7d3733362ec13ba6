"""Paper that ends before, in and after a document."""

import pytest

from tests.drivers.atol_web.emulator.shop import SALE, Shop, sale, task


@pytest.mark.parametrize(("condition", "on", "code"), [("paper", False, 44), ("cover_open", True, 45)])
@pytest.mark.parametrize("told", [sale(), task("closeShift"), task("reportX"), task("cashIn", cashSum=1)])
def test_no_paper_before(condition: str, on: bool, code: int, told: dict[str, object]) -> None:
    shop = Shop().open()
    shop.server.switch(condition, on=on)
    assert shop.refused(told) == code
    shop.server.switch(condition, on=not on)
    shop.result(told)


def test_an_electronic_receipt_needs_none() -> None:
    shop = Shop().open()
    printed = len(shop.server.roll.printed)
    shop.server.switch("paper", on=False)
    assert "warnings" not in shop.result(sale(electronically=True))
    assert len(shop.server.roll.printed) == printed
    assert shop.till.receipt_number == 1


@pytest.mark.parametrize("told", [SALE, task("closeShift"), task("cashIn", cashSum=1)])
def test_the_paper_ends_in_a_document(told: dict[str, object]) -> None:
    """It is recorded; the rest comes with continuePrint, and until then nothing else is printed."""
    shop = Shop().open()
    before = shop.till.operations
    shop.server.roll.reload(1)
    assert shop.result(told)["warnings"] == {"notPrinted": True}
    assert shop.till.operations == before + 1
    assert shop.refused(task("continuePrint")) == 44
    shop.server.switch("paper", on=True)
    assert shop.refused(task("reportX")) == 177
    pieces = len(shop.server.roll.documents)
    shop.result(task("continuePrint"))
    assert len(shop.server.roll.documents) == pieces + 1
    assert not shop.server.roll.pending
    shop.result(task("reportX"))


def test_all_of_the_receipt_comes_out_once() -> None:
    whole, torn = Shop().open(), Shop().open()
    whole.result(SALE)
    torn.server.roll.reload(5)
    torn.result(SALE)
    torn.server.roll.load(None)
    torn.result(task("continuePrint"))
    assert torn.server.roll.lines == whole.server.roll.lines


def test_the_paper_ends_in_a_report() -> None:
    """Nothing is recorded, so it is an error, and the rest is not waited for."""
    shop = Shop().open()
    shop.server.roll.reload(1)
    assert shop.refused(task("reportX")) == 44
    shop.server.switch("paper", on=True)
    shop.result(task("reportX"))


def test_nothing_to_continue() -> None:
    assert Shop().result(task("continuePrint")) is None


def test_what_waits_is_lost_with_the_power() -> None:
    shop = Shop().open()
    shop.server.roll.reload(1)
    shop.result(SALE)
    shop.server.switch("power", on=False)
    shop.server.switch("power", on=True)
    shop.server.switch("paper", on=True)
    shop.result(task("printLastReceiptCopy"))
    assert shop.till.receipt_number == 1
