"""What the driver says to the cashier."""

from collections.abc import Sequence
from datetime import datetime

from drivers.fiscal import vat
from drivers.fiscal.findings import quoted
from drivers.fiscal.wording import NO_LABELS as NO_LABELS
from drivers.fiscal.wording import NOT_FOR_REGISTERS as NOT_FOR_REGISTERS
from drivers.fiscal.wording import SHIFT_NOT_OPEN as SHIFT_NOT_OPEN
from drivers.fiscal.wording import SHIFT_OPEN as SHIFT_OPEN
from drivers.fiscal.wording import not_enough_cash as not_enough_cash
from drivers.fiscal.wording import ofd_silent as ofd_silent
from drivers.model import money
from drivers.model.ffd import VatRate
from drivers.shtrih.requests.archive import FoundDocument
from drivers.shtrih.requests.status import ShortStatus, Submode
from drivers.shtrih.requests.storage import StorageState

FOREIGN_RECEIPT = (
    "В кассе открыт чек, начатый не этой программой. Закройте или аннулируйте его на кассе, либо включите "
    "cancel_open_receipt в настройке этой кассы."
)
LOCKED = "Касса заблокирована: неверный пароль налогового инспектора. Обратитесь в сервисный центр."
NEEDS_RESET = "Память кассы повреждена, нужно технологическое обнуление. Обратитесь в сервисный центр."
LONG_REPORT = "Касса всё ещё печатает отчёт. Дождитесь его конца и повторите."
SLIP = "Касса ждёт подкладной документ, программа с ними не работает. Завершите его на кассе и повторите."
STUCK_MODE = "Касса не выходит из режима {mode}. Выключите и включите её, затем повторите."
CLOCKS_DIFFER = (
    "Касса просит подтвердить дату: на её часах {register:%d.%m.%Y}, на компьютере {ours:%d.%m.%Y}. Проверьте, какая "
    "дата верна, и подтвердите её на кассе или исправьте часы."
)
STORAGE_CLOSED = "ФН этой кассы закрыт: фискальные документы на ней невозможны. Замените ФН в сервисном центре."
STORAGE_SILENT = "ФН не отвечает: фискальные документы невозможны. Выключите и включите кассу или обратитесь в сервис."
STORAGE_ENDS = "Срок ФН заканчивается в ближайшие дни: замените ФН, иначе касса перестанет пробивать чеки."
NOT_FISCALIZED = "ККТ не зарегистрирована: фискальные документы на ней невозможны. Зарегистрируйте кассу."
UNKNOWN_FFD = (
    'Касса не сообщила версию ФФД. Укажите её в настройке этой кассы: ffd = "1.05" или "1.2", как в отчёте о '
    "регистрации."
)
OLD_FIRMWARE = (
    "Прошивка кассы не знает команд ФФД 1.05 и новее (FF46h, FF45h): такой чек она не запишет. Обновите прошивку."
)
UNSETTLED_PAPER = (
    "Касса не может сказать, напечатан ли документ: связь прервалась во время печати. Посмотрите на ленту; если "
    "документа нет, отправьте команду ещё раз."
)
BAD_MARK = "Отметка «{mark}» сделана не этой программой. Проверьте чек по ленте и в личном кабинете ОФД."
CASH_UNCLEAR = (
    "Связь прервалась при внесении или выплате: было {before} руб., стало {now} руб. в кассе. Посмотрите на ленту."
)
LINK_LOST = (
    "Связь с кассой прервалась посреди документа: в ФН он не записан, начатый чек аннулирован. Проверьте кабель и "
    "повторите команду."
)
NOT_RECORDED = "{why} Чек в ФН не записан: после этого пробейте его ещё раз."
NOT_IN_ARCHIVE = "Касса ответила, что документ записан, но в архиве ФН его нет. Проверьте чек по ленте."
RECORDED = "Документ записан в ФН, но касса не сообщила его реквизиты: {why}"
STORAGE_MOVED = (
    "Во время команды в ФН записан другой документ или ФН заменён. Проверьте чек по ленте и в личном кабинете ОФД."
)
PAPER_LATER = "Чек записан в ФН, но не допечатан: {why} Касса допечатает его сама, повторно пробивать чек нельзя."
DONE_PAPER_LATER = "Команда выполнена, но документ не допечатан: {why} Повторять команду нельзя."
COPIES_FAILED = "Чек записан, а копии не напечатаны: {why}"
NO_PAPERLESS = (
    "Эта касса не умеет пробивать чек без печати (нет поля «не печатать документ» в таблице 17). Уберите NotPrint или "
    'задайте no_print = "print" в настройке этой кассы.'
)
REFUSE_PAPERLESS = "Чеки без печати на этой кассе запрещены настройкой no_print: уберите NotPrint из команды."
PRINTED_ALL_THE_SAME = 'Чек напечатан: в настройке этой кассы no_print = "print"'


