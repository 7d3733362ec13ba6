"""What the driver of a Пирит says to the cashier."""

from drivers.model import money
from drivers.pirit.requests.status import Printer

NO_PAPER = "В кассе нет бумаги. Вставьте чековую ленту и закройте крышку."
COVER_OPEN = "Крышка кассы открыта. Закройте её."
CUTTER = "Отрезчик кассы застрял. Выключите кассу, уберите обрывки ленты и включите её снова."
NO_PRINTER = "Касса не видит своего печатающего устройства. Выключите и включите её."
NOT_READY = "Печатающее устройство кассы не готово. Проверьте ленту и крышку."
NOT_PRINTED = (
    "Документ записан, но касса никак не допечатает его. Проверьте ленту и крышку, выключите и включите кассу."
)
STORAGE_WARNING = "Срок ФН заканчивается в ближайшие дни: замените ФН, иначе касса перестанет пробивать чеки."
STORAGE_SILENT = "ФН не отвечает: фискальные документы невозможны. Выключите и включите кассу или обратитесь в сервис."
CODE_NOT_KNOWN = "Касса не распознала код товара «{name}»: проверьте, попал ли он в чек."
SERVER_SILENT = "«Честный ЗНАК» не ответил, код проверен только в ФН"
NOT_IN_CORRECTION = (
    "В чек коррекции ФФД 1.05 эта касса принимает только суммы, основание и реквизит 1192: остальные реквизиты не "
    "записаны."
)
PAPER_CORRECTION = "Чек коррекции эта касса без печати не делает: уберите NotPrint из команды."
NO_CASHLESS = "Сведения об оплате в безналичном порядке (1234) касса не принимает: они не записаны."
NOT_ALL_COUNTERS = (
    "Счётчики за всё время работы ФН касса по видам чеков не сообщает, показаны счётчики смены. Коррекций в смене: "
    "{corrections}, они сосчитаны отдельно от чеков."
)
NONSENSE = "Ответ кассы на команду {request} не разобрать ({address}). Проверьте прошивку и напишите нам её номер."

_PRINTER = {
    Printer.NO_PAPER: NO_PAPER,
    Printer.COVER_OPEN: COVER_OPEN,
    Printer.CUTTER: CUTTER,
    Printer.NO_LINK: NO_PRINTER,
    Printer.NOT_READY: NOT_READY,
}


def printer(bits: Printer) -> str:
    """What is wrong with it, the plainest first; "" = nothing that is known."""
    return next((text for bit, text in _PRINTER.items() if bit & bits), "")


def wrong_total(counted: int, wanted: int) -> str:
    """Kopecks."""
    return (
        f"Касса насчитала в чеке {money.text(counted)} руб. вместо {money.text(wanted)} руб., поэтому он аннулирован. "
        "Проверьте в её настройках округление и скидки."
    )


def not_told(number: int, last: int) -> str:
    return (
        f"Что за документ записан в ФН под № {number} (последний – № {last}), касса не сообщила. Проверьте чек по "
        "ленте и в личном кабинете ОФД."
    )


def unprintable(why: str) -> str:
    return f"Такой документ касса не напечатает: {why}. Уберите эту строку."
