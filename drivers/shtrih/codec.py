"""Frames of the standard lower level: bodies <-> bytes. Source: spec/shtrih-m.md, 1.2.

02 | N:u8 | body, N bytes | LRC:u8        LRC = XOR of N and of every byte of the body
"""

from dataclasses import dataclass

from drivers.errors import FrameError

STX, ENQ, ACK, NAK = 0x02, 0x05, 0x06, 0x15
LONGEST = 255  # bytes of a body: N is one byte

_LONG = b"\xff"  # codes that begin so have another byte
_FOLDS = (1024, 512, 256, 128, 64, 32, 16, 8)  # bits; together they bring 256 bytes down to one


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer taken apart.

    With an error `data` is empty, or the four bytes of an extended one (Parameters bit 54).
    """

    error: int  # 0 = done
    data: bytes
    code: bytes = b""


def frame(body: bytes) -> bytes:
    """Raises ValueError for a body that is empty or longer than LONGEST."""
    if not 0 < len(body) <= LONGEST:
        raise ValueError(f"a body of {len(body)} bytes")
    counted = bytes([len(body)]) + body
    return b"%c%b%c" % (STX, counted, _lrc(counted))


def take_frame(heard: bytearray) -> bytes | None:
    """The body of the frame that `heard` begins with, which is removed; None while it is not whole.

    Raises FrameError for a wrong LRC and for what does not begin with STX.
    """
    if heard and heard[0] != STX:
        raise FrameError(f"{heard[0]:02X} instead of STX")
    if len(heard) < 2 or len(heard) < (size := heard[1] + 3):
        return None
    whole = bytes(heard[:size])
    del heard[:size]
    if _lrc(whole[1:]):  # with the LRC itself it comes to 0
        raise FrameError(f"wrong LRC: {whole.hex(' ')}")
    return whole[2:-1]


def reply_to(code: bytes, body: bytes) -> Reply | None:
    """None where `body` answers another command or nothing.

    Some firmware answers an unknown two-byte command with FF and the error alone.
    """
    size = len(code)
    if len(body) == size == 2 and body.startswith(_LONG) and code.startswith(_LONG):
        return Reply(body[1], b"", code)
    if len(body) <= size or not body.startswith(code):
        return None
    return Reply(body[size], body[size + 1 :], code)


def reply_of(body: bytes) -> Reply | None:
    """The same for an answer that nobody waited for: `code` is what it says itself. None for what is no answer."""
    if body.startswith(_LONG):
        return Reply(body[1], b"", _LONG) if len(body) == 2 else reply_to(body[:2], body)
    return reply_to(body[:1], body) if body else None


def _lrc(data: bytes) -> int:
    """XOR of all bytes, at most 256: the number they make is folded in halves, which is quicker than a loop."""
    folded = int.from_bytes(data, "big")
    for bits in _FOLDS:
        folded ^= folded >> bits
    return folded & 0xFF
