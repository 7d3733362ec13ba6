"""What can be chosen of an emulated register."""

from collections.abc import Callable, Iterable, Sequence

import click

from kkmserver.commands.emulated_fault import Spelling
from kkmserver.commands.seconds import Seconds

_SERIAL_OF_16 = "0149060006000651"


def _link_names() -> Iterable[str]:
    from drivers.emulation.frame_faults import Link, Power

    return [*Link, *Power]


def _atol_names() -> Iterable[str]:
    from drivers.atol.emulator.faults import Packet
    from drivers.emulation.frame_faults import Link, Power

    return [*Link, *Power, *Packet]


def _mercury_names() -> Iterable[str]:
    from drivers.emulation.answer_faults import What
    from drivers.mercury.emulator.device import Device

    return [what for what in What if what not in {What.REFUSED, *Device.impossible}]


def _serviceplus_names() -> Iterable[str]:
    """Of either protocol: which of them it is is not known while options are read."""
    from drivers.emulation.answer_faults import What
    from drivers.serviceplus.emulator.xml_device import XmlDevice

    xml = [what for what in What if what not in {What.REFUSED, *XmlDevice.impossible}]
    return dict.fromkeys([*xml, *_link_names()])


def _atol_web_names() -> Iterable[str]:
    from drivers.atol_web.emulator.faults import Wire, Work

    return [*Wire, *(what for what in Work if what is not Work.ERROR)]


def _digits(*lengths: int) -> Callable[[click.Context, click.Parameter, str], str]:
    """A number that is written with exactly so many digits."""

    def check(ctx: click.Context, param: click.Parameter, value: str) -> str:
        if not (value.isascii() and value.isdecimal() and len(value) in lengths):
            wanted = " или ".join(str(length) for length in lengths)
            raise click.BadParameter(f"{value}: нужно {wanted} цифр", ctx, param)
        return value

    return check


def _choice(name: str, values: Sequence[str], help_: str, default: str = "") -> click.Option:
    return click.Option([name], type=click.Choice(values), default=default or values[-1], show_default=True, help=help_)


def _ffd(*formats: str) -> click.Option:
    return _choice("--ffd", formats, "Формат фискальных документов.")


def _inn() -> click.Option:
    return click.Option(
        ["--inn"],
        callback=_digits(10, 12),
        metavar="ЦИФРЫ",
        default="7707083893",
        show_default=True,
        help="ИНН владельца.",
    )


def _number(default: str) -> click.Option:
    return click.Option(
        ["--number"],
        callback=_digits(len(default)),
        metavar="ЦИФРЫ",
        default=default,
        show_default=True,
        help="Заводской номер.",
    )


def _seconds(name: str, help_: str) -> click.Option:
    return click.Option([name], type=Seconds(), default=0.0, help=help_)


def _fault(spelling: Spelling, examples: str) -> click.Option:
    return click.Option(
        ["--fault"],
        callback=spelling.read,
        metavar="ИМЯ[:КОМАНДА[:РАЗ[:СЕКУНД]]]",
        multiple=True,
        help=f"Что испортить, например {examples}. Без команды – на следующей, * раз – всегда. Можно несколько.",
    )


_HEX_ERROR = r"(?!00)[0-9a-f]{2}"

SHTRIH: tuple[click.Option, ...] = (
    _ffd("1.05", "1.1", "1.2"),
    _inn(),
    _number(_SERIAL_OF_16),
    _choice("--model", ("desktop", "cash-core"), "Настольный ФР или касса с ядром cash core.", "desktop"),
    _seconds("--print-time", "Секунд на печать документа."),
    click.Option(["--v2"], is_flag=True, help="Понимать и протокол 2 с нумерованными пакетами."),
    _fault(
        Spelling(
            r"ff[0-9a-f]{2}|(?!ff)[0-9a-f]{2}", _HEX_ERROR, 16, "answer-lost:FF45:1 или refuse-50:8D:3", _link_names
        ),
        "answer-lost:FF45:1 – потерять ответ на первое закрытие чека, refuse-50:8D:3 – трижды ответить ошибкой 50h",
    ),
)
ATOL: tuple[click.Option, ...] = (
    _inn(),
    _number("00106300001234"),
    _choice("--link", ("auto", "v2", "v3"), "Нижний уровень протокола, которому обучена касса.", "auto"),
    _seconds("--command-time", "Секунд на каждую команду."),
    _fault(
        Spelling(r"[0-9a-f]{2}|[0-9a-f]{4}", r"[1-9]\d{0,2}", 10, "answer-lost:4A:1 или refuse-103:4A:1", _atol_names),
        "answer-lost:4A:1 – потерять ответ на первое закрытие чека, refuse-103:92 – ответить ошибкой 103",
    ),
)
PIRIT: tuple[click.Option, ...] = (
    _ffd("1.05", "1.2"),
    _inn(),
    _number("0491001234"),
    _seconds("--command-time", "Секунд на каждую команду."),
    _fault(
        Spelling(r"[0-9a-f]{2}", _HEX_ERROR, 16, "answer-lost:31:1 или refuse-08:31:1", _link_names),
        "answer-lost:31:1 – потерять ответ на первое закрытие чека, refuse-08:31 – ответить ошибкой 08h",
    ),
)
SERVICEPLUS: tuple[click.Option, ...] = (
    _choice("--protocol", ("xml", "binary"), "XML: СП402-Ф, СП802-Ф; двоичный: СП101ФР-К и старше.", "xml"),
    _inn(),
    click.Option(
        ["--firmware"], type=int, default=460, show_default=True, help="Версия двоичного протокола; 460 – СП402-Ф."
    ),
    _fault(
        Spelling(r"[0-9a-f]{2}|\d{1,3}", r"[1-9]\d{0,2}", 10, "answer-lost:8:1 или refuse-3:8:1", _serviceplus_names),
        "answer-lost:8:1 – потерять ответ на первый чек, refuse-3:8 – ответить ошибкой 3; команды – того протокола, "
        "что выбран",
    ),
)
ATOL_WEB: tuple[click.Option, ...] = (
    _ffd("1.05", "1.2"),
    _inn(),
    _number("00106129000001"),
    _choice("--api", ("v1", "v2", "both"), "Веб-сервер драйвера 10 (v1) или «АТОЛ. Web Requests» (v2)."),
    click.Option(["--login"], default="", help="Имя для входа; обычно никакого."),
    click.Option(["--password"], default="", help="Пароль к нему."),
    _seconds("--command-time", "Секунд на каждое задание."),
    _fault(
        Spelling(r"[a-z]+", r"[1-9]\d{0,2}", 10, "reset-after:sell:1 или refuse-44:sell:1", _atol_web_names),
        "reset-after:sell:1 – записать первый чек и оборвать связь, refuse-44:sell – закончить задание ошибкой 44",
    ),
)
MERCURY: tuple[click.Option, ...] = (
    _ffd("1.05", "1.2"),
    _inn(),
    _number(_SERIAL_OF_16),
    _choice("--model", ("119F", "185F"), "119F – Меркурий 119Ф, 185F – 115Ф, 130Ф, 180Ф, 185Ф."),
    click.Option(
        ["--register-port"], default="", help="Порт кассы, как его называет касса в настройках; обычно любой."
    ),
    _fault(
        Spelling(
            r"[a-z]+", r"[1-9]\d{0,3}", 10, "answer-lost:CloseCheck:1 или refuse-210:CloseCheck:1", _mercury_names
        ),
        "answer-lost:CloseCheck:1 – потерять ответ на первое закрытие чека, refuse-210:AddGoods – ответить ошибкой 210",
    ),
)
