"""Correction receipts of the ФФД 1.05: FF35, tags (receipt.tag), then FF36 or FF4A. Source: spec/shtrih-m.md 3.7.

From the ФФД 1.1 on a correction is a receipt: receipt.open_receipt(..., correction=True).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from drivers.model.ffd import ReceiptType, TaxSystem
from drivers.shtrih.numbers import Reader, money, u8
from drivers.shtrih.request import Effect, Request
from drivers.shtrih.requests.making import command, nothing
from drivers.shtrih.requests.receipt import sums, tax_system_bit

_KINDS = (ReceiptType.SALE, ReceiptType.PURCHASE)  # nothing else is corrected in this format


def begin_correction(password: int) -> Request[None]:
    """FF35, in modes 2 and 4."""
    return command(0xFF35, "begin correction", password, read=nothing, effect=Effect.MONEY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """`payments`: cash, electronic, prepaid, credit, other. `taxes`: 20 %, 10 %, turnover 0 %, turnover without VAT,
    20/120, 10/110.
    """

    kind: ReceiptType
    by_order: bool  # of the tax office; else by ourselves (tag 1173)
    total: int
    payments: Sequence[int]
    taxes: Sequence[int] = ()
    tax_system: TaxSystem


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    receipt: int  # number within the shift
    document: int  # number of the ФД
    sign: int  # ФП
    time: datetime | None = None  # where firmware tells it


def correct(password: int, correction: Correction) -> Request[Corrected]:
    """FF4A. Raises ValueError, also for returns."""
    if correction.kind not in _KINDS:
        raise ValueError(f"{correction.kind.name} is not corrected in the ФФД 1.05")
    parameters = b"".join(
        (
            u8(correction.by_order),
            u8(correction.kind),
            money(correction.total),
            sums(correction.payments, 5),
            sums(correction.taxes, 6),
            tax_system_bit(correction.tax_system),
        )
    )
    return command(0xFF4A, "correction", password, parameters, read=_corrected, effect=Effect.MONEY)


def correct_total(password: int, kind: ReceiptType, total: int) -> Request[Corrected]:
    """FF36: firmware before FF4A. Raises ValueError."""
    parameters = money(total) + u8(kind)
    return command(0xFF36, "correction", password, parameters, read=_corrected, effect=Effect.MONEY)


def _corrected(data: bytes) -> Corrected:
    reader = Reader(data)
    return Corrected(receipt=reader.u16(), document=reader.u32(), sign=reader.u32(), time=reader.later_moment())
