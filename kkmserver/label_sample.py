"""One label of a template that is being designed, as a picture: exactly the label, without a margin."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from drivers.errors import RequestRefused
from drivers.model.label import Template
from drivers.printing import label
from drivers.printing.bitmap import Bitmap
from kkmserver.template_shelf import TemplateRefused, variables
from kkmserver.templates import Checked, checked

_NAME = "этикетка"
_MOST_DOTS = 16_000_000  # of a picture: 300 × 300 mm at 300 dpi
Fault = tuple[tuple[str | int, ...], str]


def png(table: Mapping[str, Any], given: Mapping[str, str], dpi: int, folder: Path, now: datetime) -> bytes:
    """`table`: the template as its file would have it. Raises TemplateRefused with every fault."""
    found = checked(_NAME, table, folder)
    if found.template is None:
        raise TemplateRefused(found.faults)
    values = {"today": now.replace(tzinfo=None).isoformat(timespec="seconds")}
    values |= {name: value for name, value in given.items() if value.strip()}  # an empty one is none, as in a command
    faults = [*_too_large(found.template, dpi), *_missing(found.template, values)]
    if faults:
        raise TemplateRefused(tuple(faults))
    try:
        sheet = label.lay_out(found.template, values, dpi)
    except RequestRefused as error:
        raise TemplateRefused(tuple(_of_elements(found, values, dpi)) or (((), error.text),)) from error
    from drivers.printing import raster_sheet  # drawing is loaded when somebody looks

    return _encoded(raster_sheet.draw(sheet))


def _too_large(template: Template, dpi: int) -> Iterator[Fault]:
    size = label.size_of(template, dpi)
    if size.width * size.height > _MOST_DOTS:
        yield ("dpi",), "для такой этикетки это слишком мелкие точки: возьмите 300 или 203"


def _missing(template: Template, values: Mapping[str, str]) -> Iterator[Fault]:
    for variable in variables(template):
        if variable.needed and variable.name not in values:
            yield ("fields", variable.name), "не задано (пустое – то же, что не задано)"


def _of_elements(found: Checked, values: Mapping[str, str], dpi: int) -> Iterator[Fault]:
    """Each by itself, so that all that is wrong is told at once, without the words that say where."""
    assert found.template
    for place, element in zip(found.places, found.template.elements, strict=True):
        try:
            label.lay_out(replace(found.template, elements=(element,)), values, dpi)
        except RequestRefused as error:
            cause = error.__cause__
            yield place, cause.text if isinstance(cause, RequestRefused) else error.text


def _encoded(bitmap: Bitmap) -> bytes:
    from PIL import Image, ImageChops

    ink = Image.frombytes("1", (bitmap.width, bitmap.height), bitmap.data)
    out = BytesIO()
    ImageChops.invert(ink).save(out, "PNG")
    return out.getvalue()
