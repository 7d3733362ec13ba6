"""JSON in and out: numbers with a point come as Decimal, money goes out in roubles."""

import json
from datetime import datetime
from decimal import Decimal

Json = dict[str, object] | list[object] | None


def read(body: bytes) -> object:
    """Raises ValueError for what is no JSON in UTF-8."""
    return json.loads(body.decode("utf-8"), parse_float=Decimal)


def written(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def roubles(kopecks: int) -> float:
    """Only to be written out: the nearest double of a sum has its two digits."""
    return kopecks / 100


def moment(local: datetime, like: datetime) -> str:
    """ISO 8601; `local` has no zone, its offset is that of `like`."""
    return local.replace(tzinfo=like.tzinfo).isoformat(timespec="seconds")
