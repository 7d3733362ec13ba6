"""Taxpayer numbers and the register's registration number. Source: spec/ffd.md, section 11."""

import binascii
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


def registration_number(ordinal: int, inn: str, serial: str) -> str:
    """РНМ (1037): ten digits of `ordinal` and six digits of CRC16-CCITT over ordinal, ИНН and factory number (1013).

    Raises ValueError unless 0 <= ordinal < 10**10 and both texts are ASCII of at most 12 and 20 characters.
    """
    if not 0 <= ordinal < 10**10 or len(inn) > 12 or len(serial) > 20:
        raise ValueError("registration number: ordinal has 10 digits, ИНН 12, factory number 20 at most")
    counted = f"{ordinal:010d}{inn.zfill(12)}{serial.zfill(20)}".encode("ascii")
    return f"{ordinal:010d}{binascii.crc_hqx(counted, 0xFFFF):06d}"


def is_registration_number(number: str, inn: str, serial: str) -> bool:
    """Whether a РНМ belongs to this ИНН and factory number."""
    number = number.strip()
    if len(number) != 16 or not (number.isascii() and number.isdigit()):
        return False
    try:
        return registration_number(int(number[:10]), inn.strip(), serial.strip()) == number
    except ValueError:
        return False
