"""Codes drawn by an engine of choice."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from drivers.printing import barcodes, engine_python, engine_zint, symbols
from drivers.printing.symbols import Engine

ENGINES = (engine_zint, engine_python)


@contextmanager
def using(engine: Engine) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(symbols, "engine", lambda: engine)
        _forget()
        yield
    _forget()


def _forget() -> None:
    symbols._remembered.cache_clear()
    barcodes.symbol.cache_clear()
    barcodes.draw.cache_clear()
