"""Taxpayer numbers. Source: spec/ffd.md, section 11."""

import re
from collections.abc import Sequence

_WEIGHTS = (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
_KPP = re.compile(r"\d{4}[0-9A-Z]{2}\d{3}", re.ASCII)
NOBODY = "000000000000"
"""Stands in tags 1017, 1226 and 1228 for "has no Russian ИНН"."""


def is_inn(text: str) -> bool:
    """10 digits (organisation) or 12 (person) with right check digits. All zeros are not an ИНН."""
    if not (text.isascii() and text.isdigit()) or not text.strip("0"):
        return False
    digits = [int(char) for char in text]
    if len(digits) == 10:
        return _check_digit(digits, 9) == digits[9]
    return len(digits) == 12 and _check_digit(digits, 10) == digits[10] and _check_digit(digits, 11) == digits[11]


def _check_digit(digits: Sequence[int], count: int) -> int:
    weights = _WEIGHTS[len(_WEIGHTS) - count :]
    return sum(digit * weight for digit, weight in zip(digits, weights, strict=False)) % 11 % 10


def is_kpp(text: str) -> bool:
    return _KPP.fullmatch(text) is not None
