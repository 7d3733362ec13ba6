"""Registers behind a program of their maker: the web server of АТОЛ, the service of Меркурий."""

from collections.abc import Mapping

from drivers.option_words.registers import SHARED
from drivers.option_words.words import Table, words

_SERVICE: Table = {
    "connection": words(
        "Адрес службы",
        "Address of the service",
        "Где отвечает программа изготовителя, например http://127.0.0.1:16732.",
        "Where the maker's program answers, e.g. http://127.0.0.1:16732.",
    ),
    "connect_timeout": words(
        "Ждать соединения, с",
        "Wait for a connection, s",
        "Сколько секунд ждать соединения со службой.",
        "For how many seconds a connection to the service is waited for.",
    ),
    "marking_timeout": words(
        "Ждать «Честный ЗНАК», с",
        "Wait for «Честный ЗНАК», s",
        "Сколько секунд давать на проверку кода маркировки.",
        "For how many seconds the check of a marking code may last.",
    ),
}
_ATOL_WEB: Table = {
    "device_id": words(
        "Какая касса",
        "Which register",
        "Имя кассы у службы, если их несколько; пусто – основная.",
        "The register's name at the service, where it has several; empty: the main one.",
    ),
    "login": words("Имя", "Login", "Имя для входа в службу; пусто – без входа.", "For signing in; empty: without it."),
    "password": words("Пароль", "Password", "Пароль для входа в службу.", "The password for signing in."),
    "api": words(
        "Вид службы",
        "Kind of service",
        "v1 – веб-сервер драйвера 10, v2 – «АТОЛ. Web Requests»; auto – узнать самим.",
        "v1: web server of driver 10, v2: «АТОЛ. Web Requests»; auto: found out.",
    ),
    "operator": words(
        "Кассир", "Cashier", "Кассир, если команда его не называет.", "The cashier where a command names nobody."
    ),
    "taxes": words(
        "Названия ставок НДС",
        "Names of VAT rates",
        "Названия ставок, если у драйвера они другие.",
        "The names of rates, where the driver has others.",
    ),
    "answer_timeout": words(
        "Ждать ответа, с",
        "Wait for an answer, s",
        "Сколько секунд ждать одного ответа службы.",
        "For how many seconds one answer of the service is waited for.",
    ),
    "receipt_timeout": words(
        "Ждать задание, с",
        "Wait for a task, s",
        "Сколько секунд может длиться задание.",
        "For how many seconds a task may last.",
    ),
    "report_timeout": words(
        "Ждать отчёт, с",
        "Wait for a report, s",
        "Сколько секунд может длиться Z-отчёт или отчёт о расчётах.",
        "For how many seconds a Z report or a settlement report may last.",
    ),
    "poll_interval": words(
        "Спрашивать каждые, с",
        "Ask every, s",
        "Как часто спрашивать результат, в секундах.",
        "How often the result is asked for, in seconds.",
    ),
}
_MERCURY: Table = {
    "port_name": words(
        "Порт кассы",
        "Port of the register",
        "Порт кассы на компьютере службы: COM3, USB, /dev/ttyACM0.",
        "The register's port on the computer of the service: COM3, USB, /dev/ttyACM0.",
    ),
    "baud_rate": words("Скорость порта", "Speed of the port", "Скорость этого порта.", "The speed of that port."),
    "model": words(
        "Модель", "Model", "119F – Меркурий 119Ф; 185F – 115Ф, 130Ф, 180Ф, 185Ф.", "119F: 119Ф; 185F: all others."
    ),
    "free_port": words(
        "Освобождать порты",
        "Free the ports",
        "Освободить порты службы, если сеанс не открывается. Выключите, если служба нужна и другим программам.",
        "Free the service's ports where no session can be opened. Switch off where other programs use the service.",
    ),
    "taxes": words(
        "Коды ставок НДС", "Codes of VAT rates", "Код ставки, которой служба не знает.", "The code of an unknown rate."
    ),
    "answer_timeout": words(
        "Ждать ответа, с",
        "Wait for an answer, s",
        "Сколько секунд ждать ответа, когда ничего не печатается.",
        "For how many seconds an answer is waited for while nothing is printed.",
    ),
    "document_timeout": words(
        "Ждать документа, с",
        "Wait for a document, s",
        "Сколько секунд ждать документа.",
        "For how many seconds a document is waited for.",
    ),
}
TABLES: Mapping[str, Table] = {
    "atol-web": {**SHARED, **_SERVICE, **_ATOL_WEB},
    "mercury": {**SHARED, **_SERVICE, **_MERCURY},
}
