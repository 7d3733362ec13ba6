"""What the virtual ККТ says to the cashier."""

from collections.abc import Mapping

from drivers.fiscal.wording import NO_LABELS as NO_LABELS
from drivers.fiscal.wording import NO_MARKING as NO_MARKING
from drivers.fiscal.wording import NOT_FOR_REGISTERS as NOT_FOR_REGISTERS
from drivers.fiscal.wording import SHIFT_NOT_OPEN as SHIFT_NOT_OPEN
from drivers.fiscal.wording import SHIFT_OPEN as SHIFT_OPEN
from drivers.fiscal.wording import bad_code as bad_code
from drivers.fiscal.wording import marking_needs_1_2 as marking_needs_1_2
from drivers.fiscal.wording import no_document as no_document
from drivers.fiscal.wording import not_enough_cash as not_enough_cash
from drivers.fiscal.wording import ofd_silent as ofd_silent
from drivers.model.ffd import DocumentForm, ReceiptType
from drivers.model.outcome import FiscalDocument

NOT_FISCALIZED = (
    "ККТ не фискализирована: фискальные документы на ней невозможны. Выберите другую кассу или включите "
    "fiscalized = true в настройке этой кассы."
)
STORAGE_CLOSED = (
    "ФН этой кассы закрыт: фискальные документы на ней больше невозможны. Замените ФН (перерегистрация с заменой ФН)."
)
REPLACED = "ФН этой кассы заменила другая программа. Повторите команду."
OVERDUE = (
    "Документы не передаются в ОФД больше 30 дней, новые касса не регистрирует. Восстановите связь с ОФД; закрыть "
    "смену можно."
)
NOT_FOR_MARKED = (
    "Касса не зарегистрирована для торговли маркированными товарами: настоящая код не проверит. Измените регистрацию"
)
DISK = (
    "Виртуальная ККТ не может работать со своим диском ({error}). Проверьте свободное место и права на папку {folder}."
)
OVERTAKEN = "С ФН этой виртуальной ККТ всё время работает другая программа. Закройте её и повторите команду."

_TITLES: Mapping[DocumentForm, str] = {
    DocumentForm.REGISTRATION: "Отчёт о регистрации",
    DocumentForm.REREGISTRATION: "Отчёт об изменении регистрации",
    DocumentForm.OPEN_SHIFT: "Открытие смены",
    DocumentForm.CLOSE_SHIFT: "Закрытие смены",
    DocumentForm.SETTLEMENT_STATE: "Отчёт о расчётах",
    DocumentForm.CLOSE_STORAGE: "Отчёт о закрытии ФН",
}
_RECEIPTS: Mapping[ReceiptType, str] = {
    ReceiptType.SALE: "Чек прихода",
    ReceiptType.SALE_RETURN: "Чек возврата прихода",
    ReceiptType.PURCHASE: "Чек расхода",
    ReceiptType.PURCHASE_RETURN: "Чек возврата расхода",
}
_CORRECTIONS: Mapping[ReceiptType, str] = {
    ReceiptType.SALE: "Чек коррекции прихода",
    ReceiptType.SALE_RETURN: "Чек коррекции возврата прихода",
    ReceiptType.PURCHASE: "Чек коррекции расхода",
    ReceiptType.PURCHASE_RETURN: "Чек коррекции возврата расхода",
}


def title(document: FiscalDocument) -> str:
    """What a document is called in lists."""
    return f"{_name(document.form, document.receipt_type)} № {document.number}"


def _name(form: DocumentForm, receipt_type: ReceiptType | None) -> str:
    if receipt_type is None:
        return _TITLES[form]
    return (_CORRECTIONS if form is DocumentForm.CORRECTION else _RECEIPTS)[receipt_type]


def too_long(fault: Exception) -> str:
    """A requisite that is the register's own: the client's are checked before, with texts of their own."""
    return (
        "Фискальный документ не составить: проверьте дату на часах компьютера и реквизиты организации в настройке "
        f"этой кассы ({fault})."
    )


def left_behind(count: int, serial: str) -> str:
    return f"В прежнем ФН {serial} остались документы, не переданные в ОФД: {count}. Передайте их с этого ФН."
