"""A ZPL II label format while it is being sent: fields, their places, and what the printer remembers between labels."""

from dataclasses import dataclass, field, replace

from PIL import Image

from drivers.labels.emulator.paper import Box, Canvas, Ink, Setup, turned
from drivers.labels.emulator.parameters import Rejected
from drivers.labels.emulator.zpl_symbols import Block, Defaults, Draw, turned_box


@dataclass(slots=True)
class Memory:
    """What stays from one format to the next."""

    width: int  # ^PW
    length: int  # ^LL
    home: tuple[int, int] = (0, 0)  # ^LH
    left: int = 0  # ^LS
    down: int = 0  # ^LT
    inverted: bool = False  # ^PO I
    mirrored: bool = False  # ^PM Y
    setup: Setup = field(default_factory=Setup)
    by: Defaults = field(default_factory=Defaults)
    turn: int = 0  # ^FW
    font: tuple[int, int] = (9, 5)  # ^CF: height, width; font A is 9 x 5 dots
    encoding: str = "cp850"  # ^CI

    def told(self, **changes: object) -> None:
        self.setup = replace(self.setup, **changes)  # type: ignore[arg-type]


@dataclass(slots=True)
class Field:
    """What stands between ^FO or ^FT and ^FS."""

    x: int = 0
    y: int = 0
    typeset: bool = False  # ^FT: the origin is the lower left corner of the block
    turn: int = 0
    draw: Draw | None = None
    block: Block | None = None
    data: bytes | None = None
    escape: bytes = b""  # ^FH
    reverse: bool = False  # ^FR
    font: tuple[int, int] | None = None
    lines: int = 1  # ^FB
    ink: Ink = Ink.BLACK
    void: bool = False  # one of its commands was not understood

    def value(self) -> bytes:
        """The data with ^FH undone: the escape character and two hexadecimal digits are a byte."""
        data = self.data or b""
        if not self.escape:
            return data
        first, *rest = data.split(self.escape)
        return first + b"".join(_byte(part) for part in rest)


def _byte(part: bytes) -> bytes:
    try:
        return bytes.fromhex(part[:2].decode("ascii")) + part[2:]
    except (UnicodeDecodeError, ValueError) as error:
        raise Rejected(f"^FH before {part[:2]!r}") from error


@dataclass(slots=True)
class Placed:
    """A field done: its dots and where their upper left corner comes."""

    x: int
    y: int
    mask: Image.Image
    ink: Ink
    code: tuple[str, bytes, Box] | None  # box in the turned mask
    turn: int
    text: str


def placed(done: Field, block: Block, text: str) -> Placed:
    """Where a block comes. ^FO: its upper left corner, turned. ^FT: what was its lower left corner before the turn."""
    mask = turned(block.mask, done.turn)
    x, y = done.x, done.y
    if done.typeset:
        x -= mask.width if done.turn in (180, 270) else 0
        y -= mask.height if done.turn in (0, 270) else 0
    else:
        y += block.down
    code = (*block.code, turned_box(block, done.turn)) if block.code else None
    ink = Ink.REVERSE if done.reverse else done.ink
    return Placed(x, y, mask, ink, code, done.turn, text)


@dataclass(slots=True)
class Format:
    """Between ^XA and ^XZ."""

    fields: list[Placed] = field(default_factory=list)
    current: Field = field(default_factory=Field)
    copies: int = 1  # ^PQ q
    group: int = 0  # ^PQ p
    reverse: bool = False  # ^LR

    def canvas(self, memory: Memory) -> Canvas:
        """The label with ^LH, ^LS, ^LT, ^PO and ^PM applied."""
        canvas = Canvas(memory.width, memory.length)
        dx, dy = memory.home[0] - memory.left, memory.home[1] + memory.down
        for each in self.fields:
            x, y = each.x + dx, each.y + dy
            canvas.put(x, y, each.mask, Ink.REVERSE if self.reverse else each.ink)
            if each.code:
                kind, content, (left, top, width, height) = each.code
                canvas.code_at(kind, content, (x + left, y + top, width, height), each.turn)
            if each.text:
                canvas.texts.append(each.text)
        if memory.mirrored:
            canvas.image = canvas.image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        if memory.inverted:
            canvas.image = turned(canvas.image, 180)
        return canvas
