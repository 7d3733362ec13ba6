"""ZPL drawn by zebrash, an independent renderer, and by our reading: the same dots, or at least the same codes."""

from functools import cache

import pytest
from PIL import Image, ImageChops

from drivers.labels.emulator.languages import interpret
from drivers.labels.emulator.paper import picture
from tests import zpl_renderer
from tests.drivers.labels.emulator.paper import ink_of, inked, printed, read

pytestmark = zpl_renderer.needed

WIDTH, HEIGHT, DPMM = 50, 40, 8


def label(body: bytes) -> bytes:
    return b"^XA^PW400^LL320^BY2,3,10" + body + b"^XZ"


@cache
def theirs() -> dict[bytes, Image.Image]:
    """All labels of this file at once: Node takes its time to start."""
    bodies = [body for body, _ in SAME + SAME_CODES] + BOXES + [EAN13]
    found = zpl_renderer.render(b"".join(label(body) for body in bodies), WIDTH, HEIGHT, DPMM)
    return dict(zip(bodies, found, strict=True))


def both(body: bytes) -> tuple[Image.Image, Image.Image]:
    return picture(printed("zpl", label(body))), theirs()[body]


def differ(ours: Image.Image, theirs: Image.Image) -> bool:
    return ImageChops.difference(ours, theirs.point([0] * 128 + [255] * 128)).getbbox() is not None


SAME = [
    (b"^FO40,40^BQN,2,4^FDQA,hello^FS", "]Q1"),
    (b"^BY2,3,60^FO40,40^BQN,2,4^FDHM,B0005hello^FS", "]Q1"),
    ("^CI28^FO40,40^BQN,2,4^FDQA,Привет^FS".encode(), "]Q1"),
    (b"^FO40,40^BXN,4,200,,,,_^FDhello^FS", "]d1"),
    (b"^FO40,40^BXR,4,200,,,,_^FDhello^FS", "]d1"),
    (b"^FT40,140^BXN,4,200,,,,_^FDhello^FS", "]d1"),
    (b"^FO40,40^BY2^BCN,60,N,N,N,N^FD>;>80104600439931256^FS", "]C1"),
    (b"^FO40,40^BY2^BCN,60,N,N,N,N^FDABC^FS", "]C0"),
    (b"^FO140,40^BY2^BCR,60,N,N,N,N^FDABC^FS", "]C0"),
    (b"^FO140,40^BY2^BCI,60,N,N,N,N^FDABC^FS", "]C0"),
    (b"^FO140,40^BY2^BCB,60,N,N,N,N^FDABC^FS", "]C0"),
    (b"^FT140,40^BY2^BCR,60,N,N,N,N^FDABC^FS", "]C0"),
    (b"^FT240,240^BY2^BCI,60,N,N,N,N^FDABC^FS", "]C0"),
    (b"^FT240,240^BY2^BCB,60,N,N,N,N^FDABC^FS", "]C0"),
    (b"^FO40,40^BY1^BCN,60,N,N,N,A^FDAB123456cd^FS", "]C0"),
    (b"^FO40,40^BY1^BCN,60,N,N,N,D^FD(01)04600439931256(21)abc^FS", "]C1"),
    (b"^FH_^FO40,40^BY2^BCN,60,N,N,N,N^FDa_5Eb_7Ec^FS", "]C0"),
    (b"^FO40,40^BY2^B7N,6,3,4,,N^FDhello world^FS", "]L2"),
    (b"^FO40,40^BY2,3^B3N,N,60,N,N^FDABC^FS", "]A0"),
    (b"^FO40,40^BY2,2.5^B2N,60,N,N,N^FD1234567890^FS", "]I0"),
]
# zebrash chooses other masks, modes or guard bars here; place, size and content must agree all the same.
SAME_CODES = [
    (b"^FO40,40^BXN,4,200,,,,_^FD_10104600439931256215ab_1910001^FS", "]d2"),
    (b"^FO40,40^BON,4,N,0,N,1,0^FDhello^FS", "]z0"),
]
BOXES = [
    b"^FO10,10^GB100,50,3^FS",
    b"^FO10,10^GB100,0,3^FS",
    b"^FO10,10^GB0,50,3^FS",
    b"^FO8,8^GFA,8,8,2,F,HFH0:FFFF^FS",
    b"^FO8,8^GFA,32,32,16,KFS0,gRF^FS",
]
EAN13 = b"^FO40,40^BEN,60,N,N^FD460043993125^FS"


@pytest.mark.parametrize(("body", "identifier"), SAME, ids=lambda value: f"{value!r:.40}")
def test_the_same_dots(body: bytes, identifier: str) -> None:
    ours, other = both(body)
    assert [found for found, _ in read(other)] == [identifier]
    assert not differ(ours, other)


@pytest.mark.parametrize(("body", "identifier"), SAME_CODES, ids=lambda value: f"{value!r:.40}")
def test_the_same_codes(body: bytes, identifier: str) -> None:
    ours, other = both(body)
    assert read(ours) == read(other)
    assert [found for found, _ in read(ours)] == [identifier]
    assert ink_of(ours) == ink_of(other)


def test_ean13_but_for_its_guard_bars() -> None:
    ours, other = both(EAN13)
    assert read(ours) == read(other) == [("]E0", b"4600439931256")]
    assert ink_of(ours) == (40, 40, 230, 100)
    assert ink_of(other) == (40, 40, 230, 110)  # they are longer there, text or no text


@pytest.mark.parametrize("body", BOXES)
def test_boxes_and_pictures(body: bytes) -> None:
    assert not differ(*both(body))


def test_several_labels() -> None:
    zpl = b"^XA^PW400^LL320^FO10,10^GB50,50,3^FS^XZ^XA^FO20,20^GB50,50,3^FS^XZ"
    assert [ink_of(label) for label in zpl_renderer.render(zpl, WIDTH, HEIGHT, DPMM)] == [
        (10, 10, 60, 60),
        (20, 20, 70, 70),
    ]
    assert [inked(label) for label in interpret("zpl", zpl).labels] == [(10, 10, 60, 60), (20, 20, 70, 70)]
