"""Scales, displays, УТМ, and devices of another server."""

from collections.abc import Mapping

from drivers.option_words.printers import CONNECT_TIMEOUT
from drivers.option_words.words import Table, words

_SCALES: Table = {
    "connection": words(
        "Подключение",
        "Connection",
        "Порт весов с его скоростью или их адрес в сети.",
        "The port of the scales with its speed, or their address in the network.",
    ),
    "wait": words(
        "Ждать покоя, с",
        "Wait for rest, s",
        "Сколько секунд ждать, пока груз успокоится.",
        "For how many seconds the load is waited for to stand still.",
    ),
    "timeout": words(
        "Ждать ответа, с",
        "Wait for an answer, s",
        "Сколько секунд ждать ответа весов.",
        "For how many seconds an answer of the scales is waited for.",
    ),
    "tries": words(
        "Попыток",
        "Tries",
        "После скольких вопросов без ответа весы считаются пропавшими.",
        "After how many questions without an answer the scales count as away.",
    ),
    "connect_timeout": CONNECT_TIMEOUT,
}
_SLIM: Table = {
    **_SCALES,
    "password": words(
        "Пароль администратора",
        "Administrator's password",
        "Пароль администратора весов; с завода 30.",
        "The administrator's password of the scales; 30 as they are delivered.",
    ),
    "unit": words(
        "Единица веса, г",
        "Unit of weight, g",
        "Сколько граммов в единице веса; 0 – спросить у весов.",
        "How many grams one unit is; 0: the scales are asked.",
    ),
}
_DISPLAY: Table = {
    "connection": words(
        "Подключение", "Connection", "Порт дисплея или его адрес.", "The port of the display, or its address."
    ),
    "dialect": words(
        "Набор команд",
        "Set of commands",
        "Какие команды понимает дисплей: escpos, cd5220 или dsp800.",
        "Which commands the display knows: escpos, cd5220 or dsp800.",
    ),
    "code_page": words(
        "Кодовая страница",
        "Code page",
        "Какими кодами дисплей показывает русские буквы: cp866, cp1251.",
        "The codes of Russian letters in the display: cp866, cp1251.",
    ),
    "code_page_number": words(
        "Номер кодовой страницы",
        "Number of the code page",
        "Её номер в дисплее (ESC t n); -1 – 6 для escpos, у других не посылается.",
        "Its number in the display (ESC t n); -1: 6 for escpos, nothing is sent to others.",
    ),
    "transliterate": words(
        "Латинскими буквами",
        "In Latin letters",
        "Русские слова латинскими буквами – для дисплеев без кириллицы.",
        "Russian words in Latin letters, for displays without Cyrillic.",
    ),
    "before": words(
        "Байты перед текстом",
        "Bytes before a text",
        "Что послать после очистки, шестнадцатеричными цифрами, например 1b6352.",
        "What is sent after the screen is cleared, in hexadecimal digits, e.g. 1b6352.",
    ),
    "connect_timeout": CONNECT_TIMEOUT,
    "timeout": words(
        "Ждать приёма, с",
        "Wait for taking, s",
        "Сколько секунд ждать, пока дисплей примет текст.",
        "For how many seconds the display may take to accept a text.",
    ),
}
_UTM: Table = {
    "url": words("Адрес УТМ", "Address of the УТМ", "Например http://localhost:8080.", "E.g. http://localhost:8080."),
    "format": words(
        "Вид документа",
        "Kind of document",
        "cheque – прежний, v3 – ChequeV3.",
        "cheque: the older one, v3: ChequeV3.",
    ),
    "fsrar_id": words(
        "ФСРАР ИД", "ФСРАР ИД", "12 цифр со страницы УТМ; нужен для v3.", "12 digits from its page; v3 needs it."
    ),
    "inn": words(
        "ИНН",
        "ИНН",
        "ИНН продавца, если его не говорят чек и касса.",
        "The seller's, where receipt and register are silent.",
    ),
    "kpp": words(
        "КПП",
        "КПП",
        "КПП места продажи; у организации обязателен.",
        "Of the place of sale; an organization must have one.",
    ),
    "organization": words(
        "Организация", "Organization", "Название, если его не говорят чек и касса.", "Its name, where nobody tells it."
    ),
    "address": words(
        "Адрес места", "Address", "Адрес места продажи, если его не говорят чек и касса.", "Of the place of sale."
    ),
    "register": words(
        "Номер кассы",
        "Number of the register",
        "Заводской номер кассы, если его не говорят чек и касса.",
        "The register's factory number, where nobody tells it.",
    ),
    "connect_timeout": CONNECT_TIMEOUT,
    "answer_timeout": words(
        "Ждать ответа, с",
        "Wait for an answer, s",
        "Сколько секунд ждать ответа УТМ; он может думать и 10, и больше.",
        "For how many seconds its answer is waited for; it may take 10 and more.",
    ),
}
_REMOTE: Table = {
    "url": words(
        "Адрес сервера",
        "Address of the server",
        "Адрес другого сервера: http://192.168.1.10:5893; https:// – с его сертификатом.",
        "The other server's address: http://192.168.1.10:5893, or https:// with its certificate.",
    ),
    "device": words(
        "Номер устройства там",
        "Its number there",
        "Номер устройства на том сервере.",
        "The number of the device on that server.",
    ),
    "kind": words(
        "Что это",
        "What it is",
        "register – касса, receipt_printer – чековый принтер, label_printer – принтер этикеток, terminal – терминал, "
        "scales – весы, display – дисплей.",
        "A register, a receipt or label printer, a card terminal, scales or a display.",
    ),
    "login": words("Имя", "Login", "Имя на том сервере; пусто – он без пароля.", "Empty: that server has no password."),
    "password": words("Пароль", "Password", "Пароль на том сервере.", "The password at that server."),
    "verify": words(
        "Проверять сертификат",
        "Check the certificate",
        "Выключено – годится любой сертификат, и чужой тоже.",
        "Off: any certificate will do, also a stranger's.",
    ),
    "ca": words(
        "Корневой сертификат",
        "Root certificate",
        "Файл kkmserver-ca.crt того сервера; пусто – сертификаты системы.",
        "The file kkmserver-ca.crt of that server; empty: those of the system.",
    ),
    "connect_timeout": CONNECT_TIMEOUT,
    "answer_timeout": words(
        "Ждать ответа, с",
        "Wait for an answer, s",
        "Сколько секунд ждать ответа сверх того, что вопрос держат.",
        "For how many seconds an answer is waited for beyond the time it is held.",
    ),
    "hold": words(
        "Держать вопрос, с",
        "Hold a question, s",
        "Сколько секунд тот сервер может держать вопрос, пока команда выполняется.",
        "For how many seconds that server may hold a question while the command runs.",
    ),
    "poll_interval": words(
        "Пауза между вопросами, с",
        "Pause between questions, s",
        "Пауза между вопросами о результате.",
        "Between two questions for the result.",
    ),
    "memory": words(
        "Память того сервера, с",
        "Memory of that server, s",
        "Сколько секунд он заведомо помнит результаты; наш – не меньше суток.",
        "For how many seconds it surely keeps results; ours does for a day and more.",
    ),
    "command_timeout": words(
        "Ждать команду, с",
        "Wait for a command, s",
        "Сколько секунд команда может там выполняться; потом её результат неизвестен.",
        "For how many seconds a command may run there; then its outcome is unknown.",
    ),
}
TABLES: Mapping[str, Table] = {
    "massa-k": _SCALES,
    "shtrih-slim": _SLIM,
    "display": _DISPLAY,
    "utm": _UTM,
    "remote": _REMOTE,
}
