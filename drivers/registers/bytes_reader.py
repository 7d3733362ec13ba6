"""Binary answers, from their first byte on. No I/O."""


class BytesReader:
    """Takes an answer apart from its beginning. Raises ValueError where too little is left."""

    def __init__(self, data: bytes) -> None:
        self._data, self._place = data, 0

    @property
    def left(self) -> int:
        """Bytes."""
        return len(self._data) - self._place

    def take(self, size: int) -> bytes:
        if size > self.left:
            raise ValueError(f"an answer of {len(self._data)} bytes, {self._place + size} were expected")
        self._place += size
        return self._data[self._place - size : self._place]

    def rest(self) -> bytes:
        return self.take(self.left)

    def unsigned(self, size: int) -> int:
        """The least significant byte comes first, as the ФН writes it."""
        return int.from_bytes(self.take(size), "little")

    def u8(self) -> int:
        return self.take(1)[0]
