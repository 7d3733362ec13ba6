"""Answers of printers, bit by bit from the manuals named in drivers/escpos/status.py."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.escpos import status, troubles
from drivers.escpos.status import Block, Changed, Condition, InTurn, RealTime, StatusReader


def read(spaced: str) -> list[object]:
    return list(StatusReader().feed(bytes.fromhex(spaced)))


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (status.ask(1), "10 04 01"),  # DLE EOT n
        (status.ask_in_turn(), "1d 72 01"),  # GS r n
        (status.automatic(on=True), "1d 61 0e"),  # GS a n: bits 1 online, 2 errors, 3 paper
        (status.automatic(on=False), "1d 61 00"),
        (status.ask_with_name(b"0001"), "1d 28 48 06 00 30 30 30 30 30 31"),  # GS ( H, function 48
    ],
)
def test_questions(made: bytes, expected: str) -> None:
    assert made == bytes.fromhex(expected)


@pytest.mark.parametrize(
    ("answers", "condition"),
    [  # TM-T88III specification, DLE EOT
        ({1: 0x12, 2: 0x12, 3: 0x12, 4: 0x12}, Condition()),
        ({1: 0x16}, Condition()),  # bit 2: only the drawer
        ({1: 0x1A, 2: 0x16, 3: 0x12, 4: 0x12}, Condition(offline=True, cover_open=True)),
        ({1: 0x1A, 2: 0x32, 3: 0x12, 4: 0x7E}, Condition(offline=True, paper_out=True, paper_low=True)),
        ({1: 0x12, 2: 0x12, 3: 0x12, 4: 0x1E}, Condition(paper_low=True)),
        ({1: 0x1A, 2: 0x52, 3: 0x1A, 4: 0x12}, Condition(offline=True, cutter=True)),
        ({1: 0x1A, 2: 0x52, 3: 0x32, 4: 0x12}, Condition(offline=True, broken=True)),
        ({1: 0x1A, 2: 0x52, 3: 0x52, 4: 0x12}, Condition(offline=True, pausing=True)),
    ],
)
def test_real_time_answers(answers: dict[int, int], condition: Condition) -> None:
    assert status.condition_of(answers) == condition


@pytest.mark.parametrize(
    ("spaced", "condition"),
    [  # TM-T88III specification, GS a
        ("10 00 00 00", Condition()),
        ("14 00 00 0f", Condition()),
        ("38 00 00 00", Condition(offline=True, cover_open=True)),
        ("18 00 0f 00", Condition(offline=True, paper_out=True, paper_low=True)),
        ("10 00 03 00", Condition(paper_low=True)),
        ("18 08 00 00", Condition(offline=True, cutter=True)),
        ("18 20 00 00", Condition(offline=True, broken=True)),
        ("18 40 00 00", Condition(offline=True, pausing=True)),
    ],
)
def test_automatic_status(spaced: str, condition: Condition) -> None:
    assert read(spaced) == [Changed(condition)]


def test_kinds_of_answers_are_told_apart() -> None:
    """DLE EOT, GS r, automatic status, a name, keys, GS r; XON and XOFF in between."""
    assert read("12 11 00 10 00 13 00 00 37 22 30303031 00 0f 37 72 40 3031 3939 00 03") == [
        RealTime(0x12),
        InTurn(0),
        Changed(Condition()),
        Block(status.NAME, b"0001"),
        InTurn(0x0F),  # what Chinese printers without paper answer
        Block(status.KEYS, b"\x400199"),
        InTurn(3),
    ]


def test_garbage_is_dropped_and_what_follows_is_read() -> None:
    assert read("ff 80 5f 12") == [RealTime(0x12)]
    assert read("37 41 12") == [InTurn(0x41), RealTime(0x12)]
    assert read("10 00 12") == [InTurn(0), RealTime(0x12)]  # automatic status that breaks off
    assert read("37 22" + "41" * 120 + "12")[-1] == RealTime(0x12)  # a block without an end


@given(st.binary(max_size=300), st.integers(1, 7))
def test_chunks_do_not_matter_and_nothing_breaks_it(data: bytes, step: int) -> None:
    reader = StatusReader()
    got = [answer for at in range(0, len(data), step) for answer in reader.feed(data[at : at + step])]
    assert got == StatusReader().feed(data)


@given(st.binary(max_size=100))
def test_after_any_garbage_it_is_soon_itself_again(data: bytes) -> None:
    reader = StatusReader()
    reader.feed(data)
    answers = reader.feed(b"\x12" * 100)
    assert answers.count(RealTime(0x12)) >= 1
    assert reader.feed(b"\x00") == [InTurn(0)]


def test_words() -> None:
    assert troubles.words(Condition()) == ""
    assert troubles.words(Condition(offline=True)) == "не готов к печати"
    assert troubles.words(Condition(offline=True, paper_out=True)) == "кончилась бумага"
    assert troubles.words(Condition(cover_open=True, pausing=True)) == "открыта крышка"
    assert troubles.fault(Condition(offline=True, paper_out=True)) == ""
    assert troubles.fault(Condition(offline=True, cutter=True, paper_out=True)) == "заклинило нож"
