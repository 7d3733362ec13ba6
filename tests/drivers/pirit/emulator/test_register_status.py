"""What the register tells of itself, and what it does before 10h."""

from datetime import timedelta

import pytest

from tests.drivers.pirit.emulator.host import (
    OPERATOR,
    Refusal,
    ask,
    close,
    device,
    open_document,
    position,
    put_in,
    quirks,
    refused,
    sell,
    start,
    state,
)

NOT_STARTED, SHIFT_OPEN, SHIFT_OLD = 1, 4, 8


def test_nothing_but_questions_before_the_beginning_of_work() -> None:
    register = device(started=False)
    assert state(register) == (0, NOT_STARTED, 0)
    assert refused(register, "23", OPERATOR) == (0x01, 1)
    start(register)
    assert state(register) == (0, 0, 0)
    ask(register, "23", OPERATOR)
    assert state(register) == (0, SHIFT_OPEN, 0)


def test_clocks_that_differ_by_minutes_are_put_right() -> None:
    register = device(started=False)
    now = register.till.now() + timedelta(minutes=7, seconds=59)
    ask(register, "10", f"{now:%d%m%y}", f"{now:%H%M%S}")
    assert ask(register, "13") == [f"{now:%d%m%y}", f"{now:%H%M%S}"]


def test_clocks_that_differ_by_more_are_told_and_it_works_on_by_its_own() -> None:
    register = device(started=False)
    before, told = register.till.now(), register.till.now() + timedelta(minutes=8, seconds=1)
    assert refused(register, "10", f"{told:%d%m%y}", f"{told:%H%M%S}")[0] == 0x0B
    assert (register.till.now(), state(register)[1]) == (before, 0)


def test_a_day_before_the_last_document_does_not_begin_work() -> None:
    register = device(started=False)
    told = register.till.now() - timedelta(days=1)
    assert refused(register, "10", f"{told:%d%m%y}", f"{told:%H%M%S}")[0] == 0x0C
    assert state(register)[1] == NOT_STARTED


@pytest.mark.parametrize(
    ("condition", "bit"),
    [
        ("memory_broken", 0),
        ("configuration_broken", 1),
        ("storage_silent", 2),
        ("unauthorised", 5),
        ("storage_broken", 6),
        ("card_broken", 8),
    ],
)
def test_a_fatal_bit_stops_everything_but_questions(condition: str, bit: int) -> None:
    register = device()
    register.switch(condition, on=True)
    assert state(register)[0] == 1 << bit
    assert refused(register, "30", "2", "1", OPERATOR)[0] == 0x20
    register.switch(condition, on=False)
    sell(register)


def test_the_shift_of_a_broken_storage_can_be_closed_without_it() -> None:
    register = device()
    register.switch("storage_broken", on=True)
    assert refused(register, "21", OPERATOR)[0] == 0x43
    ask(register, "A0")


def test_an_old_shift() -> None:
    register = device()
    register.advance(timedelta(hours=24, seconds=1))
    assert state(register)[1] == SHIFT_OPEN | SHIFT_OLD
    assert refused(register, "30", "2", "1", OPERATOR)[0] == 0x0A
    ask(register, "21", OPERATOR, "")
    assert state(register)[1] == 0


@pytest.mark.parametrize(
    ("conditions", "mask"),
    [((), 0), (("cover_open",), 5), (("printer_busy",), 1), (("cutter_stuck",), 9), (("printer_gone",), 129)],
)
def test_the_printer(conditions: tuple[str, ...], mask: int) -> None:
    register = device()
    for name in conditions:
        register.switch(name, on=True)
    assert ask(register, "04") == [str(mask)]
    assert (refused(register, "20", OPERATOR)[0] == 0x09) == bool(mask)


def test_no_paper() -> None:
    register = device()
    register.switch("paper", on=False)
    assert ask(register, "04") == ["3"]
    assert refused(register, "30", "2", "1", OPERATOR)[0] == 0x08
    register.switch("paper", on=True)
    open_document(register)


