"""`GetDataCheck`: a document read back from the archive. Source: spec/kkmserver.md 3.11."""

from collections.abc import Mapping
from datetime import datetime

from drivers.model.ffd import DocumentForm, ReceiptType, TaxSystem, VatRate
from drivers.model.outcome import CopyRow, DocumentCopy, FiscalDocument
from drivers.notation.members import Members
from drivers.remote import sums
from drivers.remote.position_codec import TAXES
from drivers.remote.printed_code import PrintedCode, code_of

# 18 and 18/118 went out with 2018; a document of that time is told with the rates that took their numbers (inferred).
_RATES: Mapping[int, VatRate] = {number: rate for rate, number in TAXES.items()} | {
    18: VatRate.VAT_20,
    118: VatRate.VAT_20_120,
}
_NO_TAX = -1
# The first and "Закрытие смены" are of the source; the rest are the names of the forms (inferred).
_RECEIPTS = {
    "приход": ReceiptType.SALE,
    "возврат прихода": ReceiptType.SALE_RETURN,
    "расход": ReceiptType.PURCHASE,
    "возврат расхода": ReceiptType.PURCHASE_RETURN,
}
_CORRECTIONS = {
    "коррекция прихода": ReceiptType.SALE,
    "коррекция возврата прихода": ReceiptType.SALE_RETURN,
    "коррекция расхода": ReceiptType.PURCHASE,
    "коррекция возврата расхода": ReceiptType.PURCHASE_RETURN,
}
_FORMS = {
    "отчет о регистрации": DocumentForm.REGISTRATION,
    "открытие смены": DocumentForm.OPEN_SHIFT,
    "закрытие смены": DocumentForm.CLOSE_SHIFT,
    "закрытие фн": DocumentForm.CLOSE_STORAGE,
    "изменение параметров регистрации": DocumentForm.REREGISTRATION,
    "отчет о состоянии расчетов": DocumentForm.SETTLEMENT_STATE,
    "чек коррекции": DocumentForm.CORRECTION,
}
_NOTHING = Members({})


def copy_of(members: Members, asked: int, now: datetime) -> DocumentCopy:
    """`asked`: the number that was asked for. Of the version of 2017 only `Slip` can be read. Raises FrameError."""
    told = members.part("RegisterCheck") or _NOTHING
    document = _document(members, told, asked, now)
    return DocumentCopy(
        document=document,
        text=members.text("Slip"),
        cashier=told.text("CashierName"),
        cashier_inn=told.text("CashierVATIN"),
        tax_system=_tax_system(told.text("TaxVariant")),
        client_address=told.text("ClientAddress"),
        sender_email=told.text("SenderEmail"),
        place=told.text("PlaceMarket"),
        rows=tuple(_row(row) for row in told.parts("Register")),
        payments=sums.payments(told) if document.receipt_type else None,
    )


def _document(members: Members, told: Members, asked: int, now: datetime) -> FiscalDocument:
    url, qr = members.text("URL"), members.text("QRCode")
    code = code_of(qr, now.tzinfo) or PrintedCode(time=told.moment("FiscalDate", now.tzinfo) or now)
    kind = told.text("CheckType").lower().replace("ё", "е")
    receipt_type = _RECEIPTS.get(kind) or _CORRECTIONS.get(kind) or code.receipt_type
    return FiscalDocument(
        form=DocumentForm.CORRECTION if kind in _CORRECTIONS else _FORMS.get(kind, DocumentForm.RECEIPT),
        number=told.whole("FiscalNumber") or code.number or asked,
        sign=told.whole("FiscalSign") or code.sign,
        time=told.moment("FiscalDate", now.tzinfo) or code.time,
        storage=code.storage,
        shift=0,
        receipt_type=receipt_type,
        total=(told.kopecks("AllSumm") if "AllSumm" in told else code.total) if receipt_type else None,
        qr=qr,
        url=url,
    )


def _tax_system(text: str) -> TaxSystem | None:
    return TaxSystem(int(text)) if text in ("0", "1", "2", "3", "4", "5") else None


def _row(row: Members) -> CopyRow:
    """An absent tax is none (3.9.4)."""
    tax = row.whole("Tax") if "Tax" in row else _NO_TAX
    return CopyRow(row.text("Name"), row.decimal("Quantity"), row.kopecks("Amount"), _RATES.get(tax, VatRate.NO_VAT))
