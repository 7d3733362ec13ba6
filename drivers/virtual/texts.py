"""What the virtual ККТ says to the cashier."""

from collections.abc import Mapping

from drivers.model import money
from drivers.model.ffd import DocumentForm, ReceiptType

# Recorded answers of the original, compared by clients letter by letter. Source: spec/kkmserver.md 3.7.
SHIFT_OPEN = "Ошибка регистрации ( 60 : ККТ: Смена открыта – операция невозможна )"
SHIFT_NOT_OPEN = "Ошибка регистрации ( 61 : ККТ: Смена не открыта или смена превысила 24 часа – операция невозможна )"

NOT_FISCALIZED = (
    "ККТ не фискализирована: фискальные документы на ней невозможны. Выберите другую кассу или включите "
    "fiscalized = true в настройке этой кассы."
)
NO_LABELS = "ККТ не печатает этикетки по шаблонам и пробную страницу: выберите для этого принтер."
DISK = (
    "Виртуальная ККТ не может работать со своим диском ({error}). Проверьте свободное место и права на папку {folder}."
)

_TITLES: Mapping[DocumentForm, str] = {
    DocumentForm.REGISTRATION: "Отчёт о регистрации",
    DocumentForm.REREGISTRATION: "Отчёт об изменении регистрации",
    DocumentForm.OPEN_SHIFT: "Открытие смены",
    DocumentForm.CLOSE_SHIFT: "Закрытие смены",
    DocumentForm.SETTLEMENT_STATE: "Отчёт о расчётах",
}
_RECEIPTS: Mapping[ReceiptType, str] = {
    ReceiptType.SALE: "Чек прихода",
    ReceiptType.SALE_RETURN: "Чек возврата прихода",
    ReceiptType.PURCHASE: "Чек расхода",
    ReceiptType.PURCHASE_RETURN: "Чек возврата расхода",
}


def title(form: DocumentForm, receipt_type: ReceiptType | None) -> str:
    """What a document is called in lists."""
    return _RECEIPTS[receipt_type] if receipt_type else _TITLES[form]


def not_enough_cash(drawer: int, wanted: int) -> str:
    """Sums in kopecks."""
    return (
        f"В кассе {money.text(drawer)} руб. наличными, а выдать нужно {money.text(wanted)} руб. "
        "Внесите деньги в кассу или выдайте меньше."
    )


def no_document(number: int, last: int) -> str:
    """Its beginning is what clients look for. Source: spec/kkmserver.md 3.11."""
    what = f"Последний документ — № {last}." if last else "В ФН ещё нет документов."
    return f"Не удалось получить данные чека: документа № {number} нет в архиве ФН. {what}"


def too_long(fault: Exception) -> str:
    """A requisite that is the register's own: the client's are checked before, with texts of their own."""
    return (
        "Фискальный документ не составить: проверьте дату на часах компьютера и реквизиты организации в настройке "
        f"этой кассы ({fault})."
    )
