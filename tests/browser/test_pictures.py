"""docs/console.md shows every screen, in both sizes and themes, and every picture of it is there."""

import re

from PIL import Image

from tests import documents
from tests.browser import pictures

SHOWN = re.compile(r"pictures/(console-[\w-]+\.png)")
MOST_BYTES = 60_000


def test_every_picture_is_shown_and_there() -> None:
    assert sorted(set(SHOWN.findall(documents.read("docs/console.md")))) == sorted(pictures.names())
    for name in pictures.names():
        path = pictures.PICTURES / name
        assert path.stat().st_size < MOST_BYTES
        with Image.open(path) as picture:
            assert picture.size in pictures.SIZES.values()
