"""How a goods code is written into a document: tags 1162 (ФФД 1.05, 1.1), 1163, 2000, 2100, 2101 and 2115 (1.2).

Source: spec/ffd.md 3, 10.2, 10.3 and 10.4.
"""

import binascii
import re

from drivers.fiscal import scanned, tlv
from drivers.fiscal.recognition import Goods, GoodsKind, has_check_digit, of_marking, recognise
from drivers.model.document import MarkingCode

__all__ = [
    "Goods",
    "GoodsKind",
    "code_type",
    "control_code",
    "has_check_digit",
    "item_1163",
    "of_marking",
    "piece",
    "recognise",
    "remarks",
    "tag_1162",
    "tag_2000",
]

_READY_1162 = re.compile(r"(?:444D|4508|450D|4909|490E|5246|C514|C51E|4541|1520|000[0-5])(?:[0-9A-F]{2}){6,30}")
_MOST_2000 = 256


def _as_goods(code: MarkingCode | str) -> Goods:
    found = recognise(code) if isinstance(code, str) else of_marking(code)
    if found is None:
        raise ValueError("the marking code is empty")
    return found


def _names_only_a_sort(code: MarkingCode | str, found: Goods) -> bool:
    """A code of GS1 that is to be recorded by its GTIN alone."""
    told = isinstance(code, str) or code.has_serial
    return found.kind is GoodsKind.GS1 and not (told and found.serial)


def remarks(code: MarkingCode | str) -> tuple[str, ...]:
    """What a cashier should hear of a code: what was put right in it, and what is wrong with it."""
    found = recognise(code) if isinstance(code, str) else of_marking(code)
    return () if found is None else found.remarks + found.faults


def tag_1162(code: MarkingCode | str) -> bytes:
    """Value of tag 1162, at most 32 bytes: two bytes of type, then number or text. Raises ValueError when empty.

    A text that is such a value already, in hex, is taken as it is.
    """
    if isinstance(code, str) and _READY_1162.fullmatch(ready := re.sub(r"\s", "", code).upper()):
        return bytes.fromhex(ready)
    found = _as_goods(code)
    if _names_only_a_sort(code, found):
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
            return _number(found.gtin) + _bytes(found.serial + (found.price if len(found.price) <= room else ""))
        case GoodsKind.TOBACCO_PACK:
            return _number(found.gtin) + _bytes(found.text[14:25] + "  ")
    return _bytes(_cut(found))[:30]


def item_1163(code: MarkingCode | str) -> bytes:
    """The one nested tag of 1163. Raises ValueError when there is no code."""
    tag, text = _item(code)
    return tlv.encode(tag, text)


def piece(code: MarkingCode | str) -> str:
    """Tag 2101, the identifier of the piece: what 1163 holds of its code (inferred). Raises ValueError as 1163."""
    return _item(code)[1]


def _item(code: MarkingCode | str) -> tuple[int, str]:
    found = _as_goods(code)
    if _names_only_a_sort(code, found):
        return 1304, f"01{found.gtin}"
    if found.kind is GoodsKind.GS1:
        return 1305, f"01{found.gtin}21{found.serial}"
    return found.kind.tag_1163, _bytes(_cut(found))[:32].decode("cp866")


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


def code_type(code: MarkingCode | str, *, checks_44: bool = True) -> int:
    """Tag 2100: 0 unknown, 1 short, 2 check code of 88 signs, 3 and 4 of 44, 5 of 4. Raises ValueError when empty.

    `checks_44`: whether the ФН has the keys of the long codes of 44 (4) or not (3); the code itself does not tell. That
    a code with nothing behind its serial number is short, and the check code of a pack of cigarettes one of 4, is
    inferred.
    """
    found = _as_goods(code)
    if found.kind is GoodsKind.TOBACCO_PACK:
        return 5
    if found.kind is not GoodsKind.GS1 or not found.serial:
        return 0
    parts = dict(found.elements)
    if "91" in parts and "92" in parts:
        return {88: 2, 44: 4 if checks_44 else 3}.get(len(parts["92"]), 0)
    return 5 if "93" in parts else 1


def tag_2000(code: str) -> bytes:
    """The whole requisite 2000: the code as scanned, its separators kept (a text of CP866 would lose them).

    Raises ValueError over 256 bytes.
    """
    data = _bytes(scanned.clean(code))
    if len(data) > _MOST_2000:
        raise ValueError(f"tag 2000 takes {_MOST_2000} bytes, got {len(data)}")
    return tlv.pack(2000, data)


def control_code(code: str) -> str:
    """Tag 2115: the last four digits of the CRC-32 over the code as scanned (tag 2000)."""
    return f"{binascii.crc32(_bytes(scanned.clean(code))) % 10000:04d}"


def _number(digits: str) -> bytes:
    return int(digits).to_bytes(6, "big")


def _bytes(text: str) -> bytes:
    return text.encode("cp866", "replace")
