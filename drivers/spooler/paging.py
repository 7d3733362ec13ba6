"""What a command prints, as bitmaps of whole pages. Asks nobody, so that a preview shows the same."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain

from drivers.errors import NotSupported, RequestRefused
from drivers.model.command import Command, PrintDocument, PrintLabels, PrintRuler, PrintTestPage
from drivers.model.document import BarcodeLine, Line
from drivers.printing import barcodes, canvas, label, layout, raster, raster_sheet, test_page
from drivers.printing.bitmap import Bitmap
from drivers.printing.page import Block, Cut, Page
from drivers.printing.ruler import ruler
from drivers.printing.sheet import Sheet
from drivers.spooler.options import Form

_MOST_COPIES, _MOST_PAGES = 99, 500  # of one document, copies included
_LONGEST = 300_000  # dots of paper: 25 m at 300 dpi; all of it is in memory at once
_INCH = 25.4
_HEAD = 203  # dpi that barcodes.HEIGHT is meant for


def pages(command: Command, form: Form) -> tuple[Bitmap, ...]:
    """Of everything but labels, copies included. Raises RequestRefused, NotSupported."""
    match command:
        case PrintDocument(lines, copies):
            if not 0 <= copies <= _MOST_COPIES:
                raise RequestRefused(f"Число копий: от 0 до {_MOST_COPIES}, а не {copies}.")
            return _copied(_spread(_laid_out(lines, form), form), copies)
        case PrintRuler():
            return _spread(ruler(form.paper), form)
        case PrintTestPage():
            groups = test_page.groups(lambda line: _fits(line, form))
            return _spread(_laid_out(chain.from_iterable(groups), form), form)
        case _:
            raise NotSupported(
                "Обычный принтер печатает документы и этикетки, но чеков не регистрирует. "
                "Выберите для этой команды кассу (ККТ)."
            )


def _copied(document: tuple[Bitmap, ...], copies: int) -> tuple[Bitmap, ...]:
    """A copy takes no memory here, but it does where pages become a file."""
    if len(document) * (1 + copies) > _MOST_PAGES:
        raise RequestRefused(
            f"Страниц в документе {len(document)}, с копиями больше {_MOST_PAGES}. Напечатайте меньше копий."
        )
    return document * (1 + copies)


def labels(command: PrintLabels, form: Form) -> Iterator[Bitmap]:
    """A page for every label, drawn when it is asked for. Raises RequestRefused before the first one."""
    size = label.size_of(command.template, form.dpi)
    if size.width > form.width or size.height > (form.height or size.height):
        raise RequestRefused(
            f"Шаблон «{command.template.name}» – {command.template.width}x{command.template.height} мм, это больше "
            f"листа в принтере ({form.width * _INCH / form.dpi:.0f}x{form.height * _INCH / form.dpi:.0f} мм). "
            "Возьмите другой принтер или исправьте width и height в его настройке."
        )
    sheets = label.sheets(command, form.dpi)
    label.check(command.template, command.fields, form.dpi)
    return (_on_page(sheet, form) for sheet in sheets)


def _on_page(sheet: Sheet, form: Form) -> Bitmap:
    """At the margins where there is room for them; a label as large as the page fills it."""
    drawn, height = raster_sheet.draw(sheet), form.height or sheet.height
    if (drawn.width, drawn.height) == (form.width, height):
        return drawn
    left, top = (
        min(form.top, (room - side) // 2) for room, side in ((form.width, drawn.width), (height, drawn.height))
    )
    return canvas.paste([(drawn, left, top)], form.width, height)


def _fits(line: Line, form: Form) -> None:
    _spread(_laid_out([line], form), form)


def _laid_out(lines: Iterable[Line], form: Form) -> tuple[Block, ...]:
    """Bars have their usual height in millimetres, whatever the dots are."""
    usual = barcodes.HEIGHT * form.dpi // _HEAD
    scaled = (
        replace(line, style=replace(line.style, height=usual))
        if isinstance(line, BarcodeLine) and not line.style.height
        else line
        for line in lines
    )
    return layout.lay_out(scaled, form.paper)


def _spread(blocks: Iterable[Block], form: Form) -> tuple[Bitmap, ...]:
    """A block is never split; a cut begins a new page."""
    done: list[Bitmap] = []
    strips: list[Bitmap] = []
    left = room = form.height - 2 * form.top
    length = 0
    for block in blocks:
        strip = raster.draw(Page(form.paper, (block,)))
        length += strip.height
        if length > _LONGEST:
            raise RequestRefused("Документ слишком длинный для этого принтера. Разделите его на несколько.")
        if form.height and strip.height > room:
            raise RequestRefused("Картинка или штрихкод выше листа бумаги: уменьшите их или высоту штрихкода.")
        if isinstance(block, Cut) or (form.height and strip.height > left):
            done += _page(strips, form)
            strips, left = [], room
        if not isinstance(block, Cut):
            strips.append(strip)
            left -= strip.height
    return (*done, *_page(strips, form))


def _page(strips: list[Bitmap], form: Form) -> list[Bitmap]:
    """One page; none for no strips."""
    if not strips:
        return []
    parts, y = [], form.top
    for strip in strips:
        parts.append((strip, form.left, y))
        y += strip.height
    return [canvas.paste(parts, form.width, form.height or y + form.top)]
