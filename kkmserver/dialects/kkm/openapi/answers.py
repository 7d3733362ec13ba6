"""Answers as JSON Schema. What a command brings is there only when it was done.

Source: spec/kkmserver.md 2.3, 2.4, 3.
"""

from collections.abc import Mapping

from kkmserver.dialects.kkm import acquiring
from kkmserver.dialects.kkm.answer import ERROR_LIMIT, MESSAGE_FROM, OUTCOME_REFUSED, OUTCOME_UNKNOWN, Status
from kkmserver.dialects.kkm.catalogue import DEVICE
from kkmserver.dialects.kkm.counters import CYRILLIC
from kkmserver.dialects.kkm.names import OUTGOING
from kkmserver.dialects.kkm.openapi.answer_parts import PAID, PARTS, TERMINAL, TRANSACTION
from kkmserver.dialects.kkm.openapi.command_texts import COMMAND_TEXTS
from kkmserver.dialects.kkm.openapi.requests import component
from kkmserver.dialects.schema import (
    Members,
    Schema,
    flag,
    many,
    number,
    one,
    reference,
    roubles,
    text,
    whole,
    whole_object,
)

DEVICE_ANSWER = "DeviceAnswer"
ANY_DEVICE_ANSWER = "AnyDeviceAnswer"
ANY_ANSWER = "AnyAnswer"
REFUSAL = "Refusal"

_COMMON: Members = {
    "Command": text("Имя команды; пусто, если его не удалось прочесть."),
    "Error": {**text("Что случилось, словами для кассира; пусто – ошибки нет."), "maxLength": ERROR_LIMIT},
    "Status": whole(
        "0 сделано, 1 ещё выполняется, 2 ошибка, 3 устройство или команда не найдены, 5 этот IdCommand уже был у "
        "другой команды, 6 отказ ЕГАИС.",
        *map(int, Status),
    ),
    "IdCommand": text("Номер команды: ваш или, если его не было, данный сервером."),
}
_REMARKS: Members = {
    "Warning": text("Замечания; команде они не помешали."),
    "Message": text("Что показать кассиру."),
    "MessageFrom": text("От кого Message.", MESSAGE_FROM),
}
_ON_DEVICE: Members = {
    "NumDevice": whole("Устройство, которое выполнило команду: в пуле – его член."),
    "UnitName": text("Как его называют в магазине."),
}
_NOT_DONE: Members = {
    "Outcome": text(
        "refused – не сделано, unknown – неизвестно, вышел ли документ. Расширение этого сервера.",
        OUTCOME_REFUSED,
        OUTCOME_UNKNOWN,
    ),
    "NothingSent": flag("Доказано, что до устройства ничего не дошло. Расширение этого сервера."),
}
_QR: Members = {
    "QRCode": text("Содержимое QR-кода документа."),
    "URL": text("Ссылка на чек у ОФД; пусто, если её нет."),
}
_INFO = one(reference("Info"), "Состояние кассы.")
_NUMBER = whole("Номер фискального документа.")
_SHIFT = whole("Номер смены.")
_LENGTH = whole("Знаков в строке.")
_CODES = many(reference("CheckedCode"), "Проверенные коды маркировки.")
_REPORT: Members = {"CheckNumber": _NUMBER, "SessionNumber": _SHIFT, **_QR, "Info": _INFO}
_RECEIPT: Members = {
    **_REPORT,
    "SessionCheckNumber": whole("Номер чека в смене."),
    "LineLength": _LENGTH,
    "Amount": roubles("Наличные в ящике"),
    **PAID,
    "MarkingCodeValidation": _CODES,
    "RezultProcessing": one(reference("RezultProcessing"), "Оплата картой, если она была."),
    "EGAIS": one(reference("EgaisSlip"), "Ответ ЕГАИС, если были бутылки. Расширение этого сервера."),
}
_COUNTERS = many(reference("Counter"), "Счётчики: смена и весь ФН, по видам чеков.")
_OUTGOING = text("Команда, которую этот сервер только отправляет.", *sorted(OUTGOING))
_TWO_COUNTERS: Members = {
    "\u0421ounters": one(_COUNTERS, "Счётчики; первая буква имени русская."),
    "Counters": _COUNTERS,
}
_LINE: Members = {"LineLength": _LENGTH}
_CARD: Members = TRANSACTION | TERMINAL
_SLIP: Members = {"Slip": text("Слип, строки через \\r\\n.")}
_REZULT: Members = {
    "Rezult": {
        "anyOf": [reference(ANY_DEVICE_ANSWER), reference("UnknownId")],
        "description": "Ответ на ту команду, каким он был бы сейчас.",
    }
}
# Command -> its own members; the others have none.
BRINGS: Mapping[str, Members] = {
    "RegisterCheck": _RECEIPT,
    "PrintDocument": {"Progress": one(reference("Progress"), "Сколько этикеток вышло. Расширение этого сервера.")},
    **dict.fromkeys(("OpenShift", "CloseShift", "ZReport"), _REPORT),
    "GetDataKKT": {
        "CheckNumber": whole("Номер последнего документа."),
        "SessionNumber": _SHIFT,
        "LineLength": _LENGTH,
        "URL": text("Пусто."),
        "Info": _INFO,
    },
    **dict.fromkeys(("GetLineLength", "PrintLineLength"), _LINE),
    "GetDataCheck": {
        "Slip": text("Документ текстом, строки через \\r\\n."),
        **_QR,
        "RegisterCheck": one(reference("Copy"), "Его реквизиты."),
    },
    "KkmRegOfd": {"CheckNumber": _NUMBER, "QRCode": _QR["QRCode"], "Info": _INFO},
    "ValidationMarkingCode": {"MarkingCodeValidation": _CODES},
    **dict.fromkeys(("GetCounters", CYRILLIC), _TWO_COUNTERS),
    **dict.fromkeys((*acquiring.MONEY, "TransactionDetails"), _CARD),
    **dict.fromkeys(("Settlement", "TerminalReport"), _SLIP),
    "PrintSlipOnTerminal": {"PrintSlipOnTerminal": flag("Терминал печатает слипы сам.")},
    "GetWeight": {"Weight": number("Вес, кг.")},
    "OptionsCustomerDisplay": {
        "IsTopString": flag("Показывает верхнюю строку."),
        "IsBottomString": flag("Показывает нижнюю строку."),
        "IsCodeQR": flag("Показывает QR-код."),
    },
    "List": {"ListUnit": many(reference("Unit"), "Устройства.")},
    "GetServerData": {"ServerData": one(reference("ServerData"), "Сервер и его компьютер.")},
    **dict.fromkeys(("GetRezult", "CancelCommand"), _REZULT),
    "GetGoodCodeData": {
        "DataProductCode": one(reference("DataProductCode"), "Что сказано в коде."),
        **{name: _REMARKS[name] for name in ("Warning", "Message")},
    },
}


