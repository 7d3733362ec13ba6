"""What each ZPL II command does to the format or to the printer's memory.

Source: ZPL II Programming Guide (45541L and P1012728), command reference.
"""

from collections.abc import Callable

from PIL import Image, ImageDraw

from drivers.labels.emulator import lettering
from drivers.labels.emulator.paper import MAX_SIDE, Ink, Media
from drivers.labels.emulator.parameters import Parameters, Rejected, decimal, sized, whole
from drivers.labels.emulator.zpl_format import Field, Format, Memory
from drivers.labels.emulator.zpl_symbols import TURNS, Block, Defaults

Command = Callable[[Format, Memory, Parameters], None]

_ENCODINGS = {13: "cp850", 27: "cp1252", 28: "utf-8", 29: "utf-16-be", 30: "utf-16-le", 31: "cp1250", 33: "cp1251"}
_MEDIA: dict[str, Media] = {"N": "continuous", "Y": "gap", "W": "gap", "M": "mark", "A": "", "V": "continuous"}
_AFTER = {"T": "tear", "P": "peel", "R": "rewind", "A": "applicator", "C": "cut", "D": "cut", "F": "cut", "L": "tear"}


def _origin(form: Format, memory: Memory, values: Parameters) -> None:
    """^FOx,y,z and ^FTx,y,z"""
    form.current.x, form.current.y = values.number(0, 0, 0, MAX_SIDE), values.number(1, 0, 0, MAX_SIDE)
    if values.number(2, 0, 0, 2) == 1:
        raise Rejected("a field that is justified to the right")
    form.current.turn = memory.turn


def _typeset(form: Format, memory: Memory, values: Parameters) -> None:
    _origin(form, memory, values)
    form.current.typeset = True


def _box(form: Format, _memory: Memory, values: Parameters) -> None:
    """^GBw,h,t,c,r: sides as thick as t, drawn inwards; w and h are t at least."""
    thick = values.number(2, 1, 1, MAX_SIDE)
    width, height = values.number(0, thick, 0, MAX_SIDE), values.number(1, thick, 0, MAX_SIDE)
    width, height = max(width, thick), max(height, thick)
    ink = values.letter(3, "B", "BW")
    values.number(4, 0, 0, 8)
    mask = Image.new("1", sized(width, height), 1)
    if 2 * thick < min(width, height):
        ImageDraw.Draw(mask).rectangle((thick, thick, width - thick - 1, height - thick - 1), fill=0)
    _shape(form, mask, ink)


def _diagonal(form: Format, _memory: Memory, values: Parameters) -> None:
    """^GDw,h,t,c,o: o R leans right (/), L leans left (\\)."""
    thick = values.number(2, 1, 1, MAX_SIDE)
    width, height = values.number(0, thick, 3, MAX_SIDE), values.number(1, thick, 3, MAX_SIDE)
    ink = values.letter(3, "B", "BW")
    mask = Image.new("1", sized(width, height))
    ends = (0, height - 1, width - 1, 0) if values.letter(4, "R", "RL/\\") in "R/" else (0, 0, width - 1, height - 1)
    ImageDraw.Draw(mask).line(ends, fill=1, width=thick)
    _shape(form, mask, ink)


def _shape(form: Format, mask: Image.Image, ink: str) -> None:
    form.current.block, form.current.turn = Block(mask), 0
    form.current.ink = Ink.BLACK if ink == "B" else Ink.WHITE


def _by(_form: Format, memory: Memory, values: Parameters) -> None:
    """^BYw,r,h"""
    old = memory.by
    ratio = decimal(values.text(1, str(old.ratio)), 2.0, 3.0)
    memory.by = Defaults(values.number(0, old.module, 1, 10), ratio, values.number(2, old.height, 1, MAX_SIDE))


def _turn(_form: Format, memory: Memory, values: Parameters) -> None:
    memory.turn = TURNS[values.letter(0, "N", "NRIB")]


