"""Goods codes: what kind a code is, and how tags 1162 (ФФД 1.05, 1.1) and 1163 (1.2) carry it.

Source: spec/ffd.md, section 10.
"""

import binascii
import re
from dataclasses import dataclass
from enum import Enum

from drivers.fiscal import tlv
from drivers.fiscal.scanned import GS, clean
from drivers.model.document import MarkingCode


class GoodsKind(Enum):
    """`type_1162` are the two bytes that begin tag 1162, `tag_1163` the one nested tag of 1163."""

    UNKNOWN = ("0000", 1300)
    EAN8 = ("4508", 1301)
    EAN13 = ("450D", 1302)
    ITF14 = ("490E", 1303)
    GS1 = ("444D", 1305)
    TOBACCO_PACK = ("444D", 1306)
    FUR = ("5246", 1307)
    EGAIS_2 = ("C514", 1308)
    EGAIS_3 = ("C51E", 1309)
    MOTOR_FUEL = ("4541", 1300)

    @property
    def type_1162(self) -> bytes:
        return bytes.fromhex(self.value[0])

    @property
    def tag_1163(self) -> int:
        return self.value[1]


@dataclass(frozen=True, slots=True)
class Goods:
    """A recognised code. `serial` is AI 21, `price` is AI 8005 of tobacco blocks."""

    kind: GoodsKind
    text: str  # cleaned, as scanned
    gtin: str = ""
    serial: str = ""
    price: str = ""


_GS1 = re.compile(r"01(\d{14})21(.+)", re.ASCII | re.DOTALL)
# Parts after the serial number when the scanner dropped the separators.
_UNSEPARATED = (
    re.compile(r"(.{13})91.{4}92(?:.{44}|.{88})"),
    re.compile(r"(.{6,13})93.{4}"),
    re.compile(r"(.{7})8005(\d{6})93.{4}", re.ASCII),
)
_SHAPES = (
    (re.compile(r"\d{14}.{15}", re.ASCII), GoodsKind.TOBACCO_PACK),
    (re.compile(r"[0-9A-Z]{68}", re.ASCII), GoodsKind.EGAIS_2),
    (re.compile(r"[0-9A-Z]{150}", re.ASCII), GoodsKind.EGAIS_3),
    (re.compile(r"[A-Z]{2}-\d{6}-[A-Z0-9]{10,11}", re.ASCII), GoodsKind.FUR),
    (re.compile(r"\d{10}", re.ASCII), GoodsKind.MOTOR_FUEL),
)
_DIGITS = {8: GoodsKind.EAN8, 13: GoodsKind.EAN13, 14: GoodsKind.ITF14}
_READY_1162 = re.compile(r"(?:444D|4508|450D|4909|490E|5246|C514|C51E|4541|1520|000[0-5])(?:[0-9A-F]{2}){6,30}")


def recognise(code: str) -> Goods:
    """What a scanned or typed code is. Never raises: what fits nothing, a bad check digit included, is UNKNOWN."""
    text = clean(code)
    if (found := _gs1(text)) is not None:
        return found
    for shape, kind in _SHAPES:
        if shape.fullmatch(text):
            return Goods(kind, text, gtin=text[:14] if kind is GoodsKind.TOBACCO_PACK else "")
    if len(text) in _DIGITS and has_check_digit(text):
        return Goods(_DIGITS[len(text)], text, gtin=text.zfill(14))
    return Goods(GoodsKind.UNKNOWN, text)


def _gs1(text: str) -> Goods | None:
    match = _GS1.fullmatch(text)
    if match is None:
        return None
    serial, *rest = match[2].split(GS)
    price = next((part[4:10] for part in rest if part.startswith("8005")), "")
    if GS not in match[2]:
        whole = next((found for shape in _UNSEPARATED if (found := shape.fullmatch(serial))), None)
        if whole is not None:
            serial, price = whole[1], whole[2] if (whole.lastindex or 0) > 1 else ""
    if not 1 <= len(serial) <= 20:
        return None
    return Goods(GoodsKind.GS1, text, match[1], serial, price)


