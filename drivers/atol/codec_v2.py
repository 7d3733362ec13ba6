"""Frames of the old lower level. Source: spec/atol.md 2.

02 | data, where 10 stands before each 03 and each 10 | 03 | CRC      CRC = XOR of all that is sent after the 02
"""

from functools import reduce
from operator import xor

from drivers.errors import FrameError

STX, ETX, EOT, ENQ, ACK, DLE, NAK = 0x02, 0x03, 0x04, 0x05, 0x06, 0x10, 0x15
LONGEST = 255  # bytes of data (inferred; firmware may take less)


def frame(data: bytes) -> bytes:
    """Raises ValueError for data that is empty or longer than LONGEST."""
    if not 0 < len(data) <= LONGEST:
        raise ValueError(f"data of {len(data)} bytes")
    checked = data.replace(b"\x10", b"\x10\x10").replace(b"\x03", b"\x10\x03") + bytes([ETX])
    return bytes([STX]) + checked + bytes([reduce(xor, checked)])


def take_frame(heard: bytearray) -> bytes | None:
    """The data of the frame that `heard` begins with, which is removed; None while it is not whole.

    Raises FrameError for a wrong CRC and for what does not begin with STX.
    """
    if heard and heard[0] != STX:
        raise FrameError(f"{heard[0]:02X} instead of STX")
    end = _end(heard)
    if end is None or end + 1 >= len(heard):
        return None
    whole = bytes(heard[: end + 2])
    del heard[: end + 2]
    if reduce(xor, whole[1:]):  # with the CRC itself it comes to 0
        raise FrameError(f"wrong CRC: {whole.hex(' ')}")
    return _plain(whole[1:end])


def _end(heard: bytearray) -> int | None:
    """Where the ETX stands that no DLE precedes."""
    place = 1
    while place < len(heard):
        if heard[place] == ETX:
            return place
        place += 2 if heard[place] == DLE else 1
    return None


def _plain(escaped: bytes) -> bytes:
    data, place = bytearray(), 0
    while place < len(escaped):
        place += escaped[place] == DLE
        data += escaped[place : place + 1]
        place += 1
    return bytes(data)