def _font(form: Format, memory: Memory, values: Parameters) -> None:
    """^Afo,h,w: the first value is the font's letter and the turn together."""
    name = values.text(0, "0")
    turn = name[1:2] or next((letter for letter, angle in TURNS.items() if angle == memory.turn), "N")
    if turn not in TURNS:
        raise Rejected(f"^A{name}")
    height = values.number(1, memory.font[0], 1, MAX_SIDE)
    form.current.font = (height, values.number(2, max(1, height // 2), 1, MAX_SIDE))
    form.current.turn = TURNS[turn]


def _default_font(_form: Format, memory: Memory, values: Parameters) -> None:
    height = values.number(1, memory.font[0], 0, MAX_SIDE)
    memory.font = (height, values.number(2, max(1, height // 2), 0, MAX_SIDE))


def _lines(form: Format, _memory: Memory, values: Parameters) -> None:
    form.current.lines = values.number(1, 1, 1, 9999)


def _escape(form: Format, _memory: Memory, values: Parameters) -> None:
    form.current.escape = values.text(0, "_").encode("latin-1")[:1]


def _reverse_field(form: Format, _memory: Memory, _values: Parameters) -> None:
    form.current.reverse = True


def _reverse_label(form: Format, _memory: Memory, values: Parameters) -> None:
    form.reverse = values.yes(0, default=False)


def _quantity(form: Format, _memory: Memory, values: Parameters) -> None:
    """^PQq,p,r,o,e: q labels in all, a pause or a cut after every p."""
    form.copies, form.group = values.number(0, 1, 1, 99_999_999), values.number(1, 0, 0, 99_999_999)
    values.number(2, 0, 0, 99_999_999)
    values.yes(3, default=False)


def _width(_form: Format, memory: Memory, values: Parameters) -> None:
    memory.width = values.number(0, None, 2, MAX_SIDE)


def _length(_form: Format, memory: Memory, values: Parameters) -> None:
    memory.length = values.number(0, None, 1, MAX_SIDE)


def _home(_form: Format, memory: Memory, values: Parameters) -> None:
    memory.home = (values.number(0, 0, 0, MAX_SIDE), values.number(1, 0, 0, MAX_SIDE))


def _shift(_form: Format, memory: Memory, values: Parameters) -> None:
    """^LSa: a positive value moves the print to the left."""
    memory.left = values.number(0, 0, -9999, 9999)


def _top(_form: Format, memory: Memory, values: Parameters) -> None:
    memory.down = values.number(0, 0, -240, 240)


def _orientation(_form: Format, memory: Memory, values: Parameters) -> None:
    letter = values.letter(0, "N", "NI")
    memory.inverted = letter == "I"
    memory.told(direction=letter)


def _mirror(_form: Format, memory: Memory, values: Parameters) -> None:
    memory.mirrored = values.yes(0, default=False)


def _media(_form: Format, memory: Memory, values: Parameters) -> None:
    """^MNa,b: b is the place of the mark or the length, in dots."""
    media = _MEDIA[values.letter(0, "Y", "NYWMAV")]
    memory.told(media=media, offset=values.number(1, 0, -80, 566) if values.given(1) else memory.setup.offset)


def _mode(_form: Format, memory: Memory, values: Parameters) -> None:
    memory.told(after=_AFTER[values.letter(0, "T", "TPRACDFL")])


def _speed(_form: Format, memory: Memory, values: Parameters) -> None:
    """^PRp,s,b: inches a second, or the letters A..E for 2, 3, 4, 6 and 8."""
    text = values.text(0, "A")
    speed = {"A": 2, "B": 3, "C": 4, "D": 6, "E": 8}.get(text) or whole(text, 1, 14)
    memory.told(speed=float(speed))


def _darkness(_form: Format, memory: Memory, values: Parameters) -> None:
    """~SD##: 00..30, the printer's own darkness."""
    memory.told(darkness=int(decimal(values.text(0, "-"), 0, 30)))


def _relative_darkness(_form: Format, memory: Memory, values: Parameters) -> None:
    """^MDa: -30..30 added to what ~SD or the panel has set (10 here)."""
    change = int(decimal(values.text(0, "0"), -30, 30))
    memory.told(darkness=min(30, max(0, 10 + change)))


def _encoding(_form: Format, memory: Memory, values: Parameters) -> None:
    number = values.number(0, 0, 0, 36)
    memory.encoding = _ENCODINGS.get(number, "cp850")


def _nothing(_form: Format, _memory: Memory, _values: Parameters) -> None:
    """Understood, and without effect on what is drawn or told."""


def text_block(done: Field, memory: Memory) -> tuple[Block, str]:
    text = done.value().decode(memory.encoding, "replace")
    height, width = done.font or memory.font
    rows = text.split("\\&")[: done.lines] if done.lines > 1 else [text]
    return Block(lettering.block(rows, width, height)), text


def set_turn(form: Format, memory: Memory, values: Parameters) -> None:
    """The first value of a barcode command; ^BQ is never turned."""
    letter = values.letter(0, "", "NRIB")
    form.current.turn = TURNS[letter] if letter else memory.turn


COMMANDS: dict[str, Command] = {
    "^FO": _origin,
    "^FT": _typeset,
    "^GB": _box,
    "^GD": _diagonal,
    "^BY": _by,
    "^FW": _turn,
    "^A": _font,
    "^CF": _default_font,
    "^FB": _lines,
    "^FH": _escape,
    "^FR": _reverse_field,
    "^LR": _reverse_label,
    "^PQ": _quantity,
    "^PW": _width,
    "^LL": _length,
    "^LH": _home,
    "^LS": _shift,
    "^LT": _top,
    "^PO": _orientation,
    "^PM": _mirror,
    "^MN": _media,
    "^MM": _mode,
    "^PR": _speed,
    "~SD": _darkness,
    "^MD": _relative_darkness,
    "^CI": _encoding,
    "^MT": _nothing,
    "^MC": _nothing,
    "^JU": _nothing,
    "^JZ": _nothing,
    "^XB": _nothing,
    "~TA": _nothing,
    "~JS": _nothing,
    "^PN": _nothing,
    "^CV": _nothing,
}
