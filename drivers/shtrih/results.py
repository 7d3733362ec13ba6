"""What is told of a document that the ФН has recorded."""

from datetime import datetime

from drivers.errors import OutcomeUnknown
from drivers.fiscal import qr
from drivers.model.document import Receipt
from drivers.model.ffd import DocumentForm, ReceiptType
from drivers.model.outcome import FiscalDocument
from drivers.shtrih import texts
from drivers.shtrih.requests.archive import FoundDocument, FoundReceipt, FoundShift
from drivers.shtrih.requests.storage import ShiftNumbers
from drivers.shtrih.session import Session

BSO, BSO_CORRECTION = 4, 41
_FORMS = {BSO: DocumentForm.RECEIPT, BSO_CORRECTION: DocumentForm.CORRECTION}


def form_of(found: FoundDocument) -> DocumentForm | None:
    """БСО counts as the receipt it is; None for a form that is not known."""
    try:
        return _FORMS.get(found.form) or DocumentForm(found.form)
    except ValueError:
        return None


def is_of(receipt: Receipt, found: FoundDocument) -> bool:
    """Whether a document of the ФН can be this receipt. Raises OutcomeUnknown where the register tells no sum."""
    form = DocumentForm.CORRECTION if receipt.correction else DocumentForm.RECEIPT
    if form_of(found) is not form:
        return False
    if not isinstance(found.details, FoundReceipt):
        raise OutcomeUnknown(texts.without_sum(found))
    return (found.details.operation, found.details.total) == (receipt.type, receipt.total)


def in_shop(session: Session, time: datetime) -> datetime:
    """The register's clock has no zone: it is that of the shop."""
    return time.replace(tzinfo=session.clock.local().tzinfo)


def document(session: Session, found: FoundDocument, numbers: ShiftNumbers | None = None) -> FiscalDocument:
    """`numbers`: of the shift in which it is the last receipt; None where that is not known."""
    form, time, storage = form_of(found) or DocumentForm.RECEIPT, in_shop(session, found.time), session.passport.storage
    receipt = found.details if isinstance(found.details, FoundReceipt) else None
    kind = ReceiptType(receipt.operation) if receipt else None
    total = receipt.total if receipt else None
    return FiscalDocument(
        form=form,
        number=found.number,
        sign=found.sign,
        time=time,
        storage=storage,
        shift=_shift(found, numbers),
        number_in_shift=numbers.receipt if numbers and receipt else 0,
        receipt_type=kind,
        total=total,
        qr=_qr(found, time, storage, kind, total) if receipt else "",
    )


def _shift(found: FoundDocument, numbers: ShiftNumbers | None) -> int:
    if isinstance(found.details, FoundShift):
        return found.details.shift
    return numbers.shift if numbers else 0


def _qr(found: FoundDocument, time: datetime, storage: str, kind: ReceiptType | None, total: int | None) -> str:
    return qr.text(time=time, storage=storage, document=found.number, sign=found.sign, total=total, receipt_type=kind)
