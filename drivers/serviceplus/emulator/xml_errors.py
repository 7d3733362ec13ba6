"""How the register says no. All numbers are made up: the list was not found (spec/service-plus.md C2).

Only that ErrorSource names the ФН where it is the ФН that refuses is told there.
"""

from enum import IntEnum


class Error(IntEnum):
    """ErrorCode."""

    DONE = 0
    NOT_XML = 1
    NOT_OURS = 2  # label, version of the ФФД, version of the content
    UNKNOWN_COMMAND = 3
    MISSING = 4
    WRONG = 5
    SHIFT_CLOSED = 20
    SHIFT_OPEN = 21
    SHIFT_EXPIRED = 22
    SMALL_PAYMENT = 30
    NON_CASH_OVER = 31
    NOT_ENOUGH_CASH = 32
    NO_PAPER = 40
    STORAGE = 100  # and the number of the ФН's own error


class Category(IntEnum):
    NONE, REQUEST, STATE, STORAGE = range(4)


REGISTER, STORAGE = "KKT", "FN"  # ErrorSource


class Refused(Exception):
    """Nothing is done. `result`: what stands in Result."""

    def __init__(self, code: int, text: str, *, result: int = 1) -> None:
        super().__init__(f"{code} {text}")
        self.code, self.text, self.result = code, text, result

    @property
    def source(self) -> str:
        return STORAGE if self.code >= Error.STORAGE else REGISTER

    @property
    def category(self) -> Category:
        if self.code >= Error.STORAGE:
            return Category.STORAGE
        return Category.REQUEST if self.code <= Error.WRONG else Category.STATE
