"""The JSON of a request, numbers and members as they came: the answer repeats them."""

import json
from decimal import Decimal, InvalidOperation
from typing import Any

from kkmserver.dialects.kkm import lenient
from kkmserver.dialects.kkm.refusal import NotReadable

_LARGEST = 30  # digits before the point, and behind it


def read(body: bytes) -> dict[str, Any]:
    """Raises NotReadable."""
    lenient.parse(body)  # its limits and its texts; what it mends is not repeated in the answer, so it is refused
    try:
        value = json.loads(body.decode("utf-8-sig"), strict=False, parse_float=number)
    except ValueError as error:
        raise NotReadable("Тело запроса – не строгий JSON в UTF-8: уберите комментарии и лишние запятые.") from error
    assert isinstance(value, dict)
    return value


def loads(text: str | bytes) -> Any:
    """What was read before."""
    return json.loads(text, parse_float=number)


def number(token: str) -> Decimal | str:
    """One of absurd size stays text."""
    try:
        value = Decimal(token)
    except InvalidOperation:
        return token
    return value if abs(value.adjusted()) <= _LARGEST and len(token) <= 2 * _LARGEST else token
