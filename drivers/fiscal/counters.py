"""Sums that a register keeps for a shift and for the life of its ФН. Source: spec/ffd.md 7.3."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from drivers.fiscal import tlv
from drivers.fiscal.settled import Settled
from drivers.model.document import Payments
from drivers.model.ffd import ReceiptType, VatRate

_BLOCKS = {
    ReceiptType.SALE: 1129,
    ReceiptType.SALE_RETURN: 1130,
    ReceiptType.PURCHASE: 1131,
    ReceiptType.PURCHASE_RETURN: 1132,
}
# Rates 5, 7 and 22 % have no known counter tags: they are kept and printed, not sent.
_VAT_TAGS = {
    VatRate.VAT_20: 1139,
    VatRate.VAT_10: 1140,
    VatRate.VAT_20_120: 1141,
    VatRate.VAT_10_110: 1142,
    VatRate.VAT_0: 1143,
    VatRate.NO_VAT: 1183,
}


@dataclass(frozen=True, slots=True)
class TypeTotals:
    """Sums of one receipt type (1129..1132), kopecks. `payments.cash` is the cash that moved, without change."""

    count: int = 0  # 1135
    payments: Payments = field(default_factory=Payments)  # 1136, 1138, 1218, 1219, 1220
    total: int = 0  # 1201
    vat: Mapping[VatRate, int] = field(default_factory=dict)

    def add(self, settled: Settled) -> "TypeTotals":
        old, new = self.payments, settled.payments
        return TypeTotals(
            count=self.count + 1,
            payments=Payments(
                cash=old.cash + new.cash,
                electronic=old.electronic + new.electronic,
                advance=old.advance + new.advance,
                credit=old.credit + new.credit,
                provision=old.provision + new.provision,
            ),
            total=self.total + settled.total,
            vat={rate: self.vat.get(rate, 0) + settled.vat.get(rate, 0) for rate in sorted({*self.vat, *settled.vat})},
        )

    def tlv(self) -> list[bytes]:
        """The requisites of the block; the count alone while nothing was counted."""
        count = tlv.encode(1135, self.count)
        if not self.count:
            return [count]
        paid = self.payments
        sums = {1136: paid.cash, 1138: paid.electronic, 1218: paid.advance, 1219: paid.credit, 1220: paid.provision}
        sums[1201] = self.total
        sums |= {tag: self.vat.get(rate, 0) for rate, tag in _VAT_TAGS.items()}
        return [count, *(tlv.encode(tag, amount) for tag, amount in sums.items())]


@dataclass(frozen=True, slots=True)
class Totals:
    """All receipts of a shift or of a ФН, by type. Types that did not occur are absent."""

    by_type: Mapping[ReceiptType, TypeTotals] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """1134: receipts of all types."""
        return sum(totals.count for totals in self.by_type.values())

    def of(self, receipt_type: ReceiptType) -> TypeTotals:
        return self.by_type.get(receipt_type) or TypeTotals()

    def add(self, settled: Settled) -> "Totals":
        """These totals and one receipt more."""
        receipt_type = settled.receipt.type
        return Totals({**self.by_type, receipt_type: self.of(receipt_type).add(settled)})

    def tlv_1157(self) -> bytes:
        """Totals of the ФН."""
        return tlv.encode(1157, self._blocks())

    def tlv_1194(self) -> bytes:
        """Totals of the shift."""
        return tlv.encode(1194, self._blocks())

    def _blocks(self) -> list[bytes]:
        blocks = [tlv.encode(tag, self.of(receipt_type).tlv()) for receipt_type, tag in _BLOCKS.items()]
        return [tlv.encode(1134, self.count), *blocks, tlv.encode(1133, [tlv.encode(1144, 0)])]

    def to_json(self) -> str:
        """One line of text that `from_json` reads back."""
        return json.dumps({str(kind.value): _to_plain(totals) for kind, totals in self.by_type.items()})

    @classmethod
    def from_json(cls, text: str) -> "Totals":
        """Raises ValueError for anything `to_json` did not write."""
        try:
            plain = json.loads(text)
            return cls({ReceiptType(int(kind)): _from_plain(block) for kind, block in plain.items()})
        except (AttributeError, KeyError, TypeError, RecursionError) as error:
            raise ValueError("not saved totals") from error


def _to_plain(totals: TypeTotals) -> dict[str, Any]:
    paid = totals.payments
    return {
        "count": totals.count,
        "payments": [paid.cash, paid.electronic, paid.advance, paid.credit, paid.provision],
        "total": totals.total,
        "vat": {str(rate.value): amount for rate, amount in totals.vat.items()},
    }


def _from_plain(block: dict[str, Any]) -> TypeTotals:
    cash, electronic, advance, credit, provision = (int(amount) for amount in block["payments"])
    return TypeTotals(
        count=int(block["count"]),
        payments=Payments(cash, electronic, advance, credit, provision),
        total=int(block["total"]),
        vat={VatRate(int(rate)): int(amount) for rate, amount in block["vat"].items()},
    )
