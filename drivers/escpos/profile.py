"""What a printer model can do: python-escpos' capability database, and a built-in profile for "default".

The database is read as the JSON file it is: importing the package costs 0.4 s and sets up logging for everybody.
"""

import codecs
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from drivers.errors import RequestRefused
from drivers.model.document import Symbology
from drivers.printing.page import FONTS, Cell

# GS k, function B, up to CODE128, but for ITF14, which it prints without beams; that, its GS1-128 and the further kinds
# of GS ( k are for the owner to switch on.
_LINEAR = frozenset(
    {
        Symbology.EAN8,
        Symbology.EAN13,
        Symbology.UPCA,
        Symbology.CODE39,
        Symbology.CODE93,
        Symbology.CODE128,
    }
)
_DOTS = 576  # of a head the database knows nothing about: 80 mm paper
_DPI = 203


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """`code_pages`: Python's name of the encoding -> n of ESC t. `cells`: the API's fonts 1..4.

    `dots`: in a row of text; `head`: all that the head has. `pages`: every n, those Python does not know included ->
    its name. `column`: rows of dots that ESC * prints at once, 0 = has no ESC *. `stores`: keeps pictures (GS ( L).
    """

    model: str
    dots: int
    head: int
    cells: Mapping[int, Cell]
    code_pages: Mapping[str, int]
    pages: Mapping[int, str]
    codes: frozenset[Symbology]  # barcodes it has commands for
    dpi: int = _DPI
    raster: bool = True
    column: Literal[0, 8, 24] = 24
    stores: bool = False
    full_cut: bool = True
    partial_cut: bool = True

    def code_page(self, encoding: str) -> int | None:
        return self.code_pages.get(codecs.lookup(encoding).name)


# Epson's numbers, as most makers copied them; python-escpos' "default" has the same, but 42 columns and no width.
_PAGES = {"cp437": 0, "cp850": 2, "cp1252": 16, "cp866": 17, "cp852": 18, "cp858": 19, "cp855": 34, "cp1251": 46}

DEFAULT = Profile(
    model="ESC/POS",
    dots=_DOTS,
    head=_DOTS,
    cells=MappingProxyType(FONTS),
    code_pages=MappingProxyType(_PAGES),
    pages=MappingProxyType({number: encoding for encoding, number in _PAGES.items()}),
    codes=_LINEAR | {Symbology.QR, Symbology.PDF417},
)

# What the database has wrong or not at all. TM-U220: columns of its 9x9 and 7x9 letters while DIP switch 2-1 is off, as
# it leaves the factory (on: 35 and 42), and its pages. Source: TM-U220 user's manual; TM-U220A specification, ESC t.
_TM_U220 = {
    "fonts": {"0": {"columns": 33}, "1": {"columns": 40}},
    "codePages": {
        "0": "CP437",
        "2": "CP850",
        "3": "CP860",
        "4": "CP863",
        "5": "CP865",
        "16": "CP1252",
        "17": "CP866",
        "18": "CP852",
        "19": "CP858",
    },
}
_CORRECTIONS: Mapping[str, Mapping[str, Any]] = {"TM-U220": _TM_U220, "TM-U220B": _TM_U220}


def load(name: str) -> Profile:
    """Raises RequestRefused for a name the database lacks, or a printer of another command language."""
    if name == "default":
        return DEFAULT
    database = _database()
    found = database["profiles"].get(name)
    if found is None:
        raise RequestRefused(f"Профиль принтера «{name}» неизвестен. {_near(name, database['profiles'])}.")
    if found["features"].get("starCommands"):
        raise RequestRefused(
            f"Принтер «{found['name']}» говорит на языке Star, а не ESC/POS. "
            'Переключите его в режим ESC/POS и укажите profile = "default".'
        )
    return _profile({**found, **_CORRECTIONS.get(name, {})}, database["encodings"])


def _near(name: str, known: Iterable[str]) -> str:
    """Names that differ in letter case and dashes alone come first."""
    plain = {_plain(one): one for one in known}
    near = get_close_matches(_plain(name), plain, 3, 0.6)
    return f"Похожие: {', '.join(plain[one] for one in near)}" if near else "Например: default, TM-T88V, POS-5890"


def _plain(name: str) -> str:
    return "".join(filter(str.isalnum, name.lower()))


@cache
def _database() -> dict[str, Any]:
    spec = find_spec("escpos")
    if spec is None or not spec.submodule_search_locations:
        raise RequestRefused('Не установлен пакет python-escpos: доступен только profile = "default".')
    path = Path(next(iter(spec.submodule_search_locations))) / "capabilities.json"
    database: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return database


def _profile(raw: Mapping[str, Any], encodings: Mapping[str, Any]) -> Profile:
    features, head = raw["features"], _number(raw["media"]["width"].get("pixels"), _DOTS)
    dots, cells = letters(head, *_columns(raw["fonts"]))
    codes = _LINEAR if features["barcodeB"] else frozenset[Symbology]()
    codes |= {Symbology.QR} if features["qrCode"] else set()
    codes |= {Symbology.PDF417} if features["pdf417Code"] else set()
    return Profile(
        model=f"{raw['vendor']} {raw['name']}" if raw["vendor"] not in raw["name"] else raw["name"],
        dots=dots,
        head=head,
        cells=cells,
        code_pages=_code_pages(raw["codePages"], encodings),
        pages=MappingProxyType({int(number): name for number, name in raw["codePages"].items()}),
        codes=codes,
        dpi=_number(raw["media"].get("dpi"), _DPI),
        raster=features["bitImageRaster"],
        column=_column(features),
        stores=features["graphics"],
        full_cut=features["paperFullCut"],
        partial_cut=features["paperPartCut"],
    )


def _number(value: object, otherwise: int) -> int:
    """The database says "Unknown" or nothing at all where nobody has measured."""
    return value if isinstance(value, int) else otherwise


def _column(features: Mapping[str, bool]) -> Literal[0, 8, 24]:
    """24-dot modes of ESC * are what the database calls high density."""
    if not features["bitImageColumn"]:
        return 0
    return 24 if features["highDensity"] else 8


def _columns(fonts: Mapping[str, Any]) -> tuple[int, int]:
    """Of fonts A and B; a printer without B prints A."""
    first: int = fonts["0"]["columns"]
    second: int = fonts["1"]["columns"] if "1" in fonts else first
    return first, second


def letters(dots: int, columns_a: int, columns_b: int) -> tuple[int, Mapping[int, Cell]]:
    """Usable dots and cells such that a row of font A has exactly the printer's columns, one of font B never more.

    Where no whole number of dots gives that on the full width, the rest on the right stays white.
    """
    a = dots // (columns_a + 1) + 1
    if dots // a != columns_a:
        a = dots // columns_a
        dots = a * columns_a
    b = dots // (columns_b + 1) + 1
    tall, small = FONTS[3].height, FONTS[4].height if columns_b != columns_a else FONTS[3].height
    cells = {1: Cell(2 * a, 2 * tall), 2: Cell(a, 2 * tall), 3: Cell(a, tall), 4: Cell(b, small)}
    return dots, MappingProxyType(cells)


def _code_pages(raw: Mapping[str, str], encodings: Mapping[str, Any]) -> Mapping[str, int]:
    """The lowest number of each encoding that Python knows."""
    found: dict[str, int] = {}
    for number, name in sorted(raw.items(), key=lambda item: int(item[0])):
        encoding = encodings.get(name, {}).get("python_encode")
        if encoding is not None:
            found.setdefault(codecs.lookup(encoding).name, int(number))
    return MappingProxyType(found)
