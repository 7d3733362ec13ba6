"""Numbers of the API: digits with a point at most, 20 000 000 at most. Source: spec/ikkm.md 1."""

import re
from decimal import Decimal

from drivers.model import money
from kkmserver.dialects.ikkm.codes import Code, Refused

MOST = 20_000_000
_NUMBER = re.compile(r"\d{1,30}(\.\d{1,30})?", re.ASCII)
_WHOLE = re.compile(r"\d{1,9}", re.ASCII)


def number(text: str) -> Decimal:
    """Raises Refused."""
    if not _NUMBER.fullmatch(text) or (value := Decimal(text)) > MOST:
        raise Refused(Code.BAD_VALUE)
    return value


def sum_of(text: str) -> int:
    """In hundredths: more than two decimals are rounded. Raises Refused."""
    return money.kopecks(number(text))


def positive(text: str) -> int:
    """The same, above nothing."""
    if not (value := sum_of(text)):
        raise Refused(Code.BAD_VALUE)
    return value


def whole(text: str) -> int:
    """A code or a number. Raises Refused."""
    if not _WHOLE.fullmatch(text):
        raise Refused(Code.BAD_VALUE)
    return int(text)


def whole_sum(text: str) -> int:
    """Cash in and out is told without a fraction; in hundredths. Raises Refused."""
    value = whole(text)
    if not 0 < value <= MOST:
        raise Refused(Code.BAD_VALUE)
    return value * 100
