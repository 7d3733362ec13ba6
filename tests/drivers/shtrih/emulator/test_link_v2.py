"""The numbered packets: spec/shtrih-m.md 1.7, with its examples."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.shtrih.emulator.levels import Levels
from drivers.shtrih.emulator.link import Heard, Link
from drivers.shtrih.emulator.link_v2 import LinkV2, crc

SYNC = bytes.fromhex("8F 00 00 0F 1D")
BEEP_1 = bytes.fromhex("8F 07 00 01 00 13 1E 00 00 00 CD 42")
BEEPED_1 = bytes.fromhex("8F 05 00 01 00 13 00 1E F4 CB")
BEEP_8F = bytes.fromhex("8F 07 00 9F 81 00 13 1E 00 00 00 BC DB")
BEEP, BEEPED = bytes.fromhex("13 1E 00 00 00"), bytes.fromhex("13 00 1E")
NOTHING_YET = b"\x8f\x02\x00\x00\x00" + crc(b"\x02\x00\x00\x00").to_bytes(2, "little")


def take(link: LinkV2, data: bytes, now: float = 0.0) -> list[Heard]:
    return [heard for heard in (link.take(byte, now) for byte in data) if heard is not Heard.NOTHING]


def packed(number: int, body: bytes) -> bytes:
    """What a host says, built apart from the link."""
    told = (2 + len(body)).to_bytes(2, "little") + number.to_bytes(2, "little") + body
    told += crc(told).to_bytes(2, "little")
    pairs = {0x8F: b"\x9f\x81", 0x9F: b"\x9f\x83"}
    return b"\x8f" + b"".join(pairs.get(byte, bytes([byte])) for byte in told)


def beeped() -> LinkV2:
    link = LinkV2()
    assert take(link, BEEP_1) == [Heard.COMMAND]
    link.executed(BEEPED)
    link.said(0.0)
    return link


def test_the_sum_is_the_one_of_the_standard() -> None:
    assert crc(b"123456789") == 0x29B1


def test_a_command_and_its_answer() -> None:
    link = beeped()
    assert link.command == BEEP
    assert link.framed(BEEPED) == BEEPED_1


def test_the_same_number_again_brings_the_same_answer() -> None:
    link = beeped()
    for packet in (BEEP_1, SYNC, packed(7, BEEP), packed(1, b"")):
        assert take(link, packet) == [Heard.AGAIN]
        assert link.framed(link.answer or b"") == BEEPED_1
    assert take(link, packed(2, BEEP)) == [Heard.COMMAND]


def test_a_register_that_has_not_answered_tells_its_number() -> None:
    link = LinkV2()
    assert take(link, SYNC) == [Heard.AGAIN]
    assert link.framed(link.answer or b"") == NOTHING_YET


def test_stuffing_both_ways() -> None:
    link = LinkV2()
    for number in range(1, 0x8F):
        assert take(link, packed(number, BEEP)) == [Heard.COMMAND]
        link.executed(BEEPED)
        link.said(0.0)
    assert take(link, BEEP_8F) == [Heard.COMMAND]
    assert link.framed(b"\x8f\x9f")[3:9] == bytes.fromhex("9F 81 00 9F 81 9F")


def test_numbers_wrap() -> None:
    link = LinkV2()
    link._number = 0xFFFE
    assert take(link, packed(0xFFFF, BEEP)) == [Heard.COMMAND]
    link.said(0.0)
    assert take(link, packed(0, BEEP)) == [Heard.COMMAND]


@given(st.integers(0, len(BEEP_1) - 1), st.integers(1, 255))
def test_a_broken_packet_is_passed_over(place: int, change: int) -> None:
    link = LinkV2()
    spoiled = bytearray(BEEP_1)
    spoiled[place] ^= change
    assert take(link, bytes(spoiled)) == []
    link.tick(1.0)
    assert take(link, BEEP_1) == [Heard.COMMAND]


@pytest.mark.parametrize("packet", ["8F 01 00 01 00", "8F 07 00 9F 82 00 13 1E 00 00 00 BC DB", "05 02 FF"])
def test_what_is_no_packet(packet: str) -> None:
    link = LinkV2()
    assert take(link, bytes.fromhex(packet)) == []
    assert take(link, BEEP_1) == [Heard.COMMAND]


def test_half_a_packet_is_forgotten_in_time_and_by_a_new_one() -> None:
    link = LinkV2(byte_timeout=0.1)
    take(link, BEEP_1[:6], now=1.0)
    assert link.deadline == pytest.approx(1.1)
    assert link.tick(1.1) is Heard.NOTHING
    assert link.deadline is None
    assert take(link, BEEP_1[6:]) == []
    take(link, BEEP_1[:6])
    assert take(link, BEEP_1) == [Heard.COMMAND]


def test_nothing_is_heard_during_execution() -> None:
    link = LinkV2()
    take(link, BEEP_1)
    assert take(link, BEEP_1) == []


def test_a_refused_command_may_come_again() -> None:
    link = beeped()
    take(link, packed(2, BEEP))
    link.refuse()
    assert take(link, SYNC) == [Heard.AGAIN]
    assert link.framed(link.answer or b"") == BEEPED_1
    assert take(link, packed(2, BEEP)) == [Heard.COMMAND]


def test_a_power_cut_forgets_the_answer_and_the_number() -> None:
    link = beeped()
    link.power_cut()
    assert take(link, BEEP_1) == [Heard.COMMAND]


def test_the_first_byte_decides_the_level() -> None:
    levels = Levels(v2=True)
    assert isinstance(levels.choose(0x8F), LinkV2)
    assert isinstance(levels.choose(0x05), LinkV2), "not on the fly"
    levels.power_cut()
    assert isinstance(levels.choose(0x05), Link)
    assert isinstance(levels.choose(0x8F), Link)


def test_a_byte_that_begins_nothing_decides_nothing() -> None:
    levels = Levels(v2=True)
    assert isinstance(levels.choose(0xFF), Link)
    assert isinstance(levels.choose(0x8F), LinkV2)


def test_it_is_decided_anew_after_the_port_was_set() -> None:
    levels = Levels(v2=True)
    levels.choose(0x05)
    levels.link.command = bytes.fromhex("14 1E 00 00 00 00 06 64")
    levels.settled()
    assert isinstance(levels.choose(0x8F), LinkV2)


def test_a_register_without_it_never_speaks_it() -> None:
    assert isinstance(Levels().choose(0x8F), Link)
