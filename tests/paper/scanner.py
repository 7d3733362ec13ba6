"""Reading paper as a scanner does: fresh from the printer, and worn."""

from collections.abc import Iterable, Iterator
from random import Random

import zxingcpp
from PIL import Image, ImageFilter

from drivers.model.document import Symbology
from tests.drivers.printing.reading import FORMATS
from tests.paper.document import Read

# Pixels an inch and degrees: a hand scanner looks again, nearer and a little askew, until it has read the code.
_LOOKS = ((609, 0), (800, 0), (700, 2), (700, -5), (609, 10), (500, 0), (900, -12), (406, 3))
_BLUR = 0.0015  # inches, a third of a dot of a thermal head: the lens, and heat that spreads in the paper
_LOST = round(0.02 * 256)  # of 256 black dots, those a worn head leaves white
_SEED = 1
_AROUND = 60  # dots that are seen around the codes
_WHITE = 30  # dots of paper around: a label lies on white backing paper
# Symbology identifiers of ISO/IEC 15424 as zxing tells them. ]C1 and ]d2: FNC1 stands first, so it is a code of GS1.
_KINDS = {
    "]E4": Symbology.EAN8,
    "]E0": Symbology.EAN13,
    "]I1": Symbology.ITF14,
    "]A0": Symbology.CODE39,
    "]G0": Symbology.CODE93,
    "]C0": Symbology.CODE128,
    "]C1": Symbology.GS1_128,
    "]Q1": Symbology.QR,
    "]L2": Symbology.PDF417,
    "]d1": Symbology.DATAMATRIX,
    "]d2": Symbology.GS1_DATAMATRIX,
    "]z0": Symbology.AZTEC,
}


def read(papers: Iterable[Image.Image]) -> list[Read]:
    """Every code on the papers, of whatever kind, in a fixed order."""
    found = [code for paper in papers for code in zxingcpp.read_barcodes(_on_white(paper))]
    return in_order([_read(code) for code in found])


def read_worn(papers: Iterable[Image.Image], wanted: Iterable[Read], dpi: tuple[int, int], dot: int) -> set[Read]:
    """Codes of the wanted kinds that are found on worn papers in as many looks as it takes. See `worn`."""
    expected = set(in_order(list(wanted)))
    formats = [FORMATS[kind] for kind in {code.symbology for code in expected}]
    found: set[Read] = set()
    for looks in zip(*(worn(part, dpi, dot) for part in _with_codes(papers)), strict=True):
        seen = (
            code for look in looks for code in zxingcpp.read_barcodes(look, formats=zxingcpp.BarcodeFormats(formats))
        )
        found.update(map(_read, seen))
        if found >= expected:
            break
    return found


def _with_codes(papers: Iterable[Image.Image]) -> Iterator[Image.Image]:
    """What of the papers a scanner is pointed at: where codes can be seen while the paper is fresh."""
    for paper in map(_on_white, papers):
        corners = [corner for code in zxingcpp.read_barcodes(paper) for corner in _corners(code)]
        if corners:
            across, down = zip(*corners, strict=True)
            left, top = _before(min(across)), _before(min(down))
            yield paper.crop(
                (left, top, min(paper.width, max(across) + _AROUND), min(paper.height, max(down) + _AROUND))
            )


def _before(place: int) -> int:
    """With white before it, at the beginning of a dot of any head."""
    return max(0, place - _AROUND) // 2 * 2


def _corners(code: zxingcpp.Barcode) -> list[tuple[int, int]]:
    place = code.position
    return [(at.x, at.y) for at in (place.top_left, place.top_right, place.bottom_left, place.bottom_right)]


def _read(code: zxingcpp.Barcode) -> Read:
    return Read(_KINDS[code.symbology_identifier], code.bytes)


def in_order(codes: list[Read]) -> list[Read]:
    """As scanners tell them: a UPC-A is the EAN-13 it also is."""
    as_seen = [Read(Symbology.EAN13, code.data) if code.symbology is Symbology.UPCA else code for code in codes]
    return sorted(as_seen, key=lambda code: (code.symbology, code.data))


def worn(paper: Image.Image, dpi: tuple[int, int], dot: int) -> Iterator[Image.Image]:
    """What a scanner's camera sees, look by look, after 2 % of the black dots have been lost; on true proportions.

    `dpi`: pixels of `paper` an inch across and down. `dot`: pixels a dot takes.
    """
    holes = _holes(paper.width // dot + 1, paper.height // dot + 1)
    damaged = paper.copy()
    damaged.paste(255, (0, 0), holes.resize((holes.width * dot, holes.height * dot), Image.Resampling.NEAREST))
    for pixels, angle in _LOOKS:
        size = (round(damaged.width * pixels / dpi[0]), round(damaged.height * pixels / dpi[1]))
        seen = damaged.resize(size, Image.Resampling.BOX).rotate(angle, Image.Resampling.BILINEAR, fillcolor=255)
        yield seen.filter(ImageFilter.GaussianBlur(_BLUR * pixels))


def _holes(width: int, height: int) -> Image.Image:
    noise = Image.frombytes("L", (width, height), Random(_SEED).randbytes(width * height))
    return noise.point([255] * _LOST + [0] * (256 - _LOST))


def _on_white(paper: Image.Image) -> Image.Image:
    wide = Image.new("L", (paper.width + 2 * _WHITE, paper.height + 2 * _WHITE), 255)
    wide.paste(paper, (_WHITE, _WHITE))
    return wide
