"""Whatever comes down the wire, the register stays what it is and answers afterwards."""

from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.atol.emulator.frame import framed
from drivers.atol.emulator.packet import Packet
from tests.drivers.atol.emulator.wired import BEEP, Wired

WORDS = [
    b"\x05",
    b"\x06",
    b"\x15",
    b"\x04",
    framed(BEEP),
    Packet(1, b"\xc1\1\5" + BEEP).framed(),
    Packet(2, b"").framed(),
]
NOISE = st.lists(st.sampled_from(WORDS) | st.binary(max_size=6), max_size=12)


@settings(max_examples=60)
@given(NOISE)
def test_v3_after_noise(noise: list[bytes]) -> None:
    wired = Wired(levels="v3")
    for piece in noise:
        list(wired.talk.hear(piece))
    assert wired.told(0x50, "C4")[-1] == "A3"
    assert wired.told(0x51, "C1 01 22 00 00 49")[-1] == "A6 22 55 00 00"


@settings(max_examples=60)
@given(NOISE)
def test_v2_after_noise(noise: list[bytes]) -> None:
    wired = Wired(levels="v2")
    for piece in noise:
        list(wired.talk.hear(piece))
    for _ in range(20):
        wired.clock.advance(1.0)
        list(wired.talk.tick())
    assert wired.say(b"\x05") == b"\x06"
    assert wired.say(framed(bytes.fromhex("00 00 49"))) == b"\x06"
    assert wired.say(b"\x04\x06")[:1] == b"\x05"
    assert wired.executed[-1] == b"\x49"