def has_check_digit(digits: str) -> bool:
    """Whether the last digit of an EAN or GTIN is right (weights 3 and 1 from the right)."""
    if not (digits.isascii() and digits.isdigit()) or len(digits) < 2:
        return False
    weighted = sum(int(digit) * (3 if index % 2 else 1) for index, digit in enumerate(reversed(digits)))
    return weighted % 10 == 0


def of_marking(marking: MarkingCode) -> Goods | None:
    """The code, or GTIN and serial number where the client has only those; None when there is nothing."""
    if marking.code.strip():
        return recognise(marking.code)
    gtin, serial = marking.gtin.strip(), marking.serial.strip()
    if gtin.isascii() and gtin.isdigit() and len(gtin) <= 14 and serial:
        gtin = gtin.zfill(14)
        return Goods(GoodsKind.GS1, f"01{gtin}21{serial}", gtin, serial)
    return Goods(GoodsKind.UNKNOWN, gtin + serial) if gtin or serial else None


def _as_goods(code: MarkingCode | str) -> Goods:
    found = recognise(code) if isinstance(code, str) else of_marking(code)
    if found is None:
        raise ValueError("the marking code is empty")
    return found


def _names_a_piece(code: MarkingCode | str, found: Goods) -> bool:
    return found.kind is not GoodsKind.GS1 or isinstance(code, str) or code.has_serial


def tag_1162(code: MarkingCode | str) -> bytes:
    """Value of tag 1162, at most 32 bytes: two bytes of type, then number or text. Raises ValueError when empty.

    A text that is such a value already, in hex, is taken as it is.
    """
    if isinstance(code, str) and _READY_1162.fullmatch(ready := re.sub(r"\s", "", code).upper()):
        return bytes.fromhex(ready)
    found = _as_goods(code)
    if not _names_a_piece(code, found):
        return GoodsKind.ITF14.type_1162 + _number(found.gtin)
    prefix = found.kind.type_1162
    if isinstance(code, MarkingCode) and not code.code.strip() and found.kind is GoodsKind.GS1 and code.stamp_type:
        prefix = _old_type(code.stamp_type)
    return prefix + _content_1162(found)


def _old_type(stamp: str) -> bytes:
    """The old API's stamp type ("02", "1520") is the type in hex, leading zeros left off."""
    try:
        return bytes.fromhex(stamp.strip().zfill(4))[:2]
    except ValueError:
        return GoodsKind.GS1.type_1162


def _content_1162(found: Goods) -> bytes:
    match found.kind:
        case GoodsKind.EAN8 | GoodsKind.EAN13 | GoodsKind.ITF14 | GoodsKind.MOTOR_FUEL:
            return _number(found.text)
        case GoodsKind.GS1:
            room = 24 - len(found.serial)
            return _number(found.gtin) + _bytes(found.serial + (found.price if len(found.price) <= room else ""))[:24]
        case GoodsKind.TOBACCO_PACK:
            return _number(found.gtin) + _bytes(found.text[14:25] + "  ")
    return _bytes(_cut(found))[:30]


def item_1163(code: MarkingCode | str) -> bytes:
    """The one nested tag of 1163. Raises ValueError when there is no code."""
    found = _as_goods(code)
    if not _names_a_piece(code, found):
        return tlv.encode(1304, f"01{found.gtin}")
    if found.kind is GoodsKind.GS1:
        return tlv.encode(1305, f"01{found.gtin}21{found.serial}")
    return tlv.encode(found.kind.tag_1163, _bytes(_cut(found))[:32].decode("cp866"))


def _cut(found: Goods) -> str:
    """The part of a long code that names the goods."""
    match found.kind:
        case GoodsKind.TOBACCO_PACK:
            return found.text[:21]
        case GoodsKind.EGAIS_2:
            return found.text[8:31]
        case GoodsKind.EGAIS_3:
            return found.text[:14]
        case GoodsKind.FUR:
            return found.text[:20]
    return found.text


def control_code(code: str) -> str:
    """Tag 2115: the last four digits of the CRC-32 over the code as scanned (tag 2000)."""
    return f"{binascii.crc32(_bytes(clean(code))) % 10000:04d}"


def _number(digits: str) -> bytes:
    return int(digits).to_bytes(6, "big")


def _bytes(text: str) -> bytes:
    return text.encode("cp866", "replace")
