"""Registers on a wire: ШТРИХ-М, АТОЛ, Пирит, Сервис Плюс."""

from collections.abc import Mapping

from drivers.option_words.words import Table, words

SHARED: Table = {
    "connection": words(
        "Подключение",
        "Connection",
        "Как касса подключена: порт с его скоростью или адрес в сети.",
        "How the register is connected: a port with its speed, or an address in the network.",
    ),
    "print_timeout": words(
        "Ждать печать, с",
        "Wait for printing, s",
        "Сколько секунд печать может стоять на месте.",
        "For how many seconds printing may stand still.",
    ),
    "cancel_open_receipt": words(
        "Аннулировать чужой открытый чек",
        "Annul a stranger's open receipt",
        "Аннулировать чек, который остался открытым и начат не нами.",
        "Annul a receipt that was left open and was not begun by us.",
    ),
    "close_expired_shift": words(
        "Закрывать просроченную смену",
        "Close an expired shift",
        "Закрывать смену старше 24 часов, когда приходит чек. Выключено – сказать кассиру.",
        "Close a shift older than 24 hours when a receipt comes. Off: the cashier is told.",
    ),
    "department": words(
        "Отдел",
        "Department",
        "Отдел строк чека, в которых он не назван.",
        "The department of receipt rows that name none.",
    ),
    "ffd": words(
        "Версия ФФД",
        "ФФД version",
        "Формат фискальных документов; auto – как говорит сама касса.",
        "The format of fiscal documents; auto: as the register says.",
    ),
    "clock_limit": words(
        "Расхождение часов, мин",
        "Clock difference, min",
        "На сколько минут часы кассы могут расходиться с сервером; 0 – не следить.",
        "By how many minutes the register's clock may differ from the server's; 0: not watched.",
    ),
    "set_clock": words(
        "Поправлять часы",
        "Set the clock",
        "Устанавливать часы кассы, перед открытием смены, если они ушли.",
        "Set the register's clock before a shift is opened, where it is off.",
    ),
    "columns": words(
        "Знаков в строке",
        "Characters in a line",
        "Ширина бумаги в знаках; 0 – как говорит сама касса.",
        "The width of the paper in characters; 0: as the register says.",
    ),
    "dots": words(
        "Ширина в точках",
        "Width in dots",
        "Ширина бумаги в точках; 0 – как говорит сама касса.",
        "The width of the paper in dots; 0: as the register says.",
    ),
}
_LINE: Table = {
    "tries": words(
        "Попыток", "Tries", "Сколько раз пробовать вопрос, посылку.", "How many times a question or a packet is tried."
    ),
    "connect_timeout": words(
        "Ждать соединения, с",
        "Wait for a connection, s",
        "Сколько секунд ждать соединения с кассой.",
        "For how many seconds a connection to the register is waited for.",
    ),
    "answer_timeout": words(
        "Ждать отклика, с",
        "Wait for an answer, s",
        "Сколько секунд ждать отклика кассы на посылку.",
        "For how many seconds the register's answer to a packet is waited for.",
    ),
}
_BYTES: Table = {
    "byte_timeout": words(
        "Ждать следующего байта, с",
        "Wait for the next byte, s",
        "Сколько секунд ждать следующего байта; 0 – 0.3 на порту, 2 по сети.",
        "For how many seconds the next byte is waited for; 0: 0.3 on a port, 2 over the network.",
    ),
}
_FRAMES: Table = {
    "document_timeout": words(
        "Ждать документа, с",
        "Wait for a document, s",
        "Сколько секунд касса может отвечать «работаю», прежде чем её спросят о документе.",
        "For how many seconds the register may answer “busy” before it is asked about the document.",
    ),
    "send_raw_letters": words(
        "Посылать ё и № как есть",
        "Send ё and № as they are",
        "Выключено – вместо них уходят е и N.",
        "Off: е and N go out in their place.",
    ),
    "operator": words(
        "Кассир", "Cashier", "Кассир, если команда его не называет.", "The cashier where a command names nobody."
    ),
}
_SHTRIH: Table = {
    "password": words(
        "Пароль кассира",
        "Cashier's password",
        "Пароль кассира на кассе: его имя печатается в чеках. С завода 30 – системный администратор.",
        "The cashier's password at the register; his name is printed on receipts.",
    ),
    "admin_password": words(
        "Пароль администратора",
        "Administrator's password",
        "Пароль системного администратора кассы: таблицы, отчёты, чужие чеки.",
        "The password of the register's system administrator: tables, reports, other people's receipts.",
    ),
    "link": words(
        "Протокол обмена",
        "Link protocol",
        "Нижний уровень протокола; v2 – только если касса на него переключена.",
        "The lower level of the protocol; v2 only where the register was switched to it.",
    ),
    "vat_codes": words(
        "Коды НДС",
        "VAT codes",
        "Код НДС по ставке (тег 1199), если его не видно из таблицы 6 кассы.",
        "The VAT code of a rate (tag 1199) where table 6 of the register does not show it.",
    ),
    "tax_by_host": words(
        "Кто считает НДС",
        "Who works out VAT",
        "auto – как в таблице 1 кассы, device – касса, host – программа.",
        "auto: as table 1 of the register says, device: the register, host: the server.",
    ),
    "no_print": words(
        "Чек без бумаги",
        "Receipt without paper",
        "Что делать с чеком, который просят не печатать: table – поле таблицы 17, refuse – отказать, "
        "print – напечатать.",
        "A receipt that is not to be printed: table: a field of table 17, refuse: refused, print: printed all the "
        "same.",
    ),
    "cut": words(
        "Отрез",
        "Cut",
        "Как отрезать документы без чека: auto – как в таблице 1 кассы, full – полностью, partial – не до конца, "
        "none – не отрезать.",
        "How documents other than receipts are cut: auto: as table 1 of the register says, full, partial or none.",
    ),
    "qr": words(
        "QR-коды",
        "QR codes",
        "auto и native – чертит сама касса, raster – картинкой.",
        "auto and native: drawn by the register itself, raster: sent as a picture.",
    ),
    "barcodes": words(
        "Штрихкоды",
        "Barcodes",
        "auto и native – чертит сама касса, raster – картинкой.",
        "auto and native: drawn by the register itself, raster: sent as a picture.",
    ),
    "widths": words(
        "Знаков в строке по шрифтам",
        "Line width by font",
        "Сколько знаков в строке каждого шрифта, если касса говорит неверно.",
        "How many characters a line of each font has, where the register tells it wrong.",
    ),
    "item_tags": words(
        "Реквизиты строки",
        "Item requisites",
        "after – посылать после строки чека, before – до неё; auto – как принято у этой модели.",
        "after: sent after the row, before: sent before it; auto: as this model wants.",
    ),
}
_ATOL: Table = {
    "taxes": words(
        "Номера ставок НДС",
        "Numbers of VAT rates",
        "Номер каждой ставки в таблице налогов кассы; -1 – без НДС. Без них касса не продаёт.",
        "The number of each rate in the register's tax table; -1: without VAT. It sells nothing without them.",
    ),
    "link": words(
        "Протокол обмена",
        "Link protocol",
        "Нижний уровень: v2 или v3; auto – по сети v3, на порту сначала v3, потом v2.",
        "The lower level: v2 or v3; auto: v3 over the network, on a port v3 first and then v2.",
    ),
    "password_operator": words(
        "Пароль доступа", "Access password", "Пароль перед каждой командой.", "The password before every command."
    ),
    "password_registration": words(
        "Пароль режима продаж",
        "Password of sales",
        "1–28 – кассиры, 29 – администратор, 30 – системный администратор.",
        "1 to 28: cashiers, 29: administrator, 30: system administrator.",
    ),
    "password_admin": words(
        "Пароль администратора",
        "Administrator's password",
        "Пароль остальных режимов: отчёты, настройки, ФН.",
        "The password of the other modes: reports, settings, fiscal storage.",
    ),
    "poll_after": words(
        "Спросить результат через, с",
        "Ask for a result after, s",
        "Через сколько секунд спросить результат, если он не пришёл сам.",
        "After how many seconds a result is asked for that has not come by itself.",
    ),
    "poll_every": words(
        "Спрашивать каждые, с",
        "Ask again every, s",
        "Как часто спрашивать результат потом, в секундах.",
        "How often the result is asked for afterwards, in seconds.",
    ),
    "name_blanks": words(
        "Пробелы перед названием",
        "Blanks before a name",
        "Поставьте 2, если у названий товаров пропадают первые две буквы.",
        "Set 2 where the first two letters of goods' names are lost.",
    ),
    "item_tags": words(
        "Порядок признаков строки",
        "Order of item tags",
        "В каком порядке касса ждёт признаки расчёта 1212 и 1214.",
        "In which order the register expects the tags 1212 and 1214.",
    ),
    "tax_sum_bytes": words(
        "Ширина суммы НДС", "Width of VAT sums", "Сколько байт занимает сумма НДС.", "How many bytes a VAT sum takes."
    ),
    "raster": words(
        "Картинки",
        "Pictures",
        "inverted – если белое и чёрное на бумаге меняются местами.",
        "inverted: where black and white change places on paper.",
    ),
    "table_numbers": words(
        "Числа таблиц", "Numbers in tables", "Как касса записывает числа таблиц.", "How the register writes numbers."
    ),
    "register_numbers": words(
        "Расширенный код ошибки",
        "Extended error code",
        "Как касса записывает расширенный код ошибки.",
        "How the register writes its extended error code.",
    ),
    "shift_numbers": words(
        "Байты номера смены",
        "Bytes of the shift number",
        "Порядок байтов номера смены: little – с младшего, big – со старшего.",
        "The order of bytes in the shift number: little: lowest first, big: highest first.",
    ),
    "qr": words(
        "QR-коды",
        "QR codes",
        "native – чертит сама касса, raster – картинкой.",
        "native: drawn by the register itself, raster: sent as a picture.",
    ),
    "tag_letters": words(
        "Особые знаки в реквизитах",
        "Special signs in requisites",
        "№, $ и ’ в реквизитах: register – как в кодировке кассы, cp866 – как в CP866.",
        "№, $ and ’ in requisites: register: as the register's letters have them, cp866: as CP866 has them.",
    ),
    "cashier_in_reports": words(
        "Кассир в отчётах",
        "Cashier in reports",
        "Называть кассира и перед отчётами.",
        "Tell the cashier before reports, too.",
    ),
    "resume_printing": words(
        "Допечатывать самой",
        "Resume printing",
        "Велеть кассе допечатать документ, когда бумага вставлена.",
        "Tell the register to finish a document once the paper is back.",
    ),
}
_PIRIT: Table = {
    "password": words(
        "Пароль связи",
        "Password of the line",
        "Четыре знака; с завода PIRI.",
        "Four characters; PIRI as the register is delivered.",
    ),
    "taxes": words(
        "Номера ставок НДС",
        "Numbers of VAT rates",
        "Номер ставки, если касса сама о ней не говорит.",
        "The number of a rate that the register does not tell by itself.",
    ),
    "text_in_receipt": words(
        "Свои строки чека",
        "Own lines of a receipt",
        "outside – печатать до и после чека, inside – внутри него.",
        "outside: printed before and after the receipt, inside: within it.",
    ),
}
_SERVICE_PLUS: Table = {
    "protocol": words(
        "Протокол",
        "Protocol",
        "xml – СП402-Ф, СП802-Ф; binary – СП101ФР-К и другие.",
        "xml: СП402-Ф, СП802-Ф; binary: СП101ФР-К and others.",
    ),
    "taxes": words(
        "Номера ставок НДС",
        "Numbers of VAT rates",
        "Номера ставок на кассе: для binary – всех, для xml – только новых.",
        "The numbers of rates at the register: all of them for binary, only new ones for xml.",
    ),
    "payments": words(
        "Номера видов оплаты",
        "Numbers of payment kinds",
        "Для binary: номера электронной оплаты, аванса, кредита и встречного предоставления на кассе.",
        "For binary: the register's numbers of electronic payment, advance, credit and provision.",
    ),
    "password": words(
        "Пароль связи",
        "Password of the line",
        "Для binary: четыре знака; с завода PONE.",
        "For binary: four characters; PONE as the register is delivered.",
    ),
    "xml_version": words(
        "Версия протокола xml",
        "Version of the xml protocol",
        "Новой прошивке может быть нужна 13.0.",
        "New firmware may want 13.0.",
    ),
    "pos_number": words(
        "Номер кассы", "Till number", "Для xml: номер кассы на чеке.", "For xml: the till's number on receipts."
    ),
    "xml_answer_timeout": words(
        "xml: ждать ответа, с",
        "xml: wait for an answer, s",
        "Сколько секунд ждать начала ответа.",
        "For how many seconds the beginning of an answer is waited for.",
    ),
    "xml_document_timeout": words(
        "xml: ждать документа, с",
        "xml: wait for a document, s",
        "Сколько секунд ждать начала ответа, когда делается документ.",
        "For how many seconds an answer is waited for while a document is made.",
    ),
    "xml_silence": words(
        "xml: тишина, с",
        "xml: silence, s",
        "Сколько секунд тишины кончают ответ, который пришёл без своего конца.",
        "How many seconds of silence end an answer that came without its end.",
    ),
}
TABLES: Mapping[str, Table] = {
    "shtrih": {**SHARED, **_LINE, **_BYTES, **_SHTRIH},
    "atol": {**SHARED, **_LINE, **_ATOL},
    "pirit": {**SHARED, **_LINE, **_BYTES, **_FRAMES, **_PIRIT},
    "serviceplus": {**SHARED, **_LINE, **_BYTES, **_FRAMES, **_SERVICE_PLUS},
}
