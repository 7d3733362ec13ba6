"""ESC/POS commands that say their own length. Source: Epson's reference."""

from collections.abc import Callable, Mapping

from drivers.escpos.emulator import answers, graphics, matrix
from drivers.escpos.emulator.linear import linear
from drivers.escpos.emulator.printer import Printer
from drivers.escpos.emulator.reader import Reader, Rejected, Truncated, between, one_of
from drivers.escpos.emulator.short import NEED_PIXELS

_MOST_CHARACTERS = 512  # of GS k without a length; more are no bar code


def _tabs(reader: Reader, printer: Printer) -> None:
    """ESC D n1 … nk NUL, k to 32."""
    printer.set_tabs(reader.until_nul(33))


def _bars(reader: Reader, printer: Printer) -> None:
    """GS k m d… NUL (m 0..6) or GS k m n d1 … dn (m 65..)."""
    system = reader.byte()
    if 7 <= system <= 64:
        raise Rejected(f"bar code system {system}")
    data = reader.take(reader.byte()) if system >= 65 else reader.until_nul(_MOST_CHARACTERS)
    printer.barcode(linear(system - 65 if 65 <= system <= 71 else system, data))


def _cut(reader: Reader, printer: Printer) -> None:
    """GS V m, or GS V m n: feed to the knife and n motion units more, then cut."""
    mode = reader.byte()
    feed = reader.byte() if one_of(mode, 0, 48, 1, 49, 65, 66) >= 4 else 0
    printer.need_empty_line()
    printer.feed(feed * printer.modes.down)
    printer.roll.cut("full" if mode in (0, 48, 65) else "partial", to_knife=mode >= 65)


def _realtime(reader: Reader, printer: Printer) -> None:  # noqa: ARG001
    """DLE DC4 fn …: done already, as it came in; here only taken out of the stream."""
    function = reader.byte()
    if function == 1:
        one_of(reader.byte(), 0, 1)
        between(reader.byte(), 1, 8)
    elif reader.take({8: 7}.get(function, 0)) != b"\x01\x03\x14\x01\x06\x02\x08":
        raise Rejected("DLE DC4")


def _group(prefix: bytes) -> Callable[[Reader, Printer], None]:
    def action(reader: Reader, printer: Printer) -> None:
        name = prefix + reader.take(1)
        body = Reader(reader.take(reader.word()))
        if name not in _GROUPS or (name in NEED_PIXELS and not printer.head.pixels):
            raise Rejected(f"command {name!r}")
        _GROUPS[name](printer, body)

    return action


def _long_graphics(reader: Reader, printer: Printer) -> None:
    """GS 8 L p1 p2 p3 p4 …: as GS ( L with a length of four bytes."""
    one_of(reader.byte(), ord("L"))
    graphics.store(printer, Reader(reader.take(int.from_bytes(reader.take(4), "little"))))


def _whole(action: Callable[[Printer, Reader], None]) -> Callable[[Printer, Reader], None]:
    """The length of the group must be that of the command in it."""

    def checked(printer: Printer, body: Reader) -> None:
        try:
            action(printer, body)
        except Truncated as error:
            raise Rejected("the group is too short") from error
        if body.left:
            raise Rejected("the group is too long")

    return checked


def _beeper(printer: Printer, body: Reader) -> None:
    """ESC ( A: 48 n c t, a kind of sound c times t tenths of a second; 97 100 c t1 t2 of the TM-U230."""
    if one_of(body.byte(), 48, 97) == 0:
        _kind, count, length = body.take(3)
    else:
        one_of(body.byte(), 100)
        count, length, _pause = body.take(3)
    printer.noted.beeps.append((count, 100 * length))


def _head_control(printer: Printer, body: Reader) -> None:
    """GS ( K: 48 m control, 49 m density -6..8 as a signed byte (TM-L90), 50 m speed."""
    function, m = body.byte(), body.byte()
    one_of(function, 48, 49, 50)
    if function == 49:
        printer.density = between(m - 256 if m > 127 else m, -6, 8)


def _realtime_switch(printer: Printer, body: Reader) -> None:
    """GS ( D: 20 [a b]…, a 1 = the pulse of DLE DC4, 2 = its power off; b 0 or 1 (or 48, 49)."""
    one_of(body.byte(), 20)
    while body.left:
        what, on = one_of(body.byte(), 1, 2), one_of(body.byte(), 0, 1, 48, 49) % 2
        if what == 0:
            printer.realtime_pulse = bool(on)


_GROUPS: Mapping[bytes, Callable[[Printer, Reader], None]] = {
    b"\x1b(A": _whole(_beeper),
    b"\x1d(D": _whole(_realtime_switch),
    b"\x1d(H": _whole(answers.process_id),
    b"\x1d(K": _whole(_head_control),
    b"\x1d(L": graphics.store,
    b"\x1d(k": matrix.symbol,
}
LONG: Mapping[bytes, Callable[[Reader, Printer], None]] = {
    b"\x10\x14": _realtime,
    b"\x1b(": _group(b"\x1b("),
    b"\x1b*": graphics.columns,
    b"\x1bD": _tabs,
    b"\x1c(": _group(b"\x1c("),
    b"\x1cq": graphics.define_logos,
    b"\x1d(": _group(b"\x1d("),
    b"\x1d8": _long_graphics,
    b"\x1dV": _cut,
    b"\x1dk": _bars,
    b"\x1dv": graphics.raster,
}
