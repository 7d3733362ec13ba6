"""A document as a row of the archive."""

from dataclasses import dataclass
from datetime import datetime

from drivers.model.ffd import DocumentForm, ReceiptType
from drivers.model.outcome import FiscalDocument

COLUMNS = "document, form, shift, number_in_shift, sign, time, receipt_type, total, qr, url, tlv, facts, slip, notice"
_NONE = (None,) * 14


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDocument:
    """`facts` and `slip` are packed by `archive`."""

    document: FiscalDocument
    tlv: bytes
    facts: str
    slip: bytes
    notice: bytes = b""


def columns(stored: StoredDocument | None) -> tuple[object, ...]:
    """In the order of `COLUMNS`."""
    if stored is None:
        return _NONE
    document = stored.document
    return (
        *(document.number, document.form.value, document.shift, document.number_in_shift, document.sign),
        *(document.time.isoformat(), document.receipt_type, document.total, document.qr, document.url),
        *(stored.tlv, stored.facts, stored.slip, stored.notice),
    )


def read(
    storage: str,
    number: int,
    form: int,
    shift: int,
    number_in_shift: int,
    sign: int,
    time: str,
    receipt_type: int | None,
    total: int | None,
    qr: str,
    url: str | None,
    tlv: bytes,
    facts: str,
    slip: bytes,
    notice: bytes | None,
) -> StoredDocument:
    document = FiscalDocument(
        form=DocumentForm(form),
        number=number,
        sign=sign,
        time=datetime.fromisoformat(time),
        storage=storage,
        shift=shift,
        number_in_shift=number_in_shift,
        receipt_type=None if receipt_type is None else ReceiptType(receipt_type),
        total=total,
        qr=qr,
        url=url or "",
    )
    return StoredDocument(document=document, tlv=tlv, facts=facts, slip=slip, notice=notice or b"")
