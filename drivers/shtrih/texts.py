"""What the driver says to the cashier."""

from datetime import datetime

from drivers.fiscal import vat
from drivers.fiscal.findings import quoted
from drivers.model import money
from drivers.model.ffd import VatRate
from drivers.shtrih.requests.status import ShortStatus, Submode

LOCKED = "Касса заблокирована: неверный пароль налогового инспектора. Обратитесь в сервисный центр."
NEEDS_RESET = "Память кассы повреждена, нужно технологическое обнуление. Обратитесь в сервисный центр."
LONG_REPORT = "Касса всё ещё печатает отчёт. Дождитесь его конца и повторите."
SLIP = "Касса ждёт подкладной документ, программа с ними не работает. Завершите его на кассе и повторите."
STUCK_MODE = "Касса не выходит из режима {mode}. Выключите и включите её, затем повторите."
CLOCKS_DIFFER = (
    "Касса просит подтвердить дату: на её часах {register:%d.%m.%Y}, на компьютере {ours:%d.%m.%Y}. Проверьте, какая "
    "дата верна, и подтвердите её на кассе или исправьте часы."
)
STORAGE_SILENT = "ФН не отвечает: фискальные документы невозможны. Выключите и включите кассу или обратитесь в сервис."
STORAGE_ENDS = "Срок ФН заканчивается в ближайшие дни: замените ФН, иначе касса перестанет пробивать чеки."
OLD_FIRMWARE = (
    "Прошивка кассы не знает команд ФФД 1.05 и новее (FF46h, FF45h): такой чек она не запишет. Обновите прошивку."
)
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


def no_setting(name: str) -> str:
    return f"В таблицах кассы нет поля «{name}»: для этой модели команда невозможна."


def code_not_recorded(name: str) -> str:
    return f"{quoted(name, 40)}: касса не взяла код товара (тег 1163), чек пробит без него"
