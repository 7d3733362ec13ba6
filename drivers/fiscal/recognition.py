"""What kind of code a scanned or typed text is, and what it says of the goods. Source: spec/ffd.md 10.1 and 10.2."""

import re
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache

from drivers.fiscal import gs1, scanned
from drivers.model.document import MarkingCode
from drivers.printing.check_digit import check_digit


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
    """A recognised code. `remarks` tell what was put right in it, `faults` what is wrong, in words for a cashier."""

    kind: GoodsKind
    text: str  # cleaned, as scanned
    gtin: str = ""
    serial: str = ""  # AI 21; of a pack of cigarettes its seven characters
    price: str = ""  # AI 8005 of a block of cigarettes
    elements: tuple[gs1.Element, ...] = ()  # by application identifier, in order
    remarks: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()

    @property
    def names_a_piece(self) -> bool:
        """Whether it is the code of one single thing, not of a sort of goods."""
        return bool(self.serial) or self.kind in _PIECES


_PIECES = frozenset({GoodsKind.TOBACCO_PACK, GoodsKind.FUR, GoodsKind.EGAIS_2, GoodsKind.EGAIS_3})
_SHAPES = (
    (re.compile(r"\d{14}.{15}", re.ASCII), GoodsKind.TOBACCO_PACK),
    (re.compile(r"[0-9A-Z]{68}", re.ASCII), GoodsKind.EGAIS_2),
    (re.compile(r"[0-9A-Z]{150}", re.ASCII), GoodsKind.EGAIS_3),
    (re.compile(r"[A-Z]{2}-\d{6}-[A-Z0-9]{10,11}", re.ASCII), GoodsKind.FUR),
    (re.compile(r"\d{10}", re.ASCII), GoodsKind.MOTOR_FUEL),
)
_DIGITS = {8: GoodsKind.EAN8, 13: GoodsKind.EAN13, 14: GoodsKind.ITF14}
_NOTHING_KNOWN = "код не похож ни на штрихкод EAN, ни на код маркировки: отсканируйте его целиком"
_WRONG_PARTS = "GTIN бывает до 14 цифр, серийный номер до 20 знаков латиницы: проверьте их или отсканируйте код"


@lru_cache(maxsize=1024)  # a shop sells the same goods all day, and one receipt asks many times of each
def recognise(code: str) -> Goods:
    """What a scanned or typed code is. Never raises: what fits nothing, a bad check digit included, is UNKNOWN."""
    typed = scanned.read(code)
    parsed = gs1.parse(typed.text)
    found = _of_elements(typed.text, parsed) if parsed is not None and parsed.names_goods else _of_shape(typed.text)
    faults = found.faults
    if found.kind is GoodsKind.UNKNOWN:
        faults = typed.faults or (parsed.faults if parsed is not None else ()) or _why_unknown(typed.text)
    return replace(found, remarks=typed.remarks + found.remarks, faults=faults)


def _of_elements(text: str, parsed: gs1.Parsed) -> Goods:
    return Goods(
        GoodsKind.GS1,
        text,
        parsed.value(gs1.GTIN),
        parsed.value(gs1.SERIAL),
        parsed.value("8005"),
        parsed.elements,
        parsed.remarks,
        parsed.faults,
    )


def _of_shape(text: str) -> Goods:
    for shape, kind in _SHAPES:
        if shape.fullmatch(text):
            return _pack(text) if kind is GoodsKind.TOBACCO_PACK else Goods(kind, text)
    if len(text) in _DIGITS and has_check_digit(text):
        return Goods(_DIGITS[len(text)], text, gtin=text.zfill(14))
    return Goods(GoodsKind.UNKNOWN, text)


def _pack(text: str) -> Goods:
    """GTIN 14, serial number 7, highest price 4, check code 4, with no identifiers between."""
    gtin, serial = text[:14], text[14:21]
    return Goods(
        GoodsKind.TOBACCO_PACK,
        text,
        gtin,
        serial,
        elements=((gs1.GTIN, gtin), (gs1.SERIAL, serial)),
        faults=gs1.wrong_check_digit(gs1.GTIN, gtin),
    )


def _why_unknown(text: str) -> tuple[str, ...]:
    if len(text) in _DIGITS and text.isascii() and text.isdigit():
        right = check_digit(text[:-1])
        return (f"контрольная цифра штрихкода должна быть {right}, а в нём {text[-1]}: отсканируйте его заново",)
    return (_NOTHING_KNOWN,)


def has_check_digit(digits: str) -> bool:
    """Whether the last digit of an EAN or GTIN is right (weights 3 and 1 from the right)."""
    if not (digits.isascii() and digits.isdigit()) or len(digits) < 2:
        return False
    return digits[-1] == check_digit(digits[:-1])


def of_marking(marking: MarkingCode) -> Goods | None:
    """The code, or GTIN and serial number where the client has only those; None when there is nothing."""
    gtin, serial = marking.gtin.strip(), marking.serial.strip()
    if marking.code.strip() or not serial:
        code = marking.code.strip() or gtin
        return recognise(code) if code else None
    if gtin.isascii() and gtin.isdigit() and len(gtin) <= 14 and gs1.is_serial(serial):
        gtin = gtin.zfill(14)
        return Goods(
            GoodsKind.GS1, f"01{gtin}21{serial}", gtin, serial, elements=((gs1.GTIN, gtin), (gs1.SERIAL, serial))
        )
    return Goods(GoodsKind.UNKNOWN, gtin + serial, faults=(_WRONG_PARTS,))
