"""Objects inside answers, as info.py, machine.py, payload.py and others make them. Source: spec/kkmserver.md 3."""

from collections.abc import Mapping

from drivers.fiscal.goods_data import CodeKind
from drivers.model.ffd import FfdVersion
from kkmserver.dialects.kkm.vat import VAT_RATES
from kkmserver.dialects.schema import (
    Members,
    Schema,
    date,
    flag,
    many,
    number,
    reference,
    roubles,
    text,
    whole,
    whole_object,
)

PAID: Members = {
    "Cash": roubles("Наличными"),
    "ElectronicPayment": roubles("Безналичными"),
    "AdvancePayment": roubles("Зачтено аванса"),
    "Credit": roubles("В кредит"),
    "CashProvision": roubles("Встречным предоставлением"),
}
TRANSACTION: Members = {
    "UniversalID": text("Операция: передайте его в отмену или возврат. Пары ключ:значение через «;»."),
    "Amount": roubles("Сумма"),
    "Slip": text("Слип, строки через \\r\\n."),
    "RRNCode": text("Код операции в банке (RRN)."),
    "AuthorizationCode": text("Код авторизации."),
    "CardNumber": text("Номер карты, скрытый."),
    "ReceiptNumber": text("Номер операции на терминале."),
}
TERMINAL: Members = {
    "PrintSlipOnTerminal": flag("Терминал напечатал слип сам."),
    "CardHash": text("Хеш карты, если терминал его даёт."),
    "TransDate": date("Дата операции."),
    "TerminalID": text("Номер терминала в банке."),
}
_FFD = ("", *(version.value for version in FfdVersion))
_OFD_STATE: Members = {
    "OFD_Error": text("Ошибка обмена с ОФД; пусто – её нет."),
    "OFD_NumErrorDoc": whole("Сколько документов не отправлено в ОФД."),
    "OFD_DateErrorDoc": date("Когда сделан первый неотправленный документ."),
}
_MODES: Members = {
    "EncryptionMode": flag("Шифрование."),
    "OfflineMode": flag("Автономный режим."),
    "AutomaticMode": flag("Автоматический режим."),
    "AutomaticNumber": text("Номер автомата."),
    "InternetMode": flag("Для расчётов в интернете."),
    "BSOMode": flag("Бланки строгой отчётности."),
    "ServiceMode": flag("Услуги."),
    "PrinterAutomatic": flag("Принтер в автомате."),
    "SaleExcisableGoods": flag("Подакцизные товары."),
    "SignOfGambling": flag("Азартные игры."),
    "SignOfLottery": flag("Лотереи."),
    "SaleMarking": flag("Маркированные товары."),
    "SignPawnshop": flag("Ломбард."),
    "SignAssurance": flag("Страхование."),
    "SignOfAgent": text("Признаки агента через запятую."),
}
_INFO: Members = {
    "NameOrganization": text("Пользователь кассы."),
    "InnOrganization": text("ИНН пользователя."),
    "TaxVariant": text("Системы налогообложения через запятую."),
    "AddressSettle": text("Адрес расчётов."),
    "PlaceSettle": text("Место расчётов."),
    "SenderEmail": text("E-mail отправителя чека."),
    "UrlServerOfd": text("Адрес сервера ОФД."),
    "PortServerOfd": text("Порт сервера ОФД."),
    "NameOFD": text("ОФД."),
    "UrlOfd": text("Сайт ОФД для проверки чеков."),
    "InnOfd": text("ИНН ОФД."),
    **_OFD_STATE,
    "KktNumber": text("Заводской номер кассы."),
    "FnNumber": text("Номер ФН."),
    "RegNumber": text("РНМ."),
    "FN_IsFiscal": flag("ФН фискализирован."),
    "FN_MemOverflowl": flag("ФН почти полон."),
    "FN_DateStart": date("С какого дня работает ФН."),
    "FN_DateEnd": date("До какого дня работает ФН."),
    "FFDVersion": text("Версия ФФД, с которой зарегистрирована касса.", *_FFD),
    "FFDVersionFN": text("Наибольшая версия ФФД в ФН.", *_FFD),
    "FFDVersionKKT": text("Наибольшая версия ФФД в кассе.", *_FFD),
    "OnOff": flag("На связи."),
    "Active": flag("Включена."),
    "SessionState": whole("Смена: 0 неизвестно, 1 закрыта, 2 открыта, 3 открыта больше 24 часов.", 0, 1, 2, 3),
    "PaperOver": flag("Нет бумаги."),
    "BalanceCash": roubles("Наличные в ящике"),
    "DateTimeKKT": date("Часы кассы."),
    "Firmware_Version": text("Версия прошивки."),
    "Firmware_Status": whole("Всегда 0."),
    **_MODES,
    "LicenseExpirationDate": date("Лицензия не нужна: всегда далёкая дата."),
    **{f"LessType{n}": text("Пусто: старых видов безналичной оплаты здесь нет.") for n in (1, 2, 3)},
    "Command": text("Пусто."),
}
_UNIT: Members = {
    "NumDevice": whole("Номер устройства."),
    "IdDevice": text("Его неизменный GUID."),
    "OnOff": flag("На связи."),
    "OnOf": flag("То же, что OnOff."),
    "Active": flag("Включено."),
    "TypeDevice": text("Вид устройства; у касс «Фискальный регистратор»."),
    "IdTypeDevice": text("Драйвер, в именах первого сервера."),
    "Firmware_Version": text("Версия прошивки."),
    "IP": text("Адрес; «<Не определено>», если его нет."),
    "Port": text("Порт."),
    "NameDevice": text("Модель."),
    "UnitName": text("Как его называют в магазине."),
    "KktNumber": text("Заводской номер."),
    "INN": text("ИНН владельца."),
    "RegNumber": text("РНМ."),
    "FnNumber": text("Номер ФН."),
    "InnOfd": text("ИНН ОФД."),
    "NameOrganization": text("Владелец."),
    "TaxVariant": text("Системы налогообложения через запятую."),
    "AddDate": date("Когда устройство появилось на сервере."),
    **_OFD_STATE,
    "FN_DateEnd": date("До какого дня работает ФН."),
    "FN_MemOverflowl": flag("ФН почти полон."),
    "FN_IsFiscal": flag("ФН фискализирован."),
    "PaperOver": flag("Нет бумаги."),
    "Members": many({"type": "integer"}, "Номера устройств пула. Расширение этого сервера."),
    "Blocked": text("Почему устройство отставлено пулом. Расширение этого сервера."),
}
_SERVER: Members = {
    "ServerName": text("Имя программы."),
    "ServerVersion": text("Версия, четыре числа."),
    "ServerDateStart": date("Когда запущен сервер."),
    "ServerUpTime": text("Сколько работает, вида 1.02:00:00."),
    "LicenseExpirationDate": date("Лицензия не нужна: всегда далёкая дата."),
    "LicenseCount": whole("Всегда 0."),
    "OSVersion": text("Версия системы."),
    "OSPlatform": text("Win32NT или Unix.", "Win32NT", "Unix"),
    "OSVersionString": text("Система, версия, архитектура."),
    "OSName": text("Система."),
    "OSDateStart": date("Когда включён компьютер."),
    "OSUpTime": text("Сколько он работает."),
    "OSCurDateTime": date("Его часы."),
    "PCServerName": text("Его имя."),
    "PCUserName": text("Под каким пользователем работает сервер."),
    "PCPhysicalMemory": text("Память, МБ."),
    "PCFreePhysicalMemory": text("Свободная память, МБ."),
    "PCFreeDiskSpace": text("Свободно на диске, МБ."),
    "PCProcessorName": text("Процессор."),
    "PCNumberOfCores": text("Сколько у него ядер."),
}
_COPY: Members = {
    "FiscalNumber": text("Номер фискального документа."),
    "FiscalDate": date("Дата документа."),
    "CheckType": text("Что это за документ: «Приход», «Закрытие смены»…"),
    "FiscalSign": text("Фискальный признак."),
    "CashierName": text("Кассир."),
    "CashierVATIN": text("ИНН кассира."),
    "TaxVariant": text("Система налогообложения.", "", *map(str, range(6))),
    "ClientAddress": text("Телефон или e-mail покупателя."),
    "SenderEmail": text("E-mail отправителя чека."),
    "PlaceMarket": text("Место расчётов."),
    "Register": {
        "type": ["array", "null"],
        "items": reference("CopyRow"),
        "description": "Товары; null, если их нет.",
    },
    **PAID,
    "AllSumm": roubles("Итог"),
}
_COUNTER: Members = {
    "\u0421ountersType": text("Shift – смена, Total – весь ФН. Первая буква русская.", "Shift", "Total"),
    "CountersType": text("То же латиницей.", "Shift", "Total"),
    "ReceiptType": text(
        "Вид чека: продажа, возврат продажи, покупка, возврат покупки.", "Shell", "ShellReturn", "Buy", "BuyReturn"
    ),
    "Count": whole("Сколько чеков."),
    "Sum": roubles("На какую сумму"),
    **PAID,
    **{f"Tax{rate}": roubles(f"НДС {rate} %") for rate in (20, 10, 22, 5, 7)},
    **{f"Tax{100 + rate}": roubles(f"НДС {rate}/{100 + rate}") for rate in (20, 10, 22, 5, 7)},
    "Tax0": roubles("Оборот по ставке НДС 0 %"),
    "TaxNo": roubles("Оборот без НДС"),
    "CorrectionsCount": whole("Сколько коррекций."),
    "CorrectionsSum": roubles("На какую сумму коррекции"),
}
_PROCESSING: Members = {
    **TRANSACTION,
    **TERMINAL,
    "Command": text(
        "Какая это операция.", "", "PayByPaymentCard", "ReturnPaymentByPaymentCard", "CancelPaymentByPaymentCard"
    ),
    "Error": text("Пусто."),
    "Warning": text("Пусто."),
    "Message": text("Пусто."),
    "Status": whole("0.", 0),
    "IdCommand": text("IdCommand чека."),
    "NumDevice": whole("Номер терминала на сервере."),
}
_GOODS: Members = {
    "BarCode": text("Код, как он пришёл."),
    "isParsed": flag("Код разобран."),
    "RepresentationBarCode": text("Код для людей, со скобками."),
    "EAN": text("EAN товара."),
    "GTIN": text("GTIN."),
    "SerialNumber": text("Серийный номер."),
    "ContainsSerialNumber": flag("Код одной вещи, с серийным номером."),
    "MarkingCodeBase64": text("Значение тега 1162 в base64."),
    "DataBarCode": {
        "type": "object",
        "additionalProperties": {"type": "string"},
        "description": "Значения по идентификаторам GS1.",
    },
    "ProductCodeType": text("Вид кода.", *(kind.value for kind in CodeKind)),
    "Errors": text("Что с кодом не так."),
}
_MARK: Members = {
    "Name": text("Наименование из запроса."),
    "BarCode": text("Код."),
    "ValidationResult": whole("Результат проверки, биты тега 2106."),
    "DecryptionResult": text("Он же словами."),
}
PARTS: Mapping[str, Schema] = {
    "Info": whole_object(_INFO),
    "Unit": whole_object(_UNIT, "Members", "Blocked"),
    "ServerData": whole_object(_SERVER),
    "Copy": whole_object(_COPY),
    "CopyRow": whole_object(
        {
            "Name": text("Наименование."),
            "Quantity": number("Количество."),
            "Amount": roubles("Стоимость"),
            "Tax": whole("Ставка НДС, как в запросе.", *VAT_RATES),
        }
    ),
    "Counter": whole_object(_COUNTER),
    "RezultProcessing": whole_object(_PROCESSING),
    "DataProductCode": whole_object(_GOODS),
    "CheckedCode": whole_object(_MARK),
    "EgaisSlip": whole_object({"Url": text("Ссылка для покупателя."), "Sign": text("Подпись УТМ.")}),
    "Progress": whole_object({"Printed": whole("Сколько этикеток вышло."), "Total": whole("Сколько всего.")}),
}
