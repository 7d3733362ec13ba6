"""Answers taken apart. Source: spec/atol.md 5.

55 | error:u8 | data        most commands; with an error, one more byte may tell more of it
error:u8 | data             A5h
44, 4D, 4C | data           3Fh, 4Dh, 74h; an error comes as 55 and the error
55 | mode | flags           45h, which knows no error
"""

from dataclasses import dataclass

_USUAL = 0x55
_OWN_HEADS = {0x3F: 0x44, 0x4D: 0x4D, 0x74: 0x4C}  # command: first byte of its answer
_STATE_CODE, _DEVICE_TYPE = 0x45, 0xA5


@dataclass(frozen=True, slots=True)
class Reply:
    """`data`: what `Request.read` gets; of an error all that follows it.

    `ext`: the byte after an error, 0 where there is none. Its meaning is known of 246 alone.
    """

    error: int  # 0 = done
    ext: int
    data: bytes


def reply_to(code: int, answer: bytes) -> Reply | None:
    """None where `answer` cannot be one to the command `code`."""
    if code == _DEVICE_TYPE:
        return _with_error(answer)
    if code == _STATE_CODE:
        return Reply(0, 0, answer[1:]) if len(answer) >= 3 and answer[0] == _USUAL else None
    if code in _OWN_HEADS and answer[:1] == bytes([_OWN_HEADS[code]]):
        return Reply(0, 0, answer[1:])
    reply = reply_of(answer)
    return None if reply and not reply.error and code in _OWN_HEADS else reply


def reply_of(answer: bytes) -> Reply | None:
    """The same for an answer to a command that is not known; None for all but 55h."""
    return _with_error(answer[1:]) if answer[:1] == bytes([_USUAL]) else None


def _with_error(told: bytes) -> Reply | None:
    if not told:
        return None
    error, data = told[0], told[1:]
    return Reply(error, data[0] if error and data else 0, data)
