"""Values <-> the JSON of a request or an answer. Decimals keep their digits: no float on either way.

Source: spec/kkmserver.md 1.4 (raw UTF-8 without BOM out, a BOM is skipped in).
"""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal

from drivers.errors import FrameError

Json = None | bool | int | Decimal | str | Sequence["Json"] | Mapping[str, "Json"]


def encode(value: Json) -> bytes:
    """Halves of surrogate pairs become question marks."""
    return _text(value).encode("utf-8", "replace")


def _text(value: Json) -> str:
    match value:
        case str() | bool() | int() | None:
            return json.dumps(value, ensure_ascii=False)
        case Decimal():
            return f"{value:f}"
        case Mapping():
            return "{" + ",".join(f"{_text(name)}:{_text(item)}" for name, item in value.items()) + "}"
        case _:
            return "[" + ",".join(_text(item) for item in value) + "]"


def decode(body: bytes) -> Mapping[str, Json]:
    """Raises FrameError for anything but an object."""
    try:
        value = json.loads(body.decode("utf-8-sig"), parse_float=Decimal, parse_constant=_refuse, strict=False)
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise FrameError("Ответ не в формате JSON.") from error
    if not isinstance(value, dict):
        raise FrameError("Ответ не объект JSON.")
    return value


def _refuse(token: str) -> Json:
    raise ValueError(token)
