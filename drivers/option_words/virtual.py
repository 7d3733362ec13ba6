"""Devices without a device: to learn with, and to try programs on."""

from collections.abc import Mapping

from drivers.option_words.labels import DPI, HEIGHT, WIDTH
from drivers.option_words.words import Table, words

_DELAY = words("Длительность, с", "Duration, s", "Сколько секунд длится команда.", "For how long a command lasts.")
_PAPER = words(
    "Ширина бумаги в точках",
    "Paper width in dots",
    "576 – 80 мм (48 знаков), 384 – 58 мм (32 знака).",
    "576: 80 mm (48 characters), 384: 58 mm (32 characters).",
)
_TAPE: Table = {
    "tape_folder": words(
        "Папка документов",
        "Folder of documents",
        "Куда класть документы картинкой и текстом; пусто – никуда.",
        "Where each document is also written as a picture and as text; empty: nowhere.",
    ),
    "tape_length": words(
        "Длина ленты",
        "Length of the tape",
        "Сколько последних документов показывать.",
        "How many of the last documents are shown.",
    ),
}
_KKT: Table = {
    "ffd": words(
        "Версия ФФД", "ФФД version", "Версия формата фискальных документов.", "The version of fiscal documents."
    ),
    "fiscalized": words(
        "Зарегистрирована",
        "Registered",
        "Выключено – зарегистрировать её может только команда KkmRegOfd; до неё печатаются простые документы.",
        "Off: only the command KkmRegOfd registers it; plain documents until then.",
    ),
    "organization": words("Организация", "Organization", "1048, владелец кассы.", "1048, the register's owner."),
    "inn": words("ИНН", "ИНН", "1018, ИНН владельца: 10 или 12 цифр.", "1018, of the owner: 10 or 12 digits."),
    "address": words("Адрес расчётов", "Address", "1009, адрес расчётов.", "1009, address of settlements."),
    "place": words("Место расчётов", "Place", "1187, место расчётов.", "1187, place of settlements."),
    "sender_email": words(
        "Почта отправителя",
        "Sender's e-mail",
        "1117, от кого электронные чеки.",
        "1117, sender of electronic receipts.",
    ),
    "tax_systems": words(
        "Системы налогообложения",
        "Tax systems",
        "1062: 0 – ОСН, 1 – УСН доход, 2 – УСН доход минус расход, 3 – ЕНВД, 4 – ЕСХН, 5 – патент; первая – обычная.",
        "1062: 0 ОСН, 1 УСН доход, 2 УСН доход минус расход, 3 ЕНВД, 4 ЕСХН, 5 патент; the first is the usual one.",
    ),
    "serial": words(
        "Заводской номер", "Factory number", "1013; пусто – из номера устройства.", "1013; empty: made from its number."
    ),
    "registration_number": words(
        "Регистрационный номер",
        "Registration number",
        "1037, РНМ: 16 цифр; пусто – вычисляется.",
        "1037: 16 digits; empty: worked out.",
    ),
    "ofd": words(
        "Связь с ОФД",
        "Link to the ОФД",
        "online – виртуальный ОФД отвечает, offline – молчит, autonomous – касса без ОФД.",
        "online: the virtual ОФД answers, offline: it is silent, autonomous: there is none.",
    ),
    "ofd_delay": words(
        "Задержка ОФД, с",
        "Delay of the ОФД, s",
        "Через сколько секунд ОФД подтверждает документ.",
        "After how many seconds the ОФД confirms a document.",
    ),
    "ofd_name": words("Название ОФД", "Name of the ОФД", "1046, название ОФД.", "1046, its name."),
    "ofd_inn": words(
        "ИНН ОФД",
        "ИНН of the ОФД",
        "1017; ИНН известного ОФД даёт ссылку на чек.",
        "1017; that of a known ОФД gives a link to the receipt.",
    ),
    "ofd_host": words("Адрес ОФД", "Address of the ОФД", "Адрес сервера ОФД.", "The address of its server."),
    "ofd_port": words("Порт ОФД", "Port of the ОФД", "Порт сервера ОФД.", "The port of its server."),
    "ofd_site": words("Сайт ОФД", "Site of the ОФД", "Сайт ОФД для покупателей.", "Its site for customers."),
    "ofd_link": words(
        "Ссылка на чек",
        "Link to a receipt",
        "Своя ссылка: https://ofd.example/{fn}/{fd}/{fpd}; пусто – по ИНН ОФД.",
        "One's own link: https://ofd.example/{fn}/{fd}/{fpd}; empty: by the ОФД's ИНН.",
    ),
    "encryption": words("Шифрование", "Encryption", "1056, признак шифрования.", "1056, sign of encryption."),
    "automatic_number": words(
        "Номер автомата",
        "Number of the machine",
        "1036; пусто – касса стоит не в автомате.",
        "1036; empty: it stands in no machine.",
    ),
    "machine_printer": words(
        "Принтер в автомате", "Printer in a machine", "1221, принтер в автомате.", "1221, the printer is in a machine."
    ),
    "internet": words("Только интернет", "Internet only", "1108, только расчёты в интернете.", "1108, internet only."),
    "bso": words("БСО", "БСО", "1110, печатает бланки строгой отчётности.", "1110, strict accounting forms."),
    "services": words("Услуги", "Services", "1109, расчёты за услуги.", "1109, settlements for services."),
    "excise": words("Подакцизные товары", "Excise", "1207, торговля подакцизными товарами.", "1207, excisable goods."),
    "gambling": words("Азартные игры", "Gambling", "1193, азартные игры.", "1193, gambling."),
    "lottery": words("Лотерея", "Lottery", "1126, лотерея.", "1126, a lottery."),
    "marking": words(
        "Маркированные товары", "Marked goods", "Торговля ими; только с ФФД 1.2.", "Trade in them; with ФФД 1.2 only."
    ),
    "pawnshop": words("Ломбард", "Pawnshop", "Деятельность ломбарда.", "It serves a pawnshop."),
    "insurance": words("Страхование", "Insurance", "Страховая деятельность.", "It serves an insurer."),
    "agents": words(
        "Агенты",
        "Agents",
        "1057, каким агентом может быть: номера признаков от 0 до 6.",
        "1057, which agent it may be: numbers of the signs, 0 to 6.",
    ),
    "marking_script": words(
        "Ответы на коды маркировки",
        "Answers to marking codes",
        "Что ответить на код: 0104600439931256=bad-status; остальные верны.",
        "What a code is answered: 0104600439931256=bad-status; all others are good.",
    ),
    "dots": _PAPER,
    "vat_per_line": words(
        "НДС по строкам",
        "VAT per line",
        "НДС чека – сумма по строкам, а не из общего итога.",
        "VAT of a receipt is the sum of its lines', not taken from the total.",
    ),
    "qr_seconds": words(
        "Секунды в QR-коде", "Seconds in the QR code", "Писать время в QR-коде с секундами.", "Time with seconds in it."
    ),
    "check_cash": words(
        "Проверять наличные",
        "Check the cash",
        "Отказывать в возврате больше, чем есть в ящике, а не только предупреждать.",
        "Refuse a return over what the drawer holds, not only warn.",
    ),
    **_TAPE,
    "delay": _DELAY,
}
_KKM_KZ: Table = {
    "organization": words("Организация", "Organization", "Владелец кассы.", "The register's owner."),
    "tax_number": words("БИН или ИИН", "БИН or ИИН", "Владельца: 12 цифр.", "Of the owner: 12 digits."),
    "address": words("Адрес", "Address", "Где стоит касса.", "Where the register stands."),
    "serial": words(
        "Заводской номер", "Factory number", "Пусто – из номера устройства.", "Empty: made from its number."
    ),
    "registration_number": words(
        "Регистрационный номер", "Registration number", "Пусто – из номера устройства.", "Empty: made from its number."
    ),
    "operator": words("Оператор", "Operator", "Оператор фискальных данных.", "The fiscal data operator."),
    "operator_site": words("Сайт оператора", "Operator's site", "Печатается на чеке.", "It is printed on receipts."),
    "taxes": words(
        "Справочник налогов",
        "Directory of taxes",
        "Код, название, процент: 1 НДС 12% = 12; +12 – сверх цены, нет – без налога; первый – обычный. Впишите "
        "действующие ставки.",
        "Code, name and percent: 1 НДС 12% = 12; +12 comes on top of the price, нет is no tax; the first is the usual "
        "one. Write the rates in force.",
    ),
    "link": words(
        "Связь с оператором",
        "Link to the operator",
        "online – оператор отвечает, offline – связи нет; через 72 часа без неё касса остановится.",
        "online: the operator answers, offline: there is no link; after 72 hours without it the register stops.",
    ),
    "refusal": words(
        "Блокировка оператором",
        "Blocked by the operator",
        "Код, с которым оператор блокирует кассу; 0 – не блокирует.",
        "The code with which the operator blocks the register; 0: it does not.",
    ),
    "one_cashier": words(
        "Один кассир в смене",
        "One cashier a shift",
        "Отказывать кассиру, который смену не открывал.",
        "Refuse a cashier who has not opened the shift.",
    ),
    "dots": _PAPER,
    **_TAPE,
    "delay": _DELAY,
}
_TERMINAL: Table = {
    "script": words(
        "Исход операций",
        "What happens",
        "approve – одобряются все; kopecks – исход говорят копейки суммы: 01 отказ, 02 нет связи, 03 отмена, "
        "04 и 05 ответ потерян, 06 медленно.",
        "approve: all are approved; kopecks: the kopecks of a sum tell: 01 declined, 02 no link, 03 cancelled, "
        "04 and 05 the answer is lost, 06 slow.",
    ),
    "answers": words(
        "Первые исходы", "First outcomes", "Исходы первых операций по порядку.", "Of the first operations, in order."
    ),
    "delay": words("Длительность, с", "Duration, s", "Сколько секунд длится операция.", "For how long one lasts."),
    "slow": words(
        "Медленная операция, с",
        "Slow operation, s",
        "Сколько секунд длится медленная.",
        "For how long a slow one lasts.",
    ),
    "memory": words(
        "Помнит операции",
        "Remembers",
        "Выключено – потом не скажет, чем кончилась операция, как большинство настоящих.",
        "Off: like most real ones it cannot tell later how an operation ended.",
    ),
    "prints_slips": words(
        "Печатает слипы сам", "Prints slips itself", "Говорит, что печатает слипы сам.", "It says so."
    ),
    "copies": words("Экземпляров слипа", "Copies of a slip", "1 или 2.", "1 or 2."),
    "columns": words(
        "Знаков в строке слипа", "Characters in a slip's line", "Ширина слипа в знаках.", "The width of a slip."
    ),
    "shop": words("Заголовок слипа", "Head of a slip", "Название магазина на слипе.", "The shop's name on slips."),
    "terminal_id": words(
        "Номер в банке", "Number at the bank", "Пусто – из номера устройства.", "Empty: made from the device's number."
    ),
    "card": words("Карта", "Card", "Карта, которой все платят.", "Everybody pays with it."),
}
_SCALES: Table = {
    "weights": words(
        "Веса по очереди",
        "Weights in turn",
        "Например 0.355, ~0.4 (не успокоились), overload (перегруз); пусто – из файла weight.txt папки устройства.",
        "E.g. 0.355, ~0.4 (not at rest), overload; empty: from the file weight.txt in the device's folder.",
    ),
    "wait": words(
        "Ждать покоя, с",
        "Wait for rest, s",
        "Сколько секунд ждать, пока груз успокоится.",
        "For how many seconds the load is waited for to stand still.",
    ),
}
TABLES: Mapping[str, Table] = {
    "virtual-kkt": _KKT,
    "virtual-kkm-kz": _KKM_KZ,
    "virtual-printer": {"dots": _PAPER, **_TAPE, "delay": _DELAY},
    "virtual-label-printer": {"width": WIDTH, "height": HEIGHT, "dpi": DPI, **_TAPE, "delay": _DELAY},
    "virtual-terminal": _TERMINAL,
    "virtual-scales": _SCALES,
    "virtual-display": _TAPE,
    "null": {"delay": _DELAY},
}
