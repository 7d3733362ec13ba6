"""Money and operation registers by number. Source: spec/shtrih-m.md 3.3; numbers without a meaning there read as 0."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from drivers.shtrih.emulator.command import Refused

KINDS = 4  # sale, purchase, sale return, purchase return: the order of 8Dh
DEPARTMENTS = 16

CASH_AT_CLOSING, CASH, DEPOSITED, WITHDRAWN, GRAND_TOTAL, CANCELLED = 120, 241, 242, 243, 244, 249
RECEIPT_DEPARTMENTS, RECEIPT_PAYMENTS, RECEIPT_TURNOVERS, RECEIPT_TAXES = 0, 72, 88, 104
SHIFT_DEPARTMENTS, SHIFT_PAYMENTS, SHIFT_TURNOVERS, SHIFT_TAXES = 121, 193, 209, 225

SHIFT_RECEIPTS, RECEIPT_NUMBERS, DOCUMENT = 144, 148, 152
DEPOSITS, WITHDRAWALS, DEPOSIT_NUMBER, WITHDRAWAL_NUMBER = 153, 154, 155, 156
CANCELLED_DOCUMENTS, X_REPORTS, CANCELLATIONS, CANCELLED_BY_KIND = 157, 158, 166, 179
OPERATIONS_RECEIPT, OPERATIONS_SHIFT = 0, 72
DOCUMENT_LOW, DOCUMENT_HIGH = 185, 186

_OF_RECEIPT = range(CASH_AT_CLOSING)
_OF_SHIFT = (*range(SHIFT_DEPARTMENTS, CASH), DEPOSITED, WITHDRAWN, *range(CANCELLED, CANCELLED + KINDS))
_COUNTS_OF_SHIFT = (*range(72, 148), DEPOSITS, WITHDRAWALS, CANCELLED_DOCUMENTS, *range(166, 183))


def slot(base: int, row: int, kind: int) -> int:
    """Of a department, payment or tax, counted from 1, and a kind of receipt."""
    return base + KINDS * (row - 1) + kind


@dataclass(slots=True)
class Registers:
    """`cash_core` models have more than 256 money registers, all of them 0 here."""

    cash_core: bool = False
    money: dict[int, int] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)

    def read_money(self, number: int) -> int:
        if number > 255 and not self.cash_core:
            raise Refused(0x33)
        return self.money.get(number, 0)

    def read_count(self, number: int) -> int:
        document = self.counts.get(DOCUMENT, 0)
        if number in (DOCUMENT_LOW, DOCUMENT_HIGH):
            return document >> (16 if number == DOCUMENT_HIGH else 0) & 0xFFFF
        return self.counts.get(number, 0) & 0xFFFF

    def add(self, number: int, sum_: int) -> None:
        self.money[number] = self.money.get(number, 0) + sum_

    def count(self, number: int) -> int:
        """-> the new value."""
        self.counts[number] = self.counts.get(number, 0) + 1
        return self.counts[number]

    def next_document(self) -> int:
        return self.count(DOCUMENT) & 0xFFFF

    def clear_receipt(self) -> None:
        _clear(self.money, _OF_RECEIPT)
        _clear(self.counts, range(72))

    def clear_shift(self) -> None:
        _clear(self.money, _OF_SHIFT)
        _clear(self.counts, _COUNTS_OF_SHIFT)


def _clear(registers: dict[int, int], numbers: Iterable[int]) -> None:
    for number in numbers:
        registers.pop(number, None)
