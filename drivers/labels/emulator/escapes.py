"""How the languages spell what a two-dimensional code is to hold."""

from drivers.labels.emulator.codes import FNC1
from drivers.labels.emulator.parameters import Rejected, one_of


def datamatrix(data: bytes, escape: bytes) -> tuple[bytes, bool]:
    """Escapes of Data Matrix: X1 is FNC1, XdNNN a byte, XX the character itself, X@ … X_ control characters.

    -> the data with FNC1 as ASCII 29, and whether it began with one. Raises Rejected.
    Source: ZPL II Programming Guide, ^BX; TSPL DMATRIX has the same.
    """
    out, place, gs1 = b"", 0, False
    while place < len(data):
        if data[place : place + 1] != escape:
            out, place = out + data[place : place + 1], place + 1
            continue
        mark, digits = data[place + 1 : place + 2], data[place + 2 : place + 5]
        if mark == b"1":
            gs1, out = gs1 or not out, (out + FNC1 if out else out)
        else:
            out += _byte(mark, digits, escape)
        place += 5 if mark == b"d" else 2
    return out, gs1


def _byte(mark: bytes, digits: bytes, escape: bytes) -> bytes:
    if mark == escape:
        return escape
    if mark == b"d" and len(digits) == 3 and digits.isdigit() and int(digits) < 256:
        return bytes([int(digits)])
    if mark and 64 <= mark[0] <= 95:
        return bytes([mark[0] - 64])
    raise Rejected(f"escape {mark!r} of a Data Matrix")


def qr_switches(data: bytes) -> tuple[str, bytes]:
    """Level, A or M, a comma, the data: ^FD of ZPL's ^BQ and the data line of CPCL. -> level and plain data."""
    if data[2:3] != b",":
        raise Rejected("the data of a QR code begin with its level, A or M, and a comma")
    level, mode, rest = one_of(chr(data[0]), "HQML"), one_of(chr(data[1]), "AM"), data[3:]
    return level, rest if mode == "A" else qr_manual(rest)


def qr_manual(data: bytes) -> bytes:
    """Data with the kind of its characters before them: N, A, K, or B and four digits of length."""
    kind = one_of(data[:1].decode("latin-1"), "NABK")
    if kind != "B":
        return data[1:]
    if len(data) < 5 or not data[1:5].isdigit():
        raise Rejected("mode B of a QR code has four digits of length")
    return data[5 : 5 + int(data[1:5])]
