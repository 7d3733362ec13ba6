"""Codes of the API and the words beside them. Source: spec/ikkm.md 3.1."""

from collections.abc import Mapping
from enum import IntEnum


class Code(IntEnum):
    WRONG_KEY = -1
    BUSY = -2
    SHIFT_EXPIRED = -3
    OFFLINE_TOO_LONG = -4
    PRINTER = -6
    BAD_REQUEST = -7
    UNKNOWN_METHOD = -8
    BAD_VALUE = -9
    PAID_TOO_LITTLE = -10
    OTHER_CASHIER = -11
    BELOW_TOTAL = -12
    OVERPAID = -13
    UNKNOWN_TAX = -14
    NO_CASH = -15
    NOT_ALLOWED = -16
    BAD_ITEMS = -17
    INTERNAL = -99


_BLOCKED = range(-199, -99)
_REASONS: Mapping[int, str] = {
    Code.WRONG_KEY: "Wrong key",
    Code.BUSY: "Busy",
    Code.SHIFT_EXPIRED: "Shift over 24h",
    Code.OFFLINE_TOO_LONG: "Offline over 72h",
    Code.PRINTER: "Printer not ready",
    Code.BAD_REQUEST: "Bad request",
    Code.UNKNOWN_METHOD: "Unknown method",
    Code.BAD_VALUE: "Bad value",
    Code.PAID_TOO_LITTLE: "Payment too small",
    Code.OTHER_CASHIER: "Other cashier",
    Code.BELOW_TOTAL: "Cash below total",
    Code.OVERPAID: "Overpaid",
    Code.UNKNOWN_TAX: "Unknown tax",
    Code.NO_CASH: "No cash",
    Code.NOT_ALLOWED: "Not allowed",
    Code.BAD_ITEMS: "Bad itemdata",
    Code.INTERNAL: "Internal error",
}


class Refused(Exception):
    """Nothing was done, or nobody knows. `reason` is ASCII and goes into the status line."""

    def __init__(self, code: int, reason: str = "") -> None:
        """`code`: a Code, or -100 less that of the fiscal data operator who has blocked the register."""
        super().__init__(code)
        self.code, self.reason = code, reason or _REASONS.get(code, "Blocked by OFD")


def is_known(code: int) -> bool:
    """Whether it may stand in a reply as an error."""
    return code in _REASONS or code in _BLOCKED
