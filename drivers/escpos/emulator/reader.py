"""Reading an ESC/POS stream command by command, and the checks of the values in it."""


class Truncated(Exception):
    """The stream ends inside a command: the rest is still to come."""


class Rejected(ValueError):
    """A command or a value that the printer does not know."""


class Misplaced(Exception):
    """A command that the printer ignores because the line already holds data, or one that throws such data away."""


class Reader:
    """`at` counts from the beginning of `data`, which is not copied."""

    __slots__ = ("at", "data")

    def __init__(self, data: bytes | bytearray) -> None:
        self.data, self.at = data, 0

    @property
    def left(self) -> int:
        return len(self.data) - self.at

    def take(self, count: int) -> bytes:
        """Raises Truncated."""
        if count > self.left:
            raise Truncated
        self.at += count
        return bytes(self.data[self.at - count : self.at])

    def byte(self) -> int:
        return self.take(1)[0]

    def word(self) -> int:
        """Two bytes, the low one first."""
        return int.from_bytes(self.take(2), "little")

    def until_nul(self, most: int) -> bytes:
        """What stands before the next NUL, which is taken too. Raises Rejected when `most` bytes hold none."""
        end = self.data.find(b"\0", self.at, self.at + most + 1)
        if end >= 0:
            return self.take(end - self.at + 1)[:-1]
        if self.left <= most:
            raise Truncated
        self.at += most
        raise Rejected(f"no NUL in {most} bytes")


def one_of(value: int, *allowed: int) -> int:
    """The place of `value` in `allowed`. Raises Rejected."""
    if value not in allowed:
        raise Rejected(f"{value} is none of {allowed}")
    return allowed.index(value)


def choice(value: int, last: int) -> int:
    """0..last, which may be written as a number or as its ASCII digit. Raises Rejected."""
    return one_of(value, *range(last + 1), *range(48, 49 + last)) % (last + 1)


def between(value: int, low: int, high: int) -> int:
    """Raises Rejected."""
    if not low <= value <= high:
        raise Rejected(f"{value} is not in {low}..{high}")
    return value
