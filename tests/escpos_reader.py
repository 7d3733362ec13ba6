"""Reading an ESC/POS stream command by command, and the checks of the values in it."""

from tests.escpos_codes import Rejected


class Truncated(Exception):
    """The stream ends inside a command."""


class Reader:
    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def take(self, count: int) -> bytes:
        if self.at + count > len(self.data):
            raise Truncated
        self.at += count
        return self.data[self.at - count : self.at]

    def byte(self) -> int:
        return self.take(1)[0]

    def word(self) -> int:
        return int.from_bytes(self.take(2), "little")

    def until_nul(self) -> bytes:
        end = self.data.find(b"\0", self.at)
        if end < 0:
            raise Truncated
        return self.take(end - self.at + 1)[:-1]


def one_of(value: int, *allowed: int) -> int:
    """Most choices may be written as a number or as its ASCII digit; -> index of the pair. Raises Rejected."""
    if value not in allowed:
        raise Rejected(f"{value} is none of {allowed}")
    return allowed.index(value)


def choice(value: int, last: int) -> int:
    """0..last, or the ASCII digits of the same. Raises Rejected."""
    return one_of(value, *range(last + 1), *range(48, 49 + last)) % (last + 1)


def between(value: int, low: int, high: int) -> int:
    if not low <= value <= high:
        raise Rejected(f"{value} is not in {low}..{high}")
    return value
