"""Patterns of bars and modules from zint, which has no wheel for rare platforms: it is asked for by the first code."""

from types import ModuleType

from drivers.emulation.machine import CannotEmulate
from drivers.escpos.emulator.reader import Rejected


def _zint() -> ModuleType:
    try:
        import zint
    except ImportError as error:
        raise CannotEmulate(
            "Эмулятору нечем нарисовать штрихкод: нет пакета zint-bindings. Установите его: pip install zint-bindings"
        ) from error
    return zint


Options = tuple[int | None, int | None, int | None]


def modules(
    symbology: str, data: bytes, *, escaped: bool = False, options: Options = (None, None, None)
) -> list[bytes]:
    """Rows of modules, 255 = black; `options` are zint's three. Raises Rejected for data the code cannot hold."""
    zint = _zint()
    symbol = zint.Symbol()
    symbol.symbology = getattr(zint.Symbology, symbology)
    if escaped:
        symbol.input_mode = zint.InputMode.EXTRA_ESCAPE
    for number, value in enumerate(options, 1):
        if value is not None:
            setattr(symbol, f"option_{number}", value)
    try:
        symbol.encode(data)
    except (RuntimeError, ValueError) as error:
        raise Rejected(str(error)) from error
    return _unpacked(symbol.encoded_data, symbol.width, symbol.rows)


def _unpacked(packed: memoryview, width: int, rows: int) -> list[bytes]:
    """One bit a module, the leftmost in the lowest bit of the first byte."""
    return [bytes(255 if packed[row, x // 8] >> (x % 8) & 1 else 0 for x in range(width)) for row in range(rows)]
