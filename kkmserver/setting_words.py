"""Titles and hints of the sections, of what every device has beside its driver's options, and of pools."""

from collections.abc import Mapping

from drivers.option_words import Said, Table
from drivers.option_words.words import words
from kkmserver.door_words import DOORS

SECTIONS: Mapping[str, tuple[Said, Table]] = {
    "server": (
        Said("Сервер", "Server"),
        {
            "host": words(
                "Где слушать",
                "Where to listen",
                "127.0.0.1 – только этот компьютер, 0.0.0.0 – вся сеть; для сети нужны оба пароля.",
                "127.0.0.1: this computer only, 0.0.0.0: the whole network, which needs both passwords.",
            ),
            "port": words("Порт", "Port", "Номер порта, обычно 5893.", "The port's number, usually 5893."),
            "tls_certificate": words(
                "Файл сертификата",
                "Certificate file",
                "С ним порт говорит по HTTPS; нужен и файл ключа. Путь – от папки настроек.",
                "With it the port speaks HTTPS; the key's file is needed too. Counted from the settings' folder.",
            ),
            "tls_key": words(
                "Файл ключа",
                "Key file",
                "Ключ этого сертификата. Путь – от папки настроек.",
                "The key of that certificate. Counted from the settings' folder.",
            ),
            "body_limit": words(
                "Наибольший запрос, байт", "Largest request, bytes", "Запрос больше не берётся.", "More is refused."
            ),
            "body_timeout": words(
                "Ждать запрос, с",
                "Wait for a request, s",
                "Сколько секунд ждать запрос целиком.",
                "For how many seconds a whole request is waited for.",
            ),
            "queue_limit": words(
                "Очередь устройства",
                "Queue of a device",
                "Сколько команд может ждать одно устройство.",
                "How many commands may wait for one device.",
            ),
            "in_flight_limit": words(
                "Команд на сервере",
                "Commands at the server",
                "Сколько незаконченных команд может быть на всём сервере.",
                "How many unfinished commands the whole server may have.",
            ),
            "client_rate": words(
                "Команд в секунду",
                "Commands a second",
                "Сколько команд в секунду берётся от одного клиента; 0 – сколько угодно.",
                "How many commands a second one client may send; 0: any number.",
            ),
            "away": words(
                "Устройство не на связи",
                "A device that is away",
                "refuse – сразу отказать, hold – ждать его до срока команды (Timeout).",
                "refuse: at once, hold: wait for it up to the command's Timeout.",
            ),
            "stop_timeout": words(
                "Ждать при остановке, с",
                "Wait when stopping, s",
                "Сколько секунд при остановке ждать конца печати.",
                "For how many seconds the end of printing is waited for when the server stops.",
            ),
        },
    ),
    "auth": (
        Said("Доступ", "Access"),
        {
            "admin_login": words(
                "Имя администратора", "Administrator's login", "Регистр букв не важен.", "Case does not matter."
            ),
            "user_login": words(
                "Имя пользователя",
                "User's login",
                "Под ним входят кассы, сайты и 1С. Регистр букв не важен.",
                "For tills, sites and 1С. Case does not matter.",
            ),
            "allowed_origins": words(
                "Сайты без пароля",
                "Sites without a password",
                "Каким сайтам можно обращаться без пароля: https://shop.example; * – любым.",
                "Which sites may call without a password: https://shop.example; *: any.",
            ),
        },
    ),
    "journal": (
        Said("Журнал", "Journal"),
        {
            "keep_days": words(
                "Помнить команды, дней",
                "Keep commands, days",
                "Сколько дней помнить выполненные команды.",
                "For how many days finished commands are kept.",
            ),
            "audit_days": words(
                "Помнить действия, дней",
                "Keep deeds, days",
                "Сколько дней помнить, кто что сделал.",
                "For how many days it is kept who did what.",
            ),
            "reserve": words(
                "Запас на диске, МиБ",
                "Reserve on disk, MiB",
                "Место для результатов принятых команд, если диск кончится.",
                "Room for the results of accepted commands, should the disk be full.",
            ),
        },
    ),
    "log": (
        Said("Сообщения сервера", "Server log"),
        {
            "level": words("Подробность", "Level", "Что писать: DEBUG – всё.", "What is told; DEBUG: everything."),
            "format": words("Вид", "Format", "text – для людей, json – для программ.", "text: for people, or json."),
            "commands": words(
                "Строка о каждой команде",
                "A line for each command",
                "all – о всех, failed – только о неудавшихся.",
                "all of them, or failed ones only.",
            ),
        },
    ),
    "labels": (
        Said("Этикетки", "Labels"),
        {
            "templates": words(
                "Папка шаблонов",
                "Folder of templates",
                "Где лежат шаблоны этикеток. Путь – от папки настроек.",
                "Where label templates lie. Counted from the settings' folder.",
            ),
        },
    ),
    "dialects.kkm": (
        Said("API KkmServer", "KkmServer API"),
        {
            "vat_18": words(
                "Ставка 18 %",
                "Rate of 18 %",
                "Ставка 18 % от старых программ: считать 20, 22 или отказать (refuse).",
                "What 18 % from old programs means: 20, 22, or refuse.",
            ),
        },
    ),
    **DOORS,
    "processing": (
        Said("Карты и ЕГАИС", "Cards and ЕГАИС"),
        {
            "enabled": words(
                "Брать карту с чеком",
                "Take the card with the receipt",
                "Брать безналичную часть чека через терминал, если в чеке не сказано (PayByProcessing).",
                "Take the electronic part of a receipt by the terminal, where the receipt does not say.",
            ),
            "terminal": words("Терминал", "Terminal", "Номер банковского терминала; 0 – любой.", "Its number; 0: any."),
            "slip": words(
                "Печатать слип",
                "Print the slip",
                "Печатать слип терминала после чека, если в чеке не сказано и терминал не печатает сам.",
                "Print the terminal's slip after the receipt, where the receipt does not say.",
            ),
            "utm": words(
                "УТМ",
                "УТМ",
                "Номер УТМ, которому сообщать о бутылках; 0 – любой, если он есть.",
                "The number of the УТМ that is told of bottles; 0: any, if there is one.",
            ),
        },
    ),
}
DEVICE: Table = {
    "number": words(
        "Номер", "Number", "По нему к устройству обращаются (NumDevice).", "By which it is called (NumDevice)."
    ),
    "name": words("Название", "Name", "Как его называют в магазине.", "What the shop calls it."),
    "driver": words("Драйвер", "Driver", "Что это за устройство.", "What kind of device it is."),
    "poll": words(
        "Спрашивать каждые, с",
        "Ask every, s",
        "Через сколько секунд спрашивать о состоянии, когда нет работы.",
        "After how many idle seconds it is asked for its state.",
    ),
    "poll_watched": words(
        "Спрашивать при взгляде, с",
        "Ask while watched, s",
        "То же, пока кто-нибудь смотрит на страницу сервера; 0 – так же.",
        "The same while somebody looks at the server's page; 0: no difference.",
    ),
    "away": words(
        "Если не на связи",
        "While it is away",
        "refuse – отказать, hold – ждать его до срока команды; пусто – как у сервера.",
        "refuse, hold: wait for it up to the command's Timeout; empty: as the server does.",
    ),
    "wire_log": words(
        "Писать обмен",
        "Keep the exchange",
        "Писать всё, что идёт по проводу, в папку данных; действует там, где есть подключение.",
        "Write all that goes over the wire into the data folder.",
    ),
    "terminal": words(
        "Терминал для чеков",
        "Terminal for receipts",
        "Номер банковского терминала для чеков этого устройства; -1 – как у сервера, 0 – любой.",
        "The card terminal for its receipts; -1: as the server has it, 0: any.",
    ),
    "utm": words(
        "УТМ для чеков",
        "УТМ for receipts",
        "Номер УТМ для чеков этого устройства; -1 – как у сервера, 0 – любой.",
        "The УТМ for its receipts; -1: as the server has it, 0: any.",
    ),
}
POOL_TITLE = Said("Пул", "Pool")
POOL_ABOUT = Said(
    "Несколько устройств одного вида под одним номером: чеки идут им по очереди.",
    "Several devices of one kind under one number: they take turns.",
)
POOL: Table = {
    "number": words("Номер", "Number", "По нему к пулу обращаются (NumDevice).", "By which it is called (NumDevice)."),
    "name": words("Название", "Name", "Как его называют в магазине.", "What the shop calls it."),
    "members": words(
        "Устройства", "Devices", "Номера устройств одного вида; порядок важен.", "Their numbers; the order matters."
    ),
    "policy": words(
        "Кому чек",
        "Who takes a receipt",
        "round-robin – по очереди, least-busy – у кого меньше команд, failover – первому.",
        "round-robin: in turn, least-busy: who has fewest commands, failover: the first.",
    ),
    "block_after": words(
        "Отстранять после отказов",
        "Set aside after faults",
        "После скольких отказов подряд не занимать устройство; 0 – занимать всегда.",
        "After how many faults in a row a device is left alone; 0: never.",
    ),
    "probe_every": words(
        "Проверять каждые, с",
        "Probe every, s",
        "Через сколько секунд спрашивать отстранённое, не ожило ли.",
        "How often a device that was set aside is asked whether it is well.",
    ),
    "unblock": words(
        "Возвращать",
        "Bring back",
        "probe – само, когда ответит, manual – вручную.",
        "probe: by itself once it answers, manual: by hand.",
    ),
}
