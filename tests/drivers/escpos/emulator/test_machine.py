"""Paper, buffer, power; and that no bytes whatever break the machine."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.escpos.emulator.head import IMPACT_76, THERMAL_58, THERMAL_80, Head
from drivers.escpos.emulator.long import LONG
from drivers.escpos.emulator.machine import Machine
from drivers.escpos.emulator.short import SHORT

ESC, GS = b"\x1b", b"\x1d"
# Commands with arguments that fit often enough, and anything at all.
_COMMANDS = st.tuples(st.sampled_from([*SHORT, *LONG, GS + b"(k", GS + b"(L"]), st.binary(max_size=8)).map(b"".join)
_GROUPS = st.tuples(st.sampled_from([b"\x31\x50\x30ab", b"\x31\x51\x30", b"\x36\x50\x300", b"\x36\x51\x30"])).map(
    lambda body: GS + b"(k" + len(body[0]).to_bytes(2, "little") + body[0]
)
_REAL_TIME = st.sampled_from([b"\x10\x04\x01", b"\x10\x05\x02", bytes.fromhex("10140801031401060208"), b"\x10\x10"])
STREAMS = st.lists(st.one_of(_COMMANDS, _GROUPS, _REAL_TIME, st.binary(max_size=20), st.just(b"text\n"))).map(b"".join)


def seen(machine: Machine) -> tuple[object, ...]:
    noted = machine.printer.noted
    marks = [(x, y, mask.size, mask.tobytes()) for piece in machine.roll.pieces for x, y, mask in piece.marks]
    return (machine.roll.rows, marks, machine.roll.y, list(machine.roll.cuts), machine.roll.barcodes, machine.waiting,
            noted.pulses, noted.requests, noted.too_wide, machine.complaints)  # fmt: skip


@settings(max_examples=400)
@given(STREAMS, st.lists(st.integers(1, 9), min_size=1), st.sampled_from([THERMAL_80, THERMAL_58, IMPACT_76]))
def test_chunks_do_not_matter_and_nothing_breaks_it(stream: bytes, sizes: list[int], head: Head) -> None:
    whole, parts = Machine(head), Machine(head)
    said = whole.feed(stream)
    heard, at, turn = b"", 0, 0
    while at < len(stream):
        size = sizes[turn % len(sizes)]
        heard += parts.feed(stream[at : at + size])
        at, turn = at + size, turn + 1
    assert seen(parts) == seen(whole)
    assert heard == said


@given(STREAMS, st.integers(0, 400))
def test_waiting_for_paper_changes_nothing_on_it(stream: bytes, paper: int) -> None:
    """Where no real-time command throws the job away."""
    stream = stream.replace(b"\x10", b"")
    plain, held = Machine(), Machine(paper=paper)
    plain.feed(stream)
    held.feed(stream)
    held.switch("paper_out", on=False)
    assert seen(held) == seen(plain)


def test_paper_ends_in_the_middle_of_a_job_and_comes_back() -> None:
    machine = Machine(paper=60)
    machine.feed(GS + b"a\x08")
    assert machine.feed(b"1\n2\n3\n4\n" + GS + b"r1") == bytes.fromhex("18 00 0f 00")
    assert [row.text for row in machine.roll.rows] == ["1", "2"]
    assert machine.waiting == b"3\n4\n" + GS + b"r1"
    assert machine.load(30) == bytes.fromhex("10 00 00 00 18 00 0f 00")
    assert [row.text for row in machine.roll.rows] == ["1", "2", "3"]
    assert machine.switch("paper_out", on=False) == bytes.fromhex("10 00 00 00 00")
    assert [row.text for row in machine.roll.rows] == ["1", "2", "3", "4"]


def test_the_buffer_fills_only_while_nothing_can_be_printed() -> None:
    machine = Machine(buffer=100)
    machine.feed(GS + b"v0\x00\x48\x00\x10\x00" + bytes(500))
    assert machine.room == 100
    machine.switch("cover_open", on=True)
    assert machine.room == 0
    assert machine.feed(b"\x10\x04\x02") == b"\x16"
    machine.switch("cover_open", on=False)
    machine.feed(bytes(72 * 16 - 503))
    assert (machine.roll.y, machine.idle) == (16, True)
    machine.switch("paper_out", on=True)
    machine.feed(b"x" * 60)
    assert machine.room == 40


def test_without_power_everything_but_the_paper_is_lost() -> None:
    machine = Machine()
    machine.feed(ESC + b"E\x01" + b"printed\nin the line" + GS + b"a\x0f")
    machine.switch("power", on=False)
    assert machine.feed(b"nobody hears\n\x10\x04\x01") == b""
    assert machine.switch("power", on=True) == b""
    assert machine.switch("paper_low", on=True) == b""
    machine.feed(b"new\n")
    assert [(row.text, row.style.bold) for row in machine.roll.rows] == [("printed", True), ("new", False)]


def test_unknown_conditions() -> None:
    with pytest.raises(ValueError, match="paper_out"):
        Machine().switch("on_fire", on=True)


def test_a_machine_that_runs_for_weeks_forgets_old_paper() -> None:
    machine = Machine(keep=3)
    for number in range(10):
        machine.feed(b"%d\n" % number + GS + b"V\x00")
    assert [row.text for row in machine.roll.rows] == ["8", "9"]
    assert machine.roll.image().height < 200


def test_national_sets() -> None:
    machine = Machine()
    machine.feed(ESC + b"R\x02[]" + ESC + b"R\x00[]\n" + ESC + b"R\x10")
    assert [row.text for row in machine.roll.rows] == ["ÄÜ[]"]
    assert machine.complaints.unknown == [ESC + b"R\x10"]


def test_turned_and_upside_down_characters() -> None:
    upright, turned, over = Machine(), Machine(), Machine()
    upright.feed(b"F\n")
    turned.feed(ESC + b"V\x01F\n")
    over.feed(ESC + b"{\x01F\n")
    assert turned.roll.rows[0].style.width == 24
    (x, _, mask), (_, _, lying), (far, _, standing) = (m.roll.piece.marks[0] for m in (upright, turned, over))
    assert (x, far) == (0, 576 - 12)
    assert lying.size == (24, 12)
    assert standing.tobytes() == mask.tobytes()[::-1]


def test_motion_units() -> None:
    machine = Machine()
    machine.feed(GS + b"P\x00\x66" + ESC + b"J\x0a" + GS + b"P\x00\x00" + ESC + b"J\x0a")  # 10/102 inch, then 10 dots
    assert machine.roll.y == 20 + 10


def test_one_command_feeds_no_more_than_forty_inches() -> None:
    machine = Machine()
    machine.feed(ESC + b"3\xff" + ESC + b"d\xff")
    assert machine.roll.y == 40 * 203
