"""The commands of the older registers СП-101, СП-402, СП-412, СП-601. Source: spec/service-plus.md B.

The parameters are those of the table there; what they do is taken from the Пирит family where a command has its like,
which is inferred, as is all of this: answers of 22, A0, A1 and AF, rates and settings by the Пирит's numbers, the shift
that the first document opens by itself.
"""

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType

from drivers.emulation.fiscal.printed import Barcode, Line, Picture, Printed
from drivers.pirit.emulator.cashier import cashier
from drivers.pirit.emulator.command import Command
from drivers.pirit.emulator.core import Core, Upload
from drivers.pirit.emulator.document import Draft, Stage, Type
from drivers.pirit.emulator.document_commands import allowed, cancel, close
from drivers.pirit.emulator.parameters import Parameters, told
from drivers.pirit.emulator.positions import simple_item
from drivers.pirit.emulator.printing_commands import mirrored, printable, put
from drivers.pirit.emulator.receipt_commands import cash, payment, receipt, subtotal
from drivers.pirit.emulator.refused import Error, Refused, Why, wrong
from drivers.pirit.emulator.settings_commands import read_setting, start, write_setting
from drivers.pirit.emulator.shift_commands import close_shift, open_shift, x_report
from drivers.pirit.emulator.status_commands import flags

BEFORE_START = frozenset(("00", "A0", "A1", "A5", "A6", "AF"))
_OPENED = range(1, 6)
_NEEDS_SHIFT = (Type.SALE, Type.SALE_RETURN)
_CODES = ("UPCA", "UPCE", "EAN13", "EAN8", "CODE39", "ITF", "CODABAR")
_MOST_TEXT, _MOST_PICTURE = 72, 65_535
_ROW = 56  # bytes: 448 dots, the narrower paper
_PICTURE_TAKES = 1.0  # seconds


def _open(core: Core, p: Parameters) -> bytes:
    """20: type, department, operator, number."""
    core.nothing_open()
    draft = Draft(Type(p.number(_OPENED, Why.TYPE, empty=None)))
    draft.department = p.number(range(1, 100), Why.DEPARTMENT, empty=1)
    draft.requisites = cashier(p)
    draft.tax_system = core.till.tax_systems & -core.till.tax_systems
    if draft.type in _NEEDS_SHIFT and not core.till.shift_open:
        open_shift(core, draft.requisites)
    allowed(core, draft)
    core.draft = draft
    return b""


def _close(core: Core, p: Parameters) -> bytes:
    """22: a last text. Nothing is told of what the ФН has recorded."""
    words = p.text(_MOST_TEXT, Why.TEXT)
    draft = core.opened()
    if words and not draft.ended:
        draft.paper.append(Line(words))
    close(core, Parameters(b""))
    return b""


def _item(core: Core, p: Parameters) -> bytes:
    """30: name, article, quantity, price, department, tax."""
    draft = receipt(core, Stage.ITEMS)
    draft.items.append(simple_item(core, draft, p))
    return b""


def _text(core: Core, p: Parameters) -> bytes:
    draft = printable(core)
    words = p.text(_MOST_TEXT, Why.TEXT)
    p.number(range(256))
    return put(core, draft, [Line(words)])


def _barcode(core: Core, p: Parameters) -> bytes:
    """24: 2, width, height, type, data."""
    draft = printable(core)
    p.skip(3)
    kind, content = p.number(range(len(_CODES)), empty=None), p.text(255, least=1)
    return put(core, draft, [Barcode(_CODES[kind], content)])


def _qr(core: Core, p: Parameters) -> bytes:
    """29: 5, 2, text."""
    draft = printable(core)
    p.skip(2)
    return put(core, draft, [Barcode("QR", p.text(255, least=1))])


def _picture(core: Core, p: Parameters) -> bytes:
    """28: a size, ACK, so many bytes, a second, the answer."""
    draft = printable(core)

    def printed(inner: Core, raw: bytes) -> bytes:
        inner.busy = _PICTURE_TAKES
        rows = tuple(mirrored(raw[at : at + _ROW].ljust(_ROW, b"\0")) for at in range(0, len(raw), _ROW))
        items: list[Printed] = [Picture(8 * _ROW, rows)]
        return put(inner, draft, items)

    core.upload = Upload(p.number(range(1, _MOST_PICTURE + 1), empty=None), printed)
    return b""


def _z_report(core: Core, p: Parameters) -> bytes:
    core.nothing_open()
    close_shift(core, cashier(p))
    return b""


def _old_report(_: Core, __: Parameters) -> bytes:
    """64, 66, 67: of a journal that registers with a ФН have no more."""
    raise Refused(Error.NO_DATA)


def _info(version: int, core: Core, p: Parameters) -> bytes:
    """A5: 0 version, 1 the next shift."""
    values = {0: version, 1: core.till.shift + 1}
    return told((values[p.number(values, Why.QUERY)],))


def _serial(core: Core, _: Parameters) -> bytes:
    return told((core.till.serial,))


def _printer(core: Core, _: Parameters) -> bytes:
    return told((core.printer,))


def _logo(_: Core, __: Parameters) -> bytes:
    """E2, E3: what they take is unknown; nothing is kept."""
    return b""


def _never(_: Core, __: Parameters) -> bytes:
    """08: fiscalization, once in a life."""
    raise wrong(cause="it is registered")


_COMMANDS = (
    Command("00", start),
    Command("08", _never),
    Command("20", _open, prints=True),
    Command("21", _text, prints=True),
    Command("22", _close, prints=True),
    Command("23", cancel),
    Command("24", _barcode, prints=True),
    Command("28", _picture, prints=True),
    Command("29", _qr, prints=True),
    Command("30", _item, prints=True),
    Command("34", subtotal, prints=True),
    Command("35", payment, prints=True),
    Command("36", cash, prints=True),
    Command("60", x_report, prints=True),
    Command("61", _z_report, prints=True, closes=True),
    *(Command(code, _old_report) for code in ("64", "66", "67")),
    Command("A0", flags, asks=True),
    Command("A1", read_setting, asks=True),
    Command("A2", write_setting),
    Command("A6", _serial, asks=True),
    Command("AF", _printer, asks=True),
    *(Command(code, _logo) for code in ("E2", "E3")),
)


def commands(version: int) -> Mapping[str, Command]:
    """By their digits; `version` as A5 tells it: 460 = СП402-Ф."""
    info = Command("A5", partial(_info, version), asks=True)
    return MappingProxyType({each.code: each for each in (*_COMMANDS, info)})
