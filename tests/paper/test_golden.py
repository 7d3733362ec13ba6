"""The corpus looks as it did. Changed on purpose? Look at the new pictures: python -m tests.paper.golden."""

import pytest
from PIL import Image

from tests.paper.golden import GOLDEN, PICTURES, path


@pytest.mark.parametrize("name", PICTURES)
def test_it_looks_as_it_did(name: str) -> None:
    now = PICTURES[name]()
    with Image.open(path(name)) as before:
        assert before.size == now.size
        assert before.convert("1").tobytes() == now.tobytes()


def test_no_picture_is_left_over() -> None:
    assert {file.stem for file in GOLDEN.iterdir()} == PICTURES.keys()
