"""A receipt of the virtual register of Kazakhstan as its ledger keeps it, and as the operator is told of it."""

import json
from typing import Any

from drivers.model.document import Position
from drivers.model.outcome import FiscalDocument
from drivers.printing.page import Block
from drivers.virtual.archive import pack_slip, payments_list
from drivers.virtual.kazakh_rules import Settled, recorded_rows
from drivers.virtual.stored import StoredDocument


def message(number: int, shift: int, settled: Settled) -> bytes:
    """What the operator gets, as JSON of our own: its real form is not in our sources. Sums are tiyns."""
    plain = {
        "number": number,
        "shift": shift,
        "type": settled.receipt.type.value,
        "total": settled.total,
        "tax": [settled.tax.code, settled.tax.name, settled.tax_sum],
        "payments": payments_list(settled.payments),
        "items": [_item(row) for row in recorded_rows(settled.receipt, settled.total)],
    }
    return json.dumps(plain, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _item(row: Position) -> dict[str, Any]:
    if row.amount < 0:
        return {"name": row.name, "discount": -row.amount}
    return {"name": row.name, "price": row.price, "qty": str(row.quantity), "sum": row.amount}


def stored(document: FiscalDocument, sent: bytes, settled: Settled, paper: tuple[Block, ...]) -> StoredDocument:
    """Where a register of Russia keeps its TLV stands the message."""
    return StoredDocument(document=document, tlv=sent, facts=_facts(settled), slip=pack_slip(paper))


def _facts(settled: Settled) -> str:
    """See archive.copy_of; none of the rates of 1199 is here."""
    receipt = settled.receipt
    rows = recorded_rows(receipt, settled.total)
    return json.dumps(
        {
            "cashier": receipt.cashier.name,
            "rows": [[row.name, str(row.quantity), row.amount, None] for row in rows],
            "payments": payments_list(settled.payments),
        }
    )
