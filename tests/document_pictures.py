"""The pictures of docs/: labels as the program draws them. Drawn anew by `python -m tests.document_pictures`."""

import json
import tempfile
from functools import cache
from pathlib import Path

from drivers.model.label import Fields, Template
from drivers.printing import label, preview, raster_sheet
from drivers.printing.bitmap import Bitmap
from kkmserver.templates import Templates
from tests import documents, shop_labels
from tests.documented_server import honey as honey_file

FOLDER = documents.ROOT / "docs" / "pictures"
NAMES = (*shop_labels.FIELDS, "honey")


def drawn(name: str) -> bytes:
    """PNG."""
    paper = bitmap(honey(), honey_fields()) if name == "honey" else shop_labels.drawn(name)
    return preview.png(raster_sheet.framed(paper))


def bitmap(template: Template, given: Fields) -> Bitmap:
    return raster_sheet.draw(label.lay_out(template, given, 203))


@cache
def honey() -> Template:
    """The template that docs/labels.md makes from nothing."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "honey.toml").write_text(honey_file(), encoding="utf-8")
        return Templates(Path(folder)).get("honey")


def honey_fields() -> dict[str, str]:
    """As the preview of docs/labels.md sends them."""
    sent = documents.curls(documents.read("docs/labels.md"))
    (body,) = (body for path, body in sent if path == "/preview")
    return {name: str(value) for name, value in json.loads(body)["Fields"].items()}


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for each in NAMES:
        (FOLDER / f"{each}.png").write_bytes(drawn(each))
