"""GS k: what the bytes of a bar code mean, and its bars at the size asked for.

Sources: Epson's reference (GS k, functions A and B; GS w). Patterns come from zint; widths of elements follow the
printers: `GS w` gives the thin element, and the two-width codes have a thick one of their own.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import groupby

from PIL import Image

from drivers.escpos.emulator import retail
from drivers.escpos.emulator.reader import Rejected, between, one_of
from drivers.escpos.emulator.zint_patterns import modules

THICK = {2: 5, 3: 8, 4: 10, 5: 13, 6: 16}  # GS w n -> dots of the thick element of CODE39, ITF, CODABAR
_CODE39 = frozenset(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./")
_CODABAR = frozenset(b"0123456789$+-./:")
_DIGITS = frozenset(b"0123456789")


@dataclass(frozen=True, slots=True)
class LinearCode:
    """A bar code the printer understood. `content` is what a scanner reads, `source` what zint is given."""

    kind: str
    content: str
    symbology: str  # zint's name
    source: bytes
    two_widths: bool = False
    escaped: bool = False
    text: str | None = None

    @property
    def caption(self) -> str:
        """What GS H prints; control characters have no shape."""
        return "".join(char if char.isprintable() else " " for char in self.text or self.content)


def linear(system: int, data: bytes) -> LinearCode:
    """Meaning of the data of GS k; `system` 0..6 as in function A, 72..74 as in function B. Raises Rejected."""
    if system not in _READERS:
        raise Rejected(f"bar code system {system}")
    return _READERS[system](data)


def _retail(system: int) -> Callable[[bytes], LinearCode]:
    def read(data: bytes) -> LinearCode:
        found = retail.read(system, data)
        return LinearCode(found.kind, found.content, found.symbology, found.source)

    return read


def _code39(data: bytes) -> LinearCode:
    if not data or not _CODE39.issuperset(data):
        raise Rejected(f"CODE39 cannot hold {data!r}")
    body = data.strip(b"*")  # the printer adds start and stop where they are missing
    if not body or b"*" in body:
        raise Rejected("a stop character inside CODE39")
    return LinearCode("CODE39", body.decode(), "CODE39", body, two_widths=True)


def _code93(data: bytes) -> LinearCode:
    if not 1 <= len(data) <= 255 or max(data) > 127:
        raise Rejected(f"CODE93 cannot hold {data!r}")
    return LinearCode("CODE93", data.decode(), "CODE93", data)


def _itf(data: bytes) -> LinearCode:
    if len(data) < 2 or len(data) % 2 or not _DIGITS.issuperset(data):
        raise Rejected("ITF takes an even number of digits")
    return LinearCode("ITF", data.decode(), "C25INTER", data, two_widths=True)


def _codabar(data: bytes) -> LinearCode:
    """Start and stop are A..D and come with the data; scanners are told to read the rest."""
    ends, body = data[:1].upper() + data[-1:].upper(), data[1:-1]
    if len(data) < 3 or not frozenset(b"ABCD").issuperset(ends) or not _CODABAR.issuperset(body):
        raise Rejected(f"CODABAR cannot hold {data!r}")
    return LinearCode("CODABAR", data.upper().decode(), "CODABAR", data.upper(), two_widths=True)


def _code128(data: bytes) -> LinearCode:
    """Data begins with {A, {B or {C; in set C a byte is a pair of digits; {{ is a brace, {1..{4 FNC1..FNC4."""
    if not 2 <= len(data) <= 255 or data[:1] != b"{" or data[1:2] not in (b"A", b"B", b"C"):
        raise Rejected("CODE128 must begin by choosing a code set")
    content, source, code_set, place = "", b"", "", 0
    while place < len(data):
        byte, place = data[place], place + 1
        if byte == ord("{"):
            mark, place = data[place : place + 1], place + 1
            if mark in (b"A", b"B", b"C"):
                code_set, source = mark.decode(), source + b"\\^" + mark
            elif mark == b"1":
                content, source = content + ("\x1d" if content else ""), source + b"\\^1"
            elif mark == b"{" and code_set != "C":
                content, source = content + "{", source + b"{"
            else:
                raise Rejected(f"CODE128 special {mark!r}")
            continue
        text = _code128_character(code_set, byte)
        content, source = content + text, source + _escaped(text)
    if not content:
        raise Rejected("CODE128 without data")
    return LinearCode("CODE128", content, "CODE128", source, escaped=True)


def _code128_character(code_set: str, byte: int) -> str:
    if code_set == "C" and byte <= 99:
        return f"{byte:02}"
    if (code_set == "B" and 32 <= byte <= 127) or (code_set == "A" and byte <= 95):
        return chr(byte)
    raise Rejected(f"byte {byte} in code set {code_set}")


def _gs1_128(data: bytes) -> LinearCode:
    """FNC1 comes first by itself; {1 is a further one, brackets and blanks are only for the eye, {( and {) are real.

    * is the check digit of the part that began with the last closing bracket.
    """
    if not 2 <= len(data) <= 255:
        raise Rejected("GS1-128 takes 2 to 255 bytes")
    content, text, source, part, place = "", "", b"\\^1", 0, 0
    while place < len(data):
        char, place = chr(data[place]), place + 1
        if char in "() ":
            text, part = text + char, len(content) if char == ")" else part
            continue
        if char == "{":
            char, place = data[place : place + 1].decode("latin-1"), place + 1
            if char == "1":
                content, source = content + "\x1d", source + b"\\^1"
                continue
            one_of(ord(char or " "), *b"(){*")
        elif char == "*":
            char = _gs1_check(content[part:])
        between(ord(char), 33, 126)
        content, text, source = content + char, text + char, source + _escaped(char)
    if not content:
        raise Rejected("GS1-128 without data")
    return LinearCode("GS1-128", content, "CODE128", source, escaped=True, text=text)


def _gs1_check(part: str) -> str:
    if not part.isdecimal():
        raise Rejected(f"no check digit for {part!r}")
    return retail.check_digit(part)


def _escaped(text: str) -> bytes:
    return text.encode("latin-1").replace(b"\\", b"\\\\")


_READERS: Mapping[int, Callable[[bytes], LinearCode]] = {
    **{system: _retail(system) for system in range(4)},
    4: _code39,
    5: _itf,
    6: _codabar,
    72: _code93,
    73: _code128,
    74: _gs1_128,
}


def draw_linear(code: LinearCode, thin: int, height: int) -> Image.Image:
    """Bars alone, no quiet zone, `height` dots high. Raises Rejected."""
    pattern = modules(code.symbology, code.source, escaped=code.escaped)[0]
    bars = bytearray()
    for value, run in groupby(pattern):
        length = len(list(run))
        dots = THICK[thin] if code.two_widths and length > 1 else thin * length
        bars += bytes([value]) * dots
    return Image.frombytes("L", (len(bars), 1), bytes(bars)).resize((len(bars), height), Image.Resampling.NEAREST)
