"""The templates in config/templates: what they look like and what a scanner reads on them."""

import pytest
from PIL import Image

from drivers.printing import fields, label
from drivers.printing.preview import png
from drivers.printing.raster_sheet import framed
from kkmserver.templates import Templates
from tests.drivers.printing.labels import contents
from tests.shop_labels import CODE, FIELDS, FOLDER, drawn, golden

READ = {
    "price": b"4600000000008",
    "shelf": b"4601234567893",
    "marking": CODE.encode(),
    "box": b"00046012345600000016",
}


def test_each_has_an_example_here() -> None:
    assert Templates(FOLDER).names() == sorted(FIELDS)
    assert Templates(FOLDER).check() == []


@pytest.mark.parametrize("name", FIELDS)
def test_they_look_as_they_did(name: str) -> None:
    """Changed on purpose? Look at the new pictures: python -m tests.shop_labels."""
    import io

    with Image.open(golden(name)) as before, Image.open(io.BytesIO(png(framed(drawn(name))))) as now:
        assert before.size == now.size
        assert before.tobytes() == now.tobytes()


@pytest.mark.parametrize("dpi", [203, 300, 600])
@pytest.mark.parametrize("name", FIELDS)
def test_their_codes_are_read(name: str, dpi: int) -> None:
    assert contents(drawn(name, dpi)) == [READ[name]]


@pytest.mark.parametrize("name", FIELDS)
def test_only_what_they_need_must_be_sent(name: str) -> None:
    template = Templates(FOLDER).get(name)
    assert set(FIELDS[name]) <= fields.names(template)
    least = {field: FIELDS[name][field] for field in fields.needed(template)}
    label.lay_out(template, least, 203)
