"""What each driver is for, and which of its keys an owner has to look at."""

from collections.abc import Mapping

from drivers.model.state import DeviceKind
from drivers.option_words.words import DriverWords, Said

_WIRE = ("serial", "tcp")
_PRINTER = ("tcp", "usb", "serial", "file", "lpt", "cups", "windows")


def _register(ru: str, en: str, about_ru: str, about_en: str, *main: str, by: tuple[str, ...] = _WIRE) -> DriverWords:
    return DriverWords(
        title=Said(ru, en),
        about=Said(about_ru, about_en),
        kind=DeviceKind.REGISTER,
        main=("connection", *main),
        connections=by,
    )


def _labels(name: str, makers: str) -> DriverWords:
    return DriverWords(
        title=Said(f"Принтер этикеток {name}", f"{name} label printer"),
        about=Said(f"Принтеры этикеток с языком {name}: {makers}.", f"Label printers that speak {name}: {makers}."),
        kind=DeviceKind.LABEL_PRINTER,
        main=("connection", "width", "height", "dpi"),
        connections=_PRINTER,
    )


DRIVERS: Mapping[str, DriverWords] = {
    "shtrih": _register(
        "Касса ШТРИХ-М",
        "ШТРИХ-М register",
        "Кассы ШТРИХ-М и РИТЕЙЛ на порту, по USB или в сети.",
        "ШТРИХ-М and РИТЕЙЛ registers on a port, USB or in the network.",
        "password",
        "admin_password",
    ),
    "atol": _register(
        "Касса АТОЛ",
        "АТОЛ register",
        "Кассы АТОЛ по протоколу 3.1 (ФФД 1.05), без программ АТОЛ.",
        "АТОЛ registers by protocol 3.1 (ФФД 1.05), without programs of АТОЛ.",
        "taxes",
        "password_registration",
        "password_admin",
    ),
    "atol-web": _register(
        "Касса АТОЛ за веб-сервером",
        "АТОЛ register behind its web server",
        "Кассы АТОЛ через веб-сервер их драйвера (ФФД 1.05 и 1.2, маркировка).",
        "АТОЛ registers through the web server of their driver (ФФД 1.05 and 1.2, marking).",
        "device_id",
        "login",
        "password",
        by=("http", "https"),
    ),
    "pirit": _register(
        "Касса Пирит, Вики Принт",
        "Пирит or Вики Принт register",
        "Кассы Пирит и Вики Принт (Дримкас).",
        "Пирит and Вики Принт registers (Дримкас).",
        "password",
        "operator",
    ),
    "serviceplus": _register(
        "Касса Сервис Плюс",
        "Сервис Плюс register",
        "Кассы СП402-Ф, СП802-Ф (xml), СП101ФР-К и другие (binary).",
        "СП402-Ф, СП802-Ф (xml), СП101ФР-К and other (binary) registers.",
        "protocol",
        "taxes",
        "password",
    ),
    "mercury": _register(
        "Касса Меркурий",
        "Меркурий register",
        "Кассы Меркурий за службой INECRMAN.",
        "Меркурий registers behind the service INECRMAN.",
        "port_name",
        "baud_rate",
        "model",
        by=("http",),
    ),
    "escpos": DriverWords(
        title=Said("Чековый принтер ESC/POS", "ESC/POS receipt printer"),
        about=Said(
            "Почти все чековые принтеры: Epson, Xprinter и другие.", "Nearly all receipt printers: Epson and others."
        ),
        kind=DeviceKind.RECEIPT_PRINTER,
        main=("connection", "profile", "dots"),
        connections=_PRINTER,
    ),
    "zpl": _labels("ZPL", "Zebra"),
    "tspl": _labels("TSPL", "TSC"),
    "epl2": _labels("EPL2", "Zebra, Eltron"),
    "cpcl": _labels("CPCL", "Zebra"),
    "spooler": DriverWords(
        title=Said("Обычный принтер", "Usual printer"),
        about=Said(
            "Принтер, который настроен в системе: документы уходят страницами через CUPS или Windows.",
            "A printer that the system knows: documents go out as pages by CUPS or Windows.",
        ),
        kind=DeviceKind.RECEIPT_PRINTER,
        main=("connection", "kind", "width", "height"),
        connections=("cups", "windows"),
    ),
    "massa-k": DriverWords(
        title=Said("Весы Масса-К", "Масса-К scales"),
        about=Said("Весы Масса-К, протокол 100.", "Масса-К scales, protocol 100."),
        kind=DeviceKind.SCALES,
        main=("connection",),
        connections=_WIRE,
    ),
    "shtrih-slim": DriverWords(
        title=Said("Весы Штрих-Слим", "Штрих-Слим scales"),
        about=Said("Весы Штрих-Слим на порту или в сети.", "Штрих-Слим scales on a port or in the network."),
        kind=DeviceKind.SCALES,
        main=("connection", "password"),
        connections=_WIRE,
    ),
    "display": DriverWords(
        title=Said("Дисплей покупателя", "Customer display"),
        about=Said("Две строки по 20 знаков.", "Two lines of 20 characters."),
        kind=DeviceKind.DISPLAY,
        main=("connection", "dialect"),
        connections=("serial", "usb", "tcp", "file"),
    ),
    "utm": DriverWords(
        title=Said("УТМ ЕГАИС", "УТМ of ЕГАИС"),
        about=Said("Ему сообщают о проданных бутылках.", "It is told of bottles that are sold."),
        kind=DeviceKind.EGAIS,
        main=("url", "format", "fsrar_id", "kpp"),
    ),
    "remote": DriverWords(
        title=Said("Устройство другого сервера", "Device of another server"),
        about=Said(
            "Устройство за другим сервером KkmServer, нашим или исходным: команды пересылаются туда.",
            "A device behind another KkmServer, ours or the original: commands are forwarded there.",
        ),
        kind=DeviceKind.REGISTER,
        main=("url", "device", "kind", "login", "password"),
    ),
    "virtual-kkt": DriverWords(
        title=Said("Виртуальная касса", "Virtual register"),
        about=Said(
            "Касса со своим ФН на диске: учиться и проверять программы. В налоговую ничего не уходит.",
            "A register with its own fiscal storage on disk, to learn and to try programs. Nothing goes to anybody.",
        ),
        kind=DeviceKind.REGISTER,
        main=("ffd", "organization", "inn", "dots"),
        virtual=True,
    ),
    "virtual-kkm-kz": DriverWords(
        title=Said("Виртуальная касса Казахстана", "Virtual register of Kazakhstan"),
        about=Said(
            "Касса (ККМ) с тенге и налогами Казахстана: учиться и проверять программы. Оператору ничего не уходит.",
            "A register with tenge and the taxes of Kazakhstan, to learn and to try programs. Nothing goes to anybody.",
        ),
        kind=DeviceKind.REGISTER,
        main=("organization", "tax_number", "taxes", "dots"),
        virtual=True,
    ),
    "virtual-printer": DriverWords(
        title=Said("Виртуальный принтер чеков", "Virtual receipt printer"),
        about=Said("Его бумагу показывает страница сервера.", "Its paper is shown by the server's page."),
        kind=DeviceKind.RECEIPT_PRINTER,
        main=("dots",),
        virtual=True,
    ),
    "virtual-label-printer": DriverWords(
        title=Said("Виртуальный принтер этикеток", "Virtual label printer"),
        about=Said("Его этикетки показывает страница сервера.", "Its labels are shown by the server's page."),
        kind=DeviceKind.LABEL_PRINTER,
        main=("width", "height", "dpi"),
        virtual=True,
    ),
    "virtual-terminal": DriverWords(
        title=Said("Виртуальный терминал", "Virtual card terminal"),
        about=Said("Банковский терминал со своим банком на диске.", "A card terminal with its own bank on disk."),
        kind=DeviceKind.TERMINAL,
        main=("script",),
        virtual=True,
    ),
    "virtual-scales": DriverWords(
        title=Said("Учебные весы", "Virtual scales"),
        about=Said("Весы без весов: вес пишут в настройки или в файл.", "Scales whose weight is written in a file."),
        kind=DeviceKind.SCALES,
        main=("weights",),
        virtual=True,
    ),
    "virtual-display": DriverWords(
        title=Said("Учебный дисплей", "Virtual display"),
        about=Said("Его показывает страница сервера.", "It is shown by the server's page."),
        kind=DeviceKind.DISPLAY,
        virtual=True,
    ),
    "null": DriverWords(
        title=Said("Пустое устройство", "Null device"),
        about=Said(
            "Принимает всё и не делает ничего: мерить скорость.", "Takes all and does nothing: to measure speed."
        ),
        kind=DeviceKind.REGISTER,
        main=("delay",),
        virtual=True,
    ),
}
