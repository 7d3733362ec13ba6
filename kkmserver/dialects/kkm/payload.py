"""What each command brings back when it was done. Source: spec/kkmserver.md 3.5-3.16."""

from collections.abc import Callable
from datetime import tzinfo

from drivers.fiscal import qr
from drivers.model.document import Payments
from drivers.model.ffd import DocumentForm, ReceiptType, VatRate
from drivers.model.money import roubles
from drivers.model.outcome import CopyRow, DocumentCopy, FiscalDocument, Outcome
from kkmserver.dialects.kkm import acquiring
from kkmserver.dialects.kkm.counters import CYRILLIC, counters_answer
from kkmserver.dialects.kkm.encoding import Value, date_of
from kkmserver.dialects.kkm.info import info
from kkmserver.dialects.kkm.marking import checked, validation_answer
from kkmserver.dialects.kkm.peripherals import display_answer, weight_answer
from kkmserver.dialects.kkm.sums import sums
from kkmserver.dialects.kkm.vat import VAT_RATES

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
_CORRECTIONS = {  # inferred: the API names no correction
    ReceiptType.SALE: "Коррекция прихода",
    ReceiptType.SALE_RETURN: "Коррекция возврата прихода",
    ReceiptType.PURCHASE: "Коррекция расхода",
    ReceiptType.PURCHASE_RETURN: "Коррекция возврата расхода",
}


def payload(name: str, outcome: Outcome, zone: tzinfo | None) -> Payload:
    """Members of a successful answer before the common ones; most commands have none."""
    build = _PAYLOADS.get(name)
    return build(outcome, zone) if build else {}


def _receipt(outcome: Outcome, zone: tzinfo | None) -> Payload:
    """A non-fiscal document has no numbers and no sums. `EGAIS` is ours: what the УТМ has given the buyer."""
    slip = outcome.excise
    egais: Payload = {"EGAIS": {"Url": slip.url, "Sign": slip.sign}} if slip else {}
    document = outcome.document
    if document is None:
        return egais
    members: Payload = {
        "CheckNumber": document.number,
        "SessionNumber": document.shift,
        "SessionCheckNumber": document.number_in_shift,
        "URL": document.url,
        "QRCode": _qr(document),
    }
    if outcome.state is not None:
        state = outcome.state
        members |= {"LineLength": state.line_length, "Info": info(state, zone), "Amount": roubles(state.cash)}
    members |= sums(outcome.payments or Payments())
    if outcome.marking:
        members["MarkingCodeValidation"] = checked(outcome.marking)
    return members | egais


def _registration(outcome: Outcome, zone: tzinfo | None) -> Payload:
    """Inferred: nobody has recorded an answer."""
    document = outcome.document
    members: Payload = {} if document is None else {"CheckNumber": document.number, "QRCode": _qr(document)}
    if outcome.state is not None:
        members["Info"] = info(outcome.state, zone)
    return members


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
        "CheckType": _check_type(document),
        "FiscalSign": str(document.sign),
        "CashierName": copy.cashier,
        "CashierVATIN": copy.cashier_inn,
        "TaxVariant": "" if copy.tax_system is None else str(int(copy.tax_system)),
        "ClientAddress": copy.client_address,
        "SenderEmail": copy.sender_email,
        "PlaceMarket": copy.place,
        "Register": [_copy_row(row) for row in copy.rows] if copy.rows else None,
        **sums(payments),
        "AllSumm": roubles(document.total or 0),
    }


def _check_type(document: FiscalDocument) -> str:
    if document.receipt_type is None:
        return _FORMS[document.form]
    return (_CORRECTIONS if document.form is DocumentForm.CORRECTION else _TYPES)[document.receipt_type]


def _copy_row(row: CopyRow) -> Payload:
    return {
        "Name": row.name,
        "Quantity": row.quantity,
        "Amount": roubles(row.amount),
        **({} if row.vat is None else {"Tax": _TAX_NUMBERS[row.vat]}),
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
    "KkmRegOfd": _registration,
    "GetCounters": counters_answer,
    CYRILLIC: counters_answer,
    "ValidationMarkingCode": validation_answer,
    **dict.fromkeys((*acquiring.MONEY, "TransactionDetails"), acquiring.card_answer),
    "Settlement": acquiring.slip_answer,
    "TerminalReport": acquiring.slip_answer,
    "PrintSlipOnTerminal": acquiring.printing_answer,
    "GetWeight": weight_answer,
    "OptionsCustomerDisplay": display_answer,
}
