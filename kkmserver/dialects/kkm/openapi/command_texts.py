"""What each command is for, in Russian, in the order a reader wants them."""

from collections.abc import Mapping

from kkmserver.dialects.kkm.counters import CYRILLIC

GROUPS: Mapping[str, Mapping[str, str]] = {
    "Чеки и документы": {
        "RegisterCheck": "Чек: продажа, возврат, покупка, коррекция. Смена откроется сама. Без `IsFiscalCheck` – "
        "простой документ, на котором товары только печатаются.",
        "PrintDocument": "Нефискальный документ или этикетка: строки `CheckStrings` либо шаблон `Template` с полями.",
        "GetDataCheck": "Документ из архива ФН: текст, реквизиты, при желании копия на бумаге.",
        "ContinuePrint": "Допечатать документ, который прервался из-за конца бумаги.",
    },
    "Смена и отчёты": {
        "OpenShift": "Открыть смену. Чек открывает её и сам.",
        "CloseShift": "Закрыть смену (Z-отчёт).",
        "ZReport": "То же, что CloseShift.",
        "XReport": "Отчёт без закрытия смены.",
        "OfdReport": "Отчёт о состоянии расчётов: сколько документов ждёт отправки в ОФД.",
        "GetCounters": "Счётчики ФН: итоги смены и всего ФН по видам чеков и ставкам НДС.",
        CYRILLIC: "То же, что GetCounters; в имени русская С, как у первого сервера.",
    },
    "Деньги": {
        "DepositingCash": "Внести наличные в ящик.",
        "PaymentCash": "Выплатить наличные из ящика.",
        "OpenCashDrawer": "Открыть денежный ящик.",
        "PrintOpenCashDrawer": "То же, что OpenCashDrawer.",
    },
    "Состояние и настройка кассы": {
        "GetDataKKT": "Состояние кассы и её регистрация. Ничего не печатает и не меняет.",
        "GetLineLength": "Сколько знаков в строке.",
        "PrintLineLength": "Напечатать линейку и узнать, сколько знаков в строке.",
        "KkmRegOfd": "Регистрация кассы, смена параметров, замена и закрытие ФН. Записанное в ФН не отменить.",
    },
    "Маркировка": {
        "ValidationMarkingCode": "Проверить коды маркировки в ФН и в ОИСМ (ФФД 1.2).",
        "GetGoodCodeData": "Разобрать код товара, прочитанный сканером. Устройство не нужно.",
    },
    "Банковский терминал": {
        "PayByPaymentCard": "Оплата картой.",
        "ReturnPaymentByPaymentCard": "Возврат денег на карту.",
        "CancelPaymentByPaymentCard": "Отмена оплаты.",
        "AuthorisationByPaymentCard": "Преавторизация: сумма на карте блокируется.",
        "AuthConfirmationByPaymentCard": "Списать заблокированную сумму.",
        "CancelAuthorisationByPaymentCard": "Снять блокировку суммы.",
        "EmergencyReversal": "Аварийная отмена последней операции.",
        "Settlement": "Сверка итогов с банком.",
        "TerminalReport": "Отчёт терминала.",
        "TransactionDetails": "Найти операцию и узнать, чем она кончилась.",
        "PrintSlipOnTerminal": "Печатает ли терминал слипы сам.",
    },
    "Весы и дисплей": {
        "GetWeight": "Вес того, что лежит на весах.",
        "Calibrate": "Задать вес тары.",
        "OutputOnCustomerDisplay": "Показать покупателю две строки и QR-код.",
        "ClearCustomerDisplay": "Погасить дисплей.",
        "OptionsCustomerDisplay": "Что дисплей умеет показывать.",
    },
    "Сервер": {
        "List": "Список устройств; поля запроса – фильтры, не указанные не действуют.",
        "GetServerData": "Сервер и компьютер, на котором он работает.",
        "OnOffUnut": "Включить или выключить устройство (имя команды – как у первого сервера).",
        "GetRezult": "Чем кончилась или что сейчас делает команда с этим `IdCommand`.",
        "CancelCommand": "Снять команду с очереди, пока она не начата; партию этикеток – и посреди печати.",
    },
}
COMMAND_TEXTS: Mapping[str, str] = {name: text for group in GROUPS.values() for name, text in group.items()}
GROUP_OF: Mapping[str, str] = {name: group for group, commands in GROUPS.items() for name in commands}
