"""What the virtual ККТ says to the cashier."""

from collections.abc import Mapping
from datetime import datetime

from drivers.fiscal.findings import quoted
from drivers.model import money
from drivers.model.ffd import DocumentForm, FfdVersion, ReceiptType

# Recorded answers of the original, compared by clients letter by letter. Source: spec/kkmserver.md 3.7.
SHIFT_OPEN = "Ошибка регистрации ( 60 : ККТ: Смена открыта – операция невозможна )"
SHIFT_NOT_OPEN = "Ошибка регистрации ( 61 : ККТ: Смена не открыта или смена превысила 24 часа – операция невозможна )"

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
NO_MARKING = "Касса не зарегистрирована для торговли маркированными товарами: проверить код она не может."
NOT_FOR_MARKED = (
    "Касса не зарегистрирована для торговли маркированными товарами: настоящая код не проверит. Измените регистрацию"
)
NOT_FOR_REGISTERS = "Это команда не для кассы (ККТ): выберите для неё терминал, весы, дисплей или УТМ."
NO_LABELS = "ККТ не печатает этикетки по шаблонам и пробную страницу: выберите для этого принтер."
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


def title(form: DocumentForm, receipt_type: ReceiptType | None) -> str:
    """What a document is called in lists."""
    if receipt_type is None:
        return _TITLES[form]
    return (_CORRECTIONS if form is DocumentForm.CORRECTION else _RECEIPTS)[receipt_type]


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


def bad_code(name: str) -> str:
    if not name.strip():
        return "Код маркировки не читается или слишком длинный: отсканируйте его ещё раз"
    return f"Код маркировки товара {quoted(name, 40)} не читается или слишком длинный: отсканируйте его ещё раз"


def marking_needs_1_2(ffd: FfdVersion) -> str:
    return f"Коды маркировки проверяет касса с ФФД 1.2, а эта работает по ФФД {ffd.value}: выберите другую кассу."


def ofd_silent(count: int, since: datetime) -> str:
    return f"ОФД не отвечает: документов не передано {count}, первый от {since:%d.%m.%Y}. Проверьте связь с ОФД."


def left_behind(count: int, serial: str) -> str:
    return f"В прежнем ФН {serial} остались документы, не переданные в ОФД: {count}. Передайте их с этого ФН."
