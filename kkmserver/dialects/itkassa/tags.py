"""`tags` of a line, `{"id": 1191, "type": "string", "value": "…"}`: requisites by number. Spec: itkassa.md 6.3."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from drivers.model.document import Position
from kkmserver.dialects import receipts, values
from kkmserver.dialects.itkassa.members import Members

_HEX = re.compile(r"[0-9A-Fa-f]{2}(?:\s*[0-9A-Fa-f]{2})*")
_TYPES = ("byte", "int16", "int32", "double", "string", "array")


# Tag -> member of a Position, and how its value is read.
KNOWN: Mapping[int, tuple[str, Callable[[object, str], Any]]] = {
    1030: ("name", values.words),
    1162: ("goods_code", values.words),
    1191: ("attribute", values.words),
    1197: ("unit", values.words),
    1199: ("vat", receipts.vat_rate),
    1212: ("subject", receipts.subject),
    1214: ("method", receipts.method),
    1222: ("agent", receipts.agent_sign),
    1229: ("excise", values.kopecks),
    1230: ("country", values.words),
    1231: ("customs_declaration", values.words),
    2108: ("measure", receipts.measure),
}


def with_tags(position: Position, line: Members) -> Position:
    """The same with what its tags say; they win over the named members."""
    given = line.raw("tags") or []
    if not isinstance(given, list):
        line.fault("tags", "нужен список")
        return position
    found: dict[str, Any] = {}
    for index, one in enumerate(given):
        found |= _read(line.inner(one, f"tags[{index}]"))
    return replace(position, **found)


def _read(tag: Members) -> dict[str, Any]:
    """{member: value}; {} of one that is at fault. A tag without a place would be lost, so it is refused."""
    number, value = tag.whole("id"), tag.raw("value")
    if tag.text("type").lower() not in _TYPES:
        tag.fault("type", f"допустимы: {', '.join(_TYPES)}")
        return {}
    if number not in KNOWN:
        tag.fault("id", f"тег {number} в строке чека не поддерживается; допустимы: {', '.join(map(str, KNOWN))}")
        return {}
    member, reader = KNOWN[number]
    if tag.text("type").lower() == "array":
        value = _bytes(tag)
    return {} if value is None else {member: tag.read("value", lambda _, where: reader(value, where), None)}


def _bytes(tag: Members) -> str | None:
    """Text of the bytes; those of 1162 stay hex, as they are written into the ФН."""
    value = tag.text("value")
    if not _HEX.fullmatch(value):
        tag.fault("value", "нужны байты в hex через пробел, например 15 20 04 36")
        return None
    return value if tag.whole("id") == 1162 else bytes.fromhex(value).decode("cp866")
