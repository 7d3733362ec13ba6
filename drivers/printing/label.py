"""A template and its fields -> a sheet, checked and ready for any target."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache, partial
from typing import TypeVar

from drivers.errors import RequestRefused
from drivers.model.command import PrintLabels
from drivers.model.label import (
    BarcodeElement,
    BoxElement,
    Element,
    Fields,
    PictureElement,
    RuleElement,
    Template,
    TextElement,
)
from drivers.printing import barcodes, canvas, fields, label_text, pictures
from drivers.printing.bitmap import Bitmap
from drivers.printing.columns import lines, printable
from drivers.printing.label_box import Box, box_of, dots
from drivers.printing.label_code import code_of
from drivers.printing.label_flow import flow
from drivers.printing.sheet import Code, Placed, Rule, Sheet, SheetSize, Turn

__all__ = ["check", "check_element", "flow", "lay_out", "plain_text", "sheets", "size_of"]

_T = TypeVar("_T")
_Drawing = Callable[[], tuple[Placed, ...]]  # what is left to do once nothing can be refused any more
_NAMES: Mapping[type, str] = {
    TextElement: "текст",
    BarcodeElement: "штрихкод",
    PictureElement: "картинка",
    RuleElement: "линия",
    BoxElement: "рамка",
}


def size_of(template: Template, dpi: int) -> SheetSize:
    return SheetSize(dots(template.width, dpi), dots(template.height, dpi), dpi)


def lay_out(template: Template, given: Fields, dpi: int) -> Sheet:
    """One label. Raises RequestRefused that names the template, the element (counted by kind from 1) and the field."""
    size = size_of(template, dpi)
    planned = _plan(template, given, size)
    return Sheet(size.width, size.height, tuple(placed for drawing in planned for placed in drawing()))


def check(template: Template, sets: Iterable[Fields], dpi: int) -> None:
    """Raises what `lay_out` would raise for the first bad set, whose number it tells; draws nothing."""
    size = size_of(template, dpi)
    for number, given in enumerate(sets, 1):
        _numbered(number, partial(_plan, template, given, size))


def check_element(element: Element, size: SheetSize) -> None:
    """What can be seen without fields: its place on the label, and all the rest where it holds no variables.

    Raises RequestRefused.
    """
    box = box_of(element, size.dpi, size.width, size.height)
    if not any(fields.variables(text) for text in fields.texts(element)[1:]):
        _plan_element(element, {}, box, size)


def sheets(command: PrintLabels, dpi: int) -> Iterator[Sheet]:
    """The labels of a batch from its `first` on, each laid out when it is asked for; copies are the same object.

    Raises RequestRefused: at once for a `first` that the batch has not got, later as `lay_out`.
    """
    if not 1 <= command.first <= command.total:
        raise RequestRefused(
            f"печать просят начать с этикетки {command.first}, а в задании их {command.total}. Исправьте First."
        )
    return _sheets(command, dpi)


def _sheets(command: PrintLabels, dpi: int) -> Iterator[Sheet]:
    skipped, copy = divmod(command.first - 1, command.copies)
    for number in range(skipped, len(command.fields)):
        sheet = _numbered(number + 1, partial(lay_out, command.template, command.fields[number], dpi))
        for _ in range(copy, command.copies):
            yield sheet
        copy = 0


def plain_text(template: Template, given: Fields) -> str:
    """The texts of the label, a line each, codes in brackets: what a list of labels shows."""
    values = {**template.defaults, **given}
    rows = (_row(element, values) for element in template.elements if _wanted(element, values))
    return "".join(f"{row}\n" for row in rows if row.strip())


def _row(element: Element, values: Fields) -> str:
    match element:
        case TextElement(text=text):
            return "\n".join(map(printable, lines(fields.fill(text, values, " "))))
        case BarcodeElement(symbology=symbology, content=content):
            return f"[{symbology} {printable(fields.fill(content, values, ' '))}]"
        case _:
            return ""


def _numbered(number: int, work: Callable[[], _T]) -> _T:
    try:
        return work()
    except RequestRefused as error:
        raise type(error)(f"Набор полей {number}. {error.text}") from error


def _plan(template: Template, given: Fields, size: SheetSize) -> list[_Drawing]:
    values = {**template.defaults, **given}
    counted: dict[type, int] = {}
    planned = []
    for element in template.elements:
        kind = type(element)
        counted[kind] = counted.get(kind, 0) + 1
        try:
            if _wanted(element, values):
                box = box_of(element, size.dpi, size.width, size.height)
                planned.append(_plan_element(element, values, box, size))
        except RequestRefused as error:
            where = f"Шаблон «{template.name}», {_NAMES[kind]} {counted[kind]}"
            raise type(error)(f"{where}: {error.text}") from error
    return planned


def _wanted(element: Element, values: Fields) -> bool:
    return not element.when or not fields.comes_to_nothing(element.when, values)


def _plan_element(element: Element, values: Fields, box: Box, size: SheetSize) -> _Drawing:
    match element:
        case TextElement():
            return _text(element, fields.fill(element.text, values), box, size.dpi)
        case BarcodeElement():
            return _code(element, fields.fill(element.content, values, " "), box)
        case PictureElement():
            return _picture(element, box)
        case RuleElement():
            return partial(_rules, [_at_least_a_dot(box, size)])
        case BoxElement():
            return partial(_rules, _sides(box, max(1, dots(element.thickness, size.dpi))))


def _text(element: TextElement, text: str, box: Box, dpi: int) -> _Drawing:
    if not text.strip():
        return tuple  # nothing
    setting = label_text.typeset(text, element, box, dpi)
    return partial(label_text.draw, setting, element, box)


def _code(element: BarcodeElement, content: str, box: Box) -> _Drawing:
    width, room = box.upright(element.turn)
    content = barcodes.check(element.symbology, content)
    fitted = barcodes.fit(element.symbology, content, width, element.style, room=room)
    code = code_of(element.symbology, content, element.style, fitted, element.turn)
    return lambda: (_centred(code, box),)


def _picture(element: PictureElement, box: Box) -> _Drawing:
    bitmap = _scaled(element.image, *box.upright(element.turn), element.turn)
    return lambda: (_centred(bitmap, box),)


@lru_cache(maxsize=16)
def _scaled(image: bytes, width: int, height: int, turn: Turn) -> Bitmap:
    """The picture no larger than the box. Raises RequestRefused."""
    widest = width
    while True:
        bitmap = pictures.load(image, max(1, widest))
        if bitmap.height <= height or widest <= 1:
            break
        widest = min(bitmap.width - 1, bitmap.width * height // bitmap.height)
    if bitmap.height > height or bitmap.width > width:
        raise RequestRefused("картинке не хватает места. Увеличьте его в шаблоне.")
    return canvas.turn(bitmap, turn)


def _centred(item: Bitmap | Code, box: Box) -> Placed:
    return Placed(box.x + (box.width - item.width) // 2, box.y + (box.height - item.height) // 2, item)


def _at_least_a_dot(box: Box, size: SheetSize) -> Box:
    """However thin the line, it is seen."""
    width, height = max(1, box.width), max(1, box.height)
    return Box(min(box.x, size.width - width), min(box.y, size.height - height), width, height)


def _sides(box: Box, thick: int) -> list[Box]:
    """Four lines that do not lie over one another, or a black box where they would leave nothing between them."""
    if 2 * thick >= min(box.width, box.height):
        return [box]
    inner = box.height - 2 * thick
    return [
        Box(box.x, box.y, box.width, thick),
        Box(box.x, box.y + box.height - thick, box.width, thick),
        Box(box.x, box.y + thick, thick, inner),
        Box(box.x + box.width - thick, box.y + thick, thick, inner),
    ]


def _rules(boxes: Iterable[Box]) -> tuple[Placed, ...]:
    return tuple(Placed(box.x, box.y, Rule(box.width, box.height)) for box in boxes if box.width and box.height)
