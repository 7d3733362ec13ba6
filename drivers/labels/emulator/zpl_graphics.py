"""Pictures in ZPL II: ^GF with its hexadecimal run lengths, and Base64 with and without LZ77.

Source: ZPL II Programming Guide, ^GF, ~DG "alternative data compression scheme", "ZB64 encoding and compression".
"""

import base64
import binascii
import zlib
from dataclasses import dataclass, field

from PIL import Image

from drivers.labels.emulator.paper import MAX_SIDE, packed
from drivers.labels.emulator.parameters import Rejected, whole

_HEX = frozenset("0123456789ABCDEFabcdef")
_ENDS = frozenset(",!:")
_MOST = 16 << 20  # bytes of a picture: more is a mistake


def graphic(body: bytes, delimiter: bytes) -> Image.Image:
    """^GFa,b,c,d,data: a A (hexadecimal or ZB64) or B (bytes), c bytes in all, d bytes a row."""
    parts = body.split(delimiter, 4)
    if len(parts) < 5:
        raise Rejected("^GF has five values")
    kind, total, across = parts[0].upper(), whole(_text(parts[2]), 1, _MOST), whole(_text(parts[3]), 1, MAX_SIDE // 8)
    if kind == b"A":
        data = decoded(_text(parts[4]).strip(), total, across)
    elif kind == b"B":
        data = parts[4]
    else:
        raise Rejected(f"^GF{kind!r}")
    if len(data) != total or total % across:
        raise Rejected(f"^GF has {len(data)} bytes instead of {total} in rows of {across}")
    return packed(across * 8, total // across, data)


def _text(data: bytes) -> str:
    return data.decode("latin-1")


def decoded(text: str, total: int, across: int) -> bytes:
    if text.startswith((":B64:", ":Z64:")):
        return _zb64(text, total)
    return unpacked(text, across)


def _zb64(text: str, total: int) -> bytes:
    """:id:data:crc, the CRC of the encoded data in four hexadecimal digits."""
    _, name, data, crc = [*text.split(":"), "", "", ""][:4]
    if not crc or f"{binascii.crc_hqx(data.encode('latin-1'), 0):04X}" != crc.strip().upper():
        raise Rejected(f"CRC of a {name} picture")
    try:
        plain = base64.b64decode(data, validate=True)
        if name != "Z64":
            return plain
        unzip = zlib.decompressobj()
        return unzip.decompress(plain, total + 1)
    except (ValueError, zlib.error) as error:
        raise Rejected(f"a {name} picture that cannot be unpacked") from error


def unpacked(text: str, across: int) -> bytes:
    """Hexadecimal digits with run lengths, rows of `across` bytes.

    G..Y repeat the next digit 1..19 times, g..z 20, 40 … 400 times, and they add up; `,` ends a row with zeros, `!`
    with ones, `:` repeats the row before.
    """
    rows = _Rows(across * 2)
    for char in text.replace(" ", ""):
        rows.take(char)
        if len(rows.rows) > MAX_SIDE:
            raise Rejected("^GF is too long")
    if rows.row or rows.count:
        raise Rejected("the last row of ^GF is not complete")
    return bytes.fromhex("".join(rows.rows))


@dataclass(slots=True)
class _Rows:
    width: int  # digits of a row
    rows: list[str] = field(default_factory=list)
    row: str = ""
    count: int = 0

    def take(self, char: str) -> None:
        if "G" <= char <= "Y":
            self.count += ord(char) - ord("F")
        elif "g" <= char <= "z":
            self.count += (ord(char) - ord("f")) * 20
        elif char in _HEX:
            self.row += char * (self.count or 1)
            self.count = 0
        elif char in _ENDS:
            self._end(char)
        else:
            raise Rejected(f"{char!r} in ^GF")
        while len(self.row) >= self.width:
            self.rows.append(self.row[: self.width])
            self.row = self.row[self.width :]

    def _end(self, char: str) -> None:
        if self.count:
            raise Rejected("a run length of ^GF without its digit")
        if char == ":":
            if not self.rows or self.row:
                raise Rejected("^GF repeats a row that is not there")
            self.row = self.rows[-1]
        else:
            self.row = self.row.ljust(self.width, "0" if char == "," else "F")
