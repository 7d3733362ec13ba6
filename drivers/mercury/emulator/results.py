"""Result numbers of the service.

The vendor's list was not found (spec/mercury.md 5): all but 0 are made up here, and mean nothing to a real service.
"""

from enum import IntEnum


class Result(IntEnum):
    DONE = 0
    ORDERED = 1  # by a test
    NOT_JSON = 2
    UNKNOWN_COMMAND = 3
    MISSING_FIELD = 4
    BAD_FIELD = 5
    CANNOT_EMULATE = 6
    BAD_KEY = 10
    PORT_BUSY = 11
    NO_REGISTER = 12
    SHIFT_CLOSED = 20
    SHIFT_OPEN = 21
    SHIFT_EXPIRED = 22
    NO_CHECK = 30
    CHECK_OPEN = 31
    NO_GOODS = 32
    SMALL_PAYMENT = 33
    NON_CASH_OVER = 34
    NOT_ENOUGH_CASH = 35
    NO_PAPER = 40
    NO_DOCUMENT = 41
    NOT_SUPPORTED = 42
    CODE_NOT_CHECKED = 50
    NO_CODE_IN_HAND = 51
    STORAGE = 100  # and the number of the ФН's own error


class Refused(Exception):
    """The service does nothing; `text` goes out as the description."""

    def __init__(self, result: int, text: str) -> None:
        super().__init__(f"{result} {text}")
        self.result, self.text = result, text
