"""What the machine says. Bytes from Epson's reference: DLE EOT, GS r, GS a, GS I, GS ( H, DLE DC4."""

import pytest

from drivers.escpos.emulator.machine import Machine

DLE_EOT, GS, ESC = b"\x10\x04", b"\x1d", b"\x1b"


def ill(*conditions: str) -> Machine:
    machine = Machine()
    for name in conditions:
        machine.switch(name, on=True)
    return machine


@pytest.mark.parametrize(
    ("conditions", "four"),
    [
        ([], "12 12 12 12"),
        (["drawer_open"], "16 12 12 12"),
        (["paper_low"], "12 12 12 1e"),
        (["paper_out"], "1a 32 12 7e"),
        (["cover_open"], "1a 16 12 12"),
        (["cutter_error"], "1a 52 1a 12"),
        (["overheated"], "1a 52 52 12"),
        (["offline"], "1a 12 12 12"),
        (["cover_open", "paper_out"], "1a 36 12 7e"),
    ],
)
def test_real_time_status(conditions: list[str], four: str) -> None:
    machine = ill(*conditions)
    assert b"".join(machine.feed(DLE_EOT + bytes([n])) for n in range(1, 5)) == bytes.fromhex(four)


def test_status_in_turn() -> None:
    assert ill().feed(GS + b"r1" + GS + b"r\x02") == b"\x00\x00"
    assert ill("paper_low", "drawer_open").feed(GS + b"r\x01" + GS + b"r2") == b"\x03\x01"


def test_automatic_status_comes_at_once_and_on_every_change() -> None:
    machine = Machine()
    assert machine.feed(GS + b"a\x0f") == bytes.fromhex("10 00 00 00")
    assert machine.switch("paper_low", on=True) == bytes.fromhex("10 00 03 00")
    assert machine.switch("paper_out", on=True) == bytes.fromhex("18 00 0f 00")
    assert machine.switch("paper_out", on=True) == b""
    assert machine.switch("cover_open", on=True) == bytes.fromhex("38 00 0f 00")
    assert machine.switch("cutter_error", on=True) == bytes.fromhex("38 08 0f 00")
    for name in ("cutter_error", "cover_open", "paper_out", "paper_low"):
        assert machine.switch(name, on=False)
    assert machine.switch("overheated", on=True) == bytes.fromhex("18 40 00 00")
    machine.switch("overheated", on=False)
    assert machine.feed(GS + b"a\x00") == b""
    assert machine.switch("offline", on=True) == b""


def test_automatic_status_of_chosen_items() -> None:
    machine = Machine()
    machine.feed(GS + b"a\x01")
    assert machine.switch("paper_low", on=True) == b""
    assert machine.switch("drawer_open", on=True) == bytes.fromhex("14 00 03 00")


def test_identity() -> None:
    machine = Machine()
    assert machine.feed(GS + b"IB" + GS + b"IC") == b"_EPSON\x00_TM-T88V\x00"
    assert machine.feed(GS + b"I\x01" + GS + b"I1") == b"\x20\x20"
    assert machine.feed(GS + b"I\x02") == b"\x02"


def test_process_id_comes_back_when_its_turn_has_come() -> None:
    machine = ill("cover_open")
    mark = GS + b"(H\x06\x0000K-17"
    assert machine.feed(b"text\n" + mark) == b""
    assert machine.switch("cover_open", on=False) == b"\x37\x22K-17\x00"
    assert machine.feed(GS + b"(H\x06\x0000abc\x1f") == b""
    assert machine.complaints.unknown == [GS + b"(H\x06\x0000abc\x1f"]


def test_questions_in_real_time_are_answered_in_front_of_what_waits() -> None:
    machine = ill("offline")
    assert machine.feed(GS + b"r1" + DLE_EOT + b"\x01") == b"\x1a"
    assert machine.switch("offline", on=False) == b"\x00"


def test_a_question_in_the_data_of_a_picture_is_answered_and_printed() -> None:
    machine = Machine()
    assert machine.feed(GS + b"v0\x00\x03\x00\x01\x00" + DLE_EOT + b"\x04") == b"\x12"
    assert (machine.roll.y, machine.idle, machine.complaints.unknown) == (1, True, [])


def test_an_error_of_the_knife_and_both_ways_out() -> None:
    for n, rows in ((1, ["kept"]), (2, [])):
        machine = ill("cutter_error")
        machine.feed(b"kept\n\x10\x05" + bytes([n]))
        assert not machine.conditions.cutter_error
        assert [row.text for row in machine.roll.rows] == rows
    machine = ill("cover_open")
    machine.feed(b"\x10\x05\x02")
    assert machine.conditions.cover_open


def test_clearing_of_buffers() -> None:
    machine = ill("paper_out")
    assert machine.feed(b"never\n" + bytes.fromhex("10 14 08 01 03 14 01 06 02 08")) == bytes.fromhex("37 25 00")
    assert machine.waiting == b""
    machine.feed(b"half a line")
    machine.feed(bytes.fromhex("10 14 08 01 03 14 01 06 02 08"))
    machine.switch("paper_out", on=False)
    assert machine.roll.rows == []


def test_pulses_at_once_may_be_forbidden() -> None:
    machine = ill("offline")
    machine.feed(b"\x10\x14\x01\x00\x02\x10\x14\x01\x01\x08")
    assert machine.printer.noted.pulses == [(2, 200, 200), (5, 800, 800)]
    machine.switch("offline", on=False)
    machine.feed(GS + b"(D\x03\x00\x14\x01\x00" + b"\x10\x14\x01\x00\x02")
    assert len(machine.printer.noted.pulses) == 2
    assert machine.complaints.unknown == []


def test_beeps_and_density() -> None:
    machine = Machine()
    machine.feed(ESC + b"B\x03\x02" + ESC + b"(A\x04\x000\x01\x02\x05" + ESC + b"(A\x05\x00ad\x03\x01\x01")
    assert machine.printer.noted.beeps == [(3, 100), (2, 500), (3, 100)]
    machine.feed(GS + b"(K\x02\x00\x31\xfa")
    assert machine.printer.density == -6
    machine.feed(GS + b"(K\x02\x00\x31\x08")
    assert (machine.printer.density, machine.complaints.unknown) == (8, [])
    machine.feed(GS + b"(K\x02\x00\x31\x09" + ESC + b"B\x00\x01")
    assert machine.complaints.unknown == [GS + b"(K\x02\x00\x31\x09", ESC + b"B\x00\x01"]
