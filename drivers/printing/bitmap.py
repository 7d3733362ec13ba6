"""A two-colour picture in the form printers want it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bitmap:
    """Rows top down; each row `(width + 7) // 8` bytes, leftmost dot in the highest bit, 1 = black, padding bits 0."""

    width: int
    height: int
    data: bytes

    def __post_init__(self) -> None:
        if len(self.data) != self.stride * self.height:
            raise ValueError(f"{self.width}x{self.height} dots take {self.stride * self.height} bytes")

    @property
    def stride(self) -> int:
        return (self.width + 7) // 8

    def rows(self, first: int, count: int) -> bytes:
        return self.data[first * self.stride : (first + count) * self.stride]
