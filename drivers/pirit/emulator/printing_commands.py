"""Texts, codes, pictures, the drawer: 40, 41, 49, 53, 55, 56, 80..82. Source: spec/service-plus.md A3.

The two stages of 55h are the vendor's; that a row of a picture has width / 8 bytes, its first bit leftmost, is
inferred.
"""

from drivers.emulation.fiscal.printed import Barcode, Line, Picture, Printed
from drivers.pirit.emulator.cashier import cashier
from drivers.pirit.emulator.command import Command
from drivers.pirit.emulator.core import Core, Upload
from drivers.pirit.emulator.document import Draft, Stage, Type
from drivers.pirit.emulator.parameters import Parameters, told
from drivers.pirit.emulator.refused import Why, wrong, wrong_state

_MOST_TEXT = 72
_ATTRIBUTES = range(64)
_CODES = ("UPCA", "UPCE", "EAN13", "EAN8", "CODE39", "ITF", "CODABAR", "PDF417", "QR", "CODE128")
_PDF417, _QR = 7, 8
_MOST_PICTURE, _MOST_WIDTH = 20_000, 512  # bytes, dots
_NARROW = (1, 3, 4)  # models without a sensor of the drawer, 57 mm; inferred for the first


def printable(core: Core) -> Draft:
    """Where free things may be printed. Raises Refused 01."""
    draft = core.opened()
    if draft.stage is not Stage.ITEMS:
        raise wrong_state(Why.NOT_OPEN)
    if draft.type is not Type.SERVICE and not core.quirks.text_in_receipt:
        raise wrong_state(Why.NO_SERVICE)
    return draft


def put(core: Core, draft: Draft, items: list[Printed]) -> bytes:
    """At once, or with the receipt it is in. Raises Refused 08."""
    if draft.type is Type.SERVICE:
        core.print(items)
    else:
        draft.paper += items
    return b""


def _text(core: Core, p: Parameters) -> bytes:
    draft = printable(core)
    words = p.text(_MOST_TEXT, Why.TEXT, least=1)
    p.number(_ATTRIBUTES)
    return put(core, draft, [Line(words)])


def _barcode(core: Core, p: Parameters) -> bytes:
    """Width and height of a QR code are passed over."""
    draft = printable(core)
    position, width, height = p.number(range(256)), p.number(range(256)), p.number(range(256))
    kind, content = p.number(range(len(_CODES)), empty=None), p.escaped(255).decode("cp866")
    flat = kind not in (_PDF417, _QR)
    if not content or (flat and (position not in range(4) or width not in range(2, 9) or not height)):
        raise wrong(cause="barcode")
    return put(core, draft, [Barcode(_CODES[kind], content)])


def _requisite(core: Core, p: Parameters) -> bytes:
    """49h, in documents that are no service ones."""
    draft = core.opened()
    if draft.type is Type.SERVICE:
        raise wrong_state(Why.SERVICE)
    code = p.number(range(6), Why.REQUISITE)
    p.number(_ATTRIBUTES)
    name = core.settings.read(52, code) if code else ""
    words = [p.text(_MOST_TEXT) for _ in range(4)]
    if not words[0] or (code and len(name) < 3):
        raise wrong(Why.REQUISITE)
    draft.paper += [Line(text) for text in (f"{name} {words[0]}".strip(), *words[1:]) if text]
    return b""


def _copy(core: Core, p: Parameters) -> bytes:
    """53h; positions and sums of a copy are not taken: texts alone."""
    core.nothing_open()
    p.number((2, 3, 6, 7), Why.TYPE, empty=None)
    p.number(range(1, 100), Why.DEPARTMENT, empty=1)
    cashier(p)
    number = p.number(range(100_000), Why.NUMBER)
    core.draft = Draft(Type.SERVICE)
    core.print([Line(f"КОПИЯ ЧЕКА {number}")])
    return b""


def _picture(core: Core, p: Parameters) -> bytes:
    draft = core.opened()
    width, height = p.number(range(1, _MOST_WIDTH + 1), empty=None), p.number(range(1, 2001), empty=None)
    p.number(range(3))
    row = (width + 7) // 8
    if row * height > _MOST_PICTURE:
        raise wrong(94, "too big")

    def printed(inner: Core, raw: bytes) -> bytes:
        rows = tuple(mirrored(raw[at : at + row]) for at in range(0, len(raw), row))
        return put(inner, draft, [Picture(width, rows)])

    core.upload = Upload(row * height, printed)
    return b""


def mirrored(row: bytes) -> bytes:
    return bytes(int(f"{each:08b}"[::-1], 2) for each in row)


def _stored(core: Core, p: Parameters) -> bytes:
    """One that somebody has loaded before."""
    draft = core.opened()
    p.number(range(4))
    number = p.number(core.pictures, empty=None)
    return put(core, draft, [Picture(8 * number, (bytes(number),))])


def drawer(core: Core, p: Parameters) -> bytes:
    core.pulses.append(p.number(range(50, 501), empty=150))
    return b""


def _drawer_state(core: Core, _: Parameters) -> bytes:
    return told((int(core.conditions.drawer_open and core.model not in _NARROW),))


def _beep(core: Core, p: Parameters) -> bytes:
    core.beeps.append(p.number(range(10, 2001), empty=None))
    return b""


COMMANDS = (
    Command("40", _text, prints=True),
    Command("41", _barcode, prints=True),
    Command("49", _requisite, prints=True),
    Command("53", _copy, prints=True),
    Command("55", _picture, prints=True),
    Command("56", _stored, prints=True),
    Command("80", drawer),
    Command("81", _drawer_state),
    Command("82", _beep),
)
