"""How a task is refused: the numbers of АТОЛ's driver 10 and what the service says with them.

Source: spec/atol-web.md 6; the words are those of the driver, by its public list of errors (source W3 there).
"""

OK_TEXT = "Ошибок нет"

NO_CONNECTION, WRONG_TYPE, NO_REQUIRED, UNSUPPORTED, WRONG_MODE, WRONG_VALUE = 2, 7, 8, 11, 12, 13
WRONG_SUM, WRONG_QUANTITY = 16, 17
NO_PAPER, COVER_OPEN, WRONG_RECEIPT, NO_PICTURE = 44, 45, 48, 51
TOO_MUCH_CASHLESS, WRONG_PAYMENT, NOT_PAID = 52, 60, 66
OLDER_THAN_STORAGE, SHIFT_EXPIRED, SHIFT_CLOSED, WRONG_DATE, NO_CASH, SHIFT_OPEN = 36, 68, 73, 77, 80, 83
STORAGE_EXCHANGE, STORAGE_STATE, NO_SUCH_DATA = 115, 117, 123
WRONG_TAX_SYSTEM, WRONG_TAX, WRONG_METHOD = 143, 144, 145
WRONG_BARCODE, REQUISITE_DENIED, REQUISITE_MISSING = 157, 158, 161
TOO_LONG, NO_CASHIER, PRINT_INTERRUPTED, REBOOTS, TOTAL_MISMATCH, LINK_LOST = 134, 172, 177, 188, 227, 241
CHECK_RUNS, CHECK_CANCELED, WRONG_STATUS, MARKING_DENIED, MARKS_OVERFLOW = 401, 403, 404, 406, 408
WRONG_MARK, WRONG_STATE, NOT_IN_THIS_FFD = 409, 410, 413
BAD_TASK, INTERRUPTED = 501, 502

_TEXTS = {
    NO_CONNECTION: "Нет связи",
    5: "Некорректные данные от устройства",
    WRONG_TYPE: "Неподдерживаемое преобразование типа параметра",
    NO_REQUIRED: "Не найден обязательный параметр",
    UNSUPPORTED: "Не поддерживается в данной версии",
    WRONG_MODE: "Не поддерживается в данном режиме",
    WRONG_VALUE: "Некорректное значение параметра",
    WRONG_SUM: "Неверная цена (сумма)",
    WRONG_QUANTITY: "Неверное количество",
    OLDER_THAN_STORAGE: "Переданные дата/время меньше даты/времени последнего фискального документа",
    NO_PAPER: "Нет бумаги",
    COVER_OPEN: "Открыта крышка",
    WRONG_RECEIPT: "Неверный тип чека",
    NO_PICTURE: "Неверный номер картинки/штрихкода (картинка/штрихкод отсутствует)",
    TOO_MUCH_CASHLESS: "Сумма не наличных платежей превышает сумму чека",
    55: "Предыдущая операция незавершена",
    WRONG_PAYMENT: "Неверный вид оплаты",
    NOT_PAID: "Чек оплачен не полностью",
    SHIFT_EXPIRED: "Смена превысила 24 часа",
    SHIFT_CLOSED: "Смена закрыта - операция невозможна",
    WRONG_DATE: "Неверная дата и/или время",
    NO_CASH: "В ККТ нет денег для выплаты",
    SHIFT_OPEN: "Смена открыта, операция невозможна",
    89: "ККТ не зарегистрирована",
    STORAGE_EXCHANGE: "Ошибка обмена с ФН на уровне интерфейса I2C",
    STORAGE_STATE: "Неверное состояние ФН",
    118: "Неисправимая ошибка ФН",
    120: "Закончен срок эксплуатации ФН",
    121: "Архив ФН переполнен",
    122: "В ФН переданы неверная дата или время",
    NO_SUCH_DATA: "В ФН нет запрошенных данных",
    133: "Некорректное значение параметров команды ФН",
    TOO_LONG: "Превышение размеров TLV данных ФН",
    140: "Исчерпан ресурс ожидания передачи сообщения в ФН",
    141: "Продолжительность смены ФН более 24 часов",
    WRONG_TAX_SYSTEM: "Некорректная СНО",
    WRONG_TAX: "Недопустимый номер ставки налога",
    WRONG_METHOD: "Недопустимый тип оплаты товара",
    WRONG_BARCODE: "Не удалось сформировать штрихкод",
    REQUISITE_DENIED: "Неразрешенные реквизиты",
    REQUISITE_MISSING: "Не указаны обязательные реквизиты",
    NO_CASHIER: "Кассир не зарегистрирован",
    PRINT_INTERRUPTED: "Печать документа прервана",
    REBOOTS: "Выполняется перезагрузка",
    TOTAL_MISMATCH: "Неверный итог чека",
    LINK_LOST: "Соединение с ККТ потеряно",
    CHECK_RUNS: "Процедура проверки КМ уже запущена",
    402: "Ошибка соединения с сервером",
    CHECK_CANCELED: "Процедура проверки КМ прервана",
    WRONG_STATUS: "Некорректное значение статуса КМ",
    MARKING_DENIED: "Запрещена работа с маркированным товарами",
    MARKS_OVERFLOW: "Переполнена таблица хранения КМ",
    WRONG_MARK: "Некорректный код маркировки",
    WRONG_STATE: "Неверное состояние",
    NOT_IN_THIS_FFD: "Операция не разрешена в данной версии ФФД",
    421: "Истёк таймаут проверки КМ",
    BAD_TASK: "Ошибка парсинга запроса",
    INTERRUPTED: "Выполнение прервано из-за предыдущих ошибок",
}
_OF_STORAGE = {
    0x01: 133, 0x02: STORAGE_STATE, 0x03: 118, 0x05: 120, 0x06: 121, 0x07: 122, 0x08: NO_SUCH_DATA,
    0x09: 133, 0x10: TOO_LONG, 0x15: 140, 0x16: 141, 0x30: STORAGE_EXCHANGE, 0x33: 133,
}  # fmt: skip


class Refused(Exception):
    """Nothing is recorded. `code`: of АТОЛ's driver; `cause`: what a person reads behind the driver's own words."""

    def __init__(self, code: int, cause: str = "") -> None:
        super().__init__(described(code, cause))
        self.code = code


def described(code: int, cause: str = "") -> str:
    text = OK_TEXT if code == 0 else _TEXTS.get(code, f"Ошибка {code}")
    return f"{text} [{cause}]" if cause else text


def of_storage(code: int) -> int:
    """The driver's number of an error of the ФН."""
    return _OF_STORAGE.get(code, STORAGE_STATE)
