"""For whom a position is sold. Source: spec/mercury.md 3, spec/ffd.md 3; that a code is the bit of 1222 is inferred.

Phones are lists: M1.
"""

from drivers.emulation.fiscal.values import INN, Value, fixed, nest, text, texts
from drivers.mercury.emulator.fields import Fields

_AGENT = {
    1075: "transfPhone",
    1044: "payingOp",
    1073: "payingPhone",
    1074: "operatorPhone",
    1026: "transfName",
    1005: "transfAddress",
}
_SUPPLIER = {1171: "supplierPhone", 1225: "supplierName"}
_OPERATOR_INN, _SUPPLIER_INN = "transfINN", "supplierINN"


def agent(asked: Fields) -> list[Value]:
    """1222, 1223, 1224, 1226; nothing where the host tells nobody."""
    if "agent" not in asked:
        return []
    told = asked.part("agent")
    told.only("code", *_AGENT.values(), *_SUPPLIER.values(), _OPERATOR_INN, _SUPPLIER_INN)
    found = [fixed(1222, 1 << told.integer("code", 0, 6))]
    found += _nested(1223, _texts(told, _AGENT) + _inn(told, 1016, _OPERATOR_INN))
    return found + _nested(1224, _texts(told, _SUPPLIER)) + _inn(told, 1226, _SUPPLIER_INN)


def _texts(told: Fields, names: dict[int, str]) -> list[Value]:
    """Phones come as a list; of several the ФН gets each."""
    found: list[Value] = []
    for tag, name in names.items():
        found += [text(tag, one) for one in told.several(name)] if "Phone" in name else _text(told, tag, name)
    return found


def _text(told: Fields, tag: int, name: str) -> list[Value]:
    return texts({tag: told.optional_text(name)})


def _inn(told: Fields, tag: int, name: str) -> list[Value]:
    return [text(tag, told.text(name, INN), INN)] if name in told else []


def _nested(tag: int, parts: list[Value]) -> list[Value]:
    return [nest(tag, parts)] if parts else []
