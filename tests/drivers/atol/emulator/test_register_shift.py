"""Shifts, reports, cash, paper that ends. Source: spec/atol.md 5.4, 6.3, 7.2, 10, 13."""

import pytest

from drivers.emulation.fiscal.storage import Form
from tests.drivers.atol.emulator.host import (
    CLOSE,
    Refusal,
    ask,
    begun,
    enter,
    quirks,
    refused,
    register,
    sell,
    shop,
    state_code,
    tag,
)

BEEP, RESUME, LINE = "47", "55", b"\x4c" + "привет".encode("cp866")


def in_mode(mode: int, **settings: object):  # type: ignore[no-untyped-def]
    """With an open shift and one receipt."""
    told = shop(**settings)
    sell(told)
    ask(told, "48")
    return enter(told, mode)


def test_an_x_report_prints_for_so_many_polls() -> None:
    told = in_mode(2, report_polls=2)
    before = told.till.storage.last
    ask(told, "67 01")
    assert refused(told, "67 01") == 118
    assert [state_code(told) for _ in range(3)] == [0x22, 0x22, 0x02]
    assert told.till.storage.last == before
    assert "НАЛИЧНЫЕ В КАССЕ" in told.roll.documents[-1].text()


@pytest.mark.parametrize("kind", ["01", "02", "03", "05", "07", "08", "10", "13", "14", "15"])
def test_every_report(kind: str) -> None:
    told = in_mode(2)
    ask(told, f"67 {kind}")
    assert told.till.shift_open


def test_the_state_of_settlements_is_a_document() -> None:
    told = in_mode(2)
    ask(told, tag(1021, "Иванов"))
    ask(told, "67 09")
    document = told.till.storage.documents[-1]
    assert document.form is Form.CALCULATION_STATE
    assert document.tags()[1021] == ["Иванов".encode("cp866")]
    assert [state_code(told), refused(told, "67 04")] == [0x22, 19]


def test_a_z_report_and_its_modes() -> None:
    told = in_mode(3, report_polls=2, reset_polls=3, quirks=quirks(mode_after_z=0x03))
    ask(told, tag(1021, "Иванов"))
    ask(told, "5A")
    document = told.till.storage.documents[-1]
    assert (document.form, document.tags()[1021]) == (Form.SHIFT_CLOSING, ["Иванов".encode("cp866")])
    assert [state_code(told) for _ in range(6)] == [0x23, 0x23, 0x17, 0x17, 0x17, 0x03]
    assert refused(told, "5A") == 143


def test_in_the_reset_nothing_but_45_is_answered() -> None:
    told = in_mode(3, report_polls=0, reset_polls=2)
    ask(told, "5A")
    assert [refused(told, each) for each in ("A4 30", "48", BEEP)] == [118] * 3
    assert told.execute(bytes.fromhex("00 00 3F"))[:2] == b"\x55\x76"
    assert [state_code(told) for _ in range(3)] == [0x17, 0x17, 0x00]


def test_requisites_in_reports_are_not_for_every_model() -> None:
    told = in_mode(3, quirks=quirks(requisites_in_reports=False))
    assert refused(told, tag(1021, "Иванов")) == 122
    ask(told, "5A")


def test_modes_are_entered_from_0_alone_and_with_a_password() -> None:
    told = register()
    assert [refused(told, each) for each in ("56 01 00 00 00 31", "56 03 00 00 00 01", "56 04 00 00 00 29")] == [
        140
    ] * 3
    enter(told, 1, "01")
    assert told.execute(bytes.fromhex("00 00 3F"))[1:2] == b"\x01"
    assert refused(told, "56 02 00 00 00 30") == 102
    ask(told, "48")
    ask(told, "48")
    assert state_code(told) == 0


def test_passwords_of_commands() -> None:
    told = register(operator_password=12)
    assert told.execute(bytes.fromhex("00 00 47")) == bytes.fromhex("55 8C 00")
    assert told.execute(bytes.fromhex("00 12 47")) == bytes.fromhex("55 00 00")
    assert told.execute(bytes.fromhex("00 0A 47")) == bytes.fromhex("55 8C 00")


def test_cash() -> None:
    told = shop()
    ask(told, "49 00 00 00 10 00 00")
    assert refused(told, "4F 00 00 00 10 00 01") == 152
    ask(told, "4F 00 00 00 04 00 00")
    assert told.till.drawer == 60_000
    numbers = [int(ask(told, f"91 {each} 00 00").hex()) for each in ("04", "05", "08", "09", "0A")]
    assert numbers == [100_000, 40_000, 1, 1, 60_000]


