"""Registries of receipts as JSON. Sums are kopecks, moments are UTC."""

import json
from datetime import UTC, datetime
from typing import Any

from kkmserver.dialects.itkassa.registry_columns import TITLES
from kkmserver.dialects.itkassa.registry_desk import Looked
from kkmserver.dialects.itkassa.registry_receipts import Draft
from kkmserver.dialects.itkassa.registry_store import Receipt, Registry

_SAMPLE, _FAULTS, _PREVIEW, _EARLIER = 3, 200, 20, 20  # as many are shown

_ENGLISH = (
    "Document number", "Kind of receipt", "Buyer's contact", "Buyer", "Buyer's INN", "Paid in cash", "Paid cashless",
    "Advance set off", "On credit", "Tax system", "Cashier", "Title", "Price", "Quantity", "Amount", "VAT",
    "Payment subject", "Payment method", "Marking code",
)  # fmt: skip
COLUMNS = [
    {"key": column.value, "title": {"ru": title, "en": english}}
    for (column, title), english in zip(TITLES.items(), _ENGLISH, strict=True)
]


def head(one: Registry, counts: dict[str, int]) -> dict[str, Any]:
    """`counts`: receipts by their state; {} of a draft."""
    return {
        "id": one.id,
        "name": one.name,
        "organization": one.organization,
        "register": one.register,
        "state": one.state.value,
        "who": one.who,
        "created": _moment(one.created),
        "started": _moment(one.started),
        "ended": _moment(one.ended),
        "paper": one.paper,
        "cash": one.cash,
        "counts": counts,
    }


def draft(looked: Looked) -> dict[str, Any]:
    """What is seen before anything is printed."""
    table, checked, columns = looked.table, looked.checked, looked.registry.columns
    faults = [{"row": one.row, "column": one.column, "text": one.text} for one in checked.faults[:_FAULTS]]
    return head(looked.registry, {}) | {
        "headings": list(table.headings),
        "columns": [column.value if column else None for column in columns],
        "known": COLUMNS,
        "sample": [list(row) for row in table.rows[:_SAMPLE]],
        "rows": len(table.rows),
        "faults": faults,
        "fault_count": len(checked.faults),
        "receipts": len(checked.receipts),
        "total": sum(one.total for one in checked.receipts),
        "preview": [_preview(one) for one in checked.receipts[:_PREVIEW]],
        "earlier": list(looked.earlier[:_EARLIER]),
        "earlier_count": len(looked.earlier),
        "mended": list(looked.mended[:_EARLIER]),
        "mended_count": len(looked.mended),
    }


def receipt(one: Receipt) -> dict[str, Any]:
    return {
        "number": one.number,
        "rows": list(one.places),
        "total": one.total,
        "contact": one.contact,
        "state": one.state.value,
        "job": one.job,
        "document": one.document,
        "sign": one.sign,
        "printed": one.printed,
        "error": one.error,
    }


def _preview(one: Draft) -> dict[str, Any]:
    (command,) = json.loads(one.commands)
    lines = [{name: line[name] for name in ("title", "price", "quantity", "total")} for line in command["lines"]]
    shown = {"number": one.number, "rows": list(one.rows), "total": one.total, "contact": one.contact}
    return shown | {"type": command["type"], "lines": lines}


def _moment(seconds: float) -> str | None:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds") if seconds else None
