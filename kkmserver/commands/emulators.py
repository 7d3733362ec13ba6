"""The devices that `kkmserver emulate` knows: what they are called, where they listen, how they are made."""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from kkmserver.commands.emulated_kind import Address, Kind
from kkmserver.commands.emulated_registers import REGISTERS
from kkmserver.commands.emulated_weight import weights
from kkmserver.commands.seconds import Seconds

if TYPE_CHECKING:
    from kkmserver.web.emulator import Emulator


def _escpos(listen: Address, options: Mapping[str, Any]) -> "Emulator":
    from drivers.escpos.emulator.head import HEADS
    from drivers.escpos.emulator.tcp import TcpEmulator

    head = HEADS[options["head"]]
    dots = options["dots"]
    return TcpEmulator(
        head.wide(dots) if dots else head,
        host=listen.host,
        port=listen.port,
        buffer=options["buffer"],
        paper=options["paper"],
    )


def _labels(language: str, listen: Address, options: Mapping[str, Any]) -> "Emulator":
    from drivers.labels.emulator.tcp import TcpLabelPrinter

    return TcpLabelPrinter(
        language,
        dpi=int(options["dpi"]),
        host=listen.host,
        port=listen.port,
        seconds_per_label=options["seconds"],
        paper=options["paper"],
    )


def _label_printer(language: str, name: str, port: int) -> Kind:
    return Kind(
        f"Принтер этикеток {name}",
        f"Принтер этикеток {name}: отвечает на вопросы, показывает этикетки на странице --show.",
        port,
        (
            click.Option(
                ["--dpi"],
                type=click.Choice(["203", "300", "600"]),
                default="203",
                show_default=True,
                help="Точек на дюйм.",
            ),
            click.Option(["--seconds"], type=Seconds(), default=0.0, help="Секунд на этикетку; обычно ни одной."),
            click.Option(["--paper"], type=click.IntRange(1), help="Через сколько этикеток кончится рулон."),
        ),
        partial(_labels, language),
    )


def _scales(listen: Address, options: Mapping[str, Any]) -> "Emulator":
    from drivers.scales.emulator.platform import Load
    from drivers.scales.emulator.tcp import MassaKEmulator, ShtrihSlimEmulator

    loads = [Load(each.kilograms * 1000, stable=each.stable) for each in options["weight"]]
    if options["model"] == "massa-k":
        return MassaKEmulator(loads, host=listen.host, port=listen.port, division=options["division"])
    return ShtrihSlimEmulator(loads, host=listen.host, port=listen.port)


def _display(listen: Address, options: Mapping[str, Any]) -> "Emulator":
    from drivers.displays.emulator.dialects import dialect
    from drivers.displays.emulator.tcp import DisplayEmulator

    spoken = dialect(options["dialect"], options["code_page"])
    return DisplayEmulator(spoken, host=listen.host, port=listen.port)


def _utm(listen: Address, options: Mapping[str, Any]) -> "Emulator":
    from drivers.egais.emulator.tcp import UtmEmulator

    return UtmEmulator(fsrar=options["fsrar"], host=listen.host, port=listen.port)


EMULATORS: dict[str, Kind] = {
    **REGISTERS,
    "zpl": _label_printer("zpl", "ZPL II", 9100),
    "tspl": _label_printer("tspl", "TSPL", 9100),
    "epl2": _label_printer("epl2", "EPL2", 9100),
    "cpcl": _label_printer("cpcl", "CPCL", 6101),  # where Zebra's mobile printers listen
    "escpos": Kind(
        "Чековый принтер ESC/POS",
        "Чековый принтер ESC/POS: отвечает на вопросы, печатает на ленте, которую видно на странице --show.",
        9100,
        (
            click.Option(
                ["--head"],
                type=click.Choice(["thermal-80", "thermal-58", "impact-76"]),
                default="thermal-80",
                show_default=True,
                help="Печатающая головка.",
            ),
            click.Option(["--dots"], type=click.IntRange(12, 4096), help="Точек в строке, если не как у головки."),
            click.Option(
                ["--buffer"],
                type=click.IntRange(64, 1 << 24),
                default=4096,
                show_default=True,
                help="Байт, которые принтер примет, пока не может печатать.",
            ),
            click.Option(["--paper"], type=click.IntRange(1), help="Через сколько точек кончится рулон."),
        ),
        _escpos,
    ),
    "scales": Kind(
        "Весы",
        "Весы Масса-К (протокол 100) или Штрих-Слим: показывают заданный вес, перегрузку, качание груза.",
        5001,  # where Massa-K's listen
        (
            click.Option(
                ["--model"],
                type=click.Choice(["massa-k", "shtrih-slim"]),
                default="massa-k",
                show_default=True,
                help="Чьи весы.",
            ),
            click.Option(
                ["--weight"],
                callback=weights,
                metavar="КГ",
                multiple=True,
                default=["1.234"],
                show_default=True,
                help="Что лежит на весах; с ~ на конце груз качается. Несколько раз: каждый вопрос видит следующий.",
            ),
            click.Option(
                ["--division"],
                type=click.IntRange(0, 4),
                default=1,
                show_default=True,
                help="Деление massa-k: 0 – 100 мг, 1 – 1 г, 2 – 10 г, 3 – 100 г, 4 – 1 кг.",
            ),
        ),
        _scales,
    ),
    "display": Kind(
        "Табло покупателя",
        "Табло покупателя, две строки по 20 знаков: всё, что на нём было, видно на странице --show.",
        9101,
        (
            click.Option(
                ["--dialect"],
                type=click.Choice(["escpos", "cd5220", "dsp800"]),
                default="escpos",
                show_default=True,
                help="Набор команд.",
            ),
            click.Option(
                ["--code-page"],
                type=click.Choice(["cp437", "cp866", "cp1251"]),
                default="cp866",
                show_default=True,
                help="Кодовая страница при включении.",
            ),
        ),
        _display,
    ),
    "utm": Kind(
        "УТМ",
        "УТМ ЕГАИС: принимает чеки, помнит проданные марки, отвечает ссылкой и подписью.",
        8080,
        (
            click.Option(
                ["--fsrar"], default="030000000000", show_default=True, help="Номер магазина FSRAR_ID, 12 цифр."
            ),
        ),
        _utm,
        has_serial=False,
    ),
}
