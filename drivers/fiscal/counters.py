"""Sums that a register keeps for a shift and for the life of its ФН. Source: spec/ffd.md 7.3.

Receipts and corrections are counted apart. What a document tells depends on its version: 1129..1132 are of receipts
alone in ФФД 1.05, of both from 1.1 on.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from drivers.fiscal import tlv
from drivers.fiscal.settled import Settled
from drivers.model.counters import CounterBlock
from drivers.model.document import Payments
from drivers.model.ffd import FfdVersion, ReceiptType, VatRate

_BLOCKS = {
    ReceiptType.SALE: 1129,
    ReceiptType.SALE_RETURN: 1130,
    ReceiptType.PURCHASE: 1131,
    ReceiptType.PURCHASE_RETURN: 1132,
}
_CORRECTIONS = {
    ReceiptType.SALE: 1145,
    ReceiptType.PURCHASE: 1146,
    ReceiptType.SALE_RETURN: 1232,
    ReceiptType.PURCHASE_RETURN: 1233,
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
_CORRECTION_VAT_TAGS = {  # ФФД 1.05 alone
    VatRate.VAT_20: 1151,
    VatRate.VAT_10: 1152,
    VatRate.VAT_0: 1153,
    VatRate.NO_VAT: 1154,
    VatRate.VAT_20_120: 1155,
    VatRate.VAT_10_110: 1184,
}
_EARLY = frozenset({FfdVersion.V1_0, FfdVersion.V1_05})


@dataclass(frozen=True, slots=True)
class TypeTotals:
    """Sums of one receipt type, kopecks. `payments.cash` is the cash that moved, without change."""

    count: int = 0  # 1135
    payments: Payments = field(default_factory=Payments)  # 1136, 1138, 1218, 1219, 1220
    total: int = 0  # 1201
    vat: Mapping[VatRate, int] = field(default_factory=dict)
    by_order: int = 0  # 1149: of corrections, those that the tax office ordered

    def add(self, settled: Settled) -> "TypeTotals":
        correction = settled.receipt.correction
        by_order = int(correction is not None and correction.by_order)
        return self + TypeTotals(1, settled.payments, settled.total, settled.vat, by_order)

    def __add__(self, other: "TypeTotals") -> "TypeTotals":
        old, new = self.payments, other.payments
        return TypeTotals(
            count=self.count + other.count,
            payments=Payments(
                cash=old.cash + new.cash,
                electronic=old.electronic + new.electronic,
                advance=old.advance + new.advance,
                credit=old.credit + new.credit,
                provision=old.provision + new.provision,
            ),
            total=self.total + other.total,
            vat={rate: self.vat.get(rate, 0) + other.vat.get(rate, 0) for rate in sorted({*self.vat, *other.vat})},
            by_order=self.by_order + other.by_order,
        )

    def tlv(self) -> list[bytes]:
        """The requisites of 1129..1132; the count alone while nothing was counted."""
        return [self._count(), *(self._sums(_VAT_TAGS) if self.count else ())]

    def tlv_of_corrections(self, ffd: FfdVersion) -> list[bytes]:
        """The requisites of 1145, 1146, 1232 and 1233; from ФФД 1.1 on the count alone."""
        if ffd not in _EARLY or not self.count:
            return [self._count()]
        kinds = [tlv.encode(1148, self.count - self.by_order), tlv.encode(1149, self.by_order)]
        return [*kinds, *self._sums(_CORRECTION_VAT_TAGS), self._count()]

    def _count(self) -> bytes:
        return tlv.encode(1135, self.count)

    def _sums(self, vat_tags: Mapping[VatRate, int]) -> list[bytes]:
        paid = self.payments
        sums = {1136: paid.cash, 1138: paid.electronic, 1218: paid.advance, 1219: paid.credit, 1220: paid.provision}
        sums[1201] = self.total
        sums |= {tag: self.vat.get(rate, 0) for rate, tag in vat_tags.items()}
        return [tlv.encode(tag, amount) for tag, amount in sums.items()]


@dataclass(frozen=True, slots=True)
class Totals:
    """All receipts of a shift or of a ФН, by type. Types that did not occur are absent."""

    by_type: Mapping[ReceiptType, TypeTotals] = field(default_factory=dict)  # receipts alone
    corrections: Mapping[ReceiptType, TypeTotals] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """1134: receipts and corrections of all types."""
        return sum(totals.count for totals in self.by_type.values()) + self.correction_count

    @property
    def correction_count(self) -> int:
        """1144."""
        return sum(totals.count for totals in self.corrections.values())

    def of(self, receipt_type: ReceiptType) -> TypeTotals:
        """Receipts of this type, no corrections."""
        return self.by_type.get(receipt_type) or TypeTotals()

    def corrected(self, receipt_type: ReceiptType) -> TypeTotals:
        """Corrections of this type."""
        return self.corrections.get(receipt_type) or TypeTotals()

    def counted(self, receipt_type: ReceiptType, ffd: FfdVersion) -> TypeTotals:
        """What 1129..1132 of a version count: corrections are among them from ФФД 1.1 on."""
        receipts = self.of(receipt_type)
        return receipts if ffd in _EARLY else receipts + self.corrected(receipt_type)

    def add(self, settled: Settled) -> "Totals":
        """These totals and one receipt, or correction, more."""
        kind = settled.receipt.type
        if settled.receipt.correction is None:
            return Totals({**self.by_type, kind: self.of(kind).add(settled)}, self.corrections)
        return Totals(self.by_type, {**self.corrections, kind: self.corrected(kind).add(settled)})

    def tlv_1157(self, ffd: FfdVersion) -> bytes:
        """Totals of the ФН."""
        return tlv.encode(1157, self._blocks(ffd))

    def tlv_1194(self, ffd: FfdVersion) -> bytes:
        """Totals of the shift."""
        return tlv.encode(1194, self._blocks(ffd))

    def tlv_1158(self, ffd: FfdVersion) -> bytes:
        """Of what waits for the ОФД. That receipts and corrections are counted together here is inferred."""
        both = [
            tlv.encode(tag, (self.of(kind) + self.corrected(kind)).tlv_of_corrections(ffd))
            for kind, tag in _CORRECTIONS.items()
        ]
        return tlv.encode(1158, [tlv.encode(1144, self.count), *both])

    def _blocks(self, ffd: FfdVersion) -> list[bytes]:
        blocks = [tlv.encode(tag, self.counted(kind, ffd).tlv()) for kind, tag in _BLOCKS.items()]
        return [tlv.encode(1134, self.count), *blocks, self._tlv_1133(ffd)]

    def _tlv_1133(self, ffd: FfdVersion) -> bytes:
        kinds = [
            tlv.encode(tag, self.corrected(kind).tlv_of_corrections(ffd))
            for kind, tag in _CORRECTIONS.items()
            if self.corrected(kind).count
        ]
        return tlv.encode(1133, [tlv.encode(1144, self.correction_count), *kinds])

    def to_json(self) -> str:
        """One line of text that `from_json` reads back."""
        plain: dict[str, Any] = {str(kind.value): _to_plain(totals) for kind, totals in self.by_type.items()}
        if self.corrections:
            plain["corrections"] = {str(kind.value): _to_plain(totals) for kind, totals in self.corrections.items()}
        return json.dumps(plain)

    @classmethod
    def from_json(cls, text: str) -> "Totals":
        """Also of files that know no corrections yet. Raises ValueError for anything `to_json` did not write."""
        try:
            plain = json.loads(text)
            corrections = _read(plain.pop("corrections", {}))
            return cls(_read(plain), corrections)
        except (AttributeError, KeyError, TypeError, RecursionError) as error:
            raise ValueError("not saved totals") from error


def blocks(shift: Totals, life: Totals, ffd: FfdVersion) -> tuple[CounterBlock, ...]:
    """Eight: the shift's by type, then those of the ФН since it was registered."""
    return tuple(
        _block(totals, kind, ffd, of_shift=of_shift)
        for of_shift, totals in ((True, shift), (False, life))
        for kind in ReceiptType
    )


