"""The text of the QR code (tag 1196) that lets a buyer check a receipt. Source: spec/ffd.md, section 8."""

import re
from datetime import datetime

from drivers.model import money
from drivers.model.ffd import ReceiptType

PATTERN = re.compile(
    r"t=\d{8}T\d{4}(\d{2})?(&s=\d+\.\d{2})?&fn=\d{1,16}&i=\d{1,10}&fp=\d{1,10}(?(2)&n=[1-4])", re.ASCII
)
"""What `text` gives: `s` and `n` are there together (receipt) or not at all (report). Use with `fullmatch`."""


def text(
    *,
    time: datetime,
    storage: str,
    document: int,
    sign: int,
    total: int | None = None,
    receipt_type: ReceiptType | None = None,
    seconds: bool = False,
) -> str:
    """`t=20261115T1530&s=229.79&fn=…&i=…&fp=…&n=1`; a report has neither `s` nor `n`.

    time: 1012 on the register's clock; storage: 1041; document: 1040; sign: 1077 as a number; total: 1020, kopecks.
    """
    stamp = time.strftime("%Y%m%dT%H%M%S" if seconds else "%Y%m%dT%H%M")
    of_receipt = total is not None and receipt_type is not None
    parts = [f"t={stamp}"]
    if total is not None and of_receipt:
        parts.append(f"s={money.text(total)}")
    parts += [f"fn={storage.strip()}", f"i={document}", f"fp={sign}"]
    if receipt_type is not None and of_receipt:
        parts.append(f"n={receipt_type.value}")
    return "&".join(parts)
