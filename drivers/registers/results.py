"""What is told of a document that the ФН has recorded."""

from dataclasses import replace
from datetime import datetime

from drivers.errors import OutcomeUnknown
from drivers.fiscal import qr
from drivers.fiscal.settled import Settled
from drivers.model.document import Receipt
from drivers.model.ffd import DocumentForm
from drivers.model.outcome import FiscalDocument
from drivers.registers import texts
from drivers.registers.known import Found
from drivers.registers.register import Register

_WITH_SUMS = (DocumentForm.RECEIPT, DocumentForm.CORRECTION)


def is_of(receipt: Receipt, found: Found) -> bool:
    """Whether a document of the ФН can be this receipt. Raises OutcomeUnknown where the register tells too little.

    Of a register that does not tell the form of a document, the receipts are those that have a place in the shift.
    """
    if found.form is None:
        if found.unclear:
            raise OutcomeUnknown(texts.without_form(found))
        return bool(found.number_in_shift)
    if found.form is not (DocumentForm.CORRECTION if receipt.correction else DocumentForm.RECEIPT):
        return False
    if found.type is None or found.total is None:
        raise OutcomeUnknown(texts.without_sum(found))
    return (found.type, found.total) == (receipt.type, receipt.total)


def has_form(form: DocumentForm, found: Found) -> bool:
    return found.form is form if found.form else not found.number_in_shift


def completed(found: Found, settled: Settled) -> Found:
    """With what the register did not tell of a receipt that is known to be ours."""
    return replace(
        found,
        form=found.form or settled.form,
        type=found.type or settled.receipt.type,
        total=settled.total if found.total is None else found.total,
    )


def doubts(found: Found) -> tuple[str, ...]:
    """What to tell of a document whose sign the register keeps to itself."""
    return () if found.sign else (texts.NO_SIGN,)


def in_shop(register: Register, time: datetime) -> datetime:
    """The register's clock has no zone: it is that of the shop."""
    return time.replace(tzinfo=register.now.tzinfo)


def document(register: Register, found: Found, form: DocumentForm) -> FiscalDocument:
    """`form`: where the register does not tell it."""
    form, time, storage = found.form or form, in_shop(register, found.time), register.known.storage
    with_sums = form in _WITH_SUMS
    return FiscalDocument(
        form=form,
        number=found.number,
        sign=found.sign,
        time=time,
        storage=storage,
        shift=found.shift,
        number_in_shift=found.number_in_shift if with_sums else 0,
        receipt_type=found.type,
        total=found.total,
        qr=_qr(found, time, storage) if with_sums else "",
    )


def _qr(found: Found, time: datetime, storage: str) -> str:
    """ "" without a sign or a ФН: a code that does not check is worse than none."""
    if not (found.sign and storage):
        return ""
    return qr.text(
        time=time,
        storage=storage,
        document=found.number,
        sign=found.sign,
        total=found.total,
        receipt_type=found.type,
    )
