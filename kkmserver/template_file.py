"""A template file as its owner writes it: pydantic models of the keys, and the checked Template they make."""

import base64
import binascii
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal

from annotated_types import Ge, Gt, Le, MaxLen
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from drivers.errors import RequestRefused
from drivers.model.document import BarcodeStyle, Symbology
from drivers.model.label import (
    BarcodeElement,
    BoxElement,
    Element,
    PictureElement,
    RuleElement,
    Template,
    TextElement,
)
from drivers.printing import fields, label
from drivers.transports import reasons

Loc = tuple[str | int, ...]

MOST_PICTURE = 2_000_000  # bytes of a picture's file
_MOST_SIDE = 300  # millimetres
_CHECKED_AT = 203  # dpi at which what holds no variables is tried
_FILE_NAME = re.compile(r"[\w][\w .()-]{0,99}")
_SIGNS = re.compile(r"[-_ ]")
_KINDS = {_SIGNS.sub("", kind.value): kind for kind in Symbology} | {"QRCODE": Symbology.QR}


def _with_variables(text: str) -> str:
    fields.parse(text)
    return text


def _symbology(value: object) -> object:
    """EAN-13, ean13 and EAN13 are one."""
    return _KINDS.get(_SIGNS.sub("", value).upper(), value) if isinstance(value, str) else value


def _centre(value: object) -> object:
    return "centre" if value == "center" else value


def _file_name(value: str) -> str:
    if value and not _FILE_NAME.fullmatch(value):
        raise ValueError("нужно только имя файла: картинка лежит в папке шаблонов")
    return value


Text = Annotated[str, MaxLen(4000), AfterValidator(_with_variables)]
Place = Annotated[Decimal, Ge(0), Le(_MOST_SIDE)]
Length = Annotated[Decimal, Gt(0), Le(_MOST_SIDE)]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class _Placed(_Section):
    x: Place
    y: Place
    width: Length
    height: Length
    when: Text = ""

    def common(self) -> dict[str, Any]:
        return {"x": self.x, "y": self.y, "width": self.width, "height": self.height, "when": self.when}


class TextTable(_Placed):
    text: Text
    size: Annotated[Decimal, Ge(Decimal("0.5")), Le(100)] = Decimal(3)
    bold: bool = False
    strike: bool = False
    align: Annotated[Literal["left", "centre", "right"], BeforeValidator(_centre)] = "left"
    stand: Literal["top", "middle", "bottom"] = "top"
    wrap: bool = True
    fit: bool = True
    turn: Literal[0, 90, 180, 270] = 0


class BarcodeTable(_Placed):
    type: Annotated[Symbology, BeforeValidator(_symbology)]
    content: Text
    text: bool = True
    level: Literal["", "L", "M", "Q", "H"] = ""
    rotate: bool = False
    turn: Literal[0, 90, 180, 270] = 0


class PictureTable(_Placed):
    file: Annotated[str, AfterValidator(_file_name)] = ""
    data: Annotated[str, MaxLen(MOST_PICTURE * 4 // 3 + 4)] = ""
    turn: Literal[0, 90, 180, 270] = 0


class LineTable(_Placed):
    pass


class BoxTable(_Placed):
    thickness: Length = Decimal("0.3")


class TemplateFile(_Section):
    """All lengths in millimetres."""

    title: Annotated[str, MaxLen(200)] = ""
    width: Annotated[Decimal, Ge(5), Le(_MOST_SIDE)]
    height: Annotated[Decimal, Ge(5), Le(_MOST_SIDE)]
    defaults: dict[str, Annotated[str, MaxLen(4000)]] = Field(default_factory=dict)
    text: Annotated[list[TextTable], MaxLen(100)] = Field(default_factory=list)
    barcode: Annotated[list[BarcodeTable], MaxLen(20)] = Field(default_factory=list)
    picture: Annotated[list[PictureTable], MaxLen(20)] = Field(default_factory=list)
    line: Annotated[list[LineTable], MaxLen(100)] = Field(default_factory=list)
    box: Annotated[list[BoxTable], MaxLen(100)] = Field(default_factory=list)


Table = TextTable | BarcodeTable | PictureTable | LineTable | BoxTable

KINDS: dict[str, type[BaseModel]] = {
    "text": TextTable,
    "barcode": BarcodeTable,
    "picture": PictureTable,
    "line": LineTable,
    "box": BoxTable,
}


def known_keys(loc: Loc) -> list[str]:
    """The keys that may stand where the unknown one at `loc` stands."""
    table = KINDS.get(str(loc[0]), TemplateFile) if len(loc) > 1 else TemplateFile
    return list(table.model_fields)


def template_of(name: str, file: TemplateFile, folder: Path) -> tuple[Template | None, list[tuple[Loc, str]]]:
    """The template, or None and every fault that only its contents show."""
    faults: list[tuple[Loc, str]] = []
    found: list[tuple[Loc, Element]] = []
    for loc, table in _tables(file):
        try:
            found.append((loc, _element(table, folder)))
        except ValueError as error:
            faults.append((loc, str(error)))
    template = Template(
        name=name,
        title=file.title,
        width=file.width,
        height=file.height,
        elements=tuple(element for _, element in found),
        defaults=file.defaults,
    )
    size = label.size_of(template, _CHECKED_AT)
    for loc, element in found:
        try:
            label.check_element(element, size)
        except RequestRefused as error:
            faults.append((loc, error.text))
    return (None if faults else template), faults


def places(file: TemplateFile) -> Iterator[Loc]:
    """Of its elements, in the order in which `template_of` puts them."""
    return (loc for loc, _ in _tables(file))


def _tables(file: TemplateFile) -> Iterator[tuple[Loc, Table]]:
    groups: dict[str, list[Any]] = {
        "text": file.text,
        "barcode": file.barcode,
        "picture": file.picture,
        "line": file.line,
        "box": file.box,
    }
    for kind, tables in groups.items():
        for number, table in enumerate(tables):
            yield (kind, number), table


def _element(table: Table, folder: Path) -> Element:
    """Raises ValueError for a picture that is not there."""
    match table:
        case TextTable():
            return TextElement(**table.model_dump())
        case BarcodeTable():
            style = BarcodeStyle(text=table.text, level=table.level, rotate=table.rotate)
            common = table.common()
            return BarcodeElement(**common, symbology=table.type, content=table.content, style=style, turn=table.turn)
        case PictureTable():
            return PictureElement(**table.common(), image=_image(table, folder), turn=table.turn)
        case LineTable():
            return RuleElement(**table.common())
        case BoxTable():
            return BoxElement(**table.common(), thickness=table.thickness)


def _image(table: PictureTable, folder: Path) -> bytes:
    if bool(table.file) == bool(table.data):
        raise ValueError("задайте либо file – имя файла в папке шаблонов, либо data – картинку в base64")
    return _read(folder / table.file) if table.file else _decoded(table.data)


def _read(path: Path) -> bytes:
    try:
        if path.exists() and not path.is_file():  # a pipe or a device might never end
            raise ValueError(f"{path.name} – не файл; положите на его место картинку")
        with path.open("rb") as file:
            data = file.read(MOST_PICTURE + 1)
    except OSError as error:
        raise ValueError(
            f"картинка {path.name} не читается: {reasons.of(error)}; положите её в папку шаблонов"
        ) from error
    if len(data) > MOST_PICTURE:
        raise ValueError(f"картинка {path.name} больше {MOST_PICTURE} байт; уменьшите её")
    return data


def _decoded(data: str) -> bytes:
    try:
        return base64.b64decode("".join(data.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError("data – не base64; проще положить файл рядом и назвать его в file") from error
