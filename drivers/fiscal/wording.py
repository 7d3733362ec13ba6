"""What every register says to the cashier, whoever made it."""

from datetime import datetime

from drivers.fiscal.findings import quoted
from drivers.model import money
from drivers.model.ffd import FfdVersion

# Recorded answers of the original, compared by clients letter by letter. Source: spec/kkmserver.md 3.7.
SHIFT_OPEN = "Ошибка регистрации ( 60 : ККТ: Смена открыта – операция невозможна )"
SHIFT_NOT_OPEN = "Ошибка регистрации ( 61 : ККТ: Смена не открыта или смена превысила 24 часа – операция невозможна )"

NO_MARKING = "Касса не зарегистрирована для торговли маркированными товарами: проверить код она не может."
NOT_FOR_REGISTERS = "Это команда не для кассы (ККТ): выберите для неё терминал, весы, дисплей или УТМ."
NOT_THIS_MODEL = "Эта модель кассы такой команды не знает: выполните её на самой кассе или выберите другую."
NO_LABELS = "ККТ не печатает этикетки по шаблонам и пробную страницу: выберите для этого принтер."


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


def bad_code(name: str) -> str:
    if not name.strip():
        return "Код маркировки не читается или слишком длинный: отсканируйте его ещё раз"
    return f"Код маркировки товара {quoted(name, 40)} не читается или слишком длинный: отсканируйте его ещё раз"


def marking_needs_1_2(ffd: FfdVersion) -> str:
    return f"Коды маркировки проверяет касса с ФФД 1.2, а эта работает по ФФД {ffd.value}: выберите другую кассу."


def ofd_silent(count: int, since: datetime) -> str:
    return f"ОФД не отвечает: документов не передано {count}, первый от {since:%d.%m.%Y}. Проверьте связь с ОФД."
