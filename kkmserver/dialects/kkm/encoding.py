"""Values -> the JSON of an answer: raw UTF-8, decimals as numbers with the places they have.

The standard encoder knows no Decimal. Source: spec/kkmserver.md 1.4, 6 (quirks 14, 15).
"""

from datetime import datetime, tzinfo
from decimal import Decimal
from json.encoder import encode_basestring as _quote  # compiled; the encoder's method would only call it

Value = None | bool | int | str | Decimal | dict[str, "Value"] | list["Value"]

_PLACES = 40  # written out; 1e999999999 has a gigabyte of them
NO_DATE = "0001-01-01T00:00:00"


def encode(value: Value) -> bytes:
    """Always valid UTF-8, whatever a text holds."""
    return dump(value).encode("utf-8", "replace")


def dump(value: Value) -> str:
    """JSON text without blanks."""
    if isinstance(value, str):
        return _quote(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return int.__repr__(value)
    if isinstance(value, dict):
        return "{" + ",".join([f"{_quote(name)}:{dump(item)}" for name, item in value.items()]) + "}"
    if isinstance(value, Decimal):
        return f"{value:f}" if abs(value.adjusted()) <= _PLACES else str(value)
    if isinstance(value, list):
        return "[" + ",".join([dump(item) for item in value]) + "]"
    return "null" if value is None else "true" if value else "false"


def date_of(time: datetime | None, zone: tzinfo | None = None) -> str:
    """Wall clock without a zone: a device's own as it is, UTC as seen in `zone` (None: the system's)."""
    if time is None:
        return NO_DATE
    if time.tzinfo is not None and not time.utcoffset():  # no shop of the country lives in UTC
        time = time.astimezone(zone)
    return time.strftime("%Y-%m-%dT%H:%M:%S") if time.year >= 1000 else NO_DATE
