"""Recorded and not printed: state 8. Paper that ends, power that goes. Source: spec/service-plus.md A5."""

from datetime import timedelta

import pytest

from drivers.pirit.emulator.device import Device
from tests.drivers.pirit.emulator.host import (
    CASH,
    OPERATOR,
    PUT_IN,
    SERVICE,
    ask,
    close,
    device,
    open_document,
    pay,
    position,
    put_in,
    quirks,
    refused,
    sell,
    start,
    state,
)

RECORDED, CLOSING = 0x82, 1 << 8


def paid(register: Device) -> None:
    open_document(register)
    position(register)
    pay(register)


def cut_power(register: Device) -> None:
    register.switch("power", on=False)
    register.switch("power", on=True)


def receipts(register: Device) -> int:
    return sum(document.type != 0 for document in register.till.storage.documents)


def test_no_paper_before_the_receipt_is_closed() -> None:
    register = device()
    paid(register)
    register.switch("paper", on=False)
    assert refused(register, "31", "0")[0] == 0x08
    assert (state(register)[2], receipts(register)) == (0x42, 0)
    register.switch("paper", on=True)
    close(register)
    assert receipts(register) == 1


def test_the_paper_ends_inside_the_receipt() -> None:
    register = device()
    paid(register)
    register.roll.reload(4)
    assert refused(register, "31", "0", "a@b.ru")[0] == 0x08
    assert (state(register)[2], receipts(register)) == (RECORDED, 1)
    assert refused(register, "31", "0")[0] == 0x08
    assert refused(register, "32") == (0x01, 15)
    register.roll.reload()
    assert refused(register, "30", "2", "1", OPERATOR) == (0x01, 15)
    assert refused(register, "47", CASH, "1.00") == (0x01, 15)
    told = ask(register, "31", "0", "a@b.ru")
    recorded = register.till.storage.documents[-1]
    assert told[3:5] == [str(recorded.number), str(recorded.sign)]
    assert (state(register)[2], receipts(register)) == (0, 1)
    assert register.roll.lines.count("Чай") == 1


@pytest.mark.parametrize("error", [0x08, 0x09])
def test_the_printer_stops_right_after_the_record(error: int) -> None:
    register = device()
    paid(register)
    register.stops_with = error
    assert refused(register, "31", "0")[0] == error
    assert (state(register)[2], receipts(register)) == (RECORDED, 1)
    assert "Чай" not in register.roll.lines
    close(register)
    assert register.roll.lines.count("Чай") == 1
    assert receipts(register) == 1


def test_a_recorded_receipt_outlives_the_power_and_is_printed_anew() -> None:
    register = device()
    paid(register)
    register.roll.reload(4)
    assert refused(register, "31", "0")[0] == 0x08
    cut_power(register)
    assert state(register)[1:] == (1 | 4, RECORDED)
    assert refused(register, "31", "0") == (0x01, 1), "10h comes first"
    register.roll.reload()
    start(register)
    close(register)
    assert register.roll.lines.count("Чай") == 2, "the piece that came out, and all of it again"
    assert receipts(register) == 1


def test_an_open_receipt_does_not_outlive_the_power() -> None:
    register = device()
    paid(register)
    cut_power(register)
    assert state(register)[2] == 0
    start(register)
    assert ask(register, "03", "2")[1] == "0"
    sell(register)


def test_one_that_does() -> None:
    register = device(quirks=quirks(annuls_after_power=False))
    paid(register)
    cut_power(register)
    start(register)
    assert state(register)[2] == 0x42
    close(register)
    assert receipts(register) == 1


def test_the_closing_of_a_shift_whose_paper_ends() -> None:
    register = device()
    sell(register)
    register.roll.reload(5)
    assert refused(register, "21", OPERATOR, "")[0] == 0x08
    assert state(register)[1] == CLOSING
    assert ask(register, "06", "2") == ["2", str(1 << 5)]
    documents = register.till.storage.last
    register.roll.reload()
    ask(register, "21", OPERATOR, "")
    assert (state(register)[1], register.till.storage.last) == (0, documents)
    assert refused(register, "21", OPERATOR, "") == (0x01, 20)


def test_cash_is_moved_once_whatever_the_paper_does() -> None:
    register = device()
    open_document(register, PUT_IN)
    ask(register, "48", "", "100.00")
    register.roll.reload(1)
    assert refused(register, "31", "0")[0] == 0x08
    assert register.till.drawer == 10000
    assert refused(register, "32") == (0x01, 15)
    cut_power(register)
    assert state(register)[2] == 0x84
    register.roll.reload()
    start(register)
    close(register)
    assert register.till.drawer == 10000


def test_words_that_ran_out_of_paper_are_dropped_with_their_document() -> None:
    register = device()
    open_document(register, SERVICE)
    register.roll.reload(1)
    ask(register, "40", "раз")
    assert refused(register, "40", "два")[0] == 0x08
    ask(register, "32")
    register.roll.reload()
    assert "два" not in register.roll.lines
    put_in(register)


def test_time_runs_while_a_receipt_is_open() -> None:
    register = device()
    paid(register)
    register.advance(timedelta(hours=25))
    assert refused(register, "31", "0")[0] == 0x56
    assert (state(register)[2], receipts(register)) == (0x42, 0)
    ask(register, "32")
