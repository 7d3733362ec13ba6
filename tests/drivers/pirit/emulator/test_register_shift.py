"""Shifts, reports, settings and the clock."""

from datetime import timedelta

import pytest

from drivers.emulation.fiscal.storage import Form
from drivers.pirit.emulator.device import Device
from tests.drivers.pirit.emulator.host import OPERATOR, ask, device, put_in, quirks, refused, sell, state


def forms(register: Device) -> list[int]:
    return [document.form for document in register.till.storage.documents]


def test_a_shift() -> None:
    register = device()
    assert refused(register, "23", OPERATOR)[0] == 0x01
    put_in(register)
    sell(register)
    ask(register, "20", OPERATOR)
    assert "X-ОТЧЕТ" in [line.strip() for line in register.roll.lines]
    ask(register, "59", OPERATOR)
    ask(register, "21", OPERATOR, "")
    expected = [Form.REGISTRATION, Form.SHIFT_OPENING, Form.RECEIPT, Form.CALCULATION_STATE, Form.SHIFT_CLOSING]
    assert forms(register) == expected
    assert refused(register, "21", OPERATOR) == (0x01, 20)
    assert register.till.drawer == 120_000, "the drawer is not emptied"
    ask(register, "A1")
    assert register.roll.lines.count(next(line for line in register.roll.lines if line.strip() == "Z-ОТЧЕТ")) == 2


def test_reports_need_a_cashier() -> None:
    register = device()
    for command in ("20", "21", "59"):
        assert refused(register, command, "") == (0x01, 33)
    assert refused(register, "A1")[0] == 0x10


def test_another_error_for_an_open_shift() -> None:
    assert refused(device(quirks=quirks(open_shift_error=0x0F)), "23", OPERATOR)[0] == 0x0F


def test_places_and_extras_of_1_2() -> None:
    register = device(ffd="1.2", shift=False)
    ask(register, "25", "2", "слова", "$01$FF")
    ask(register, "23", OPERATOR, "Москва", "Витрина")
    told = register.till.storage.documents[-1].tags()
    assert told[1009] == ["Москва".encode("cp866")]
    assert told[1187] == ["Витрина".encode("cp866")]
    assert (told[1276], told[1277]) == (["слова".encode("cp866")], [b"\x01\xff"])
    ask(register, "21", OPERATOR, "")
    ask(register, "23", OPERATOR)
    assert 1276 not in register.till.storage.documents[-1].tags(), "they were for one report"
    assert refused(device(), "25", "2", "а", "")[0] == 0x02


def test_the_storage_refuses() -> None:
    register = device(shift=False)
    for condition, error in (("storage_expired", 0x45), ("archive_full", 0x46), ("wrong_time", 0x47)):
        register.switch(condition, on=True)
        assert refused(register, "23", OPERATOR)[0] == error
        register.switch(condition, on=False)
    register.switch("ofd_overdue", on=True)
    assert refused(register, "23", OPERATOR)[0] == 0x55


def test_settings() -> None:
    register = device()
    assert [ask(register, "11", "32", str(index)) for index in (0, 2, 14)] == [["НАЛИЧНЫМИ"], [""], ["КРЕДИТ"]]
    assert ask(register, "11", "40", "0") == ["НДС 20%"]
    assert ask(register, "11", "41", "5") == ["10.00"]
    ask(register, "12", "31", "0", "СПАСИБО")
    assert ask(register, "11", "31", "0") == ["СПАСИБО"]
    sell(register)
    assert "СПАСИБО" in [line.strip() for line in register.roll.lines]
    for number, index in (("40", "0"), ("41", "0"), ("32", "1"), ("999", "0"), ("31", "5")):
        assert refused(register, "12", number, index, "1")[0] == 0x03
    assert refused(register, "11", "999", "0")[0] == 0x03


def test_the_drawer_opens_by_itself_where_a_setting_says_so() -> None:
    register = device()
    sell(register)
    ask(register, "12", "4", "0", "1")
    sell(register)
    sell(register, paid="1")
    assert len(register.pulses) == 1


def test_the_clock_is_put_while_the_shift_is_closed() -> None:
    register = device()
    moment = register.till.now() + timedelta(minutes=10)
    values = f"{moment:%d%m%y}", f"{moment:%H%M%S}"
    assert refused(register, "14", *values)[0] == 0x0F
    ask(register, "21", OPERATOR, "")
    ask(register, "14", *values)
    assert ask(register, "13") == [*values]


def test_a_day_ahead_has_to_be_told_twice_and_no_day_back() -> None:
    register = device(shift=False)
    moment, before = register.till.now() + timedelta(days=2), register.till.now() - timedelta(days=1)
    values = f"{moment:%d%m%y}", f"{moment:%H%M%S}"
    assert refused(register, "14", *values)[0] == 0x0A
    ask(register, "14", *values)
    assert register.till.now() == moment
    assert refused(register, "14", f"{before:%d%m%y}", "120000")[0] == 0x0C


@pytest.mark.parametrize("values", [("320126", "120000"), ("010126", "250000"), ("", ""), ("1", "2")])
def test_times_that_cannot_be(values: tuple[str, str]) -> None:
    assert refused(device(), "10", *values)[0] == 0x03


def test_a_register_that_was_never_registered() -> None:
    register = device(registered=False, shift=False)
    assert state(register)[1] == 1 << 1 | 1 << 5
    assert refused(register, "23", OPERATOR)[0] == 0x42
