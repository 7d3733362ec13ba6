"""The marking code of a position. Source: spec/mercury.md 3, spec/ffd.md 10.

Inferred: in 1.05 nomenclatureCode is the value of tag 1162 itself in base64, as `mc` is, and markingCode the code as
scanned; `part` is "1/2". An EAN without a code becomes the goods code 1302.
"""

import binascii
import re
from base64 import b64decode

from drivers.emulation.fiscal.goods import recognised
from drivers.emulation.fiscal.marking import Checked
from drivers.emulation.fiscal.values import Value, fixed, nest, text, vln
from drivers.mercury.emulator.core import Core
from drivers.mercury.emulator.fields import Fields
from drivers.mercury.emulator.results import Refused, Result

_MOST_CODE = 400  # characters of base64
_MOST_1162 = 32  # bytes
_PART = re.compile(r"([1-9]\d{0,9})/([1-9]\d{0,9})")
_EAN_13 = re.compile(r"\d{13}")
NOT_CHECKED = 0  # tag 2106


def requisites(core: Core, asked: Fields) -> list[Value]:
    """1162 or 1163 and what belongs to them. Raises Refused."""
    if core.till.ffd != "1.2":
        return _old(asked)
    if "mcInfo" in asked:
        return _checked(core, asked.part("mcInfo"))
    return _marked(core, _scanned(asked)) if "markingCode" in asked else []


def code(asked: Fields, name: str) -> bytes:
    try:
        return b64decode(asked.text(name, _MOST_CODE), validate=True)
    except binascii.Error as error:
        raise Refused(Result.BAD_FIELD, f"Неверное значение: {name}") from error


def _scanned(asked: Fields) -> bytes:
    return asked.text("markingCode", _MOST_CODE).encode("cp866", "replace")


def fraction(asked: Fields) -> list[Value]:
    """1291 of `part`, a piece of a pack."""
    if "part" not in asked:
        return []
    found = _PART.fullmatch(asked.text("part"))
    if not found or int(found[1]) >= int(found[2]):
        raise Refused(Result.BAD_FIELD, "Неверное значение: part")
    return [nest(1291, [text(1292, found[0]), vln(1293, int(found[1])), vln(1294, int(found[2]))])]


def _old(asked: Fields) -> list[Value]:
    if "nomenclatureCode" in asked:
        value = code(asked, "nomenclatureCode")
        if not 0 < len(value) <= _MOST_1162:
            raise Refused(Result.BAD_FIELD, "Неверное значение: nomenclatureCode")
        return [(1162, value)]
    return [recognised(_scanned(asked)).requisite(old_format=True)] if "markingCode" in asked else []


def _checked(core: Core, told: Fields) -> list[Value]:
    told.only("mc", "ean", "processingMode", "plannedStatus", "part")
    if "mc" not in told:
        return [_ean(told)]
    told.integer("plannedStatus", 0, 255, 0)
    return _marked(core, code(told, "mc"), told.integer("processingMode", 0, 0, 0)) + fraction(told)


def _ean(told: Fields) -> Value:
    """1163 with 1302."""
    value = told.text("ean")
    if not _EAN_13.fullmatch(value):
        raise Refused(Result.BAD_FIELD, "Неверное значение: ean")
    return nest(1163, [text(1302, value)])


def _marked(core: Core, scanned: bytes, mode: int = 0) -> list[Value]:
    """1163, 2102, 2106."""
    result = _result(core, core.till.marking.accepted.get(scanned))
    return [recognised(scanned).requisite(old_format=False), fixed(2102, mode), fixed(2106, result)]


def _result(core: Core, accepted: Checked | None) -> int:
    if accepted is not None:
        return accepted.verdict.result
    if not core.quirks.unchecked_codes:
        raise Refused(Result.CODE_NOT_CHECKED, "Код маркировки не проверен или не принят")
    return NOT_CHECKED
