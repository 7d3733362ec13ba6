"""Titles and hints of the sections of further APIs, and of the letters."""

from collections.abc import Mapping

from drivers.option_words import Said, Table, Words
from drivers.option_words.words import words

_HOST = words(
    "Где слушать",
    "Where to listen",
    "Пусто – там же, где сервер; 0.0.0.0 – вся сеть.",
    "Empty: where the server does; 0.0.0.0: the whole network.",
)
_TLS = words(
    "По HTTPS", "By HTTPS", "С сертификатом из раздела «Сервер».", "With the certificate of the section «Server»."
)


def _enabled(ru: str, en: str) -> Words:
    return words("Включить", "Switch on", ru, en)


def _port(title: str, usual: int) -> Words:
    return words(title, "Port", f"Обычно {usual}; 0 – любой свободный.", f"Usually {usual}; 0: any free one.")


DOORS: Mapping[str, tuple[Said, Table]] = {
    "dialects.bit": (
        Said("API «БИТ драйвер ККТ»", "БИТ драйвер ККТ API"),
        {
            "enabled": _enabled(
                "Отвечать программам, написанным для «БИТ драйвер ККТ». Токены устройств – в файле настроек.",
                "Answer programs written for «БИТ драйвер ККТ». The devices' tokens are in the settings' file.",
            ),
            "host": _HOST,
            "tls": _TLS,
            "port": _port("Порт", 44735),
            "origins": words(
                "Сайты",
                "Sites",
                "Каким сайтам можно обращаться из браузера: https://shop.example; * – любым.",
                "Which sites may call from a browser: https://shop.example; *: any.",
            ),
            "memory_hours": words(
                "Помнить заказ, часов",
                "Keep an order, hours",
                "Сколько часов повтор того же bit_order_id получает прежний ответ и ничего не печатает.",
                "For how many hours a repeat of a bit_order_id gets the first answer and prints nothing.",
            ),
            "exempt_orders": words(
                "Номера без защиты",
                "Ids that repeat",
                "Номера bit_order_id, которые старые программы шлют с каждым заказом: повтор – новый заказ.",
                "Values of bit_order_id that old programs send with each order: a repeat is a new order.",
            ),
        },
    ),
    "dialects.itkassa": (
        Said("API «Анти Касса»", "Анти Касса API"),
        {
            "enabled": _enabled(
                "Отвечать сайтам, написанным для «Анти Касса». Организации и их ключи – в файле настроек.",
                "Answer sites written for «Анти Касса». Organisations and their keys are in the settings' file.",
            ),
            "host": _HOST,
            "tls": _TLS,
            "port": _port("Порт", 5895),
            "retries": words(
                "Паузы ответа сайту, с",
                "Pauses of callbacks, s",
                "Через сколько секунд повторять сообщение сайту, которое он не принял; после последнего – письмо.",
                "After how many seconds a callback that failed is repeated; after the last one there is a letter.",
            ),
        },
    ),
    "dialects.ikkm": (
        Said("API iKKM", "iKKM API"),
        {
            "enabled": _enabled(
                "Отвечать программам, написанным для касс iKKM. Кассы, порты и ставки – в файле настроек.",
                "Answer programs written for iKKM registers. Registers, ports and taxes are in the settings' file.",
            ),
            "host": _HOST,
            "tls": _TLS,
        },
    ),
    "smtp": (
        Said("Письма", "Letters"),
        {
            "host": words(
                "Почтовый сервер",
                "Mail server",
                "Его имя, например smtp.yandex.ru; пусто – писем не слать.",
                "Its name; empty: no letters are sent.",
            ),
            "port": words("Порт", "Port", "587 с STARTTLS, 465 с TLS.", "587 with STARTTLS, 465 with TLS."),
            "security": words(
                "Шифрование", "Encryption", "starttls, tls или none – без шифрования.", "starttls, tls, or none."
            ),
            "login": words("Имя", "Login", "Пусто – без пароля.", "Empty: without a password."),
            "password": words("Пароль", "Password", "Пароль этого имени на почте.", "The password of that login."),
            "sender": words(
                "От кого", "Sender", "Адрес отправителя: kassa@shop.example.", "The address of the sender."
            ),
        },
    ),
}
