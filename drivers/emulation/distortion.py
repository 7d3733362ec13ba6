"""Frames as they must not be."""

JUNK = b"\x3f\x00\xfe"  # no control byte and no STX
_OTHER_SPEED = 0x5A  # makes no control byte of another


def bad_sum(frame: bytes) -> bytes:
    return frame[:-1] + bytes([frame[-1] ^ 0xFF])


def bad_length(frame: bytes) -> bytes:
    """The byte after STX, and the low one of the length in a packet, promise one more than comes."""
    return frame[:1] + bytes([(frame[1] + 1) & 0xFF]) + frame[2:]


def other_code(answer: bytes) -> bytes:
    """The same answer to a command that was not asked; two-byte codes keep their FF."""
    at = 1 if answer[:1] == b"\xff" else 0
    return answer[:at] + bytes([answer[at] ^ 0x01]) + answer[at + 1 :]


def other_speed(data: bytes) -> bytes:
    """Every byte is another one; twice gives the same again."""
    return bytes(byte ^ _OTHER_SPEED for byte in data)