def test_who_it_is() -> None:
    register = device(serial="0491000777", inn="7707083893", model=4)
    assert ask(register, "02", "1") == ["1", "0491000777"]
    assert ask(register, "02", "3") == ["3", "7707083893"]
    assert ask(register, "02", "4") == ["4", register.till.rnm]
    assert ask(register, "02", "16") == ["16", "1"]
    assert ask(register, "02", "21") == ["21", "4"]
    assert ask(register, "02", "23") == ["23", "63", "0", "0"]
    assert refused(register, "02", "99") == (0x03, 66)


def test_money_and_numbers() -> None:
    register = device()
    put_in(register, "1000.00")
    sell(register)
    sell(register, "3")
    sell(register, paid="1")
    assert ask(register, "02", "7") == ["7", "1000.00"]
    assert ask(register, "01", "1") == ["1", "1"]
    assert ask(register, "01", "2") == ["2", "4"]
    assert ask(register, "01", "3")[:3] == ["3", "200.00", "200.00"]
    assert ask(register, "01", "4")[:3] == ["4", "1", "1"]
    assert ask(register, "01", "5")[:3] == ["5", "200.00", "0.00"]
    assert ask(register, "01", "7") == ["7", "2", "1", "0", "0", "1", "0"]
    assert ask(register, "01", "8") == ["8", "0.00", "0.00", "1000.00", "0.00"]
    assert ask(register, "01", "10")[:3] == ["10", "66.66", "0.00"]
    assert ask(register, "01", "13")[:3] == ["13", "400.00", "0.00"]
    assert ask(register, "02", "12") == ["12", "400.00", "200.00", "0.00", "0.00"]
    assert ask(register, "02", "8") == ["8", "6"]


def test_counters_of_a_shift_begin_anew() -> None:
    register = device()
    sell(register)
    ask(register, "21", OPERATOR, "")
    ask(register, "23", OPERATOR)
    assert ask(register, "01", "3")[1] == "0.00"
    assert ask(register, "01", "1") == ["1", "2"]


def test_the_current_receipt_and_the_last_one() -> None:
    register = device()
    assert ask(register, "03", "1") == ["1", "0.00", "0.00", "0.00"]
    told = sell(register)
    recorded = register.till.storage.documents[-1]
    last = ["2", "2", told[1], "1", told[0], "200.00", "0.00", "0.00", f"{recorded.sign:010}", told[3]]
    assert ask(register, "03", "2") == last
    open_document(register)
    position(register)
    assert ask(register, "03", "1")[1] == "200.00"
    assert ask(register, "03", "2") == last
    ask(register, "32")
    assert ask(register, "03", "2")[1] == "0", "a cancelled one is of no type"


def test_answers_without_the_number_that_was_asked() -> None:
    register = device(quirks=quirks(echoes_query=False))
    assert ask(register, "78", "3") == [str(register.till.storage.last)]
    assert ask(register, "03", "1") == ["0.00", "0.00", "0.00"]


def test_why_something_was_refused() -> None:
    register = device(quirks=quirks(explains_errors=True))
    with pytest.raises(Refusal, match="01h"):
        close(register)
    assert ask(register, "06", "1") == ["1", "8", "Ошибка 8"]
    ask(register, "20", OPERATOR)
    assert ask(register, "06", "1")[1] == "0"
    assert ask(register, "06", "2") == ["2", "0"]


def test_an_ordered_refusal_does_nothing() -> None:
    register = device()
    register.troubles.refuse(0x54, "31")
    open_document(register)
    position(register)
    ask(register, "47", "0", "200.00")
    assert refused(register, "31", "0")[0] == 0x54
    before = register.till.storage.last
    close(register)
    assert register.till.storage.last == before + 1


@pytest.mark.parametrize("letters", [b"\xf1", b"\xfc", b"\x1f", b"\x07"])
def test_letters_that_are_none(letters: bytes) -> None:
    register = device()
    assert register.execute("20", letters + b"\x1c") == (0x03, b"")


def test_unknown_commands() -> None:
    assert refused(device(), "99")[0] == 0x02
