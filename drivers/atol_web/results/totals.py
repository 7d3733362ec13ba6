"""Totals of the shift (`getShiftTotals`). Fields: W3; that they stand in `shiftTotals` is inferred from the others."""

from dataclasses import dataclass

from drivers.atol_web.tasks.names import RECEIPTS
from drivers.http_service.fields import Fields
from drivers.model.counters import CounterBlock
from drivers.model.document import Payments
from drivers.model.ffd import ReceiptType


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftTotals:
    shift: int
    cash: int  # kopecks in the drawer
    blocks: tuple[CounterBlock, ...]


def of_shift(result: Fields) -> ShiftTotals:
    told = result.inner("shiftTotals")
    receipts = told.inner("receipts")
    return ShiftTotals(
        shift=told.whole("shiftNumber"),
        cash=told.inner("cashDrawer").kopecks("sum"),
        blocks=tuple(_block(kind, part) for kind, name in RECEIPTS.items() if (part := receipts.part(name))),
    )


def _block(kind: ReceiptType, told: Fields) -> CounterBlock:
    paid = told.inner("payments")
    return CounterBlock(
        shift=True,
        type=kind,
        count=told.whole("count"),
        total=told.kopecks("sum"),
        payments=Payments(
            cash=paid.kopecks("cash"),
            electronic=paid.kopecks("electronically"),
            advance=paid.kopecks("prepaid"),
            credit=paid.kopecks("credit"),
            provision=paid.kopecks("other"),
        ),
    )
