"""Packets of the alternative lower level. Source: spec/shtrih-m.md, 1.7.

    8F | LEN:u16 | [NUM:u16 | body] | CRC:u16        LEN = size of NUM and body: 0, 2 or more

CRC-16 (polynomial 1021h, from FFFFh) of LEN, NUM and body. After the leading 8F, 8F goes as 9F 81 and 9F as 9F 83.
"""

from binascii import crc_hqx
from dataclasses import dataclass

from drivers.errors import FrameError

EMPTY = bytes.fromhex("8f 00 00 0f 1d")  # asks for the last answer
NUMBERS = 1 << 16  # they begin again with 0

_STX, _ESCAPE = b"\x8f", b"\x9f"
_FRAMING = 4  # bytes of LEN and CRC


@dataclass(frozen=True, slots=True)
class Packet:
    number: int | None  # None: an empty one
    body: bytes


def packet(number: int, body: bytes) -> bytes:
    """Raises OverflowError for a number that is none, ValueError for a body that is too long."""
    if len(body) > 0xFFFF - 2:
        raise ValueError(f"a body of {len(body)} bytes")
    counted = (len(body) + 2).to_bytes(2, "little") + number.to_bytes(2, "little") + body
    return _STX + _stuffed(counted + crc_hqx(counted, 0xFFFF).to_bytes(2, "little"))


def take_packet(heard: bytearray) -> Packet | None:
    """The first packet in `heard`, which is removed with all that comes before it; None while it is not whole.

    Raises FrameError for one that is broken; it is removed too.
    """
    begin = heard.find(_STX)
    del heard[: begin if begin >= 0 else len(heard)]
    end = heard.find(_STX, 1)
    cut = end >= 0  # another one begins
    try:
        found = _opened(_plain(bytes(heard[1 : end if cut else None])))
    except FrameError:
        del heard[: end if cut else len(heard)]
        raise
    if found or cut:
        del heard[: end if cut else len(heard)]
    if cut and not found:
        raise FrameError("a packet that is cut short")
    return found


def _opened(plain: bytes) -> Packet | None:
    size = int.from_bytes(plain[:2], "little") + _FRAMING
    if size == _FRAMING + 1:
        raise FrameError("a packet of length 1")
    if len(plain) < max(size, _FRAMING):
        return None
    if crc_hqx(plain[: size - 2], 0xFFFF) != int.from_bytes(plain[size - 2 : size], "little"):
        raise FrameError(f"wrong CRC: {plain.hex(' ')}")
    return Packet(int.from_bytes(plain[2:4], "little") if size > _FRAMING else None, plain[4 : size - 2])


def _stuffed(data: bytes) -> bytes:
    return data.replace(_ESCAPE, b"\x9f\x83").replace(_STX, b"\x9f\x81")


def _plain(stuffed: bytes) -> bytes:
    """Without a last 9F, whose other half is still to come. Raises FrameError where 9F stands before anything else."""
    stuffed = stuffed.removesuffix(_ESCAPE)
    if stuffed.count(_ESCAPE) != stuffed.count(b"\x9f\x81") + stuffed.count(b"\x9f\x83"):
        raise FrameError(f"wrong byte after 9F: {stuffed.hex(' ')}")
    return stuffed.replace(b"\x9f\x81", _STX).replace(b"\x9f\x83", _ESCAPE)
