"""A barcode as a matrix of modules, whoever works it out. The engine is chosen once, at the first code drawn."""

from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import Protocol

from drivers.model.document import QrLevel, Symbology
from drivers.printing.bitmap import Bitmap


@dataclass(frozen=True, slots=True)
class Modules:
    """One dot of `matrix` is one module, quiet zones left out.

    `row_height`: modules every row is high; 0 for linear codes, whose single row is as high as one likes.
    """

    matrix: Bitmap
    row_height: int = 1


class Engine(Protocol):
    """A module that works out symbols."""

    def modules(self, symbology: Symbology, content: str, columns: int, level: QrLevel) -> Modules:
        """Symbol of a content that `barcodes.check` has passed.

        `columns` of data in a PDF417; 0, or too few for the content: the shape the engine likes. `level` of QR, "" = M.
        Raises RequestRefused if the content is too long, NotSupported if this engine cannot draw the kind.
        """
        ...


def modules(symbology: Symbology, content: str, columns: int = 0, level: QrLevel = "") -> Modules:
    """See Engine.modules; remembers what it worked out."""
    return _remembered(symbology, content, columns, level)


@lru_cache(maxsize=128)
def _remembered(symbology: Symbology, content: str, columns: int, level: QrLevel) -> Modules:
    return engine().modules(symbology, content, columns, level)


@cache
def engine() -> Engine:
    """Zint where its wheel is installed (all kinds, whole modules, 0.02-0.3 ms), else the pure Python libraries."""
    name = "engine_zint" if find_spec("zint") else "engine_python"
    found: Engine = import_module(f"drivers.printing.{name}")
    return found
