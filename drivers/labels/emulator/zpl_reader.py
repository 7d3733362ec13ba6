"""ZPL II taken apart into commands: a prefix, two letters, what stands up to the next prefix."""

from dataclasses import dataclass, field

# Commands that have no values: done as soon as their two letters are in, nothing behind them is waited for.
_ALONE = frozenset(
    ["^XA", "^XZ", "^FS", "~HS", "~HI", "~JA", "~JX", "~JR", "~PS", "~PP", "~PH", "^PH", "^PP", "~JC", "~JP"]
)
_ENDS = b"\r\n\t\x02\x03"  # what the printer passes over, STX and ETX among it
_CHANGES = {"CC": "caret", "CT": "tilde", "CD": "delimiter"}


@dataclass(frozen=True, slots=True)
class ZplCommand:
    """`name`: with the usual prefix, whatever it has been changed to. `raw`: as it was sent."""

    name: str
    body: bytes
    raw: bytes


@dataclass(slots=True)
class ZplReader:
    data: bytearray = field(default_factory=bytearray)
    strays: list[bytes] = field(default_factory=list)  # what stands between commands and is none
    caret: int = ord("^")
    tilde: int = ord("~")
    delimiter: int = ord(",")

    def take(self) -> ZplCommand | None:
        """The next whole command; None while there is none."""
        self._to_prefix()
        if len(self.data) < 3 or self.data[0] not in (self.caret, self.tilde):
            return None
        name = self._name()
        if name[1:] in _CHANGES:
            return self._change(name)
        if name in _ALONE:
            return self._cut(name, 3, 3)
        if name == "^GF":
            return self._graphic(name)
        end = self._next_prefix(1)
        return None if end is None else self._cut(name, 2 if name == "^A" else 3, end)

    def _to_prefix(self) -> None:
        start = self._next_prefix(0)
        if start is None:
            return
        stray = bytes(self.data[:start]).strip(_ENDS + b" ")
        if stray:
            self.strays.append(stray)
        del self.data[:start]

    def _next_prefix(self, start: int) -> int | None:
        caret = self.data.find(self.caret, start)
        tilde = self.data.find(self.tilde, start, caret if caret >= 0 else len(self.data))
        place = tilde if tilde >= 0 else caret
        return place if place >= 0 else None

    def _name(self) -> str:
        """^A has one letter; the font's name is the first of its values."""
        prefix = "^" if self.data[0] == self.caret else "~"
        letters = bytes(self.data[1:3]).decode("latin-1").upper()
        return "^A" if prefix == "^" and letters[0] == "A" else prefix + letters

    def _change(self, name: str) -> ZplCommand | None:
        """^CC ^CT ^CD: the character behind is the new prefix or delimiter, from here on."""
        if len(self.data) < 4:
            return None
        setattr(self, _CHANGES[name[1:]], self.data[3])
        return self._cut(name, 3, 4)

    def _graphic(self, name: str) -> ZplCommand | None:
        """^GFA ends at the next prefix; ^GFB and ^GFC carry as many bytes, of any value, as their second value says."""
        if len(self.data) < 4:
            return None
        if self.data[3] in b"Aa":
            end = self._next_prefix(1)
            return None if end is None else self._cut(name, 3, end)
        header = bytes(self.data[3:80]).split(bytes([self.delimiter]), 4)
        if len(header) < 5:
            end = self._next_prefix(1) if len(self.data) >= 80 or self._next_prefix(1) is not None else None
            return None if end is None else self._cut(name, 3, end)
        count = int(header[1]) if header[1].isdigit() else 0
        end = 3 + sum(len(part) + 1 for part in header[:4]) + count
        return self._cut(name, 3, end, binary=True) if len(self.data) >= end else None

    def _cut(self, name: str, start: int, end: int, *, binary: bool = False) -> ZplCommand:
        raw = bytes(self.data[:end])
        del self.data[:end]
        body = raw[start:] if binary else raw[start:].translate(None, _ENDS)
        return ZplCommand(name, body, raw)
