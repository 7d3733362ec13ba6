"""What there is to say of a scanned code, as GetGoodCodeData answers it. Source: spec/kkmserver.md 3.12."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from drivers.fiscal.goods import tag_1162
from drivers.fiscal.recognition import Goods, GoodsKind, recognise


class CodeKind(StrEnum):
    """Kinds of code by the names the API has for them."""

    NOT_PARSED = "NotParse"
    EAN8 = "EAN8"
    EAN13 = "EAN13"
    ITF14 = "ITF14"
    GS1 = "GS1"
    FUR = "Fur"
    EGAIS_2 = "EGAIS2"
    EGAIS_3 = "EGAIS3"


_KINDS: Mapping[GoodsKind, CodeKind] = {
    GoodsKind.UNKNOWN: CodeKind.NOT_PARSED,
    GoodsKind.MOTOR_FUEL: CodeKind.NOT_PARSED,  # no scanned code, and the API has no name for it
    GoodsKind.EAN8: CodeKind.EAN8,
    GoodsKind.EAN13: CodeKind.EAN13,
    GoodsKind.ITF14: CodeKind.ITF14,
    GoodsKind.GS1: CodeKind.GS1,
    GoodsKind.TOBACCO_PACK: CodeKind.GS1,  # its 1162 begins as that of GS1
    GoodsKind.FUR: CodeKind.FUR,
    GoodsKind.EGAIS_2: CodeKind.EGAIS_2,
    GoodsKind.EGAIS_3: CodeKind.EGAIS_3,
}
_NOT_GOODS = "код из десяти цифр похож на код ТН ВЭД, а не на код товара: отсканируйте код с упаковки"


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsData:
    """`elements` are the values by application identifier; for a code of digits alone its GTIN stands in 01."""

    code: str  # as it came
    kind: CodeKind
    representation: str  # for people: (01)…(21)… of a code of GS1, else the code itself
    ean: str = ""  # EAN-8 or EAN-13 of the goods; "" where the GTIN is of a larger pack
    gtin: str = ""
    serial: str = ""
    contains_serial: bool = False  # whether the code is of one single thing
    marking_base64: str = ""  # tag 1162; "" for a code that is of no single thing
    elements: tuple[tuple[str, str], ...] = ()
    errors: str = ""  # what is wrong with the code
    remarks: tuple[str, ...] = ()  # what was put right in it: layout of the keyboard, lost separators

    @property
    def parsed(self) -> bool:
        return self.kind is not CodeKind.NOT_PARSED


def describe(code: str) -> GoodsData:
    """Everything a code says. Never raises."""
    found = recognise(code)
    elements = found.elements or ((("01", found.gtin),) if found.gtin else ())
    return GoodsData(
        code=code,
        kind=_KINDS[found.kind],
        representation=_representation(found),
        ean=_ean(found),
        gtin=found.gtin,
        serial=found.serial,
        contains_serial=found.names_a_piece,
        marking_base64=base64.b64encode(tag_1162(found.text)).decode("ascii") if found.names_a_piece else "",
        elements=elements,
        errors="; ".join(found.faults) if found.kind is not GoodsKind.MOTOR_FUEL else _NOT_GOODS,
        remarks=found.remarks,
    )


def _representation(found: Goods) -> str:
    if found.kind is GoodsKind.GS1:
        return "".join(f"({number}){value}" for number, value in found.elements)
    return "".join(sign if sign.isprintable() else " " for sign in found.text)


def _ean(found: Goods) -> str:
    """A GTIN without its leading zeros: the sample of the API gives the EAN-13 of a GTIN that begins with 0."""
    if found.gtin.startswith("000000"):
        return found.gtin[6:]
    return found.gtin[1:] if found.gtin.startswith("0") else ""