def no_paper(status: ShortStatus) -> str:
    where = "закончилась бумага" if status.submode == Submode.PAPER_RAN_OUT else "нет бумаги"
    cover = " Крышка открыта." if status.cover_open else ""
    return f"В кассе {where}.{cover} Вставьте ленту и закройте крышку: касса продолжит."


def stuck_printing(seconds: float) -> str:
    return f"Касса печатает одно и то же больше {seconds:g} с. Проверьте бумагу и отрезчик, затем повторите."


def nonsense(command: str, address: str) -> str:
    return f"Касса {address} ответила на команду {command} неразборчиво. Проверьте кабель и модель кассы."


def stuck_mode(mode: int) -> str:
    return STUCK_MODE.format(mode=mode)


def clocks_differ(register: datetime, ours: datetime) -> str:
    return CLOCKS_DIFFER.format(register=register, ours=ours)


def wrong_total(register: int, ours: int) -> str:
    """Kopecks."""
    return (
        f"Касса насчитала {money.text(register)} руб., а в чеке {money.text(ours)} руб. Чек аннулирован. "
        "Проверьте цены, скидки и настройки скидок кассы."
    )


def no_rate(rate: VatRate) -> str:
    return (
        f"Ставки {vat.title(rate)} нет в таблице налогов этой кассы. Обновите прошивку или таблицу 6, либо задайте код "
        f"ставки: vat_codes = {{ {rate.value} = … }} в настройке кассы."
    )


def too_long(tag: int, size: int, most: int) -> str:
    return f"Реквизит {tag} занимает {size} байт, касса принимает до {most}: сократите его."


def bad_amount(amount: int, most: int) -> str:
    """Kopecks."""
    return f"Сумма {money.text(amount)} не подходит: укажите от 0.01 до {money.text(most)} руб."


def several_fit(found: Sequence[FoundDocument]) -> str:
    numbers = ", ".join(f"№ {document.number}" for document in found)
    return (
        f"После начала команды в ФН записано несколько подходящих документов: {numbers}. Проверьте чек по ленте: "
        "лишний нужно вернуть чеком возврата."
    )


def without_sum(found: FoundDocument) -> str:
    return (
        f"В ФН записан чек № {found.number}, но сумму его касса не сообщила: тот ли это чек, неизвестно. Проверьте чек "
        "по ленте и в личном кабинете ОФД."
    )


def foreign_storage(storage: str, last: int, now: StorageState) -> str:
    return (
        f"Команда начата на ФН {storage} после документа № {last}, а сейчас в кассе ФН {now.number}, последний "
        f"документ № {now.last_document}. Проверьте чек по ленте и в личном кабинете ОФД."
    )


def does_not_fit(fault: Exception) -> str:
    return f"Чек не помещается в команды кассы: проверьте отделы, цены и количество ({fault})."


def no_setting(name: str) -> str:
    return f"В таблицах кассы нет поля «{name}»: для этой модели команда невозможна."


def code_not_recorded(name: str) -> str:
    return f"{quoted(name, 40)}: касса не взяла код товара (тег 1163), чек пробит без него"
