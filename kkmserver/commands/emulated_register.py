"""What can be chosen of an emulated register."""

from collections.abc import Callable

import click

from kkmserver.commands.emulated_fault import faults
from kkmserver.commands.seconds import Seconds


def _digits(*lengths: int) -> Callable[[click.Context, click.Parameter, str], str]:
    """A number that is written with exactly so many digits."""

    def check(ctx: click.Context, param: click.Parameter, value: str) -> str:
        if not (value.isascii() and value.isdecimal() and len(value) in lengths):
            wanted = " или ".join(str(length) for length in lengths)
            raise click.BadParameter(f"{value}: нужно {wanted} цифр", ctx, param)
        return value

    return check


SHTRIH: tuple[click.Option, ...] = (
    click.Option(
        ["--ffd"],
        type=click.Choice(["1.05", "1.1", "1.2"]),
        default="1.2",
        show_default=True,
        help="Формат фискальных документов.",
    ),
    click.Option(
        ["--inn"],
        callback=_digits(10, 12),
        metavar="ЦИФРЫ",
        default="7707083893",
        show_default=True,
        help="ИНН владельца.",
    ),
    click.Option(
        ["--number"],
        callback=_digits(16),
        metavar="ЦИФРЫ",
        default="0149060006000651",
        show_default=True,
        help="Заводской номер.",
    ),
    click.Option(
        ["--model"],
        type=click.Choice(["desktop", "cash-core"]),
        default="desktop",
        show_default=True,
        help="Настольный ФР или касса с ядром cash core.",
    ),
    click.Option(["--print-time"], type=Seconds(), default=0.0, help="Секунд на печать документа."),
    click.Option(["--v2"], is_flag=True, help="Понимать и протокол 2 с нумерованными пакетами."),
    click.Option(
        ["--fault"],
        callback=faults,
        metavar="ИМЯ[:КОМАНДА[:РАЗ[:СЕКУНД]]]",
        multiple=True,
        help="Что испортить, например answer-lost:FF45:1 – потерять ответ на первое закрытие чека, refuse-50:8D:3 – "
        "трижды ответить ошибкой 50h. Без команды – на следующей, * раз – всегда. Можно несколько.",
    ),
)
