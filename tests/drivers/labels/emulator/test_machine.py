"""What stops a print, and what is lost then: the same in every language."""

import pytest

from drivers.labels.emulator.languages import interpreter
from drivers.labels.emulator.machine import Machine

LABELS = b"^XA^PW80^LL60^PQ%d^FO0,0^GB9,9,9^FS^XZ"
STOPS = ["paper_out", "paper_jam", "head_open", "ribbon_out", "paused", "overheated", "offline"]


@pytest.mark.parametrize("name", STOPS)
def test_a_stopped_printer_goes_on_where_it_was(name: str) -> None:
    machine = Machine(interpreter("zpl"), seconds_per_label=1.0)
    machine.feed(LABELS % 5)
    machine.pass_time(2.0)
    machine.switch(name, on=True)
    machine.pass_time(60.0)
    assert machine.printed == 2
    machine.switch(name, on=False)
    assert machine.printed == 2  # time that passed while it stood still does not count
    machine.pass_time(2.0)
    assert machine.printed == 4


def test_the_roll_ends_in_mid_batch() -> None:
    machine = Machine(interpreter("zpl"), paper=3)
    machine.feed(LABELS % 5 + LABELS % 2)
    assert (machine.printed, machine.pending, machine.conditions.paper_out) == (3, 4, True)
    machine.load(paper=2)
    assert (machine.printed, machine.pending, machine.conditions.paper_out) == (5, 2, True)
    machine.load()
    assert (machine.printed, machine.pending, machine.conditions.paper_out) == (7, 0, False)


def test_without_power_all_is_lost_but_the_paper() -> None:
    machine = Machine(interpreter("zpl"), seconds_per_label=1.0)
    machine.feed(LABELS % 5 + b"^XA^FO0,0")
    machine.pass_time(2.0)
    machine.switch("power", on=False)
    assert machine.feed(LABELS % 5 + b"~HS") == b""
    machine.switch("power", on=True)
    machine.pass_time(60.0)
    assert (machine.printed, machine.pending) == (2, 0)
    machine.feed(b"^GB9,9,9^FS^XZ")  # the label under way was lost too
    machine.pass_time(60.0)
    assert machine.printed == 2


def test_the_power_may_go_after_a_label() -> None:
    machine = Machine(interpreter("zpl"))
    machine.fails_after = 3
    machine.feed(LABELS % 5)
    assert (machine.printed, machine.pending, machine.conditions.power) == (3, 0, False)


def test_room_for_labels() -> None:
    machine = Machine(interpreter("zpl"), capacity=5)
    machine.switch("paused", on=True)
    machine.feed(LABELS % 4)
    assert not machine.full
    machine.feed(LABELS % 1)
    assert machine.full
    machine.switch("paused", on=False)
    assert not machine.full


def test_there_is_no_such_condition() -> None:
    with pytest.raises(ValueError, match="hungry"):
        Machine(interpreter("zpl")).switch("hungry", on=True)


def test_only_the_last_labels_are_kept() -> None:
    machine = Machine(interpreter("zpl"), keep=3)
    machine.feed(LABELS % 1000)
    assert (len(machine.labels), machine.printed) == (3, 1000)
