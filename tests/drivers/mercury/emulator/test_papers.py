"""What comes out of the slot, and what happens without paper. Source: spec/mercury.md 3, 6."""

from dataclasses import replace

import pytest

from drivers.mercury.emulator.results import Result
from tests.drivers.mercury.emulator.host import TEA, Host


def test_text_and_codes() -> None:
    host = Host()
    host.ask("PrintText", text="Первая\nВторая")
    host.ask("PrintBarCode", bcType=4, value="https://example.com")
    assert host.register.roll.lines == ["Первая", "Вторая"]
    assert [(each.kind, each.content) for each in host.register.roll.barcodes] == [("QR", "https://example.com")]
    assert host.refused("PrintText", text="я" * 1025) == Result.BAD_FIELD
    assert host.refused("PrintBarCode", bcType=5, value="1") == Result.BAD_FIELD


def test_text_in_a_check_comes_out_with_it_or_at_once() -> None:
    host = Host().open_shift().open_check()
    host.ask("AddGoods", **TEA)
    host.ask("PrintText", text="потом")
    host.ask("PrintText", text="сразу", forcePrint=True)
    assert ("сразу" in host.register.roll.lines, "потом" in host.register.roll.lines) == (True, False)
    host.ask("CloseCheck", payment={"cash": 20000})
    assert "потом" in host.register.roll.lines


def test_reports_and_copies() -> None:
    host = Host().open_shift()
    told = host.sell()
    lines = len(host.register.roll.lines)
    host.ask("PrintDocFromFN", fiscalDocNum=told["fiscalDocNum"])
    assert any(f"ФД {told['fiscalDocNum']}" in line for line in host.register.roll.lines[lines:])
    host.ask("PrintReport", reportCode=1)
    assert any("200.00" in line for line in host.register.roll.lines[-8:])
    assert host.refused("PrintDocFromFN", fiscalDocNum=99) == Result.NO_DOCUMENT
    assert host.refused("PrintReport", reportCode=6) == Result.BAD_FIELD


def test_cash_and_drawer() -> None:
    host = Host()
    host.ask("BringMoney", cash=50000, cashierInfo={"cashierName": "Иванов"})
    host.ask("WithdrawMoney", cash=20000)
    assert host.refused("WithdrawMoney", cash=30001) == Result.NOT_ENOUGH_CASH
    assert host.ask("GetStatus")["shiftInfo"]["cash"] == 30000
    host.ask("OpenBox")
    assert host.register.pulses == 1
    host.register.quirks = replace(host.register.quirks, cash_needs_shift=True)
    assert host.refused("BringMoney", cash=1) == Result.SHIFT_CLOSED


def test_nothing_begins_without_paper() -> None:
    host = Host().open_shift()
    host.register.conditions.paper = False
    before = host.register.till.storage.last
    assert host.refused("OpenCheck", checkType=0, taxSystem=1) == Result.NO_PAPER
    for command, fields in {
        "CloseShift": {},
        "BringMoney": {"cash": 100},
        "PrintText": {"text": "а"},
        "PrintReport": {"reportCode": 1},
    }.items():
        assert host.refused(command, **fields) == Result.NO_PAPER  # type: ignore[arg-type]
    assert (host.register.till.storage.last, host.register.till.drawer) == (before, 0)
    host.ask("CloseShift", printDoc=False)


@pytest.mark.parametrize(("told_as_done", "result"), [(True, Result.DONE), (False, Result.NO_PAPER)])
def test_the_paper_ends_in_a_receipt_that_is_recorded(told_as_done: bool, result: Result) -> None:
    host = Host().open_shift().open_check()
    host.register.quirks = replace(host.register.quirks, recorded_without_paper=told_as_done)
    host.ask("AddGoods", **TEA)
    host.register.roll.reload(3)
    assert host.refused("CloseCheck", payment={"cash": 20000}) == result
    assert (host.last.total, host.register.till.drawer, host.register.check) == (20000, 20000, None)
    pending = len(host.register.roll.pending)
    host.register.roll.reload()
    assert pending
    assert not host.register.roll.pending


def test_other_documents() -> None:
    host = Host().open_shift()
    assert host.ask("ReportStatusOfSettlements", printDoc=True)["fiscalDocNum"] == 3
    assert host.ask("CloseShift", cashierInfo={"cashierName": "Иванов"})["fiscalDocNum"] == 4
    assert host.ask("CloseFN")["fiscalDocNum"] == 5
    assert host.ask("GetStatus")["fnInfo"]["status"] == 2
