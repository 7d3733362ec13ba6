"""The register says no. Source: spec/service-plus.md A7; the extended codes of 06/1 are the vendor's."""

from enum import IntEnum

from drivers.emulation.fiscal.refused import StorageRefused

_OF_STORAGE = 0x40  # and its own number
_OTHERS = {0x30: 0x61, 0x31: 0x62, 0x33: 0x41}  # the ФН is silent, answers nonsense, is told nonsense


class Error(IntEnum):
    STATE, UNKNOWN, PARAMETER = 0x01, 0x02, 0x03
    NO_PAPER, NOT_READY = 0x08, 0x09
    OLD_SHIFT, CLOCKS_DIFFER, DATE_BEFORE = 0x0A, 0x0B, 0x0C
    NEGATIVE, CLOSE_SHIFT, NO_DATA = 0x0E, 0x0F, 0x10
    FATAL = 0x20
    STORAGE_HAS_NONE = 0x48
    MARKING_FORBIDDEN, MARKING_ORDER, MARKING_BLOCKED, MARKING_FULL = 0x72, 0x73, 0x74, 0x75
    NOT_CHECKED = 0x7E


class Why(IntEnum):
    """Extended code."""

    NOT_STARTED, NOT_REGISTERED, NO_DOCUMENT, DOCUMENT_OPEN = 1, 4, 8, 9
    NOT_OPEN, NOT_ITEMS, NOT_PAYING, NOT_PAID, IN_STORAGE = 11, 12, 13, 14, 15
    NO_RECEIPT, NO_CASH, NO_SERVICE, SERVICE = 16, 17, 18, 19
    SHIFT_CLOSED, NOTHING_TO_PAY, NO_CASHIER, ONE_DISCOUNT = 20, 26, 33, 35
    TYPE, DEPARTMENT, NUMBER, TAX_SYSTEM = 40, 41, 42, 43
    NAME, ARTICLE, QUANTITY, PRICE, RATE, POSITION, SECTION = 44, 45, 46, 47, 48, 49, 50
    DISCOUNT_NAME, DISCOUNT, METHOD, SUBJECT, PAYMENT, SUM, TEXT, BUYER_ADDRESS = 51, 52, 53, 54, 55, 56, 57, 58
    AGENT, QUERY, REQUISITE, USER_NAME, USER_VALUE = 64, 66, 71, 72, 73
    CORRECTION, BASIS_NUMBER, CODE, BUYER_INN, BUYER, COUNTRY, DECLARATION, EXCISE = 75, 77, 81, 85, 86, 89, 90, 91


class Refused(Exception):
    """It answers with this error and does nothing."""

    def __init__(self, error: int, why: int = 0, cause: str = "") -> None:
        super().__init__(f"{error:02X}h/{why} {cause}".strip())
        self.error, self.why = error, why


def wrong_state(why: Why) -> Refused:
    return Refused(Error.STATE, why)


def wrong(why: Why | int = 0, cause: str = "") -> Refused:
    """A parameter."""
    return Refused(Error.PARAMETER, why, cause)


def of_storage(refusal: StorageRefused) -> Refused:
    """As the register passes it on: 45h for 05h. Source: A7, the groups have the same order as the ФН's own."""
    return Refused(_OTHERS.get(refusal.code, _OF_STORAGE + refusal.code), cause=str(refusal))