@pytest.mark.parametrize(("needs", "error"), [(True, 143), (False, 0)])
def test_cash_without_a_shift(needs: bool, error: int) -> None:
    told = enter(register(quirks=quirks(cash_needs_shift=needs)), 1)
    assert refused(told, "49 00 00 00 10 00 00") == error


# paper


def test_without_paper_nothing_that_prints_is_begun() -> None:
    told = shop()
    told.conditions.put("paper", on=False)
    assert [refused(told, each) for each in (LINE, "92 00 01", "49 00 00 00 10 00 00", RESUME)] == [103] * 4
    assert told.execute(bytes.fromhex("00 00 45"))[2] == 1
    told.roll.reload()
    ask(told, LINE)


@pytest.mark.parametrize(
    ("condition", "error", "flags"),
    [
        ("cover_open", 103, 1),
        ("printer_gone", 104, 2),
        ("printer_broken", 105, 4),
        ("cutter_stuck", 105, 8),
        ("overheated", 209, 16),
    ],
)
def test_other_troubles_of_the_printer(condition: str, error: int, flags: int) -> None:
    told = shop()
    told.conditions.put(condition, on=True)
    assert refused(told, LINE) == error
    assert told.execute(bytes.fromhex("00 00 45"))[2] == flags


@pytest.mark.parametrize("told_when_out", [True, False])
def test_paper_that_ends_inside_a_receipt(told_when_out: bool) -> None:
    """It is recorded, whatever 4Ah says; 118 until 55h."""
    told = begun(shop(quirks=quirks(told_when_out=told_when_out)))
    told.roll.reload(4)
    assert refused(told, CLOSE) == (103 if told_when_out else 0)
    assert (told.till.storage.last, told.core.receipt) == (3, None)
    told.roll.reload()
    assert refused(told, "92 00 01") == 118
    ask(told, RESUME)
    ask(told, "92 00 01")
    assert "ФД 3" in told.roll.documents[-1].text()


def test_paper_that_goes_on_by_itself() -> None:
    told = begun(shop(quirks=quirks(needs_resume=False)))
    told.roll.reload(4)
    assert refused(told, CLOSE) == 103
    told.roll.reload()
    ask(told, "92 00 01")


@pytest.mark.parametrize(("refuses", "recorded"), [(True, 2), (False, 3)])
def test_closing_without_paper(refuses: bool, recorded: int) -> None:
    """103 does not say whether it was recorded."""
    told = begun(shop(quirks=quirks(refuses_without_paper=refuses)))
    told.conditions.paper = False
    assert refused(told, CLOSE) == 103
    assert told.till.storage.last == recorded
    assert refused(told, "59") == (0 if refuses else 154)
    assert told.roll.stopped is not refuses, "a receipt that was annulled leaves no paper to wait for"


@pytest.mark.parametrize("before", [True, False])
def test_paper_that_ends_inside_a_z_report(before: bool) -> None:
    told = in_mode(3, quirks=quirks(z_before_paper=before))
    told.roll.reload(4)
    ask(told, "5A")
    assert [state_code(told) for _ in range(2)] == [0x23, 0x03]
    assert told.execute(bytes.fromhex("00 00 45"))[2] == 1
    assert told.till.shift_open is not before
    told.roll.reload()
    with pytest.raises(Refusal, match="26"):
        ask(told, BEEP)
    ask(told, "5A")
    assert [state_code(told) for _ in range(3)] == [0x23, 0x17, 0x00]
    closings = [each for each in told.till.storage.documents if each.form is Form.SHIFT_CLOSING]
    assert (len(closings), told.till.shift_open) == (1, False)
    assert f"ФД {closings[0].number}" in told.roll.documents[-1].text()
    ask(told, BEEP)


def test_a_copy_of_the_last_document() -> None:
    told = shop()
    document = sell(told)
    ask(told, "95")
    assert told.roll.documents[-1].text().count(f"ФД {document.number}") == 1
    ask(told, "97")
    assert refused(told, "95") == 173


def test_the_turnover_in_registers() -> None:
    told = shop()
    sell(told)
    sell(told)
    assert int(ask(told, "91 01 01 00").hex()) == 40000
    assert int(ask(told, "91 03 01 01").hex()) == 40000
    assert int(ask(told, "91 03 01 02").hex()) == 0
    assert int(ask(told, "91 06 01 00").hex()) == 2
    assert int(ask(told, "91 41 00 00").hex()) == 2
    assert refused(told, "91 63 00 00") == 111
    assert refused(told, "91 03 03 01") == 111