def answer_schemas() -> dict[str, Schema]:
    """By name of the component."""
    device = [name for name in COMMAND_TEXTS if name in DEVICE]
    return {
        "Answer": whole_object(_COMMON),
        DEVICE_ANSWER: _device_answer(),
        "UnknownId": whole_object({**_COMMON, **_ON_DEVICE, "Command": {"const": ""}}),
        "NotTaken": {"allOf": [reference("Answer"), {"properties": {"Command": _OUTGOING}}]},
        REFUSAL: {"anyOf": [reference("Answer"), reference(DEVICE_ANSWER)]},
        **{f"{component(name)}Answer": _answer(name) for name in COMMAND_TEXTS},
        ANY_DEVICE_ANSWER: _any(device),
        ANY_ANSWER: {"anyOf": [_any(list(COMMAND_TEXTS)), reference("NotTaken")]},
        **PARTS,
    }


def _device_answer() -> Schema:
    """Of a command that has to do with a device."""
    members = {**_COMMON, **_ON_DEVICE, **_REMARKS, **_NOT_DONE}
    return whole_object(members, "MessageFrom", *_NOT_DONE)


def _answer(name: str) -> Schema:
    own: Members = {"Command": {"const": name}, **BRINGS.get(name, {})}
    base = reference(DEVICE_ANSWER if name in DEVICE else "Answer")
    return {"title": f"Ответ на {name}", "allOf": [base, {"type": "object", "properties": own}]}


def _any(names: list[str]) -> Schema:
    references = {name: reference(f"{component(name)}Answer") for name in names}
    mapping = {name: target["$ref"] for name, target in references.items()}
    return {
        "oneOf": list(references.values()),
        "discriminator": {"propertyName": "Command", "mapping": mapping},
    }
