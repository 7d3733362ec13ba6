"""What each command brings back when it was done. Source: spec/kkmserver.md 3.5-3.11."""

from collections.abc import Callable
from datetime import tzinfo

from drivers.fiscal import qr
from drivers.model.document import Payments
from drivers.model.ffd import DocumentForm, ReceiptType, VatRate
from drivers.model.money import roubles
from drivers.model.outcome import CopyRow, DocumentCopy, FiscalDocument, Outcome
from kkmserver.dialects.kkm.encoding import Value, date_of
from kkmserver.dialects.kkm.info import info
from kkmserver.dialects.kkm.position import VAT_RATES

Payload = dict[str, Value]

_TAX_NUMBERS: dict[VatRate, int] = {rate: number for number, rate in VAT_RATES.items()}
_FORMS = {
    DocumentForm.REGISTRATION: "Отчет о регистрации",
    DocumentForm.OPEN_SHIFT: "Открытие смены",
    DocumentForm.RECEIPT: "Кассовый чек",
    DocumentForm.CLOSE_SHIFT: "Закрытие смены",
    DocumentForm.CLOSE_STORAGE: "Закрытие ФН",
    DocumentForm.REREGISTRATION: "Изменение параметров регистрации",
    DocumentForm.SETTLEMENT_STATE: "Отчет о состоянии расчетов",
    DocumentForm.CORRECTION: "Чек коррекции",
}
_TYPES = {
    ReceiptType.SALE: "Приход",
    ReceiptType.SALE_RETURN: "Возврат прихода",
    ReceiptType.PURCHASE: "Расход",
    ReceiptType.PURCHASE_RETURN: "Возврат расхода",
}


def payload(name: str, outcome: Outcome, zone: tzinfo | None) -> Payload:
    """Members of a successful answer before the common ones; most commands have none."""
    build = _PAYLOADS.get(name)
    return build(outcome, zone) if build else {}


def _receipt(outcome: Outcome, zone: tzinfo | None) -> Payload:  # noqa: ARG001
    """A non-fiscal document has no numbers and no sums."""
    document = outcome.document
    if document is None:
        return {}
    members: Payload = {
        "CheckNumber": document.number,
        "SessionNumber": document.shift,
        "SessionCheckNumber": document.number_in_shift,
        "URL": document.url,
        "QRCode": _qr(document),
    }
    if outcome.state is not None:
        members["Amount"] = roubles(outcome.state.cash)
    return {**members, **_sums(outcome.payments or Payments())}


def _report(outcome: Outcome, zone: tzinfo | None) -> Payload:
    document = outcome.document
    if document is None:
        return {}
    members: Payload = {
        "CheckNumber": document.number,
        "SessionNumber": document.shift,
        "QRCode": _qr(document),
        "URL": document.url,
    }
    if outcome.state is not None:
        members["Info"] = info(outcome.state, zone)
    return members


def _state(outcome: Outcome, zone: tzinfo | None) -> Payload:
    state = outcome.state
    if state is None:
        return {}
    return {
        "CheckNumber": state.last_document,
        "SessionNumber": state.shift_number,
        "LineLength": state.line_length,
        "URL": "",
        "Info": info(state, zone),
    }


def _line_length(outcome: Outcome, zone: tzinfo | None) -> Payload:  # noqa: ARG001
    return {} if outcome.line_length is None else {"LineLength": outcome.line_length}


def _copy(outcome: Outcome, zone: tzinfo | None) -> Payload:
    copy = outcome.copy
    if copy is None:
        return {}
    return {
        "Slip": copy.text,
        "URL": copy.document.url,
        "QRCode": _qr(copy.document),
        "RegisterCheck": _register_check(copy, zone),
    }


def _register_check(copy: DocumentCopy, zone: tzinfo | None) -> Payload:
    document = copy.document
    payments = copy.payments or Payments()
    return {
        "FiscalNumber": str(document.number),
        "FiscalDate": date_of(document.time, zone),
        "CheckType": _TYPES[document.receipt_type] if document.receipt_type else _FORMS[document.form],
        "FiscalSign": str(document.sign),
        "CashierName": copy.cashier,
        "CashierVATIN": copy.cashier_inn,
        "TaxVariant": "" if copy.tax_system is None else str(int(copy.tax_system)),
        "ClientAddress": copy.client_address,
        "SenderEmail": copy.sender_email,
        "PlaceMarket": copy.place,
        "Register": [_copy_row(row) for row in copy.rows] if copy.rows else None,
        **_sums(payments),
        "AllSumm": roubles(document.total or 0),
    }


def _copy_row(row: CopyRow) -> Payload:
    return {
        "Name": row.name,
        "Quantity": row.quantity,
        "Amount": roubles(row.amount),
        "Tax": _TAX_NUMBERS[row.vat],
    }


def _sums(payments: Payments) -> dict[str, Value]:
    return {
        "Cash": roubles(payments.cash),
        "ElectronicPayment": roubles(payments.electronic),
        "AdvancePayment": roubles(payments.advance),
        "Credit": roubles(payments.credit),
        "CashProvision": roubles(payments.provision),
    }


def _qr(document: FiscalDocument) -> str:
    """A report has no code on paper, but the API gives its text: without `s` and `n`.

    "" of a document that a server far away told less of.
    """
    if not document.storage:
        return document.qr
    return document.qr or qr.text(
        time=document.time,
        storage=document.storage,
        document=document.number,
        sign=document.sign,
        total=document.total,
        receipt_type=document.receipt_type,
    )


_PAYLOADS: dict[str, Callable[[Outcome, tzinfo | None], Payload]] = {
    "RegisterCheck": _receipt,
    "OpenShift": _report,
    "CloseShift": _report,
    "ZReport": _report,
    "GetDataKKT": _state,
    "GetLineLength": _line_length,
    "PrintLineLength": _line_length,
    "GetDataCheck": _copy,
}
