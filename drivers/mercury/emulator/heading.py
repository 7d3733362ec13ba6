"""What OpenCheck says of a whole receipt, as requisites. Source: spec/mercury.md 3, spec/ffd.md 2, 3.

Which field is which tag is inferred from the names.
"""

from drivers.emulation.fiscal.values import Value, fixed, nest, text, texts, time
from drivers.mercury.emulator.fields import Fields
from drivers.mercury.emulator.people import buyer, cashier
from drivers.mercury.emulator.results import Refused, Result

FIELDS = (
    "checkType",
    "taxSystem",
    "printDoc",
    "address",
    "location",
    "senderEmail",
    "additionalProps",
    "cashierInfo",
    "buyerInfo",
    "correctionInfo",
    "userAttribute",
    "operationInfo",
    "industryInfo",
    "timeZone",
    "internet",
)
_UNKNOWN_MEMBERS = ("operationInfo", "industryInfo")
_PROPERTIES, _EMAIL, _ATTRIBUTE, _NUMBER = 16, 64, 64, 32  # characters
_ZONES = 11


def requisites(asked: Fields, *, correction: bool, marked_format: bool) -> list[Value]:
    for name in _UNKNOWN_MEMBERS:
        if name in asked:
            raise Refused(Result.CANNOT_EMULATE, f"Эмулятор этого не умеет: состав {name} не известен")
    found = cashier(asked) + buyer(asked, marked_format=marked_format)
    found += texts(
        {
            1009: asked.optional_text("address"),
            1187: asked.optional_text("location"),
            1117: asked.optional_text("senderEmail", _EMAIL),
            1192: asked.optional_text("additionalProps", _PROPERTIES),
        }
    )
    found += _attribute(asked) + _internet(asked)
    return found + (_correction(asked) if correction else [])


def _attribute(asked: Fields) -> list[Value]:
    """1084."""
    if "userAttribute" not in asked:
        return []
    told = asked.part("userAttribute")
    told.only("attrName", "attrValue")
    return [nest(1084, [text(1085, told.text("attrName", _ATTRIBUTE)), text(1086, told.text("attrValue"))])]


def _internet(asked: Fields) -> list[Value]:
    """1125, 1011."""
    found = [fixed(1125, 1)] if asked.flag("internet", default=False) else []
    return found + ([fixed(1011, asked.integer("timeZone", 1, _ZONES))] if "timeZone" in asked else [])


def _correction(asked: Fields) -> list[Value]:
    """1173, 1174."""
    if "correctionInfo" not in asked:
        raise Refused(Result.MISSING_FIELD, "Нет поля: correctionInfo")
    told = asked.part("correctionInfo")
    told.only("correctionType", "causeName", "causeDocDate", "causeDocNum")
    base = [*texts({1177: told.optional_text("causeName")}), time(1178, told.moment("causeDocDate", day=True))]
    base += texts({1179: told.optional_text("causeDocNum", _NUMBER)})
    return [fixed(1173, told.integer("correctionType", 0, 1)), nest(1174, base)]
