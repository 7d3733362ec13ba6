"""Lines, codes, pictures, cutting, copies. Source: spec/atol.md 6.3."""

from drivers.atol.emulator import text
from drivers.atol.emulator.command import FORMAT, LENGTH, Asked, Command, Refused
from drivers.atol.emulator.core import Code, Core
from drivers.atol.emulator.modes import STILL
from drivers.emulation.fiscal.printed import Barcode, Cut, Feed, Line, Picture, Printed

_RECEIPT_OPEN, _NO_PICTURE, _BARCODE, _NO_DOCUMENT = 155, 107, 18, 173
_CONTINUED, _MOST_DATA = 0x80, 100
_QR, _EAN13 = 0, 1
_CODES = {_QR: "QR", _EAN13: "EAN13"}
_BOLD = 2  # font of a line that is twice as high
_PRINTERS = (1,)  # what 87h, 8Dh and 8Eh call the printer
_PICTURES = {1: (96, 40)}  # what is in the register's memory: index -> width, height; invented
_CODE_HEAD, _FIELD_TAIL = 13, 7  # bytes after the type of C1h; between the multiplier and the text of 87h


def _may(core: Core) -> None:
    if core.receipt is not None and not core.quirks.prints_in_receipt:
        raise Refused(_RECEIPT_OPEN)


def _line(core: Core, asked: Asked) -> None:
    """4Ch."""
    _may(core)
    core.print([Line(text.decoded(asked.rest(core.tables.characters)))])


def _field(core: Core, asked: Asked) -> None:
    """87h: flags, printer, font, multiplier, interval, brightness, two modes, format, reserve 2, text."""
    _may(core)
    asked.byte()
    _printer(asked)
    asked.byte()
    double = asked.byte()
    asked.raw(_FIELD_TAIL)
    core.print([Line(text.decoded(asked.rest(core.tables.characters)), font=_BOLD if double else 1)])


def _printer(asked: Asked) -> None:
    if asked.byte() not in _PRINTERS:
        raise Refused(FORMAT)


def _cliche(core: Core, _asked: Asked) -> None:
    """6Ch, 73h."""
    core.print(core.header())


def _cut(core: Core, asked: Asked) -> None:
    """75h: 0 wholly, 1 partly."""
    kind = asked.byte()
    if kind not in (0, 1):
        raise Refused(FORMAT)
    core.print([Feed(1), Cut(full=kind == 0)])


def _code(core: Core, asked: Asked) -> None:
    """C1h."""
    _may(core)
    kind = asked.byte()
    asked.raw(_CODE_HEAD)
    data = asked.rest(_MOST_DATA)
    name = _CODES.get(kind & ~_CONTINUED)
    if name is None:
        raise Refused(FORMAT, f"code {kind:02X}h")
    core.code = Code(name, data)
    if not kind & _CONTINUED:
        _out(core)


def _more_code(core: Core, asked: Asked) -> None:
    """C2h."""
    flag = asked.byte()
    data = asked.rest(_MOST_DATA)
    if core.code is None:
        raise Refused(_BARCODE)
    core.code.data += data
    if bool(flag & _CONTINUED) is (core.quirks.last_piece == "set"):
        _out(core)


def _out(core: Core) -> None:
    code, core.code = core.code, None
    if code is None or not code.data:
        raise Refused(_BARCODE)
    digits = code.data.decode("ascii", "replace")
    if code.kind == "EAN13" and (not digits.isdecimal() or len(digits) not in (12, 13)):
        raise Refused(_BARCODE)
    core.print([Barcode(code.kind, code.data.decode("utf-8", "replace"))])


def _raster(core: Core, asked: Asked) -> None:
    """8Eh: printer, repeats, offset in dots, bytes whose left bit is first."""
    _may(core)
    _printer(asked)
    repeats, offset, row = asked.big(2), asked.big(2), asked.rest()
    if len(row) + offset // 8 > core.model.raster:
        raise Refused(LENGTH)
    if core.quirks.ink == 0:
        row = bytes(byte ^ 0xFF for byte in row)
    core.print([Picture(8 * len(row), (bytes(_mirrored(byte) for byte in row),) * repeats)])


def _mirrored(byte: int) -> int:
    """The paper keeps the leftmost dot in bit 0."""
    return int(f"{byte:08b}"[::-1], 2)


def _picture(core: Core, asked: Asked) -> None:
    """8Dh: printer, index, offset."""
    _may(core)
    _printer(asked)
    width, height = _stored(asked.byte())
    asked.big(2)
    core.print([Picture(width, (b"\xff" * (width // 8),) * height)])


def _pictures(_core: Core, _asked: Asked) -> bytes:
    """8Ch -> free, last, closed."""
    return b"\x10\x00" + bytes([max(_PICTURES), 1])


def _about_picture(_core: Core, asked: Asked) -> bytes:
    """90h -> width in bytes, height, state."""
    width, height = _stored(asked.byte())
    return bytes([width // 8]) + height.to_bytes(2, "big") + b"\0"


def _stored(index: int) -> tuple[int, int]:
    if index not in _PICTURES:
        raise Refused(_NO_PICTURE)
    return _PICTURES[index]


def _copy(core: Core, _asked: Asked) -> None:
    """95h."""
    if not core.last_paper:
        raise Refused(_NO_DOCUMENT)
    mark: list[Printed] = [Line("КОПИЯ")]
    core.print(mark + core.last_paper)


def _drop(core: Core, _asked: Asked) -> None:
    """97h."""
    core.last_paper = []


def _go_on(core: Core, _asked: Asked) -> None:
    """55h."""
    if error := core.conditions.error():
        raise Refused(error)
    core.roll.go_on()


def _demo(core: Core, asked: Asked) -> None:
    """82h: 1, kind, 0."""
    _, kind, _ = asked.raw(3)
    if kind not in (0, 1, 3, 6):
        raise Refused(FORMAT)
    core.note("ТЕСТОВЫЙ ПРОГОН")


COMMANDS = (
    Command(0x4C, _line, STILL, prints=True),
    Command(0x87, _field, STILL, prints=True),
    Command(0x6C, _cliche, STILL, prints=True),
    Command(0x73, _cliche, STILL, prints=True),
    Command(0x75, _cut, STILL, prints=True),
    Command(0xC1, _code, STILL, prints=True),
    Command(0xC2, _more_code, STILL, prints=True),
    Command(0x8E, _raster, STILL, prints=True),
    Command(0x8D, _picture, STILL, prints=True),
    Command(0x8C, _pictures, STILL),
    Command(0x90, _about_picture, STILL),
    Command(0x95, _copy, STILL, prints=True),
    Command(0x97, _drop, STILL),
    Command(0x55, _go_on, STILL),
    Command(0x82, _demo, STILL, prints=True),
)
