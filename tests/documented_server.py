"""The server the documents speak of: its devices, and its templates with those that are written down there."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import documents
from tests.live import LiveServer
from tests.shop_labels import FOLDER

_SETTINGS = """
[[devices]]
number = 1
name = "Касса 1"
driver = "virtual-kkt"
[[devices]]
number = 2
name = "Чековый принтер"
driver = "virtual-printer"
[[devices]]
number = 3
name = "Принтер этикеток"
driver = "virtual-label-printer"
[[devices]]
number = 4
name = "Принтер кухни"
driver = "escpos"
connection = "file://{folder}/paper.bin"
[[devices]]
number = 5
name = "Терминал"
driver = "virtual-terminal"
[[devices]]
number = 6
name = "Весы"
driver = "virtual-scales"
[[devices]]
number = 7
name = "Дисплей"
driver = "virtual-display"
"""


@contextmanager
def documented_server(folder: Path) -> Iterator[LiveServer]:
    shutil.copytree(FOLDER, folder / "templates")
    (folder / "templates" / "honey.toml").write_text(honey(), encoding="utf-8")
    with LiveServer(folder, _SETTINGS.format(folder=folder.as_posix())) as running:
        yield running


def honey() -> str:
    """The template that docs/labels.md makes from nothing."""
    (shown,) = (block for block in documents.blocks(documents.read("docs/labels.md"), "toml") if is_template(block))
    return shown.content


def is_template(block: documents.Block) -> bool:
    return "[[devices]]" not in block.content and "[[text]]" in block.content
