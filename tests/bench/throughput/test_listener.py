"""The bench's listener says what the emulator of a printer says, and takes nothing for a receipt that is none."""

import pytest

from drivers.escpos.emulator.machine import Machine
from tests.bench.throughput import receipt
from tests.bench.throughput.listener import Port, Tape
from tests.bench.throughput.senders import built

QUESTIONS = (b"\x10\x04\x01\x10\x04\x02", b"\x10\x04\x03\x10\x04\x04", b"\x1da\x0e", b"\x1dr\x01", b"\x1da\x00")
CUT = b"\x1dV\x42\x18"


def fed(*chunks: bytes) -> tuple[Tape, bytes]:
    """As a connection feeds it: what is not done with comes again."""
    tape, rest, answers = Tape(), b"", b""
    port = Port([tape])
    for chunk in chunks:
        said, done = port.feed(rest + chunk)
        answers, rest = answers + said, (rest + chunk)[done:]
    return tape, answers


def test_it_answers_as_the_emulator_does() -> None:
    machine = Machine()
    expected = b"".join(map(machine.feed, QUESTIONS))
    assert fed(*QUESTIONS)[1] == expected == b"\x12" * 4 + b"\x10\x00\x00\x00" + b"\x00"


@pytest.mark.parametrize("step", [1, 2, 7, 5000])
def test_whole_receipts_in_any_chunks(step: int) -> None:
    data = built(1) + built(2) + b"\x1dr\x01"
    tape, answers = fed(*(data[at : at + step] for at in range(0, len(data), step)))
    assert (len(tape.times), tape.serials, tape.broken) == (2, {b"000000001", b"000000002"}, 0)
    assert answers == b"\x00"


@pytest.mark.parametrize(
    "data",
    [
        CUT,
        built(1)[:100] + CUT,
        built(1)[100:],
        built(1)[:-4] + built(2),
        b"".join(receipt.prebuilt(built(1), 1)) + CUT,
    ],
)
def test_what_is_no_whole_receipt(data: bytes) -> None:
    tape, _ = fed(data)
    assert tape.broken
    assert not tape.times


def test_a_receipt_printed_twice_is_noticed() -> None:
    tape, _ = fed(built(1), built(1))
    assert (tape.count(0, float("inf")).whole, tape.count(0, 0).distinct) == (2, 1)


def test_the_receipt_has_twenty_rows() -> None:
    assert len(receipt.rows(1)) + 2 == 20
