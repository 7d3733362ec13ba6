"""Errors of the register: the maker's words, what they ask for, what to do. Source: spec/service-plus.md A7."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from drivers.errors import DeviceFaulty, KkmError, NotSupported, OperatorNeeded, RequestRefused, WrongState


class Class(StrEnum):
    """What a code asks for."""

    PASSING = "T"  # the state is mended, or waited for, and the same runs again
    OPERATOR = "O"  # somebody has to come: paper, clock, setup
    CLIENT = "C"  # the command is wrong; the register is well
    FATAL = "F"  # service is needed


@dataclass(frozen=True, slots=True)
class Code:
    number: int
    cls: Class
    kind: type[KkmError]
    text: str
    advice: str


_T, _O, _C, _F = Class.PASSING, Class.OPERATOR, Class.CLIENT, Class.FATAL

SERVICE = "Обратитесь в сервисный центр и назовите код ошибки."
DATA = "Проверьте данные команды: касса их не принимает. Команда не выполнена."
AGAIN = "Подождите немного и повторите. Если не поможет, выключите и включите кассу."
CLOCK = "Проверьте дату и время кассы: они не должны быть раньше последнего документа и не должны сильно спешить."
OFD = "Проверьте, что касса выходит в интернет и передаёт документы в ОФД."
NEW_SHIFT = "Закройте смену (Z-отчёт) и повторите: касса откроет новую."
REPLACE_STORAGE = "Кассовые документы больше невозможны: ФН нужно заменить. " + SERVICE
LOAD_PAPER = "Вставьте чековую ленту и закройте крышку: касса допечатает документ."
PRINTER = "Проверьте ленту, крышку и отрезчик: касса допечатает документ."
STORAGE_LINK = (
    "Касса не получила ответа от ФН. Подождите минуту и посмотрите, записан ли документ, прежде чем повторять. Если "
    "повторяется, обратитесь в сервисный центр и назовите код ошибки."
)
STORAGE_STATE = (
    "В ФН или в кассе остался незавершённый документ. Повторите; если не поможет, выключите и включите кассу."
)
SCAN_AGAIN = "Сканируйте код маркировки ещё раз. Если не поможет, не продавайте товар: код не принят."
NO_DATA = "Таких данных нет. Проверьте номер."

_TABLE = (
    Code(0x01, _T, WrongState, "Функция невыполнима при данном статусе ККТ", AGAIN),
    Code(0x02, _C, NotSupported, "Неверный номер функции", "Эта модель или прошивка команду не знает."),
    Code(0x03, _C, RequestRefused, "Некорректный формат или параметр команды", DATA),
    Code(0x04, _T, DeviceFaulty, "Переполнение буфера порта", AGAIN),
    Code(0x05, _T, DeviceFaulty, "Таймаут при передаче байта", "Проверьте кабель и скорость порта, затем повторите."),
    Code(0x06, _O, WrongState, "Неверный пароль связи", "Исправьте пароль (password) в настройке этой кассы."),
    Code(0x07, _T, DeviceFaulty, "Ошибка контрольной суммы", "Проверьте кабель и скорость порта, затем повторите."),
    Code(0x08, _O, OperatorNeeded, "Конец бумаги", LOAD_PAPER),
    Code(0x09, _O, OperatorNeeded, "Принтер не готов", PRINTER),
    Code(0x0A, _O, WrongState, "Смена больше 24 часов, или дата отличается больше чем на 24 часа", NEW_SHIFT),
    Code(
        *(0x0B, _O, WrongState, "Часы кассы расходятся с компьютером больше чем на 8 минут"),
        "Проверьте время на компьютере. Если оно верно, закройте смену и установите часы кассы.",
    ),
    Code(
        *(0x0C, _O, WrongState, "Дата раньше последней фискальной операции"),
        "Проверьте дату на компьютере и на кассе: она не может быть раньше последнего документа.",
    ),
    Code(
        *(0x0E, _C, RequestRefused, "Отрицательный результат: в кассе мало денег"),
        "Внесите наличные в кассу (внесение) или выдайте меньше.",
    ),
    Code(0x0F, _T, WrongState, "Необходимо закрыть смену", "Закройте смену (Z-отчёт) и повторите."),
    Code(0x10, _C, RequestRefused, "Нет данных в журнале", NO_DATA),
    Code(0x11, _F, DeviceFaulty, "Ошибка контрольной ленты", SERVICE),
    Code(0x12, _T, DeviceFaulty, "Ошибка посылки данных в ОФД", OFD),
    Code(0x13, _O, OperatorNeeded, "Касса обновляется или ждёт обновления", "Дождитесь конца обновления и повторите."),
    Code(
        0x20,
        _F,
        DeviceFaulty,
        "Фатальная ошибка ККТ",
        "Выключите и включите кассу. Если не поможет: " + SERVICE[0].lower() + SERVICE[1:],
    ),
    Code(0x41, _C, RequestRefused, "ФН: некорректный формат или параметр команды", DATA),
    Code(0x42, _T, WrongState, "ФН: некорректное состояние", STORAGE_STATE),
    Code(0x43, _F, DeviceFaulty, "Ошибка ФН", REPLACE_STORAGE),
    Code(0x44, _F, DeviceFaulty, "ФН: ошибка криптографического сопроцессора", REPLACE_STORAGE),
    Code(0x45, _F, DeviceFaulty, "ФН: исчерпан временной ресурс", REPLACE_STORAGE),
    Code(0x46, _F, DeviceFaulty, "ФН переполнен", REPLACE_STORAGE),
    Code(0x47, _O, WrongState, "ФН: неверные дата или время", CLOCK),
    Code(0x48, _C, RequestRefused, "ФН: нет запрошенных данных", NO_DATA),
    Code(0x49, _C, RequestRefused, "ФН: некорректные параметры команды", DATA),
    *(Code(number, _C, RequestRefused, "ФН не принимает данные", DATA) for number in (0x4A, 0x4B, 0x4C, 0x4D, 0x4E)),
    Code(
        *(0x50, _C, RequestRefused, "ФН: превышен размер данных"),
        "Реквизиты чека слишком длинные. Сократите названия или отправьте меньше строк.",
    ),
    Code(0x51, _T, DeviceFaulty, "ФН: нет транспортного соединения", OFD),
    Code(0x52, _F, DeviceFaulty, "ФН: исчерпан ресурс криптографического сопроцессора", REPLACE_STORAGE),
    Code(0x54, _F, DeviceFaulty, "ФН: исчерпана память документов для ОФД", OFD),
    Code(0x55, _F, DeviceFaulty, "ФН: документы больше 30 дней не передаются в ОФД", OFD),
    Code(0x56, _T, WrongState, "ФН: смена больше 24 часов", NEW_SHIFT),
    Code(0x57, _O, WrongState, "ФН: часы кассы расходятся с часами ФН больше чем на 5 минут", CLOCK),
    *(Code(number, _C, RequestRefused, "ФН не принимает данные", DATA) for number in (0x58, 0x59)),
    Code(0x60, _T, DeviceFaulty, "ФН: неверное сообщение от ОФД", OFD),
    Code(0x61, _T, DeviceFaulty, "Нет связи с ФН", STORAGE_LINK),
    Code(0x62, _T, DeviceFaulty, "Ошибка обмена с ФН", STORAGE_LINK),
    Code(0x63, _C, RequestRefused, "Слишком длинная команда для ФН", DATA),
    Code(
        *(0x64, _O, OperatorNeeded, "Неизвестный ответ сервиса обновления ключей проверки"),
        "Проверьте, что касса выходит в интернет, подождите и повторите.",
    ),
    Code(
        *(0x72, _O, WrongState, "Работа с маркированными товарами запрещена"),
        "Касса зарегистрирована без признака торговли маркированными товарами. Перерегистрируйте её.",
    ),
    Code(0x73, _C, RequestRefused, "Нарушен порядок команд для маркированного товара", SCAN_AGAIN),
    Code(
        *(0x74, _O, WrongState, "Работа с маркированными товарами временно заблокирована"),
        "Касса должна передать уведомления о проданных маркированных товарах. " + OFD,
    ),
    Code(0x75, _T, WrongState, "Таблица кодов маркировки заполнена", "Повторите чек: таблица будет очищена."),
    Code(0x7C, _C, RequestRefused, "В данных нет необходимых реквизитов", DATA),
    Code(0x7E, _C, RequestRefused, "Код маркировки не проверялся в ФН", SCAN_AGAIN),
)

CODES: Mapping[int, Code] = MappingProxyType({code.number: code for code in _TABLE})
