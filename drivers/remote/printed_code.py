"""The text of a document's QR code, read back. Source: spec/kkmserver.md 3.7, 3.9.6; spec/ffd.md, section 8."""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from decimal import Decimal
from urllib.parse import parse_qsl

from drivers.fiscal import qr
from drivers.model.ffd import ReceiptType
from drivers.model.money import kopecks


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedCode:
    """A report has neither total nor type."""

    time: datetime
    storage: str = ""
    sign: int = 0
    number: int = 0
    total: int | None = None
    receipt_type: ReceiptType | None = None


def code_of(text: str, zone: tzinfo | None) -> PrintedCode | None:
    """`time` in `zone`; None for what is no such text."""
    if not qr.PATTERN.fullmatch(text):
        return None
    values = dict(parse_qsl(text))
    try:
        time = datetime.fromisoformat(values["t"]).replace(tzinfo=zone)
    except ValueError:
        return None
    return PrintedCode(
        time=time,
        storage=values["fn"],
        sign=int(values["fp"]),
        number=int(values["i"]),
        total=kopecks(Decimal(values["s"])) if "s" in values else None,
        receipt_type=ReceiptType(int(values["n"])) if "n" in values else None,
    )
