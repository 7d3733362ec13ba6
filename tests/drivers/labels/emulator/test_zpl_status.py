"""~HS, ~HI and the real-time commands. Fields are those of the programming guide, strings 1 to 3."""

from drivers.labels.emulator.languages import interpreter
from drivers.labels.emulator.machine import Machine
from drivers.labels.emulator.zpl import Zpl

LABEL = b"^XA^PW80^LL60^PQ%d^FO0,0^GB9,9,9^FS^XZ"


def slow() -> Machine:
    return Machine(interpreter("zpl"), seconds_per_label=1.0)


def host_status(machine: Machine) -> tuple[list[str], list[str], list[str]]:
    answer = machine.feed(b"~HS").decode()
    strings = answer.split("\r\n")
    assert strings[3] == ""
    assert all(text[0] == "\x02" and text[-1] == "\x03" for text in strings[:3])
    first, second, third = (text[1:-1].split(",") for text in strings[:3])
    return first, second, third


def test_an_idle_printer() -> None:
    first, second, third = host_status(slow())
    assert first == ["030", "0", "0", "1218", "000", "0", "0", "0", "000", "0", "0", "0"]
    assert second == ["000", "0", "0", "0", "0", "2", "4", "0", "00000000", "1", "000"]
    assert third == ["1234", "0"]


def test_formats_and_labels_that_are_left() -> None:
    machine = slow()
    machine.feed(LABEL % 3 + LABEL % 2)
    first, second, _ = host_status(machine)
    assert (first[4], second[8]) == ("001", "00000003")
    machine.pass_time(2.0)
    first, second, _ = host_status(machine)
    assert (first[4], second[8]) == ("001", "00000001")
    machine.pass_time(2.0)
    first, second, _ = host_status(machine)
    assert (first[4], second[8]) == ("000", "00000001")
    machine.pass_time(1.0)
    first, second, _ = host_status(machine)
    assert (first[4], second[8]) == ("000", "00000000")
    assert machine.printed == 5


def test_flags() -> None:
    machine = slow()
    for name, string, place in [
        ("paper_out", 0, 1),
        ("paused", 0, 2),
        ("buffer_full", 0, 5),
        ("overheated", 0, 11),
        ("head_open", 1, 2),
        ("ribbon_out", 1, 3),
    ]:
        assert host_status(machine)[string][place] == "0", name
        machine.switch(name, on=True)
        assert host_status(machine)[string][place] == "1", name
        machine.switch(name, on=False)


def test_a_format_that_is_not_complete() -> None:
    machine = slow()
    machine.feed(b"^XA^FO0,0^GB9,9,9^FS")
    assert host_status(machine)[0][7] == "1"
    machine.feed(b"~JX")
    assert host_status(machine)[0][7] == "0"


def test_a_printer_that_is_silent_while_it_is_stopped() -> None:
    machine = Machine(Zpl(mute_when_stopped=True))
    machine.switch("paper_out", on=True)
    assert machine.feed(b"~HS") == b""
    machine.load()
    assert machine.feed(b"~HS").startswith(b"\x02030,0")


def test_pause_and_cancel() -> None:
    machine = Machine(interpreter("zpl"))
    machine.feed(b"~PP" + LABEL % 4)
    assert (machine.printed, machine.pending) == (0, 4)
    machine.feed(b"~JA~PS")
    assert (machine.printed, machine.pending, machine.dropped) == (0, 0, 4)
    machine.feed(LABEL % 1)
    assert machine.printed == 1


def test_identification() -> None:
    assert slow().feed(b"~HI").startswith(b"\x02ZD420-203dpi,V")
