"""How the corpus looked when somebody last looked at it. Drawn anew by `python -m tests.paper.golden`."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from PIL import Image

from drivers.printing import raster
from drivers.printing.layout import lay_out
from drivers.printing.page import Page, Paper
from tests.paper.documents import DOCUMENTS
from tests.paper.printed import Printed
from tests.paper.profiles import MAIN, printed

GOLDEN = Path(__file__).parents[1] / "golden" / "paper"
_ON_EVERY_PRINTER = "receipt"


def _preview(name: str) -> Image.Image:
    """The document on 48 columns, as the preview and the virtual printer show it."""
    paper = Paper()
    drawn = raster.draw(Page(paper, lay_out(DOCUMENTS[name].lines, paper)))
    return Image.frombytes("1", (drawn.width, drawn.height), drawn.data, "raw", "1;I")


def _paper(printer: str) -> Image.Image:
    """What came out of an emulated printer; labels under one another."""
    found = printed(_ON_EVERY_PRINTER, printer)
    assert isinstance(found, Printed)
    strip = Image.new("1", (found.papers[0].width, sum(paper.height for paper in found.papers)), 1)
    top = 0
    for paper in found.papers:
        strip.paste(paper.convert("1", dither=Image.Dither.NONE), (0, top))
        top += paper.height
    return strip


PICTURES: Mapping[str, Callable[[], Image.Image]] = {name: partial(_preview, name) for name in DOCUMENTS} | {
    f"{_ON_EVERY_PRINTER}-{printer.name}": partial(_paper, printer.name) for printer in MAIN
}


def path(name: str) -> Path:
    return GOLDEN / f"{name}.png"


def write() -> None:
    GOLDEN.mkdir(exist_ok=True)
    for old in GOLDEN.glob("*.png"):
        old.unlink()
    for name, draw in PICTURES.items():
        draw().save(path(name), optimize=True)


if __name__ == "__main__":
    write()