def _block(totals: Totals, kind: ReceiptType, ffd: FfdVersion, *, of_shift: bool) -> CounterBlock:
    counted, corrected = totals.counted(kind, ffd), totals.corrected(kind)
    return CounterBlock(
        shift=of_shift,
        type=kind,
        count=counted.count,
        total=counted.total,
        payments=counted.payments,
        vat=counted.vat,
        corrections=corrected.count,
        corrections_total=corrected.total,
    )


def _to_plain(totals: TypeTotals) -> dict[str, Any]:
    paid = totals.payments
    plain = {
        "count": totals.count,
        "payments": [paid.cash, paid.electronic, paid.advance, paid.credit, paid.provision],
        "total": totals.total,
        "vat": {str(rate.value): amount for rate, amount in totals.vat.items()},
    }
    return plain | {"by_order": totals.by_order} if totals.by_order else plain


def _read(plain: dict[str, Any]) -> dict[ReceiptType, TypeTotals]:
    return {ReceiptType(int(kind)): _from_plain(block) for kind, block in plain.items()}


def _from_plain(block: dict[str, Any]) -> TypeTotals:
    cash, electronic, advance, credit, provision = (int(amount) for amount in block["payments"])
    return TypeTotals(
        count=int(block["count"]),
        payments=Payments(cash, electronic, advance, credit, provision),
        total=int(block["total"]),
        vat={VatRate(int(rate)): int(amount) for rate, amount in block["vat"].items()},
        by_order=int(block.get("by_order", 0)),
    )
