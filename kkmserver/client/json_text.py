"""Values <-> JSON. Decimals keep their digits: no float on either way."""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal

Json = None | bool | int | Decimal | str | Sequence["Json"] | Mapping[str, "Json"]


def encode(value: Json) -> bytes:
    """Halves of surrogate pairs become question marks. Raises TypeError for a float: money has none."""
    return _text(value).encode("utf-8", "replace")


def decode(body: bytes) -> dict[str, Json]:
    """Raises ValueError for anything but an object."""
    value = json.loads(body.decode("utf-8-sig"), parse_float=Decimal, strict=False)
    if not isinstance(value, dict):
        raise ValueError("not an object")  # noqa: TRY004
    return value


def _text(value: Json) -> str:
    match value:
        case str() | bool() | int() | None:
            return json.dumps(value, ensure_ascii=False)
        case Decimal() if value.is_finite():
            return f"{value:f}"
        case Mapping():
            return "{" + ",".join(f"{_text(str(name))}:{_text(item)}" for name, item in value.items()) + "}"
        case list() | tuple():
            return "[" + ",".join(map(_text, value)) + "]"
    raise TypeError(f"{value!r} is no value of a command; money and quantities are Decimal or int")
